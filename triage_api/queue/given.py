"""Who may be given to whom, by language: those she takes, and whoever must not wait for a language any longer."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, true

from triage_api.queue.tables import cases, urgency
from triage_api.words import Language, Level


@dataclass(frozen=True)
class Given:
    """`languages`: those she takes; None for all. `others_since`: who came at this second or before is given to
    anybody. At `high` and `immediate` a language keeps nobody waiting."""

    languages: frozenset[Language] | None = None
    others_since: int = 0

    def at_once(self, language: str, level: str) -> bool:
        """Whether somebody of this language and level is given to her however short they have waited."""
        return self.languages is None or language in self.languages or Level(level).rank >= Level.high.rank


EVERYBODY = Given()


def may_be_given(given: Given) -> ColumnElement[bool]:
    """The condition on a row of `cases`."""
    if given.languages is None or given.languages == frozenset(Language):
        return true()
    hers = cases.c.language.in_(sorted(given.languages))
    return or_(hers, urgency >= Level.high.rank, cases.c.arrived_at <= given.others_since)
