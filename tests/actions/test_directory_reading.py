"""The directory as editors write it: what holds is read, what does not is named, and a mistake takes nothing away."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.directory.kept import Kept
from actions.directory.reading import Directory, MalformedContent, read_directory
from actions.directory.service import Service
from actions.directory.texts import read_phrases, read_place_names
from actions.settings import Settings

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
OFFICE_HOURS = [{"days": WEEKDAYS, "from": "08:00", "to": "16:30"}]
NEEDS = {
    "needs": {
        need: {"for": need} for need in ("talk", "legal", "sti", "social", "child", "buyer", "lgbtqi", "migration")
    },
    "topics": {
        "support.local_services": ["talk", "legal", "sti", "social"],
        "health.sti": ["sti"],
        "buyer.stop": ["buyer"],
        "minor.self": ["child", "talk"],
        "service.hours": [],
    },
}


def entry(called: str, /, **changes: Any) -> dict[str, Any]:
    """A service's file: for everyone everywhere, with nothing known of its hours, unless told otherwise."""
    return {
        "fact": f"c-{called}",
        "listed": True,
        "name": {language: f"{called} {language}" for language in ("sv", "en", "th", "ro")},
        "phone": "020-35 40 40",
        "web": f"https://{called}.example.se",
        "needs": ["talk"],
        "who": ["self", "friend", "minor", "buyer", "other"],
        "ages": {"from": None, "to": None},
        "gender": "any",
        "where": {"national": True, "counties": [], "towns": []},
        "hours": "unknown",
        "holidays": "unknown",
        "languages": [],
        "anonymous": "unknown",
        "free": True,
        "says": {language: f"What {called} does, {language}." for language in ("sv", "en", "th", "ro")},
        "checked": "2026-11-20",
        "verify_before_launch": True,
        **changes,
    }


def write(folder: Path, *entries: Mapping[str, Any]) -> Path:
    """A directory of these services in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "needs.yml").write_text(yaml.safe_dump(NEEDS), encoding="utf-8")
    for one in entries:
        text = yaml.safe_dump(dict(one), allow_unicode=True, sort_keys=False)
        (folder / f"{one['fact'].removeprefix('c-')}.yml").write_text(text, encoding="utf-8")
    return folder


def services(folder: Path, *entries: Mapping[str, Any]) -> tuple[Service, ...]:
    return read_directory(write(folder, *entries)).services


# --- reading


def test_the_directory_that_is_served_holds() -> None:
    directory = read_directory(Settings().content / "directory")
    assert len(directory.services) == 70
    assert all(service.listed is False or service.says for service in directory.services)


def test_places_of_the_directory_are_places() -> None:
    names = read_place_names(Settings().places_file)
    for service in read_directory(Settings().content / "directory").services:
        assert set(service.where.counties) <= set(names.counties)
        assert set(service.where.towns) <= set(names.towns)


def test_the_phrases_that_are_said_are_there_in_four_languages() -> None:
    assert set(read_phrases(Settings().content / "phrases")) == {"sv", "en", "th", "ro"}


def test_hours_are_read_as_times_of_day(tmp_path: Path) -> None:
    (service,) = services(tmp_path, entry("a", hours=[{"days": ["sat"], "from": "20:00", "to": "24:00"}]))
    assert not isinstance(service.hours, str)
    assert [(o.days, o.opens.hour, o.closes.hour) for o in service.hours] == [(("sat",), 20, 0)]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"needs": ["magic"]}, r"a\.yml:\d+: 'magic' is not in needs.yml; add it there"),
        ({"who": ["nobody"]}, r"a\.yml:\d+: `who\.0`: .*mend this key"),
        ({"phone": 1177}, r"a\.yml:\d+: `phone`: .*string.*mend this key"),
        ({"hours": [{"days": ["mon"], "from": 480, "to": "16:00"}]}, r"a\.yml:\d+: `hours.*in quotes"),
        ({"hours": "sometimes"}, r"a\.yml:\d+: `hours"),
        ({"says": {"sv": "Bara svenska."}}, r"a\.yml:\d+: `says` has no text for en; write one"),
        ({"checked": "soon"}, r"a\.yml:\d+: `checked`"),
        ({"where": {"national": True}}, r"a\.yml:\d+: `where\.counties`"),
    ],
)
def test_a_malformed_file_is_named_with_its_line_and_the_remedy(
    tmp_path: Path, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(MalformedContent, match=says):
        services(tmp_path, entry("a", **changes))


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("a.yml", "fact: [", r"a\.yml:\d+: this is not YAML"),
        ("a.yml", "- a list", r"a\.yml:1: write `key: value` lines"),
        ("a.yml", "fact: c-a\n", r"a\.yml:1: `listed`: Field required"),
        ("needs.yml", "needs: {}\n", r"needs\.yml:1: write the two parts"),
        (
            "needs.yml",
            "needs: {talk: {for: x}}\ntopics:\n  health.sti: [sti]\n",
            r"needs\.yml:3: 'health\.sti' needs a list",
        ),
    ],
)
def test_a_file_that_is_something_else_is_named(tmp_path: Path, file: str, text: str, says: str) -> None:
    (write(tmp_path, entry("a")) / file).write_text(text, encoding="utf-8")
    with pytest.raises(MalformedContent, match=says):
        read_directory(tmp_path)


def test_a_phrase_without_its_braces_is_named(tmp_path: Path) -> None:
    for file in (Settings().content / "phrases").glob("??.yml"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), encoding="utf-8")
    text = (tmp_path / "sv.yml").read_text("utf-8")
    (tmp_path / "sv.yml").write_text(text.replace("{place}", "{plats}"), encoding="utf-8")
    with pytest.raises(MalformedContent, match=r"sv\.yml:\d+: 'find\.near' needs a text with \{place\}"):
        read_phrases(tmp_path)


# --- names of places


def test_places_are_called_as_the_person_calls_them() -> None:
    names = read_place_names(Settings().places_file)
    assert names.of("vastra_gotaland", "goteborg", "en") == "Gothenburg"
    assert names.of("vastra_gotaland", "goteborg", "ro") == "Göteborg"
    assert names.of("skane", "malmo", "th") == "มัลเมอ (Malmö)"
    assert names.of("skane", None, "sv") == "Skåne"
    assert names.of("uppsala", "habo_uppsala", "sv") == "Håbo"
    assert names.of("jonkoping", "habo_jonkoping", "sv") == "Habo"
    assert len(names.towns) == 290
    assert names.of("narnia", None, "en") is None


# --- content that changes


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def names(kept: Kept[Directory]) -> list[str]:
    return [service.fact for service in kept.now().services]


def test_a_change_is_seen_a_second_later_and_not_looked_for_before(tmp_path: Path) -> None:
    clock = Clock()
    kept = Kept(write(tmp_path, entry("a")), read_directory, clock)
    assert names(kept) == ["c-a"]
    write(tmp_path, entry("b"))
    clock.at = 0.9
    assert names(kept) == ["c-a"]
    clock.at = 1.0
    assert names(kept) == ["c-a", "c-b"]
    (tmp_path / "a.yml").unlink()
    clock.at = 2.0
    assert names(kept) == ["c-b"]


def test_what_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    clock, read = Clock(), []
    kept = Kept(write(tmp_path, entry("a")), lambda folder: read.append(folder), clock)
    for second in range(5):
        clock.at = float(second)
        with pytest.raises(MalformedContent):
            kept.now()
    assert len(read) == 1


def test_the_last_good_content_serves_on_while_a_file_is_malformed(tmp_path: Path) -> None:
    clock = Clock()
    kept = Kept(write(tmp_path, entry("a")), read_directory, clock)
    assert names(kept) == ["c-a"]
    (tmp_path / "b.yml").write_text("fact: [", encoding="utf-8")
    clock.at = 1.0
    assert names(kept) == ["c-a"]
    write(tmp_path, entry("b"))
    clock.at = 2.0
    assert names(kept) == ["c-a", "c-b"]


def test_a_file_replaced_by_one_as_long_is_seen(tmp_path: Path) -> None:
    clock = Clock()
    kept = Kept(write(tmp_path, entry("a", phone="111 111")), read_directory, clock)
    assert kept.now().services[0].phone == "111 111"
    write(tmp_path / "new", entry("a", phone="222 222"))
    (tmp_path / "new" / "a.yml").replace(tmp_path / "a.yml")
    clock.at = 1.0
    assert kept.now().services[0].phone == "222 222"


def test_content_that_never_held_says_what_is_wrong(tmp_path: Path) -> None:
    (write(tmp_path) / "a.yml").write_text("fact: [", encoding="utf-8")
    with pytest.raises(MalformedContent, match=r"a\.yml"):
        Kept(tmp_path, read_directory).now()
    with pytest.raises(MalformedContent):
        Kept(tmp_path / "nowhere", read_directory).now()
