"""`lykta backup` and `lykta restore`: what an installation may keep a copy of, sealed by a passphrase.

In it: the accounts database (accounts, invitations, rota, audit, counts, where alerts go, but no alert that goes on),
the roster, the root's public key. Never in it: the case database, whose shredding a copy would undo; the key between
the parts and the routes' key, which are made anew; the texting provider's token, which its console gives. The server
key only when it is asked for: without it the codes of the counsellors' apps do not open, and each needs a reset beside
her recovery code; with it, whoever opens the copy has those secrets.

The file is JSON, sealed by the passphrase (sealed_file.py).
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from triage_api.base64url import b64u, from_b64u
from triage_api.clock import rounded, seconds, written
from triage_api.command.audit import accounts_of
from triage_api.command.sealed_file import DidNotOpen, refuse_short, seal, unseal, write_new
from triage_api.command.trouble import Trouble
from triage_api.desk.alerts.tables import OF_AN_ALERT
from triage_api.desk.audit.chain import append
from triage_api.desk.audit.row import OPERATOR, Deed
from triage_api.safe_start import sqlite_file
from triage_api.settings import Settings

LABEL = b"lykta backup v1\n"

ACCOUNTS, ROSTER, ROOT_PUBLIC, SERVER_KEY = "accounts.sqlite", "roster.json", "root.pub", "server.key"


def backup(settings: Settings, file: Path, passphrase: str, now: datetime, *, server_key: bool = False) -> list[str]:
    """Writes the sealed copy (mode 0600) and answers the names in it. Nothing of it reaches a disk in clear.

    Raises:
        Trouble: there is such a file already, the passphrase is too short, or there is nothing to copy.
    """
    if file.exists():
        raise Trouble(f"{file} is there already: name a file that is not.")
    refuse_short(passphrase)
    database = sqlite_file(settings.accounts_database)
    if database is None:
        raise Trouble("The accounts are not in SQLite: back that database up with its own tools (pg_dump), sealed.")
    if not database.exists():
        raise Trouble(f"There is no accounts database in {settings.var}: nothing to back up yet.")
    _note(settings, Deed.backed_up, now)
    files = {ACCOUNTS: _snapshot(database)}
    for name in (ROSTER, ROOT_PUBLIC, *([SERVER_KEY] if server_key else [])):
        if (settings.var / name).exists():
            files[name] = (settings.var / name).read_bytes()
    copy = {"made": written(seconds(now)), "files": {name: b64u(content) for name, content in files.items()}}
    write_new(file, seal(LABEL, passphrase, json.dumps(copy).encode()))
    return list(files)


def restore(settings: Settings, file: Path, passphrase: str, now: datetime) -> list[str]:
    """Puts the copy into an empty `var`, and answers the names in it. It never overwrites anything.

    Raises:
        Trouble: `var` is not empty, the file is no backup, or it does not open with this passphrase.
    """
    if settings.var.exists() and any(settings.var.iterdir()):
        raise Trouble(f"{settings.var} is not empty: move it away, or set LYKTA_VAR to a new folder.")
    if settings.accounts_url:
        raise Trouble("LYKTA_ACCOUNTS_URL names another database: unset it, since a backup goes into var.")
    files = _open(file, passphrase)
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.var.chmod(0o700)
    for name, content in files.items():
        write_new(settings.var / name, content)
    _note(settings, Deed.restored, now)
    return list(files)


def _open(file: Path, passphrase: str) -> dict[str, bytes]:
    try:
        raw = file.read_bytes()
    except OSError:
        raise Trouble(f"{file} could not be read.") from None
    if not raw.startswith(LABEL):
        raise Trouble(f"{file} is no backup of Lykta.")
    try:
        copy = json.loads(unseal(LABEL, passphrase, raw))
    except (DidNotOpen, ValueError):
        raise Trouble(f"{file} did not open: check the passphrase; the file may also be damaged.") from None
    # Only these names: no file of a copy may land anywhere else.
    known = (ACCOUNTS, ROSTER, ROOT_PUBLIC, SERVER_KEY)
    return {name: from_b64u(copy["files"][name]) for name in known if name in copy["files"]}


def _snapshot(database: Path) -> bytes:
    """The database as one transaction sees it, copied in memory, also while the API runs.

    Without the alerts that go on at this moment, which speak of people who wait: nothing may outlive their wait.
    """
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy)
        there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in OF_AN_ALERT:
            if table.name in there:  # a database of an earlier version has none yet
                copy.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 (our own names)
        copy.commit()
        copy.execute("VACUUM")
        return copy.serialize()


def _note(settings: Settings, deed: Deed, now: datetime) -> None:
    with accounts_of(settings) as database, database.writing() as connection:
        append(connection, rounded(now), OPERATOR, deed)


def said_of(names: list[str], say: Callable[[str], None]) -> None:
    """What is in the copy, and what is not and why, for the operator."""
    say(f"In it: {', '.join(names)}.")
    say("Not in it: the case database, the texting provider's token, and the keys that `lykta up` makes anew.")
    if SERVER_KEY not in names:
        say("Without server.key the counsellors' codes do not open: keep that file apart, or give each a reset.")
    else:
        say("server.key is in it: whoever opens this copy has the secrets of the counsellors' code apps.")
