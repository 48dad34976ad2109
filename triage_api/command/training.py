"""Trains the bot's model in its own world, when training data or content changed, and shows how far it is."""

import re
import subprocess
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from triage_api.command.parts import bot_python
from triage_api.command.trouble import TrainingFailed
from triage_api.settings import ROOT

MODEL_NAME = "lykta.tar.gz"
STEP = re.compile(r"step (\d+)/(\d+) (.+)")


def train(folder: Path, console: Console, *, force: bool = False) -> Path:
    """Runs `bot.train`, which does nothing when the fingerprint of data, content and code is the model's own.

    Returns the model's file below `folder`.

    Raises:
        TrainingFailed: with the sentence the training said.
    """
    command = [str(bot_python()), "-m", "bot.train", "--out", str(folder), *(["--force"] if force else [])]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    columns = (TextColumn("Training: {task.description}"), BarColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=console, transient=True) as progress,
        subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as training,
    ):
        assert training.stdout is not None and training.stderr is not None  # noqa: S101, PT018 - asked for above
        task = progress.add_task("checking what has changed", total=None)
        for line in training.stdout:
            if step := STEP.match(line):
                progress.update(task, completed=int(step[1]) - 1, total=int(step[2]), description=step[3])
        said = training.stderr.read().strip()
    if training.returncode:
        raise TrainingFailed(said.splitlines()[-1] if said else "")
    return folder / MODEL_NAME
