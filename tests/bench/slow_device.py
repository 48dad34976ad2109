"""A cheap phone, played by this machine: a browser's pages get a share of one core, and a slow network."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

RUN_SECONDS = 0.005
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}


@contextmanager
def share_of_one_core(browser: Browser, times_slower: int) -> Iterator[None]:
    """Holds the browser's pages to one core, of which they get every n-th part.

    Chromium's own throttling slows only a page's main thread; keys are derived on others. So whole processes are
    stopped and continued, in turns of milliseconds.
    """
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    pages = [int(process["id"]) for process in found if process["type"] == "renderer"]
    for page in pages:
        for thread in Path(f"/proc/{page}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {0})
    over = threading.Event()
    turns = threading.Thread(target=_take_turns, args=(pages, times_slower, over))
    turns.start()
    try:
        yield
    finally:
        over.set()
        turns.join()


def _take_turns(processes: list[int], times_slower: int, over: threading.Event) -> None:
    while not over.is_set():
        begun = time.perf_counter()
        time.sleep(RUN_SECONDS)
        ran = time.perf_counter() - begun
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        time.sleep(ran * (times_slower - 1))
        for process in processes:
            os.kill(process, signal.SIGCONT)


def on_slow_3g(page: Page) -> None:
    """400 ms there and back, 400 kbit/s, as Chromium plays it."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
