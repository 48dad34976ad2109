"""The door: raw text for a moment. Looks for danger, redacts, passes on to the bot, and answers when the bot cannot."""

from dataclasses import dataclass

from fastapi import APIRouter

from triage_api.door.cannot_open import CannotOpen
from triage_api.door.cases import Cases
from triage_api.door.door import Door
from triage_api.door.fallback import Duty
from triage_api.door.routes import chat_routes
from triage_api.settings import Settings

__all__ = ["CannotOpen", "Cases", "DoorRoutes", "Duty", "door_routes"]


@dataclass(frozen=True)
class DoorRoutes:
    """`router` serves `/api/chat`; `start()` and `stop()` are awaited in the lifespan of the app it is in."""

    router: APIRouter
    door: Door

    async def start(self) -> None:
        await self.door.start()

    async def stop(self) -> None:
        """Drops every conversation and all work under way; nothing is written."""
        await self.door.stop()


def door_routes(settings: Settings, cases: Cases, duty: Duty | None = None) -> DoorRoutes:
    """The door, ready to be mounted. Raises an error of one sentence when its texts or its lists cannot be read."""
    door = Door(settings, cases, duty)
    return DoorRoutes(chat_routes(door), door)
