"""Number plates: Swedish ABC 123 and ABC 12D, Romanian BC 47 ZWX; any, the Thai กข 1234 too, after a word for a plate.

In capitals the shape is enough, in small letters it needs the word or a car beside it: "kom 123" is a plate to nobody.
"""

import re

from triage_api.door.redact.pattern import one_of
from triage_api.door.redact.spans import Span

# No plate has I, Q, V, Å, Ä or Ö.
_L = "[A-HJ-PR-UW-Z]"
# Currencies, laws and the like in front of a number.
_NO_PLATE = one_of(
    """SEK EUR USD THB RON GBP DKK NOK LEI KRON SFI LSS LPT LMA SOU OSS RUM LGH KBT SMS TEL SAS BMW APT NR NUM PEP PCR
    MAX KL DE CA FOR KEY AGE GTA SRF ATM PIN SEX"""
)
_SWEDISH = rf"(?!{_NO_PLATE}[ \d-]){_L}{{3}}[ -]?\d{{2}}(?:\d|{_L})"
_COUNTY = one_of(
    """AB AR AG BC BH BN BT BV BR BZ CS CL CJ CT CV DB DJ GL GR GJ HR HD IL IS IF MM MH MS NT OT PH SM SJ SB SV TR TM TL
    VS VL VN B"""
)
_ROMANIAN = rf"{_COUNTY}[ -]?\d{{2,3}}[ -]?(?!LEI|RON|EUR|SEK)[A-Z]{{3}}"
# A capital alone, yet not within a text all in capitals ("HAN TAR 500").
_BY_SHAPE = re.compile(rf"(?<![\w-])(?<![A-ZÅÄÖ] )(?:{_SWEDISH}|{_ROMANIAN})(?![\w%-]| ?(?:kr|sek|lei|euro?|KR|SEK)\b)")
_CUE = one_of(
    r"""reg(?:istration)?\.?_?(?:nr|nummer|no|number|plate)?\.? registreringsnummer registreringsnr bilnummer
    skylt(?:en|ar)? reg\.?skylt(?:en)? (?:nummer)?pl[åa]t(?:en|ar)? (?:license|licence|number|car)?_?plates?
    num[ăa]r(?:ul)?_de_[îi]nmatriculare [îi]nmatriculare ทะเบียน(?:รถ)? ป้ายทะเบียน เลขทะเบียน"""
)
_IS = one_of("""är is e este på pa nr of his hans suedez swedish svensk românesc romanesc คือ ที่ ของ เขา มัน เค้า รถ ผัว""")
_BETWEEN = rf"(?: ?[:=]| ?{_IS}){{0,3}} ?"
_ANY_LATIN = r"[A-Z]{3} ?\d{2}[\dA-Z]|[A-Z]{1,2} ?\d{2,3} ?[A-Z]{3}|[A-Z]{2,3} ?\d{3,4}"
_AFTER_CUE = re.compile(rf"(?<![^\W\u0e00-\u0e7f]){_CUE}(?![^\W\d_\u0e00-\u0e7f]){_BETWEEN}({_ANY_LATIN})(?!\w)", re.I)
_THAI = re.compile(rf"(?:ทะเบียน(?:รถ)?|ป้าย){_BETWEEN}((?:\d ?)?[ก-ฮ]{{1,2}} ?-?\d{{1,4}})(?!\d)")
# "svart bmw, xkt 48p": the last letter makes it a plate when a car stands before it.
_CAR = one_of(
    """bil bilen taxi taxin volvo bmw audi mercedes merca saab toyota kia skoda passat golf van vans car suv taxi dacia
    logan opel ford masina mașina mașină duba dubă dubița dubita รถ รถตู้"""
)
_NO_LETTERS = one_of(
    """för for den det det han hon har kan tar och the and per max min typ con cam mai are dau iau ani luna cost pay got
    was say ink"""
)
_BY_CAR = re.compile(
    rf"(?<!\w){_CAR}(?!\w)[^\n.!?]{{0,25}}?(?<!\w)((?!{_NO_LETTERS}){_L}{{3}} ?\d{{2}}{_L})(?!\w)", re.I
)


def find_plates(text: str) -> list[Span]:
    """As `personal_number`: a plate leads to its owner as surely as an identity number does."""
    spans = [Span(*match.span(), "personal_number") for match in _BY_SHAPE.finditer(text)]
    for pattern in (_AFTER_CUE, _THAI, _BY_CAR):
        spans += [Span(*match.span(1), "personal_number") for match in pattern.finditer(text)]
    return spans
