"""Looking whenever the line changes, and every few seconds: steps pass while nothing happens."""

import asyncio
import time

from triage_api.desk.alerts.alerts import Alerts
from triage_api.desk.alerts.outbox import Outbox
from triage_api.events import Bells
from triage_api.queue.queue import LINE
from triage_api.refusing import tell_of

LOOK_SECONDS = 5.0
PAUSE_SECONDS = 0.5
"""Between two looks: a line that changes a hundred times a second is looked at twice."""
PAUSE_FOR_LOOK = 10
"""So many times as long as the last look took: at a line of thousands looking must not take what answering needs."""


async def watch_line(alerts: Alerts, bells: Bells, put_out: asyncio.Event) -> None:
    """Runs until it is cancelled. `put_out` is set after each look, for whoever sends."""
    with bells.listen(LINE) as listener:
        while True:
            begun = time.monotonic()
            await asyncio.to_thread(look, alerts)
            put_out.set()
            await asyncio.sleep(max(PAUSE_SECONDS, (time.monotonic() - begun) * PAUSE_FOR_LOOK))
            await listener.rung(LOOK_SECONDS)


async def send_for_ever(outbox: Outbox, put_out: asyncio.Event) -> None:
    """Runs until it is cancelled. What is due later is found at the look after it, a few seconds at most."""
    while True:
        await put_out.wait()
        put_out.clear()
        try:
            await outbox.send_due()
        except Exception as error:  # noqa: BLE001 (a busy database must not end the alerts)
            tell_of(error)


def look(alerts: Alerts) -> None:
    """Once. What fails is told, and tried again at the next."""
    try:
        alerts.look()
    except Exception as error:  # noqa: BLE001 (a busy database must not end the alerts)
        tell_of(error)
