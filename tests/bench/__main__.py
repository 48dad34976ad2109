"""`make bench`: the README's figures, measured in one run on this machine, side by side.

python -m tests.bench            all
python -m tests.bench replies    only this one (replies, memory, screen, stock, pages, proof, starts, understanding)
"""

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import memory, pages, proof, replies, screen, starts, stock, understanding
from tests.journeys.stack import running

console = Console()
RUNNING = {
    "replies": replies.measure,
    "memory": memory.measure,
    "screen": screen.measure,
    "stock": stock.measure,
    "pages": pages.measure,
}
ALONE = {"proof": proof.measure, "starts": starts.measure, "understanding": understanding.measure}


def main() -> int:
    names = sys.argv[1:] or [*RUNNING, *ALONE]
    if unknown := set(names) - RUNNING.keys() - ALONE.keys():
        console.print(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join([*RUNNING, *ALONE])}.")
        return 2
    table = Table(title="Lykta, measured", title_justify="left")
    for column in ("what", "measured", "aim"):
        table.add_column(column)
    if chosen := [RUNNING[name] for name in names if name in RUNNING]:
        unlimited = {"messages_per_minute": 100_000, "openings_per_minute": 100_000}
        with tempfile.TemporaryDirectory() as folder, running(Path(folder), **unlimited) as stack:
            for measure in chosen:
                for row in measure(stack):
                    table.add_row(*row)
    for measure_alone in (ALONE[name] for name in names if name in ALONE):
        for row in measure_alone():
            table.add_row(*row)
    console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
