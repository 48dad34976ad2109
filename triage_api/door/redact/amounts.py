"""Money, dates and clock times: numbers that say what happened and identify nobody, so no finder may see them."""

import re

from triage_api.door.redact.pattern import one_of

_CURRENCY = one_of(
    r"""kr(?:onor|oner)? sek spänn lax papp tkr lei ron euros? eur € \$ usd dollars? bucks £ pounds? baht bath thb บาท
    :- ,- tusen k\b"""
)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20|25)\d\d"
_HOUR, _MINUTE = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_HARMLESS = [
    # A currency behind or before. No phone begins a price, so a leading 0 or + is not taken for one.
    rf"(?<![\d+.-])[1-9]\d{{0,2}}(?:[ .,]\d{{3}}){{0,3}}(?:[.,]\d{{1,2}})? ?{_CURRENCY}(?!\w)",
    rf"(?<![\d+.-])[1-9]\d{{0,6}} ?{_CURRENCY}(?!\w)",
    r"(?:€|\$|£|฿|\bsek|\beur|\bthb|\busd) ?\d{1,3}(?:[ .,]\d{3}){0,3}(?!\d)",
    # Dates with a year; "1985-07-23-1234" is not one.
    rf"(?<![\d+-]){_YEAR}[-./]{_MONTH}[-./]{_DAY}(?![-\d]\d)",
    rf"(?<![\d+-]){_DAY}[-./]{_MONTH}[-./]{_YEAR}(?![-\d]\d)",
    # Opening hours and clock times; "08.12 34 56 78" is neither.
    rf"(?<![\d+.-]){_HOUR}[.:]?{_MINUTE} ?- ?{_HOUR}[.:]{_MINUTE}(?![\d]|[ .-]\d\d(?!\d))",
    rf"(?<![\d+.-]){_HOUR}[.:]{_MINUTE}(?!\d|[.-]\d|[ .]\d\d[ .]\d\d)",
]
_AMOUNT = re.compile("|".join(_HARMLESS), re.I)


def without_amounts(text: str) -> str:
    """The text with every such number as x-es, same length."""
    return _AMOUNT.sub(lambda match: "x" * len(match.group()), text)
