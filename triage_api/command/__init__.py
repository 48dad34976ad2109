"""`lykta`: what an operator can do. Each command is a thin call into a module of this folder."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from triage_api.command.content import commands as content
from triage_api.command.printed import console
from triage_api.command.recovery import commands as recovery
from triage_api.command.roster import commands as roster
from triage_api.command.trouble import Trouble
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # a database's URL may hold a password
    help="Lykta, an anonymous helpline.",
)
counsellor_commands = typer.Typer(no_args_is_help=True, help="Who may answer.")
audit_commands = typer.Typer(no_args_is_help=True, help="Who of those who answer did what.")
app.add_typer(audit_commands, name="audit")
app.add_typer(counsellor_commands, name="counsellor")
app.add_typer(roster.commands, name="roster")
app.add_typer(recovery.commands, name="recovery")
app.add_typer(content.commands, name="content")


def main() -> None:
    """The entry point: a Trouble, or a database that must not be used, becomes one sentence on the error stream and
    exit code 1."""
    try:
        app()
    except (Trouble, UnsafeToStart) as trouble:
        Console(stderr=True).print(str(trouble), markup=False, soft_wrap=True)
        sys.exit(1)


@app.command()
def up(
    demo: Annotated[bool, typer.Option(help="Keep the roster's root key here, for trying Lykta out.")] = False,
) -> None:
    """Build, train and run everything on this machine, until Ctrl-C."""
    from triage_api.command.up import up as run

    settings = Settings(demo=True) if demo else Settings()
    try:
        run(settings, console)
    except KeyboardInterrupt:
        console.print("Ended; nothing is left running.")


@app.command()
def doctor() -> None:
    """Say whether this machine is fit to run Lykta, and what to mend."""
    from triage_api.command.doctor import examine

    findings = examine(Settings())
    for finding in findings:
        console.print(("ok    " if finding.good else "MEND  ") + finding.says, markup=False, soft_wrap=True)
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)


@app.command()
def train(force: Annotated[bool, typer.Option(help="Train even when nothing changed.")] = False) -> None:
    """Train the model if data, content or code changed."""
    from triage_api.command.training import train as run

    run(Settings().models, console, force=force)


@app.command("eval")
def evaluate(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Labelled messages, JSONL.")],
    out: Annotated[Path | None, typer.Option(help="Write one prediction a line here.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write an HTML page with the misses, worst first.")] = None,
    floors: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Fail when a figure is below its floor here.")
    ] = None,
) -> None:
    """Measure language, topic, urgency and redaction on labelled messages; trains first when something changed."""
    from triage_api.command.evaluate import predict, read_labelled
    from triage_api.command.floors import below, read_floors
    from triage_api.command.report import by_language, print_scores
    from triage_api.command.report_page import report_page
    from triage_api.command.training import train

    settings = Settings()
    bounds = read_floors(floors) if floors else {}
    messages = [message for file in files for message in read_labelled(file)]
    predicted = predict(messages, settings, train(settings.models, console))
    if out:
        out.write_text("".join(line.line() + "\n" for line in predicted), "utf-8")
    if report:
        report.write_text(report_page(messages, predicted), "utf-8")
    print_scores(messages, predicted, console)
    if lost := below(by_language(messages, predicted), bounds):
        raise Trouble("\n".join(lost))


@app.command()
def stats(
    month: Annotated[
        str | None, typer.Option(help="A month that is over, as 2026-11; the last one unless said.")
    ] = None,
    comma: Annotated[bool, typer.Option("--csv", help="As CSV, with the definitions in it.")] = False,
) -> None:
    """Print the counts of a month; no number under five, and none from which one could be worked out."""
    from triage_api.command.stats import stats as run

    typer.echo(run(Settings(), month, datetime.now(UTC), comma=comma), nl=False)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    server_key: Annotated[
        bool, typer.Option("--with-server-key", help="Put server.key in it, which opens the secrets of code apps.")
    ] = False,
) -> None:
    """Seal a copy of accounts, audit, counts and roster with a passphrase; never of cases."""
    from triage_api.command.backup import backup as run
    from triage_api.command.backup import said_of

    passphrase = typer.prompt("Passphrase for the copy", hide_input=True, confirmation_prompt=True)
    said_of(run(Settings(), file, passphrase, datetime.now(UTC), server_key=server_key), typer.echo)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="What `lykta backup` wrote.")]) -> None:
    """Put a copy into an empty var folder."""
    from triage_api.command.backup import restore as run
    from triage_api.command.backup import said_of

    passphrase = typer.prompt("Passphrase of the copy", hide_input=True)
    said_of(run(Settings(), file, passphrase, datetime.now(UTC)), typer.echo)


@counsellor_commands.command()
def invite(
    role: Annotated[
        str, typer.Option(help="counsellor, supervisor, administrator, or analyst (numbers only)")
    ] = "counsellor",
) -> None:
    """Print a one-time invitation, good for 24 hours."""
    from triage_api.command.invite import invite as make

    settings = Settings()
    console.print(f"{settings.api_url}/desk/#invite={make(settings, role)}", soft_wrap=True)


@counsellor_commands.command()
def reset(sign_in_name: str) -> None:
    """Print a one-time code for who has lost the code app, good for 24 hours. It opens no keys: it goes with the
    printed recovery code, which sets a new passphrase and a new code app."""
    from triage_api.command.invite import reset as make

    console.print(make(Settings(), sign_in_name), soft_wrap=True)


@counsellor_commands.command()
def remove(name: Annotated[str, typer.Argument(help="Their sign-in name, or their name on duty.")]) -> None:
    """Take somebody out at once: sessions, duty, cases, shifts, account."""
    from triage_api.command.remove import remove as run

    for said in run(Settings(), name, datetime.now(UTC)):
        console.print(said, markup=False, soft_wrap=True)


@audit_commands.command("verify")
def audit_verify(
    known: Annotated[str, typer.Option(help="A hash that this command printed on an earlier day.")] = "",
) -> None:
    """Walk the audit's chain; say which row is the first that does not fit."""
    from triage_api.command.audit import verify

    console.print(verify(Settings(), known), markup=False, soft_wrap=True)


@audit_commands.command("show")
def audit_show(rows: Annotated[int, typer.Option(min=1, help="How many of the newest.")] = 50) -> None:
    """Print the newest rows of the audit."""
    from triage_api.command.audit import show

    for line in show(Settings(), rows):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
