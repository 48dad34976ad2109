"""Thousands of invented people who text at once, and what came back to each: every text one answer, not none, not two.

Their numbers are those reserved for fiction with three digits more, which nobody can have; nothing is sent anywhere.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from triage_api.phone.account import FICTION
from triage_api.phone.message import Message, Status
from triage_api.phone.network import Network
from triage_api.settings import ROOT
from triage_api.sms.parts import may_be_a_piece

MESSAGES = ROOT / "bot" / "data" / "messages"
LANGUAGES = ("sv", "en", "th", "ro")
LONGEST_SECONDS = 60.0
"""Whoever has no answer so long after the last text gets none."""


class Numbers:
    """All of them, as `in` asks for it."""

    def __contains__(self, number: object) -> bool:
        return isinstance(number, str) and len(number) == len(FICTION[0]) + 3 and number[:-3] in FICTION


def invented(n: int) -> str:
    """The n-th number, of 95,000."""
    return f"{FICTION[n % len(FICTION)]}{n // len(FICTION):03}"


def messages(each: int, folder: Path = MESSAGES) -> list[str]:
    """So many of the training messages in each language, in turn; none that could be a piece of a longer text, since
    such a one waits 1.5 s for the others."""
    found = []
    for language in LANGUAGES:
        files = sorted((folder / language).glob("*.jsonl"))
        texts = [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]
        texts = [text for text in texts if not may_be_a_piece(text)]
        found.append(texts[:: len(texts) // each][:each])
    return [text for four in zip(*found, strict=True) for text in four]


@dataclass
class Turn:
    """One text. `replies` by their ids: the seconds after it, how each came (TwiML is `outbound-reply`), its words."""

    begun: float
    took: float | None = None
    trouble: int | None = None
    replies: dict[str, tuple[float, str, str]] = field(default_factory=dict)

    @property
    def ways(self) -> set[str]:
        return {way for _, way, _ in self.replies.values()}

    @property
    def is_doubled(self) -> bool:
        said = [text for _, _, text in self.replies.values()]
        return len(self.ways) > 1 or len(set(said)) < len(said)


@dataclass(frozen=True)
class Count:
    """Of texts, except `took`: seconds until each webhook was answered, and `last`, until the last answer of all.

    `stood_in` were answered by the door in the bot's place; `danger` are the seconds of those that were told of 112.
    """

    texts: int
    at_once: int
    later: int
    lost: int
    doubled: int
    troubled: int
    stood_in: int
    took: list[float]
    danger: list[float]
    last: float


class Crowd:
    """Watches what the network carries to them. `instead` are words that only the door says, when the bot is dead;
    `danger` are the texts that say 112 first."""

    def __init__(self, network: Network, instead: frozenset[str], danger: frozenset[str]) -> None:
        self._network, self._instead, self._danger = network, instead, danger
        self.turns: list[Turn] = []
        self.all_sent = False
        self._latest: dict[str, Turn] = {}
        self._running: set[asyncio.Task[None]] = set()
        network.watch(self._note)

    async def texts(self, rate: int, seconds: float, people: int, said: list[str]) -> None:
        """So many texts a second, at their times whether or not those before are answered."""
        self.turns, self.all_sent, begun = [], False, time.monotonic()
        for n in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + n / rate - time.monotonic()))
            task = asyncio.create_task(self._one(invented(n % people), said[n % len(said)]))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        self.all_sent = True

    async def _one(self, number: str, text: str) -> None:
        turn = self._latest[number] = Turn(time.monotonic())
        self.turns.append(turn)
        await self._network.take(number, text)
        turn.took = time.monotonic() - turn.begun

    def _note(self, message: Message, trouble: int | None) -> None:
        turn = self._latest.get(message.to if message.outbound else message.sender)
        if turn is None:
            return
        if not message.outbound:
            turn.trouble = turn.trouble or trouble
        elif message.status is Status.QUEUED:
            turn.replies[message.sid] = (time.monotonic() - turn.begun, message.direction, message.body)

    def over(self) -> bool:
        """All are answered, or have waited in vain."""
        if not self.all_sent or any(turn.took is None for turn in self.turns):
            return False
        waiting = [turn.begun for turn in self.turns if not turn.replies]
        return not waiting or time.monotonic() - max(waiting) > LONGEST_SECONDS

    def count(self) -> Count:
        return count(self.turns, self._instead, self._danger)


def count(turns: list[Turn], instead: frozenset[str], danger: frozenset[str]) -> Count:
    ways = [turn.ways for turn in turns]
    return Count(
        texts=len(turns),
        at_once=sum("outbound-reply" in way for way in ways),
        later=sum(way == {"outbound-api"} for way in ways),
        lost=sum(not way for way in ways),
        doubled=sum(turn.is_doubled for turn in turns),
        troubled=sum(turn.trouble is not None for turn in turns),
        stood_in=sum(
            any(begins in text for _, _, text in turn.replies.values() for begins in instead) for turn in turns
        ),
        took=[turn.took for turn in turns if turn.took is not None],
        danger=[s for turn in turns for s, _, text in turn.replies.values() if text in danger],
        last=max((seconds for turn in turns for seconds, _, _ in turn.replies.values()), default=0.0),
    )
