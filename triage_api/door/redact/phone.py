"""Phone numbers of Sweden, Romania, Thailand and the world: valid by their plan, else by shape, else after a cue."""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from triage_api.door.redact.pattern import one_of

MOST_DIGITS = 19
_FEWEST_SAID = 7
_REGIONS = ("SE", "RO", "TH")
_CODES = ("46", "40", "66", "47", "45", "358", "48", "49", "44", "34", "39", "33", "373", "380", "84", "63")
_CUE = one_of(
    """ring(?:er|a|t)? nummer numret nr mobil mobilen tel telefon telefonnummer swish swisha sms smsa call phone number
    text_me whatsapp reach_me sun[ăa](?:ți|ti)?(?:-m[ăa])? num[ăa]r(?:ul)? telefonul โทร(?:ศัพท์)?(?:หา|มา|มาที่)?
    เบอร์(?:โทร)?(?:ฉัน|หนู|ผม)? พร้อมเพย์"""
)
_BETWEEN = one_of("mig me på pa on at till la is är e este mitt my meu คือ ที่")
_CUED = re.compile(rf"(?<!\w){_CUE}(?: {_BETWEEN}){{0,3}}[ :.]{{0,3}}(\d(?:[ ./-]{{0,2}}\d){{5,14}})(?!\d)", re.I)
# "noll sju noll ett sju…", "zero seven zero 174 06 05": seven digits or more, all or some of them said as words.
_DIGIT_WORD = one_of(
    """nollsjuttio nollsju noll oh zero sjuttio sjutti ett två tva tre fyra fem sex sju åtta atta nio one two three four
    five six seven eight nine unu doi doua două trei patru cinci șase sase șapte sapte opt nouă noua dubbel double"""
)
_SPOKEN = re.compile(rf"(?<!\w){_DIGIT_WORD}(?:[ ,.-]{{1,3}}{_DIGIT_WORD}(?!\w)){{6,14}}", re.I)
_THAI_DIGIT = one_of("ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า")
_SPOKEN_THAI = re.compile(rf"(?:{_THAI_DIGIT}[ -]?){{7,15}}")
# It begins as phones do, with 0, and both words and digits are in it.
_NULL = one_of("nollsjuttio nollsju noll zero oh")
_UNIT = rf"(?:[ ,.-]{{1,3}}(?:{_DIGIT_WORD}(?!\w)|\d{{1,8}}))"
_MIXED = re.compile(
    rf"(?<!\w)(?:{_NULL}(?!\w)|0\d{{0,3}}){_UNIT}{{2,14}}|ศูนย์(?:[ -]{{0,2}}(?:{_THAI_DIGIT}|\d{{1,8}})){{2,14}}", re.I
)
_SAID_DIGIT = re.compile(rf"{_DIGIT_WORD}|{_THAI_DIGIT}|\d", re.I)


def is_valid_phone(parts: list[str], plus: bool) -> bool:
    """Whether the plan of some country knows the number as written."""
    digits = "".join(parts)
    if not 7 <= len(digits) <= 17:
        return False
    if plus:
        return _valid("+" + digits.replace("460", "46", 1) if digits.startswith("460") else "+" + digits, None)
    if digits.startswith("00"):
        return _valid("+" + digits[2:], None)
    if digits.startswith("0"):
        return any(_valid(digits, region) for region in _REGIONS)
    # Without + or 0 the first group must look like a country's code, or the whole stand as one group.
    if len(digits) >= 10 and digits.startswith(_CODES) and (len(parts) == 1 or parts[0].startswith(_CODES)):
        return _valid("+" + digits, None)
    return False


def is_phone_by_shape(parts: list[str], plus: bool) -> bool:
    """Wrong, foreign or clipped numbers: still written as nothing but a phone number is."""
    digits = "".join(parts)
    if plus or digits.startswith("00"):
        return 8 <= len(digits) <= 17 and set(digits) != {"0"}
    if digits.startswith("0"):
        return 8 <= len(digits) <= 11 and set(digits) != {"0"} and len(parts[0]) <= 11
    # A mobile number whose first 0 was left out: 70 174 06 05, 81 234 5678, 712 345 678.
    mobile = len(digits) == 9 and digits[0] in "6789" and not digits.endswith("000")
    return mobile and (len(parts) == 1 or (len(parts[0]) in (2, 3) and len(parts) <= 5))


def cued_phones(text: str) -> Iterator[tuple[int, int]]:
    """Digits that a word for calling or paying announces, from six on: what follows "my number is" is one."""
    for match in _CUED.finditer(text):
        yield match.span(1)


def spoken_phones(text: str) -> Iterator[tuple[int, int]]:
    """Digits written as words, in any of the four languages."""
    for pattern in (_SPOKEN, _SPOKEN_THAI):
        for match in pattern.finditer(text):
            yield match.start(), match.start() + len(match.group().rstrip(" -"))
    for match in _MIXED.finditer(text):
        said = _SAID_DIGIT.findall(match.group())
        if len(said) >= _FEWEST_SAID and not all(map(str.isdigit, said)):
            yield match.span()


@lru_cache(maxsize=64)
def _valid(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
