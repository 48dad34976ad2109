"""Steps of a test run beside each other, as far as one does not need another: each one's output whole, and in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from triage_api.process import end_with_parent

POLL_SECONDS = 0.1
END_SECONDS = 30
"""In which a step that is interrupted ends what it has started and takes away what it has written."""


@dataclass(frozen=True)
class Step:
    """Commands one after the other, each in its folder; they begin when the steps of `after` have gone well."""

    name: str
    commands: Sequence[tuple[Path, Sequence[str]]]
    environment: Mapping[str, str]
    after: frozenset[str] = frozenset()


@dataclass
class _Run:
    step: Step
    output: BinaryIO
    process: subprocess.Popen[bytes] | None = None
    returned: int | None = None
    seconds: float = 0.0
    _next: int = 0
    _shown: int = 0
    _begun: float = field(default_factory=time.monotonic)

    def goes_on(self) -> None:
        """The next command, when the one before has gone well; `returned` when there is none, or one has failed."""
        if self.returned is not None:
            return
        if self.process is not None and self.process.poll() is None:
            return
        failed = self.process.returncode if self.process is not None else 0
        if failed or self._next == len(self.step.commands):
            self.returned, self.seconds = failed, time.monotonic() - self._begun
            return
        folder, words = self.step.commands[self._next]
        self._next += 1
        self.output.write(f"== {self.step.name}: {' '.join(Path(word).name for word in words[:4])}\n".encode())
        self.output.flush()
        self.process = subprocess.Popen(
            words,
            cwd=folder,
            env=dict(self.step.environment),
            stdout=self.output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def shows(self) -> None:
        """What has come since."""
        here = self.output.fileno()
        fresh = os.pread(here, os.fstat(here).st_size - self._shown, self._shown)
        self._shown += len(fresh)
        sys.stdout.buffer.write(fresh)
        sys.stdout.flush()

    def ends(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(END_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def run_beside(steps: Sequence[Step], at_once: int, folder: Path) -> dict[str, float] | None:
    """Runs them, at most so many at a time, and prints what the earliest that is not over says, as it says it.

    `folder` holds the rest until its turn. Returns each one's seconds; the first failure ends all that still run, is
    printed to its end, and None is returned.
    """
    names = {step.name for step in steps}
    waiting, runs = list(steps), dict[str, _Run]()
    try:
        while True:
            over = {name for name, run in runs.items() if run.returned == 0}
            for step in [one for one in waiting if one.after & names <= over]:
                if sum(run.returned is None for run in runs.values()) < at_once:
                    waiting.remove(step)
                    runs[step.name] = _Run(step, (folder / step.name).open("wb+", buffering=0))
            for run in runs.values():
                run.goes_on()
            for step in steps:
                if step.name not in runs:
                    break
                runs[step.name].shows()
                if runs[step.name].returned is None:
                    break
            if failed := next((run for run in runs.values() if run.returned), None):
                failed.shows()
                print(f"{failed.step.name} failed.", flush=True)
                return None
            if len(runs) == len(steps) and all(run.returned == 0 for run in runs.values()):
                return {step.name: runs[step.name].seconds for step in steps}
            time.sleep(POLL_SECONDS)
    finally:
        for run in runs.values():
            run.ends()
            run.output.close()
