"""PostgreSQL only where it keeps no second copy of cases and lets nobody listen: one sentence for each reason not to.

No sentence quotes the URL: it may hold a password.
"""

from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

from triage_api.postgresql import is_postgresql
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import Settings

OLDEST_VERSION = 140_000
SEALED_WAYS = ("verify-full", "verify-ca")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class ServerSettings:
    """What the server says of itself; `version` as PostgreSQL writes it (150004 for 15.4)."""

    version: int
    encoding: str
    fsync: bool
    error_verbosity: str
    logs_statements: bool
    archives: bool
    copies: int


def refuse_unsafe_databases(settings: Settings) -> None:
    """Checks the databases that are not SQLite; raises UnsafeToStart at the first that is not in order."""
    urls = {"LYKTA_CASES_URL": settings.cases_database, "LYKTA_ACCOUNTS_URL": settings.accounts_database}
    asked = {name: make_url(url) for name, url in urls.items() if is_postgresql(url)}
    for name, url in asked.items():
        if url.drivername != "postgresql+psycopg":
            raise UnsafeToStart(f"{name} names another driver: let it begin with postgresql+psycopg://.")
        if not _way_is_closed(url):
            raise UnsafeToStart(
                f"{name} goes over a network: add sslmode=verify-full and sslrootcert, or use the server's socket."
            )
    if len(asked) == 2 and len({_place(url) for url in asked.values()}) == 1:
        raise UnsafeToStart(
            "LYKTA_CASES_URL and LYKTA_ACCOUNTS_URL name one database: give each its own, "
            "since cases are never backed up."
        )
    for name, url in asked.items():
        _refuse(name, server_settings(name, url), holds_cases=name == "LYKTA_CASES_URL")


def _refuse(name: str, server: ServerSettings, *, holds_cases: bool) -> None:
    if server.version < OLDEST_VERSION:
        raise UnsafeToStart(f"The PostgreSQL of {name} is too old: use version 14 or newer.")
    if server.encoding != "UTF8":
        raise UnsafeToStart(f"The database of {name} is not in UTF-8: make it with ENCODING 'UTF8'.")
    if server.logs_statements:
        raise UnsafeToStart(
            f"The PostgreSQL of {name} logs statements with their values: set log_statement to none, and "
            "log_min_duration_statement and log_min_duration_sample to -1, for this database."
        )
    if holds_cases and server.archives:
        raise UnsafeToStart(
            f"The PostgreSQL of {name} archives its journal, which is a backup of cases: turn archive_mode off there."
        )


def server_settings(name: str, url: URL) -> ServerSettings:
    """Asks the server as Lykta would reach it; UnsafeToStart when it does not answer."""
    arguments: dict[str, Any] = url.translate_connect_args(username="user", database="dbname") | dict(url.query)
    try:
        with psycopg.connect(**{**arguments, "connect_timeout": 5}, autocommit=True) as connection:

            def says(setting: str) -> str:
                row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
                return str(row[0]) if row else ""

            copies = connection.execute("SELECT count(*) FROM pg_replication_slots").fetchone()
            return ServerSettings(
                version=connection.info.server_version,
                encoding=says("server_encoding"),
                fsync=says("fsync") == "on",
                error_verbosity=says("log_error_verbosity"),
                logs_statements=says("log_statement") in ("mod", "all")
                or says("log_min_duration_statement") != "-1"
                or says("log_min_duration_sample") != "-1",
                archives=says("archive_mode") != "off",
                copies=int(copies[0]) if copies else 0,
            )
    except psycopg.Error:
        raise UnsafeToStart(
            f"The PostgreSQL of {name} does not let Lykta in: start it, and check user, password and database."
        ) from None


def _way_is_closed(url: URL) -> bool:
    """A Unix socket, this machine itself, or TLS that proves the server."""
    hosts = [part for part in (url.host, *_words(url.query.get("host"))) if part]
    at_home = all(host.startswith("/") or host in THIS_MACHINE for host in hosts)
    return at_home or url.query.get("sslmode") in SEALED_WAYS


def _words(value: Any) -> list[str]:
    return [word for part in ([value] if isinstance(value, str) else value or []) for word in part.split(",")]


def _place(url: URL) -> tuple[object, ...]:
    return (url.host or "", str(url.query.get("host", "")), url.port or 5432, url.database or url.username)
