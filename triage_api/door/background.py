"""Work that goes on while nobody waits for it: turns, farewells to the bot, the sweep."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from triage_api.errors import Refusal
from triage_api.refusing import tell_of

T = TypeVar("T")


class Background:
    """Keeps its tasks alive (the event loop holds them only weakly) and ends them all at once."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def stop(self) -> None:
        """Cancels everything. Nothing is finished, nothing is written."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        # Looked at here, or asyncio would log the exception's own words, which may be a person's.
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, Refusal):
            tell_of(error)
