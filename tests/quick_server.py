"""uvicorn for tests that start and end a server of their own, as hundreds do.

It looks ten times a second whether it should end, and then gives every connection a tenth of a second to go: of no
importance to a server that runs for weeks, and minutes of a run of all tests.
"""

import asyncio
import socket
import time

import uvicorn

EVERY_SECONDS = 0.005


class QuickServer(uvicorn.Server):
    """Ends as uvicorn's own does, a moment after it is told: no new connections, the open ones done, then the app."""

    async def main_loop(self) -> None:
        while not await self.on_tick(0):
            await asyncio.sleep(EVERY_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for one in sockets or []:
            one.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        until = time.monotonic() + (self.config.timeout_graceful_shutdown or 10)
        while (self.server_state.connections or self.server_state.tasks) and time.monotonic() < until:
            await asyncio.sleep(EVERY_SECONDS)
        for task in self.server_state.tasks:
            task.cancel()
        await self.lifespan.shutdown()
