"""Who is sent where: only to what is listed, meant for them, and near or to be reached from anywhere."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from actions.directory.find import Age, Found, Place, find
from actions.directory.hours import STOCKHOLM
from actions.directory.service import Writer
from tests.actions.test_directory_reading import OFFICE_HOURS, entry, services

FRIDAY_NOON = datetime(2026, 11, 20, 12, 0, tzinfo=STOCKHOLM)
MALMO, LUND, SKANE = Place("skane", "malmo"), Place("skane", "lund"), Place("skane", None)
STOCKHOLM_CITY = Place("stockholm", "stockholm")


def local(*towns: str, county: str = "skane") -> dict[str, Any]:
    return {"national": False, "counties": [county], "towns": list(towns)}


def ask(
    folder: Path,
    *entries: dict[str, Any],
    needs: tuple[str, ...] = ("talk",),
    place: Place | None = None,
    writer: Writer = "self",
    age: Age | None = None,
    language: str = "sv",
) -> tuple[list[str], list[str]]:
    """The ids found near, and anywhere."""
    found: Found = find(services(folder, *entries), needs, place, writer, age, language, FRIDAY_NOON)
    near, anywhere = ([service.fact.removeprefix("c-") for service in part] for part in (found.near, found.anywhere))
    return near, anywhere


# --- where


def test_what_is_in_the_town_goes_before_what_is_in_its_county(tmp_path: Path) -> None:
    entries = entry("county", where=local("lund"), hours="always"), entry("town", where=local("malmo"))
    assert ask(tmp_path, *entries, place=MALMO) == (["town", "county"], [])
    assert ask(tmp_path, *entries, place=LUND) == (["county", "town"], [])


def test_a_county_alone_finds_what_is_in_it(tmp_path: Path) -> None:
    entries = entry("here", where=local("malmo")), entry("there", where=local("stockholm", county="stockholm"))
    assert ask(tmp_path, *entries, place=SKANE) == (["here"], [])


def test_nothing_near_is_an_empty_near_and_the_national_ones_stay(tmp_path: Path) -> None:
    entries = entry("malmo", where=local("malmo")), entry("national")
    assert ask(tmp_path, *entries, place=STOCKHOLM_CITY) == ([], ["national"])
    assert ask(tmp_path, *entries, place=None) == ([], ["national"])


def test_where_nothing_near_meets_the_need_somebody_there_to_talk_with_is_named(tmp_path: Path) -> None:
    talk = entry("talk", where=local("malmo")), entry("far", where=local("stockholm", county="stockholm"))
    clinic = entry("clinic", where=local("malmo"), needs=["sti"])
    national = entry("national", needs=["sti"])
    assert ask(tmp_path, *talk, national, needs=("sti",), place=MALMO) == (["talk"], ["national"])
    assert ask(tmp_path, *talk, national, clinic, needs=("sti",), place=MALMO) == (["clinic"], ["national"])
    assert ask(tmp_path, *talk, national, needs=("sti",)) == ([], ["national"])


def test_a_national_service_with_a_reception_nearby_stands_once(tmp_path: Path) -> None:
    both = entry("both", where={"national": True, "counties": ["skane"], "towns": ["malmo"]})
    assert ask(tmp_path, both, place=MALMO) == (["both"], [])
    assert ask(tmp_path, both, place=STOCKHOLM_CITY) == ([], ["both"])


def test_at_most_three_of_each(tmp_path: Path) -> None:
    entries = [*(entry(f"n{i}") for i in range(5)), *(entry(f"m{i}", where=local("malmo")) for i in range(5))]
    near, anywhere = ask(tmp_path, *entries, place=MALMO)
    assert (len(near), len(anywhere)) == (3, 3)


# --- for whom


def test_what_is_not_listed_is_never_found(tmp_path: Path) -> None:
    assert ask(tmp_path, entry("hidden", listed=False, why_not="Not sure it exists.")) == ([], [])


def test_only_what_meets_a_need_is_found(tmp_path: Path) -> None:
    assert ask(tmp_path, entry("sti", needs=["sti"]), entry("talk"), needs=("sti",)) == ([], ["sti"])


@pytest.mark.parametrize("writer", ["self", "friend", "minor", "buyer", "other"])
def test_only_what_is_meant_for_the_writer_is_found(tmp_path: Path, writer: Writer) -> None:
    entries = [entry(who, who=[who]) for who in ("self", "friend", "minor", "buyer", "other")]
    assert ask(tmp_path, *entries, writer=writer) == ([], [writer])


@pytest.mark.parametrize(
    ("age", "found"),
    [
        ("child", {"from15", "to20", "all"}),
        ("young", {"from15", "from18", "to20", "from25", "all"}),
        ("adult", {"from15", "from18", "from25", "all"}),
    ],
)
def test_a_service_for_another_age_is_left_out(tmp_path: Path, age: Age, found: set[str]) -> None:
    limits = {"from15": (15, None), "from18": (18, None), "from25": (25, None), "to20": (13, 20), "all": (None, None)}
    for name, (first, last) in limits.items():
        one = entry(name, ages={"from": first, "to": last})
        assert (ask(tmp_path / f"{age}{name}", one, age=age) == ([], [name])) == (name in found)


def test_where_the_age_is_unknown_a_limit_keeps_nobody_out(tmp_path: Path) -> None:
    assert ask(tmp_path, entry("to20", ages={"from": 13, "to": 20})) == ([], ["to20"])


def test_a_minor_is_a_child_and_a_child_who_writes_is_a_minor(tmp_path: Path) -> None:
    entries = entry("adults", ages={"from": 18, "to": None}), entry("minors", who=["minor"])
    assert ask(tmp_path, *entries, writer="minor") == ([], ["minors"])
    assert ask(tmp_path, *entries, writer="self", age="child") == ([], ["minors"])


def test_a_service_for_one_gender_stays_and_comes_after_those_for_everyone(tmp_path: Path) -> None:
    entries = entry("a-women", gender="women"), entry("b-trans", gender="trans"), entry("c-any")
    assert ask(tmp_path, *entries) == ([], ["c-any", "a-women", "b-trans"])


def test_who_asks_for_lgbtqi_support_gets_what_is_theirs_as_soon(tmp_path: Path) -> None:
    entries = entry("a-trans", gender="trans", needs=["lgbtqi"]), entry("b-any", needs=["lgbtqi"])
    assert ask(tmp_path, *entries, needs=("lgbtqi",)) == ([], ["a-trans", "b-any"])


# --- in which order


def test_what_is_open_now_goes_first_then_the_language_then_the_anonymous(tmp_path: Path) -> None:
    entries = (
        entry("a-nothing"),
        entry("b-anonymous", anonymous=True),
        entry("c-language", languages=["th"]),
        entry("d-open", hours=OFFICE_HOURS, holidays="closed"),
    )
    assert ask(tmp_path, *entries, language="th") == ([], ["d-open", "c-language", "b-anonymous"])


def test_an_interpreter_counts_as_the_persons_language(tmp_path: Path) -> None:
    entries = entry("a-swedish", languages=["sv"]), entry("b-interpreter", languages=["interpreter"])
    assert ask(tmp_path, *entries, language="ro") == ([], ["b-interpreter", "a-swedish"])


def test_the_first_need_is_never_crowded_out_by_what_is_open(tmp_path: Path) -> None:
    entries = [
        *(entry(f"open{i}", hours="always", needs=["social"]) for i in range(4)),
        entry("wanted", needs=["legal"]),
    ]
    assert ask(tmp_path, *entries, needs=("legal", "social")) == ([], ["wanted", "open0", "open1"])
