"""Who may call: every endpoint of the desk, walked by everybody there is."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from tests.desk.counsellor import Counsellor, sign_roster
from tests.queue.world import HandClock, Server, envelope, sealed
from triage_api.app import desk_surface

OPEN, SIGNED_IN, STAFF, ANSWERS = "open", "signed in", "not for numbers only", "answers people"
RECOVERING = "with the ticket of a recovery"
ROSTER, PLANNERS, NUMBERS = "on the roster", "supervisor or administrator", "supervisor or analyst"
ADMINISTRATORS, SUPERVISORS = "administrator", "supervisor on the roster"

PERMISSIONS = {
    ("post", "/invitations/open"): OPEN,
    ("post", "/invitations/accept"): OPEN,
    ("post", "/invitations/confirm"): OPEN,
    ("post", "/sign-in/begin"): OPEN,
    ("post", "/sign-in"): OPEN,
    ("post", "/recovery/open"): OPEN,
    ("post", "/recovery/finish"): RECOVERING,
    ("post", "/sign-in/passkey/begin"): OPEN,
    ("post", "/sign-in/passkey"): OPEN,
    ("get", "/ways"): SIGNED_IN,
    ("post", "/ways/passkeys/begin"): SIGNED_IN,
    ("post", "/ways/passkeys"): SIGNED_IN,
    ("post", "/ways/{way_id}/name"): SIGNED_IN,
    ("post", "/resets"): ADMINISTRATORS,
    ("post", "/ways/passphrase"): SIGNED_IN,
    ("post", "/ways/recovery"): SIGNED_IN,
    ("post", "/ways/organisation"): ROSTER,
    ("post", "/ways/{way_id}/remove"): SIGNED_IN,
    ("post", "/sign-out"): SIGNED_IN,
    ("get", "/me"): SIGNED_IN,
    ("post", "/here"): SIGNED_IN,
    ("get", "/roster"): ANSWERS,
    ("get", "/events"): STAFF,
    ("get", "/cases"): ANSWERS,
    ("post", "/cases/{case_id}/messages"): ANSWERS,
    ("post", "/cases/{case_id}/renew"): ANSWERS,
    ("post", "/cases/{case_id}/return"): ANSWERS,
    ("post", "/cases/{case_id}/not-opened"): ANSWERS,
    ("post", "/cases/{case_id}/close"): ANSWERS,
    ("post", "/cases/{case_id}/assessment"): ANSWERS,
    ("get", "/outcomes"): ANSWERS,
    ("get", "/content/{language}"): ANSWERS,
    ("get", "/texting"): STAFF,
    ("post", "/claim"): ROSTER,
    ("get", "/colleagues"): ROSTER,
    ("post", "/cases/{case_id}/offer"): ROSTER,
    ("post", "/offers/{offer_id}/accept"): ROSTER,
    ("post", "/offers/{offer_id}/read"): ROSTER,
    ("post", "/offers/{offer_id}/notes"): ROSTER,
    ("post", "/offers/{offer_id}/lines"): ROSTER,
    ("post", "/offers/{offer_id}/end"): ANSWERS,
    ("post", "/wishes"): SUPERVISORS,
    ("post", "/wishes/end"): ANSWERS,
    ("post", "/duty"): ROSTER,
    ("post", "/languages"): ANSWERS,
    ("post", "/personas"): ANSWERS,
    ("post", "/letters"): ROSTER,
    ("get", "/alerts"): ANSWERS,
    ("post", "/alerts/seen"): ROSTER,
    ("post", "/alerts/channels"): ANSWERS,
    ("post", "/alerts/channels/{channel_id}/remove"): ANSWERS,
    ("post", "/alerts/channels/{channel_id}/try"): ANSWERS,
    ("get", "/alerts/standing"): PLANNERS,
    ("get", "/counts/months"): NUMBERS,
    ("get", "/counts"): NUMBERS,
    ("get", "/counts.csv"): NUMBERS,
    ("get", "/rota"): STAFF,
    ("get", "/rota/now"): STAFF,
    ("get", "/rota/week/{first}"): STAFF,
    ("post", "/rota/shifts"): PLANNERS,
    ("post", "/rota/shifts/{shift_id}"): PLANNERS,
    ("post", "/rota/shifts/{shift_id}/remove"): PLANNERS,
    ("post", "/rota/changes"): PLANNERS,
    ("post", "/rota/changes/{change_id}/remove"): PLANNERS,
    ("post", "/rota/calendar"): STAFF,
    ("post", "/rota/calendar/import"): PLANNERS,
    ("get", "/sessions"): SIGNED_IN,
    ("post", "/sessions/end"): SIGNED_IN,
    ("post", "/sessions/end-others"): SIGNED_IN,
    ("get", "/keys"): ANSWERS,
    ("post", "/keys/keep"): ANSWERS,
    ("get", "/people"): ADMINISTRATORS,
    ("post", "/people/remove"): ADMINISTRATORS,
    ("post", "/people/end-sessions"): ADMINISTRATORS,
}
"""Every endpoint and whom it lets in; one that is missing here fails the walk."""

PEOPLE = {
    "signed out": {OPEN},
    "with a token of nobody": {OPEN},
    "counsellor off the roster": {OPEN, SIGNED_IN, STAFF, ANSWERS},
    "counsellor": {OPEN, SIGNED_IN, STAFF, ANSWERS, ROSTER},
    "supervisor off the roster": {OPEN, SIGNED_IN, STAFF, ANSWERS, PLANNERS, NUMBERS},
    "supervisor": {OPEN, SIGNED_IN, STAFF, ANSWERS, ROSTER, PLANNERS, NUMBERS, SUPERVISORS},
    "administrator": {OPEN, SIGNED_IN, STAFF, PLANNERS, ADMINISTRATORS},
    "analyst": {OPEN, SIGNED_IN, NUMBERS},
}
NOT_ALLOWED, NOT_ON_ROSTER, NOT_FOR_ROLE = (403, "not_allowed"), (403, "not_on_roster"), (403, "not_for_role")
NOT_ADMINISTRATOR = (403, "not_administrator")


def refused(permission: str, who: str) -> tuple[int, str]:
    """What a role is told that may not: the widest reason first."""
    may = PEOPLE[who]
    if permission == ROSTER and ANSWERS in may:
        return NOT_ON_ROSTER
    if permission == SUPERVISORS and PLANNERS in may and ANSWERS in may:
        return NOT_ON_ROSTER
    if permission == ADMINISTRATORS and STAFF in may:
        return NOT_ADMINISTRATOR
    return NOT_FOR_ROLE if permission == PLANNERS and STAFF in may else NOT_ALLOWED


SHIFT = {"counsellor_id": "A" * 22, "tier": 1, "languages": ["sv"], "personas": ["self"], "from": "22:00"} | {
    "until": "06:00",
    "weekday": "mon",
}
BODIES: dict[str, Any] = {
    "/duty": {"on": False},
    "/here": {"in_use": True},
    "/keys/keep": {"replaces": "A" * 16},
    "/sessions/end": {"name": "AAAAAAAAAAAA"},
    "/people/remove": {"counsellor_id": "A" * 22},
    "/people/end-sessions": {"counsellor_id": "A" * 22},
    "/languages": {"languages": ["sv"]},
    "/personas": {"personas": ["self"]},
    "/resets": {"sign_in_name": "nobody"},
    "/cases/{case_id}/messages": {"epoch": 1, "seq": 1, "sealed": sealed()},
    "/cases/{case_id}/assessment": {},
    "/cases/{case_id}/offer": {"to": "A" * 22, "kind": "transfer", "envelope": envelope("A" * 22)},
    "/offers/{offer_id}/notes": {"seq": 1, "envelope": envelope("A" * 22)},
    "/offers/{offer_id}/lines": {"seq": 1, "sealed": sealed()},
    "/wishes": {"counsellor_id": "A" * 22},
    "/wishes/end": {"counsellor_id": "A" * 22},
    "/letters": {"mailbox": "A" * 43, "sealed": sealed(1120 + 4096 + 16)},
    "/alerts/channels": {"kind": "mail", "address": "maja@example.org", "language": "sv", "urgent_only": False},
    "/rota/shifts": SHIFT,
    "/rota/shifts/{shift_id}": SHIFT,
    "/rota/calendar": {"counsellor_id": "A" * 22},
    "/rota/calendar/import": {key: SHIFT[key] for key in ("counsellor_id", "tier", "languages", "personas")}
    | {"calendar": "BEGIN:VCALENDAR\nEND:VCALENDAR\n"},
    "/rota/changes": {"kind": "cancelled", "date": "2026-11-23", "shift": "1"},
}
QUERIES = {"/counts": "?month=2026-10", "/counts.csv": "?month=2026-10"}
FILLED = {
    "{language}": "th",
    "{case_id}": "A" * 22,
    "{first}": "2026-11-23",
    "{shift_id}": "1",
    "{channel_id}": "A" * 22,
    "{change_id}": "1",
    "{way_id}": "A" * 22,
    "{offer_id}": "A" * 22,
}


def endpoints(server: Server) -> Iterator[tuple[str, str]]:
    """Every method and path that the desk's surface has, from the surface itself."""
    surface: FastAPI = desk_surface(server.app.state.desk)
    for path, methods in surface.openapi()["paths"].items():
        for method in methods:
            yield method, path


def comes(who: str, server: Server, clock: HandClock) -> Counsellor:
    someone = Counsellor(server, clock)
    if who.startswith(("signed out", "with a token")):
        someone.token = "A" * 43 if "token" in who else ""
        return someone
    role = who.partition(" ")[0]
    assert role in ("counsellor", "supervisor", "administrator", "analyst")
    someone.role = role  # type: ignore[assignment]  # the line above says so
    someone.joins()
    if "off the roster" not in who and role in ("counsellor", "supervisor"):
        sign_roster(server, clock, someone)
    return someone.signs_in()


def test_the_table_names_every_endpoint_and_no_other(server: Server) -> None:
    assert set(endpoints(server)) == set(PERMISSIONS)


@pytest.mark.parametrize("who", PEOPLE)
def test_each_endpoint_lets_in_whom_the_table_says(who: str, server: Server, clock: HandClock) -> None:
    someone = comes(who, server, clock)
    signed_in = SIGNED_IN in PEOPLE[who]
    for (method, path), permission in PERMISSIONS.items():
        if signed_in and path in ("/events", "/sign-out"):
            continue  # one never ends and the other ends everything: both are walked below
        address = path.lstrip("/")
        for brace, value in FILLED.items():
            address = address.replace(brace, value)
        answer = someone.call(method.upper(), address + QUERIES.get(path, ""), BODIES.get(path))
        error = answer.json().get("error", {}) if answer.content and answer.status_code >= 400 else {}
        seen = (answer.status_code, error.get("code"))
        if permission in PEOPLE[who]:
            never = [(401, "not_signed_in"), NOT_ALLOWED, NOT_ON_ROSTER, NOT_FOR_ROLE, NOT_ADMINISTRATOR]
            assert seen not in never or path == "/sign-in", (who, path, seen)
        elif not signed_in or permission == RECOVERING:
            assert seen == (401, "not_signed_in"), (who, path, seen)
        else:
            assert seen == refused(permission, who), (who, path, seen)


@pytest.mark.parametrize("who", [who for who, may in PEOPLE.items() if STAFF in may])
def test_everybody_but_an_analyst_may_listen_and_all_may_sign_out(who: str, server: Server, clock: HandClock) -> None:
    someone = comes(who, server, clock)
    with server.stream("/desk/api/events", someone.token) as heard:
        heard.until("waiting")
    assert someone.call("POST", "sign-out").status_code == 204


def test_a_case_token_does_not_open_the_desk(invited: Counsellor, server: Server) -> None:
    invited.token = server.internal_key
    assert invited.call("GET", "me").status_code == 401


def test_an_account_that_was_removed_is_out_at_once(maja: Counsellor, server: Server) -> None:
    with server.app.state.desk.accounts.writing() as connection:
        connection.exec_driver_sql("DELETE FROM accounts")
    assert maja.call("GET", "me").status_code == 401
