"""`lykta stats`: the counts of a month, with the same numbers left out as everywhere."""

import re
from datetime import datetime

from triage_api.command.audit import accounts_of
from triage_api.command.trouble import Trouble
from triage_api.desk.counts.counting import Counts
from triage_api.desk.counts.outcomes import read_outcomes, read_wording
from triage_api.desk.counts.report import MonthNotOver, as_csv, as_text, counts_of, months_over
from triage_api.settings import Settings


def stats(settings: Settings, month: str | None, now: datetime, *, comma: bool = False) -> str:
    """The month's numbers, of the last one that is over unless said; `comma` as CSV.

    Raises:
        Trouble: no month is over yet, or this one is not, or it is no month.
    """
    outcomes = read_outcomes(settings.config)
    wording = read_wording(settings.config, outcomes)
    with accounts_of(settings) as database:
        counts = Counts(database, outcomes, lambda: now)
        over = months_over(counts, now)
        chosen = month or (over[0] if over else None)
        if chosen is None:
            raise Trouble("Nothing has been counted in a month that is over: look again next month.")
        if not re.fullmatch(r"20\d{2}-(0[1-9]|1[0-2])", chosen):
            raise Trouble(f"{chosen} is no month: write it as 2026-11.")
        try:
            found = counts_of(counts, chosen, now)
        except MonthNotOver as early:
            raise Trouble(early.say) from early
    return as_csv(chosen, found, wording) if comma else "\n".join(as_text(chosen, found, wording)) + "\n"
