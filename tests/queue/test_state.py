"""The life of a case."""

import pytest

from triage_api.queue.state import NoSuchStep, State, Step, after, comes_from, leads_to


def test_a_case_waits_is_claimed_and_is_closed() -> None:
    assert after(after(State.waiting, Step.claim), Step.close) is State.gone


def test_a_case_given_back_or_lapsed_waits_again() -> None:
    assert after(State.claimed, Step.give_back) is State.waiting
    assert after(State.claimed, Step.lapse) is State.waiting


def test_a_case_of_somebody_who_was_removed_waits_again() -> None:
    assert after(State.claimed, Step.take_back) is State.waiting


def test_a_case_that_a_colleague_takes_over_never_waits() -> None:
    assert after(State.claimed, Step.take_over) is State.claimed


def test_the_person_can_always_leave() -> None:
    assert {after(state, Step.leave) for state in (State.waiting, State.claimed)} == {State.gone}


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (State.claimed, Step.claim),
        (State.claimed, Step.expire),
        (State.waiting, Step.close),
        (State.waiting, Step.stop),
        (State.waiting, Step.give_back),
        (State.waiting, Step.renew),
        (State.waiting, Step.lapse),
        (State.waiting, Step.take_back),
        (State.waiting, Step.take_over),
        *((State.gone, step) for step in Step),
    ],
)
def test_no_other_step_can_be_taken(state: State, step: Step) -> None:
    with pytest.raises(NoSuchStep):
        after(state, step)


def test_the_queries_are_made_from_the_same_table() -> None:
    for step in Step:
        assert all(after(state, step) is leads_to(step) for state in comes_from(step))
