"""Who may be given to whom, by language and by who writes: those she takes, and whoever must not wait any longer."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, true

from triage_api.queue.tables import cases, urgency
from triage_api.words import Language, Level, Writer


@dataclass(frozen=True)
class Given:
    """`languages` and `personas` (who writes): those she takes; None, or nothing in it, for all. `others_since`: who
    came at this second or before is given to anybody. At `high` and `immediate` nobody is kept waiting by either."""

    languages: frozenset[Language] | None = None
    others_since: int = 0
    personas: frozenset[Writer] | None = None

    def at_once(self, language: str, writer: str, level: str) -> bool:
        """Whether somebody of this language and level, who writes so, is given to her however short they have
        waited."""
        hers = (not self.languages or language in self.languages) and (not self.personas or writer in self.personas)
        return hers or Level(level).rank >= Level.high.rank


EVERYBODY = Given()


def may_be_given(given: Given) -> ColumnElement[bool]:
    """The condition on a row of `cases`."""
    hers: list[ColumnElement[bool]] = []
    if given.languages and given.languages != frozenset(Language):
        hers.append(cases.c.language.in_(sorted(given.languages)))
    if given.personas and given.personas != frozenset(Writer):
        hers.append(cases.c.writer.in_(sorted(given.personas)))
    if not hers:
        return true()
    return or_(and_(*hers), urgency >= Level.high.rank, cases.c.arrived_at <= given.others_since)
