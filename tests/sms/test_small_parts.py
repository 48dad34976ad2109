"""Commands, splitting, pieces, numbers, pace and money: each rule by itself."""

import json
import stat
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_api.gsm7 import outside, plainly, segments
from triage_api.settings import Settings
from triage_api.sms.commands import Command, load_commands
from triage_api.sms.first_language import first_language
from triage_api.sms.number import PhoneNumber, answerable
from triage_api.sms.pace import FAST_IN_A_ROW, REPEATS, REPEATS_OF_DANGER, Pace, Verdict
from triage_api.sms.parts import joined, may_be_a_piece
from triage_api.sms.short import load_short_texts
from triage_api.sms.spending import Spending
from triage_api.sms.split import split
from triage_api.sms.today import Drawers, Today
from triage_api.words import Language

COMMANDS = load_commands(Settings().config)
SHORT = load_short_texts(Settings().config)


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def moves(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "language", "command"),
    [
        ("STOP", "sv", Command("stop", Language.sv)),
        ("Stopp!", "sv", Command("stop", Language.sv)),
        ("หยุด", "th", Command("stop", Language.th)),
        ("HJÄLP", "sv", Command("help", Language.sv)),
        ("hjalp", "sv", Command("help", Language.sv)),
        ("ajutor", "sv", Command("help", Language.ro)),
        ("OM", "ro", Command("human", Language.ro)),
        ("คน", "th", Command("human", Language.th)),
        ("English", "sv", Command("language", Language.en)),
        ("he will not stop", "en", None),
        ("kan du hjälpa mig att stoppa honom", "sv", None),
        ("", "sv", None),
    ],
)
def test_a_command_is_a_whole_text(text: str, language: str, command: Command | None) -> None:
    assert COMMANDS.read(text, Language(language)) == command


def test_no_word_means_two_things_and_each_language_has_each() -> None:
    for language in Language:
        words = COMMANDS._words[language]
        for name, have in words.items():
            assert have, (language, name)
            others = [other for other in words if other != name]
            assert not any(have & words[other] for other in others), (language, name)


@pytest.mark.parametrize("text", ["ja?", "JA ???", "kanske", "ja men vänta", "nu", ""])
def test_a_yes_with_a_doubt_is_none(text: str) -> None:
    assert not COMMANDS.is_yes(text, Language.sv)


@pytest.mark.parametrize(("text", "language"), [("JA", "sv"), ("yes", "en"), ("ตกลง", "th"), ("DA!", "ro")])
def test_a_yes_is_one(text: str, language: str) -> None:
    assert COMMANDS.is_yes(text, Language(language))


@given(st.text(min_size=1, max_size=4000))
def test_split_keeps_every_word_in_order_and_every_part_short(text: str) -> None:
    parts = split(text)
    assert all(segments(part) <= 4 for part in parts)
    bare = [part.partition(") ")[2] if len(parts) > 1 else part for part in parts]
    assert "".join("".join(bare).split()) == "".join(plainly(text).split())


def test_one_curly_quote_does_not_double_the_cost() -> None:
    assert outside(plainly("“Hon sa – ‘nej’…”")) == []
    assert split("  \n ") == []


def test_pieces_are_told_by_their_length_and_the_short_one_goes_last() -> None:
    full, other, last = "a" * 153, "b" * 153, "c" * 10
    assert may_be_a_piece(full)
    assert not may_be_a_piece(last)
    assert may_be_a_piece("ก" * 67)
    assert joined([last, full, other]) == full + other + last


@pytest.mark.parametrize(
    ("sender", "number"),
    [
        ("+46701740605", "+46701740605"),
        ("+46 70-174 06 05", "+46701740605"),
        ("0701740605", None),
        ("46701740605", None),
        ("72333", None),
        ("Banken", None),
        ("+46900123456", None),
        ("", None),
        ("+46" + "7" * 40, None),
    ],
)
def test_only_a_number_that_can_be_answered_is_one(sender: str, number: str | None) -> None:
    assert answerable(sender) == number


@pytest.mark.parametrize(
    ("sender", "answered"),
    [
        ("+46701740605", True),
        ("0046701740605", False),
        ("+66812345678", True),
        ("+37060112345", False),
        ("+12025550123", False),
        ("+447797712345", False),
    ],
)
def test_where_countries_are_named_no_number_of_another_is_answered(sender: str, answered: bool) -> None:
    assert (answerable(sender, ("SE", "TH", "RO", "GB")) is not None) is answered


def test_the_first_guess_of_a_language_is_the_countrys() -> None:
    for number, language in (
        ("+46701740605", "sv"),
        ("+66812345678", "th"),
        ("+40712345678", "ro"),
        ("+447911123456", "en"),
    ):
        found = answerable(number)
        assert found is not None
        assert first_language(found, "hm", SHORT) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("สวัสดี", "th"),
        ("bună, mă poți ajuta", "ro"),
        ("är du där", "sv"),
        ("hm", "sv"),
        ("am 16 ani", "ro"),
        ("ok merci", "ro"),
        ("am I safe here", "en"),
        ("im 16", "en"),
        ("hej do u speak english", "en"),
        ("english?", "en"),
        ("svenska?", "sv"),
        ("romana?", "ro"),
        ("thai?", "th"),
        ("nu vet jag inte", "sv"),
    ],
)
def test_letters_say_more_than_the_number(text: str, language: str) -> None:
    assert first_language(PhoneNumber("+46701740605"), text, SHORT) == language


def test_a_heading_goes_with_what_it_announces() -> None:
    filling = "Mening nummer ett, som är rätt lång. " * 15
    parts = split(f"{filling}\nDe här svarar dygnet runt:\n116 016, och många ord till. {filling}")
    assert any("De här svarar dygnet runt:\n116 016" in part for part in parts)


def test_somebody_who_is_afraid_may_write_fast() -> None:
    clock = Hand()
    pace = Pace(clock, 100)
    for n in range(20):
        assert pace.hears(f"snälla {n}") is Verdict.answer
        pace.answered()
        clock.moves(1.5)


def test_a_machine_that_answers_at_once_is_left_alone_and_a_person_after_it_is_heard() -> None:
    clock = Hand()
    pace = Pace(clock, 1000)
    said = []
    for n in range(FAST_IN_A_ROW + 5):
        said.append(pace.hears(f"auto {n}"))
        if said[-1] is not Verdict.silent:
            pace.answered()
        clock.moves(0.2)
    assert said.count(Verdict.tell_quiet) == 1, "one last text, and nothing to what answers that"
    assert said[-1] is Verdict.silent
    clock.moves(60)
    assert pace.hears("hej, är du kvar?") is Verdict.answer


def test_silence_is_no_answer_so_whoever_goes_on_at_their_own_pace_is_heard_again() -> None:
    clock = Hand()
    pace = Pace(clock, 1000)
    said = []
    for _ in range(12):
        said.append(pace.hears("hjälp"))
        if said[-1] is not Verdict.silent:
            pace.answered()
        clock.moves(15)
    assert Verdict.tell_quiet in said
    quiet = [at for at, verdict in enumerate(said) if verdict is Verdict.silent]
    assert quiet
    assert all(later - earlier > 1 for earlier, later in pairwise(quiet))


def test_whoever_has_told_of_danger_is_no_machine() -> None:
    clock = Hand()
    pace = Pace(clock, 1000)
    for _ in range(FAST_IN_A_ROW * 2):
        assert pace.hears("hjälp", urgent=True) is Verdict.answer
        pace.answered()
        clock.moves(0.5)


def test_a_flood_in_ever_other_words_stays_unanswered_while_it_lasts() -> None:
    clock = Hand()
    pace = Pace(clock, 1000)
    said = []
    for n in range(200):
        said.append(pace.hears(f"auto {n}"))
        if said[-1] is not Verdict.silent:
            pace.answered()
        clock.moves(0.2)
    assert set(said[FAST_IN_A_ROW + 1 :]) == {Verdict.silent}


def test_an_echo_is_left_alone_but_danger_is_heard_far_longer() -> None:
    clock = Hand()
    pace = Pace(clock, 1000)
    said = []
    for _ in range(REPEATS + 2):
        said.append(pace.hears("Jag kör bil."))
        if said[-1] is not Verdict.silent:
            pace.answered()
        clock.moves(5)
    assert said[-1] is Verdict.silent
    danger = []
    for _ in range(REPEATS_OF_DANGER + 2):
        danger.append(pace.hears_danger("han har en kniv"))
        pace.answered()
        clock.moves(5)
    assert danger[: REPEATS_OF_DANGER - 1] == [True] * (REPEATS_OF_DANGER - 1)
    assert danger[-1] is False


def test_a_day_has_an_end_and_the_next_begins_anew() -> None:
    clock = Hand()
    pace = Pace(clock, 2)
    said = []
    for n in range(5):
        said.append(pace.hears(f"fråga {n}"))
        clock.moves(60)
    assert said == [Verdict.answer, Verdict.answer, Verdict.tell_limit, Verdict.silent, Verdict.silent]
    clock.moves(24 * 3600)
    assert pace.hears("god morgon") is Verdict.answer


def test_what_is_left_of_a_day_after_stop_is_of_a_drawer_and_not_of_a_number() -> None:
    clock, one = Hand(), PhoneNumber("+46701740605")
    drawers = Drawers(clock)
    drawers.put(one, Today("2026-11-21", texts=7, stops=1))
    assert drawers.of(one) == Today("2026-11-21", texts=7, stops=1)
    others = [drawers.of(PhoneNumber(f"+4670174{n:04d}")).texts for n in range(3000)]
    assert others.count(7) > 1, "others share it, so that it says of none of them that they wrote"
    assert others.count(0) > others.count(7)
    for n in range(2000):
        drawers.put(PhoneNumber(f"+4670174{n:04d}"), Today("2026-11-21", texts=1))
    assert len(drawers) <= 256
    assert drawers.of(one).texts == 7
    clock.moves(24 * 3600)
    assert drawers.of(one) == Today("2026-11-22")
    assert len(drawers) == 0


def test_whoever_shares_a_drawer_with_a_machine_is_told_that_the_day_is_over() -> None:
    clock, machine, stranger = Hand(), PhoneNumber("+46701740605"), PhoneNumber("+46701740605")
    drawers = Drawers(clock)
    used = drawers.of(machine)
    used.texts = 41
    assert (used.tells_limit(), used.tells_limit()) == (True, False)
    drawers.put(machine, used)
    told = []
    for _ in range(5):
        today = drawers.of(stranger)
        told += [today.tells_limit(), today.tells_limit()]
        drawers.put(stranger, today)
    assert told == [True, False, True, False] + [False] * 6, "and a machine costs no more than that"


def test_the_days_cost_is_counted_in_segments_and_forgotten_at_midnight() -> None:
    clock = Hand()
    spending = Spending(price=0.5, ceiling=1.5, now=clock)
    spending.count("a" * 160)
    assert (spending.today, spending.stopped) == (0.5, False)
    spending.count("ก" * 71)
    assert (spending.today, spending.stopped) == (1.5, True)
    clock.moves(24 * 3600)
    assert (spending.today, spending.stopped) == (0.0, False)


def test_the_days_cost_is_found_again_and_yesterdays_is_not(tmp_path: Path) -> None:
    clock, file = Hand(), tmp_path / "texting.json"
    spending = Spending(0.5, 100, clock, file)
    spending.count("hej")
    spending.save()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text()) == {"day": "2026-11-21", "segments": 1}, "and nothing else stands there"
    assert Spending(0.5, 100, clock, file).today == 0.5
    clock.moves(24 * 3600)
    assert Spending(0.5, 100, clock, file).today == 0


@pytest.mark.parametrize("written", ["", "{", "[]", '{"day": "2026-11-21"}', '{"day": "2026-11-21", "segments": "x"}'])
def test_a_broken_file_of_the_days_cost_begins_the_day_anew(written: str, tmp_path: Path) -> None:
    file = tmp_path / "texting.json"
    file.write_text(written)
    assert Spending(0.5, 100, Hand(), file).today == 0
