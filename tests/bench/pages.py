"""The pages as a phone gets them: their weight, the wait on slow 3G until one can write, and Lighthouse's scores."""

import json
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.bench.replies import Row
from tests.bench.slow_device import on_slow_3g
from tests.journeys.conftest import chromium
from tests.journeys.people import Counsellor
from tests.journeys.stack import Stack
from triage_api.command.node import find_npm

LOCALES = {"sv": "sv-SE", "en": "en-GB", "th": "th-TH", "ro": "ro-RO"}
DESK_LANGUAGES = ("sv", "en")
ROUNDS = 3
LIGHTHOUSE = Path(__file__).parent / "lighthouse"
PERFORMANCE, OTHERS = 95, 100


def measure(stack: Stack) -> Iterator[Row]:
    with chromium() as browser:
        loads = {language: _first_load(browser, stack, locale) for language, locale in LOCALES.items()}
        kim = Counsellor.accepts(browser, stack, "Lo")  # the desk as it is where there are counsellors: with a roster
        kim.context.close()
    heaviest = max(weight for weight, _ in loads.values())
    slowest = max(seconds for _, seconds in loads.values())
    yield "first load of the chat page, compressed, heaviest of four languages", f"{heaviest / 1000:.1f} kB", "≤ 100 kB"
    yield "slow 3G (400 ms, 400 kbit/s): one can write after, slowest language", f"{slowest:.1f} s", "≤ 3 s"
    chat = _lighthouse([f"{language}={stack.url}/" for language in LOCALES])
    desk = _lighthouse([f"{language}={stack.url}/desk/" for language in DESK_LANGUAGES])
    for name, found in (("chat page", chat), ("desk's sign-in", desk)):
        performance = _least("performance", found)
        others = f"{_least('accessibility', found)} / {_least('best-practices', found)}"
        yield f"Lighthouse, {name}: performance on a slow phone, least language", str(performance), f"≥ {PERFORMANCE}"
        yield f"Lighthouse, {name}: accessibility / best practices", others, f"{OTHERS} / {OTHERS}"


def _first_load(browser: Browser, stack: Stack, locale: str) -> tuple[int, float]:
    """Bytes over the wire, headers too, and the median of seconds until what is typed stands in the field.

    Without TLS, which would add about two round trips.
    """
    rounds = [_load(browser, stack, locale) for _ in range(ROUNDS)]
    return max(weight for weight, _ in rounds), statistics.median(seconds for _, seconds in rounds)


def _load(browser: Browser, stack: Stack, locale: str) -> tuple[int, float]:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    on_slow_3g(page)
    weight = 0

    def finished(event: dict[str, Any]) -> None:
        nonlocal weight
        weight += int(event["encodedDataLength"])

    session = context.new_cdp_session(page)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    begun = time.perf_counter()
    page.goto(stack.url + "/", wait_until="commit")
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("a")
    page.wait_for_function("document.querySelector('[data-testid=composer]').value === 'a'")
    took = time.perf_counter() - begun
    page.wait_for_load_state("networkidle")
    context.close()
    return weight, took


def _lighthouse(pages: list[str]) -> list[dict[str, Any]]:
    """Its results, a round and page each. What keeps a score down is printed, so that it can be mended."""
    npm = find_npm()
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    environment = {**npm.environment(), **({"CHROME_PATH": executable} if executable else {})}
    installed = LIGHTHOUSE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (LIGHTHOUSE / "package-lock.json").stat().st_mtime:
        subprocess.run([*npm.words, "ci", "--no-audit", "--no-fund"], cwd=LIGHTHOUSE, env=environment, check=True)
    done = subprocess.run(
        ["node", "measure.mjs", str(ROUNDS), *pages],
        cwd=LIGHTHOUSE,
        env={**environment, "NO_UPDATE_NOTIFIER": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    for one in found:
        if one["below"]:
            print(one["language"], one["url"], one["scores"], one["below"])
    return found


def _least(category: str, found: list[dict[str, Any]]) -> int:
    """The lowest of the languages, each by the median of its rounds."""
    of: dict[str, list[int]] = {}
    for one in found:
        of.setdefault(one["language"], []).append(one["scores"][category])
    return min(int(statistics.median(scores)) for scores in of.values())
