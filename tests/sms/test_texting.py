"""A person who texts: what comes back, in which order, and what is never said unasked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.door.conftest import eventually
from tests.door.doubles import state
from tests.plain.conftest import recovery_key_on
from tests.sms.house import KNIFE, TEXTS, House, Phone, house, say
from triage_api.door.answer import Reply
from triage_api.gsm7 import segments
from triage_api.sms import reception
from triage_api.sms.wording import LANGUAGES, Wording
from triage_api.words import Language


def test_the_first_answer_says_where_they_are_and_in_which_languages(at_home: House) -> None:
    phone = at_home.phone()
    assert phone.texts("hej") == ["svar på hej", say("welcome"), LANGUAGES]
    assert phone.texts("och sen?") == ["svar på och sen?"]
    assert at_home.bot.heard[-1]["metadata"]["channel"] == "sms"


def test_danger_comes_first_and_at_once_in_its_short_text(at_home: House) -> None:
    first, *_more = at_home.phone().texts(KNIFE)
    assert first == TEXTS.danger_by_text["safety.immediate_danger"][Language.sv]
    assert "112" in first


def test_what_the_phone_got_at_once_goes_with_the_words_to_the_transcript(at_home: House) -> None:
    """The bot's own answer to them is sent to nobody, and stands in no transcript."""
    before = len(at_home.bot.heard)
    first, rest = at_home.phone().texts(KNIFE)
    eventually(lambda: len(at_home.bot.heard) > before)
    at_once = at_home.bot.heard[before]["metadata"]["said_at_once"]
    assert at_once["topic"] == "safety.immediate_danger"
    short, offer = at_once["texts"]
    assert short == first
    assert rest.startswith(offer)


def test_danger_is_answered_while_the_bot_hangs_and_beyond_every_limit(tmp_path: Path) -> None:
    with house(tmp_path, sms_texts_per_day=3, sms_price=1.0, sms_ceiling=3.0) as home:
        phone = home.greeted()
        said = [phone.texts(f"meddelande {n}") for n in range(4)]
        assert said == [[say("ceiling")], [], [say("day_limit")], []]
        home.bot.hang()
        assert "112" in phone.texts(KNIFE)[0]


@pytest.mark.parametrize(("number", "language"), [("1", "sv"), ("2", "en"), ("3", "th"), ("4", "ro")])
def test_a_number_chooses_the_language_and_it_stays(number: str, language: str, at_home: House) -> None:
    phone = at_home.phone()
    phone.texts("hej")
    read_already = language == "sv"
    assert phone.texts(number) == [say("language_set", language), say("welcome", language)][: 2 - read_already]
    phone.texts("hej igen")
    assert at_home.bot.heard[-1]["metadata"]["language"] == language
    assert at_home.bot.heard[-1]["metadata"]["picked"] is True


def test_who_chose_a_language_and_writes_another_is_answered_in_the_one_they_write(at_home: House) -> None:
    phone = at_home.phone()
    phone.texts("hej")
    phone.texts("3")
    assert phone.texts("hello knappar")[0].endswith("answer to hello knappar")
    assert phone.texts("help me") == [say("help", "en")]


@pytest.mark.parametrize(
    ("word", "language"), [("ENGLISH", "en"), ("svenska", "sv"), ("ภาษาไทย", "th"), ("romana", "ro")]
)
def test_the_name_of_a_language_chooses_it_at_any_time(word: str, language: str, at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts(word)[0] == say("language_set", language)


def test_an_answer_comes_in_the_language_that_was_written(at_home: House) -> None:
    assert at_home.phone().texts("hello there")[1] == say("welcome", "en")


def test_buttons_are_numbers_and_the_first_numbers_are_languages(at_home: House) -> None:
    phone = at_home.phone()
    assert phone.texts("knappar") == ["Välj.", say("welcome"), LANGUAGES]
    assert phone.texts("2")[0] == say("language_set", "en")
    assert phone.texts("svenska")[0] == say("language_set")
    again = phone.texts("knappar igen")[0]
    assert again.endswith("1 Pengar\n2 Prata med en människa")
    assert phone.texts("1") == ["svar på /support.money"]
    phone.texts("knappar igen")
    assert phone.texts("2.") == ["Vill du?"]


def test_a_number_of_an_older_list_shows_the_list_that_counts(at_home: House) -> None:
    phone = at_home.greeted()
    phone.texts("knappar")
    assert phone.texts("7") == [f"{say('choose')}\n1 Pengar\n2 Prata med en människa"]
    assert phone.texts("17") == ["svar på 17"], "an age is no choice"


def test_a_greeting_is_greeted_before_they_hear_where_they_are(at_home: House) -> None:
    greeting = TEXTS.phrases[Language.sv]["bot.greet"]
    assert at_home.phone().texts("bara hälsa") == [greeting, say("welcome"), LANGUAGES]


def test_a_yes_counts_only_where_consent_was_asked_for(at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts("ja") == ["svar på ja"]
    phone.texts("jag vill prata med en människa")
    assert phone.texts("nu kanske") == ["svar på nu kanske", say("consent_again")], "Romanian for no is Swedish for now"
    assert phone.texts("nej") == ["svar på /handoff.no"]
    assert phone.texts("ja") == ["svar på ja"], "it was not asked again"
    phone.texts("MÄNNISKA")
    assert phone.texts("Ja!") == ["Framme."]


def test_a_recovery_key_is_told_before_the_question(at_home: House) -> None:
    phone = at_home.greeted()
    with recovery_key_on(at_home.server):
        assert phone.texts("jag vill prata med en människa") == [f"{say('recovery_key')}\n\nVill du?"]
        assert phone.texts("hur länge sparas det") == ["svar på hur länge sparas det", say("consent_again")]
    assert phone.texts("nej") == ["svar på /handoff.no"]


@pytest.mark.parametrize("language", list(Language))
def test_to_tell_of_a_recovery_key_takes_two_segments_at_most(language: Language) -> None:
    assert segments(f"{say('recovery_key', language.value)}\n\n") <= 2


def test_a_yes_long_after_the_question_is_asked_again(at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts("människa") == ["Vill du?"]
    thread = at_home.sms.threads.find(phone.number)  # type: ignore[arg-type]
    assert thread is not None
    thread.token = "a conversation that was forgotten for its silence"
    assert phone.texts("ja") == ["Vill du?"]
    assert phone.texts("ja") == ["Framme."]


def test_a_no_shares_nothing(at_home: House) -> None:
    phone = at_home.greeted()
    phone.texts("människa")
    assert phone.texts("nej tack") == ["svar på /handoff.no"]


@pytest.mark.parametrize(
    ("word", "language"),
    [("HELP", "sv"), ("hjälp", "sv"), ("info", "sv"), ("help", "en"), ("ช่วยด้วย", "th"), ("ajutor", "ro")],
)
def test_help_says_112_first(word: str, language: str, at_home: House) -> None:
    phone = at_home.greeted()
    if language != "sv":
        phone.texts({"en": "2", "th": "3", "ro": "4"}[language])
    assert phone.texts(word) == [say("help", language)]
    assert say("help", language).index("112") < 60


@pytest.mark.parametrize(
    ("language", "delete"),
    [("sv", "Ta bort sms:en: håll"), ("en", "To delete these texts: press"), ("th", "วิธีลบ"), ("ro", "Ca să ștergi")],
)
def test_help_says_how_to_delete_texts_in_every_language(language: str, delete: str) -> None:
    assert delete in say("help", language)


def test_who_calls_for_help_again_and_again_is_never_met_by_silence_alone(at_home: House) -> None:
    phone = at_home.greeted()
    said = [phone.texts("hjälp", after=10) for _ in range(6)]
    assert said[:3] == [[say("help")]] * 3
    assert say("again_and_again") in [text for texts in said for text in texts]
    assert "112" in say("again_and_again")
    assert phone.texts("hjälp mig han är här", after=5), "other words are heard at once"
    assert phone.texts("hjälp", after=25) == [say("help")], "and the same ones, when our last answer has been read"


def test_who_has_told_of_danger_is_answered_however_often_the_same_words_come(at_home: House) -> None:
    phone = at_home.greeted()
    phone.texts(KNIFE)
    assert [phone.texts("hjälp", after=5) for _ in range(8)] == [[say("help")]] * 8


def test_links_are_sent_to_nobody_who_did_not_ask(at_home: House) -> None:
    phone = at_home.greeted()
    assert all("http" not in text for text in phone.texts("knappar"))
    assert phone.texts("källa?") == ["Exempelmyndigheten: https://example.org/pengar"]


def test_who_asks_gets_first_the_address_that_was_named_last(at_home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    law = [{"name": f"Lag {n}", "url": f"https://example.org/{n}"} for n in range(3)]
    near = [{"name": "Mottagningen", "url": "https://example.org/hjalp"}]
    said = [
        {"text": "Så säger lagen."},
        {"custom": {"about": {"topic": "law.selling", "sources": law}}},
        {"text": "Mottagningen. Skriv KÄLLA."},
        {"custom": {"about": {"sources": near}}},
    ]
    phone = at_home.greeted()
    monkeypatch.setattr(at_home.bot, "behave", lambda _body: [*said, state()])
    phone.texts("var får jag hjälp")
    assert phone.texts("KÄLLA")[0].startswith("Mottagningen: https://example.org/hjalp\n")


def test_a_picture_is_not_taken_and_its_words_are_heard(at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts("", picture=True) == [say("media")]
    assert phone.texts("så här ser det ut", picture=True) == ["svar på så här ser det ut", say("media")]
    assert phone.texts("se http://example.org/bild")[-1] == say("media")


def test_after_stop_nothing_is_known_and_a_later_text_opens_it_again(at_home: House) -> None:
    phone = at_home.waiting()
    cases = at_home.living_cases()
    assert phone.texts("STOP") == [say("stop")]
    assert at_home.sms.threads.find(phone.number) is None  # type: ignore[arg-type]
    eventually(lambda: at_home.living_cases() == cases - 1)
    assert phone.texts("hej")[1:] == [say("welcome"), LANGUAGES]
    assert "112" in phone.texts(KNIFE)[0]


def test_start_after_stop_begins_anew_and_is_no_question_to_the_bot(at_home: House) -> None:
    phone = at_home.greeted()
    phone.texts("STOP")
    assert phone.texts("Start") == [say("welcome"), LANGUAGES]
    assert "Start" not in at_home.bot.messages
    assert phone.texts("2") == [say("language_set", "en"), say("welcome", "en")]
    assert phone.texts("start") == ["svar på start"], "later it is a word like any other"


FIRST, SECOND, LAST = "a" * 153, "b" * 153, "c" * 20


def held(home: House, phone: Phone) -> list[str]:
    thread = home.sms.threads.find(phone.number)  # type: ignore[arg-type]
    return thread.pieces if thread is not None else []


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces are waited for so long that a slow machine sends them all."""
    monkeypatch.setattr(reception, "PIECES_SECONDS", 3.0)


@contextmanager
def in_pieces(home: House, phone: Phone, *pieces: str) -> Iterator[None]:
    """The pieces come one after the other, each before the first has its answer, which they have after the block."""
    coming = [threading.Thread(target=home.provider.writes, args=(piece, phone.number)) for piece in pieces]
    for n, one in enumerate(coming, 1):
        one.start()
        eventually(lambda n=n: len(held(home, phone)) == n)  # type: ignore[misc]
    yield
    for one in coming:
        one.join()


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize(
    "pieces", [(FIRST, SECOND, LAST), (FIRST, LAST, SECOND), (SECOND, FIRST, LAST), (SECOND, LAST, FIRST)]
)
def test_a_text_in_pieces_is_answered_once_its_last_one_last_and_the_others_as_they_came(
    pieces: tuple[str, ...], at_home: House
) -> None:
    phone = at_home.greeted()
    before, heard = len(phone.got), len(at_home.bot.messages)
    with in_pieces(at_home, phone, *pieces):
        pass
    full = "".join(piece for piece in pieces if piece != LAST)
    assert at_home.bot.messages[heard:] == [full + LAST]
    assert len([text for text in phone.got[before:] if "svar på" in text]) == 1


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("full", [(FIRST, SECOND), (SECOND, FIRST)])
def test_the_last_piece_first_is_answered_alone_and_then_with_the_rest(full: tuple[str, str], at_home: House) -> None:
    phone = at_home.greeted()
    heard = len(at_home.bot.messages)
    assert phone.texts(LAST) == [f"svar på {LAST}"]
    with in_pieces(at_home, phone, *full):
        pass
    assert at_home.bot.messages[heard:] == [LAST, "".join(full) + LAST]


@pytest.mark.usefixtures("unhurried")
def test_stop_right_after_a_long_text_is_stop_and_nothing_comes_after_it(at_home: House) -> None:
    phone = at_home.greeted()
    with in_pieces(at_home, phone, FIRST):
        assert phone.texts("STOP", after=0) == [say("stop")]
    assert phone.got[-1] == say("stop")
    assert at_home.sms.threads.find(phone.number) is None  # type: ignore[arg-type]


@pytest.mark.usefixtures("unhurried")
def test_help_right_after_a_long_text_is_no_piece_of_it(at_home: House) -> None:
    phone = at_home.greeted()
    at_home.clock.moves(30)
    with in_pieces(at_home, phone, FIRST):
        assert phone.texts("HJÄLP", after=0) == [say("help")]
    assert at_home.bot.messages[-1] == FIRST


@pytest.mark.usefixtures("unhurried")
def test_a_yes_right_after_a_long_text_may_be_its_last_word_and_is_asked_for_again(at_home: House) -> None:
    phone = at_home.greeted()
    phone.texts("människa")
    with in_pieces(at_home, phone, FIRST, "ja"):
        pass
    assert phone.got[-1] == say("consent_again")
    assert phone.texts("ja") == ["Framme."]


def test_an_answer_that_was_under_way_when_stop_came_is_not_sent(at_home: House) -> None:
    phone, behave, goes_on = at_home.greeted(), at_home.bot.behave, threading.Event()

    def slow(body: dict[str, Any]) -> Any:
        goes_on.wait(30)
        return behave(body)

    at_home.bot.behave = slow
    asks = threading.Thread(target=at_home.provider.writes, args=("hur är det", phone.number))
    asks.start()
    eventually(lambda: at_home.bot.messages[-1] == "hur är det")
    assert phone.texts("STOP") == [say("stop")]
    goes_on.set()
    asks.join()
    at_home.bot.behave = behave
    assert phone.got[-1] == say("stop")


def test_what_the_bot_says_of_danger_in_other_words_is_left_as_it_is() -> None:
    wording, topic = Wording(TEXTS, lambda: False), "safety.immediate_danger"
    whole, short = TEXTS.danger[topic][Language.sv].text, TEXTS.danger_by_text[topic][Language.sv]
    again = TEXTS.phrases[Language.sv]["sms.danger_again"]
    said = [Reply(text=text, kind="danger", topic=topic) for text in (whole, again)]
    assert wording.danger(said, Language.sv) == [short, again]
