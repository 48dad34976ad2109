"""Counting when a case is over, with what its counsellor says of it, and reading a month when it is over."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, select

from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.test_cases import hands_off
from tests.queue.world import HandClock, Person, Server, install, person
from triage_api.command.stats import stats
from triage_api.command.trouble import Trouble
from triage_api.desk.counts.contact import Cell
from triage_api.desk.counts.tables import counts

SAID = {"outcome": "informed", "level": "high", "needs": ["law", "health"], "follow_up": True, "county": "skane"}


@pytest.fixture
def vera(maja: Counsellor, server: Server, clock: HandClock) -> Counsellor:
    """Supervises."""
    return Counsellor(server, clock, sign_in_name="vera", name="Vera", role="supervisor").joins().signs_in()


def counted(server: Server) -> dict[Cell, int]:
    server.app.state.desk.counts.write()
    with server.app.state.desk.accounts.reading() as connection:
        return {(one.subject, one.row, one.column): one.n for one in connection.execute(select(counts)).all()}


def closes(maja: Counsellor, server: Server, **said: object) -> Person:
    one = hands_off(server, maja)
    maja.call("POST", "claim")
    case_id = one.case["envelope"]["case_id"]
    assert maja.call("POST", f"cases/{case_id}/close").status_code == 200
    if said:
        assert maja.call("POST", f"cases/{case_id}/assessment", said).status_code == 204
    return one


def test_a_case_is_counted_once_in_every_table_with_what_was_said(maja: Counsellor, server: Server) -> None:
    closes(maja, server, **SAID)
    one_way = {
        **{"language": "th", "channel": "web", "writer": "self", "level": "routine", "outcome": "informed"},
        **{"waiting": "under_10", "answering": "under_15", "agreement": "counsellor_higher", "follow_up": "yes"},
        "county": "skane",
    }
    two_way = [
        *(("language_level", "th", "routine"), ("channel_level", "web", "routine")),
        *(("writer_level", "self", "routine"), ("language_outcome", "th", "informed")),
    ]
    needs = [("needs", "law", ""), ("needs", "health", "")]
    cells = [*((table, row, "") for table, row in one_way.items()), *two_way, *needs]
    assert counted(server) == dict.fromkeys(cells, 1)


def test_who_says_nothing_is_not_asked_again_and_counted_after_ten_minutes(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    one = closes(maja, server)
    assert counted(server) == {}
    clock.moves(minutes=10)
    found = counted(server)
    for table in ("outcome", "agreement", "county"):
        assert found[(table, "not_said", "")] == 1
    late = maja.call("POST", f"cases/{one.case['envelope']['case_id']}/assessment", SAID)
    assert (late.status_code, late.json()["error"]["code"]) == (404, "no_such_case")
    assert counted(server) == found


def test_a_case_that_its_person_ended_can_be_told_of_too(maja: Counsellor, server: Server) -> None:
    one = hands_off(server, maja)
    maja.call("POST", "claim")
    server.post("/api/case/end", token=one.token)
    assert maja.call("POST", f"cases/{one.case['envelope']['case_id']}/assessment", {}).status_code == 204
    assert counted(server)[("outcome", "not_said", "")] == 1
    assert ("abandoned", "left_waiting", "") not in counted(server)


def test_an_assessment_is_taken_once_and_from_the_counsellor_of_the_case_alone(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    nils = Counsellor(server, clock, sign_in_name="nils").joins().signs_in()
    one = closes(maja, server)
    path = f"cases/{one.case['envelope']['case_id']}/assessment"
    assert nils.call("POST", path, SAID).status_code == 404
    assert maja.call("POST", path, SAID).status_code == 204
    assert maja.call("POST", path, SAID).status_code == 404
    assert counted(server)[("outcome", "informed", "")] == 1


@pytest.mark.parametrize(
    "said",
    [
        *({"outcome": "nonsense"}, {"needs": ["nonsense"]}, {"level": "worst"}, {"note": "x"}),
        *({"county": "nonsense"}, {"county": "malmo"}, {"county": "Skåne"}, {"county": "not_said"}, {"county": ""}),
    ],
)
def test_only_the_codes_that_are_asked_for_are_taken(maja: Counsellor, server: Server, said: dict[str, object]) -> None:
    one = closes(maja, server)
    assert maja.call("POST", f"cases/{one.case['envelope']['case_id']}/assessment", said).status_code == 422


def test_who_leaves_the_line_is_counted_as_without_an_answer(maja: Counsellor, server: Server) -> None:
    one = hands_off(server, maja)
    server.post("/api/case/end", token=one.token)
    found = counted(server)
    for cell in (("abandoned", "left_waiting", ""), ("outcome", "not_taken", ""), ("waiting", "not_taken", "")):
        assert found[cell] == 1
    assert found[("county", "not_said", "")] == 1


def test_waiting_and_answering_are_bands(maja: Counsellor, server: Server, clock: HandClock) -> None:
    one = hands_off(server, maja)
    clock.moves(minutes=34)
    maja.signs_in().call("POST", "claim")
    clock.moves(minutes=15)
    maja.call("POST", f"cases/{one.case['envelope']['case_id']}/close")
    clock.moves(minutes=10)
    found = counted(server)
    assert (found[("waiting", "30_to_60", "")], found[("answering", "15_to_30", "")]) == (1, 1)


def test_counts_hold_a_month_and_closed_words_and_nothing_of_anybody(maja: Counsellor, server: Server) -> None:
    one = closes(maja, server, **SAID)
    with server.app.state.desk.accounts.reading() as connection:
        names = [column["name"] for column in inspect(connection).get_columns("counts")]
        rows = [list(row) for row in connection.execute(select(counts)).all()]
    assert names == ["month", "subject", "row", "column", "n"]
    for secret in (one.case["envelope"]["case_id"], one.verifier, maja.id):
        assert secret not in json.dumps(rows)


def test_a_case_that_was_told_of_leaves_nothing_in_memory(maja: Counsellor, server: Server) -> None:
    one = closes(maja, server, **SAID)
    assert one.case["envelope"]["case_id"] not in repr(vars(server.app.state.desk.counts))


def test_a_months_numbers_are_read_when_it_is_over(
    vera: Counsellor, maja: Counsellor, server: Server, clock: HandClock
) -> None:
    for _ in range(6):
        closes(maja, server, **SAID)
    assert counted(server)[("outcome", "informed", "")] == 6
    early = vera.call("GET", "counts?month=2026-11")
    assert (early.status_code, early.json()["error"]["code"]) == (409, "month_not_over")
    assert vera.call("GET", "counts/months").json() == {"months": []}
    clock.at = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
    vera.signs_in()
    assert vera.call("GET", "counts/months").json() == {"months": ["2026-11"]}
    found = vera.call("GET", "counts?month=2026-11").json()
    assert (found["total"], found["one"]["needs"]["law"]) == (6, 6)
    assert set(found["one"]["language"].values()) == {None}, "the others would be known to be nobody"
    assert found["words"]["rows"]["outcome"]["informed"]["sv"] == "Fick information"
    table = list(csv.DictReader(io.StringIO(vera.call("GET", "counts.csv?month=2026-11").text)))
    (total,) = [row for row in table if row["table"] == "total"]
    assert total["contacts"] == "6"
    assert "handed over" in total["definition"]
    assert [row["contacts"] for row in table if row["table"] == "language"] == ["", "", "", ""]


def test_counties_are_the_21_of_sweden_in_both_languages_and_may_be_left_out(maja: Counsellor, server: Server) -> None:
    counties = maja.call("GET", "outcomes").json()["counties"]
    assert len(counties) == 21
    assert counties["stockholm"] == {"sv": "Stockholms län", "en": "Stockholm County"}
    assert all(len(code) <= 24 and set(names) == {"sv", "en"} for code, names in counties.items())
    closes(maja, server, outcome="informed")
    assert counted(server)[("county", "not_said", "")] == 1


def test_a_county_of_few_is_hidden_in_all_that_is_given_out(
    vera: Counsellor, maja: Counsellor, server: Server, clock: HandClock
) -> None:
    for county in (
        "skane",
        "skane",
        "skane",
        "skane",
        "skane",
        "skane",
        "kalmar",
        "kalmar",
        "gotland",
        "blekinge",
        None,
    ):
        closes(maja, server, outcome="informed", county=county)
    counted(server)
    clock.at = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
    vera.signs_in()
    found = vera.call("GET", "counts?month=2026-11").json()
    assert {county: n for county, n in found["one"]["county"].items() if n is not None} == {"skane": 6}
    assert found["words"]["rows"]["county"]["skane"] == {"sv": "Skåne", "en": "Skåne"}
    assert "counsellor said" in found["words"]["rule"]["en"]
    table = list(csv.DictReader(io.StringIO(vera.call("GET", "counts.csv?month=2026-11").text)))
    assert [(row["row"], row["contacts"]) for row in table if row["table"] == "county" and row["contacts"]] == [
        ("skane", "6")
    ]


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-1", "../x"])
def test_what_is_no_month_is_refused(vera: Counsellor, month: str) -> None:
    assert vera.call("GET", f"counts?month={month}").status_code == 422


def test_an_analyst_never_waits_for_the_roster_and_sees_numbers_only(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    from triage_api.desk.pending import wanted_now

    ann = Counsellor(server, clock, sign_in_name="ann", name="Ann", role="analyst").joins()
    sign_roster(server, clock, maja, ann, number=2)
    ann.signs_in()
    desk = server.app.state.desk
    assert ann.id not in {one.counsellor_id for one in wanted_now(desk.accounts, desk.roster, clock).pending}
    server.receives(person(ann.id))
    refused = ann.call("POST", "claim")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_allowed")
    assert ann.call("GET", "counts/months").status_code == 200


def test_stats_prints_the_last_month_that_is_over(maja: Counsellor, server: Server, clock: HandClock) -> None:
    for _ in range(6):
        closes(maja, server, **SAID)
    counted(server)
    with pytest.raises(Trouble, match="look again next month"):
        stats(server.settings, None, clock())
    with pytest.raises(Trouble, match="is not over"):
        stats(server.settings, "2026-11", clock())
    clock.moves(days=20)
    said = stats(server.settings, None, clock())
    assert "Contacts (2026-11)" in said
    assert "No number under 5" in said
    assert stats(server.settings, "2026-11", clock(), comma=True).startswith("month,table,row,column,contacts")
    with pytest.raises(Trouble, match="is no month"):
        stats(server.settings, "November", clock())


def test_counts_that_cannot_be_written_wait(maja: Counsellor, server: Server) -> None:
    closes(maja, server, **SAID)
    desk = server.app.state.desk
    with desk.accounts.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE counts RENAME TO away")
    with pytest.raises(Exception, match=r"no such table|UndefinedTable"):
        desk.counts.write()
    with desk.accounts.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO counts")
    assert counted(server)[("outcome", "informed", "")] == 1
    assert counted(server)[("outcome", "informed", "")] == 1, "written once"


def test_a_config_that_cannot_be_read_stops_the_start_with_one_sentence(tmp_path: pytest.TempPathFactory) -> None:
    from pathlib import Path

    from triage_api.app import create_app
    from triage_api.safe_start import UnsafeToStart

    folder = Path(str(tmp_path))
    settings = install(folder, config=folder / "config")
    with pytest.raises(UnsafeToStart, match=r"outcomes\.yml"):
        create_app(settings)
