"""Who a transcript may be sealed for, right now: the roster file, verified anew whenever it changes."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from actions.sealing.encoding import from_b64u
from actions.sealing.envelope import NoRecipients
from actions.sealing.roster import Malformed, Person, Roster, RosterRefused, verify_roster


@dataclass
class Readers:
    """Reads the roster and remembers the highest number it accepted, so that an older one is refused from then on."""

    roster_file: Path
    root_file: Path
    _highest: int = field(default=0, init=False)

    def now(self, now: datetime, may_own: frozenset[str] | None = None) -> tuple[Roster, tuple[Person, ...]]:
        """The verified roster, and those in it to seal for, whose keys are valid at `now`: those of `may_own` and the
        supervisors; everyone when `may_own` is None, or names nobody who is there.

        The signed roster is the outer bound, whoever says what `may_own` holds; the set is never empty.

        Raises:
            NoRecipients: there is no roster yet, or nobody in it is valid.
            RosterRefused: the roster on disk does not hold.
        """
        roster = self._verified(now)
        readers = roster.readers(now)
        if not readers:
            raise NoRecipients
        self._highest = max(self._highest, roster.number)
        return roster, _narrowed(readers, may_own)

    def anybody(self, now: datetime) -> bool:
        """Whether sealing would find somebody to seal for: asked before a person is asked for a yes."""
        try:
            self.now(now)
        except (NoRecipients, RosterRefused, OSError, ValueError):
            return False
        return True

    def _verified(self, now: datetime) -> Roster:
        try:
            signed = json.loads(self.roster_file.read_bytes())
        except FileNotFoundError:
            raise NoRecipients from None
        except ValueError as error:
            raise Malformed("The roster file is not JSON.") from error
        root = from_b64u(self.root_file.read_text("ascii").strip())
        return verify_roster(signed, root, now, self._highest)


def _narrowed(readers: tuple[Person, ...], may_own: frozenset[str] | None) -> tuple[Person, ...]:
    if may_own is None or not any(person.id in may_own for person in readers):
        return readers
    return tuple(person for person in readers if person.id in may_own or person.role == "supervisor")
