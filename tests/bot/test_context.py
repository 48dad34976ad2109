"""What a short message means where it stands, without a trained model."""

from typing import Any

import pytest

from bot.nlu.context import Meaning, in_context
from bot.nlu.topic import Topics

UNCLEAR: Topics = [("chat.out_of_scope", 0.1)]


def meaning(
    text: str, language: str, topics: Topics = UNCLEAR, level: str = "routine", **metadata: Any
) -> Meaning | None:
    return in_context(text, language, topics, level, metadata)[0]


def intent(text: str, language: str, topics: Topics = UNCLEAR, level: str = "routine", **metadata: Any) -> str | None:
    found = meaning(text, language, topics, level, **metadata)
    return found.intent if found else None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("och om jag inte har papper?", "sv"),
        ("utan uppehållstillstånd då", "sv"),
        ("and if i have no papers?", "en"),
        ("what if my visa expired", "en"),
        ("แล้วถ้าไม่มีวีซ่าล่ะ", "th"),
        ("ถ้าไม่มีเอกสารล่ะ", "th"),
        ("și dacă nu am acte?", "ro"),
        ("dar daca n-am viza", "ro"),
    ],
)
def test_having_no_papers_means_another_thing_after_health_than_after_law(text: str, language: str) -> None:
    assert intent(text, language, topic="health.sti") == "health.no_papers_care"
    assert intent(text, language, topic="law.selling") == "migration.deportation"
    assert intent(text, language) is None, "with nothing before it, it is a message of its own"


@pytest.mark.parametrize(
    ("text", "language", "leads_to"),
    [
        ("får polisen veta det?", "sv", "service.police_contact"),
        ("and will the police know", "en", "service.police_contact"),
        ("แล้วตำรวจจะรู้ไหม", "th", "service.police_contact"),
        ("si afla politia?", "ro", "service.police_contact"),
        ("är det anonymt?", "sv", "service.anonymity"),
        ("is it anonymous?", "en", "service.anonymity"),
        ("แล้วเป็นความลับไหม", "th", "service.anonymity"),
        ("e anonim?", "ro", "service.anonymity"),
        ("men om jag inte kan svenska", "sv", "service.languages"),
        ("but i don't speak swedish", "en", "service.languages"),
        ("แต่พูดสวีเดนไม่ได้", "th", "service.languages"),
        ("dar nu vorbesc suedeza", "ro", "service.languages"),
        ("och om jag är 16", "sv", "minor.self"),
        ("and if i am under 18", "en", "minor.self"),
        ("แล้วถ้าอายุไม่ถึง 18", "th", "minor.self"),
        ("si daca am 16 ani", "ro", "minor.self"),
        ("och var?", "sv", "near"),
        ("where?", "en", "near"),
        ("แล้วที่ไหนล่ะ", "th", "near"),
        ("unde?", "ro", "near"),
    ],
)
def test_a_short_question_leans_on_the_topic_just_answered(text: str, language: str, leads_to: str) -> None:
    assert intent(text, language, topic="health.sti") == leads_to


def test_a_long_message_is_one_of_its_own() -> None:
    text = (
        "jag undrar vad som händer med mig om jag söker vård för min klamydia och inte har några papper alls i landet"
    )
    assert intent(text, "sv", topic="law.selling") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("Malmö", "sv"), ("near Malmö?", "en"), ("ใกล้มัลเมอ", "th"), ("lângă Malmö", "ro"), ("i Malmö?", "sv")],
)
def test_a_place_alone_asks_for_help_near_it_about_what_was_answered(text: str, language: str) -> None:
    found, tells = in_context(text, language, UNCLEAR, "routine", {"topic": "health.sti"})
    assert found is not None
    assert (found.intent, found.tells["about"]) == ("near", "health.sti")
    assert tells == {"place": {"county": "skane", "town": "malmo"}, "place_known": True}


def test_a_place_named_in_passing_is_kept_and_the_message_answered() -> None:
    found, tells = in_context(
        "jag bor i Malmö och undrar om det är lagligt att sälja sex", "sv", UNCLEAR, "routine", {}
    )
    assert found is None
    assert tells["place"]["town"] == "malmo"


@pytest.mark.parametrize(
    ("text", "language", "writer", "age"),
    [
        ("16", "sv", "minor", "child"),
        ("jag är 17", "sv", "minor", "child"),
        ("I'm 19", "en", None, "young"),
        ("25 ปี", "th", None, "young"),
        ("อายุ ๑๖", "th", "minor", "child"),
        ("am 40 de ani", "ro", None, "adult"),
    ],
)
def test_an_age_answers_the_question_for_it(text: str, language: str, writer: str | None, age: str) -> None:
    found = meaning(text, language, asked="age", topic="health.sti")
    assert found is not None
    assert (found.tells.get("writer"), found.tells["age"]) == (writer, age)


@pytest.mark.parametrize("text", ["under 18", "over 25", "10 20", "070", "jag är 17 och min kille är elak mot mig"])
def test_what_is_no_plain_age_is_not_taken_for_one(text: str) -> None:
    found = meaning(text, "sv", asked="age")
    assert found is None or "age" not in found.tells


def test_a_plain_yes_or_no_answers_the_open_question_and_nothing_without_one() -> None:
    yes, no = [("chat.affirm", 0.9)], [("chat.deny", 0.9)]
    assert intent("ja", "sv", yes, asked="decides") == "safety.controlled"
    assert intent("nej", "sv", no, asked="decides") == "answered"
    assert intent("nej", "sv", no, asked="safe") == "safety.immediate_danger"
    assert intent("nej", "sv", no, asked="place") == "skipped"
    assert intent("ja", "sv", yes) is None
    assert intent("ja", "sv", yes, asked="no such question") is None


def test_what_a_friend_tells_is_taken_as_that_unless_it_is_a_question_of_its_own() -> None:
    told = "hon har nya kläder hela tiden och svarar aldrig i telefon"
    assert intent(told, "sv", [("support.money", 0.5)], asked="friend_why") == "friend_told"
    assert intent(told, "sv", [("friend.signs", 0.5)], asked="friend_why") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jag jobbar som kurator på en skola, en elev har berättat något", "sv"),
        ("hur når jag regionkoordinatorn?", "sv"),
        ("I work as a nurse and one of my patients sells sex", "en"),
        ("ฉันเป็นพยาบาล คนไข้เล่าให้ฟัง", "th"),
        ("sunt asistentă socială și o clientă mi-a povestit", "ro"),
    ],
)
def test_someone_who_asks_from_their_work_gets_the_coordinators_but_not_in_danger(text: str, language: str) -> None:
    assert intent(text, language) == "professional.coordinators"
    assert intent(text, language, level="high") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("jag jobbar som sjuksköterska och säljer sex ibland", "sv"), ("I am a student and I sell sex", "en")],
)
def test_someone_with_a_profession_who_writes_of_themselves_is_not_taken_for_one_who_asks_from_work(
    text: str, language: str
) -> None:
    assert intent(text, language) is None


@pytest.mark.parametrize(
    "metadata", [{}, {"asked": 7, "topic": []}, {"asked": {}, "topic": None}, {"topic": "no.such"}]
)
def test_odd_metadata_stops_nothing(metadata: dict[str, Any]) -> None:
    in_context("och om jag inte har papper?", "sv", UNCLEAR, "routine", metadata)
