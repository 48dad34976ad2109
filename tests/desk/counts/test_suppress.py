"""No number under five is shown, and none can be worked out: proved on many made-up months, by linear programming."""

import random
from collections import Counter
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.desk.counts.simplex import Bounds, Equation
from triage_api.desk.counts.contact import Cell
from triage_api.desk.counts.shape import NOT_SAID, NOT_TAKEN, Shape, shape_of
from triage_api.desk.counts.suppress import LEAST, Shown, shown

SHAPE = shape_of(("informed", "passed_on", "other"), ("law", "health"), ("skane", "kalmar", "gotland"))
"""As at the desk, with fewer outcomes and counties, so that many months can be tried."""


def month(seed: int, contacts: int, skew: float) -> dict[Cell, int]:
    """A month of contacts that each stand in every table, some words far commoner than others, as in life."""
    chance = random.Random(seed)  # noqa: S311 (made-up months, not secrets)
    counted: Counter[Cell] = Counter()
    for _ in range(contacts):
        one = {table: _pick(chance, rows, skew) for table, rows in SHAPE.whole.items()}
        taken = chance.random() > chance.choice([0.02, 0.3])
        for table, rows in SHAPE.talks.items():
            others = tuple(row for row in rows if row != NOT_TAKEN)
            one[table] = _pick(chance, others, skew) if taken else NOT_TAKEN
        if not taken:
            one["abandoned"] = _pick(chance, SHAPE.abandoned, skew)
        counted.update((table, row, "") for table, row in one.items())
        counted.update((table, one[rows], one[columns]) for table, (rows, columns) in SHAPE.two.items())
        counted.update(("needs", need, "") for need in SHAPE.ticked if chance.random() < 0.5)
    return dict(counted)


def _pick(chance: random.Random, rows: tuple[str, ...], skew: float) -> str:
    return chance.choices(rows, [skew**i for i in range(len(rows))])[0]


def equations(found: Shown, shape: Shape) -> list[Equation]:
    """All that is known to somebody who has what is shown, and knows how the tables hang together.

    An unknown for each hidden number; `not_taken` is one and the same wherever it stands.
    """
    said: list[Equation] = []

    def add(plus: list[tuple[str, int | None]], minus: list[tuple[str, int | None]]) -> None:
        left: Counter[str] = Counter()
        right = 0
        for factor, terms in ((1, plus), (-1, minus)):
            for name, n in terms:
                if n is None:
                    left[name] += factor
                else:
                    right -= factor * n
        if left:
            said.append((dict(left), right))
        else:
            assert right == 0, "what is shown contradicts itself"

    def line(table: str) -> list[tuple[str, int | None]]:
        return [(NOT_TAKEN if row == NOT_TAKEN else f"{table} {row}", n) for row, n in found.one[table].items()]

    for table in chain(shape.whole, shape.talks):
        add(line(table), [("total", found.total)])
    add(line("abandoned"), [line("outcome")[-1]])
    for table, (rows, columns) in shape.two.items():
        for name, cell in zip(found.two[table], line(rows), strict=True):
            add([(f"{table} {name} {c}", n) for c, n in found.two[table][name].items()], [cell])
        for name, cell in zip(found.one[columns], line(columns), strict=True):
            add([(f"{table} {r} {name}", cells[name]) for r, cells in found.two[table].items()], [cell])
    return said


MONTHS = given(st.integers(0, 2**32), st.integers(0, 400), st.sampled_from([1.0, 0.6, 0.3, 0.1]))


@MONTHS
@settings(max_examples=200, deadline=None)
def test_no_number_under_five_is_shown_and_what_is_shown_is_true(seed: int, contacts: int, skew: float) -> None:
    counted = month(seed, contacts, skew)
    found = shown(counted, SHAPE)
    numbers = [(table, row, "", n) for table, line in found.one.items() for row, n in line.items()]
    numbers += [(t, r, c, n) for t, grid in found.two.items() for r, line in grid.items() for c, n in line.items()]
    for table, row, column, n in numbers:
        assert n is None or (n >= LEAST and n == counted[(table, row, column)])


@MONTHS
@settings(max_examples=25, deadline=None)
@example(seed=1, contacts=60, skew=0.1)
@example(seed=2, contacts=5, skew=0.1)
@example(seed=3, contacts=400, skew=1.0)
def test_no_hidden_number_can_be_worked_out_from_all_that_is_shown(seed: int, contacts: int, skew: float) -> None:
    found = shown(month(seed, contacts, skew), SHAPE)
    if found.total is None:
        assert all(n is None for line in found.one.values() for n in line.values())
        return
    said = equations(found, SHAPE)
    if not said:
        return
    bounds = Bounds(said)
    for name in sorted({name for left, _ in said for name in left}):
        least, greatest = bounds.of(name)
        assert greatest - least > LEAST - 0.01, (name, least, greatest)


def test_who_came_before_a_question_was_asked_has_not_said() -> None:
    counties = ("skane", "kalmar", "gotland")
    counted = {cell: n for cell, n in month(5, 300, 1.0).items() if cell[0] != "county"}
    assert shown(counted, SHAPE).one["county"] == dict.fromkeys((*counties, NOT_SAID)), "300 and none would be known"
    since = {("county", county, ""): 2 for county in counties}
    assert shown(counted | since, SHAPE).one["county"] == {**dict.fromkeys(counties), NOT_SAID: 294}


def test_the_bounds_find_what_a_careless_table_gives_away() -> None:
    """One hidden number beside a total is no secret: the proof above can fail."""
    assert Bounds([({"a": 1}, 3)]).of("a") == pytest.approx((3, 3))
    assert Bounds([({"a": 1, "b": 1}, 8)]).of("a") == pytest.approx((0, 8))
    assert Bounds([({"a": 1, "b": 1}, 8), ({"b": 1, "c": 1}, 2)]).of("a") == pytest.approx((6, 8))
    square: list[Equation] = [
        ({"a": 1, "b": 1}, 5),
        ({"c": 1, "d": 1}, 6),
        ({"a": 1, "c": 1}, 7),
        ({"b": 1, "d": 1}, 4),
    ]
    assert Bounds(square).of("a") == pytest.approx((1, 5))


@pytest.mark.parametrize("left_out", [3, 4])
def test_a_full_month_hides_only_what_it_must(left_out: int) -> None:
    counted = {cell: 10 * n for cell, n in month(7, 300, 1.0).items()}
    assert all(n is not None for line in shown(counted, SHAPE).one.values() for n in line.values())
    for row in ("web", "sms"):
        counted.pop(("channel", row, ""))
    total = sum(n for (table, _, _), n in counted.items() if table == "language")
    few = {**counted, ("channel", "sms", ""): left_out, ("channel", "web", ""): total - left_out}
    found = shown(few, SHAPE)
    assert found.one["channel"] == {"web": None, "sms": None}
    assert None not in found.one["language"].values()


def test_when_nearly_everybody_was_answered_the_rest_cannot_be_subtracted() -> None:
    counted = month(11, 300, 1.0)
    small = {**counted, ("abandoned", "left_waiting", ""): 2, ("abandoned", "nobody_came", ""): 0}
    for table in SHAPE.talks:
        gone = counted.get((table, NOT_TAKEN, ""), 0) - 2
        first = SHAPE.talks[table][0]
        small |= {(table, NOT_TAKEN, ""): 2, (table, first, ""): counted.get((table, first, ""), 0) + gone}
    found = shown(small, SHAPE)
    assert found.total is not None
    for table in SHAPE.talks:
        rest = found.total - sum(n for n in found.one[table].values() if n is not None)
        assert rest >= LEAST + 2, "who subtracts all that is shown still has others than those two in the rest"
