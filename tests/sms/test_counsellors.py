"""A counsellor and somebody who texts: both ways, what arrived and what did not, and how it ends."""

from collections.abc import Callable
from itertools import count
from threading import Event
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from tests.door.conftest import eventually
from tests.sms.house import KNIFE, TEXTS, House, say
from triage_api.bearer import hash_of, new_token
from triage_api.gsm7 import segments
from triage_api.queue.close import end_case
from triage_api.queue.move import move_case
from triage_api.sms import counsellors
from triage_api.sms.pairing import LIVES
from triage_api.stand_in import talk
from triage_api.words import Language, Verifier


def said(home: House) -> list[str]:
    return [body["text"] for body in home.kim.reads() if body["kind"] in ("text", "earlier")]


def arrived(home: House, seq: int) -> bool:
    return any(body == {"kind": "got", "upto": seq} for body in home.kim.reads())


def a_page() -> Verifier:
    """Another device's browser, by the hash of the case token it has made."""
    return Verifier(str(hash_of(new_token())))


def test_what_both_write_reaches_the_other_and_both_are_told_what_can_be_read(at_home: House) -> None:
    phone = at_home.live()
    assert "server" in say("begun", name="Kim")
    assert phone.texts("hej Kim") == []
    eventually(lambda: "hej Kim" in said(at_home))
    at_home.kim.writes("Hej. Hur har du det?")
    phone.gets("Hej. Hur har du det?")
    eventually(lambda: arrived(at_home, 1))
    at_home.kim.closes()
    phone.gets(say("ended_by_counsellor"))
    eventually(lambda: at_home.sms.threads.find(phone.number) is None)  # type: ignore[arg-type]


def test_a_talk_that_cannot_go_on_ends_kindly_and_leaves_no_number(at_home: House) -> None:
    phone = at_home.live()
    at_home.kim.stops()
    phone.gets(say("stopped"))
    eventually(lambda: at_home.sms.threads.find(phone.number) is None)  # type: ignore[arg-type]
    assert "112" in say("stopped")


def test_what_is_written_while_waiting_goes_to_the_bot_and_to_whoever_takes_the_case(at_home: House) -> None:
    phone = at_home.waiting()
    assert phone.texts("en sak till, ring 070-174 06 05")[0].startswith("svar på en sak till")
    at_home.kim.takes_next()
    phone.gets(say("begun", name="Kim"))
    eventually(lambda: any("en sak till" in text and "070" not in text for text in said(at_home)))
    at_home.kim.closes()


def test_whoever_waits_can_choose_by_number_and_ask_where_they_stand_without_words(at_home: House) -> None:
    phone = at_home.waiting()
    assert phone.texts("knappar")[0].endswith("1 Pengar\n2 Prata med en människa")
    assert phone.texts("1") == ["svar på /support.money"]
    assert phone.texts("?") == [say("unanswered")], "nobody is on duty"
    assert phone.texts("STOP") == [say("stop")]


def test_a_text_without_a_word_is_told_of_and_does_not_look_as_if_the_counsellor_had_it(at_home: House) -> None:
    phone = at_home.live()
    assert phone.texts(" ") == [say("blank")]
    at_home.kim.closes()


def test_a_colleague_who_takes_over_is_told_of_by_name_and_both_write_under_a_new_secret(at_home: House) -> None:
    phone = at_home.live()
    phone.texts("jag bor hos honom")
    eventually(lambda: "jag bor hos honom" in said(at_home))
    at_home.kim.writes("Jag lämnar över till Bea nu.")
    at_home.kim.hands_on_to(at_home.bea)
    phone.gets(say("taken_over", name="Bea"))
    phone.gets("Jag lämnar över till Bea nu.")
    eventually(lambda: {"kind": "earlier", "text": "jag bor hos honom"} in at_home.bea.reads())
    at_home.bea.writes("Hej, det är Bea.")
    phone.gets("Hej, det är Bea.")
    phone.texts("hej Bea")
    eventually(lambda: {"kind": "text", "text": "hej Bea"} in at_home.bea.reads())
    at_home.bea.closes()
    phone.gets(say("ended_by_counsellor"))


def test_whoever_texts_is_told_by_name_when_a_colleague_is_asked(at_home: House) -> None:
    phone = at_home.live()
    at_home.kim.tells("asked", "Bea")
    phone.gets(say("asked", name="Bea"))
    at_home.kim.writes("Så, då fortsätter vi.")
    phone.gets("Så, då fortsätter vi.")
    at_home.kim.closes()


def test_whoever_texts_is_told_who_reads_along_and_when_that_is_over(at_home: House) -> None:
    phone = at_home.live()
    for what in ("along", "along_over"):
        at_home.kim.tells(what, "Sam")
        phone.gets(say(what, name="Sam"))
    at_home.kim.tells("along", "Sam")
    at_home.kim.hands_on_to(at_home.bea)
    phone.gets(say("along", name="Sam"))
    phone.gets(say("along_over", name="Sam"))
    phone.gets(say("taken_over", name="Bea"))
    at_home.bea.closes()


def test_a_long_text_of_the_counsellors_is_split_between_sentences(at_home: House) -> None:
    phone = at_home.live()
    long = " ".join(f"Det här är mening nummer {n} av många." for n in range(1, 41))
    before = len(phone.got)
    at_home.kim.writes(long)
    eventually(lambda: len(phone.got) > before + 2)
    eventually(lambda: arrived(at_home, 1))
    parts = phone.got[before:]
    assert all(segments(part) <= 4 for part in parts)
    assert [part.split(")")[0] for part in parts] == [f"({n}/{len(parts)}" for n in range(1, len(parts) + 1)]
    assert " ".join(part.partition(") ")[2] for part in parts) == long
    at_home.kim.closes()


def test_the_counsellor_hears_of_a_text_that_never_arrived(at_home: House) -> None:
    phone = at_home.live()
    at_home.provider.faults.undelivered[phone.number] = 30003
    at_home.kim.writes("kommer inte fram")
    eventually(lambda: {"kind": "lost", "seq": 1} in at_home.kim.reads())
    assert not arrived(at_home, 1)
    at_home.provider.faults.undelivered.clear()
    at_home.kim.closes()


def test_danger_in_a_talk_says_112_at_once_and_reaches_the_counsellor(at_home: House) -> None:
    phone = at_home.live()
    assert "112" in phone.texts(KNIFE)[0]
    eventually(lambda: f"{KNIFE}\n\n⟦told_112⟧" in said(at_home))
    assert phone.texts("help") == [], "in a talk, a word is for the counsellor"
    eventually(lambda: "help" in said(at_home))
    at_home.kim.closes()


def test_danger_that_is_told_again_and_again_reaches_the_counsellor_each_time(at_home: House) -> None:
    phone = at_home.live()
    answers = [phone.texts(KNIFE, after=5) for _ in range(8)]
    assert "112" in answers[0][0]
    eventually(lambda: sum(text.startswith(KNIFE) for text in said(at_home)) == 8)
    told = [KNIFE in text and text.endswith("⟦told_112⟧") for text in said(at_home) if text.startswith(KNIFE)]
    assert told == [bool(answer) for answer in answers]
    assert not all(told)
    at_home.kim.closes()


def test_stop_ends_the_case_and_nothing_more_is_sent(at_home: House) -> None:
    phone = at_home.live()
    assert phone.texts("stop") == [say("stop")]
    eventually(lambda: at_home.living_cases() == 0)
    assert phone.got[-1] == say("stop")


def busy(times: int, then: Callable[..., Any]) -> Callable[..., Any]:
    """A database that is busy so many times."""
    left = count(1)

    def do(*what: Any) -> Any:
        if next(left) <= times:
            raise OperationalError("", {}, Exception())
        return then(*what)

    return do


def test_stop_with_a_busy_database_forgets_at_once_and_ends_the_case_later(
    at_home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = at_home.live()
    open_again = Event()

    def until_open(*what: Any) -> Any:
        if not open_again.is_set():
            raise OperationalError("", {}, Exception())
        return end_case(*what)

    monkeypatch.setattr(talk, "end_case", until_open)
    assert phone.texts("STOP") == [say("stop")]
    assert at_home.sms.threads.find(phone.number) is None  # type: ignore[arg-type]
    at_home.kim.writes("är du kvar?")
    other = at_home.phone()
    other.texts("hej")  # what the counsellor wrote would have gone out before this was heard and answered
    open_again.set()
    eventually(lambda: at_home.living_cases() == 0)
    assert phone.got[-1] == say("stop")


def test_leaving_the_line_with_a_busy_database_is_confirmed_when_it_is_done(
    at_home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = at_home.waiting()
    assert phone.texts("jag ångrar mig") == [say("withdraw_sure")]
    monkeypatch.setattr(talk, "end_case", busy(1, end_case))
    assert phone.texts("ja") == [say("ended_by_you")]
    assert at_home.living_cases() == 0


def test_a_move_that_the_database_was_too_busy_for_leaves_the_talk_as_it_was(
    at_home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, pairs = at_home.live(), at_home.server.app.state.pairs
    monkeypatch.setattr(counsellors, "move_case", busy(1, move_case))
    assert phone.texts(pairs.offer(a_page())) == [TEXTS.say(Language.sv, "door.server_error")]
    at_home.kim.writes("är du kvar?")
    phone.gets("är du kvar?")
    assert phone.texts(pairs.offer(a_page())) == [say("moved")]
    at_home.kim.closes()


def test_back_in_the_queue_is_told_and_the_next_counsellor_hears_it_all(at_home: House) -> None:
    phone = at_home.live()
    phone.texts("det här är viktigt")
    eventually(lambda: "det här är viktigt" in said(at_home))
    at_home.kim.returns()
    phone.gets(say("back_in_queue"))
    at_home.kim.takes_next()
    eventually(lambda: "det här är viktigt" in said(at_home))
    at_home.kim.closes()


def test_who_waits_is_told_once_that_nobody_has_answered_and_waits_on(at_home: House) -> None:
    phone, alerts = at_home.waiting(), at_home.server.app.state.desk.alerts
    alerts.look()
    at_home.clock.moves(15 * 60)
    alerts.look()
    phone.gets(say("unanswered"))
    assert "116 016" in phone.got[-1]
    assert phone.texts("är ni där?") == [say("unanswered")], "who asks is told again"
    at_home.server.app.state.bells.ring("line")
    at_home.kim.takes_next()
    phone.gets(say("begun", name="Kim"))
    assert phone.got.count(say("unanswered")) == 2, "and nobody else"
    at_home.kim.closes()


def test_with_a_code_the_case_goes_on_in_a_browser_and_no_more_texts_come(at_home: House) -> None:
    phone, page = at_home.live(), a_page()
    pairs = at_home.server.app.state.pairs
    code = pairs.offer(page)
    assert phone.texts("XXXX 2X3Y") == [say("code_unknown")]
    assert phone.texts(code.lower()) == [say("moved")]
    state = pairs.state(page)
    assert state.state == "moved"
    at_home.kim.closes()
    assert phone.got[-1] == say("moved")


def test_who_mistypes_often_makes_a_new_code_and_it_works(at_home: House) -> None:
    phone, page, pairs = at_home.live(), a_page(), at_home.server.app.state.pairs
    for _ in range(7):
        assert phone.texts("XXXX 2X3Y") == [say("code_unknown")]
    assert phone.texts(pairs.offer(page)) == [say("moved")]
    at_home.kim.closes()


def test_who_guesses_is_told_nothing_for_as_long_as_a_code_lives_however_many_stand_in_a_text(at_home: House) -> None:
    phone, pairs = at_home.live(), at_home.server.app.state.pairs
    guesses = " . ".join(f"XX{n}2 22{n}X" for n in "234679CDFHJ")
    assert phone.texts(f"{guesses} . {pairs.offer(a_page())}") == []
    assert phone.texts(pairs.offer(a_page())) == [say("code_unknown")]
    at_home.clock.moves(LIVES.total_seconds())
    assert phone.texts(pairs.offer(a_page())) == [say("moved")]
    at_home.kim.closes()


def test_a_code_in_a_sentence_is_one_and_words_are_none(at_home: House) -> None:
    phone, page = at_home.live(), a_page()
    code = at_home.server.app.state.pairs.offer(page)
    assert phone.texts("tack, vi hörs 12 2026") == []
    assert phone.texts(f"koden är {code}.") == [say("moved")]
    assert at_home.server.app.state.pairs.state(page).state == "moved"
    at_home.kim.closes()


def test_a_code_before_anybody_was_asked_moves_nothing(at_home: House) -> None:
    page = a_page()
    phone = at_home.greeted()
    assert phone.texts(at_home.server.app.state.pairs.offer(page)) == [say("code_too_early")]


def test_what_the_provider_cannot_take_now_is_sent_later_and_once(at_home: House) -> None:
    phone, provider = at_home.live(), at_home.provider
    provider.faults.refuse_too_many(2, retry_after=1)
    provider.faults.fail(1)
    at_home.kim.writes("ett")
    at_home.kim.writes("två")
    phone.gets("två", seconds=20)
    assert [text for text in phone.got if text in ("ett", "två")] == ["ett", "två"]
    at_home.kim.closes()
