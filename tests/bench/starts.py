"""How long a start takes: the first, with training from nothing, and a later one, as `lykta up` says it itself."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from tests.bench.replies import Row
from tests.journeys.stack import free_port
from triage_api.command.training import train
from triage_api.settings import ROOT

LONGEST_SECONDS = 900


def measure() -> Iterator[Row]:
    """Cold: no model, no training cache, no pages. Warm: the same installation again."""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "var"
        shutil.rmtree(ROOT / "bot" / ".rasa", ignore_errors=True)
        begun = time.monotonic()
        train(Path(folder) / "models", Console(quiet=True), force=True)
        yield "training from nothing", f"{time.monotonic() - begun:.0f} s", "≤ 120 s"
        shutil.rmtree(ROOT / "bot" / ".rasa", ignore_errors=True)
        yield "first start (builds pages, trains all)", f"{_until_ready(var):.0f} s", ""
        yield "later start", f"{_until_ready(var):.0f} s", "≤ 40 s"


def _until_ready(var: Path) -> float:
    environment = {
        **os.environ,
        "LYKTA_VAR": str(var),
        "LYKTA_PAGES": str(var.parent / "pages"),
        "LYKTA_PORT": str(free_port()),
        "LYKTA_BOT_PORT": str(free_port()),
        "LYKTA_ACTIONS_PORT": str(free_port()),
        "LYKTA_PHONE_PORT": str(free_port()),
    }
    begun = time.monotonic()
    command = [str(Path(sys.executable).parent / "lykta"), "up", "--demo"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as up:
        assert up.stdout is not None
        for line in up.stdout:
            if re.search(r"Lykta is ready", line):
                break
            if time.monotonic() - begun > LONGEST_SECONDS:
                up.kill()
        took = time.monotonic() - begun
        up.send_signal(signal.SIGINT)
        up.wait(30)
    return took
