"""`lykta recovery`: the organisation's recovery key. Each command is a thin call, as in `triage_api.command`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from triage_api.command.printed import console
from triage_api.settings import Settings

commands = typer.Typer(
    no_args_is_help=True, help="The organisation's recovery key: off unless a signed roster carries one."
)


@commands.command("init")
def recovery_init(
    key: Annotated[Path, typer.Option(help="Where the private key goes; it stays on this machine, or on paper.")],
    public: Annotated[Path, typer.Option(help="Where the public key goes, for `lykta roster sign --recovery`.")],
) -> None:
    """Make a recovery key, on a machine without a network. It opens what every counsellor can open: docs/running.md
    says when to choose it. Nothing is on before a roster is signed that carries it."""
    from triage_api.base64url import b64u
    from triage_api.command.recovery.key import fingerprint, make_key

    passphrase = typer.prompt("Passphrase for the recovery key", hide_input=True, confirmation_prompt=True)
    made = make_key(key, public, passphrase)
    console.print(f"Recovery key in {key}; public key in {public}.", markup=False, soft_wrap=True)
    console.print(f"  fingerprint  {fingerprint(b64u(made.public))}", markup=False)


@commands.command("export")
def recovery_export(
    name: Annotated[str, typer.Argument(help="Their sign-in name, or their name on duty.")],
    out: Annotated[Path, typer.Option("--to", help="The file to write; it must not be there yet.")],
) -> None:
    """Write out what a counsellor's page sealed to the recovery key, for the machine that has it."""
    from triage_api.command.recovery.export import export

    export(Settings(), name, out, datetime.now(UTC))
    console.print(f"Carry {out} to the machine with the recovery key: `lykta recovery open`.", soft_wrap=True)


@commands.command("open")
def recovery_open(
    file: Annotated[Path, typer.Argument(help="What `lykta recovery export` wrote.")],
    key: Annotated[Path, typer.Option(help="What `lykta recovery init` wrote.")],
    root_public: Annotated[
        Path, typer.Option("--root-public", help="The organisation's root.pub, to know whose it is.")
    ],
    out: Annotated[Path, typer.Option("--to", help="The file for the server; it must not be there yet.")],
) -> None:
    """Make a new recovery code for that counsellor: print it for them, and write what the server has to know."""
    from triage_api.command.recovery.key import load_key
    from triage_api.command.recovery.open_wrap import open_exported

    passphrase = typer.prompt("Passphrase of the recovery key", hide_input=True)
    made = open_exported(file, load_key(key, passphrase), root_public, out)
    console.print(f"For {made.name} ({made.role}) and nobody else, on paper; it is shown only now:", markup=False)
    console.print(f"  {made.code}", markup=False, highlight=False)
    console.print(f"Carry {out} to the server: `lykta recovery import`.", soft_wrap=True)


@commands.command("import")
def recovery_import(file: Annotated[Path, typer.Argument(help="What `lykta recovery open` wrote.")]) -> None:
    """Put the new code in the place of that counsellor's recovery code. It signs nobody in by itself."""
    from triage_api.command.recovery.take_in import take_in

    name = take_in(Settings(), file, datetime.now(UTC))
    console.print(
        f"The new recovery code of {name} holds. With it goes a code of the code app, or a reset"
        " (`lykta counsellor reset`).",
        markup=False,
        soft_wrap=True,
    )
