"""What a calendar's event says of tier, languages, personas and holidays, in properties that our own files carry."""

from typing import get_args

from pydantic import ValidationError

from triage_api.desk.rota.calendar_lines import Event, EventLines
from triage_api.desk.rota.forms import TakesForm
from triage_api.desk.rota.plan import Holidays, Takes
from triage_api.desk.rota.refusals import NotUnderstood

TIER, LANGUAGES, PERSONAS, HOLIDAYS = "X-ROTA-TIER", "X-ROTA-LANGUAGES", "X-ROTA-PERSONAS", "X-ROTA-HOLIDAYS"


def read_takes(event: Event, at: EventLines, whose: Takes) -> Takes:
    """As the event says; where it says nothing, as `whose`. Always for the counsellor of `whose`."""
    said: dict[str, object] = {}
    for name, key in ((TIER, "tier"), (LANGUAGES, "languages"), (PERSONAS, "personas")):
        if name not in event:
            continue
        text = str(event[name])
        said[key] = [one.strip() for one in text.split(",")] if key != "tier" else text.isdecimal() and int(text)
        try:
            TakesForm.model_validate({**_plain(whose), key: said[key]})
        except ValidationError:
            raise NotUnderstood("This is none of the values it can have.", line=at.of(name)) from None
    return TakesForm.model_validate({**_plain(whose), **said}).takes()


def read_holidays(event: Event, at: EventLines) -> Holidays:
    said = str(event.get(HOLIDAYS, "every")).lower()
    for known in get_args(Holidays):
        if said == known:
            found: Holidays = known
            return found
    raise NotUnderstood("Holidays are `every`, `never` or `only`.", line=at.of(HOLIDAYS))


def _plain(takes: Takes) -> dict[str, object]:
    return {
        "counsellor_id": takes.counsellor_id,
        "tier": takes.tier,
        "languages": takes.languages,
        "personas": takes.personas,
    }
