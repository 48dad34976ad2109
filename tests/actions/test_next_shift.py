"""When somebody is at the desk again, said only where it is true and cannot be misread."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.directory.reading import MalformedContent
from actions.next_shift import day_and_time, read_days
from actions.settings import Settings

DAYS = read_days(Settings().content / "phrases")
SATURDAY_NIGHT = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)  # 23:30 in Sweden


@pytest.mark.parametrize(
    ("begins", "told"),
    [
        (datetime(2026, 11, 21, 22, 45, tzinfo=UTC), ("today", "23:45")),
        (datetime(2026, 11, 21, 23, 0, tzinfo=UTC), ("tomorrow", "00:00")),
        (datetime(2026, 11, 22, 7, 0, tzinfo=UTC), ("tomorrow", "08:00")),
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), ("on Monday", "08:00")),
        (datetime(2026, 11, 27, 22, 59, tzinfo=UTC), ("on Friday", "23:59")),
    ],
)
def test_the_day_is_the_one_of_the_clock_in_sweden(begins: datetime, told: tuple[str, str]) -> None:
    found = day_and_time(begins, SATURDAY_NIGHT, DAYS["en"])
    assert found is not None
    assert (found["day"], found["time"]) == told


def test_the_hour_is_right_on_both_sides_of_a_change_of_the_clock() -> None:
    saturday = datetime(2026, 10, 24, 12, tzinfo=UTC)
    found = day_and_time(datetime(2026, 10, 25, 7, tzinfo=UTC), saturday, DAYS["sv"])
    assert found == {"day": "i morgon", "time": "08:00"}


@pytest.mark.parametrize(
    "begins",
    [SATURDAY_NIGHT, datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 28, 7, tzinfo=UTC)],
)
def test_what_has_begun_and_what_is_a_week_away_is_not_said(begins: datetime) -> None:
    assert day_and_time(begins, SATURDAY_NIGHT, DAYS["en"]) is None


def test_each_language_says_its_own_day() -> None:
    monday = datetime(2026, 11, 23, 7, tzinfo=UTC)
    said = {language: day_and_time(monday, SATURDAY_NIGHT, days) for language, days in DAYS.items()}
    assert {language: told["day"] for language, told in said.items() if told} == {
        "sv": "på måndag",
        "en": "on Monday",
        "th": "วันจันทร์",
        "ro": "luni",
    }


def test_a_phrase_file_without_the_days_is_named_with_its_line(tmp_path: Path) -> None:
    for language in ("sv", "en", "th", "ro"):
        (tmp_path / f"{language}.yml").write_text("handoff:\n  handoff.today: 'today'\n")
    with pytest.raises(MalformedContent, match=r"handoff\.tomorrow"):
        read_days(tmp_path)
