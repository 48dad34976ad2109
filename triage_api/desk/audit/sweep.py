"""What the audit does by itself, every ten seconds."""

import hashlib
from collections.abc import Callable

from triage_api.base64url import b64u
from triage_api.desk.audit.row import Deed
from triage_api.desk.desk import Desk
from triage_api.refusing import tell_of
from triage_api.settings import Settings

SECRET = {"cases_url", "accounts_url", "routes_url"}
"""Addresses that may hold a password, of which not even a hash is kept."""


def print_of(settings: Settings) -> str:
    """16 characters that are others when a setting is another. Keys and tokens are files, so none is in it."""
    return b64u(hashlib.sha256(settings.model_dump_json(exclude=SECRET).encode()).digest())[:16]


def sweep_audit(desk: Desk, settings: Settings, *, by_age: bool = True) -> None:
    """One round; what fails is told and tried again in the next. Not `by_age`: no row is too old."""
    number = desk.roster.view().number
    steps: list[Callable[[], None]] = [
        lambda: desk.audit.note_found(Deed.settings, print_of(settings)),
        lambda: desk.audit.note_found(Deed.roster, str(number)) if number else None,
        desk.audit.flush,
        *([desk.audit.prune] if by_age else []),
        lambda: desk.audit.forget_tags(desk.queue),
    ]
    for step in steps:
        try:
            step()
        except Exception as error:  # noqa: BLE001 (one step that fails must not keep the others from being tried)
            tell_of(error)
