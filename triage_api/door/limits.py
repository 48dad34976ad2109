"""How fast: a bucket of tokens that refills evenly. Limits never stand before the danger check."""

from collections.abc import Callable


class Bucket:
    """`allows()` takes one token when there is one. `size` tokens at most, refilled at `per_second`."""

    def __init__(self, size: float, per_second: float, now: Callable[[], float]) -> None:
        self._size = size
        self._per_second = per_second
        self._now = now
        self._tokens = size
        self._filled = now()

    def allows(self) -> bool:
        moment = self._now()
        self._tokens = min(self._size, self._tokens + (moment - self._filled) * self._per_second)
        self._filled = moment
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
