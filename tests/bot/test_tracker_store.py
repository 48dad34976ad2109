"""Conversations are forgotten: when they end, when they are idle, and without anyone writing."""

import asyncio
import time

import pytest

from bot.standin import stand_in_for_unused

stand_in_for_unused()

from rasa.shared.core.domain import Domain  # noqa: E402 (Rasa is imported behind the stand-in)
from rasa.shared.core.events import ActionExecuted, UserUttered  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402

from bot.tracker_store import ForgettingTrackerStore  # noqa: E402


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def said(sender: str, intent: str = "chat.greet") -> DialogueStateTracker:
    tracker = DialogueStateTracker(sender, slots=[])
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered("hej", {"name": intent}))
    return tracker


def keep(store: ForgettingTrackerStore, *trackers: DialogueStateTracker) -> None:
    for tracker in trackers:
        asyncio.run(store.save(tracker))


def kept(store: ForgettingTrackerStore) -> set[str]:
    return set(asyncio.run(store.keys()))  # type: ignore[arg-type]


def test_what_is_idle_for_thirty_minutes_is_forgotten_and_what_is_not_stays() -> None:
    clock = Clock()
    store = ForgettingTrackerStore(Domain.empty(), clock=clock)
    keep(store, said("early"), said("goes on"))
    clock.now = 29 * 60
    keep(store, said("goes on"))
    assert store.sweep() == 0
    clock.now = 30 * 60
    assert store.sweep() == 1
    assert kept(store) == {"goes on"}
    assert asyncio.run(store.retrieve("early")) is None


def test_the_sweep_runs_without_traffic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LYKTA_IDLE_MINUTES", str(0.5 / 60))
    store = ForgettingTrackerStore(Domain.empty())
    keep(store, said("left alone"))
    assert kept(store) == {"left alone"}
    time.sleep(1.2)
    assert kept(store) == set()
    assert store.touched == {}


def test_a_closed_conversation_is_not_stored_again() -> None:
    store = ForgettingTrackerStore(Domain.empty())
    keep(store, said("ends"), said("goes on"))
    keep(store, said("ends", "case_closed"))
    assert kept(store) == {"goes on"}


def test_a_conversation_comes_back_as_it_was() -> None:
    store = ForgettingTrackerStore(Domain.empty())
    keep(store, said("someone"))
    back = asyncio.run(store.retrieve("someone"))
    assert back is not None
    assert back.latest_message is not None
    assert back.latest_message.text == "hej"
