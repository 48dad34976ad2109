"""A real PostgreSQL for a run's tests: its own folder, a Unix socket, no port, gone at the end.

It is the operating system's (`make setup-tests` brings Debian's package); where there is none, the tests fail.
"""

import atexit
import functools
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psycopg
from sqlalchemy.engine import URL

from triage_api.database import open_database
from triage_api.migrate import migrate
from triage_api.process import end_with_parent

Which = Literal["cases", "accounts"]
OWNER = "lykta"
"""No superuser, as in production."""

# Nothing here has to survive a power cut; everything else is as the server comes.
WORDS = ("fsync=off", "full_page_writes=off", "listen_addresses=", "max_connections=300", "shared_buffers=64MB")


@dataclass(frozen=True)
class PostgresServer:
    folder: Path
    programs: Path

    def url(self, database: str, user: str = OWNER) -> str:
        place = URL.create("postgresql+psycopg", user, database=database, query={"host": str(self.folder)})
        return place.render_as_string(hide_password=False)

    def does(self, *statements: str) -> None:
        """As the superuser, outside any transaction."""
        with psycopg.connect(host=str(self.folder), user="admin", dbname="postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextmanager
    def database(self, which: Which) -> Iterator[str]:
        """The URL of a fresh database with the newest tables, which is dropped afterwards."""
        name = f"{which}_{secrets.token_hex(6)}"
        template = _template(self, which)
        self.does(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield self.url(name)
        finally:
            self.does(f"DROP DATABASE {name} WITH (FORCE)")

    def files(self, database: str) -> list[Path]:
        """What the server keeps of this database, its journal not included."""
        with psycopg.connect(host=str(self.folder), user="admin", dbname=database, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            row = connection.execute("SELECT oid FROM pg_database WHERE datname = %s", [database]).fetchone()
        assert row is not None
        return [file for file in (self.folder / "data" / "base" / str(row[0])).iterdir() if file.is_file()]

    def journal(self) -> list[Path]:
        return [file for file in (self.folder / "data" / "pg_wal").iterdir() if file.is_file()]


@functools.cache
def postgres_server() -> PostgresServer:
    """The one server of this run."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="lykta-pg-"))
    identity = _somebody_else(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = PostgresServer(folder, programs)
    made: list[str | Path] = [programs / "initdb", "-D", folder / "data", "-U", "admin", "--auth=trust", "--no-sync"]
    subprocess.run([*made, "--locale=C", "--encoding=UTF8"], check=True, stdout=subprocess.DEVNULL, **identity)
    words = [word for setting in WORDS for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", folder, *words],
            stdout=log,
            stderr=log,
            preexec_fn=end_with_parent,
            **identity,
        )
    atexit.register(_stop, running)
    _wait(server, running)
    server.does(f"CREATE ROLE {OWNER} LOGIN")
    return server


@functools.cache
def _template(server: PostgresServer, which: Which) -> str:
    name = f"newest_{which}"
    server.does(f"CREATE DATABASE {name} OWNER {OWNER} STRATEGY file_copy")
    database = open_database(server.url(name))
    migrate(database, which)
    database.close()
    return name


def _programs() -> Path:
    """The newest of Debian's versions, or what is on the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[4]))
    on_path = shutil.which("initdb")
    found = debian[-1] if debian else Path(on_path).resolve() if on_path else None
    assert found is not None, "install PostgreSQL: `make setup-tests` brings it where apt-get may"
    return found.parent


def _somebody_else(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it gets a user who owns the folder, and nothing else."""
    if os.geteuid() != 0:
        return {}
    known = {one.pw_name for one in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in known else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": folder}


def _wait(server: PostgresServer, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            return server.does("SELECT 1")
        except psycopg.OperationalError:
            assert running.poll() is None, (server.folder / "log").read_text()
            assert time.monotonic() < until, "PostgreSQL did not start"
            time.sleep(0.05)


def _stop(running: subprocess.Popen[bytes]) -> None:
    running.send_signal(2)  # ends its sessions, then itself
    running.wait(20)
