"""From the person's finger to the counsellor's screen, in two real browsers: the waiting person, and a live message."""

import statistics
import time
from collections.abc import Iterator

from playwright.sync_api import expect

from tests.bench.replies import Row
from tests.journeys.conftest import chromium
from tests.journeys.people import SECONDS, Counsellor, Person
from tests.journeys.stack import Stack

MESSAGES = 30


def measure(stack: Stack) -> Iterator[Row]:
    with chromium() as browser:
        kim = Counsellor.accepts(browser, stack, "Kim")
        kim.goes_on_duty()
        person = Person.opens(browser, stack, "sv-SE")
        person.writes("jag vill prata med en människa")
        expect(person.page.locator("[data-choice='handoff.yes']").last).to_be_visible(timeout=15 * SECONDS)
        begun = time.perf_counter()
        person.presses("handoff.yes")
        kim.sees_waiting(1)
        waiting = time.perf_counter() - begun
        kim.takes_next()
        kim.writes("Hej")
        person.sees("counsellor", "Hej")
        took = []
        for n in range(MESSAGES):
            begun = time.perf_counter()
            person.sends(f"meddelande {n}")
            kim.sees(f"meddelande {n}")
            took.append(time.perf_counter() - begun)
        person.ends()
    yield "yes to hand-off → waiting on the desk", f"{waiting * 1000:.0f} ms", "≤ 1 s"
    yield "live message → counsellor's screen, median", f"{statistics.median(took) * 1000:.0f} ms", ""
