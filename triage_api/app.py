"""Puts the API together: the person's surface, the desk's, the internal one, and the pages."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from fastapi import FastAPI
from sqlalchemy import text
from starlette.middleware import Middleware
from starlette.types import Lifespan
from yaml import YAMLError

from actions.readers import Readers
from triage_api.alert_ways import alert_ways
from triage_api.clock import Clock, utc_now
from triage_api.database import open_database
from triage_api.desk import (
    accept,
    assess,
    board,
    cases,
    colleagues,
    content,
    invite,
    letters,
    offers,
    on_duty,
    own_keys,
    own_sessions,
    sign_in,
    texting_standing,
    wishes,
)
from triage_api.desk.alerts import channels as alert_channels
from triage_api.desk.alerts import standing as alert_standing
from triage_api.desk.alerts.alerts import Alerts
from triage_api.desk.alerts.outbox import Outbox
from triage_api.desk.alerts.rules import Rules, read_rules
from triage_api.desk.audit.audit import Audit
from triage_api.desk.audit.by_itself import note_too_large, note_what_happens
from triage_api.desk.audit.row import Deed
from triage_api.desk.counts import read as counts_read
from triage_api.desk.counts.counting import Counts
from triage_api.desk.counts.outcomes import Outcomes, Wording, read_outcomes, read_wording
from triage_api.desk.desk import Desk
from triage_api.desk.duty import Duty
from triage_api.desk.people import edit as people_edit
from triage_api.desk.people import read as people_read
from triage_api.desk.people.put_out import put_out
from triage_api.desk.rota import calendar_files
from triage_api.desk.rota import edit as rota_edit
from triage_api.desk.rota import read as rota_read
from triage_api.desk.rota.promise import may_own, next_at_desk
from triage_api.desk.sendable import Published
from triage_api.desk.server_key import read_server_key
from triage_api.desk.session import AFTER_LOCK, Sessions
from triage_api.desk.slow_down import Guesses, SlowDown
from triage_api.desk.taken import Taken
from triage_api.desk.texting import Texting
from triage_api.desk.ways import change as ways_change
from triage_api.desk.ways import organisation, passkeys, recover, reset
from triage_api.desk.ways.site import site_of
from triage_api.desk.ways.ways import WaysIn
from triage_api.door import CannotOpen, DoorRoutes, door_routes
from triage_api.edge import BoundedBody, KnownHost, NothingGetsOut
from triage_api.lifespan import hours_ahead, lifespan_of
from triage_api.mailbox import person as mailbox
from triage_api.mailbox.letters import Letters
from triage_api.mailbox.pace import Pace
from triage_api.pages import serve_pages
from triage_api.plain import PlainRoutes, plain_chat
from triage_api.queue import internal, person
from triage_api.queue.queue import Queue
from triage_api.queue.waiting import CasesForDoor
from triage_api.refusing import refuse_cleanly
from triage_api.roster import RosterFile
from triage_api.safe_headers import SafeHeaders
from triage_api.safe_postgresql import refuse_unsafe_databases
from triage_api.safe_start import UnsafeToStart, refuse_unsafe_start
from triage_api.settings import Settings
from triage_api.shared_bells import bells_for
from triage_api.sms import pair_routes
from triage_api.sms.pairing import Pairs
from triage_api.sms.sms import Sms
from triage_api.steady import Steady


def create_app(settings: Settings, now: Clock = utc_now) -> FastAPI:
    """The whole API; raises UnsafeToStart, with one sentence for the operator, rather than run unsafe.

    The app itself is the person's surface (`/api`); the desk's and the internal one are apps of their own under it, so
    that neither's routes, permissions and OpenAPI can slip into the other's.
    """
    refuse_unsafe_start(settings)
    refuse_unsafe_databases(settings)
    roster = RosterFile(settings.roster_file)
    duty = Duty(now)
    case_database = open_database(settings.cases_database)
    queue = Queue(
        case_database,
        bells_for(case_database),
        now,
        name_of=lambda someone: roster.view().name_of(someone),
        on_duty=duty.how_many,
    )
    accounts = open_database(settings.accounts_database)
    outcomes, wording = open_outcomes(settings)
    key, audit, rules = read_server_key(settings.server_key_file), Audit(accounts, now), open_rules(settings)
    desk = Desk(
        accounts=accounts,
        queue=queue,
        letters=Letters(queue.cases, now),
        roster=roster,
        key=key,
        now=now,
        steady=Steady(now),
        sessions=Sessions(now, timedelta(minutes=settings.lock_minutes) + AFTER_LOCK),
        duty=duty,
        slow=SlowDown(now),
        sign_ins=Guesses(now),
        recoveries=Guesses(now),
        audit=audit,
        counts=Counts(accounts, outcomes, now),
        wording=wording,
        ways=WaysIn(site_of(settings), now),
        alerts=Alerts(accounts, queue, roster, duty, key, audit, rules, now),
        outbox=Outbox(accounts, key, {}, rules, now),
        demo=settings.demo,
        chats_at_once=settings.chats_at_once,
        break_minutes=settings.break_minutes,
        lock_minutes=settings.lock_minutes,
        taken=Taken(accounts, now),
        other_languages=timedelta(minutes=settings.other_languages_minutes),
        published=Published(settings.content, settings.config),
    )
    queue.when_over.append(desk.counts.case_over)
    note_what_happens(audit, queue)
    duty.ran_out = lambda counsellor_id: audit.note_later(counsellor_id, Deed.duty_off, "gone")
    queue.unanswered = desk.alerts.is_unanswered
    door = open_door(settings, queue, desk)
    plain = open_plain(settings, door, queue)
    pairs = Pairs(now)
    sms = open_sms(settings, door, queue, pairs, now, desk.duty.how_many)
    if sms is not None:
        desk.texting = partial(texting_now, sms)
    desk.outbox.senders = alert_ways(settings, sms, now)
    lifespan = lifespan_of(settings, desk, door, plain.plain, sms)
    app = _surface("Lykta: for people who write", "/api/openapi.json", lifespan)
    app.user_middleware = [
        Middleware(SafeHeaders),
        Middleware(NothingGetsOut),
        Middleware(KnownHost, hosts=known_hosts(settings)),
        Middleware(BoundedBody, pages={"/": plain.refuse}, on_too_large=partial(note_too_large, desk)),
    ]
    app.state.queue, app.state.desk, app.state.bells, app.state.roster = queue, desk, queue.bells, roster
    app.include_router(door.router)
    app.include_router(plain.router)
    app.state.sms = sms
    if sms is not None:
        app.include_router(sms.router)
    app.state.letters, app.state.pace = desk.letters, Pace(now)
    app.include_router(person.router, prefix="/api")
    app.include_router(mailbox.router, prefix="/api")
    open_pairing(app, settings, pairs)
    app.mount("/desk/api", desk_surface(desk))
    app.mount("/internal", internal_surface(settings, queue, desk))
    _healthz(app, desk)
    serve_pages(app, settings.pages)
    return app


def desk_surface(desk: Desk) -> FastAPI:
    """`/desk/api`: for counsellors. The permission of each call stands in its signature."""
    app = _surface("Lykta: the desk", "/openapi.json")
    app.state.desk = desk
    for part in (
        invite,
        accept,
        sign_in,
        recover,
        ways_change,
        passkeys,
        reset,
        organisation,
        on_duty,
        board,
        cases,
        colleagues,
        offers,
        wishes,
        assess,
        letters,
        content,
        texting_standing,
        alert_channels,
        alert_standing,
        counts_read,
        rota_read,
        rota_edit,
        calendar_files,
        own_sessions,
        own_keys,
        people_read,
        people_edit,
    ):
        app.include_router(part.router)
    return app


def internal_surface(settings: Settings, queue: Queue, desk: Desk) -> FastAPI:
    """`/internal`: for our own action server, with the key both read from `var`."""
    app = _surface("Lykta: between the parts", None)
    app.state.queue, app.state.on_duty = queue, desk.duty.how_many
    app.state.next_at_desk, app.state.may_own = partial(next_at_desk, desk), partial(may_own, desk)
    app.state.texting, app.state.put_out = lambda: desk.texting(), partial(put_out, desk)
    app.state.alerts = partial(alert_standing.counted, desk)
    app.state.clock_ahead = lambda: hours_ahead(desk)
    app.state.internal_key = settings.internal_key_file.read_text().strip()
    app.include_router(internal.router)
    return app


def open_door(settings: Settings, queue: Queue, desk: Desk) -> DoorRoutes:
    """The door, handed the two calls and the notice it may have of the queue, and how many are on duty."""
    readers = Readers(settings.roster_file, settings.root_public_key_file)

    async def on_duty() -> int | None:
        return desk.duty.how_many() if readers.anybody(utc_now()) else None

    try:
        return door_routes(settings, CasesForDoor(queue), on_duty)
    except CannotOpen as missing:
        raise UnsafeToStart(str(missing)) from None


def open_outcomes(settings: Settings) -> tuple[Outcomes, Wording]:
    """What counsellors may say of a case's end, and what the counts are called."""
    try:
        outcomes = read_outcomes(settings.config)
        return outcomes, read_wording(settings.config, outcomes)
    except (OSError, ValueError, KeyError, TypeError, YAMLError):
        raise UnsafeToStart(
            f"{settings.config / 'outcomes.yml'}, or counts.yml or places.yml beside it, could not be read: "
            "restore it and start again."
        ) from None


def open_rules(settings: Settings) -> Rules:
    """Who hears when that somebody waits."""
    try:
        return read_rules(settings.config)
    except (OSError, ValueError, TypeError, YAMLError):
        raise UnsafeToStart(f"{settings.config / 'alerts.yml'} could not be read: mend it and start again.") from None


def open_plain(settings: Settings, door: DoorRoutes, queue: Queue) -> PlainRoutes:
    """The chat without JavaScript, which speaks to the door and to the queue as a person's page does."""
    try:
        return plain_chat(settings, door, queue)
    except CannotOpen as missing:
        raise UnsafeToStart(str(missing)) from None


def open_pairing(app: FastAPI, settings: Settings, pairs: Pairs) -> None:
    """The way from a phone to this page, where one can text; elsewhere only the answer that one cannot."""
    app.state.sms_number = settings.sms_number
    app.include_router(pair_routes.texting_router, prefix="/api")
    if settings.sms_number:
        app.state.pairs = pairs
        app.include_router(pair_routes.router, prefix="/api")


def open_sms(
    settings: Settings, door: DoorRoutes, queue: Queue, pairs: Pairs, now: Clock, on_duty: Callable[[], int]
) -> Sms | None:
    """Text messages, where there is a number for them."""
    if not settings.sms_number:
        return None
    try:
        return Sms(settings, door, queue, pairs, now, on_duty)
    except CannotOpen as missing:
        raise UnsafeToStart(str(missing)) from None


def texting_now(sms: Sms) -> Texting:
    """What the desk and the operator see of it."""
    now = sms.standing
    return Texting(True, now.copies, now.checked, now.gone, now.spent, now.ceiling, now.stopped, now.opts_out)


def known_hosts(settings: Settings) -> frozenset[str]:
    """The names the API answers to; people and the provider of texts call it by the public ones."""
    public = (urlsplit(url).hostname for url in (settings.public_url, settings.sms_public_url))
    return frozenset({*settings.hosts, settings.host, *filter(None, public)})


def _surface(title: str, openapi_url: str | None, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    app = FastAPI(
        title=title,
        description="The contract in words: docs/wire.md.",
        version="1",
        openapi_url=openapi_url,
        docs_url=None,  # the interactive page loads scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        # On by default in FastAPI: it would hand request data and error texts to any tracing set up on the machine.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
            "exclude": lambda _scope: True,
        },
    )
    refuse_cleanly(app)
    return app


def _healthz(app: FastAPI, desk: Desk) -> None:
    @app.api_route("/healthz", methods=["GET", "HEAD"], include_in_schema=False)
    def healthz() -> dict[str, bool]:
        """Answers when both databases do."""
        for database in (desk.accounts, desk.queue.cases):
            with database.reading() as connection:
                connection.execute(text("SELECT 1"))
        return {"ready": True}
