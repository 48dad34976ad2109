"""Bank accounts: IBAN of every country, with or without valid check digits, and numbers after a word for an account."""

import re

from triage_api.door.redact.pattern import one_of
from triage_api.door.redact.spans import Span

# Lengths from the IBAN registry, for the countries people here have accounts in; others by shape.
_LENGTHS = {
    "SE": 24, "RO": 24, "DE": 22, "NO": 15, "DK": 18, "FI": 18, "GB": 22, "PL": 28, "ES": 24, "IT": 27, "FR": 27,
    "NL": 18, "BE": 16, "AT": 20, "HU": 28, "BG": 22, "GR": 27, "PT": 25, "LT": 20, "LV": 21, "EE": 20, "UA": 29,
    "CH": 21, "IE": 22, "CZ": 24, "SK": 24, "MD": 24, "TR": 26, "RS": 22, "HR": 21, "SI": 19, "CY": 28, "LU": 20,
}  # fmt: skip
_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9]{2})")
_BY_SHAPE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?\d{4}){3,7}(?:[ -]?\d{1,4})?(?!\d)")
_ACCOUNT = one_of(
    r"""konto(?:nummer|nr|t)? clearing(?:nummer|nr)? bankgiro plusgiro account(?:_number|_no)? cont(?:ul)?(?:_bancar)?
    (?:เลขที่|เลข)?บัญชี[\u0e01-\u0e4e]{0,20} กสิกร ไทยพาณิชย์ กรุงเทพ กรุงไทย"""
)
_IS = one_of("är is e este nr no : คือ")
_AFTER_WORD = re.compile(rf"{_ACCOUNT}\.?[ :]{{0,3}}{_IS}?\.?[ :]{{0,2}}(\d(?:[ ,.-]{{0,2}}\d){{6,20}})(?!\d)", re.I)
_THAI_SHAPE = re.compile(r"(?<![\d-])\d{3}-\d-\d{5}-\d(?![\d-])")


def find_accounts(text: str) -> list[Span]:
    spans = [Span(*match.span(), "iban") for match in _BY_SHAPE.finditer(text)]
    spans += [Span(*match.span(1), "iban") for match in _AFTER_WORD.finditer(text)]
    spans += [Span(*match.span(), "iban") for match in _THAI_SHAPE.finditer(text)]
    for match in _START.finditer(text):
        length = _LENGTHS.get(match.group()[:2].upper())
        end = _end_of(text, match.start(), length) if length else None
        if end is not None and sum(c.isdigit() for c in text[match.start() : end]) >= 8:
            spans.append(Span(match.start(), end, "iban"))
    return spans


def _end_of(text: str, start: int, length: int) -> int | None:
    """Where `length` letters and digits end, counting from `start` over spaces and dashes; None if they do not."""
    counted = 0
    for at in range(start, min(len(text), start + length * 2)):
        character = text[at]
        if character.isascii() and character.isalnum():
            counted += 1
            if counted == length:
                return at + 1
        elif character not in " -" or not text[at - 1].isalnum():
            return None
    return None
