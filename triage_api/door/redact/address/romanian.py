"""Str. Florilor nr. 4, bl. 3, sc. A, ap. 2. With every kind of diacritics and with none."""

import re

from triage_api.door.redact.pattern import one_of

_STREET_WORD = one_of(
    """str strada stradă bd b-dul bdul bulevardul bulevard calea aleea șos sos șoseaua soseaua intrarea piața piata
    splaiul fundătura"""
)
# "stau pe stradă de 3 ani": between street and number stands no name.
_NO_NAME = one_of(
    """de din la cu in în pe si și sau unde ca că nu e este era am are sunt vreo cam doar noaptea ziua aia asta mea lui
    fac stau vreau"""
)
_NAME = rf"(?!{_NO_NAME}\b)(?:[A-ZȘȚĂÂÎ]\.|[^\W\d_][\w-]{{1,20}})"
_PART_WORD = one_of("bl bloc blocul sc scara et etaj etajul ap apart apartament apartamentul")
_PARTS = rf"(?:,? ?{_PART_WORD}\.? ?(?:nr\.? ?)?(?:\d{{1,4}}[a-z]?|[a-z]\d{{0,3}})(?!\w))"
_NUMBER = rf"(?:{one_of('nr numărul numarul numar număr')}\.? ?)?\d{{1,4}}[a-z]?(?!\w)"
_STREET = re.compile(rf"(?<!\w){_STREET_WORD}(?:\. ?| )(?:{_NAME} ?){{1,4}},? ?{_NUMBER}{_PARTS}*", re.I)
_NAMED = re.compile(
    r"(?<!\w)(?:[Ss]tr\.|[Ss]trada|[Bb]ulevardul|[Cc]alea|[Aa]leea) (?:[A-ZĂÂÎȘŞȚŢ][\w.-]{1,20} ?){1,3}(?<! )"
)
_BLOCK = re.compile(rf"(?<!\w){one_of('bl bloc blocul')}\.? ?(?:\d{{1,4}}[a-z]?|[a-z]\d{{1,3}})(?!\w){_PARTS}+", re.I)
_FLAT = re.compile(r"(?<!\w)(?:ap\.|apartamentul|apartament)(?: nr\.?| numărul)? ?\d{1,4}(?!\w)", re.I)

WHOLE = (_STREET, _NAMED, _BLOCK, _FLAT)
