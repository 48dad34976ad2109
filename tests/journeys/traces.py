"""Finds a telephone number, and the words that were texted from it, wherever and however they could have been kept."""

import base64
import hashlib
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql
from redis import Redis

from tests.journeys.test_privacy import files_written, spellings
from triage_api.settings import ROOT

BETWEEN = rb"(?:[\x00 \t./()_+-]|\xc2?\xa0|%\x00?2\x00?[0DdEe]){0,6}"
"""What may stand between two digits, so that no grouping and no UTF-16 hides a number."""
NOT_OURS_TO_WRITE = {".git", ".venv", ".venv-bot", "node_modules"}


def number_patterns(number: str) -> Iterator[re.Pattern[bytes]]:
    """`number` is a Swedish one, in E.164; its last nine digits stand in each way of writing it (+46, 0046, 46, 07)."""
    digits = number.removeprefix("+46")
    for order in (digits, digits[::-1]):
        yield re.compile(BETWEEN.join(re.escape(digit.encode()) for digit in order))
    for exact in encoded(number):
        yield re.compile(re.escape(exact))


def encoded(number: str) -> Iterator[bytes]:
    """In base64 at any alignment, in hexadecimal, as an integer's bytes, and as hashes that anybody can make again."""
    digits = number.removeprefix("+46")
    yield from {one for one in spellings(digits) if one != digits.encode()}
    yield digits.encode().hex().encode()
    yield int(number[1:]).to_bytes(5, "big")
    yield int(number[1:]).to_bytes(5, "little")
    grouped = f"0{digits[:2]}-{digits[2:5]} {digits[5:7]} {digits[7:]}"
    for written in (number, number[1:], f"00{number[1:]}", f"0{digits}", digits, grouped):
        for name in ("sha256", "md5", "sha1"):
            hashed = hashlib.new(name, written.encode(), usedforsecurity=False).digest()
            yield from (hashed, hashed.hex().encode(), hashed.hex().upper().encode())
            coded = base64.b64encode(hashed).rstrip(b"=")
            yield from (coded, coded.replace(b"+", b"-").replace(b"/", b"_"))


class Traces:
    """What is looked for: one number and a few texts, each by its name."""

    def __init__(self, number: str, words: Mapping[str, str]) -> None:
        self._patterns = [("number", pattern) for pattern in number_patterns(number)]
        self._patterns += [
            (name, re.compile(re.escape(spelling))) for name, text in words.items() for spelling in spellings(text)
        ]

    def among(self, pieces: Mapping[str, bytes]) -> list[str]:
        found = {
            f"{name} in {where}": None
            for where, content in pieces.items()
            for name, pattern in self._patterns
            if pattern.search(content)
        }
        return list(found)

    def in_files(self, folders: list[Path]) -> list[str]:
        found = []
        for file in files_written(folders):
            with suppress(FileNotFoundError):  # a server that runs removes files of its own
                found += self.among({str(file): file.read_bytes()})
        return found

    def in_redis(self, url: str) -> list[str]:
        return self.among(all_of_redis(url))

    def in_database(self, file: Path) -> list[str]:
        """Every value of every row, as SQLite hands it out: integers and what a page of the file splits, too."""
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
            tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
            rows = {table: database.execute(f'select * from "{table}"').fetchall() for table in tables}  # noqa: S608
        return self.among({f"{file.name}: {table}": as_bytes(all_rows) for table, all_rows in rows.items()})

    def in_postgresql(self, url: str) -> list[str]:
        """Every value of every row of our tables, and of what the server keeps about them: its samples of values."""
        with psycopg.connect(url.replace("+psycopg", "")) as database:
            ours = "select tablename from pg_tables where schemaname = 'public' union select 'pg_stats'"
            tables = [str(row[0]) for row in database.execute(ours)]
            rows = {
                t: database.execute(sql.SQL("select * from {}").format(sql.Identifier(t))).fetchall() for t in tables
            }
        return self.among({table: as_bytes(all_rows) for table, all_rows in rows.items()})


def as_bytes(rows: list[tuple[object, ...]]) -> bytes:
    values = [value for row in rows for value in row]
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def all_of_redis(url: str) -> dict[str, bytes]:
    """Each key's name, its value as it is got and as it is dumped."""
    with Redis.from_url(url) as redis:
        keys: list[bytes] = list(redis.scan_iter())
        return {
            f"Redis key {at}": b"\n".join((key, redis.get(key) or b"", redis.dump(key) or b""))
            for at, key in enumerate(keys)
        }


def write_down_all(url: str) -> None:
    """From here on Redis writes each command to its folder: also what is deleted again can be searched."""
    with Redis.from_url(url) as redis:
        redis.config_set("appendfsync", "always")
        redis.config_set("appendonly", "yes")
        while redis.info("persistence")["aof_rewrite_in_progress"]:
            time.sleep(0.05)


def changed_in_the_project(since: float) -> dict[str, bytes]:
    """Files of the checkout that were written after this moment; what somebody edits meanwhile is not among them."""
    return {
        str(file): file.read_bytes()
        for top in ROOT.iterdir()
        if top.name not in NOT_OURS_TO_WRITE
        for file in ([top] if top.is_file() else top.rglob("*"))
        if file.is_file()
        and not NOT_OURS_TO_WRITE & set(file.parts)
        and file.suffix not in (".py", ".pyc")
        and file.stat().st_mtime > since
    }
