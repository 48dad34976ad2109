"""A desk from which browsers and duty phones can be told, with the push service and the provider on this machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import both_databases
from tests.desk.alerts.push_service import Device, PushService, push_service
from tests.desk.counsellor import Counsellor
from tests.door.conftest import eventually
from tests.phone.double import RunningDouble, running_double
from tests.queue.world import HandClock, Person, Server, person, serving
from tests.sms.house import Inbox, free_port, texting_settings

PATIENCE = 120
"""Seconds, for what the desk does by itself: a machine that is busy with other things is none that has failed."""
WAITS, TRIAL = "Lykta: någon väntar.", "Lykta: det här är ett prov."


@dataclass
class Told:
    """The other sides of the desk's alerts."""

    push: PushService
    phones: RunningDouble
    inbox: Inbox
    server: Server

    def browser_of(self, counsellor: Counsellor, urgent_only: bool = False) -> Device:
        """She lets this browser be told."""
        device = self.push.subscribes(counsellor.call("GET", "alerts").json()["push_key"])
        body = {"kind": "push", "language": "sv", "urgent_only": urgent_only, **device.subscription}
        assert counsellor.call("POST", "alerts/channels", body).status_code == 201
        return device

    def looks(self) -> None:
        """What the desk does by itself within seconds, done now."""
        self.server.app.state.desk.alerts.look()
        self.server.app.state.bells.ring("line")

    def gets(self, device: Device, *says: str) -> None:
        self.looks()
        eventually(lambda: tuple(one["say"] for one in device.got) == says, PATIENCE)

    def comes(self, *readers: Counsellor, level: str = "immediate") -> Person:
        one = person(*(reader.id for reader in readers), level=level)
        assert self.server.receives(one).status_code == 201
        return one

    def due_later(self) -> int:
        """What was tried, and is to be tried again."""
        with self.server.app.state.desk.accounts.reading() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM alert_sends WHERE tries > 0").scalar())

    def counted(self, table: str) -> int:
        with self.server.app.state.desk.accounts.reading() as connection:
            return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar())  # noqa: S608


@pytest.fixture
def told(kind: str, tmp_path: Path, clock: HandClock) -> Iterator[Told]:
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    with (
        both_databases(kind) as databases,
        push_service() as push,
        running_double(public, stop_words=False) as phones,
    ):
        settings = texting_settings(tmp_path, public, phones.url, push_services=(push.url,), **databases)
        with serving(settings, clock, port=port) as server:
            yield Told(push, phones, Inbox(phones), server)


@pytest.fixture
def server(told: Told) -> Server:
    return told.server
