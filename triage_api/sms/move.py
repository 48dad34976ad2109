"""From texts to the web: the person texts the code that their browser shows, and the case goes on there."""

from dataclasses import dataclass

from triage_api.queue.move import PageTaken
from triage_api.queue.queue import CaseOver
from triage_api.sms.counsellors import Counsellors
from triage_api.sms.pairing import Pairs, looks_like_code
from triage_api.sms.thread import Thread
from triage_api.sms.threads import Threads
from triage_api.sms.wording import Wording

MOST_TRIES = 5


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

    async def hears(self, thread: Thread, text: str) -> Moved | None:
        """None for what holds no code. One may stand in a sentence; alone, a wrong one is said to be wrong. Who guesses
        codes could only give their own case away, and has few tries."""
        alone = looks_like_code(text)
        thread.code_tries += alone
        page = self.pairs.take(text) if thread.code_tries <= MOST_TRIES else None
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
