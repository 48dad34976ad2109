"""What is no denial of danger leads to what helps now, without a trained model."""

from typing import Any

import pytest

from bot.conversation.after_danger import after_danger
from bot.conversation.gather import gather
from bot.conversation.message import Said
from bot.conversation.standing import standing
from bot.nlu.topic import Topics
from bot.nlu.urgency import Judgement

UNCLEAR: Topics = [("chat.out_of_scope", 0.1)]
NOW = {"level": "immediate", "danger": "safety.immediate_danger"}
HELD = {"level": "immediate", "asked": "danger"}
OVER = {"level": "immediate", "topic": "safety.shelter"}
OTHER = {"level": "immediate", "danger": "safety.danger_other", "writer": "friend"}
OWN_HAND = {
    "level": "immediate",
    "danger": "safety.suicide_now",
    "signs": [{"id": "suicide_now", "level": "immediate", "words": "x"}],
}


def heard(
    text: str, language: str, metadata: dict[str, Any], topics: Topics = UNCLEAR, sure: bool = False
) -> str | None:
    return after_danger(Said(text, language, topics), "routine", [], sure, standing(metadata))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("vågar inte prata, han hör allt", "sv"),
        ("går det att smsa 112", "sv"),
        ("slut på saldo", "sv"),
        ("i cannot speak right now", "en"),
        ("he is listening", "en"),
        ("can i text 112 instead?", "en"),
        ("no credit", "en"),
        ("โทรออกไม่ได้ค่ะ", "th"),
        ("กลัวเขาได้ยิน", "th"),
        ("ส่งข้อความหา 112 ได้มั้ย", "th"),
        ("nu am cum sa vorbesc", "ro"),
        ("aude tot", "ro"),
        ("pot trimite mesaj la 112?", "ro"),
        ("nu mai am credit", "ro"),
        ("nu pot suna aude", "ro"),
        ("nu pot vb e la usa", "ro"),
        ("sunt in baie scriu incet", "ro"),
    ],
)
def test_whoever_cannot_call_is_told_who_else_can(text: str, language: str) -> None:
    assert heard(text, language, NOW) == "cannot_call"
    assert heard(text, language, HELD) == "cannot_call"
    assert heard(text, language, NOW, sure=True) == "cannot_call", "also beside a sign of danger"
    assert heard(text, language, {"level": "routine"}) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("han kommer hem ikväll igen", "sv"),
        ("men om han vaknar då", "sv"),
        ("he will be back soon", "en"),
        ("what if he comes back", "en"),
        ("she comes back tomorrow", "en"),
        ("เดี๋ยวเขาก็กลับมา", "th"),
        ("ถ้าเขาเข้ามาทำไงดี", "th"),
        ("se intoarce diseara", "ro"),
        ("ce fac daca intra", "ro"),
    ],
)
def test_whoever_is_dangerous_and_may_come_back_is_still_danger(text: str, language: str) -> None:
    assert heard(text, language, NOW) == "coming_back"
    assert heard(text, language, OVER) == "coming_back", "also after it was calmer"
    assert heard(text, language, {"level": "high"}) is None
    assert heard(text, language, OWN_HAND) is None


def test_when_someone_comes_is_not_danger_beside_what_is_surely_asked() -> None:
    assert heard("when he comes in can i get tested too", "en", OVER, [("health.sti", 0.9)]) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Södertälje", "sv"),
        ("vet inte var jag är", "sv"),
        ("jag är i en källare", "sv"),
        ("⟦address⟧", "sv"),
        ("dont know the street", "en"),
        ("its in a hotel", "en"),
        ("ไม่รู้ที่อยู่ค่ะ", "th"),
        ("อยู่ในโรงแรม", "th"),
        ("nu stiu unde sunt", "ro"),
        ("e intr-un apartament in Gävle", "ro"),
    ],
)
def test_an_address_after_danger_is_no_search_for_services(text: str, language: str) -> None:
    assert heard(text, language, NOW) == "where_danger"
    assert heard(text, language, HELD) == "where_danger"
    assert heard(text, language, OTHER) == "where_danger"
    assert heard(text, language, OVER) is None
    assert heard(text, language, {**NOW, "asked": "place"}) is None, "there it answers what was asked"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("finns det jour i Malmö", "sv"),
        ("any shelter in Malmö?", "en"),
        ("มัลเมอมีบ้านพักไหม", "th"),
        ("ajutor in Malmö", "ro"),
    ],
)
def test_help_asked_for_in_a_town_is_looked_for_also_after_danger(text: str, language: str) -> None:
    assert heard(text, language, NOW) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jag sprang ut", "sv"),
        ("i ran away", "en"),
        ("we are outside now", "en"),
        ("หนีออกมาได้แล้ว", "th"),
        ("am scapat", "ro"),
        ("am fugit, sunt pe strada", "ro"),
    ],
)
def test_whoever_got_out_is_told_where_to_go(text: str, language: str) -> None:
    assert heard(text, language, NOW) == "out_of_danger"
    assert heard(text, language, OVER) != "out_of_danger"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jag sprang ut, han letar efter mig", "sv"),
        ("i ran away but he is following", "en"),
        ("หนีออกมาได้แล้ว เขาตามมา", "th"),
        ("am fugit dar ma cauta", "ro"),
    ],
)
def test_whoever_is_followed_is_not_out_of_danger(text: str, language: str) -> None:
    assert heard(text, language, NOW) != "out_of_danger"


@pytest.mark.parametrize("text", ["?", "...", "😢", "!!", "🙏🙏"])
def test_nothing_but_a_sign_after_danger_is_read_as_somebody_who_is_there(text: str) -> None:
    assert heard(text, "sv", NOW) == "hold"
    assert heard(text, "sv", {"level": "high"}) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jag är inte i fara nu", "sv"),
        ("not danger now, she go", "en"),
        ("ตอนนี้ไม่อันตรายแล้ว", "th"),
        ("nu mai sunt in pericol", "ro"),
    ],
)
def test_whoever_told_of_something_serious_and_is_in_no_danger_is_met_with_that(text: str, language: str) -> None:
    assert heard(text, language, {"level": "high"}) == "calmer"
    assert heard(text, language, {"level": "elevated"}) is None


def test_whoever_cannot_talk_is_not_taken_for_a_friend() -> None:
    topics: Topics = [("friend.how_to_talk", 1.0)]
    found = gather("nu am cum sa vorbesc", "ro", topics, Judgement("routine", 0.9, ()), [], NOW)
    assert found.intent == "cannot_call"
    assert "writer" not in found.entities
