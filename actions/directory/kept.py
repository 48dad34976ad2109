"""Content that is read again when an editor changes it, and that a mistake in a file never takes away."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from actions.directory.reading import MalformedContent

T = TypeVar("T")
Stamp = tuple[tuple[str, int, int, int], ...]


class Kept(Generic[T]):
    """What `read` made of a file, or of the YAML files in a folder. Looks for changes at most once a second."""

    def __init__(self, path: Path, read: Callable[[Path], T], clock: Callable[[], float] = time.monotonic) -> None:
        self._path, self._read, self._clock = path, read, clock
        self._looked: float | None = None
        self._stamp: Stamp | None = None
        self._good: T | None = None
        self._wrong: MalformedContent | None = None

    def now(self) -> T:
        """The newest content that could be read. Raises MalformedContent only while none ever could be."""
        if self._looked is None or self._clock() - self._looked >= 1.0:
            self._looked = self._clock()
            self._look()
        if self._good is None:
            raise self._wrong or MalformedContent(self._path, 1, "there is nothing here; put the content back.")
        return self._good

    def _look(self) -> None:
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._good = self._read(self._path)
        except MalformedContent as error:
            self._wrong = error

    def _stamp_now(self) -> Stamp:
        files = sorted(self._path.glob("*.yml")) if self._path.is_dir() else [self._path]
        try:
            found = [(file.name, file.stat()) for file in files]
        except OSError:  # one was renamed away between listing and asking: the next look sees it settled
            return ()
        return tuple((name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in found)
