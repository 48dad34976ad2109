"""Which numbers of a month may be given out: none under five, and none from which such a one could be worked out.

What is hidden, small numbers and those hidden for their sake, has one mark. The rule:

1. Fewer than five contacts in the month: nothing is shown.
2. In a table where each contact has one row, a number under five is hidden, and then the smallest others, until at
   least two are hidden and they hold at least five contacts together. So each hidden number could be anything from
   nothing to that sum.
3. `not_taken` is one number in three tables. It is hidden in all or in none; when it is, each of them hides rows of at
   least five contacts besides it, so that it could be five more without changing anything that is shown. Those tables
   follow rule 2 among their other rows. The two rows of `abandoned`, whose sum it is, are hidden or shown together.
4. A table of two kinds shows no row and no column that its one-way table hides. Where what is hidden in this way holds
   less than five contacts in a line across, that line hides one more number of at least five, and with it the number
   across from it in a line that has five: five can go over from the one to the other and back among what is hidden in
   both, where sums are not shown. A number under five elsewhere is hidden in a rectangle with three others,
   of which the two in its own row and its own column are at least five: so it could be five more, the two five less,
   and the fourth five more, without changing any sum.
5. Where rule 4 finds no way, the table is hidden whole. Its sums still allow each of its numbers to be any of at least
   six, since every sum that is shown, and the rest of every sum, is at least five.

No move of rules 2 to 5 changes a number that is shown anywhere, so the tables cannot be played off against each other;
tests/desk/counts/test_suppress.py works out the bounds of each hidden number from all that is shown, as somebody who
wants to know would. A month is given out only when it is over, so that two looks at it cannot be subtracted.
"""

from dataclasses import dataclass

from triage_api.desk.counts.contact import Cell
from triage_api.desk.counts.shape import NOT_SAID, NOT_TAKEN, Shape

LEAST = 5

Line = dict[str, int]
Grid = dict[str, Line]


@dataclass(frozen=True)
class Shown:
    """None is a number that is hidden."""

    total: int | None
    one: dict[str, dict[str, int | None]]
    two: dict[str, dict[str, dict[str, int | None]]]


def shown(counted: dict[Cell, int], shape: Shape) -> Shown:
    """All tables of the shape, with every row and column it has."""
    lines = {table: _line(counted, table, shape) for table in (*shape.whole, *shape.talks, "abandoned", "needs")}
    total = sum(lines["language"].values())
    for table in shape.whole:
        if NOT_SAID in lines[table]:  # a table that is younger than some contacts of the month: nobody was asked
            lines[table][NOT_SAID] += total - sum(lines[table].values())
    hidden = {table: set(rows) for table, rows in lines.items()}
    if total >= LEAST:
        hidden |= {table: _hide(lines[table]) for table in shape.whole}
        hidden |= _hide_talks({table: lines[table] for table in shape.talks}, lines["abandoned"])
        hidden["needs"] = {need for need, n in lines["needs"].items() if n < LEAST}
    one = {
        table: {row: None if row in hidden[table] else n for row, n in line.items()} for table, line in lines.items()
    }
    two: dict[str, dict[str, dict[str, int | None]]] = {}
    for table, (rows, columns) in shape.two.items():
        grid = {r: {c: counted.get((table, r, c), 0) for c in shape.rows(columns)} for r in shape.rows(rows)}
        gone = _hide_grid(grid, hidden[rows], hidden[columns])
        two[table] = {r: {c: None if (r, c) in gone else n for c, n in line.items()} for r, line in grid.items()}
    return Shown(total if total >= LEAST else None, one, two)


def _line(counted: dict[Cell, int], table: str, shape: Shape) -> Line:
    return {row: counted.get((table, row, ""), 0) for row in shape.rows(table)}


def _hide(line: Line, least_rows: int = 2, *, always: bool = False) -> set[str]:
    """Rule 2: what is under five, and the smallest others until there is enough; `always` hides some in any case."""
    hidden = {row for row, n in line.items() if n < LEAST}
    if not hidden and not always:
        return hidden
    for row in sorted(line.keys() - hidden, key=lambda one: (line[one], one)):
        if _enough(line, hidden, least_rows):
            break
        hidden.add(row)
    return hidden


def _enough(line: Line, hidden: set[str], least_rows: int) -> bool:
    return len(hidden) >= least_rows and sum(line[row] for row in hidden) >= LEAST


def _hide_talks(tables: dict[str, Line], abandoned: Line) -> dict[str, set[str]]:
    """Rule 3."""
    others = {table: {row: n for row, n in line.items() if row != NOT_TAKEN} for table, line in tables.items()}
    not_taken = sum(abandoned.values())
    hidden = {table: _hide(line) for table, line in others.items()}
    too_few = any(gone and not _enough(others[table], gone, 2) for table, gone in hidden.items())
    if not_taken < LEAST or too_few:
        hidden = {table: _hide(line, 1, always=True) | {NOT_TAKEN} for table, line in others.items()}
        return {**hidden, "abandoned": set(abandoned)}
    small = any(n < LEAST for n in abandoned.values())
    return {**hidden, "abandoned": set(abandoned) if small else set()}


def _hide_grid(grid: Grid, rows: set[str], columns: set[str]) -> set[tuple[str, str]]:
    """Rules 4 and 5; `rows` and `columns` are those that the one-way tables hide."""
    everything = {(r, c) for r, line in grid.items() for c in line}
    open_rows = [r for r in grid if r not in rows]
    open_columns = [c for c in next(iter(grid.values())) if c not in columns]
    if rows and columns:
        return everything
    lent = _lend(grid, open_rows, columns) if columns else set()
    if rows:
        turned = {c: {r: line[c] for r, line in grid.items()} for c in next(iter(grid.values()))}
        across = _lend(turned, open_columns, rows)
        lent = across if across is None else {(r, c) for c, r in across}
    if lent is None:
        return everything
    hidden = {(r, c) for r, c in everything if r in rows or c in columns} | lent
    covered: set[tuple[str, str]] = set()
    for r in open_rows:
        for c in open_columns:
            if grid[r][c] >= LEAST or (r, c) in covered:
                continue
            corners = _rectangle(grid, (r, c), open_rows, open_columns, covered | lent)
            if corners is None:
                return everything
            covered |= corners
    return hidden | covered


def _lend(grid: Grid, lines: list[str], closed: set[str]) -> set[tuple[str, str]] | None:
    """For each line whose `closed` cells hold too few, two cells more: one of at least five in it, and the one across
    from that in a line which has enough. None when a line finds no such two."""
    rest = {line: sum(grid[line][one] for one in closed) for line in lines}
    lent: set[tuple[str, str]] = set()
    for line in lines:
        if rest[line] >= LEAST:
            continue
        found = [
            {(line, across), (lender, across)}
            for lender in lines
            for across, n in grid[line].items()
            if rest[lender] >= LEAST and across not in closed and n >= LEAST
        ]
        if not found:
            return None
        lent |= min(found, key=lambda two: sum(grid[r][c] for r, c in two - lent))
    return lent


def _rectangle(
    grid: Grid, cell: tuple[str, str], rows: list[str], columns: list[str], hidden: set[tuple[str, str]]
) -> set[tuple[str, str]] | None:
    """The four corners that hide the fewest contacts besides what is hidden; None when there are no such four."""
    r, c = cell
    found = [
        {(r, c), (r, other_c), (other_r, c), (other_r, other_c)}
        for other_r in rows
        for other_c in columns
        if other_r != r and other_c != c and grid[r][other_c] >= LEAST and grid[other_r][c] >= LEAST
    ]
    return min(found, key=lambda corners: sum(grid[y][x] for y, x in corners - hidden), default=None)
