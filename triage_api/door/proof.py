"""Proof of work (ALTCHA) for opening a conversation under load: no address, no picture, no third party.

A challenge is signed with a key that lives in this memory only, so nothing is kept of those handed out; a proof opens
one conversation and is remembered until it expires. Times are this process's own: a clock that is wrong, here or on
the phone, neither ends a proof nor revives one.
"""

import secrets
import time
from collections.abc import Callable
from typing import Any, Literal

import altcha

ALGORITHM = "PBKDF2/SHA-256"
# One try costs a browser little more than it costs a machine made for guessing: PBKDF2 is native code in both.
COST = 1000
# The work is a number of tries between these, so that nobody is unlucky for long; measured by the bench `proof`.
LEAST_TRIES, MOST_TRIES = 400, 500
LIFE_SECONDS = 600.0
MOST_REMEMBERED = 50_000

Fault = Literal["missing", "forged", "expired", "used"]
"""Why a proof does not open: there is none, it solves no challenge of ours, it is late, or it opened one before."""


class Proofs:
    """Hands out challenges and takes proofs."""

    def __init__(self, now: Callable[[], float] = time.monotonic, most_remembered: int = MOST_REMEMBERED) -> None:
        self._now = now
        self._began = now()
        self._most_remembered = most_remembered
        self._begin_anew()

    def challenge(self, times: int) -> dict[str, Any]:
        """A new challenge, as ALTCHA's solvers read it, of `times` the least work."""
        tries = times * (LEAST_TRIES + secrets.randbelow(MOST_TRIES - LEAST_TRIES + 1))
        return altcha.create_challenge(
            ALGORITHM,
            COST,
            counter=tries,
            data={"until": int(self._age() + LIFE_SECONDS)},
            hmac_secret=self._key,
            hmac_key_secret=self._solution_key,
        ).to_dict()

    def fault(self, proof: str | None) -> Fault | None:
        """What is wrong with a proof; None when it is good, and then it is used up."""
        if proof is None:
            return "missing"
        if not self._is_ours(proof):
            return "forged"
        challenge = altcha.Payload.from_base64(proof).challenge
        if (challenge.parameters.data or {})["until"] < self._age():
            return "expired"
        if challenge.signature in self._used:
            return "used"
        self._remember(str(challenge.signature))
        return None

    def _is_ours(self, proof: str) -> bool:
        try:
            return altcha.verify_solution(proof, self._key, hmac_key_secret=self._solution_key).verified
        except Exception:  # noqa: BLE001 (a stranger's bytes: whatever the library chokes on is not ours)
            return False

    def _remember(self, signature: str) -> None:
        while self._used and next(iter(self._used.values())) < self._age():
            del self._used[next(iter(self._used))]
        if len(self._used) >= self._most_remembered:
            self._begin_anew()  # never a proof twice: rather another challenge for those who are at work
        self._used[signature] = self._age() + LIFE_SECONDS

    def _begin_anew(self) -> None:
        """New keys: what was handed out before opens nothing any more, so nothing of it need be remembered."""
        self._key, self._solution_key = secrets.token_bytes(32), secrets.token_bytes(32)
        self._used: dict[str, float] = {}

    def _age(self) -> float:
        return self._now() - self._began
