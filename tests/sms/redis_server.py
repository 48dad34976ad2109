"""A real Redis of its own for a test: on a free port, writing nothing to disk, gone at the end."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as NotYet

from tests.sms.house import free_port


@contextmanager
def redis_server(folder: Path, *more: str) -> Iterator[str]:
    """Its URL. `more` are further words of its command line."""
    program = shutil.which("redis-server")
    assert program is not None, "install redis-server: `make setup-tests` brings it where apt-get may"
    port = free_port()
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder), *more]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    try:
        _wait(url)
        yield url
    finally:
        running.terminate()
        running.wait(10)


@contextmanager
def stopped(url: str) -> Iterator[None]:
    """It takes connections and answers nothing while the block runs."""
    process = _process(url)
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def kill(url: str) -> None:
    """From here on its port refuses."""
    os.kill(_process(url), signal.SIGKILL)


def _process(url: str) -> int:
    with Redis.from_url(url) as redis:
        return int(redis.info("server")["process_id"])


def _wait(url: str) -> None:
    until = time.monotonic() + 10
    with Redis.from_url(url) as redis:
        while True:
            try:
                redis.ping()
            except NotYet:
                assert time.monotonic() < until, "Redis did not start"
                time.sleep(0.02)
            else:
                return
