"""What a new conversation costs: nothing without load, more with more of it, never more than a cheap phone can do."""

import pytest

from triage_api.door.load import MOST_TIMES, Openings, work_asked


@pytest.mark.parametrize(
    ("opened", "times"),
    [(0, 0), (49, 0), (50, 1), (100, 1), (199, 1), (200, 2), (399, 3), (400, 4), (800, 8), (1e9, MOST_TIMES)],
)
def test_the_work_follows_the_share_of_the_limit(opened: float, times: int) -> None:
    assert work_asked(opened, 100) == times


def test_more_load_never_costs_less() -> None:
    asked = [work_asked(opened, 1500) for opened in range(0, 30_000, 7)]
    assert asked == sorted(asked)
    assert set(asked) == set(range(MOST_TIMES + 1))


def test_what_was_begun_fades_within_minutes() -> None:
    at = 0.0
    openings = Openings(100, lambda: at)
    assert openings.work() == 0
    for _ in range(400):
        openings.count()
    assert (openings.per_minute(), openings.work()) == (400, 4)
    at = 60.0
    assert openings.per_minute() == pytest.approx(400 / 2.71828, rel=1e-4)
    at = 180.0
    assert openings.work() == 0


def test_a_steady_stream_is_counted_as_what_it_is() -> None:
    at = 0.0
    openings = Openings(100, lambda: at)
    for tenth in range(6000):
        at = tenth / 10
        if tenth % 5 == 0:  # two a second
            openings.count()
    assert openings.per_minute() == pytest.approx(120, rel=0.02)
