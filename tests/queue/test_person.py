"""The person's page and the queue, over a real connection."""

import threading
from collections.abc import Iterator

import pytest

from tests.queue.world import Person, Server, counsellor_id, person, sealed, sealed_secret
from triage_api.queue.claim import claim_next
from triage_api.queue.close import end_case
from triage_api.queue.give_back import give_back
from triage_api.queue.queue import Queue, the_counsellor
from triage_api.queue.relay import MessageBody, relay
from triage_api.queue.renew import renew
from triage_api.queue.state import Step
from triage_api.words import CaseId

NOT_YET = {"unanswered": False}


class Desk:
    """The counsellor's side, close to the queue; the desk's own calls have their own tests."""

    def __init__(self, server: Server) -> None:
        self.queue: Queue = server.app.state.queue
        self.id = counsellor_id()
        self.case_id = CaseId("")

    def takes(self) -> None:
        held = claim_next(self.queue, self.id)
        assert held is not None
        self.case_id = CaseId(held.case_id)

    def sends(self, seq: int, it: str, epoch: int = 1) -> None:
        body = MessageBody(epoch=epoch, seq=seq, sealed=it)
        relay(self.queue, the_counsellor(self.id, self.case_id), "counsellor", body)

    def gives_back(self) -> None:
        give_back(self.queue, the_counsellor(self.id, self.case_id), Step.give_back)

    def closes(self) -> None:
        end_case(self.queue, the_counsellor(self.id, self.case_id), Step.close)


@pytest.fixture
def desk(server: Server) -> Desk:
    return Desk(server)


@pytest.fixture
def one(server: Server, desk: Desk) -> Iterator[Person]:
    somebody = person(desk.id, level="high")
    assert server.receives(somebody).status_code == 201
    yield somebody
    server.post("/api/case/end", token=somebody.token)


def secret(server: Server, one: Person, epoch: int = 1) -> None:
    body = {"epoch": epoch, "roster_number": 7, "sealed": sealed_secret()}
    assert server.post("/api/case/secret", body, one.token).status_code == 204


def test_the_page_hears_its_place_the_claim_the_messages_and_the_end(server: Server, desk: Desk, one: Person) -> None:
    with server.stream("/api/case/events", one.token) as heard:
        assert heard.next() == ("state", {"state": "waiting", "place": 1, "back": False, "on_duty": False} | NOT_YET)
        desk.takes()
        claimed = heard.until("state")
        assert (claimed["state"], claimed["epoch"], claimed["counsellor"], claimed["secret"]) == (
            *("claimed", 1, desk.id, False),
        )
        secret(server, one)
        assert heard.until("state")["secret"] is True
        desk.sends(1, it := sealed())
        assert heard.next() == ("message", {"epoch": 1, "seq": 1, "sealed": it})
        desk.closes()
        ended = heard.until("state")
        assert (ended["state"], ended["by"]) == ("ended", "counsellor")
        assert ended["shredded_at"].endswith("Z")
        assert heard.ends()


def test_the_place_moves_when_somebody_more_urgent_comes(server: Server, one: Person) -> None:
    with server.stream("/api/case/events", one.token) as heard:
        assert heard.until("state")["place"] == 1
        other = person(counsellor_id(), level="immediate")
        server.receives(other)
        assert heard.until("state")["place"] == 2
        server.post("/api/case/end", token=other.token)
        assert heard.until("state")["place"] == 1


def test_nothing_is_lost_over_a_dropped_connection(server: Server, desk: Desk, one: Person) -> None:
    """The counsellor writes on and on while the page's connection breaks again and again, wherever it happens to be."""
    desk.takes()
    secret(server, one)
    written = [sealed() for _ in range(60)]

    def write_all() -> None:
        for number, it in enumerate(written, 1):
            desk.sends(number, it)

    writer = threading.Thread(target=write_all)
    writer.start()
    got: list[str] = []
    while len(got) < len(written):
        with server.stream("/api/case/events", one.token, after=len(got) or None) as heard:
            for _ in range(7):  # then the connection is dropped
                message = heard.until("message")
                assert message["seq"] == len(got) + 1
                got.append(message["sealed"])
                if len(got) == len(written):
                    break
    writer.join()
    assert got == written


def test_a_page_that_was_offline_reads_the_last_words_and_then_that_it_waits_again(
    server: Server, desk: Desk, one: Person
) -> None:
    desk.takes()
    secret(server, one)
    desk.sends(1, it := sealed())
    desk.gives_back()
    with server.stream("/api/case/events", one.token) as heard:
        assert heard.next() == ("message", {"epoch": 1, "seq": 1, "sealed": it})
        assert heard.next() == ("state", {"state": "waiting", "place": 1, "back": True, "on_duty": False} | NOT_YET)
        desk.takes()
        assert heard.until("state")["epoch"] == 2


def test_last_words_reach_a_page_that_comes_back_only_after_the_next_epoch_has_begun(
    server: Server, desk: Desk, one: Person
) -> None:
    desk.takes()
    secret(server, one)
    last = [sealed() for _ in range(3)]
    for seq, it in enumerate(last, 1):
        desk.sends(seq, it)
    renew(desk.queue, the_counsellor(desk.id, desk.case_id))
    with server.stream("/api/case/events", one.token, after=1) as heard:
        assert [heard.next()[1]["sealed"] for _ in range(2)] == last[1:]
        assert heard.next()[1]["epoch"] == 2
        secret(server, one, epoch=2)
        assert heard.until("state")["secret"] is True
        desk.sends(1, first := sealed(), epoch=2)
        assert heard.next() == ("message", {"epoch": 2, "seq": 1, "sealed": first})
    with server.stream("/api/case/events", one.token, after=1) as heard:
        heard.next()
        desk.sends(2, second := sealed(), epoch=2)
        assert heard.next()[1]["sealed"] == second


def test_a_page_that_was_offline_at_the_end_still_hears_of_it(server: Server, desk: Desk, one: Person) -> None:
    desk.takes()
    desk.closes()
    with server.stream("/api/case/events", one.token) as heard:
        name, said = heard.next()
        assert (name, said["state"], said["by"]) == ("state", "ended", "counsellor")
        assert heard.ends()


def test_ending_answers_when_the_rows_are_gone_and_alike_when_repeated(server: Server, one: Person) -> None:
    first = server.post("/api/case/end", token=one.token)
    assert first.status_code == 200
    assert server.post("/api/case/end", token=one.token).json() == first.json()
    assert server.post("/api/case/messages", {"epoch": 1, "seq": 1, "sealed": sealed()}, one.token).status_code == 401


def test_the_statuses_of_messages_are_those_of_the_wire(server: Server, desk: Desk, one: Person) -> None:
    def send(seq: int, it: str, epoch: int = 1) -> tuple[int, str | None]:
        answer = server.post("/api/case/messages", {"epoch": epoch, "seq": seq, "sealed": it}, one.token)
        return answer.status_code, answer.json().get("error", {}).get("code")

    it = sealed()
    assert send(1, it) == (409, "stale_epoch")  # nobody has claimed
    desk.takes()
    secret(server, one)
    assert send(1, it) == (201, None)
    assert send(1, it) == (200, None)
    assert send(1, sealed()) == (409, "out_of_order")
    assert send(3, it) == (409, "out_of_order")
    assert send(2, it, epoch=2) == (409, "stale_epoch")
    assert send(2, sealed(16 * 1024)) == (413, "too_large")


@pytest.mark.parametrize("token", [None, "x", "A" * 43, "A" * 42 + "B", "é", "A" * 5000])
def test_a_token_that_opens_nothing_gets_401_and_no_reason(server: Server, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}".encode()}
    for method, path in (("GET", "/api/case/events"), ("POST", "/api/case/end")):
        answer = server.send(method, path, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "case_over")


def test_a_silent_stream_is_kept_alive_by_comments(
    server: Server, one: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage_api.events.HEARTBEAT_SECONDS", 0.1)
    with server.stream("/api/case/events", one.token) as heard:
        heard.next()
        assert any(line.startswith(":") for line in heard.lines)
