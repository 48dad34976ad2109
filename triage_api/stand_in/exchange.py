"""One epoch of a live chat with a counsellor: what was sealed waits here until the queue has it, under its number."""

import asyncio
from collections import deque
from collections.abc import Callable

from triage_api.queue.queue import CaseOver
from triage_api.queue.relay import MessageBody, StaleEpoch, TooMany
from triage_api.refusing import tell_of
from triage_api.stand_in.lines import Said
from triage_api.stand_in.sealed_chat import Got, Lost, Place, Reader, Told, Words, Writer

Post = Callable[[MessageBody], object]
"""Gives one sealed message to the queue; runs in a thread."""


class Exchange:
    """Loses nothing: what could not be given over is given again, the same bytes under the same number."""

    def __init__(self, secret: bytes, place: Place, post: Post) -> None:
        self.epoch = place.epoch
        self._writer = Writer(secret, place, "person")
        self._reader = Reader(secret, place, "counsellor")
        self._post = post
        self._kept: deque[MessageBody] = deque()
        self._lines: dict[int, Said] = {}
        self._posting = asyncio.Lock()
        self._shown = 0
        self._to_show = 0

    async def write(self, words: Words, line: Said) -> None:
        self._lines[self._seal(words)] = line
        await self.flush()

    async def flush(self) -> None:
        """Gives over what is still here, in order; what cannot go now goes the next time. What another claim or the end
        has overtaken stays unsent."""
        async with self._posting:
            while self._kept:
                try:
                    await asyncio.to_thread(self._post, self._kept[0])
                except (StaleEpoch, CaseOver, TooMany):
                    return
                except Exception as error:  # noqa: BLE001 (a busy database; the person is not asked to write it again)
                    tell_of(error)
                    return
                self._mark(self._kept.popleft().seq)

    def receive(self, epoch: int, seq: int, sealed: str) -> Words | Told | None:
        """What the counsellor wrote or has the person told, once. Raises `SealRefused`."""
        if epoch < self.epoch or seq <= self._reader.opened:
            return None  # the stream began again
        body = self._reader.open(epoch, seq, sealed)
        if isinstance(body, Got):
            self._delivered(body.upto)
            return None
        self._to_show = seq
        return body

    async def all_shown(self) -> None:
        """The person has a page with everything of the counsellor's that was received: one `got` says so."""
        await self.shown(self._to_show)

    async def shown(self, upto: int) -> None:
        if upto > self._shown:
            self._shown = upto
            self._seal(Got(upto))
            await self.flush()

    async def lost(self, seq: int) -> None:
        """The counsellor hears that this one never arrived."""
        self._seal(Lost(seq))
        await self.flush()

    def _seal(self, body: Words | Got | Lost) -> int:
        seq, sealed = self._writer.seal(body)
        self._kept.append(MessageBody(epoch=self.epoch, seq=seq, sealed=sealed))
        return seq

    def _mark(self, seq: int) -> None:
        if seq in self._lines and self._lines[seq].mark == "":
            self._lines[seq].mark = "sent"

    def _delivered(self, upto: int) -> None:
        for seq in [seq for seq in self._lines if seq <= upto]:
            self._lines.pop(seq).mark = "delivered"
