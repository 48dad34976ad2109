"""Storgatan 12 B, lgh 1203, 123 45 Exempelstad. Without å ä ö as well."""

import re

from triage_api.door.redact.pattern import one_of

_END = one_of(
    """gatan gata vägen vagen väg gränden gränd grand stigen stig torget torg backen backe allén allen allé platsen
    plats kajen leden esplanaden promenaden ringen svängen slingan kroken bron hamnen
    gården gards parken terrassen trappor
    höjden bågen plan"""
)
# Words with such an ending that name no street; a number after them is a road's, a floor's or a count.
_NO_STREET = one_of(
    """motorväg riksväg länsväg europaväg omväg motorvägen järnväg utväg genväg parkeringsplats arbetsplats flygplan
    våningsplan sovplats semesterplan"""
)
_FLAT = rf"(?:,? ?{one_of('lgh lägenhet lagenhet läg apt vån våning tr trappor port uppgång')}\.? ?\d{{1,4}}(?: ?tr)?)*"
_TOWN = r"(?:,? (?:se-?)?\d{3} ?\d{2}(?: [A-ZÅÄÖ][a-zåäö]{2,20})?)?"
_NUMBER = r"\d{1,4}(?: ?[A-Ha-h](?!\w))?"
_BEFORE = r"(?:(?-i:[A-ZÅÄÖ])[\wåäö:]{2,20} ){0,2}"
_STREET = re.compile(rf"(?<!\w){_BEFORE}(?!{_NO_STREET})[^\W\d_]{{2,25}}{_END} ?{_NUMBER}{_FLAT}{_TOWN}", re.I)
_KINGS_STREET = re.compile(
    rf"(?<!\w)[A-ZÅÄÖ][\wåäö]{{2,20}}s {one_of('gata gränd torg väg plan plats backe allé')} {_NUMBER}{_FLAT}{_TOWN}"
)
_LONE_FLAT = re.compile(r"(?<!\w)(?:lgh|lägenhet|lagenhet|lägenhetsnummer)\.? ?(?:nr\.? ?)?\d{3,4}(?!\w)", re.I)
_NO_TOWN = one_of("Kr Sek Lei Euro Baht Min Tim Dag År")
_LONE_TOWN = re.compile(rf"(?<![\w.,-])(?:SE-)?[1-9]\d{{2}} \d{{2}} (?!{_NO_TOWN})[A-ZÅÄÖ][a-zåäö]{{2,20}}(?!\w)")

# A street without a number tells where somebody is only when they say that they are there.
_LIVES = one_of("bor bo adress(?:en)?_är adress: hemma hålls sitter finns inlåst lägenhet(?:en)?")
_STREET_END = one_of("gatan vägen vagen gränd stigen torget backen allén")
_HOME_STREET = re.compile(rf"(?<!\w){_LIVES} (?:på|pa|vid) ([^\W\d_]{{2,25}}{_STREET_END})(?!\w)", re.I)
_CODE_WORDS = one_of(
    """portkod(?:en)? dörrkod(?:en)? door_?code gate_code entry_code interfon รหัสประตู
    cod(?:ul)?_(?:de_)?(?:la_)?(?:intrare|interfon|poart[ăa])"""
)
_DOOR_CODE = re.compile(rf"(?<!\w){_CODE_WORDS}(?: (?:är|is|e|este))? ?:?-? ?(#?\d{{3,6}}[#*]?)", re.I)

WHOLE = (_STREET, _KINGS_STREET, _LONE_FLAT, _LONE_TOWN)
AFTER_A_CUE = (_HOME_STREET, _DOOR_CODE)
