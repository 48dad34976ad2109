"""What a person hears when their conversation has arrived: who is before them, or that nobody is there."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.deliver import Queue
from actions.hand_off import ActionHandOff
from actions.readers import Readers
from tests.actions.test_ask_consent import NOW, a_queue, a_roster

SLOTS = {
    "language": "sv",
    "channel": "sms",
    "level": "high",
    "level_score": 0.9,
    "signs": [],
    "topics": [],
    "writer": "self",
    "known": [],
    "case_verifier": "v",
}


@pytest.mark.parametrize(
    ("on_duty", "place", "phrase"),
    [(1, 1, "arrived_alone"), (1, 3, "arrived"), (0, 1, "arrived_unstaffed"), (0, 3, "arrived_unstaffed")],
)
def test_who_has_arrived_is_told_whether_anybody_is_there(
    on_duty: int, place: int, phrase: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"on_duty": on_duty, "next": None, "may_own": None}
    with a_queue(tmp_path, told | {"outcome": "arrived", "case_id": "c", "place": place}) as queue:
        assert phrase_said(queue, a_roster(tmp_path), monkeypatch) == f"utter_handoff.{phrase}"


def phrase_said(queue: Queue, readers: Readers, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("actions.hand_off.datetime", Now)
    said = CollectingDispatcher()
    tracker = Tracker("c", SLOTS, {}, [], paused=False, followup_action=None, active_loop={}, latest_action_name=None)
    asyncio.run(ActionHandOff(readers, queue).run(said, tracker, {}))
    (answer, case) = said.messages
    assert case["custom"]["case"]["outcome"] == "arrived"
    return str(answer["response"])


class Now:
    """The clock at the moment for which the roster was signed."""

    @staticmethod
    def now(_zone: Any) -> Any:
        return NOW
