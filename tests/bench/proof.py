"""How long a cheap phone works before it may open a conversation under ordinary load: the least work that is asked."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Request, Response, expect

from tests.bench.replies import Row
from tests.bench.slow_device import share_of_one_core
from tests.journeys.conftest import chromium
from tests.journeys.people import SECONDS, Person
from tests.journeys.stack import Stack, running

TIMES_SLOWER = 6
PROOFS = 15
# One person after the other, each a few seconds, is between half of this and twice it: what costs the least work.
OPENINGS_PER_MINUTE = 20


def measure() -> Iterator[Row]:
    """From the door's "proof needed" to the page's proof, the page's code fetched in between."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), openings_per_minute=OPENINGS_PER_MINUTE) as stack,
        chromium() as browser,
    ):
        whole = [_seconds(browser, stack, 1) for _ in range(PROOFS)]
        slow = [_seconds(browser, stack, TIMES_SLOWER) for _ in range(PROOFS)]
    yield "proof of work under ordinary load, one core, median", f"{statistics.median(whole):.2f} s", ""
    name = f"the same on a core {TIMES_SLOWER} × slower, median (longest of {PROOFS})"
    yield name, f"{statistics.median(slow):.2f} s ({max(slow):.2f} s)", "≤ 2 s"


def _seconds(browser: Browser, stack: Stack, times_slower: int) -> float:
    while stack.post("/api/chat", {"language": "sv"}).status_code == 201:
        pass  # until the door is just busy enough to ask
    person = Person.opens(browser, stack, "sv-SE")
    moments: dict[str, float] = {}

    def asked(response: Response) -> None:
        if response.url.endswith("/api/chat") and response.status == 429:
            moments["asked"] = time.perf_counter()

    def proved(request: Request) -> None:
        if '"proof"' in (request.post_data or ""):
            moments["proved"] = time.perf_counter()

    person.page.on("response", asked)
    person.page.on("request", proved)
    with share_of_one_core(browser, times_slower):
        person.sends("hej")
        expect(person.said_by("bot").first).to_be_visible(timeout=60 * SECONDS)
    person.context.close()
    if "asked" not in moments:  # the load had just faded
        return _seconds(browser, stack, times_slower)
    return moments["proved"] - moments["asked"]
