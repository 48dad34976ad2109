"""From start to end of the process: migrations, the sweep, the door's own work, and a quick end."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial

from fastapi import FastAPI
from starlette.types import Lifespan

from triage_api.desk.alerts.sweep import sweep_channels
from triage_api.desk.alerts.watch import look, send_for_ever, watch_line
from triage_api.desk.audit.row import SERVER, Deed
from triage_api.desk.audit.sweep import sweep_audit
from triage_api.desk.desk import Desk
from triage_api.desk.people.put_out import forget_removed, put_out
from triage_api.desk.reading_along import sweep_reading
from triage_api.desk.ways.organisation import sweep_organisation
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

CLOCK_JUMPED = (
    "The clock has jumped ahead by about %d hours: until it is right, nothing is destroyed because of its age. Set it "
    "right or, if it is right now, start Lykta again."
)
CLOCK_IN_STEP = "The clock is in step again: what is too old is destroyed as before."


def lifespan_of(settings: Settings, desk: Desk, door: DoorRoutes, plain: Plain, sms: Sms | None) -> Lifespan[FastAPI]:
    """Before the first request: both databases in form, the sweep going. After the last: streams told, files closed."""
    queue = desk.queue

    async def sweep_for_ever() -> None:
        while True:
            for step in round_of(settings, desk):
                await asyncio.to_thread(step)
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


def round_of(settings: Settings, desk: Desk) -> list[Callable[[], None]]:
    """One round of the sweep. Nothing is destroyed because of its age while the clock cannot be trusted."""
    unclaimed, lapse = timedelta(hours=settings.unclaimed_hours), timedelta(minutes=settings.lapse_minutes)
    by_age = ages_count(desk)
    return [
        partial(sweep, desk.queue, desk.duty.gone_since, unclaimed, lapse, by_age=by_age),
        *([partial(sweep_readers, desk, lapse)] if by_age else []),
        desk.duty.end_silent,
        partial(desk.letters.sweep, by_age=by_age),
        partial(sweep_removed, desk, by_age=by_age),
        partial(sweep_organisation, desk),
        partial(sweep_audit, desk, settings, by_age=by_age),
        partial(write_counts, desk),
        partial(sweep_channels, desk.accounts),
    ]


def ages_count(desk: Desk) -> bool:
    """Whether the clock can be trusted; a jump, and its end, are told once."""
    was_ahead, in_step = bool(desk.steady.ahead), desk.steady.look()
    if not in_step and not was_ahead:
        log.error(CLOCK_JUMPED, hours_ahead(desk))
        desk.audit.note_later(SERVER, Deed.clock_jumped, str(hours_ahead(desk)))
    elif in_step and was_ahead:
        log.error(CLOCK_IN_STEP)
    return in_step


def hours_ahead(desk: Desk) -> int:
    return round(desk.steady.ahead / timedelta(hours=1))


def migrate_both(desk: Desk) -> None:
    try:
        migrate(desk.queue.cases, "cases")
        desk.queue.cases.keep_no_samples(*DIES_WITH_ITS_ROW)
        migrate(desk.accounts, "accounts")
    except Exception as error:  # noqa: BLE001 (whatever a database or a step says, the operator gets one sentence)
        tell_of(error)
        log.error("%s", CANNOT_MIGRATE)  # noqa: TRY400 (a traceback may quote values)
        raise UnsafeToStart(CANNOT_MIGRATE) from None


def sweep_removed(desk: Desk, *, by_age: bool = True) -> None:
    """One round: whoever was removed is out, and what was kept of them for the audit goes with its rows."""
    for step in (put_out, forget_removed) if by_age else (put_out,):
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
