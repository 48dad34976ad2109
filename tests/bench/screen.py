"""From the person's finger to counsellors' screens, in real browsers: who begins to wait, and a live message."""

import statistics
import time
from collections.abc import Iterator

from playwright.sync_api import Browser, Page, expect

from tests.bench.replies import Row
from tests.journeys.conftest import chromium
from tests.journeys.people import SECONDS, Counsellor, Person
from tests.journeys.stack import Stack

CASES = 25
MESSAGES = 30
# When the board shows that one waits, drawn: by the machine's clock, which all its pages share.
SHOWN = """() => { window.shown = new Promise((resolve) => {
  const look = () => {
    if (document.querySelector("[data-testid=waiting-count]")?.textContent !== "1") return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
}); }"""
PRESSED = "button => { const at = Date.now(); button.click(); return at; }"


def measure(stack: Stack) -> Iterator[Row]:
    with chromium() as browser:
        kim, bea = (Counsellor.accepts(browser, stack, name) for name in ("Kim", "Bea"))
        for one in (kim, bea):
            one.goes_on_duty()
        waits = sorted(_until_shown(browser, stack, kim, bea.page) for _ in range(CASES))
        cut = statistics.quantiles(waits, n=100, method="inclusive")
        person = Person.opens(browser, stack, "sv-SE")
        person.writes("jag vill prata med en människa")
        person.agrees_to_hand_off()
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
    name = f"yes to hand-off → on a second counsellor's screen, p50 / p95 of {CASES}"
    yield name, f"{cut[49]:.0f} / {cut[94]:.0f} ms", "p95 ≤ 1 s"
    yield "live message → counsellor's screen, median", f"{statistics.median(took) * 1000:.0f} ms", ""


def _until_shown(browser: Browser, stack: Stack, takes: Counsellor, screen: Page) -> float:
    """Milliseconds from the press that makes a case until it is on this screen; then the other takes and closes it."""
    person = Person.opens(browser, stack, "sv-SE")
    person.writes("jag vill prata med en människa")
    yes = person.page.locator("[data-choice='handoff.yes']").last
    # It can be pressed once the page knows who may come to read.
    expect(yes).to_have_attribute("aria-disabled", "false", timeout=15 * SECONDS)
    screen.evaluate(SHOWN)
    pressed = yes.evaluate(PRESSED)
    waited = float(screen.evaluate("shown")) - float(pressed)
    takes.takes_next()
    takes.closes()
    expect(screen.get_by_test_id("waiting-count")).to_have_text("0")
    person.context.close()
    return waited
