"""A backup comes back as it was, holds no case, opens with its passphrase alone, and overwrites nothing."""

import secrets
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.queue.world import install, open_queue
from triage_api.base64url import b64u
from triage_api.command.audit import show, verify
from triage_api.command.backup import backup, restore, said_of
from triage_api.command.invite import invite
from triage_api.command.trouble import Trouble
from triage_api.settings import Settings

NOW = datetime(2026, 11, 21, 3, 2, 17, tzinfo=UTC)
PASSPHRASE = "five quiet words here now"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation with a supervisor invited, a roster, a waiting case and every key there is."""
    one = install(tmp_path)
    invite(one, "supervisor")
    one.roster_file.write_text('{"v": 1}')
    for secret in ("routes.key", "twilio.token", "demo-root.key"):
        (one.var / secret).write_text(b64u(secrets.token_bytes(32)))
    open_queue(f"sqlite:///{one.var / 'cases.sqlite'}").cases.close()
    return one


def test_what_was_backed_up_comes_back(settings: Settings, tmp_path: Path) -> None:
    file, new = tmp_path / "copy", settings.model_copy(update={"var": tmp_path / "new"})
    names = backup(settings, file, PASSPHRASE, NOW)
    assert names == ["accounts.sqlite", "roster.json", "root.pub"]
    assert restore(new, file, PASSPHRASE, NOW) == names
    assert sorted(one.name for one in new.var.iterdir() if "-" not in one.name) == sorted(names)
    assert new.roster_file.read_bytes() == settings.roster_file.read_bytes()
    assert verify(new, verify(settings, "").split()[-1]).startswith("All 3 rows hold")
    assert [line.split()[3] for line in show(new, 10)] == ["invited", "backed_up", "restored"]
    modes = {stat.S_IMODE(one.stat().st_mode) for one in (*new.var.iterdir(), file)}
    assert (modes, stat.S_IMODE(new.var.stat().st_mode)) == ({0o600}, 0o700)


def test_an_alert_that_goes_on_is_not_copied(settings: Settings, tmp_path: Path) -> None:
    with sqlite3.connect(settings.var / "accounts.sqlite") as accounts:
        accounts.execute("INSERT INTO alerts VALUES ('tag-of-an-alert', 0, 1, 0, 0)")
        accounts.execute("INSERT INTO alert_waiting VALUES ('tag-of-an-alert', 'mark-of-a-case')")
    file, new = tmp_path / "copy", settings.model_copy(update={"var": tmp_path / "new"})
    backup(settings, file, PASSPHRASE, NOW)
    restore(new, file, PASSPHRASE, NOW)
    raw = (new.var / "accounts.sqlite").read_bytes()
    assert b"CREATE TABLE alerts" in raw
    assert b"of-a" not in raw


def test_nothing_in_the_file_can_be_read_without_the_passphrase(settings: Settings, tmp_path: Path) -> None:
    backup(settings, tmp_path / "copy", PASSPHRASE, NOW, server_key=True)
    raw = (tmp_path / "copy").read_bytes()
    for clear in (b"SQLite", b"supervisor", b"roster", settings.server_key_file.read_bytes().strip()):
        assert clear not in raw


def test_the_server_key_goes_along_only_when_it_is_asked_for_and_is_told_of(settings: Settings, tmp_path: Path) -> None:
    said: list[str] = []
    said_of(backup(settings, tmp_path / "without", PASSPHRASE, NOW), said.append)
    assert "give each a reset" in said[-1]
    with_key = backup(settings, tmp_path / "with", PASSPHRASE, NOW, server_key=True)
    assert "server.key" in with_key
    said_of(with_key, said.append)
    assert "secrets of the counsellors' code apps" in said[-1]
    new = settings.model_copy(update={"var": tmp_path / "new"})
    restore(new, tmp_path / "with", PASSPHRASE, NOW)
    assert new.server_key_file.read_bytes() == settings.server_key_file.read_bytes()


@pytest.mark.parametrize("never", ["cases.sqlite", "internal.key", "routes.key", "twilio.token", "demo-root.key"])
def test_what_must_not_be_copied_is_not(settings: Settings, tmp_path: Path, never: str) -> None:
    assert (settings.var / never).exists()
    assert never not in backup(settings, tmp_path / "copy", PASSPHRASE, NOW, server_key=True)


def test_it_refuses_to_overwrite_either_way(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    with pytest.raises(Trouble, match="there already"):
        backup(settings, tmp_path / "there", PASSPHRASE, NOW)
    assert (tmp_path / "there").read_text() == "mine"
    backup(settings, tmp_path / "copy", PASSPHRASE, NOW)
    with pytest.raises(Trouble, match="not empty"):
        restore(settings, tmp_path / "copy", PASSPHRASE, NOW)
    other = settings.model_copy(update={"var": tmp_path / "other", "accounts_url": "postgresql://somewhere/accounts"})
    with pytest.raises(Trouble, match="ACCOUNTS_URL"):
        restore(other, tmp_path / "copy", PASSPHRASE, NOW)
    with pytest.raises(Trouble, match="pg_dump"):
        backup(other, tmp_path / "second", PASSPHRASE, NOW)


def test_a_wrong_passphrase_and_a_damaged_file_do_not_open_and_leave_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    new = settings.model_copy(update={"var": tmp_path / "new"})
    backup(settings, tmp_path / "copy", PASSPHRASE, NOW)
    raw = (tmp_path / "copy").read_bytes()
    (tmp_path / "damaged").write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    (tmp_path / "short").write_bytes(raw[:20])
    (tmp_path / "other").write_text("no backup")
    for name, passphrase, says in (
        ("copy", "another passphrase", "did not open"),
        ("damaged", PASSPHRASE, "did not open"),
        ("short", PASSPHRASE, "did not open"),
        ("other", PASSPHRASE, "is no backup"),
        ("missing", PASSPHRASE, "could not be read"),
    ):
        with pytest.raises(Trouble, match=says):
            restore(new, tmp_path / name, passphrase, NOW)
    assert not new.var.exists()


def test_a_short_passphrase_and_an_empty_installation_are_refused(tmp_path: Path) -> None:
    settings = install(tmp_path)
    with pytest.raises(Trouble, match="nothing to back up"):
        backup(settings, tmp_path / "copy", PASSPHRASE, NOW)
    with pytest.raises(Trouble, match="too short"):
        backup(settings, tmp_path / "copy", "short", NOW)
    assert not (tmp_path / "copy").exists()
