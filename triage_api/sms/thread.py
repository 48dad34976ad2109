"""One conversation by text as the server holds it: in memory only, found by its number, for 24 hours at most."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from triage_api.door.answer import Source
from triage_api.sms.pace import Pace
from triage_api.sms.route import Route
from triage_api.stand_in.talk import Talk


@dataclass
class Thread:
    """`token` opens its conversation at the door. `offered` is what a number means now, `choices` the list of them as
    it was sent, `consent_asked` that a yes is one as soon as the question has left for them (`consent_sent`), and
    `consent_repeated` how often that was asked again beside other answers, `nodded` that the answer was an "ok",
    `interrupted` that danger came after the question; `leaving` that a yes gives up their place in line; `sources`
    belong to the last answer. `lost` says that a case did not outlive a restart, which the next answer tells.
    `last_alone` is the last text that was heard by itself, and when. `lock` is held for one text at a time, but never
    before danger."""

    route: Route
    pace: Pace
    token: str = ""
    talk: Talk | None = None
    offered: dict[str, str] = field(default_factory=dict)
    choices: str = ""
    consent_asked: bool = False
    consent_sent: bool = False
    consent_repeated: int = 0
    nodded: bool = False
    interrupted: bool = False
    leaving: bool = False
    sources: list[Source] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    last_alone: tuple[float, str] = (0.0, "")
    code_tries: list[datetime] = field(default_factory=list)
    lost: bool = False
    over: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def with_counsellor(self) -> bool:
        return self.talk is not None and not self.talk.over and self.talk.with_counsellor

    @property
    def consent_waits(self) -> bool:
        """The question is still to be sent."""
        return any(text.asks for text in self.route.unsent)

    @property
    def has_case(self) -> bool:
        return self.talk is not None and not self.talk.over
