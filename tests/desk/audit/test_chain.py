"""The chain: any row that is changed, taken out or put in shows, and what is pruned leaves it checkable."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.queue.world import HandClock
from triage_api.database import Database, open_database
from triage_api.desk.audit.audit import Audit
from triage_api.desk.audit.chain import Broken, Sound, rows_of, verify
from triage_api.desk.audit.row import Deed, hash_of_row
from triage_api.migrate import migrate


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    one = open_database(f"sqlite:///{tmp_path / 'accounts.sqlite'}")
    migrate(one, "accounts")
    yield one
    one.close()


@pytest.fixture
def audit(database: Database, clock: HandClock) -> Audit:
    return Audit(database, clock)


def walked(database: Database, known: str = "") -> Sound | Broken:
    with database.reading() as connection:
        return verify(connection, known)


def run(database: Database, statement: str) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql(statement)


def filled(audit: Audit, rows: int = 6) -> None:
    for _ in range(rows):
        audit.note_after("maja", Deed.duty_on)


def test_an_untouched_chain_holds_and_says_its_last_hash(database: Database, audit: Audit) -> None:
    assert walked(database) == Sound(0, 0, "")
    filled(audit)
    found = walked(database)
    assert isinstance(found, Sound)
    assert (found.rows, found.last) == (6, 6)
    assert walked(database, known=found.hash) == found


@pytest.mark.parametrize(
    ("tampering", "first"),
    [
        ("UPDATE audit SET who = 'nils' WHERE number = 3", 3),
        ("UPDATE audit SET at = at + 300 WHERE number = 1", 1),
        ("UPDATE audit SET hash = previous WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number <= 2", 1),
        ("DELETE FROM audit WHERE number = 5; ", 5),
        ("UPDATE audit SET deed = 'anchor' WHERE number = 1", 1),
        ("UPDATE audit SET number = 9 WHERE number = 6", 6),
    ],
)
def test_the_first_row_that_does_not_fit_is_named(database: Database, audit: Audit, tampering: str, first: int) -> None:
    filled(audit)
    run(database, tampering)
    found = walked(database)
    assert isinstance(found, Broken)
    assert found.number == first
    assert f"Row {first} " in found.says


def test_an_end_that_was_cut_off_shows_beside_a_hash_noted_elsewhere(database: Database, audit: Audit) -> None:
    filled(audit)
    whole = walked(database)
    assert isinstance(whole, Sound)
    run(database, "DELETE FROM audit WHERE number > 4")
    assert isinstance(walked(database), Sound), "a chain alone cannot know how long it was"
    assert isinstance(walked(database, known=whole.hash), Broken)


def test_after_a_year_rows_go_and_the_rest_is_still_checkable(
    database: Database, audit: Audit, clock: HandClock
) -> None:
    filled(audit, 3)
    clock.moves(days=200)
    filled(audit, 2)
    clock.moves(days=166)
    audit.prune()
    with database.reading() as connection:
        rows = rows_of(connection)
    assert [(row.number, row.deed, row.who) for row in rows] == [
        (3, "anchor", ""),
        (4, "duty_on", "maja"),
        (5, "duty_on", "maja"),
        (6, "pruned", "server"),
    ]
    assert isinstance(walked(database), Sound)
    clock.moves(days=400)
    audit.prune()
    filled(audit, 1)
    assert isinstance(walked(database), Sound)
    with database.reading() as connection:
        assert [row.number for row in rows_of(connection)] == [6, 7, 8]


def test_nothing_younger_than_a_year_is_pruned(database: Database, audit: Audit, clock: HandClock) -> None:
    filled(audit)
    clock.at += timedelta(days=365) - timedelta(hours=4)
    audit.prune()
    assert isinstance(walked(database), Sound)
    with database.reading() as connection:
        assert len(rows_of(connection)) == 6


def test_an_anchor_moved_on_to_hide_rows_shows(database: Database, audit: Audit, clock: HandClock) -> None:
    filled(audit, 3)
    clock.moves(days=366)
    filled(audit, 3)
    audit.prune()
    run(database, "DELETE FROM audit WHERE number <= 3")
    run(database, "UPDATE audit SET deed = 'anchor', who = '', previous = '' WHERE number = 4")
    assert isinstance(walked(database), Broken)


FIELDS = st.tuples(
    st.integers(1, 2**40), st.integers(0, 2**40), st.text(max_size=22), st.text(max_size=16), st.text(max_size=64)
)


@given(FIELDS, FIELDS)
def test_two_rows_have_one_hash_only_when_all_their_fields_are_alike(
    one: tuple[int, int, str, str, str], other: tuple[int, int, str, str, str]
) -> None:
    assert (hash_of_row(*one, "") == hash_of_row(*other, "")) == (one == other)


def test_what_cannot_be_written_now_waits_and_is_written_once(database: Database, audit: Audit) -> None:
    run(database, "ALTER TABLE audit RENAME TO away")
    audit.note_after("maja", Deed.closed, "a tag")
    audit.note_after("maja", Deed.closed, "a tag")
    run(database, "ALTER TABLE away RENAME TO audit")
    audit.flush()
    audit.flush()
    with database.reading() as connection:
        assert [(row.deed, row.about) for row in rows_of(connection)] == [("closed", "a tag")]
