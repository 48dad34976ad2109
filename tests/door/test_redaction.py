"""Redaction: what identifies goes, what helps stays, in four languages and every spelling of a number."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from triage_api.door.redact import load_redactor
from triage_api.door.redact.numbers_to_keep import load_numbers_to_keep
from triage_api.door.redact.plain import plain
from triage_api.settings import Settings
from triage_api.words import Language, RawText

HERE = Settings()
CASES = {language: HERE.config / "redaction" / "cases" / f"{language}.yml" for language in Language}
REDACTOR = load_redactor(HERE.content, HERE.config)


def _load(file: Path) -> list[dict[str, str]]:
    loaded: list[dict[str, str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("case", [c for file in CASES.values() for c in _load(file)], ids=lambda c: c["in"][:40])
def test_each_case_becomes_what_it_should(case: dict[str, str]) -> None:
    assert _redacted(case["in"]) == case["out"]


@pytest.mark.parametrize("language", Language)
def test_every_language_has_forty_cases(language: Language) -> None:
    assert len(_load(CASES[language])) >= 40


# --- any text at all
WORDS = [c["in"] for file in CASES.values() for c in _load(file)]
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=30),
    st.text(alphabet="0123456789 -./+()oO", max_size=30),
    st.sampled_from(
        ["jag heter ", "my name is ", "ชื่อ", "mă cheamă ", "snap: ", "Storgatan 1", "@", "⟦phone⟧", "SE45 ", "+46"]
    ),
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_redacting_twice_changes_nothing_more_and_never_fails(text: str) -> None:
    once = _redacted(text)
    assert _redacted(once) == once


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_every_kind_that_is_named_was_hidden_and_every_token_is_named(text: str) -> None:
    redacted = REDACTOR.redact(RawText(text.replace("⟦", "").replace("⟧", "")))
    assert {kind for kind in redacted.hidden if f"⟦{kind}⟧" in redacted.text} <= set(redacted.hidden)
    named = {part.partition("⟧")[0] for part in redacted.text.split("⟦")[1:]}
    assert named <= set(redacted.hidden)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_the_finders_see_a_text_of_the_same_length(text: str) -> None:
    assert len(plain(text)) == len(text)


# --- planted numbers
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
SPELLINGS: list[Callable[[str], str]] = [str, lambda s: s.translate(THAI), lambda s: s.translate(WIDE)]
AROUND = st.sampled_from(
    [("", ""), ("ring ", " nu"), ("เบอร์ ", "ค่ะ"), ("sună la ", "."), ("call ", ", ok?"), ("(", ")"), ("x: ", "\n")]
)
FICTION = st.integers(605, 699).map(lambda end: f"0701740{end}"[:10])
SEPARATED = st.sampled_from(
    ["{0}{1}{2}{3}", "{0}-{1} {2} {3}", "{0} {1} {2} {3}", "{0}.{1}.{2}.{3}", "{0}-{1}-{2}-{3}", "{0}/{1} {2} {3}"]
)


@settings(max_examples=300, deadline=None)
@given(
    FICTION,
    SEPARATED,
    st.sampled_from(["0", "+46", "0046", "+46 ", "+46 (0)", "46"]),
    st.sampled_from(SPELLINGS),
    AROUND,
)
def test_a_phone_number_vanishes_in_every_spelling(
    number: str, separated: str, prefix: str, spelling: Callable[[str], str], around: tuple[str, str]
) -> None:
    written = prefix + separated.format(number[1:3], number[3:6], number[6:8], number[8:10])
    text = _redacted(around[0] + spelling(written) + around[1])
    assert "⟦" in text
    assert not any(character.isdigit() for character in text)


DATES = st.dates(min_value=__import__("datetime").date(1930, 1, 1), max_value=__import__("datetime").date(2012, 12, 31))


@settings(max_examples=200, deadline=None)
@given(
    DATES,
    st.integers(1000, 9999),
    st.sampled_from(["%Y%m%d{}{}", "%y%m%d{}{}"]),
    st.sampled_from(["-", "", " ", "+"]),
    st.booleans(),
)
def test_a_personnummer_vanishes_with_or_without_valid_check_digits(
    born: Any, serial: int, form: str, between: str, coordination: bool
) -> None:
    written = born.strftime(form).format(between, serial)
    if coordination:
        at = (form.startswith("%Y") and 6) or 4
        written = written[:at] + str(int(written[at : at + 2]) + 60) + written[at + 2 :]
    assert not any(character.isdigit() for character in _redacted(f"det är {written} ok"))


@settings(max_examples=200, deadline=None)
@given(DATES, st.sampled_from("125678"), st.integers(100_000, 999_999), st.sampled_from(SPELLINGS))
def test_a_romanian_cnp_vanishes(born: Any, first: str, rest: int, spelling: Callable[[str], str]) -> None:
    assert not any(c.isdigit() for c in _redacted(spelling(f"cnp {first}{born.strftime('%y%m%d')}{rest}")))


@settings(max_examples=200, deadline=None)
@given(st.integers(1_000_000_000_000, 8_999_999_999_999).map(str), st.booleans(), st.sampled_from(SPELLINGS))
def test_a_thai_id_vanishes(number: str, dashes: bool, spelling: Callable[[str], str]) -> None:
    written = f"{number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]}" if dashes else number
    assert not any(c.isdigit() for c in _redacted(spelling(f"เลข {written} ค่ะ")))


@settings(max_examples=200, deadline=None)
@given(st.integers(4_000_000_000_000_001, 5_999_999_999_999_999).map(str), st.sampled_from(["", " ", "-"]))
def test_a_card_vanishes_with_or_without_valid_luhn(number: str, between: str) -> None:
    parts = [number[i : i + 4] for i in range(0, 16, 4)]
    if all(part.endswith("00") for part in parts):
        return  # four round sums in a row are money
    assert not any(c.isdigit() for c in _redacted("kort " + between.join(parts)))


# --- what must stay
KEPT = sorted(load_numbers_to_keep(HERE.content, HERE.config).numbers)


@pytest.mark.parametrize("number", KEPT)
def test_a_directory_number_stays(number: str) -> None:
    for text in (number, f"ring {number} nu", f"call {number}.", f"โทร {number}"):
        assert _redacted(text) == text


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 99_999), st.sampled_from(["kr", "kronor", "SEK", "lei", "euro", "baht", "บาท", "€"]), st.booleans()
)
def test_money_stays(amount: int, currency: str, grouped: bool) -> None:
    written = f"{amount:,}".replace(",", " ") if grouped else str(amount)
    text = f"han tar {written} {currency} varje dag"
    assert _redacted(text) == text


@settings(max_examples=200, deadline=None)
@given(
    st.times(),
    st.dates(min_value=__import__("datetime").date(1990, 1, 1), max_value=__import__("datetime").date(2040, 1, 1)),
)
def test_clock_times_and_dates_stay(at: Any, on: Any) -> None:
    for text in (
        f"kl {at:%H:%M}",
        f"kl {at:%H.%M}",
        f"{on:%Y-%m-%d}",
        f"{on.day}/{on.month}",
        f"{on:%d.%m.%Y} {at:%H:%M}",
    ):
        assert _redacted(text) == text


# --- time
HOSTILE = [
    "a" * 2000, "0" * 2000, "1 " * 1000, "0 7 " * 500, "+" * 2000, "a@" * 1000, "a." * 1000,
    "@a" * 1000, "jag heter " * 200, "Aa " * 666, "min kille " * 200, "12 King " * 250,
    "str. a" * 333, "ชื่อ" * 500, "ซอย" * 600, "SE45 " * 400, "-" * 2000, "snap " * 400,
    "www." * 500, "http://" * 285, "1.2" * 600, "gatan" * 400, "Ågatan " * 280, "bl. 3 " * 330,
    "4111 1111 " * 200, "เลขบัญชี" * 250, "at dot " * 280, "o0" * 1000,
    "ABC 12 " * 280, "bil abc " * 250, "pass nr " * 250, "born on the " * 180, "född den 1 " * 180,
    "kod till porten " * 125, "1.1234, " * 250, "bor i huset på " * 140, "อยู่ที่ " * 250, "Salong A" * 250,
    "Ab skola " * 220, "går på " * 280, "นาย" * 660, "น้องสม" * 330, "คุณวิไล" * 280, "noll 0 " * 280,
    "/a\n" * 660, "kram från " * 200, "mr. " * 500, "me and " * 280, "fb: A b " * 250, "id id " * 330,
    "a.b at " * 280, "เกิดวันที่ 1 " * 150, "ทะเบียน" * 280, "อ" * 2000, "maria " * 330,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_two_thousand_hostile_characters_take_no_longer_than_any_other(text: str) -> None:
    _redacted("warm")
    before = time.process_time()
    _redacted(text)
    assert time.process_time() - before < 0.5


def _redacted(text: str) -> str:
    return REDACTOR.redact(RawText(text)).text
