"""Writing the next row, and walking the chain.

The chain shows that a row was changed, taken out or put in between. Whoever can write to the database can also make
the whole chain anew, or cut off its end: that shows only beside a hash which somebody noted elsewhere. So
`lykta audit verify` prints the last hash, and takes one from an earlier day.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, text

from triage_api.desk.audit.row import Deed, Row, hash_of_row
from triage_api.desk.audit.tables import audit


@dataclass(frozen=True)
class Sound:
    """Every row fits the one before. `hash` is the last one's, empty when there is no row at all."""

    rows: int
    last: int
    hash: str


@dataclass(frozen=True)
class Broken:
    """`says` names the first row that does not fit, and why, in one sentence."""

    number: int
    says: str


def append(connection: Connection, at: int, who: str, deed: Deed, about: str = "") -> None:
    """Adds a row within the caller's transaction, so that a deed and its row are both there or neither.

    `at` in seconds, rounded already. On SQLite a write begins with the one lock there is; PostgreSQL needs one of its
    own, or two rows could follow the same.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
    newest = select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    last = connection.execute(newest).one_or_none()
    number, previous = (last.number + 1, last.hash) if last is not None else (1, "")
    row = {"number": number, "at": at, "who": who, "deed": deed.value, "about": about, "previous": previous}
    connection.execute(insert(audit).values(**row, hash=hash_of_row(number, at, who, deed.value, about, previous)))


def rows_of(connection: Connection) -> list[Row]:
    return [Row(*row) for row in connection.execute(select(audit).order_by(audit.c.number)).all()]


def verify(connection: Connection, known: str = "") -> Sound | Broken:
    """Walks the chain from its first row, or from the anchor; `known` is a hash noted earlier that has to be in it."""
    number, previous, anchor, told = 0, "", "", ""
    rows = rows_of(connection)
    for row in rows:
        if row.deed == Deed.anchor and number == 0:
            anchor = f"{row.number} {row.hash}"
        elif row.number != number + 1:
            return Broken(number + 1, f"Row {number + 1} is missing: somebody has taken it out of the audit.")
        elif row.previous != previous or row.hash != row.expected_hash():
            return Broken(row.number, f"Row {row.number} does not fit the row before it: one of the two was changed.")
        elif row.deed == Deed.pruned:
            told = row.about
        number, previous = row.number, row.hash
    if anchor != told:
        first = int(anchor.split()[0]) if anchor else 0
        return Broken(first, f"Row {first} is not where the last pruning ended: rows after it may have been taken out.")
    if known and known not in {row.hash for row in rows}:
        return Broken(number, f"The hash noted earlier is in none of the rows up to {number}: they were made anew.")
    return Sound(len(rows), number, previous)
