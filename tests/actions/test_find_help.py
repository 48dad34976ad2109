"""`action_find_help` as the bot calls it: one text, in the person's language, whatever is broken; nothing is kept."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from actions.directory.hours import STOCKHOLM
from actions.directory.kept import Kept
from actions.directory.reading import read_directory
from actions.directory.texts import read_phrases, read_place_names
from actions.find_help import LAST_WORDS, ActionFindHelp
from actions.serve import executor
from actions.settings import Settings
from tests.actions.test_directory_reading import OFFICE_HOURS, entry, write
from triage_api.command.content.addresses import find_addresses

FRIDAY_NOON = "2026-11-20 12:00"
MALMO = {"county": "skane", "town": "malmo"}
PHRASES = {
    "find.near": "Near {place}:",
    "find.none_near": "Nothing near {place}. From anywhere:",
    "find.anywhere": "From anywhere:",
    "find.also_anywhere": "Also from anywhere:",
    "find.open_always": "always open",
    "find.open_until": "open until {time}",
    "find.opens_today": "opens today {time}",
    "find.opens_tomorrow": "opens tomorrow {time}",
    "find.opens_day": "opens {day} {time}",
    **{f"find.day_{number}": f"day{number}" for number in range(1, 8)},
    "find.hours_unknown": "hours unknown",
    "find.interpreter": "interpreter",
    "find.anonymous": "anonymous",
    "find.address_by_text": "SOURCE: the address.",
    "find.none": "Nothing found. 116 016. 112.",
    "find.checked": "Checked {date}.",
}


def content(folder: Path, *entries: dict[str, Any]) -> Path:
    """A content folder with this directory, whose phrases in every language but English bear its name."""
    write(folder / "directory", *entries)
    (folder / "phrases").mkdir(exist_ok=True)
    for language in ("sv", "en", "th", "ro"):
        mark = "" if language == "en" else f"{language} "
        texts = {name: text if "day_" in name else mark + text for name, text in PHRASES.items()}
        file = folder / "phrases" / f"{language}.yml"
        file.write_text(yaml.safe_dump({"page": {"page.title": "Lykta"}, "find": texts}), encoding="utf-8")
    return folder


def call(actions: ActionExecutor, slots: dict[str, Any], events: Sequence[dict[str, Any]] = ()) -> Any:
    tracker = {"sender_id": "x", "slots": slots, "events": [*events], "latest_message": {}, "active_loop": {}}
    body = {"next_action": "action_find_help", "sender_id": "x", "tracker": tracker, "domain": {}}
    return asyncio.run(actions.run(body))


def ask(folder: Path, **known: Any) -> str:
    """The one text that is said."""
    text: str = says(folder, **known)["text"]
    assert "\n\n" not in text
    return text


def says(folder: Path, *, now: str = FRIDAY_NOON, places: Path | None = None, **slots: Any) -> Any:
    """The one message, with what it carries beside its text."""
    actions = ActionExecutor()
    moment = datetime.fromisoformat(now).replace(tzinfo=STOCKHOLM)
    actions.register_action(
        ActionFindHelp(
            Kept(folder / "directory", read_directory),
            Kept(folder / "phrases", read_phrases),
            Kept(places or Settings().places_file, read_place_names),
            clock=lambda: moment,
        )
    )
    result = call(actions, {"language": "en", **slots})
    assert result.events == []
    said = result.responses[-1]
    assert not said["response"]
    assert not said["custom"] or slots["channel"] == "sms"
    return said


EVONHUSET = entry(
    "evonhuset",
    ages={"from": 15, "to": None},
    where={"national": False, "counties": ["skane"], "towns": ["malmo"]},
    hours=OFFICE_HOURS,
    holidays="closed",
)
LINE = entry("line", phone="116 016", hours="always", languages=["interpreter"], anonymous=True, checked="2026-10-01")


# --- what is said


def test_what_is_near_comes_first_then_what_is_reached_from_anywhere(tmp_path: Path) -> None:
    assert ask(content(tmp_path, EVONHUSET, LINE), place=MALMO).split("\n") == [
        "Near Malmö:",
        " ",
        "• evonhuset en",
        "020-35 40 40",
        "https://evonhuset.example.se",
        "open until 16:30",
        "What evonhuset does, en.",
        " ",
        "Also from anywhere:",
        " ",
        "• line en",
        "116 016",
        "https://line.example.se",
        "always open · interpreter · anonymous",
        "What line does, en.",
        " ",
        "Checked 2026\u201110\u201101.",
    ]


def test_where_nothing_is_near_that_is_said(tmp_path: Path) -> None:
    folder = content(tmp_path, EVONHUSET, LINE)
    lines = ask(folder, place={"county": "norrbotten", "town": "kiruna"}).split("\n")
    assert lines[0] == "Nothing near Kiruna. From anywhere:"
    assert lines[2] == "• line en"


@pytest.mark.parametrize(
    "place", [None, "anywhere", {"county": "narnia", "town": None}, {"town": "malmo"}, ["skane"], 7]
)
def test_without_a_place_that_is_known_only_what_is_reached_from_anywhere_is_said(
    tmp_path: Path, place: object
) -> None:
    lines = ask(content(tmp_path, EVONHUSET, LINE), place=place).split("\n")
    assert lines[0] == "From anywhere:"
    assert "• evonhuset en" not in lines


def test_a_county_alone_is_called_by_its_name(tmp_path: Path) -> None:
    folder = content(tmp_path, EVONHUSET)
    assert ask(folder, place={"county": "skane", "town": None}).startswith("Near Skåne:")
    assert ask(folder, place={"county": "skane", "town": "no such town"}).startswith("Near Skåne:")


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("sv", "sv Near Göteborg:"),
        ("en", "Near Gothenburg:"),
        ("th", "th Near เยอเตบอรี (Göteborg):"),
        ("ro", "ro Near Göteborg:"),
    ],
)
def test_it_is_said_in_the_language_of_the_conversation(tmp_path: Path, language: str, heading: str) -> None:
    where = {"national": False, "counties": ["vastra_gotaland"], "towns": ["goteborg"]}
    folder = content(tmp_path, entry("mika", where=where))
    lines = ask(folder, language=language, place={"county": "vastra_gotaland", "town": "goteborg"}).split("\n")
    assert lines[0] == heading
    assert f"• mika {language}" in lines
    assert f"What mika does, {language}." in lines


def test_what_is_not_written_in_a_language_yet_is_said_in_english(tmp_path: Path) -> None:
    texts = {"sv": "Svenska", "en": "English"}
    assert "English" in ask(content(tmp_path, entry("a", name=texts, says=texts)), language="th").split("\n")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-20 07:00", "opens today 08:00"),
        ("2026-11-19 17:00", "opens tomorrow 08:00"),
        ("2026-11-20 17:00", "opens day1 08:00"),
        ("2026-12-23 17:00", "opens day1 08:00"),
        ("2026-11-20 08:00", "open until 16:30"),
    ],
)
def test_when_it_opens_is_said_as_people_say_it(tmp_path: Path, now: str, said: str) -> None:
    assert said in ask(content(tmp_path, EVONHUSET), now=now, place=MALMO).split("\n")


def test_a_weekday_that_could_be_taken_for_today_has_its_date(tmp_path: Path) -> None:
    wednesdays = [{"days": ["wed"], "from": "15:00", "to": "18:00"}]
    folder = content(tmp_path, entry("a", hours=wednesdays, holidays="closed"))
    assert "opens day3 25/11 15:00" in ask(folder, now="2026-11-18 19:00").split("\n")
    assert "opens day3 15:00" in ask(folder, now="2026-11-19 19:00").split("\n")


def test_an_interpreter_is_not_named_to_who_needs_none(tmp_path: Path) -> None:
    folder = content(tmp_path, entry("a", languages=["sv", "interpreter"]))
    assert "sv interpreter" not in ask(folder, language="sv")
    assert "interpreter" in ask(folder, language="en").split("\n")


def test_a_contact_that_is_missing_leaves_no_line_and_one_twice_stands_once(tmp_path: Path) -> None:
    web = "https://a.example.se"
    text = ask(content(tmp_path, entry("a", phone=None, web=web, chat=web)))
    assert "None" not in text
    assert text.count(web) == 1


# --- for whom


def test_the_topic_says_what_is_needed(tmp_path: Path) -> None:
    folder = content(tmp_path, entry("clinic", needs=["sti"]), entry("somebody", needs=["talk"]))
    assert "clinic en" in ask(folder, about="health.sti")
    assert "somebody en" not in ask(folder, about="health.sti")
    for about in (None, "no.such.topic", "service.hours", ["health.sti"]):
        assert "somebody en" in ask(folder, about=about)


def test_who_asks_about_buying_is_a_buyer(tmp_path: Path) -> None:
    folder = content(
        tmp_path,
        entry("for-buyers", who=["buyer"], needs=["buyer", "talk"]),
        entry("for-relatives", who=["other"], needs=["buyer", "talk"]),
    )
    assert "for-buyers en" in ask(folder, writer="other", about="buyer.stop")
    assert "for-buyers en" not in ask(folder, writer="other")
    assert "for-relatives en" in ask(folder, writer="other")


def test_age_and_writer_are_kept_to(tmp_path: Path) -> None:
    folder = content(tmp_path, entry("adults", ages={"from": 18, "to": None}), entry("children", who=["minor"]))
    assert "children en" in ask(folder, writer="minor")
    assert "adults en" not in ask(folder, writer="minor")
    assert "adults en" in ask(folder, writer="self", age="young")


# --- by SMS


def test_by_sms_two_services_a_line_each(tmp_path: Path) -> None:
    folder = content(tmp_path, EVONHUSET, LINE, entry("third"))
    assert ask(folder, channel="sms", place=MALMO).split("\n") == [
        "Near Malmö:",
        "evonhuset en (15+): 020-35 40 40. open until 16:30.",
        "Also from anywhere:",
        "line en: 116 016. always open.",
    ]


def test_by_sms_an_address_is_for_who_asks_and_ages_stand_in_brackets(tmp_path: Path) -> None:
    folder = content(tmp_path, entry("a", phone=None, ages={"from": 13, "to": 20}))
    said = says(folder, channel="sms")
    assert said["text"].split("\n")[1:] == ["a en (13-20).", "SOURCE: the address."]
    assert said["custom"] == {"about": {"sources": [{"name": "a en", "url": "https://a.example.se"}]}}


def test_by_sms_who_has_a_number_says_nothing_of_an_address_and_has_it_for_who_asks(tmp_path: Path) -> None:
    said = says(content(tmp_path, LINE), channel="sms")
    assert said["text"].split("\n")[1:] == ["line en: 116 016. always open."]
    assert [source["name"] for source in said["custom"]["about"]["sources"]] == ["line en"]


def test_by_sms_too_an_authority_is_not_named_without_what_must_be_known_first(tmp_path: Path) -> None:
    folder = content(tmp_path, entry("migrationsverket", never_without_says=True))
    assert ask(folder, channel="sms").endswith("020-35 40 40. What migrationsverket does, en.")


# --- when something is broken


def test_when_nothing_fits_that_is_said(tmp_path: Path) -> None:
    assert ask(content(tmp_path, EVONHUSET), about="health.sti") == PHRASES["find.none"]


@pytest.mark.parametrize("broken", ["directory/needs.yml", "directory/line.yml"])
def test_a_directory_that_cannot_be_read_leaves_the_lines_that_are_always_open(tmp_path: Path, broken: str) -> None:
    folder = content(tmp_path, LINE)
    (folder / broken).write_text("fact: [", encoding="utf-8")
    assert ask(folder, language="sv") == f"sv {PHRASES['find.none']}"


def test_without_names_of_places_and_even_without_phrases_there_is_an_answer(tmp_path: Path) -> None:
    folder = content(tmp_path, LINE)
    assert ask(folder, place=MALMO, places=tmp_path / "nowhere.yml") == PHRASES["find.none"]
    (folder / "phrases" / "ro.yml").write_text("find: {}", encoding="utf-8")
    assert ask(folder) == LAST_WORDS


def test_slots_of_any_kind_are_survived(tmp_path: Path) -> None:
    folder = content(tmp_path, LINE)
    wrongs: tuple[Any, ...] = (None, 7, [], {}, "x", True)
    for wrong in wrongs:
        slots = dict.fromkeys(("language", "channel", "writer", "age", "place", "about"), wrong)
        assert "line en" in ask(folder, **slots)


def test_nothing_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = content(tmp_path, LINE)
    (folder / "directory" / "line.yml").write_text("fact: [", encoding="utf-8")
    with caplog.at_level(logging.DEBUG):
        ask(folder, place=MALMO)
    assert [record for record in caplog.records if record.name not in ("asyncio", "rasa_sdk.executor")] == []


def test_a_mistake_of_an_editor_changes_nothing_for_the_person(tmp_path: Path) -> None:
    folder, second = content(tmp_path, LINE), [0.0]
    directory = Kept(folder / "directory", read_directory, lambda: second[0])
    actions = ActionExecutor()
    actions.register_action(
        ActionFindHelp(
            directory, Kept(folder / "phrases", read_phrases), Kept(Settings().places_file, read_place_names)
        )
    )
    before = call(actions, {"language": "en"}).responses
    (folder / "directory" / "line.yml").write_text("fact: [", encoding="utf-8")
    second[0] = 1.0
    assert call(actions, {"language": "en"}).responses == before


# --- what is served


@pytest.mark.parametrize("language", ["sv", "en", "th", "ro"])
def test_every_topic_of_the_served_directory_has_an_answer(language: str) -> None:
    actions, folder = executor(Settings()), Settings().content
    none = read_phrases(folder / "phrases")[language]["find.none"]
    topics = read_directory(folder / "directory").topics
    for about in topics:
        for channel in ("web", "sms"):
            slots = {"language": language, "channel": channel, "place": MALMO, "about": about}
            said = call(actions, slots).responses[-1]
            assert said["text"] != none
            assert "{" not in said["text"]
            if channel == "sms":
                names = " ".join(source["name"] for source in said["custom"]["about"]["sources"])
                assert all(found.written in names for found in find_addresses(said["text"])), said["text"]


# --- the topic itself


def responses(folder: Path, events: list[dict[str, Any]], **slots: Any) -> list[str | None]:
    actions = ActionExecutor()
    actions.register_action(
        ActionFindHelp(
            Kept(folder / "directory", read_directory),
            Kept(folder / "phrases", read_phrases),
            Kept(Settings().places_file, read_place_names),
        )
    )
    return [said["response"] for said in call(actions, {"language": "en", **slots}, events).responses]


def test_a_topic_not_yet_answered_is_answered_before_the_services(tmp_path: Path) -> None:
    folder = content(tmp_path, entry("a"))
    told = {"event": "bot", "text": "…", "metadata": {"utter_action": "utter_health.sti"}, "timestamp": 1.0}
    assert responses(folder, [], about="health.sti") == ["utter_health.sti", None]
    assert responses(folder, [told], about="health.sti") == [None]
    assert responses(folder, []) == [None]
