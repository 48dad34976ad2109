"""`lykta roster`: the signed list of who may read. Each command is a thin call, as in `triage_api.command`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from triage_api.command.printed import console
from triage_api.command.trouble import Trouble
from triage_api.settings import Settings

commands = typer.Typer(no_args_is_help=True, help="The signed list of who may read.")
RootFile = Annotated[Path, typer.Option("--root", help="The organisation's root key (PEM); keep it off this machine.")]


@commands.command("init")
def roster_init(
    root: RootFile, public: Annotated[Path, typer.Option(help="Where the public key goes; carry it to the server.")]
) -> None:
    """Make the organisation's root key. Do this on a machine without a network."""
    from triage_api.command.root_key import make_root

    passphrase = typer.prompt("Passphrase for the root key", hide_input=True, confirmation_prompt=True)
    make_root(root, public, passphrase)
    console.print(f"Root key in {root}; public key in {public}, for the server's var/root.pub.", soft_wrap=True)


@commands.command("pending")
def roster_pending(
    out: Annotated[Path | None, typer.Option(help="Also write it to this file, for the signer.")] = None,
) -> None:
    """Show who waits for the signer, and whom the roster still names though they were removed."""
    from triage_api.command.roster.signer import show_wanted

    show_wanted(Settings(), out, console)


@commands.command("sign")
def roster_sign(
    root: RootFile,
    days: Annotated[int, typer.Option(min=1, max=30, help="How long the keys on it hold.")] = 7,
    wanted: Annotated[
        Path | None, typer.Option("--from", help="What `lykta roster pending --out` wrote; without it, this server.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--to", help="Where the signed roster goes, with --from.")] = None,
    recovery: Annotated[
        Path | None, typer.Option("--recovery", help="Puts this public recovery key on, for this and later rosters.")
    ] = None,
    no_recovery: Annotated[bool, typer.Option("--no-recovery", help="Takes the recovery key off.")] = False,
) -> None:
    """Sign the next roster: compares new people by voice first, takes known ones' next keys, leaves out the removed."""
    from triage_api.command.recovery.key import read_public
    from triage_api.command.root_key import load_root
    from triage_api.command.roster.signer import kept_beside, sign_file, sign_here

    if (wanted is None) != (out is None):
        raise Trouble("--from and --to go together: a file from the server, and one for it.")
    if recovery is not None and no_recovery:
        raise Trouble("--recovery puts a recovery key on, --no-recovery takes it off: choose one.")
    wish = "" if no_recovery else None if recovery is None else read_public(recovery)
    passphrase = typer.prompt("Passphrase of the root key", hide_input=True, default="", show_default=False)
    key, kept, now = load_root(root, passphrase or None), kept_beside(root), datetime.now(UTC)
    if wanted is None or out is None:
        sign_here(Settings(), key, kept, now, days, console, wish)
    else:
        sign_file(key, kept, wanted, out, now, days, console, wish)


@commands.command("take")
def roster_take(file: Annotated[Path, typer.Argument(help="What `lykta roster sign --to` wrote.")]) -> None:
    """Put a signed roster into force on this server."""
    from triage_api.command.roster.exchange import take
    from triage_api.roster import RosterFile

    settings = Settings()
    console.print(f"Roster {take(settings, file, datetime.now(UTC))} is in force.")
    if RosterFile(settings.roster_file).view().recovery_key:
        console.print("It carries a recovery key, and everybody is told: `lykta roster show` shows its fingerprint.")


@commands.command("show")
def roster_show() -> None:
    """Show the roster that is in force, and whether it holds."""
    from triage_api.command.roster.signer import show

    show(Settings(), datetime.now(UTC), console)
