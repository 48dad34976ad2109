"""The line is read once for each bell, whoever hears it, and what is read is true."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, update

from tests.queue.world import HandClock, Person, person
from triage_api.queue.claim import claim_next
from triage_api.queue.give_back import give_back
from triage_api.queue.line import OLDEST_SECONDS
from triage_api.queue.person_events import PersonWatch
from triage_api.queue.queue import LINE, Queue, the_counsellor
from triage_api.queue.receive import receive_case
from triage_api.queue.state import Step
from triage_api.queue.tables import cases
from triage_api.queue.waiting import place_in_line
from triage_api.words import CaseId, Level

THE_LINE = frozenset({LINE})


def waiting(queue: Queue, maja: str, how_many: int) -> list[Person]:
    chance = random.Random(7)  # noqa: S311 (levels, no secret)
    people = [person(maja, level=chance.choice(list(Level)).value) for _ in range(how_many)]
    for one in people:
        receive_case(queue, one.new_case)
    return people


@contextmanager
def counted(queue: Queue) -> Iterator[list[str]]:
    """The statements that are sent meanwhile, `BEGIN` included."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(queue.cases.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(queue.cases.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("how_many", [1, 10, 60])
def test_a_bell_of_the_line_costs_the_same_however_many_wait_and_look(queue: Queue, maja: str, how_many: int) -> None:
    people = waiting(queue, maja, how_many)
    watches = [PersonWatch(queue, one.verifier, 0) for one in people]
    assert all(watch.look().events for watch in watches)
    urgent = person(maja, level="immediate")
    receive_case(queue, urgent.new_case)
    with counted(queue) as sent:
        heard = [watch.look(THE_LINE) for watch in watches]
        for _ in range(how_many):
            queue.line.standing(OLDEST_SECONDS).waiting_for(maja, 0)
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 2
    assert len(sent) <= 3
    moved_back = [one.case["level"] != "immediate" for one in people]
    assert [bool(look.events) for look in heard] == moved_back, "who is as urgent and came first keeps the place"


def test_every_place_and_every_count_is_what_a_count_of_its_own_would_say(queue: Queue, maja: str) -> None:
    people = waiting(queue, maja, 25)
    with queue.cases.writing() as connection:
        lost = [one.verifier for one in people[::4]]
        connection.execute(update(cases).where(cases.c.verifier.in_(lost)).values(reachable=False, channel="sms"))
    queue.bells.ring(LINE)
    standing = queue.line.standing(OLDEST_SECONDS)
    with queue.cases.reading() as connection:
        rows = connection.execute(select(cases)).all()
        for row in rows:
            assert standing.places[row.verifier].place == place_in_line(connection, row.arrival, row.level)
    seen = standing.waiting_for(maja, 0)
    assert seen.waiting == len(rows)
    assert seen.by_level == {level.value: sum(row.level == level for row in rows) for level in Level}
    assert (seen.by_text, seen.unreachable) == (len(lost), len(lost))
    assert standing.waiting_for("somebody else", 0).waiting == 0


def test_whoever_is_claimed_and_comes_back_hears_of_it_from_the_lines_bell_alone(queue: Queue, maja: str) -> None:
    (one,) = waiting(queue, maja, 1)
    watch = PersonWatch(queue, one.verifier, 0)
    assert watch.look().events[0].data["state"] == "waiting"
    held = claim_next(queue, maja)
    assert held is not None
    assert watch.look(THE_LINE).events[0].data["state"] == "claimed"
    give_back(queue, the_counsellor(maja, CaseId(held.case_id)), Step.give_back)
    (back,) = watch.look(THE_LINE).events
    assert (back.data["state"], back.data["back"]) == ("waiting", True)


def test_what_changes_while_it_is_read_is_read_again(
    queue: Queue, maja: str, monkeypatch: pytest.MonkeyPatch, clock: HandClock
) -> None:
    waiting(queue, maja, 1)
    read = queue.cases.reading

    @contextmanager
    def slowly() -> Iterator[object]:
        with read() as connection:
            yield connection
        monkeypatch.setattr(queue.cases, "reading", read)
        waiting(queue, maja, 1)

    monkeypatch.setattr(queue.cases, "reading", slowly)
    assert queue.line.standing(OLDEST_SECONDS).waiting_for(maja, 0).waiting == 1
    assert queue.line.standing(OLDEST_SECONDS).waiting_for(maja, 0).waiting == 2
