"""The chat without JavaScript: plain forms, answered by pages. Here the server reads what it seals, and says so."""

from dataclasses import dataclass

from fastapi import APIRouter

from actions.readers import Readers
from triage_api.door import CannotOpen, DoorRoutes
from triage_api.plain.plain import Plain
from triage_api.plain.routes import Refuse, plain_routes, refuse_with_page
from triage_api.plain.view import WATCHED, View
from triage_api.queue.queue import Queue
from triage_api.roster import RosterFile
from triage_api.settings import Settings

__all__ = ["PlainRoutes", "plain_chat"]

NEEDED = (
    "plain.begin", "plain.welcome", "plain.readable", "plain.about_text", "plain.look", "plain.look_hint",
    "plain.begun", "page.title", "page.language", "page.leave", "page.emergency", "page.write", "page.send",
    "page.recovery_key", "watched.open", *WATCHED,
)  # fmt: skip


@dataclass(frozen=True)
class PlainRoutes:
    """`router` serves `POST /`; `refuse` answers there for what is refused unread; `start` and `stop` as the door's."""

    router: APIRouter
    refuse: Refuse
    plain: Plain


def plain_chat(settings: Settings, door: DoorRoutes, queue: Queue) -> PlainRoutes:
    """Ready to be mounted. Raises `CannotOpen` when a phrase it needs is missing."""
    texts = door.door.texts
    for language, phrases in texts.phrases.items():
        if missing := [name for name in NEEDED if not phrases.get(name, "").strip()]:
            raise CannotOpen(f"The phrase {missing[0]} is missing in {language.value}; write it as ids.yml describes.")
    plain = Plain(
        door.door,
        queue,
        Readers(settings.roster_file, settings.root_public_key_file),
        idle_seconds=settings.idle_minutes * 60,
        messages_per_minute=settings.messages_per_minute,
    )
    roster = RosterFile(settings.roster_file)
    view, frame = View(texts, lambda: bool(roster.view().recovery_key)), settings.pages / "plain.html"
    return PlainRoutes(plain_routes(plain, view, frame), refuse_with_page(view, frame), plain)
