"""Builds the model: `python -m bot.train [--out bot/models]`.

Prints one line per step, `step <n>/<of> <what>`, and at the end `fingerprint <sha256>` and `model <path>`. Does nothing
when nothing has changed since (`same fingerprint, no training`), refits nothing when only texts have: Rasa keeps what
it trained in bot/.rasa/cache. An error is one sentence on standard error, exit code 2.
"""

import argparse
import contextlib
import hashlib
import logging
import os
import sys
from importlib.metadata import version
from pathlib import Path

from bot.quiet import be_quiet
from bot.standin import stand_in_for_unused

PROJECT = Path(__file__).resolve().parent
CONTENT = PROJECT.parent / "content"
LEXICONS = PROJECT.parent / "config"
MODEL_NAME = "lykta.tar.gz"
FINGERPRINT_NAME = "lykta.fingerprint"
LIBRARIES = ("rasa", "scikit-learn", "numpy", "scipy", "langdetect", "pythainlp")
STEPS = {
    "RulePolicy": "rules of the dialogue",
    "LanguageComponent": "languages",
    "TopicComponent": "topics",
    "UrgencyComponent": "urgency",
}


def main(arguments: list[str] | None = None) -> int:
    """Returns 0 when a model stands that fits data and content, 2 when it could not be built."""
    parser = argparse.ArgumentParser(prog="python -m bot.train", description="Build the bot's model.")
    parser.add_argument("--out", type=Path, default=PROJECT / "models", help="folder of the model")
    parser.add_argument("--content", type=Path, default=Path(os.environ.get("LYKTA_CONTENT") or CONTENT))
    parser.add_argument("--force", action="store_true", help="train everything anew")
    given = parser.parse_args(arguments)
    be_quiet()
    mark = fingerprint(given.content)
    if not given.force and is_current(given.out, mark):
        print("same fingerprint, no training", flush=True)
    else:
        try:
            train(given.out, given.content, given.force)
        except Exception as error:  # noqa: BLE001 (whatever stops a training is told in one sentence)
            print(one_sentence(error), file=sys.stderr)
            return 2
        (given.out / FINGERPRINT_NAME).write_text(mark + "\n", encoding="utf-8")
    print(f"fingerprint {mark}", flush=True)
    print(f"model {given.out / MODEL_NAME}", flush=True)
    return 0


def fingerprint(content: Path = CONTENT) -> str:
    """SHA-256 over everything the model is built from: our sources, rules, messages, lexicons, texts, versions."""
    digest = hashlib.sha256("".join(f"{name} {version(name)}\n" for name in LIBRARIES).encode())
    files = [*PROJECT.rglob("*.py"), *PROJECT.glob("*.yml"), *(PROJECT / "data").rglob("*.yml")]
    files += [*(PROJECT / "data").rglob("*.jsonl"), *(PROJECT / "data").rglob("*.txt"), *LEXICONS.rglob("*.yml")]
    files += [*(content / "rights").glob("*/*.md"), *(content / "phrases").glob("*.yml")]
    for file in sorted(set(files)):
        digest.update(f"{file.name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_current(out: Path, mark: str) -> bool:
    """Whether the model in `out` was built from what has this fingerprint."""
    written = out / FINGERPRINT_NAME
    return (out / MODEL_NAME).is_file() and written.is_file() and written.read_text(encoding="utf-8").strip() == mark


def train(out: Path, content: Path = CONTENT, force: bool = False) -> None:
    """Runs Rasa's training and puts the model into `out` in one move, so that a half-written one is never served."""
    out.mkdir(parents=True, exist_ok=True)
    os.environ["LYKTA_CONTENT"] = str(content.resolve())
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str(PROJECT / ".rasa" / "cache"))
    os.environ.setdefault("RASA_MAX_CACHE_SIZE", "500")
    progress = _Progress()
    progress.tell("reading content and messages")
    stand_in_for_unused()
    import rasa.model_training

    progress.follow()
    half_name = f".half-{os.getpid()}.tar.gz"
    try:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),  # Rasa's own progress bars
        ):
            rasa.model_training.train(
                domain=str(PROJECT / "domain.yml"),
                config=str(PROJECT / "config.yml"),
                training_files=[str(PROJECT / "data")],
                output=str(out),
                fixed_model_name=half_name,
                force_training=force,
            )
        (out / half_name).replace(out / MODEL_NAME)
    finally:
        progress.stop()
        (out / half_name).unlink(missing_ok=True)


def one_sentence(error: BaseException) -> str:
    """The sentence of an error of ours, from wherever Rasa has wrapped it; else the kind and what to do."""
    seen: BaseException | None = error
    while seen is not None:
        if type(seen).__module__.startswith("bot."):
            return str(seen)
        seen = seen.__cause__ or seen.__context__
    if isinstance(error, OSError):
        return f"The model could not be written ({error.strerror}); free some space or choose another --out."
    return f"The training stopped because of a {type(error).__name__}; look at the last change to bot/ and try again."


class _Progress(logging.Handler):
    """Turns what Rasa logs of each component into one line; `cached` stands where nothing had to be trained."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.done = 0
        self.of = len(STEPS) + 1
        self.out = sys.stdout

    def tell(self, what: str) -> None:
        self.done += 1
        print(f"step {self.done}/{self.of} {what}", file=self.out, flush=True)

    def follow(self) -> None:
        logging.disable(logging.NOTSET)
        logging.getLogger().setLevel(logging.CRITICAL)
        hooks = logging.getLogger("rasa.engine.training.hooks")
        hooks.setLevel(logging.INFO)
        hooks.propagate = False
        hooks.addHandler(self)

    def stop(self) -> None:
        logging.getLogger("rasa.engine.training.hooks").removeHandler(self)
        logging.disable(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        for component, what in STEPS.items():
            if f"'{component}'" in said:
                if said.startswith("Starting"):
                    self.tell(what)
                elif said.startswith("Restored"):
                    self.tell(f"{what} (cached)")


if __name__ == "__main__":
    sys.exit(main())
