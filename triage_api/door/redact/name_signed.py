"""Where somebody may have signed: the last line as "- mia", "/joy", "x Tess", "kram tove", or its end, "/Anna".

Only the place is found here. Whether a name stands there the list of names decides, so "- anonym" and "/help" stay.
"""

import re
from collections.abc import Iterator

from triage_api.door.redact.pattern import one_of

_GREETING = one_of(
    """kram(?:ar)? puss pup hälsn(?:ingar)? halsningar mvh vänligen tack love hugs kisses xx? xoxo regards thanks yours
    best sincerely pupici? salutări salutari mulțumesc multumesc cu_drag toate_cele_bune"""
)
_FROM = r"(?: (?:från|fran|from|de la))"
_SIGN = rf"(?:(?:{_GREETING},? ?)?[-–~*/]{{1,2}}|{_GREETING}(?P<place>{_FROM})?,?)"
# The whole last line, or the end of it behind a dash, a slash or a greeting.
_LAST_LINE = re.compile(
    rf"(?:\A|[\n.!?,] ?){_SIGN} ?(?=[^\W\d_][\w-]{{0,20}}(?: [^\W\d_][\w.-]{{0,20}})?[ .!?)x<3]{{0,4}}\Z)", re.I
)


def signed_words(text: str) -> Iterator[tuple[int, bool]]:
    """The places where the name of a signature would begin; False where it might be a town ("love from Kiruna")."""
    for match in _LAST_LINE.finditer(text):
        yield match.end(), match.group("place") is None
