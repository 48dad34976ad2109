"""`lykta doctor`: whether this machine is fit to run Lykta, each finding one sentence with its remedy."""

import resource
import shutil
import socket
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy.engine import make_url

from triage_api.clock import read, utc_now
from triage_api.command.first_run import NEEDED_MEGABYTES
from triage_api.command.recovery.key import fingerprint
from triage_api.postgresql import is_postgresql
from triage_api.roster import RosterFile
from triage_api.safe_postgresql import ServerSettings, refuse_unsafe_databases, server_settings
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import ROOT, Settings

COPIES_GO_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    good: bool
    says: str


def examine(settings: Settings) -> list[Finding]:
    """All findings, in the order in which an operator would mend them."""
    return [
        *_environments(),
        *_machine(settings),
        *_secrets(settings),
        *_recovery_key(settings),
        *_databases(settings),
        *_ports(settings),
        *clock_found(settings, settings.api_url),
        *texting_found(settings, settings.api_url),
        *alerts_found(settings, settings.api_url),
    ]


def _environments() -> Iterator[Finding]:
    bot = (ROOT / ".venv-bot" / "bin" / "python").exists()
    yield Finding(bot, "The bot's Python 3.10 environment stands." if bot else "No bot environment: run `make setup`.")


def _machine(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.var.parent).free // 2**20
    yield Finding(free >= NEEDED_MEGABYTES, f"{free} MB free beside var ({NEEDED_MEGABYTES} needed).")
    swaps = Path("/proc/swaps")
    swapping = swaps.exists() and len(swaps.read_text().splitlines()) > 1
    swap_remedy = "Swap is on: memory can reach the disk. Turn it off (swapoff -a), or encrypt it."
    yield Finding(settings.demo or not swapping, swap_remedy if swapping else "No swap: memory stays off the disk.")
    cores = resource.getrlimit(resource.RLIMIT_CORE)[0]
    yield Finding(True, f"Core dumps: every part turns them off for itself (limit here: {cores}).")


def _secrets(settings: Settings) -> Iterator[Finding]:
    if not settings.var.exists():
        yield Finding(True, "No var folder yet: the first `lykta up` makes it.")
        return
    open_to = stat.S_IMODE(settings.var.stat().st_mode) & 0o077
    yield Finding(not open_to, f"{settings.var} is {'open to others: chmod 700 it' if open_to else 'ours alone'}.")
    for file in (settings.root_public_key_file, settings.internal_key_file, settings.server_key_file):
        there = file.exists()
        yield Finding(there, f"{file.name} {'is there' if there else 'is missing: run `lykta up`, or put it there'}.")
    demo_root = (settings.var / "demo-root.key").exists()
    if demo_root and not settings.demo:
        yield Finding(False, "demo-root.key lies here: outside the demo make a root elsewhere (`lykta roster init`).")


def _recovery_key(settings: Settings) -> Iterator[Finding]:
    """Whether one key could open what every counsellor can: the organisation's choice, so neither is a fault."""
    key = RosterFile(settings.roster_file).view().recovery_key
    if not key:
        yield Finding(True, "No organisation recovery key is on (the default).")
        return
    try:
        yield Finding(
            True, f"An organisation recovery key is on, and everybody is told. Fingerprint: {fingerprint(key)}."
        )
    except ValueError:
        yield Finding(False, "The recovery key on the roster is none, so no page takes the roster: sign the next one.")


def _databases(settings: Settings) -> Iterator[Finding]:
    """Which database each URL names, never its password, and which of the two belongs in no backup."""
    for name, url, backup in (
        ("Cases", settings.cases_database, "never back it up: a copy would outlive the cases that it holds"),
        ("Accounts", settings.accounts_database, "back it up"),
    ):
        yield Finding(True, f"{name} lie in {named(url)}; {backup}.")
    try:
        refuse_unsafe_databases(settings)
    except UnsafeToStart as refusal:
        yield Finding(False, str(refusal))
        return
    for name, url in (("LYKTA_CASES_URL", settings.cases_database), ("LYKTA_ACCOUNTS_URL", settings.accounts_database)):
        if is_postgresql(url):
            yield from _server(name, server_settings(name, make_url(url)))


def _server(name: str, server: ServerSettings) -> Iterator[Finding]:
    if not server.fsync:
        yield Finding(False, f"The PostgreSQL of {name} forgets what it answered for in a power cut: set fsync on.")
    if server.error_verbosity != "terse":
        yield Finding(False, f"The PostgreSQL of {name} quotes values in its log: set log_error_verbosity to terse.")
    if server.copies and name == "LYKTA_CASES_URL":
        yield Finding(False, f"The PostgreSQL of {name} feeds {server.copies} copies: let none of them keep cases.")


def named(url: str) -> str:
    """The database in words for the operator: its file, or its server and name; no user, no password."""
    parsed = make_url(url)
    if not is_postgresql(url):
        return f"SQLite, {parsed.database}"
    return f"PostgreSQL, {parsed.database} at {parsed.host or parsed.query.get('host') or 'the local socket'}"


def _ports(settings: Settings) -> Iterator[Finding]:
    for port, name in (
        (settings.port, "PORT"),
        (settings.bot_port, "BOT_PORT"),
        (settings.actions_port, "ACTIONS_PORT"),
        *([(settings.phone_port, "PHONE_PORT")] if settings.demo and not settings.sms_number else []),
    ):
        with socket.socket() as probe:
            probe.settimeout(0.5)
            taken = probe.connect_ex(("127.0.0.1", port)) == 0
        state = f"is in use (by Lykta, or set LYKTA_{name})" if taken else "is free"
        yield Finding(True, f"Port {port} {state}.")


def texting_found(settings: Settings, api_url: str) -> Iterator[Finding]:
    """What only the running API knows: whether the provider's copies are gone, and what texting has cost today."""
    if not settings.sms_number:
        return
    if not settings.routes_url:
        yield Finding(True, "Text messages: a restart loses whoever is in a talk (LYKTA_ROUTES_URL names a Redis).")
    told = _asked(settings, api_url, "texting")
    if told is None:
        yield Finding(True, "Text messages: start Lykta to see how many of the provider's copies are left.")
        return
    copies, checked = told["copies"], told["copies_checked"]
    if copies is None:
        yield Finding(False, "The provider has not told of its copies yet: check LYKTA_SMS_ACCOUNT and twilio.token.")
    else:
        long = utc_now() - read(told["copies_gone"]) > COPIES_GO_WITHIN
        state = f"{copies} copies at the provider are not confirmed gone (asked at {checked})"
        yield Finding(not long, f"{state}{_COPIES_REMEDY if long else ''}.")
    if told["opts_out"]:
        yield Finding(False, _OPT_OUT)
    spent = f"Texting has cost {told['spent']:.2f} of {told['ceiling']:.2f} today"
    yield Finding(
        not told["stopped"], f"{spent}: raise LYKTA_SMS_CEILING, or wait." if told["stopped"] else f"{spent}."
    )


_OPT_OUT = (
    "The provider silences whoever texts STOP by itself, 112 included: have its opt-out switched off (docs/sms.md), "
    "then start Lykta again."
)
_COPIES_REMEDY = (
    ", and for more than an hour there was no moment without any: see whether the provider answers, and delete in its "
    "console what it refuses to delete here"
)


def clock_found(settings: Settings, api_url: str) -> Iterator[Finding]:
    """Whether the clock has been set far ahead while Lykta ran; then nothing is destroyed because of its age."""
    told = _asked(settings, api_url, "clock")
    if told is None:
        return
    hours = told["hours_ahead"]
    jumped = (
        f"The clock has jumped ahead by about {hours} hours, so nothing is destroyed because of its age: set it right"
    )
    yield Finding(
        not hours, f"{jumped} or, if it is right now, start Lykta again." if hours else "The clock is steady."
    )


def alerts_found(settings: Settings, api_url: str) -> Iterator[Finding]:
    """By which ways counsellors can be told that somebody waits, and whether they are."""
    ways = {
        "browsers": bool(settings.push_contact) or settings.demo,
        "duty phones": bool(settings.sms_number),
        "e-mail": bool(settings.smtp_host),
    }
    named_ways = ", ".join(name for name, there in ways.items() if there)
    nothing = "Counsellors can be told only at the desk: set LYKTA_PUSH_CONTACT, texting or LYKTA_SMTP_HOST."
    yield Finding(bool(named_ways), f"Counsellors can be told by {named_ways}." if named_ways else nothing)
    told = _asked(settings, api_url, "alerts")
    if told is None:
        yield Finding(True, "Alerts: start Lykta to see whom they reach.")
        return
    lost = told["without"] + told["troubled"]
    reached = f"Alerts reach {told['people'] - lost} of {told['people']} counsellors"
    yield Finding(not lost or (settings.demo and not told["troubled"]), f"{reached}{_REMEDY if lost else ''}.")
    if told["unsent"]:
        yield Finding(False, f"{told['unsent']} alerts could not be sent yet: see that push, provider and mail answer.")


_REMEDY = ": the others have to choose at the desk how they are told, and try it"


def _asked(settings: Settings, api_url: str, what: str) -> dict[str, Any] | None:
    """What the running API says of itself; None while none runs."""
    try:
        key = settings.internal_key_file.read_text().strip()
        headers = {"authorization": f"Bearer {key}"}
        asked = httpx.get(f"{api_url}/internal/{what}", headers=headers, timeout=3, trust_env=False)
        told: dict[str, Any] = asked.raise_for_status().json()
    except (OSError, httpx.HTTPError, ValueError):
        return None
    return told
