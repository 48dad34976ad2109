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
        ("tho mai dai man dai yin", "th"),
        ("phut mai dai", "th"),
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
        ("diao man klap ma", "th"),
        ("เดี๋ยวมันกลับ", "th"),
        ("tha phua tuen tham ngai", "th"),
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
        ("mai ru thi yu", "th"),
        ("yu nai hong rongraem", "th"),
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
        ("ok ma laew", "th"),
        ("nee ok ma dai laew kha", "th"),
        ("am scapat", "ro"),
        ("am fugit, sunt pe strada", "ro"),
    ],
)
def test_whoever_got_out_is_told_where_to_go(text: str, language: str) -> None:
    assert heard(text, language, NOW) == "out_of_danger"
    assert heard(text, language, {"level": "immediate"}) == "out_of_danger", "also when it was calmer before"
    assert heard(text, language, OVER) != "out_of_danger"
    assert heard(text, language, {"level": "immediate"}) == "out_of_danger", "also once it is calmer"


def test_whoever_was_in_danger_and_asks_where_to_go_hears_of_shelter() -> None:
    for text in ("where do i go", "ok where can i sleep tonight", "i have nowhere to go"):
        assert heard(text, "en", HELD) == "safety.shelter"
        assert heard(text, "en", {"level": "immediate", "topic": "health.sti"}) != "safety.shelter"
    assert heard("where do i go to get tested", "en", HELD) != "safety.shelter"


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


def test_whoever_was_taken_away_by_help_is_no_danger_now() -> None:
    for text in ("la dus salvarea", "l-a luat politia", "politia l-a arestat"):
        assert heard(text, "ro", NOW) == "helped"
    assert heard("nu l-a luat politia", "ro", NOW) != "helped"
    assert heard("vb cu mine te rog", "ro", {"level": "high"}) == "talk"


def test_whoever_cannot_talk_is_not_taken_for_a_friend() -> None:
    topics: Topics = [("friend.how_to_talk", 1.0)]
    found = gather("nu am cum sa vorbesc", "ro", topics, Judgement("routine", 0.9, ()), [], NOW)
    assert found.intent == "cannot_call"
    assert "writer" not in found.entities


@pytest.mark.parametrize("text", ["inte nu han e på jobbet", "han är inte hemma", "e ute nu", "är på ica"])
def test_whoever_is_alone_for_now_is_met_calmly(text: str) -> None:
    assert heard(text, "sv", OVER) == "calmer"


@pytest.mark.parametrize("text", ["inte nu men ikväll gör han det", "han är inte hemma än, kommer snart"])
def test_whoever_is_alone_only_for_a_while_is_not(text: str) -> None:
    assert heard(text, "sv", OVER) != "calmer"


def test_whoever_is_only_worn_out_is_not_taken_to_insult() -> None:
    low = {"level": "high", "told": ["health.mental"]}
    assert heard("bara så jävla trött på allt", "sv", low) == "calmer_low"


@pytest.mark.parametrize("text", ["vart ska jag gå", "vart tar jag vägen nu"])
def test_where_to_go_is_told_once_it_is_calmer(text: str) -> None:
    assert heard(text, "sv", {"level": "immediate"}) == "safety.shelter"
    assert heard(text, "sv", {"level": "high"}) is None


def test_what_social_services_do_when_called_is_no_fear_of_112() -> None:
    assert heard("va gör soc om jag ringer", "sv", OTHER) != "fear_112"
    assert heard("tar soc mina barn om jag ringer", "sv", OTHER) == "fear_112"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("nu har han somnat", "sv"),
        ("he is asleep", "en"),
        ("she's passed out", "en"),
        ("มันหลับแล้ว", "th"),
        ("man non yu", "th"),
        ("a adormit", "ro"),
    ],
)
def test_whoever_is_only_asleep_leaves_a_moment_to_call_and_no_calm(text: str, language: str) -> None:
    assert heard(text, language, NOW) == "coming_back"


@pytest.mark.parametrize(
    ("text", "language"),
    [("han sover inte", "sv"), ("he is not asleep", "en"), ("นอนไม่หลับ", "th"), ("nu doarme", "ro")],
)
def test_who_is_awake_is_not_taken_for_asleep(text: str, language: str) -> None:
    assert heard(text, language, NOW) != "coming_back"
