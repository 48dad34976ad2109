"""`make bench`: the README's figures, measured in one run on this machine, side by side.

python -m tests.bench            all
python -m tests.bench replies    only this one (replies, memory, talks, screen, stock, pages, proof, starts,
                                 texts, understanding, claims, kills, chats, line)
python -m tests.bench texts --minutes 5    the load of texts for so long, instead of one minute
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench import (
    chats,
    claims,
    kills,
    line,
    memory,
    pages,
    proof,
    replies,
    screen,
    starts,
    stock,
    talks,
    texts,
    understanding,
)
from tests.bench.replies import Row
from tests.journeys.stack import running

console = Console()
RUNNING = {
    "replies": replies.measure,
    "memory": memory.measure,
    "talks": talks.measure,
    "screen": screen.measure,
    "stock": stock.measure,
    "pages": pages.measure,
}
ALONE: dict[str, Callable[[], Iterator[Row]]] = {
    "proof": proof.measure,
    "starts": starts.measure,
    "understanding": understanding.measure,
    "claims": claims.measure,
    "kills": kills.measure,
    "chats": chats.measure,
    "line": line.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--minutes", type=float, default=1.0)
    asked = parser.parse_args()
    alone: dict[str, Callable[[], Iterator[Row]]] = {"texts": partial(texts.measure, asked.minutes), **ALONE}
    names = asked.names or [*RUNNING, *alone]
    if unknown := set(names) - RUNNING.keys() - alone.keys():
        console.print(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join([*RUNNING, *alone])}.")
        return 2
    table = Table(title="Lykta, measured", title_justify="left")
    for column in ("what", "measured", "aim"):
        table.add_column(column)
    if chosen := [RUNNING[name] for name in names if name in RUNNING]:
        unlimited: dict[str, Any] = {"messages_per_minute": 100_000, "openings_per_minute": 100_000}
        with tempfile.TemporaryDirectory() as folder, running(Path(folder), **unlimited) as stack:
            for measure in chosen:
                for row in measure(stack):
                    table.add_row(*row)
    for measure_alone in (alone[name] for name in names if name in alone):
        for row in measure_alone():
            table.add_row(*row)
    console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
