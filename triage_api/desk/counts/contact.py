"""One contact at its end, as the counters it adds one to; nothing else is made of it."""

from triage_api.desk.counts.outcomes import Assessment
from triage_api.desk.counts.shape import (
    AGREE,
    ANSWERING,
    HIGHER,
    LEFT_WAITING,
    LONGEST,
    LOWER,
    NOBODY_CAME,
    NOT_SAID,
    NOT_TAKEN,
    WAITING,
)
from triage_api.queue.over import CaseOverFacts

Cell = tuple[str, str, str]
"""Table, row, column; the column is empty in counts of one kind."""


def cells_of(facts: CaseOverFacts, said: Assessment) -> list[Cell]:
    """Each table once, and once more for every need that was ticked."""
    taken = facts.taken_by is not None
    outcome = (said.outcome or NOT_SAID) if taken else NOT_TAKEN
    one = {
        "language": facts.language,
        "channel": facts.channel,
        "writer": facts.writer,
        "level": facts.level,
        "outcome": outcome,
        "waiting": _band(WAITING, facts.taken_at - facts.arrived_at) if taken else NOT_TAKEN,
        "answering": _band(ANSWERING, facts.ended_at - facts.taken_at) if taken else NOT_TAKEN,
        "agreement": _agreement(facts, said) if taken else NOT_SAID,
        "follow_up": NOT_SAID if not taken or said.follow_up is None else "yes" if said.follow_up else "no",
        "county": (said.county or NOT_SAID) if taken else NOT_SAID,
    }
    if not taken:
        one["abandoned"] = LEFT_WAITING if facts.by == "person" else NOBODY_CAME
    two = [
        ("language_level", facts.language, facts.level),
        ("channel_level", facts.channel, facts.level),
        ("writer_level", facts.writer, facts.level),
        ("language_outcome", facts.language, outcome),
    ]
    needs = [("needs", need, "") for need in dict.fromkeys(said.needs)] if taken else []
    return [*((table, row, "") for table, row in one.items()), *two, *needs]


def _agreement(facts: CaseOverFacts, said: Assessment) -> str:
    if said.level is None:
        return NOT_SAID
    if said.level.rank == facts.level.rank:
        return AGREE
    return HIGHER if said.level.rank > facts.level.rank else LOWER


def _band(bands: tuple[tuple[int, str], ...], seconds: int) -> str:
    return next((band for under, band in bands if seconds < under * 60), LONGEST)
