"""Identity numbers: Swedish personnummer and samordningsnummer, Romanian CNP, Thai citizen id.

With valid check digits or not: somebody who mistypes one digit has still told who they are. The shape must then leave
no room for a date, a price or a phone.
"""

from stdnum.ro import cnp
from stdnum.se import personnummer
from stdnum.th import pin

# How people group them. Anything else is several numbers that happen to stand side by side.
_SWEDISH = {(10,), (12,), (6, 4), (8, 4), (2, 2, 2, 4), (4, 2, 2, 4), (4, 4, 4)}
_ROMANIAN = {(13,), (1, 6, 6), (7, 6), (1, 2, 2, 2, 6), (1, 2, 2, 2, 2, 3, 1), (1, 6, 2, 3, 1), (1, 6, 2, 4), (7, 2, 4)}
_THAI = {(13,), (1, 4, 5, 2, 1)}
_MOBILE_STARTS = ("070", "072", "073", "076", "079")


def is_personal_number(parts: list[str]) -> bool:
    """`parts` are the digits as grouped by their writer."""
    shape, digits = tuple(map(len, parts)), "".join(parts)
    if shape in _SWEDISH and _is_swedish(digits, shape):
        return True
    if shape in _ROMANIAN and (cnp.is_valid(digits) or _is_romanian(digits)):
        return True
    return shape in _THAI and (pin.is_valid(digits) or digits[0] in "12345678")


def _is_swedish(digits: str, shape: tuple[int, ...]) -> bool:
    if len(digits) == 12 and digits[:2] not in ("18", "19", "20"):
        return False
    year_month_day = digits[-10:-4]
    month, day = int(year_month_day[2:4]), int(year_month_day[4:6])
    # Day + 60 makes a samordningsnummer; its month may be 00 when nobody knows it.
    is_date = (1 <= month <= 12 and 1 <= day <= 31) or (month <= 12 and 60 <= day <= 91)
    if not is_date:
        return False
    if shape == (10,) and digits.startswith(_MOBILE_STARTS):
        # 0702031234 is both; most who write ten digits from 07 give a number to call. Hidden it is either way.
        return False
    if shape == (4, 4, 4):
        return personnummer.is_valid(digits) or digits[:4] >= "1920"
    return True


def _is_romanian(digits: str) -> bool:
    month, day = int(digits[3:5]), int(digits[5:7])
    return digits[0] != "0" and 1 <= month <= 12 and 1 <= day <= 31
