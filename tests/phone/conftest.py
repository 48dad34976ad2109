"""A double of the provider, alone or with a small Lykta at the other end."""

from collections.abc import Iterator

import pytest

from tests.phone.double import RunningDouble, SmallLykta, running_double


@pytest.fixture
def lykta() -> Iterator[SmallLykta]:
    with SmallLykta().running() as running:
        yield running


@pytest.fixture
def double() -> Iterator[RunningDouble]:
    with running_double() as running:
        yield running


@pytest.fixture
def wired(lykta: SmallLykta) -> Iterator[RunningDouble]:
    with running_double(lykta.url) as running:
        yield running
