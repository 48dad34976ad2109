"""From start to end of the process: migrations, the sweep, the door's own work, and a quick end."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from fastapi import FastAPI
from starlette.types import Lifespan

from triage_api.desk.alerts.sweep import sweep_channels
from triage_api.desk.alerts.watch import look, send_for_ever, watch_line
from triage_api.desk.audit.sweep import sweep_audit
from triage_api.desk.desk import Desk
from triage_api.desk.people.put_out import forget_removed, put_out
from triage_api.desk.reading_along import sweep_reading
from triage_api.door import DoorRoutes
from triage_api.migrate import migrate
from triage_api.plain.plain import Plain
from triage_api.queue.sweep import SWEEP_SECONDS, sweep
from triage_api.queue.tables import DIES_WITH_ITS_ROW
from triage_api.refusing import tell_of
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import Settings
from triage_api.sms.sms import Sms

log = logging.getLogger("lykta.api")

CANNOT_MIGRATE = (
    "The databases could not be brought to this version's form: restore the newest version of Lykta, or move "
    "cases.sqlite and accounts.sqlite away (in PostgreSQL: make two empty databases) and start again."
)


def lifespan_of(settings: Settings, desk: Desk, door: DoorRoutes, plain: Plain, sms: Sms | None) -> Lifespan[FastAPI]:
    """Before the first request: both databases in form, the sweep going. After the last: streams told, files closed."""
    queue = desk.queue

    async def sweep_for_ever() -> None:
        unclaimed, lapse = timedelta(hours=settings.unclaimed_hours), timedelta(minutes=settings.lapse_minutes)
        while True:
            await asyncio.to_thread(sweep, queue, desk.duty.gone_since, unclaimed, lapse)
            await asyncio.to_thread(sweep_readers, desk, lapse)
            await asyncio.to_thread(desk.letters.sweep)
            await asyncio.to_thread(sweep_removed, desk)
            await asyncio.to_thread(sweep_audit, desk, settings)
            await asyncio.to_thread(write_counts, desk)
            await asyncio.to_thread(sweep_channels, desk.accounts)
            await asyncio.sleep(SWEEP_SECONDS)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(migrate_both, desk)
        queue.bells.start()
        # Before anybody is heard: who was told that nobody answers must not be told again after a restart.
        await asyncio.to_thread(look, desk.alerts)
        sweeper = asyncio.create_task(sweep_for_ever())
        put_out = asyncio.Event()
        watcher = asyncio.create_task(watch_line(desk.alerts, queue.bells, put_out))
        sender = asyncio.create_task(send_for_ever(desk.outbox, put_out))
        await door.start()
        plain.start()
        if sms is not None:
            await sms.start()
        yield
        queue.bells.close()
        if sms is not None:
            await sms.stop()
        await plain.stop()
        await door.stop()
        for task in (sweeper, watcher, sender):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await asyncio.to_thread(queue.bells.join)
        # What waits in memory would be lost.
        await asyncio.to_thread(sweep_audit, desk, settings)
        await asyncio.to_thread(write_counts, desk, True)
        queue.cases.close()
        desk.accounts.close()

    return lifespan


def migrate_both(desk: Desk) -> None:
    try:
        migrate(desk.queue.cases, "cases")
        desk.queue.cases.keep_no_samples(*DIES_WITH_ITS_ROW)
        migrate(desk.accounts, "accounts")
    except Exception as error:  # noqa: BLE001 (whatever a database or a step says, the operator gets one sentence)
        tell_of(error)
        log.error("%s", CANNOT_MIGRATE)  # noqa: TRY400 (a traceback may quote values)
        raise UnsafeToStart(CANNOT_MIGRATE) from None


def sweep_removed(desk: Desk) -> None:
    """One round: whoever was removed is out, and what was kept of them for the audit goes with its rows."""
    for step in (put_out, forget_removed):
        try:
            step(desk)
        except Exception as error:  # noqa: BLE001 (the sweep must live; the next round tries again)
            tell_of(error)


def sweep_readers(desk: Desk, lapse: timedelta) -> None:
    try:
        sweep_reading(desk, lapse)
    except Exception as error:  # noqa: BLE001 (the sweep must live; the next round tries again)
        tell_of(error)


def write_counts(desk: Desk, everything: bool = False) -> None:
    try:
        desk.counts.write(everything)
    except Exception as error:  # noqa: BLE001 (counting must not end the sweep; what was not written waits)
        tell_of(error)
