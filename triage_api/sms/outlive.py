"""The copy of the routes that outlives this process, so that a restart does not cut anybody off from a counsellor.

It is a Redis that writes nothing to disk. Names of keys are keyed hashes and values are sealed: whoever dumps its
memory without `routes.key` learns how many people text, and neither a number nor a word.
"""

import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from redis.asyncio import Redis
from redis.exceptions import RedisError

from triage_api.base64url import b64u
from triage_api.refusing import tell_of
from triage_api.sms.route import KEPT_SECONDS, Route, unpacked

PREFIX = "lykta:route:"
NONCE_BYTES = 12


class Outliving(Protocol):
    """Where routes are copied to. No call raises: a copy that cannot be made must not cost anybody an answer."""

    async def keep(self, route: Route, /) -> None: ...
    async def drop(self, route: Route, /) -> None: ...
    async def living(self) -> list[Route]: ...
    async def close(self) -> None: ...


class NoCopy:
    """Everything lives in this process's memory only, and is gone with it."""

    async def keep(self, _route: Route, /) -> None:
        return

    async def drop(self, _route: Route, /) -> None:
        return

    async def living(self) -> list[Route]:
        return []

    async def close(self) -> None:
        return


class RedisCopy:
    """Each route under the keyed hash of its number, gone by itself 24 hours after it was last kept."""

    def __init__(self, redis: "Redis", key: bytes) -> None:
        self._redis = redis
        self._naming, self._sealing = (_derived(key, use) for use in (b"lykta routes name", b"lykta routes seal"))

    async def keep(self, route: Route) -> None:
        nonce = os.urandom(NONCE_BYTES)
        name = self._name(route)
        sealed = nonce + AESGCM(self._sealing).encrypt(nonce, route.packed(), name.encode())
        try:
            await self._redis.set(name, sealed, ex=KEPT_SECONDS)
        except (RedisError, OSError) as error:
            tell_of(error)

    async def drop(self, route: Route) -> None:
        try:
            await self._redis.delete(self._name(route))
        except (RedisError, OSError) as error:
            tell_of(error)

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
        await self._redis.aclose()

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
