"""A page of the desk that nobody uses says that it will lock, stays for whoever comes back, else forgets its keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.people import Counsellor
from tests.journeys.stack import Stack
from tests.journeys.test_several_chats import Shots
from tests.journeys.test_ways_in import desk_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Stack]:
    with desk_in(tmp_path) as one:
        yield one


def test_a_page_that_nobody_uses_locks(browser: Browser, desk: Stack, artifacts: Path) -> None:
    someone = Counsellor.joins(browser, desk, "Tove", "counsellor")
    page, shots = someone.page, Shots(artifacts)
    page.clock.install()
    soon = page.get_by_test_id("locks-soon")
    for language in ("sv", "en"):
        page.get_by_test_id("desk-language").select_option(language)
        page.clock.fast_forward(14 * 60_000 + 30_000)
        expect(soon).to_be_visible()
        shots.at(page, f"locks-soon-{language}")
        page.keyboard.press("Shift")
        expect(soon).to_be_hidden()
    page.clock.fast_forward(15 * 60_000 + 5_000)
    expect(page.locator(".said-to-you")).to_contain_text("Locked, because nobody had used the page")
    expect(page.get_by_test_id("sign-in-passphrase")).to_be_visible()
    shots.at(page, "locked-idle")
    assert shots.look.found == []
    someone.context.close()
