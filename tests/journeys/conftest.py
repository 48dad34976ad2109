"""One installation and one Chromium for all journeys of a run."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.people import Counsellor
from tests.journeys.stack import Stack, running
from tests.journeys.tidy_desk import tidies

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# How long what must come may take on a slow machine; what is there already costs nothing.
expect.set_options(timeout=30_000)
ARTIFACTS = Path(__file__).parents[2] / "artifacts"


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("lykta")) as whole:
        yield whole


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, or Playwright's own where it could be downloaded. Without either the journeys fail."""
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="session")
def kims_desk(browser: Browser, stack: Stack) -> Counsellor:
    return Counsellor.accepts(browser, stack, "Kim")


@pytest.fixture
def kim(kims_desk: Counsellor, stack: Stack) -> Counsellor:
    """Who answers in every journey that brings nobody of its own, at a desk that each of them finds the same."""
    tidies(kims_desk, stack)
    return kims_desk


@pytest.fixture(scope="session")
def artifacts() -> Path:
    ARTIFACTS.mkdir(exist_ok=True)
    return ARTIFACTS
