"""At the root key: shows who waits, asks for a voice where one is needed, and signs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rich.console import Console
from rich.prompt import Confirm

from actions.sealing.roster import RosterRefused, verify_roster
from triage_api.base64url import b64u, from_b64u
from triage_api.command.recovery.key import fingerprint as fingerprint_of_recovery
from triage_api.command.root_key import demo_root_file, load_root
from triage_api.command.roster.exchange import publish, read_signed, read_wanted, write_wanted
from triage_api.command.roster.next_roster import (
    Last,
    Signed,
    fingerprint,
    needs_no_voice,
    proves_its_key,
    read_last,
    sign_next,
)
from triage_api.command.trouble import Trouble
from triage_api.database import open_database
from triage_api.desk.pending import Pending, Wanted, wanted_now
from triage_api.roster import RosterFile
from triage_api.safe_postgresql import refuse_unsafe_databases
from triage_api.settings import Settings

DEMO_DAYS = 7


def sign_demo_roster(settings: Settings, now: datetime) -> bool:
    """Signs whatever is wanted, asking nobody; says whether there was anything."""
    wanted = _wanted(settings)
    if not wanted.pending and not wanted.removed & set(RosterFile(settings.roster_file).view().people):
        return False
    root = load_root(demo_root_file(settings), passphrase=None)
    last = read_last(read_signed(settings.roster_file), root.public_key())
    valid = timedelta(days=DEMO_DAYS)
    publish(settings.roster_file, sign_next(root, last, wanted.pending, wanted.removed, now, valid, demo=True))
    return True


def sign_here(
    settings: Settings,
    root: Ed25519PrivateKey,
    kept: Path,
    now: datetime,
    days: int,
    console: Console,
    recovery: str | None = None,
) -> None:
    """Where the root key is brought to the server: signs what the database says, and puts it into force.

    `recovery` is the public recovery key to put on, empty to take it off, None to leave it as it is.

    Raises:
        Trouble: nothing was to be signed, or the last roster is not the root key's.
    """
    signed = _sign(root, kept, _wanted(settings), read_signed(settings.roster_file), now, days, console, recovery)
    publish(settings.roster_file, signed)
    console.print("It is in force.")


def sign_file(
    root: Ed25519PrivateKey,
    kept: Path,
    wanted: Path,
    out: Path,
    now: datetime,
    days: int,
    console: Console,
    recovery: str | None = None,
) -> None:
    """On a machine of its own: from the server's file to one for the server. Nothing else of a server is needed.

    Raises:
        Trouble: as `sign_here`, or the file is not one of ours.
    """
    said, roster = read_wanted(wanted)
    publish(out, _sign(root, kept, said, roster, now, days, console, recovery))
    console.print(f"Carry {out} to the server: `lykta roster take`.", soft_wrap=True)


def show_wanted(settings: Settings, out: Path | None, console: Console) -> None:
    """Who waits for the signer, and whom the roster still names; with `out` also as a file for the signer."""
    wanted = _wanted(settings)
    named = RosterFile(settings.roster_file).view().people
    for person in wanted.pending:
        console.print(f"{person.name} ({person.role})\n  fingerprint  {fingerprint(person)}", markup=False)
    for gone in wanted.removed & set(named):
        console.print(f"{named[gone].get('name')} was removed, and still stands on the roster", markup=False)
    if not wanted.pending and not wanted.removed & set(named):
        console.print("Nobody waits for the signer.")
    if out is not None:
        write_wanted(out, wanted, read_signed(settings.roster_file))
        console.print(f"Carry {out} to the machine with the root key: `lykta roster sign`.", soft_wrap=True)


def show(settings: Settings, now: datetime, console: Console) -> None:
    """Prints the roster in force.

    Raises:
        Trouble: there is none, or it does not hold.
    """
    try:
        signed = read_signed(settings.roster_file)
        if signed is None:
            raise Trouble("There is no roster yet: invite somebody, then run `lykta roster sign`.")
        root = from_b64u(settings.root_public_key_file.read_text("ascii").strip())
        roster = verify_roster(signed, root, now, 0)
    except FileNotFoundError:
        raise Trouble(f"{settings.root_public_key_file} is missing: carry it here from the signer's machine.") from None
    except RosterRefused as refused:
        raise Trouble(str(refused)) from refused
    console.print(
        f"Roster {roster.number} of {roster.organisation}, until {roster.expires:%Y-%m-%d %H:%M} UTC", markup=False
    )
    if roster.recovery_key is not None:
        console.print(
            f"  {_RECOVERY}\n  fingerprint  {fingerprint_of_recovery(b64u(roster.recovery_key))}", markup=False
        )
    for person in roster.people:
        console.print(f"  {person.name} ({person.role}), until {person.valid_until:%Y-%m-%d %H:%M} UTC", markup=False)


def kept_beside(root_file: Path) -> Path:
    """Where the signer keeps the newest roster it signed: a server that shows it an older one changes nothing."""
    return root_file.with_suffix(".roster.json")


def _sign(
    root: Ed25519PrivateKey,
    kept: Path,
    wanted: Wanted,
    shown: Signed | None,
    now: datetime,
    days: int,
    console: Console,
    recovery: str | None,
) -> Signed:
    lasts = [read_last(one, root.public_key()) for one in (shown, read_signed(kept))]
    before = max(lasts, key=lambda one: one.number)
    last = _with_recovery(before, recovery, console)
    people = [person for person in wanted.pending if _agrees(person, last, now, console)]
    leaving = [entry["name"] for entry in last.people if entry["id"] in wanted.removed]
    for name in leaving:
        console.print(f"{name} was removed by an administrator: not on the next roster.", markup=False)
    if not people and not leaving and last == before:
        raise Trouble("Nothing was signed: nobody was confirmed, and nobody has to leave the roster.")
    signed = sign_next(root, last, people, wanted.removed, now, timedelta(days=days), demo=False)
    publish(kept, signed)
    console.print(f"Roster {last.number + 1} is signed. New keys hold for {days} days.")
    return signed


_RECOVERY = "A recovery key is on: whoever has it and the database can open what counsellors can. All are told."


def _with_recovery(last: Last, wish: str | None, console: Console) -> Last:
    """The last roster with the recovery key that the next is to carry; one that is new is compared first."""
    key = last.recovery_key if wish is None else wish
    if key:
        console.print(f"{_RECOVERY}\n  fingerprint  {fingerprint_of_recovery(key)}", markup=False)
    elif last.recovery_key:
        console.print("The recovery key is taken off: what is sealed to it is deleted on the server.")
    if key and key != last.recovery_key:
        question = "  Is this what `lykta recovery init` showed, and has the organisation decided it?"
        if not Confirm.ask(question, default=False, console=console):
            raise Trouble("Nothing was signed: the recovery key was not confirmed.")
    return replace(last, recovery_key=key)


def _agrees(person: Pending, last: Last, now: datetime, console: Console) -> bool:
    console.print(f"{person.name} ({person.role})", markup=False)
    if not proves_its_key(person):
        console.print("  left out: the identity key did not sign this sealing key. Somebody may have changed it.")
        return False
    if needs_no_voice(person, last, now):
        console.print("  next key, asked for by the identity key that is on the roster: no voice needed.")
        return True
    if (entry := last.entry_of(person.counsellor_id)) is not None:
        console.print(f"  not as it was signed last ({_differs(person, entry)}): compare as for somebody new.")
    console.print(f"  fingerprint  {fingerprint(person)}", markup=False)
    return bool(Confirm.ask("  Did they read out the same numbers, by voice?", default=False, console=console))


def _differs(person: Pending, entry: Mapping[str, str]) -> str:
    said = {"sign_key": "identity key", "name": "name", "role": "role"}
    changed = [what for key, what in said.items() if entry[key] != getattr(person, key)]
    return ", ".join(changed) or "the request is too old, or not theirs"


def _wanted(settings: Settings) -> Wanted:
    refuse_unsafe_databases(settings)
    database = open_database(settings.accounts_database)
    try:
        return wanted_now(database, RosterFile(settings.roster_file))
    finally:
        database.close()
