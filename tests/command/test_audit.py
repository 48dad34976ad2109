"""`lykta audit`, as an operator uses it."""

from pathlib import Path

import pytest

from tests.queue.world import install
from triage_api.command.audit import accounts_of, show, verify
from triage_api.command.invite import invite
from triage_api.command.trouble import Trouble


def test_verify_prints_a_hash_to_note_and_knows_it_again(tmp_path: Path) -> None:
    settings = install(tmp_path)
    assert verify(settings, "") == "The audit has no row yet."
    invite(settings, "supervisor")
    said = verify(settings, "")
    assert said.startswith("All 1 rows hold")
    invite(settings, "counsellor")
    assert verify(settings, said.split()[-1]).startswith("All 2 rows hold")
    with pytest.raises(Trouble, match="made anew"):
        verify(settings, "A" * 43)


def test_a_changed_row_is_one_sentence_for_the_operator(tmp_path: Path) -> None:
    settings = install(tmp_path)
    invite(settings, "supervisor")
    with accounts_of(settings) as database, database.writing() as connection:
        connection.exec_driver_sql("UPDATE audit SET about = 'counsellor'")
    with pytest.raises(Trouble, match=r"^Row 1 does not fit the row before it: one of the two was changed\.$"):
        verify(settings, "")


def test_show_prints_the_newest_rows(tmp_path: Path) -> None:
    settings = install(tmp_path)
    for role in ("counsellor", "supervisor"):
        invite(settings, role)
    (line,) = show(settings, 1)
    assert line.startswith("2  20")
    assert line.endswith("operator  invited  supervisor")
