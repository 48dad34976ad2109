"""What can be wrong with the files that editors and writers keep."""

from pathlib import Path


class ContentError(Exception):
    """A file cannot be used. One sentence: which file, which line, what to do."""

    def __init__(self, file: Path, line: int, remedy: str) -> None:
        super().__init__(f"{file}, line {line}: {remedy}")
        self.file, self.line, self.remedy = file, line, remedy


class MissingTextError(Exception):
    """Something the bot must be able to say does not stand in `content/`."""

    def __init__(self, file: str, remedy: str) -> None:
        super().__init__(f"{file}, line 1: {remedy}")
