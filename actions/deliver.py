"""Carrying a sealed envelope to the queue: retried on failure, at most one case however often it is tried."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx


class NotDelivered(Exception):
    """The queue could not be reached, or did not take the envelope. Nothing was shared; the person may try again."""


@dataclass(frozen=True)
class Delivered:
    """`outcome` is `arrived`, or `already` when a living case of the same page was there; `place` counts from 1."""

    outcome: str
    case_id: str
    place: int | None


@dataclass(frozen=True)
class Duty:
    """`on_duty` is how many are; `next` when the next shift at the desk is planned to begin, aware, or None."""

    on_duty: int
    next: datetime | None


@dataclass
class Queue:
    """The queue's internal surface. `seconds` bounds the whole delivery, tries and pauses together."""

    url: str
    key_file: Path
    seconds: float

    async def duty(self) -> Duty | None:
        """Who is on duty and who is planned, or None when the queue does not answer: then nothing is promised."""
        try:
            told = await self._ask("duty")
            begins = told["next"]
            return Duty(int(told["on_duty"]), None if begins is None else _read_time(begins))
        except (httpx.HTTPError, ValueError, KeyError, TypeError, OSError):
            return None

    async def may_own(self) -> frozenset[str] | None:
        """The ids of those who may come to own a case, by plan and duty; None for no narrowing: nobody is planned, or
        the queue does not answer."""
        try:
            told = (await self._ask("readers"))["may_own"]
            return None if told is None else frozenset(map(str, told))
        except (httpx.HTTPError, ValueError, KeyError, TypeError, OSError):
            return None

    async def deliver(self, case: dict[str, Any]) -> Delivered:
        """Posts the case until it is taken or the time is up.

        The verifier in `case` makes it idempotent: a repeat after a lost answer finds the case that stands.

        Raises:
            NotDelivered: the time is up, or the queue refused it for good.
        """
        try:
            async with asyncio.timeout(self.seconds), self._client() as client:
                pause = 0.1
                while True:
                    delivered = await self._try(client, case)
                    if delivered:
                        return delivered
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, 1.0)
        except (TimeoutError, OSError) as error:
            raise NotDelivered from error

    async def _ask(self, what: str) -> Any:
        async with self._client() as client:
            answer = await client.get(f"{self.url}/{what}", timeout=1.0)
            answer.raise_for_status()
            return answer.json()

    async def _try(self, client: httpx.AsyncClient, case: dict[str, Any]) -> Delivered | None:
        try:
            answer = await client.post(f"{self.url}/cases", json=case)
        except httpx.HTTPError:
            return None
        if answer.status_code >= 500:
            return None
        if answer.status_code not in (200, 201):
            raise NotDelivered
        body = answer.json()
        return Delivered(body["outcome"], body["case_id"], body.get("place"))

    def _client(self) -> httpx.AsyncClient:
        key = self.key_file.read_text("ascii").strip()
        return httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}, timeout=2.0, trust_env=False)


def _read_time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
