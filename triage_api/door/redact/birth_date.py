"""Dates of birth after a word for being born: 14 mars 1998, 22/07/1994, 980612. A year alone stays, so does an age."""

import re

from triage_api.door.redact.pattern import one_of
from triage_api.door.redact.spans import Span

_BORN = one_of(
    r"""född(?:es)? fodd(?:es)? föddes födelsedag(?:en)? fodelsedag(?:en)? födelsedatum(?:et)? fodelsedatum(?:et)?
    födelsetid born d\.?o\.?b\.? date_of_birth birth_?date birth_?day b-?day bday birth n[ăa]scut[ăa]? na[șsş]terii?
    na[șsş]tere เกิด วันเกิด วันเดือนปีเกิด"""
)
_BETWEEN = (
    r"(?:[ :,=-]|(?:den|dagen|är|on|the|is|was|at|e|este|pe|la|in|în|data|de|วันที่|เมื่อ|คือ|วัน|ของ|ฉัน|หนู|ผม)(?![a-z])){0,6}"
)
_MONTH = one_of(
    r"""jan(?:uari|uary)? feb(?:ruari|ruary)? mar(?:s|ch)? apr(?:il)? maj may jun[ie]? jul[iy]? aug(?:usti?)?
    sep(?:t(?:ember)?)? o[ck]t(?:ober)? nov(?:ember)? dec(?:ember)? ian(?:uarie)? febr?(?:uarie)? martie aprilie mai
    iunie iulie septembrie octombrie noiembrie decembrie มกรา(?:คม)? กุมภา(?:พันธ์)? มีนา(?:คม)? เมษา(?:ยน)?
    พฤษภา(?:คม)? มิถุนา(?:ยน)? กรกฎา(?:คม)? สิงหา(?:คม)? กันยา(?:ยน)? ตุลา(?:คม)? พฤศจิกา(?:ยน)? ธันวา(?:คม)? ม\.ค\.
    ก\.พ\. มี\.ค\. เม\.ย\. พ\.ค\. มิ\.ย\. ก\.ค\. ส\.ค\. ก\.ย\. ต\.ค\. พ\.ย\. ธ\.ค\."""
)
_TH = r"(?:st|nd|rd|th|:?e|:a)?"
_YEAR = r"(?:(?:19|20|24|25)\d\d|['’]?\d\d)(?!\d)"
_DATE = (
    rf"(?:\d{{1,2}}{_TH}\.? ?(?:of |de |เดือน ?)?{_MONTH},?\.? ?(?:ปี ?|พ\.ศ\. ?|ค\.ศ\. ?)?{_YEAR}"
    rf"|{_MONTH} \d{{1,2}}{_TH},? {_YEAR}"
    r"|\d{1,2} ?[-./ ] ?\d{1,2} ?[-./ ] ?(?:19|20|24|25)?\d\d(?!\d)"
    r"|(?:19|20|24|25)\d\d ?[-./ ] ?\d{1,2} ?[-./ ] ?\d{1,2}(?!\d)"
    r"|(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))"
)
_BIRTH = re.compile(rf"(?<![^\W\u0e00-\u0e7f]){_BORN}{_BETWEEN}({_DATE})", re.I)


def find_birth_dates(text: str) -> list[Span]:
    """As `personal_number`, whose first half it is."""
    return [Span(*match.span(1), "personal_number") for match in _BIRTH.finditer(text)]
