"""The page that waits for its code, over a real connection."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.phone.double import NOBODY
from tests.queue.world import Person, Server, counsellor_id, person, serving
from tests.sms.house import texting_settings
from triage_api.bearer import new_token
from triage_api.queue.move import move_case
from triage_api.sms.pairing import MOST_ALIVE, Pairs

NUMBER = "+46701740699"


@pytest.fixture(scope="module")
def texting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(texting_settings(tmp_path_factory.mktemp("texting"), NOBODY, NOBODY)) as running:
        yield running


def test_a_page_makes_a_code_and_finds_the_case_with_its_own_token(texting: Server) -> None:
    texter, page = person(counsellor_id(), channel="sms"), Person()
    texting.receives(texter)
    made = texting.post("/api/pair", token=page.token)
    assert (made.status_code, made.json()["seconds"]) == (201, 600)
    assert texting.get("/api/pair", page.token).json() == {"state": "waiting", "case_id": None}
    pairs: Pairs = texting.app.state.pairs
    verifier = pairs.take(made.json()["code"])
    assert verifier == page.verifier, "the server knows the page by its token's hash"
    case_id = move_case(texting.app.state.queue, texter.verifier, verifier)
    pairs.moved(verifier, case_id)
    assert texting.get("/api/pair", page.token).json() == {"state": "moved", "case_id": case_id}
    with texting.stream("/api/case/events", page.token) as heard:
        assert heard.until("state")["state"] == "waiting"
    assert texting.post("/api/case/end", token=texter.token).status_code == 401
    assert texting.post("/api/case/end", token=page.token).status_code == 200


def test_a_page_that_made_no_code_hears_that_it_is_over(texting: Server) -> None:
    assert texting.get("/api/pair", new_token()).json() == {"state": "over", "case_id": None}


@pytest.mark.parametrize("token", [None, "x", "A" * 42 + "B"])
def test_what_is_no_token_is_refused(texting: Server, token: str | None) -> None:
    for method in ("GET", "POST"):
        answer = texting.send(method, "/api/pair", token)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_request")


def test_more_pages_than_places_are_told_to_come_back(tmp_path: Path) -> None:
    with serving(texting_settings(tmp_path, NOBODY, NOBODY)) as server:
        for _ in range(MOST_ALIVE):
            server.app.state.pairs.offer(Person().verifier)
        refused = server.post("/api/pair", token=new_token())
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many")
    assert 0 < refused.json()["error"]["seconds"] <= 601


def test_where_one_can_text_the_page_is_told_the_number(texting: Server) -> None:
    assert texting.get("/api/texting").json() == {"number": NUMBER}


def test_where_nobody_can_text_there_is_nothing_to_pair_with(server: Server) -> None:
    assert server.get("/api/texting").json() == {"number": None}
    assert server.post("/api/pair", token=new_token()).status_code == 404
    assert server.get("/api/pair", new_token()).status_code == 404
