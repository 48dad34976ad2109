"""`make test`: everything, each step's output in this order, and then how long each took; the first failure ends it.

Steps that do not need each other run beside each other. `python -m tests STEP…` runs only these. The step
`understanding` holds what the bot understands of the development sets against tests/floors.yml; they lie beside the
project, and only in CI is it a failure if they do not.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.beside import Step, run_beside
from triage_api.command.node import find_npm

ROOT = Path(__file__).parent.parent
WEB = ROOT / "triage_api" / "web"
PYTHON = sys.executable
SETS = sorted(str(file) for file in (ROOT.parent / "shared" / "eval").glob("dev-*.jsonl"))
BOT_PYTHON = str(ROOT / ".venv-bot" / "bin" / "python")

STEPS: dict[str, list[tuple[Path, list[str]]]] = {
    "lint": [
        (ROOT, [PYTHON, "-m", "ruff", "check", "."]),
        (ROOT, [PYTHON, "-m", "ruff", "format", "--check", "."]),
        (ROOT, [PYTHON, "-m", "mypy"]),
        (ROOT, [PYTHON, "-m", "mypy", "--config-file", ".ci/mypy-bot.ini", "--python-executable", BOT_PYTHON]),
        (ROOT, [str(Path(PYTHON).parent / "lint-imports")]),
    ],
    "pages": [
        (WEB, ["npm", "ci", "--no-audit", "--no-fund"]),
        (WEB, ["npm", "run", "check"]),
        (WEB, ["npm", "test"]),
    ],
    "service": [
        (ROOT, [PYTHON, "-m", "pytest", "--ignore=tests/bot", "--ignore=tests/journeys", "--ignore=tests/desk"]),
    ],
    "desk": [(ROOT, [PYTHON, "-m", "pytest", "tests/desk"])],
    "bot": [(ROOT, [BOT_PYTHON, "-m", "pytest", "tests/bot"])],
    "understanding": [
        (ROOT, [str(Path(PYTHON).parent / "lykta"), "eval", "--floors", "tests/floors.yml", *SETS]),
    ],
    "journeys": [(ROOT, [PYTHON, "-m", "pytest", "tests/journeys"])],
}


AFTER: dict[str, frozenset[str]] = {
    "service": frozenset({"pages"}),  # uses what npm has brought
    "understanding": frozenset({"bot"}),  # or both would train the same
    "journeys": frozenset(STEPS) - {"journeys"},  # people with browsers: they get the machine to themselves
}
AT_ONCE = 1 + (os.cpu_count() or 1)
"""The service's tests wait half of their time: for a database, for a server that starts or ends."""
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
ENOUGH_BYTES = 6 * 2**30


def main() -> int:
    """Runs the steps; exit code 1 at the first failure, 2 for an unknown step."""
    names = sys.argv[1:] or list(STEPS)
    if unknown := set(names) - set(STEPS):
        print(f"No such step: {', '.join(sorted(unknown))}. There are: {', '.join(STEPS)}.")
        return 2
    if "understanding" in names and not SETS and not os.environ.get("CI"):
        print("The step understanding is left out: there are no development sets in ../shared/eval.")
        names.remove("understanding")
    npm, begun = find_npm(), time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was begun is ended, and its folder goes
    with scratch() as folder:
        environment = {**npm.environment(), "RASA_TELEMETRY_ENABLED": "false", "TMPDIR": str(folder)}
        steps = [
            Step(
                name,
                [(where, [*npm.words, *words[1:]] if words[0] == "npm" else words) for where, words in STEPS[name]],
                environment,
                AFTER.get(name, frozenset()),
            )
            for name in STEPS
            if name in names
        ]
        took = run_beside(steps, AT_ONCE, folder)
    if took is None:
        return 1
    each = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in took.items())
    print(f"Took: {each}; all of it {time.monotonic() - begun:.0f} s")
    return 0


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for whatever the tests write, gone afterwards; in memory where there is room.

    Thousands of small databases are made, and each waits for the disk with each step of its making.
    """
    roomy = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH_BYTES
    with tempfile.TemporaryDirectory(
        prefix="lykta-tests-", dir=IN_MEMORY if roomy else None, ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL's own user has a folder in it
        yield folder


if __name__ == "__main__":
    sys.exit(main())
