"""Refusing a PostgreSQL that would keep copies of cases, or let others read along."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from tests.databases import both_databases
from tests.postgres_server import postgres_server
from tests.queue.world import install
from triage_api.app import create_app
from triage_api.command.doctor import examine, named
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import Settings

PASSWORD = "canary-0f9c"


@pytest.fixture
def databases() -> Iterator[dict[str, Any]]:
    with both_databases("postgresql") as urls:
        yield urls


def opens(folder: Path, **urls: Any) -> None:
    app = create_app(install(folder, **urls))
    app.state.desk.queue.cases.close()
    app.state.desk.accounts.close()


def test_it_starts_on_a_server_as_debian_makes_it(databases: dict[str, Any], tmp_path: Path) -> None:
    opens(tmp_path, **databases)


@pytest.mark.parametrize("url", ["postgresql://u:{}@localhost/a", "postgresql+psycopg2://u:{}@localhost/a"])
def test_another_driver_is_named(tmp_path: Path, url: str) -> None:
    refused(tmp_path, "postgresql[+]psycopg://", cases_url=url.format(PASSWORD))


@pytest.mark.parametrize("more", ["", "?sslmode=require", "?host=/run,db.example.org"])
def test_a_way_over_a_network_must_prove_the_server(tmp_path: Path, more: str) -> None:
    host = "" if "host=" in more else "db.example.org"
    refused(tmp_path, "sslmode=verify-full", accounts_url=f"postgresql+psycopg://u:{PASSWORD}@{host}/a{more}")


def test_a_server_that_is_not_there_is_told_of_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:1/a"
    refused(tmp_path, "LYKTA_CASES_URL does not let Lykta in", cases_url=url)


def test_a_command_tells_of_it_in_one_sentence_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:1/a"
    environment = {**os.environ, "LYKTA_VAR": str(tmp_path), "LYKTA_ACCOUNTS_URL": url}
    lykta = str(Path(sys.executable).parent / "lykta")
    done = subprocess.run(
        [lykta, "counsellor", "invite"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "LYKTA_ACCOUNTS_URL does not let Lykta in" in done.stderr
    assert PASSWORD not in done.stdout + done.stderr


def test_cases_and_accounts_need_a_database_each(databases: dict[str, Any], tmp_path: Path) -> None:
    refused(tmp_path, "one database", cases_url=databases["cases_url"], accounts_url=databases["cases_url"])


@pytest.mark.parametrize("setting", [("log_statement", "all"), ("log_min_duration_statement", "0")])
def test_a_server_that_logs_statements_is_refused(
    databases: dict[str, Any], tmp_path: Path, setting: tuple[str, str]
) -> None:
    name = make_url(databases["cases_url"]).database
    postgres_server().does(f"ALTER DATABASE {name} SET {setting[0]} = '{setting[1]}'")
    refused(tmp_path, "logs statements", **databases)


def test_an_archived_journal_is_a_backup_of_cases_and_of_cases_only() -> None:
    from triage_api.safe_postgresql import ServerSettings, _refuse

    archives = ServerSettings(150_000, "UTF8", True, "terse", logs_statements=False, archives=True, copies=0)
    _refuse("LYKTA_ACCOUNTS_URL", archives, holds_cases=False)
    with pytest.raises(UnsafeToStart, match="archive_mode"):
        _refuse("LYKTA_CASES_URL", archives, holds_cases=True)


def test_doctor_says_which_database_is_which_what_to_mend_and_no_password(
    databases: dict[str, Any], tmp_path: Path
) -> None:
    said = {finding.says: finding.good for finding in examine(install(tmp_path, **databases))}
    assert any(word.startswith("Cases lie in PostgreSQL, cases_") and "never back it up" in word for word in said)
    assert not said["The PostgreSQL of LYKTA_CASES_URL quotes values in its log: set log_error_verbosity to terse."]
    assert not said["The PostgreSQL of LYKTA_CASES_URL forgets what it answered for in a power cut: set fsync on."]
    assert named("sqlite:////var/x.sqlite") == "SQLite, /var/x.sqlite"
    secret = f"postgresql+psycopg://u:{PASSWORD}@db.example.org/cases"
    assert named(secret) == "PostgreSQL, cases at db.example.org"
    assert PASSWORD not in repr(Settings(cases_url=secret, accounts_url=secret))


def refused(folder: Path, match: str, **urls: str) -> None:
    with pytest.raises(UnsafeToStart, match=match) as told:
        opens(folder, **urls)
    assert PASSWORD not in str(told.value)
    assert PASSWORD not in repr(told.value.__cause__)
