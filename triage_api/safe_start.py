"""Refuses to start unsafe: each reason is one sentence that says what to do."""

import os
import stat
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import RedisError
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
    if settings.sms_number:
        refuse_unsafe_texting(settings)
    refuse_unsafe_alerts(settings)
    for url in (settings.cases_database, settings.accounts_database):
        if (file_ := sqlite_file(url)) is not None:
            keep_to_owner(file_)


def refuse_unsafe_alerts(settings: Settings) -> None:
    """A way of telling counsellors that is half set up would be found out on the night on which it is needed."""
    if settings.smtp_host and not settings.smtp_from:
        raise UnsafeToStart("Alerts by e-mail need a sender: set LYKTA_SMTP_FROM.")
    password = settings.smtp_password_file
    if settings.smtp_host and settings.smtp_user and not (password.is_file() and password.read_bytes().strip()):
        raise UnsafeToStart(f"The mail server asks for a password: put it in {password} (mode 600).")
    for secret in (settings.push_key_file, password):
        if secret.exists() and stat.S_IMODE(secret.stat().st_mode) & 0o077:
            raise UnsafeToStart(f"Others on this machine can read {secret}: run chmod 600 {secret} and start again.")


def refuse_unsafe_texting(settings: Settings) -> None:
    """Whoever can sign as the provider could speak for anybody's number, and a Redis that saves would keep numbers."""
    token = settings.provider_token_file
    if not token.is_file() or len(token.read_bytes().strip()) < 32:
        raise UnsafeToStart(f"Text messages need the account's auth token: put it in {token} (mode 600).")
    if not settings.sms_account:
        raise UnsafeToStart("Text messages need the account: set LYKTA_SMS_ACCOUNT to its id (AC…).")
    public = urlsplit(settings.sms_public_url)
    if not public.hostname or (public.scheme != "https" and not settings.demo):
        raise UnsafeToStart("Set LYKTA_SMS_PUBLIC_URL to the https address by which the provider reaches this server.")
    if settings.routes_url:
        refuse_redis_that_writes(settings.routes_url)
        if not settings.routes_key_file.is_file() or len(settings.routes_key_file.read_bytes().strip()) < 32:
            raise UnsafeToStart(
                f"Routes in Redis need a key: run make up once, or put one in {settings.routes_key_file}."
            )
    for secret in (token, *([settings.routes_key_file] if settings.routes_url else [])):
        if stat.S_IMODE(secret.stat().st_mode) & 0o077:
            raise UnsafeToStart(f"Others on this machine can read {secret}: run chmod 600 {secret} and start again.")


def refuse_redis_that_writes(url: str) -> None:
    """Raises UnsafeToStart for a Redis that cannot be asked, or that saves what it holds."""
    where = f"The Redis at {urlsplit(url).hostname or 'its socket'}"
    try:
        with Redis.from_url(url, socket_timeout=5) as redis:
            saves = redis.config_get("save").get("save"), redis.config_get("appendonly").get("appendonly")
    except RedisError:
        raise UnsafeToStart(f"{where} does not say whether it saves: start it, and allow CONFIG GET.") from None
    if saves != ("", "no"):
        raise UnsafeToStart(f'{where} writes to disk: start it with --save "" --appendonly no.')
