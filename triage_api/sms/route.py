"""What ties a number to a conversation: held for 24 hours after the last text, or until the conversation closes."""

import json
import secrets
from dataclasses import asdict, dataclass, field

from triage_api.bearer import hash_of, new_token
from triage_api.sms.number import PhoneNumber
from triage_api.sms.today import Today
from triage_api.words import Language, Verifier

KEPT_SECONDS = 24 * 3600
MOST_HEARD = 8
"""The provider repeats within minutes; nobody sends more texts meanwhile and misses them."""


@dataclass
class Unsent:
    """A text that the provider has not taken yet. `epoch` and `seq` name the counsellor's message that it is part of;
    0 for what we say ourselves. `asks` marks the question for consent."""

    text: str = field(repr=False)
    epoch: int = 0
    seq: int = 0
    asks: bool = False


@dataclass
class Route:
    """`id` is random and says nothing of the number. `case_token` is the person's side of the case, as a page would
    hold it; one for all attempts at a hand-off, so that a repeat makes no second case. `since` is what they wrote since
    the hand-off, for whoever takes the case; `owed` how many answers they were promised by an empty one; `heard` the
    provider's ids of their last texts, so that a repeat after a restart is known."""

    number: PhoneNumber = field(repr=False)
    language: Language
    last_at: int
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    picked: bool = False
    greeted: bool = False
    case_token: str = field(default_factory=new_token, repr=False)
    case_id: str = ""
    unsent: list[Unsent] = field(default_factory=list, repr=False)
    since: list[str] = field(default_factory=list, repr=False)
    owed: int = 0
    heard: list[str] = field(default_factory=list)
    today: Today = field(default_factory=Today)

    @property
    def verifier(self) -> Verifier:
        return Verifier(str(hash_of(self.case_token)))

    def ends_case(self) -> None:
        """The next hand-off is another case."""
        self.case_id, self.case_token, self.since = "", new_token(), []

    def hears(self, sid: str) -> None:
        self.heard = [*self.heard, sid][-MOST_HEARD:]

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()


def unpacked(packed: bytes) -> Route:
    """Raises ValueError, KeyError or TypeError for what is no route of this version."""
    fields = json.loads(packed)
    fields["language"] = Language(fields["language"])
    fields["unsent"] = [Unsent(**text) for text in fields["unsent"]]
    fields["today"] = Today(**fields.get("today", {}))
    return Route(**fields)
