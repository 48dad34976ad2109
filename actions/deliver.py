"""Carrying a sealed envelope to the queue: retried on failure, at most one case however often it is tried."""

import asyncio
from dataclasses import dataclass
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


@dataclass
class Queue:
    """The queue's internal surface. `seconds` bounds the whole delivery, tries and pauses together."""

    url: str
    key_file: Path
    seconds: float

    async def on_duty(self) -> int | None:
        """How many counsellors are on duty, or None when the queue does not answer: then nothing is promised."""
        try:
            async with self._client() as client:
                answer = await client.get(f"{self.url}/duty", timeout=1.0)
                answer.raise_for_status()
                return int(answer.json()["on_duty"])
        except (httpx.HTTPError, ValueError, KeyError, OSError):
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
