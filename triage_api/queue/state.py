"""The life of a case as a table: which step leads from which state to which. The queries are made from it."""

from enum import StrEnum


class State(StrEnum):
    """`gone` has no rows: a case that is gone cannot be told from one that never was."""

    waiting = "waiting"
    claimed = "claimed"
    gone = "gone"


class Step(StrEnum):
    claim = "claim"  # a counsellor takes the next person
    renew = "renew"  # the counsellor's page was loaded again
    take_over = "take_over"  # a colleague accepts the case from the counsellor who has it
    give_back = "give_back"  # the counsellor returns the case to the line
    lapse = "lapse"  # the counsellor's page has been away too long
    take_back = "take_back"  # the counsellor was removed
    close = "close"  # the counsellor ends it
    stop = "stop"  # the counsellor ends what is abuse of those who answer
    leave = "leave"  # the person ends it
    expire = "expire"  # nobody came


_LIFE: dict[Step, tuple[frozenset[State], State]] = {
    Step.claim: (frozenset({State.waiting}), State.claimed),
    Step.renew: (frozenset({State.claimed}), State.claimed),
    Step.take_over: (frozenset({State.claimed}), State.claimed),
    Step.give_back: (frozenset({State.claimed}), State.waiting),
    Step.lapse: (frozenset({State.claimed}), State.waiting),
    Step.take_back: (frozenset({State.claimed}), State.waiting),
    Step.close: (frozenset({State.claimed}), State.gone),
    Step.stop: (frozenset({State.claimed}), State.gone),
    Step.leave: (frozenset({State.waiting, State.claimed}), State.gone),
    Step.expire: (frozenset({State.waiting}), State.gone),
}


class NoSuchStep(Exception):
    """A step was asked for that the state does not allow."""


def comes_from(step: Step) -> list[State]:
    """The states in which the step may be taken, for a query's WHERE."""
    return sorted(_LIFE[step][0])


def leads_to(step: Step) -> State:
    return _LIFE[step][1]


def after(state: State, step: Step) -> State:
    """The state after the step; NoSuchStep when it cannot be taken from here."""
    if state not in _LIFE[step][0]:
        raise NoSuchStep(f"{step} cannot be taken while {state}")
    return leads_to(step)
