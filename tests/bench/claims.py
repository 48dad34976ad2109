"""How long a claim takes with a long line, and that nobody is claimed twice: on PostgreSQL and on SQLite."""

import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from tests.bench.replies import Row
from tests.databases import KINDS, a_case_database
from tests.postgres_server import postgres_server
from tests.queue.world import another_process, counsellor_id, open_queue, person
from triage_api.clock import seconds, utc_now
from triage_api.queue.claim import claim_next
from triage_api.queue.given import Given
from triage_api.queue.queue import Queue
from triage_api.queue.receive import receive_case
from triage_api.words import Language, Writer

COUNSELLORS = 200
PROCESSES = 4
LINES = (100, 1_000, 10_000)
CLAIMS_PER_SECOND = 20.0
MOST_CLAIMS = 600
AS_ASKED = Given(frozenset({Language.sv}), seconds(utc_now()) + 86_400, frozenset({Writer.friend}))
"""As the desk asks: what she holds is counted, languages and who writes are looked at. Whoever waits has waited long
enough."""


def measure() -> Iterator[Row]:
    """200 counsellors press at random, twenty times a second in all, through four engines as four processes would."""
    postgres_server().does("ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()")  # as SQLite, and as it is run
    for kind in KINDS:
        for waiting in LINES:
            with tempfile.TemporaryDirectory() as folder, a_case_database(kind, Path(folder)) as url:
                queue = open_queue(url)
                counsellors = _fill(queue, waiting)
                took, twice = _claims(queue, counsellors, min(waiting, MOST_CLAIMS))
                queue.cases.close()
            p95 = statistics.quantiles(took, n=20)[-1]
            name = f"claim, {COUNSELLORS} counsellors, {waiting:,} waiting, {kind}: p95 (median); taken twice"
            yield name, f"{p95 * 1000:.1f} ms ({statistics.median(took) * 1000:.1f} ms); {twice}", "≤ 25 ms; 0"


def _fill(queue: Queue, waiting: int) -> list[str]:
    """A line of cases of every level, each wrapped for all counsellors."""
    counsellors = [counsellor_id() for _ in range(COUNSELLORS)]
    first = person(*counsellors).new_case
    receive_case(queue, first)
    counting = "generate_series(2, :n) AS numbers(n)"
    if queue.cases.engine.dialect.name == "sqlite":
        counting = (
            "(WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < :n) "
            "SELECT n FROM numbers) AS numbers"
        )
    copied = "language, channel, writer, arrived_at, state, epoch, envelope"
    with queue.cases.writing() as connection:
        connection.execute(
            text(
                f"INSERT INTO cases (case_id, verifier, level, {copied}) "  # noqa: S608 (words of ours)
                "SELECT 'case ' || n, 'verifier ' || n, "
                "CASE n % 20 WHEN 0 THEN 'immediate' WHEN 1 THEN 'high' WHEN 2 THEN 'elevated' ELSE 'routine' END, "
                f"{copied} FROM cases, {counting} WHERE cases.case_id = :first"
            ),
            {"n": waiting, "first": first.envelope.case_id},
        )
        connection.execute(text("DELETE FROM readers"))
        for one in counsellors:
            connection.execute(
                text("INSERT INTO readers (case_id, counsellor_id) SELECT case_id, :one FROM cases"), {"one": one}
            )
    return counsellors


def _claims(queue: Queue, counsellors: list[str], claims: int) -> tuple[list[float], int]:
    """The seconds of each claim, and how many cases were taken more than once."""
    processes = [another_process(queue) for _ in range(PROCESSES)]
    for one in processes:  # as after their start: connections are there
        with ExitStack() as stack:
            for _ in range(3):
                stack.enter_context(one.cases.reading()).execute(text("SELECT 1"))
    chance = random.Random(7)  # noqa: S311 (moments to press at, no secret)
    moments = [chance.uniform(0, claims / CLAIMS_PER_SECOND) for _ in range(claims)]
    begun = time.perf_counter() + 1
    taken: list[str] = []
    lock = threading.Lock()

    def press(number: int) -> float:
        time.sleep(max(0.0, begun + moments[number] - time.perf_counter()))
        at = time.perf_counter()
        held = claim_next(processes[number % PROCESSES], counsellors[number % COUNSELLORS], MOST_CLAIMS, AS_ASKED)
        took = time.perf_counter() - at
        assert held is not None, "somebody waits, and she was told that nobody does"
        with lock:
            taken.append(held.case_id)
        return took

    with ThreadPoolExecutor(COUNSELLORS) as pool:
        took = list(pool.map(press, sorted(range(claims), key=moments.__getitem__)))
    for one in processes:
        one.cases.close()
    return took, len(taken) - len(set(taken))
