"""What goes on is read back as it was written, and nothing is left of what is over."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.databases import both_databases, kind
from triage_api.database import open_database
from triage_api.desk.alerts import kept
from triage_api.desk.alerts.decide import Alert, Notice
from triage_api.desk.alerts.rules import Step
from triage_api.desk.alerts.tables import OF_AN_ALERT
from triage_api.migrate import migrate

__all__ = ["kind"]

NOW = datetime(2026, 11, 21, 2, 3, tzinfo=UTC)
MARKS = frozenset(f"mark {n}" for n in range(7))


def test_round_and_back(kind: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "AT_ONCE", 2)
    first = Alert("a", False, Step.tier_1, NOW, False, MARKS, frozenset({(Step.tier_1, "maja")}))
    quiet = Alert("b", True, Step.over, NOW, True, frozenset({"mark 1"}))
    later = replace(
        first,
        step=Step.supervisors,
        seen=True,
        waiting=frozenset({"mark 6", "mark 9"}),
        told=first.told | {(Step.tier_2, "nils")},
    )
    with both_databases(kind) as urls:
        accounts = open_database(str(urls.get("accounts_url") or f"sqlite:///{tmp_path}/accounts.sqlite"))
        migrate(accounts, "accounts")
        steps: list[list[Alert]] = [[first, quiet], [later, quiet], [later], []]
        before: list[Alert] = []
        for after in steps:
            with accounts.writing(one_at_a_time=kept.ALERTS) as connection:
                kept.write_alerts(connection, before, after)
                kept.put_out(connection, [Notice("a", Step.tier_1, "maja", False)], NOW)
            with accounts.reading() as connection:
                before = kept.read_alerts(connection)
                assert before == after
                assert kept.any_alert(connection) is bool(after)
        with accounts.reading() as connection:
            left = [connection.exec_driver_sql(f"SELECT count(*) FROM {one.name}").scalar() for one in OF_AN_ALERT]  # noqa: S608
        accounts.close()
    assert left == [0, 0, 0, 0]
