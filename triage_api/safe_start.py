"""Refuses to start unsafe: each reason is one sentence that says what to do."""

import os
import stat
from pathlib import Path

from sqlalchemy.engine import make_url

from triage_api.settings import Settings


class UnsafeToStart(Exception):
    """The process must stop; the message is the one sentence for the operator."""


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL; None for any other database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def keep_to_owner(file: Path) -> None:
    """Makes the database file at mode 0600 when it is missing; refuses one, or its journals, that others can read.

    SQLite gives its journals the mode of the database file.
    """
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        file.chmod(0o600)  # whatever the umask was
    for part in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        if part.exists() and stat.S_IMODE(part.stat().st_mode) & 0o077:
            raise UnsafeToStart(f"Others on this machine can read {part}: run chmod 600 {part} and start again.")


def refuse_unsafe_start(settings: Settings) -> None:
    """Checks `var`, the three key files and the databases; raises UnsafeToStart at the first that is not in order."""
    var = settings.var
    if not var.is_dir():
        raise UnsafeToStart(f"The folder {var} is missing: run make up once, which sets it up.")
    if stat.S_IMODE(var.stat().st_mode) & 0o077:
        raise UnsafeToStart(f"Others on this machine can open {var}: run chmod 700 {var} and start again.")
    for file, what in (
        (settings.root_public_key_file, "organisation's root public key"),
        (settings.internal_key_file, "key between the action server and the API"),
        (settings.server_key_file, "server key"),
    ):
        if not file.is_file() or not file.read_bytes().strip():
            raise UnsafeToStart(f"The {what} is missing: put it in {file}, or run make up once, which sets it up.")
    for secret in (settings.internal_key_file, settings.server_key_file):
        if stat.S_IMODE(secret.stat().st_mode) & 0o077:
            raise UnsafeToStart(f"Others on this machine can read {secret}: run chmod 600 {secret} and start again.")
        if len(secret.read_bytes().strip()) < 32:
            raise UnsafeToStart(f"The key in {secret} is too short: put at least 32 random characters in it.")
    for url in (settings.cases_database, settings.accounts_database):
        if (file_ := sqlite_file(url)) is not None:
            keep_to_owner(file_)
