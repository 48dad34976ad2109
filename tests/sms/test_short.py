"""Short texts: what is a yes, what is less, and what only a machine or a wrong number writes."""

import pytest

from tests.sms.house import KNIFE, House, say
from triage_api.settings import Settings
from triage_api.sms.short import load_short_texts
from triage_api.sms.wording import LANGUAGES
from triage_api.words import Language

SHORT = load_short_texts(Settings().config)
ASK = "jag vill prata med en människa"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "okej ja"), ("sv", "asså ja"), ("sv", "ok då. JA!"), ("sv", "Ja 🙏"), ("en", "ok yes pls"),
        ("en", "yeah sure"), ("th", "ได้ค่ะ เร็วๆหน่อย"), ("th", "dai ka"), ("th", "โอเคส่งเลย"), ("th", "ok ka song loei"),
        ("ro", "da te rog repede"), ("ro", "hai da"),
    ],
)  # fmt: skip
def test_a_yes_may_be_said_in_many_ways(language: str, text: str) -> None:
    assert SHORT.agrees(text, Language(language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "ja?"), ("sv", "ja nej"), ("sv", "ja men ringer ni soc då"), ("sv", "nja"), ("sv", "ok"),
        ("sv", "nej"),        ("en", "yes but not the police"), ("en", "not yet"),
        ("th", "ไม่ได้"), ("th", "ได้ไหม"), ("th", "ได้ยิน"), ("th", "ค่ะ"),
        ("ro", "da, dar fără nume"), ("ro", "nu"), ("ro", "ja"), ("sv", "ja " * 40),
    ],
)  # fmt: skip
def test_what_says_more_or_less_is_no_yes(language: str, text: str) -> None:
    assert not SHORT.agrees(text, Language(language))


@pytest.mark.parametrize(
    "text", ["Autosvar: jag kör bil just nu", "You have reached the voicemail box", "ข้อความอัตโนมัติ"]
)
def test_a_machine_is_not_answered_and_a_person_in_danger_is(text: str, at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts(text) == []
    assert "112" in phone.texts(f"han har en kniv. {text}")[0]
    assert phone.texts(text) != []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("oj fel nummer sorry", "sv"), ("ส่งผิดเบอร์ค่ะ โทษที", "th"), ("gresit numarul scz", "ro"),
        ("wrong number scz", "en"), ("my bad fel nummer", "sv"), ("wrong number ka", "en"),
        ("număr greșit sorry thanks", "ro"),
    ],
)  # fmt: skip
def test_a_wrong_number_hears_nothing_of_what_this_is(text: str, language: str, at_home: House) -> None:
    assert at_home.phone().texts(text) == [say("wrong_number", language)]


@pytest.mark.parametrize(
    ("text", "language"), [("sawasdee ka", "th"), ("i need help with this", "en"), ("vreau ajutor", "ro")]
)
def test_the_first_words_tell_the_language(text: str, language: str) -> None:
    assert SHORT.guess(text) == language


def test_less_than_a_yes_is_asked_again_in_one_line(at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts(ASK) == ["Vill du?"]
    for little in ("1", "?", "ok", "🙏", "mm", "?"):
        assert phone.texts(little) == [say("consent_again")]
    assert phone.texts("asså ja") == ["Framme."]
    phone.texts("STOP")


def test_an_ok_to_the_question_in_one_line_is_a_yes(at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts(ASK) == ["Vill du?"]
    assert phone.texts("ok") == [say("consent_again")]
    assert phone.texts("ok?") == [say("consent_again")], "but no question is"
    assert phone.texts("okej") == [say("consent_again")]
    assert phone.texts("mm ok") == ["Framme."]
    phone.texts("STOP")


@pytest.mark.parametrize(
    ("language", "text", "nods"),
    [
        ("sv", "okej då", True), ("sv", "ok ring inte", False), ("sv", "ok?", False), ("sv", "?", False),
        ("en", "ok fine", True), ("en", "ok but why", False), ("th", "โอเคค่ะ", True), ("th", "ค่ะ", True),
        ("th", "ไม่ค่ะ", False), ("ro", "bine, mersi", True), ("ro", "bine, dar fără nume", False),
    ],
)  # fmt: skip
def test_a_nod_is_made_of_nothing_else(language: str, text: str, nods: bool) -> None:
    assert SHORT.nods(text, Language(language)) is nods


def test_danger_beside_the_consent_leaves_the_way_to_a_counsellor_open(at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts(ASK) == ["Vill du?"]
    assert "112" in phone.texts(KNIFE)[0]
    assert phone.texts("JA") == [say("consent_again")], "it may be a yes to what the text of danger asks"
    assert phone.texts("JA") == ["Framme."]
    phone.texts("STOP")


def test_to_go_on_with_the_bot_after_danger_closes_the_consent(at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts(ASK) == ["Vill du?"]
    phone.texts(KNIFE)
    assert phone.texts("2") == ["svar på /handoff.no"]
    assert phone.texts("ja") == ["svar på ja"]


def test_a_question_beside_the_consent_leaves_it_open_and_its_text_is_said_once(at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts(ASK) == ["Vill du?"]
    assert phone.texts("vem är du egentligen") == ["svar på vem är du egentligen", say("consent_again")]
    assert phone.texts(ASK) == [say("consent_again")]
    assert phone.texts("ja gärna") == ["Framme."]
    phone.texts("STOP")


def test_a_yes_long_after_the_consent_is_none(at_home: House) -> None:
    phone = at_home.greeted()
    phone.texts(ASK)
    for n in range(3):
        phone.texts(f"en annan fråga {n}")
    assert phone.texts("ja") == ["svar på ja"]


def test_a_no_is_not_asked_again(at_home: House) -> None:
    phone = at_home.greeted()
    phone.texts(ASK)
    assert say("consent_again") not in phone.texts("nej")
    assert phone.texts("ok") == ["svar på ok"]


def test_a_first_text_that_asks_for_a_human_hears_first_where_they_are_and_has_one_thing_to_choose(
    at_home: House,
) -> None:
    phone = at_home.phone()
    assert phone.texts(ASK) == [say("welcome"), "Vill du?"]
    assert phone.texts("1") == [say("consent_again")]


def test_who_began_in_danger_has_no_language_to_choose(at_home: House) -> None:
    phone = at_home.phone()
    assert "112" in phone.texts("han har en kniv")[0]
    answered = phone.texts("vad gör jag nu")
    assert LANGUAGES not in answered
    assert say("language_set") not in phone.texts("1")


@pytest.mark.parametrize("text", ["hur länge tar det", "är någon där?", "?", "🙏"])
def test_who_waits_hears_their_place_and_that_nobody_is_there(text: str, at_home: House) -> None:
    phone = at_home.waiting()
    duty = at_home.server.app.state.desk.duty
    assert duty.how_many() == 0
    assert phone.texts(text) == [say("unanswered")]
    duty.seen(at_home.kim.keys.id)
    duty.set(at_home.kim.keys.id, on=True)
    assert duty.how_many() == 1
    assert phone.texts(text) == [say("already", place=at_home.living_cases())]
    duty.set(at_home.kim.keys.id, on=False)
    phone.texts("STOP")


def test_who_waits_can_change_their_mind(at_home: House) -> None:
    phone = at_home.waiting()
    before = at_home.living_cases()
    assert phone.texts("jag ångrar mig") == [say("withdraw_sure")]
    assert phone.texts("alla tabletter jag tog") != [say("ended_by_you")]
    assert at_home.living_cases() == before, "it was regret of something else"
    assert phone.texts("jag ångrar mig") == [say("withdraw_sure")]
    assert phone.texts("ja tack") == [say("ended_by_you")]
    assert at_home.living_cases() == before - 1
    assert phone.texts(ASK) == ["Vill du?"]
    assert phone.texts("ja") == ["Framme."]
    phone.texts("STOP")
