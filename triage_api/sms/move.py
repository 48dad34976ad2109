"""From texts to the web: the person texts the code that their browser shows, and the case goes on there."""

from dataclasses import dataclass

from triage_api.clock import Clock
from triage_api.queue.move import PageTaken
from triage_api.queue.queue import CaseOver
from triage_api.sms.counsellors import Counsellors
from triage_api.sms.pairing import LIVES, Pairs, guesses_in, looks_like_code
from triage_api.sms.thread import Thread
from triage_api.sms.threads import Threads
from triage_api.sms.wording import Wording

MOST_TRIES = 10
"""Codes that one person texts within as long as one lives. Nobody mistypes ten of them, and whoever did has a new code
that counts soon."""


@dataclass(frozen=True)
class Moved:
    """What is answered to a code; `over` when nothing more goes to this number."""

    text: str
    over: bool


@dataclass(frozen=True)
class Move:
    pairs: Pairs
    counsellors: Counsellors
    threads: Threads
    wording: Wording
    now: Clock

    async def hears(self, thread: Thread, text: str) -> Moved | None:
        """None for what holds no code. One may stand in a sentence; alone, a wrong one is said to be wrong. Who guesses
        codes could only give their own case away, and has few tries at a time, however many they put in one text."""
        alone, now = looks_like_code(text), self.now()
        lately = [at for at in thread.code_tries if now - at < LIVES]
        thread.code_tries = [*lately, *[now] * max(alone, guesses_in(text))]
        page = self.pairs.take(text) if len(thread.code_tries) <= MOST_TRIES else None
        if page is None and not alone:
            return None
        language = thread.route.language
        if page is None:
            return Moved(self.wording.say(language, "code_unknown"), over=False)
        if not thread.has_case:
            return Moved(self.wording.say(language, "code_too_early"), over=False)
        try:
            case_id = await self.counsellors.hand_on(thread, page)
        except CaseOver:
            return Moved(self.wording.say(language, "code_too_early"), over=False)
        except PageTaken:
            return Moved(self.wording.say(language, "code_unknown"), over=False)
        self.pairs.moved(page, case_id)
        self.threads.forget(thread)
        return Moved(self.wording.say(language, "moved"), over=True)
