"""What the case database holds of a person, and that all of it is known to go."""

import sqlalchemy as sa

from triage_api.queue.tables import DIES_WITH_ITS_ROW, OF_A_CASE, cases, metadata

NAMES = {"case_id", "offer_id", "letter_id", "verifier", "mailbox"}


def test_whatever_is_sealed_or_names_a_case_dies_with_its_row() -> None:
    dies = {(column.table.name, column.name) for column in DIES_WITH_ITS_ROW}
    for table in metadata.tables.values():
        for column in table.columns:
            if column.name in NAMES or isinstance(column.type, sa.Text):
                assert (table.name, column.name) in dies, column


def test_every_table_that_hangs_on_a_case_is_cleared_with_it() -> None:
    hanging = {cases}
    while (
        more := {
            table for table in metadata.tables.values() for key in table.foreign_keys if key.column.table in hanging
        }
        - hanging
    ):
        hanging |= more
    assert hanging == set(OF_A_CASE)
