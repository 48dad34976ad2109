"""12 King Street, Flat 4B."""

import re

from triage_api.door.redact.pattern import one_of

_END = one_of(
    "street road avenue lane drive close court crescent gardens terrace boulevard grove mews square st rd ave blvd"
)
# "3 nights on the street": between number and street stands no name.
_NO_NAME = one_of(
    """on the in a an of at to by from and or for with my your his her their this that nights? hours? days? weeks?
    months? years? times? girls? guys? men women people clients? more other different min(?:utes?)?
    am pm kr sek euros? working
    main busy same no per every meters? metres? miles? km blocks? streets? roads?"""
)
_FLAT = one_of("flat apt apartment unit")
_STREET = re.compile(
    rf"(?<!\w)(?:{one_of('flat apt apartment unit room')} ?\d{{1,4}}[a-z]?,? )?\d{{1,4}}[a-z]?,? "
    rf"(?:(?!{_NO_NAME}\b)[a-z][\w'’-]{{1,20}} ){{1,3}}{_END}(?!\w)\.?(?:,? {_FLAT} ?\d{{1,4}}[a-z]?)?",
    re.I,
)
_LONE_FLAT = re.compile(rf"(?<!\w){_FLAT}\.? (?:no\.? ?|number )?\d{{1,4}}[a-z]?(?!\w)", re.I)

WHOLE = (_STREET, _LONE_FLAT)
