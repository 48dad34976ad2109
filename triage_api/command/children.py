"""The processes of Lykta as children of one supervisor: started, watched until ready, and ended together."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

import httpx

from triage_api.command.trouble import ChildFailed, PortTaken
from triage_api.process import stand_back
from triage_api.settings import ROOT

END_SECONDS = 5.0


@dataclass(frozen=True)
class Part:
    """One process: its command, the port it must find free, and the address that answers once it is ready.

    `nice`: how far it stands back when the processors are short, as in nice(1).
    """

    name: str
    command: tuple[str, ...]
    port: int
    port_variable: str
    ready_url: str
    environment: Mapping[str, str] = field(default_factory=dict)
    nice: int = 0


class Family:
    """Starts parts and ends every one of them, whichever way the supervisor itself ends.

    Each child also asks the kernel to end it with its parent (triage_api/process.py), so a killed supervisor leaves
    nothing running either.
    """

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._last_words: dict[str, LastWords] = {}

    def __enter__(self) -> "Family":
        signal.signal(signal.SIGTERM, _interrupt)
        signal.signal(signal.SIGHUP, _interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self, part: Part) -> None:
        """Starts a part. Its output goes nowhere: what a part has to say to an operator it says by its exit code.

        Raises:
            PortTaken: something else listens where it should.
        """
        refuse_taken_port(part)
        child = subprocess.Popen(  # noqa: S603 - the commands are ours
            part.command,
            cwd=ROOT,
            env={**os.environ, **part.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which ends the children in order
        )
        if part.nice:
            stand_back(child.pid, part.nice)
        assert child.stderr is not None  # noqa: S101 - it was asked for above
        self._running[part.name] = child
        self._last_words[part.name] = LastWords(child.stderr)

    def wait_ready(self, part: Part, seconds: float, tick: Callable[[], None] = lambda: None) -> None:
        """Returns when the part answers.

        Raises:
            ChildFailed: it ended, or did not answer in time.
        """
        deadline = time.monotonic() + seconds
        with httpx.Client(trust_env=False, timeout=1.0) as client:
            while time.monotonic() < deadline:
                self.refuse_ended(part.name)
                try:
                    if client.get(part.ready_url).status_code < 500:
                        return
                except httpx.HTTPError:
                    pass
                tick()
                time.sleep(0.1)
        raise ChildFailed(part.name, f"it did not answer within {seconds:.0f} seconds.")

    def refuse_ended(self, *names: str) -> None:
        """Raises ChildFailed when one of these has ended, with the last sentence it said."""
        for name in names or tuple(self._running):
            child = self._running[name]
            if child.poll() is not None:
                raise ChildFailed(name, self._last_words[name].sentence())

    def pids(self) -> dict[str, int]:
        """Each running part's process id."""
        return {name: child.pid for name, child in self._running.items()}

    def end_one(self, name: str) -> None:
        """Ends one part at once, as if it had crashed."""
        child = self._running.pop(name)
        child.kill()
        child.wait()

    def end(self) -> None:
        """Ends all, asking first, and waits until each is gone."""
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + END_SECONDS
        for child in self._running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._running.clear()


def refuse_taken_port(part: Part) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", part.port))
        except OSError:
            raise PortTaken(part.port, part.port_variable) from None


class LastWords:
    """Reads a part's error stream as it comes and keeps its last line only: a full pipe would stop the part."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._line = b""
        self._reader = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._reader.start()

    def sentence(self) -> str:
        """What it said last; parts write sentences of ours there, or nothing."""
        self._reader.join(1.0)
        return self._line.decode("utf-8", "replace").strip()

    def _read(self, stream: IO[bytes]) -> None:
        for line in stream:
            self._line = line.strip() or self._line


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
