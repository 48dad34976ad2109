"""When a counsellor is planned to be at the desk again, in the person's words; nothing where it could be misread."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from actions.directory.hours import STOCKHOLM
from actions.directory.reading import MalformedContent, line_of, read_yaml
from actions.directory.texts import LANGUAGES, Texts

A_WEEK = timedelta(days=7)
TODAY, TOMORROW, ON_DAY = "handoff.today", "handoff.tomorrow", "handoff.on_day"
_WEEKDAYS = tuple(f"find.day_{number}" for number in range(1, 8))


def read_days(folder: Path) -> Texts:
    """What days are called, in each language. Raises MalformedContent."""
    return {language: _days_of(folder / f"{language}.yml") for language in LANGUAGES}


def day_and_time(begins: datetime, now: datetime, days: Mapping[str, str]) -> dict[str, str] | None:
    """`{"day", "time"}` for the phrase `handoff.next_shift`, by the clock in Sweden; None for what is past, and from a
    week on, where a weekday alone could be taken for a nearer one."""
    at, today = begins.astimezone(STOCKHOLM), now.astimezone(STOCKHOLM).date()
    ahead = at.date() - today
    if begins <= now or ahead >= A_WEEK:
        return None
    if ahead.days <= 1:
        said = days[TOMORROW if ahead.days else TODAY]
    else:
        said = days[ON_DAY].replace("{day}", days[_WEEKDAYS[at.weekday()]])
    return {"day": said, "time": f"{at:%H:%M}"}


def _days_of(file: Path) -> Mapping[str, str]:
    groups = read_yaml(file)
    found = {}
    for name in (TODAY, TOMORROW, ON_DAY, *_WEEKDAYS):
        group = groups.get(name.partition(".")[0])
        text = group.get(name) if isinstance(group, dict) else None
        if not isinstance(text, str) or ("{day}" in text) != (name == ON_DAY):
            raise MalformedContent(file, line_of(file, name), f"'{name}' needs a text, with {{day}} in {ON_DAY} alone.")
        found[name] = text
    return found
