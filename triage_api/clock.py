"""Time as the project writes it: whole seconds in UTC, handed in as a function so that tests can move it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Answers now, aware and in UTC."""

ROUNDED_TO_SECONDS = 300


def utc_now() -> datetime:
    return datetime.now(UTC)


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970, as the databases keep time."""
    return int(moment.timestamp())


def rounded(moment: datetime) -> int:
    """Seconds, rounded down to five minutes.

    A case keeps no finer time: a list of exact arrivals could be laid beside somebody's call log or network trace.
    """
    return seconds(moment) // ROUNDED_TO_SECONDS * ROUNDED_TO_SECONDS


def days(moment: datetime) -> int:
    """Whole days since 1970, in UTC."""
    return seconds(moment) // 86_400


def written(at: int) -> str:
    """`YYYY-MM-DDTHH:MM:SSZ`, as every time on the wire."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: str) -> datetime:
    """The moment that `written` wrote; a ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
