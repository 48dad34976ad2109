"""Codes by which somebody who writes by text says: that browser page there is mine, let the case go on in it.

A page shows a code, the person texts it from their phone, and their case is bound to the page (docs/wire.md §9).

What can go wrong, and how far it goes:

- Somebody texts guessed codes. A hit binds the guesser's OWN case to a stranger's page: the stranger would see a talk
  that is not theirs, and the guesser would lose their own. Nothing of the stranger's is shown, since a page that waits
  for its code has nothing. With 22^8 codes, at most 200 of them alive, one guess hits once in 270 million.
- Somebody reads the code over a shoulder and texts it first. The same: the reader's own case goes to that page, and the
  person's own text then finds the code used. They see a talk that they did not begin, and make a new code.
- Somebody gets a person to text a code that is not from the person's own page ("text this to that number"). Then the
  person's case goes on in the other one's page. That is the harm that matters, and no length of code prevents it. What
  stands against it: a code lives for ten minutes, what was texted before is never given to the page, the phone
  is told that the talk goes on in a browser, and the counsellor is told too, and can ask.
- Somebody fills all 200 places. Then nobody can move for as long as they keep at it, and everything else goes on.
"""

import re
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NewType

from triage_api.clock import Clock
from triage_api.errors import Refusal
from triage_api.words import CaseId, Verifier

Code = NewType("Code", str)
"""Two groups of four, as it is shown: `K7M2 9QXD`."""

ALPHABET = "234679CDFHJKMNPQRTVWXY"
"""No 0 1 5 8, no B G I L O S U Z: nothing that looks like another. No A and E either, so that no code is a word."""
LENGTH = 8
LIVES = timedelta(minutes=10)
MOST_ALIVE = 200
MAY_TAKE = timedelta(seconds=20)
"""Between a code that was texted and the case that has moved. A code that led to nothing is over after this."""


class TooManyCodes(Refusal):
    """`seconds` is when the oldest of them ends."""

    status = 429
    code = "too_many"
    say = "Too many codes are waiting to be texted just now: make one in a few minutes."


@dataclass(frozen=True)
class Pairing:
    """What a page hears of its code. `case_id` goes with moved."""

    state: Literal["waiting", "moved", "over"]
    case_id: CaseId | None = None


@dataclass
class _Offer:
    letters: str
    ends: datetime
    taken: bool = False
    case_id: CaseId | None = None


class Pairs:
    """All codes of this process, in memory and nowhere else. Safe from any thread."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._offers: dict[Verifier, _Offer] = {}

    def offer(self, verifier: Verifier) -> Code:
        """A new code for this page; an earlier one of the same page is worth nothing from now on.

        Raises TooManyCodes while 200 other pages wait for theirs.
        """
        with self._lock:
            self._forget_old()
            self._offers.pop(verifier, None)
            alive = [offer for offer in self._offers.values() if not offer.taken]
            if len(alive) >= MOST_ALIVE:
                first = min(offer.ends for offer in alive)
                raise TooManyCodes(seconds=int((first - self._now()).total_seconds()) + 1)
            letters = _random_letters({offer.letters for offer in alive})
            self._offers[verifier] = _Offer(letters, self._now() + LIVES)
        return Code(f"{letters[:4]} {letters[4:]}")

    def take(self, text: str) -> Verifier | None:
        """The page whose living code stands in this text, once; None when there is none, or it was taken already."""
        found = set(_runs_of_eight(text))
        with self._lock:
            self._forget_old()
            for verifier, offer in self._offers.items():
                if offer.letters in found and not offer.taken:
                    offer.taken, offer.ends = True, self._now() + MAY_TAKE
                    return verifier
        return None

    def moved(self, verifier: Verifier, case_id: CaseId) -> None:
        """The case is this page's now: for ten minutes the page is told so when it asks."""
        with self._lock:
            offer = self._offers.setdefault(verifier, _Offer("", self._now()))
            offer.taken, offer.case_id, offer.ends = True, case_id, self._now() + LIVES

    def state(self, verifier: Verifier) -> Pairing:
        """`over` for a code that has ended, led to nothing, or never was."""
        with self._lock:
            self._forget_old()
            offer = self._offers.get(verifier)
        if offer is None:
            return Pairing("over")
        return Pairing("waiting") if offer.case_id is None else Pairing("moved", offer.case_id)

    def _forget_old(self) -> None:
        now = self._now()
        self._offers = {verifier: offer for verifier, offer in self._offers.items() if now < offer.ends}


_LIKE_A_CODE = re.compile(r"[A-Z0-9]{4}[^\w\n]{0,3}[A-Z0-9]{4}")


def looks_like_code(text: str) -> bool:
    """Whether the whole text is what somebody would send as a code, right or mistyped: two groups of four with at least
    two letters and two digits. Plain words, numbers, times and telephone numbers are not."""
    whole = _folded(text).strip(" \t\r\n.,:;!?'\"()")
    return _LIKE_A_CODE.fullmatch(whole) is not None and _is_mixed(whole)


def guesses_in(text: str) -> int:
    """How many different codes stand in a text, living or not."""
    return len({run for run in _runs_of_eight(text) if set(run) <= set(ALPHABET) and _is_mixed(run)})


def _is_mixed(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) >= 2 and sum(letter.isalpha() for letter in text) >= 2


def _runs_of_eight(text: str) -> list[str]:
    """All that could be a code: eight letters and digits of whole words that follow each other."""
    words = re.findall(r"[A-Z0-9]+", _folded(text))
    found = []
    for begin in range(len(words)):
        run = ""
        for word in words[begin:]:
            run += word
            if len(run) >= LENGTH:
                break
        if len(run) == LENGTH:
            found.append(run)
    return found


def _folded(text: str) -> str:
    """Capitals, and the plain form of what a phone's keyboard makes of letters and digits (full-width ones, say)."""
    return unicodedata.normalize("NFKC", text).upper()


def _random_letters(taken: set[str]) -> str:
    """At least two letters and two digits, so that a code is never taken for a word or a number."""
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if looks_like_code(letters) and letters not in taken:
            return letters
