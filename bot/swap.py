"""A newly trained model takes the old one's place while conversations go on: `lykta train` builds it beside, and moves
it over the old file in one step; the running bot sees the file change."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

LOOK_SECONDS = 2.0
Seen = tuple[int, int]
"""When a file was last written (nanoseconds) and how long it is."""


def seen(model: Path) -> Seen | None:
    """What the file looks like now; None while there is none."""
    try:
        about = model.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size


async def keep_current(agent: Any, model: Path, warm_up: Callable[[Any], Awaitable[None]]) -> None:
    """Loads the model anew whenever its file has changed. One that cannot be loaded changes nothing: the last good one
    goes on answering, with every conversation in memory. Runs until cancelled."""
    loaded = seen(model)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        found = seen(model)
        if found is None or found == loaded:
            continue
        loaded = found
        try:
            # In a thread: loading takes seconds, in which the old model goes on answering.
            await asyncio.to_thread(agent.load_model, model)
            await warm_up(agent)
        except Exception:  # noqa: BLE001, S112 (whatever a broken model raises, the one that serves stays)
            continue
