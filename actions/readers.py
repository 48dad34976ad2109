"""Who a transcript may be sealed for, right now: the roster file, verified anew whenever it changes."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from actions.sealing.encoding import from_b64u
from actions.sealing.envelope import NoRecipients
from actions.sealing.roster import Malformed, Person, Roster, verify_roster


@dataclass
class Readers:
    """Reads the roster and remembers the highest number it accepted, so that an older one is refused from then on."""

    roster_file: Path
    root_file: Path
    _highest: int = field(default=0, init=False)

    def now(self, now: datetime) -> tuple[Roster, tuple[Person, ...]]:
        """The verified roster and those in it whose keys are valid at `now`.

        Raises:
            NoRecipients: there is no roster yet, or nobody in it is valid.
            RosterRefused: the roster on disk does not hold.
        """
        roster = self._verified(now)
        readers = roster.readers(now)
        if not readers:
            raise NoRecipients
        self._highest = max(self._highest, roster.number)
        return roster, readers

    def _verified(self, now: datetime) -> Roster:
        try:
            signed = json.loads(self.roster_file.read_bytes())
        except FileNotFoundError:
            raise NoRecipients from None
        except ValueError as error:
            raise Malformed("The roster file is not JSON.") from error
        root = from_b64u(self.root_file.read_text("ascii").strip())
        return verify_roster(signed, root, now, self._highest)
