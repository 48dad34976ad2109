"""Letters to mailboxes: written by whoever holds a case, fetched and destroyed by whoever holds the token."""

import hashlib
import secrets
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import sqlalchemy as sa

from tests.databases import on_sqlite
from tests.desk.counsellor import Counsellor, sign_roster
from tests.postgres_server import postgres_server
from tests.queue.world import HandClock, Server, envelope, person, sealed
from triage_api.base64url import b64u, from_b64u
from triage_api.bearer import new_token
from triage_api.desk.desk import Desk
from triage_api.mailbox.letters import DAYS_KEPT, MOST_LETTERS
from triage_api.queue.tables import letters

LETTER_BYTES = 1120 + 4096 + 16


def mailbox_of(token: str) -> str:
    return b64u(hashlib.sha256(from_b64u(token)).digest())


@pytest.fixture
def holding(maja: Counsellor, server: Server) -> Counsellor:
    """Maja with a case in her hands."""
    assert server.receives(person(maja.id)).status_code == 201
    assert maja.call("POST", "claim").status_code == 200
    return maja


def writes(counsellor: Counsellor, token: str, it: str | None = None) -> int:
    body = {"mailbox": mailbox_of(token), "sealed": it or sealed(LETTER_BYTES)}
    return counsellor.call("POST", "letters", body).status_code


def lies_there(server: Server, token: str) -> list[str]:
    answer = server.post("/api/mailbox/open", token=token)
    assert answer.status_code == 200
    assert list(answer.json()) == ["letters"]
    return [letter["sealed"] for letter in answer.json()["letters"]]


def test_a_letter_waits_until_its_reader_destroys_it(holding: Counsellor, server: Server) -> None:
    token, written = new_token(), {sealed(LETTER_BYTES), sealed(LETTER_BYTES + 4096)}
    assert [writes(holding, token, it) for it in written] == [204, 204]
    assert set(lies_there(server, token)) == written
    assert set(lies_there(server, token)) == written, "reading takes nothing away"
    assert server.post("/api/mailbox/delete", token=token).json() == {"deleted": True}
    assert lies_there(server, token) == []


def test_unknown_empty_and_emptied_mailboxes_answer_alike(holding: Counsellor, server: Server) -> None:
    emptied = new_token()
    assert writes(holding, emptied) == 204
    server.post("/api/mailbox/delete", token=emptied)
    for path in ("open", "delete"):
        answers = [server.post(f"/api/mailbox/{path}", token=token) for token in (emptied, new_token())]
        assert len({(answer.status_code, answer.content) for answer in answers}) == 1


@pytest.mark.parametrize("token", [None, "x", b64u(bytes(31)), b64u(bytes(33))])
def test_what_is_no_token_is_no_mailbox(server: Server, token: str | None) -> None:
    for path in ("open", "delete"):
        assert server.post(f"/api/mailbox/{path}", token=token).status_code == 422


def test_the_mailbox_id_opens_nothing(holding: Counsellor, server: Server) -> None:
    token = new_token()
    assert writes(holding, token) == 204
    assert lies_there(server, mailbox_of(token)) == []


def test_the_very_same_letter_again_is_one_letter(holding: Counsellor, server: Server) -> None:
    token, it = new_token(), sealed(LETTER_BYTES)
    assert [writes(holding, token, it), writes(holding, token, it)] == [204, 204]
    assert lies_there(server, token) == [it]


def test_the_same_letter_sent_at_once_is_one_letter(holding: Counsellor, server: Server) -> None:
    token, it = new_token(), sealed(LETTER_BYTES)
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda _: writes(holding, token, it), range(6))) == {204}
    assert lies_there(server, token) == [it]


def test_only_who_holds_a_case_and_stands_on_the_roster_can_write(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    assert writes(maja, new_token()) == 404
    server.receives(person(maja.id))
    maja.call("POST", "claim")
    assert writes(maja, new_token()) == 204
    sign_roster(server, clock, number=2)
    assert writes(maja, new_token()) == 403
    assert server.post("/desk/api/letters", {}, None).status_code == 401


def test_a_full_mailbox_refuses_and_loses_nothing(holding: Counsellor, server: Server) -> None:
    token = new_token()
    assert {writes(holding, token) for _ in range(MOST_LETTERS)} == {204}
    before = set(lies_there(server, token))
    assert writes(holding, token) == 409
    assert set(lies_there(server, token)) == before
    assert writes(holding, new_token()) == 204, "another mailbox is not full"


@pytest.mark.parametrize("size", [LETTER_BYTES - 1, LETTER_BYTES + 1, 1136, LETTER_BYTES + 4 * 4096])
def test_only_padded_letters_of_at_most_four_blocks_are_kept(holding: Counsellor, size: int) -> None:
    assert writes(holding, new_token(), sealed(size)) == 422


def test_a_letter_is_given_for_thirty_days_and_then_destroyed(
    holding: Counsellor, server: Server, clock: HandClock
) -> None:
    token = new_token()
    assert writes(holding, token) == 204
    desk: Desk = server.app.state.desk
    clock.moves(days=DAYS_KEPT)
    desk.letters.sweep()
    assert len(lies_there(server, token)) == 1
    clock.moves(days=1)
    assert lies_there(server, token) == [], "not given any more, swept or not"
    desk.letters.sweep()
    assert rows(server) == []


def test_nothing_kept_links_a_letter_to_a_case_or_an_hour(holding: Counsellor, server: Server) -> None:
    tokens = [new_token() for _ in range(12)]
    for token in tokens:
        assert writes(holding, token) == 204
    kept = rows(server)
    assert {len(row) for row in kept} == {4}, "its random id, its mailbox, its ciphertext, its last day"
    assert len({row[3] for row in kept}) == 1


@on_sqlite
def test_a_letters_place_in_the_file_does_not_tell_when_it_came(holding: Counsellor, server: Server) -> None:
    tokens = [new_token() for _ in range(12)]
    for token in tokens:
        assert writes(holding, token) == 204
    order = [tokens.index(next(t for t in tokens if mailbox_of(t) == row[1])) for row in rows(server)]
    assert order != sorted(order), "rows lie in the order of their random ids, not of their coming"
    with closing(sqlite3.connect(server.settings.var / "cases.sqlite")) as database, pytest.raises(sqlite3.Error):
        database.execute("select rowid from letters")


@on_sqlite
def test_a_destroyed_letter_is_off_the_disk(holding: Counsellor, server: Server) -> None:
    token, it = new_token(), sealed(LETTER_BYTES)
    assert writes(holding, token, it) == 204
    server.post("/api/mailbox/delete", token=token)
    files = list(server.settings.var.glob("cases.sqlite*"))
    assert files
    assert not any(it.encode() in file.read_bytes() for file in files)


def rows(server: Server) -> list[tuple[str, str, str, int]]:
    desk: Desk = server.app.state.desk
    with desk.queue.cases.reading() as connection:
        return [tuple(row) for row in connection.execute(sa.select(letters)).all()]


def test_what_a_page_leaves_goes_with_the_case_to_whoever_takes_it(maja: Counsellor, server: Server, kind: str) -> None:
    one = person(maja.id)
    assert server.receives(one).status_code == 201

    def leaves(**changed: object) -> tuple[int, dict[str, object]]:
        left = {**envelope(maja.id), "case_id": one.case["envelope"]["case_id"], **changed}
        return server.post("/api/case/left", {"envelope": left}, one.token).status_code, left

    assert leaves()[0] == 204
    status, newest = leaves()
    assert status == 204
    assert leaves(case_id=b64u(secrets.token_bytes(16)))[0] == 422, "of another case"
    assert leaves(recipients=[])[0] == 422
    assert server.post("/api/case/left", {"envelope": newest}, new_token()).status_code == 401
    case = maja.call("POST", "claim").json()
    assert case["left"] == newest
    status, from_the_talk = leaves()
    assert status == 204, "a code may be made while a counsellor has it"
    assert maja.call("GET", "cases").json()[0]["left"] == from_the_talk
    assert maja.call("POST", f"cases/{case['case_id']}/return").status_code == 204
    again = maja.call("POST", "claim").json()
    assert (again["case_id"], again["left"]) == (case["case_id"], from_the_talk), "for whoever takes it next"
    newest = from_the_talk
    assert maja.call("POST", f"cases/{case['case_id']}/close").status_code == 200
    desk: Desk = server.app.state.desk
    if kind == "sqlite":
        files = list(server.settings.var.glob("cases.sqlite*"))
    else:
        files = postgres_server().files(str(desk.queue.cases.engine.url.database))
    assert files
    assert not any(str(newest["ciphertext"]).encode() in file.read_bytes() for file in files), "destroyed with the case"


def test_a_large_roster_fits_and_more_does_not(maja: Counsellor, server: Server) -> None:
    one = person(maja.id)
    assert server.receives(one).status_code == 201
    readers = [maja.id, *(b64u(secrets.token_bytes(16)) for _ in range(60))]
    left = {**envelope(*readers, size=65_552), "case_id": one.case["envelope"]["case_id"]}
    assert server.post("/api/case/left", {"envelope": left}, one.token).status_code == 204
    huge = {**left, "ciphertext": sealed(300_000)}
    assert server.post("/api/case/left", {"envelope": huge}, one.token).status_code == 413
