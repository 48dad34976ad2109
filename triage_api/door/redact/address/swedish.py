"""Storgatan 12 B, lgh 1203, 123 45 Exempelstad. Without å ä ö as well."""

import re

from triage_api.door.redact.pattern import one_of

_END = one_of(
    """gatan gata vägen vagen väg gränden gränd grand stigen stig torget torg backen backe allén allen allé platsen
    plats kajen leden esplanaden promenaden (?<![enmt])ringen svängen slingan kroken bron hamnen
    gården gards parken terrassen trappor
    höjden bågen plan"""
)
# Words with such an ending that name no street; a number after them is a road's, a floor's or a count.
_NO_STREET = one_of(
    """motorväg riksväg länsväg europaväg omväg motorvägen järnväg utväg genväg parkeringsplats arbetsplats flygplan
    våningsplan sovplats semesterplan c[aâ]știg castig câstig prostig
    lagändringen förändringen rutgatan återvändsgränd handlingsplan vårdplan tidsplan"""
)
_FLAT = rf"(?:,? ?{one_of('lgh lägenhet lagenhet läg apt vån våning tr trappor port uppgång')}\.? ?\d{{1,4}}(?: ?tr)?)*"
_TOWN = r"(?:,? (?:se-?)?\d{3} ?\d{2}(?: [A-ZÅÄÖ][a-zåäö]{2,20})?)?"
# No sum and no year: "renoveringen 41 000", "på gatan 2021".
_NUMBER = r"(?!20[12]\d(?!\d))\d{1,4}(?!\d|[ .,]000)(?: ?[A-Ha-h](?!\w))?"
_BEFORE = r"(?:(?-i:[A-ZÅÄÖ])[\wåäö:]{2,20} ){0,2}"
_STREET = re.compile(rf"(?<!\w){_BEFORE}(?!{_NO_STREET})[^\W\d_]{{2,25}}{_END} ?{_NUMBER}{_FLAT}{_TOWN}", re.I)
_KINGS_STREET = re.compile(
    rf"(?<!\w)[A-ZÅÄÖ][\wåäö]{{2,20}}s {one_of('gata gränd torg väg plan plats backe allé')} {_NUMBER}{_FLAT}{_TOWN}"
)
_SIDE_STREET = re.compile(
    rf"(?<!\w)(?:norra|s[öo]dra|[öo]stra|v[äa]stra|stora|lilla|gamla|nya) "
    rf"(?:gatan|v[äa]gen|torget) {_NUMBER}{_FLAT}{_TOWN}",
    re.I,
)
_LONE_FLAT = re.compile(r"(?<!\w)(?:lgh|lägenhet|lagenhet|lägenhetsnummer)\.? ?(?:nr\.? ?)?\d{3,4}(?!\w)", re.I)
_NO_TOWN = one_of("Kr Sek Lei Euro Baht Min Tim Dag År")
_LONE_TOWN = re.compile(rf"(?<![\w.,-])(?:SE-)?[1-9]\d{{2}} \d{{2}} (?!{_NO_TOWN})[A-ZÅÄÖ][a-zåäö]{{2,20}}(?!\w)")

WHOLE = (_STREET, _KINGS_STREET, _SIDE_STREET, _LONE_FLAT, _LONE_TOWN)
