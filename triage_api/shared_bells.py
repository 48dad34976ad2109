"""Bells that several processes hear: rung through the database server, by PostgreSQL's LISTEN and NOTIFY.

What passes is the topic and nothing else: a case's random id, a counsellor's id, "line". A bell says "look again", so
none has to arrive: after a lost connection every stream looks again, and each looks every 15 s in any case.
"""

import logging
import select
import socket
import threading
from contextlib import suppress
from typing import Any

import psycopg
from sqlalchemy import Engine

from triage_api.database import Database
from triage_api.events import Bells

log = logging.getLogger("lykta.bells")

CHANNEL = "lykta"
FIRST_WAIT_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 5.0
LAST_WORDS_SECONDS = 3.0

# A bell need not survive a power cut, so ringing waits for no disk; a server that is gone is noticed within 20 s.
_CONNECTING: dict[str, Any] = {
    "autocommit": True,
    "connect_timeout": 5,
    "application_name": "lykta bells",
    "options": "-c synchronous_commit=off",
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


def bells_for(cases: Database) -> Bells:
    """Bells for the processes that share this database: SQLite's are all in this one."""
    return SharedBells(cases.engine) if cases.engine.dialect.name == "postgresql" else Bells()


class SharedBells(Bells):
    """One connection, held by one thread, both hears and rings; so what this process rang itself is known by it.

    Ringing never waits for the server and never fails: this process hears at once, the others as soon as they can.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._unsent: set[str] = set()
        self._awake, self._wake = socket.socketpair()
        self._awake.setblocking(False)
        self._wake.setblocking(False)
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self.listening = threading.Event()

    def start(self) -> None:
        self._thread = threading.Thread(target=self._keep_listening, name="bells", daemon=True)
        self._thread.start()

    def ring(self, *topics: str) -> None:
        super().ring(*topics)
        with self._lock:
            self._unsent.update(topics)
        self._rouse()

    def close(self) -> None:
        super().close()
        self._ending.set()
        self._rouse()

    def join(self) -> None:
        """After `close`: waits until what was rung last is sent, for three seconds at most."""
        if self._thread is not None:
            self._thread.join(LAST_WORDS_SECONDS)
            self._thread = None

    def _rouse(self) -> None:
        with suppress(BlockingIOError):  # full: it is roused already
            self._wake.send(b"!")

    def _keep_listening(self) -> None:
        wait = FIRST_WAIT_SECONDS
        while not self.closed:
            try:
                with self._connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}".encode())
                    self.listening.set()
                    self.ring_all()  # whatever was rung while nobody listened
                    wait = FIRST_WAIT_SECONDS
                    self._listen(connection)
            except (psycopg.Error, OSError, ValueError) as error:  # the last two: its socket was closed meanwhile
                if self.listening.is_set():
                    log.warning(
                        "The database has gone: what other processes ring is not heard (%s).", type(error).__name__
                    )
            self.listening.clear()
            if not self.closed:
                self._ending.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    def _connect(self) -> psycopg.Connection[Any]:
        _, where = self._engine.dialect.create_connect_args(self._engine.url)
        return psycopg.connect(**{**where, **_CONNECTING})

    def _listen(self, connection: psycopg.Connection[Any]) -> None:
        mine = connection.info.backend_pid

        def heard(sender: int, topic: bytes) -> None:
            if sender != mine:
                super(SharedBells, self).ring(topic.decode())

        looks = select.poll()  # not select(): a process with many streams has numbers beyond what it takes
        for socket_number in (connection.pgconn.socket, self._awake.fileno()):
            looks.register(socket_number, select.POLLIN)
        connection.add_notify_handler(lambda note: heard(note.pid, note.payload.encode()))
        while True:
            ending = self.closed
            self._send(connection)
            if ending:
                return
            looks.poll()
            with suppress(BlockingIOError):
                self._awake.recv(4096)
            connection.pgconn.consume_input()
            while (note := connection.pgconn.notifies()) is not None:
                heard(note.be_pid, note.extra)

    def _send(self, connection: psycopg.Connection[Any]) -> None:
        with self._lock:
            sending, self._unsent = self._unsent, set()
        if not sending:
            return
        try:
            connection.execute("SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) topic", [CHANNEL, list(sending)])
        except psycopg.Error:
            with self._lock:
                self._unsent |= sending
            raise
