"""How well messages are understood that nobody learnt from, beside what one would try first; draws the learning curve.

Shares are in the order sv / en / th / ro. Not the development sets: `lykta eval` reads those.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console

from tests.bench.replies import Row
from tests.bench.stock import ENVIRONMENT, QUIET, make_environment
from triage_api.command.parts import bot_python
from triage_api.command.training import MODEL_NAME, train
from triage_api.settings import ROOT, Settings

CURVE = ROOT / "docs" / "learning-curve.svg"


def measure() -> Iterator[Row]:
    """Takes some ten minutes, most of them DIET's training."""
    train(Settings().models, Console(stderr=True))
    make_environment("lingua-language-detector==2.1.1")
    ours = _run(".venv-bot", "tests.bench.learning", str(CURVE))
    others = _run(ENVIRONMENT.name, "tests.bench.others")
    for name, point in ours["curve"].items():
        yield f"topic first, learnt from {name} messages", _each(point["first"]), ""
    yield f"the same, first three, learnt from {name}", _each(point["first three"]), ""
    plain, small, diet = ours["plain"], ours["small"], others["diet"]
    yield "topic first, plain words and characters, logistic regression", _each(plain["first"]), "below ours"
    yield f"topic first, DIET on {diet['messages']} messages (trained {diet['seconds']} s)", _each(diet["first"]), ""
    yield "topic first, ours on the same messages", _each(small["first"]), "above DIET"
    yield "immediate seen as immediate", _each(point["immediate"]), "≥ 0.92"
    yield "immediate seen as at least high", _each(point["at least high"]), "≥ 0.98"
    yield "routine raised to immediate", _each(point["raised"]), "≤ 0.01"
    for way, shares in {**ours["dialogue"], "lingua, four languages": others["lingua"]}.items():
        yield f"language of short lines, {way}", _each(shares), "≥ 0.97" if way == "ours" else ""
    thousand, one = _evaluated(1000), _evaluated(1)
    yield "1,000 messages through the trained bot, loading it included", f"{thousand:.0f} s", "≤ 60 s"
    yield "understanding one message in the bot, mean", f"{(thousand - one) / 0.999:.1f} ms", "≤ 6 ms"


def _evaluated(count: int) -> float:
    """Seconds that `bot.evaluate` takes for so many of the training messages."""
    folder = ROOT / "bot" / "data" / "messages"
    files = sorted(folder.glob("*/*.jsonl"))
    texts = [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]
    lines = [json.dumps({"id": str(i), "text": text}) for i, text in enumerate(texts[:: len(texts) // count][:count])]
    begun = time.perf_counter()
    command = [str(bot_python()), "-m", "bot.evaluate", "--model", str(Settings().models / MODEL_NAME)]
    subprocess.run(command, cwd=ROOT, check=True, input="\n".join(lines), capture_output=True, text=True)
    return time.perf_counter() - begun


def _run(environment: str, module: str, *arguments: str) -> Any:
    done = subprocess.run(
        [ROOT / environment / "bin" / "python", "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _each(shares: Mapping[str, float]) -> str:
    return " / ".join(f"{shares[name]:.2f}" if name in shares else "–" for name in ("sv", "en", "th", "ro"))
