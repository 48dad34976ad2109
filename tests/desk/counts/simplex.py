"""A small linear program, so that the tests can ask what somebody could work out from what is shown."""

Equation = tuple[dict[str, int], int]
"""Coefficients by unknown, and what they add up to."""

TINY = 1e-7


class Bounds:
    """The least and the greatest value of an unknown, of all that are nothing or more and fulfil the equations.

    The simplex method with Bland's rule, which cannot go in circles.
    """

    def __init__(self, equations: list[Equation]) -> None:
        self._names = sorted({name for left, _ in equations for name in left})
        self._at = {name: i for i, name in enumerate(self._names)}
        width, height = len(self._names), len(equations)
        self._rows: list[list[float]] = []
        for i, (left, right) in enumerate(equations):
            sign = -1.0 if right < 0 else 1.0
            row = [0.0] * (width + height) + [sign * right]
            for name, factor in left.items():
                row[self._at[name]] = sign * factor
            row[width + i] = 1.0  # a helper, which the first phase brings down to nothing
            self._rows.append(row)
        self._basis = [width + i for i in range(height)]
        helpers = [0.0] * width + [1.0] * height
        assert abs(self._least(helpers, width + height)) < 1e-5, "the equations contradict each other"
        self._drop_helpers(width)

    def of(self, name: str) -> tuple[float, float]:
        wanted = [0.0] * len(self._names)
        wanted[self._at[name]] = 1.0
        least = self._least(wanted, len(wanted))
        greatest = -self._least([-one for one in wanted], len(wanted))
        return least, greatest

    def _least(self, cost: list[float], width: int) -> float:
        while True:
            priced = list(cost[:width])
            worth = 0.0
            for row, basic in zip(self._rows, self._basis, strict=True):
                if cost[basic]:
                    worth += cost[basic] * row[-1]
                    for j in range(width):
                        priced[j] -= cost[basic] * row[j]
            entering = next((j for j in range(width) if priced[j] < -TINY), None)
            if entering is None:
                return worth
            ratios = [
                (row[-1] / row[entering], self._basis[i], i) for i, row in enumerate(self._rows) if row[entering] > TINY
            ]
            if not ratios:
                return float("-inf")
            least = min(ratio for ratio, _, _ in ratios)
            _, leaving = min((basic, i) for ratio, basic, i in ratios if ratio <= least + TINY)
            self._pivot(leaving, entering)

    def _pivot(self, leaving: int, entering: int) -> None:
        row = self._rows[leaving]
        by = row[entering]
        row[:] = [value / by for value in row]
        for i, other in enumerate(self._rows):
            factor = other[entering]
            if i != leaving and abs(factor) > TINY:
                other[:] = [a - factor * b for a, b in zip(other, row, strict=True)]
        self._basis[leaving] = entering

    def _drop_helpers(self, width: int) -> None:
        for i in reversed(range(len(self._rows))):
            if self._basis[i] >= width:
                entering = next((j for j in range(width) if abs(self._rows[i][j]) > TINY), None)
                if entering is None:  # this equation follows from the others
                    del self._rows[i], self._basis[i]
                else:
                    self._pivot(i, entering)
        self._rows = [row[:width] + row[-1:] for row in self._rows]
