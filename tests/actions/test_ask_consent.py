"""What is said before the person decides: who is there, when somebody is there again, and the question."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rasa_sdk.executor import ActionExecutor

from actions.ask_consent import ActionAskConsent
from actions.deliver import Queue
from actions.directory.kept import Kept
from actions.next_shift import read_days
from actions.readers import Readers
from actions.sealing.encoding import b64u
from actions.settings import Settings
from tests.contract.counterpart import Counsellor, roster_fields, sign_roster, stamp

NOW = datetime(2026, 11, 21, 3, 2, tzinfo=UTC)


@contextmanager
def a_queue(folder: Path, answers: Any) -> Iterator[Queue]:
    """A queue that gives this answer to every call; bytes go out as they are."""
    body = answers if isinstance(answers, bytes) else json.dumps(answers).encode()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    (folder / "internal.key").write_text("key")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Queue(f"http://127.0.0.1:{server.server_port}", folder / "internal.key", 1.0)
    server.shutdown()
    server.server_close()


def a_roster(
    folder: Path, until: datetime = NOW + timedelta(days=1), expires: datetime = NOW + timedelta(days=1)
) -> Readers:
    """Kim's key, valid `until` then, on a signed roster."""
    root = Ed25519PrivateKey.generate()
    began = stamp(NOW - timedelta(days=1))
    roster = roster_fields([Counsellor.new("Kim")], 3, issued=began, expires=stamp(expires))
    roster["people"][0] |= {"from": began, "until": stamp(until)}
    (folder / "root.pub").write_text(b64u(root.public_key().public_bytes_raw()))
    (folder / "roster.json").write_text(json.dumps(sign_roster(root, roster)))
    return Readers(folder / "roster.json", folder / "root.pub")


def said(queue: Queue, content: Path = Settings().content, **slots: Any) -> list[dict[str, Any]]:
    answer = answered(queue, a_roster(queue.key_file.parent), content, **slots)
    return [
        {"says": one["response"].removeprefix("utter_handoff."), **{k: one[k] for k in ("day", "time") if k in one}}
        for one in answer.responses
    ]


def answered(queue: Queue, readers: Readers, content: Path = Settings().content, **slots: Any) -> Any:
    actions = ActionExecutor()
    actions.register_action(ActionAskConsent(readers, queue, Kept(content / "phrases", read_days), lambda: NOW))
    tracker = {"sender_id": "x", "slots": slots, "events": [], "latest_message": {}, "active_loop": {}}
    body = {"next_action": "action_ask_consent", "sender_id": "x", "tracker": tracker, "domain": {}}
    return asyncio.run(actions.run(body))


def test_when_nobody_is_there_the_next_shift_is_told(tmp_path: Path) -> None:
    with a_queue(tmp_path, {"on_duty": 0, "next": "2026-11-22T07:00:00Z"}) as queue:
        assert said(queue, language="sv") == [
            {"says": "nobody_on_duty"},
            {"says": "next_shift", "day": "i morgon", "time": "08:00"},
            {"says": "consent"},
        ]
        assert said(queue, language="th")[1]["day"] == "พรุ่งนี้"
        assert said(queue)[1]["day"] == "tomorrow"


def test_when_somebody_is_there_no_plan_is_told(tmp_path: Path) -> None:
    with a_queue(tmp_path, {"on_duty": 1, "next": "2026-11-22T07:00:00Z"}) as queue:
        assert said(queue, language="sv") == [{"says": "consent"}]


def test_what_is_not_planned_or_not_known_is_not_told(tmp_path: Path) -> None:
    nobody = [{"says": "nobody_on_duty"}, {"says": "consent"}]
    answers: list[Any] = [{"on_duty": 0, "next": None}, {"on_duty": 0, "next": "soon"}, {"on_duty": 0}, [], b"no json"]
    for answer in answers:
        with a_queue(tmp_path, answer) as queue:
            assert said(queue, language="sv") == nobody, answer
    with a_queue(tmp_path, {"on_duty": 0, "next": "2026-12-22T07:00:00Z"}) as queue:
        assert said(queue, language="sv") == nobody
    assert said(queue, language="sv") == nobody, "the queue is gone"


def test_broken_phrases_take_away_that_sentence_alone(tmp_path: Path) -> None:
    with a_queue(tmp_path, {"on_duty": 0, "next": "2026-11-22T07:00:00Z"}) as queue:
        assert [one["says"] for one in said(queue, tmp_path, language="sv")] == ["nobody_on_duty", "consent"]


def test_a_friend_hears_of_their_worry_first_but_by_text_in_the_whole_of_it(tmp_path: Path) -> None:
    with a_queue(tmp_path, {"on_duty": 1, "next": None}) as queue:
        assert said(queue, writer="friend", channel="web") == [{"says": "concern"}, {"says": "consent"}]
        assert said(queue, writer="friend", channel="sms") == [{"says": "consent"}]


@pytest.mark.parametrize(
    "over", [{"until": NOW - timedelta(minutes=1)}, {"expires": NOW - timedelta(minutes=1)}], ids=["key", "roster"]
)
def test_nobody_is_asked_for_a_yes_that_could_be_sealed_for_nobody(tmp_path: Path, over: dict[str, datetime]) -> None:
    with a_queue(tmp_path, {"on_duty": 1, "next": None}) as queue:
        told = answered(queue, a_roster(tmp_path, **over), language="sv", case_verifier="of an earlier yes")
    assert [one["response"] for one in told.responses] == ["utter_handoff.no_reader"]
    assert told.events == [{"event": "slot", "timestamp": None, "name": "case_verifier", "value": None}]


def test_without_a_roster_nobody_is_asked_either(tmp_path: Path) -> None:
    with a_queue(tmp_path, {"on_duty": 1, "next": None}) as queue:
        told = answered(queue, Readers(tmp_path / "roster.json", tmp_path / "root.pub"), language="sv")
    assert [one["response"] for one in told.responses] == ["utter_handoff.no_reader"]
    assert told.events == []


def test_who_may_own_a_case_is_asked_and_an_answer_that_is_none_narrows_nothing(tmp_path: Path) -> None:
    for answer, ids in (({"may_own": ["b", "a"]}, {"a", "b"}), ({"may_own": []}, set()), ({"may_own": None}, None)):
        with a_queue(tmp_path, answer) as queue:
            assert asyncio.run(queue.may_own()) == ids
    wrongs: list[Any] = [{}, [], {"may_own": 7}, b"no json"]
    for wrong in wrongs:
        with a_queue(tmp_path, wrong) as queue:
            assert asyncio.run(queue.may_own()) is None
    assert asyncio.run(queue.may_own()) is None, "the queue is gone"
