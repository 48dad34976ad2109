"""The copy of the routes that outlives this process, so that a restart does not cut anybody off from a counsellor.

It is a Redis that writes nothing to disk. Names of keys are keyed hashes and values are sealed: whoever dumps its
memory without `routes.key` learns how many people text, and neither a number nor a word.
"""

import asyncio
import os
from itertools import islice
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from triage_api.base64url import b64u
from triage_api.refusing import tell_of
from triage_api.sms.route import KEPT_SECONDS, Route, unpacked

PREFIX = "lykta:route:"
NONCE_BYTES = 12
REDIS_SECONDS = 1.0
AGAIN_SECONDS = 1.0
LAST_SECONDS = 2.0
AT_ONCE = 500


class Outliving(Protocol):
    """Where routes are copied to. No call raises, and neither `keep` nor `drop` waits: a copy that cannot be made must
    not cost anybody an answer, nor a moment of one."""

    def keep(self, route: Route, /) -> None: ...
    def drop(self, route: Route, /) -> None: ...
    async def living(self) -> list[Route]: ...
    async def close(self) -> None: ...


class NoCopy:
    """Everything lives in this process's memory only, and is gone with it."""

    def keep(self, _route: Route, /) -> None:
        return

    def drop(self, _route: Route, /) -> None:
        return

    async def living(self) -> list[Route]:
        return []

    async def close(self) -> None:
        return


class RedisCopy:
    """Each route under the keyed hash of its number, gone by itself 24 hours after it was last kept.

    It is written behind the answers: what is due stands under the name it goes by, so that the last word counts, and is
    tried until Redis has it. A STOP that Redis did not hear waits here, too.
    """

    def __init__(self, redis: "Redis", key: bytes) -> None:
        self._redis = redis
        self._naming, self._sealing = (_derived(key, use) for use in (b"lykta routes name", b"lykta routes seal"))
        self._due: dict[str, Route | None] = {}
        self._writing: asyncio.Task[None] | None = None
        self._failing = False

    def keep(self, route: Route) -> None:
        self._is_due(self._name(route), route)

    def drop(self, route: Route) -> None:
        self._is_due(self._name(route), None)

    async def living(self) -> list[Route]:
        routes = []
        try:
            async for name in self._redis.scan_iter(match=f"{PREFIX}*", count=500):
                sealed = await self._redis.get(name)
                if isinstance(sealed, bytes) and (route := self._opened(name, sealed)) is not None:
                    routes.append(route)
        except (RedisError, OSError) as error:
            tell_of(error)
        return routes

    async def close(self) -> None:
        """What is due is written first, if Redis takes it within moments."""
        if self._writing is not None:
            await asyncio.wait({self._writing}, timeout=LAST_SECONDS)
            self._writing.cancel()
        await self._redis.aclose()

    def _is_due(self, name: str, route: Route | None) -> None:
        self._due[name] = route
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        while self._due:
            due = dict(islice(self._due.items(), AT_ONCE))
            self._due = {name: route for name, route in self._due.items() if name not in due}
            try:
                async with self._redis.pipeline(transaction=False) as together:
                    for name, route in due.items():
                        if route is None:
                            together.delete(name)
                        else:
                            together.set(name, self._sealed(name, route), ex=KEPT_SECONDS)
                    await together.execute()
                self._failing = False
            except (RedisError, OSError) as error:
                if not self._failing:
                    tell_of(error)  # once, until it goes again
                self._failing = True
                self._due = due | self._due  # what has become due since is newer
                await asyncio.sleep(AGAIN_SECONDS)

    def _sealed(self, name: str, route: Route) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._sealing).encrypt(nonce, route.packed(), name.encode())

    def _name(self, route: Route) -> str:
        keyed = hmac.HMAC(self._naming, hashes.SHA256())
        keyed.update(route.number.encode())
        return PREFIX + b64u(keyed.finalize())

    def _opened(self, name: bytes | str, sealed: bytes) -> Route | None:
        """None for what another key sealed, or another version wrote: that person's next text begins anew."""
        aad = name if isinstance(name, bytes) else name.encode()
        try:
            return unpacked(AESGCM(self._sealing).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad))
        except (InvalidTag, ValueError, KeyError, TypeError):
            return None


def _derived(key: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=use).derive(key)


def outliving(url: str, key_file: Path) -> Outliving:
    """Where routes are copied to: nowhere, or the Redis at this address."""
    if not url:
        return NoCopy()
    # It tries again by itself, after what is new; the library would wait with the old.
    redis = Redis.from_url(
        url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS, retry=Retry(NoBackoff(), 0)
    )
    return RedisCopy(redis, key_file.read_text().strip().encode())
