"""What the door remembers, for how long, and who goes first when there is no room."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.door.conftest import eventually, house
from triage_api.door.conversation import Conversation, Findings, LivingCase
from triage_api.door.conversations import Conversations, NoRoom
from triage_api.door.limits import Bucket
from triage_api.words import Language, Level, Verifier


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def forgotten() -> list[Conversation]:
    return []


@pytest.fixture
def held(clock: Clock, forgotten: list[Conversation]) -> Conversations:
    return Conversations(60, 20, 3, clock, forgotten.append)


def test_an_idle_conversation_is_forgotten_and_a_living_one_is_not(
    held: Conversations, clock: Clock, forgotten: list[Conversation]
) -> None:
    idle, _ = held.open(Language.sv)
    living, _ = held.open(Language.sv)
    clock.at = 50
    assert held.find(living)
    clock.at = 70
    held.sweep()
    assert len(forgotten) == 1
    assert held.find(idle) is None
    assert held.find(living)


def test_an_idle_conversation_is_gone_even_before_the_sweep(held: Conversations, clock: Clock) -> None:
    token, _ = held.open(Language.sv)
    clock.at = 61
    assert held.find(token) is None
    assert len(held) == 0


def test_no_token_is_kept_that_opens_anything(held: Conversations) -> None:
    token, conversation = held.open(Language.sv)
    assert token not in repr(conversation)
    assert token not in repr(held.__dict__)
    assert conversation.id not in token


def test_the_oldest_routine_conversation_makes_room_and_never_one_with_a_living_case(
    held: Conversations, clock: Clock
) -> None:
    opened = []
    for level, with_case in [(Level.routine, True), (Level.immediate, False), (Level.routine, False)]:
        clock.at += 1
        token, conversation = held.open(Language.sv)
        conversation.findings.level = level
        conversation.case = LivingCase(Verifier("v"), None, level) if with_case else None
        opened.append((token, conversation))
    newcomer, its = held.open(Language.sv)
    assert [held.find(token) is not None for token, _ in opened] == [True, True, False]
    its.findings.level = Level.high
    held.open(Language.sv)
    assert held.find(newcomer) is None
    assert held.find(opened[1][0]) is not None


def test_there_is_no_room_when_everybody_waits_for_a_counsellor(held: Conversations) -> None:
    for _ in range(3):
        held.open(Language.sv)[1].expected_case = Verifier("v")
    with pytest.raises(NoRoom):
        held.open(Language.sv)


def test_the_end_of_a_case_forgets_its_conversation_also_before_its_arrival_was_told(
    held: Conversations, forgotten: list[Conversation]
) -> None:
    held.open(Language.sv)
    held.open(Language.sv)[1].expected_case = Verifier("one")
    held.case_ended(Verifier("one"))
    held.case_ended(Verifier("one"))
    assert len(forgotten) == 1
    assert forgotten[0].over


def test_a_bucket_refills_evenly_and_never_overflows(clock: Clock) -> None:
    bucket = Bucket(2, 0.5, clock)
    assert [bucket.allows() for _ in range(3)] == [True, True, False]
    clock.at = 2
    assert [bucket.allows() for _ in range(2)] == [True, False]
    clock.at = 1000
    assert [bucket.allows() for _ in range(3)] == [True, True, False]


def test_signs_are_a_union_and_never_without_end() -> None:
    findings = Findings()
    for at in range(80):
        findings.add_signs([{"id": "debt", "words": str(at % 60)}])
    assert len(findings.signs) == 50


def test_the_sweep_runs_by_itself_and_tells_the_bot() -> None:
    with house(idle_minutes=0.01) as home:
        person = home.person()
        person.writes("hej")
        eventually(lambda: home.bot.messages == ["hej", "/case_closed"])
        assert len(home.routes.door.conversations) == 0


def test_nothing_a_person_wrote_stays_in_memory_but_the_last_answer() -> None:
    with house() as home:
        person = home.person()
        person.writes("det här är hemligt nummer ett")
        person.writes("något annat")
        (conversation,) = home.routes.door.conversations._held.values()
        assert "hemligt" not in str(_everything(conversation))
        assert conversation.last is not None
        assert conversation.last.result().seen == "något annat"


def test_nothing_is_written_to_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with house(var=tmp_path) as home:
        home.person().writes("hej, jag heter Anna")
    assert list(tmp_path.iterdir()) == []


def _everything(conversation: Conversation) -> dict[str, Any]:
    return {k: v for k, v in vars(conversation).items() if not isinstance(v, asyncio.Future)}
