"""Numbers of papers: passports, permits, police reports, cases and files, after a word for one or of an own shape.

Numbers of laws, years, sums and numbers with fewer than six digits stay; so do the services' own phones.
"""

import re

from triage_api.door.redact.amounts import without_amounts
from triage_api.door.redact.numbers_to_keep import NumbersToKeep
from triage_api.door.redact.pattern import one_of
from triage_api.door.redact.spans import Span

_PAPER = one_of(
    r"""pass(?:et|port(?:et)?)?(?:nummer|nr|numret)? passports? visum visa(?:_sticker)? uppehållstillstånd
    permit(?:_card)? ut[_-]?(?:kort(?:et)?|card) lma(?:-kort(?:et)?)? körkort(?:et)?(?:s?nummer)?
    driv(?:er'?s|ing)_licen[sc]e id-?kort(?:et)? id_card residence_card ärende(?:nummer|nr|numret|t)?
    arende(?:nummer|nr)? diarie(?:nummer|nr)? dossier(?:nummer|nr)? beteckning(?:snummer)? mål(?:nummer|nr)
    anmälan(?:s_nummer)? anmälningsnummer polisanmälan k-nummer(?:et)? cases? case_?(?:number|no|nr|id)
    file(?:_number|_no)? police_report report(?:_number|_no)? reference(?:_number|_no)? ref(?:erens)?(?:nummer|nr)?
    dosar(?:ul)?(?:_nr)? plângere(?:a)? plangere(?:a)? caz(?:ul)? pașaport(?:ul)? pasaport(?:ul)? buletin(?:ul)?
    carte_de_identitate seria permis(?:ul)? număr_de_înregistrare พาสปอร์ต หนังสือเดินทาง วีซ่า เลขคดี คดี เลขที่คดี
    ใบแจ้งความ เลขแจ้งความ เลขที่ใบแจ้งความ ใบอนุญาต เลขเคส เคส หมายเลขคดี เลขอ้างอิง ใบขับขี่ ยูที-?การ์ด"""
)
# What people put between: "case number at migration 11-773204".
_BETWEEN = r"[^\d\n.!?⟦]{0,32}?(?:n[or]\.? ?)?"
_NUMBER = r"((?:(?<![^\W_])[A-Z]{1,3}[ -]?)?\d{1,4}[-/ ]?\d{3,9}(?:[-/]\d{1,4})?)(?![\w%])"
_AFTER_PAPER = re.compile(rf"(?<![^\W\u0e00-\u0e7f]){_PAPER}(?![^\W\d_\u0e00-\u0e7f]){_BETWEEN}{_NUMBER}", re.I)
_OWN_SHAPE = re.compile(
    r"(?<![\w-])(?:0?\d{4}-K ?\d{3,7}-\d{2}"  # a police report: 5000-K884213-26
    r"|K ?\d{5,7}-\d{2}"
    r"|[A-Z]{2}\d{7}|[A-Z]\d{8}"  # passports
    r"|(?:UM|[BTÖM]) ?\d{3,6}-\d{2})(?![\w-])"  # cases in court
)
_FEWEST_DIGITS = 6


def find_documents(text: str, keep: NumbersToKeep) -> list[Span]:
    """As `personal_number`: with it an office, or whoever reads along, finds the person."""
    spans = [Span(*match.span(), "personal_number") for match in _OWN_SHAPE.finditer(text)]
    for match in _AFTER_PAPER.finditer(without_amounts(text)):
        digits = "".join(filter(str.isdigit, match.group(1)))
        if len(digits) >= _FEWEST_DIGITS and digits not in keep.numbers and not digits.endswith("000"):
            spans.append(Span(*match.span(1), "personal_number"))
    return spans
