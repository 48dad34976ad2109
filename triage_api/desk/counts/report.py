"""A month's counts as they are given out: to the desk as JSON, as CSV, and to the operator as text."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from triage_api.desk.counts.counting import Counts
from triage_api.desk.counts.outcomes import Labels, Wording
from triage_api.desk.counts.shape import shape_of
from triage_api.desk.counts.suppress import Shown, shown
from triage_api.errors import Refusal

HIDDEN = "·"


class MonthNotOver(Refusal):
    status = 409
    code = "month_not_over"
    say = "This month is not over: its numbers can be read when it is, since two looks at it could be subtracted."


def counts_of(counts: Counts, month: str, now: datetime) -> Shown:
    """The one way to the numbers. MonthNotOver for this month and later ones."""
    if month >= f"{now:%Y-%m}":
        raise MonthNotOver
    said = counts.outcomes
    shape = shape_of(tuple(said.outcomes), tuple(said.needs), tuple(said.counties))
    return shown(counts.of_month(month), shape)


def months_over(counts: Counts, now: datetime) -> list[str]:
    return [month for month in counts.months() if month < f"{now:%Y-%m}"]


def words_for(found: Shown, wording: Wording) -> dict[str, Any]:
    """Titles, meanings and the names of all rows, in both languages of the desk."""
    rows = {table: {row: label(wording, table, row) for row in line} for table, line in found.one.items()}
    return {"tables": wording.tables, "rows": rows, "rule": wording.rule}


def label(wording: Wording, table: str, row: str) -> Labels:
    return wording.rows.get(f"{table}.{row}") or wording.rows.get(row) or {"sv": row, "en": row}


def as_csv(month: str, found: Shown, wording: Wording) -> str:
    """One number a line, its definition beside it; a hidden number is an empty field. Codes, not names, in the rows."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["month", "table", "row", "column", "contacts", "definition"])
    for table, row, column, n in _lines(found):
        write.writerow([month, table, row, column, "" if n is None else n, wording.tables[table]["means"]["en"]])
    return out.getvalue()


def as_text(month: str, found: Shown, wording: Wording) -> Iterator[str]:
    """In English, for a terminal."""
    before = ""
    for table, row, column, n in _lines(found):
        if table != before:
            words = wording.tables[table]
            yield f"{words['title']['en']} ({month}). {words['means']['en']}"
            before = table
        names = [label(wording, table, row)["en"]] if not column else [row, column]
        yield f"  {', '.join(filter(None, names)) or 'all':34} {HIDDEN if n is None else n:>6}"
    yield wording.rule["en"]


def _lines(found: Shown) -> Iterator[tuple[str, str, str, int | None]]:
    yield "total", "", "", found.total
    for table, line in found.one.items():
        for row, n in line.items():
            yield table, row, "", n
    for table, grid in found.two.items():
        for row, cells in grid.items():
            for column, n in cells.items():
                yield table, row, column, n
