"""`lykta`: what an operator can do. Each command is a thin call into a module of this folder."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from triage_api.command.trouble import Trouble
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import Settings
from triage_api.words import Language

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # a database's URL may hold a password
    help="Lykta, an anonymous helpline.",
)
recovery_commands = typer.Typer(
    no_args_is_help=True, help="The organisation's recovery key: off unless a signed roster carries one."
)
counsellor_commands = typer.Typer(no_args_is_help=True, help="Who may answer.")
roster_commands = typer.Typer(no_args_is_help=True, help="The signed list of who may read.")
content_commands = typer.Typer(no_args_is_help=True, help="The texts in four languages.")
audit_commands = typer.Typer(no_args_is_help=True, help="Who of those who answer did what.")
app.add_typer(audit_commands, name="audit")
app.add_typer(counsellor_commands, name="counsellor")
app.add_typer(roster_commands, name="roster")
app.add_typer(recovery_commands, name="recovery")
app.add_typer(content_commands, name="content")

console = Console()
RootFile = Annotated[Path, typer.Option("--root", help="The organisation's root key (PEM); keep it off this machine.")]


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


@roster_commands.command("init")
def roster_init(
    root: RootFile, public: Annotated[Path, typer.Option(help="Where the public key goes; carry it to the server.")]
) -> None:
    """Make the organisation's root key. Do this on a machine without a network."""
    from triage_api.command.root_key import make_root

    passphrase = typer.prompt("Passphrase for the root key", hide_input=True, confirmation_prompt=True)
    make_root(root, public, passphrase)
    console.print(f"Root key in {root}; public key in {public}, for the server's var/root.pub.", soft_wrap=True)


@roster_commands.command("pending")
def roster_pending(
    out: Annotated[Path | None, typer.Option(help="Also write it to this file, for the signer.")] = None,
) -> None:
    """Show who waits for the signer, and whom the roster still names though they were removed."""
    from triage_api.command.roster.signer import show_wanted

    show_wanted(Settings(), out, console)


@roster_commands.command("sign")
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


@roster_commands.command("take")
def roster_take(file: Annotated[Path, typer.Argument(help="What `lykta roster sign --to` wrote.")]) -> None:
    """Put a signed roster into force on this server."""
    from triage_api.command.roster.exchange import take
    from triage_api.roster import RosterFile

    settings = Settings()
    console.print(f"Roster {take(settings, file, datetime.now(UTC))} is in force.")
    if RosterFile(settings.roster_file).view().recovery_key:
        console.print("It carries a recovery key, and everybody is told: `lykta roster show` shows its fingerprint.")


@roster_commands.command("show")
def roster_show() -> None:
    """Show the roster that is in force, and whether it holds."""
    from triage_api.command.roster.signer import show

    show(Settings(), datetime.now(UTC), console)


@recovery_commands.command("init")
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


@recovery_commands.command("export")
def recovery_export(
    name: Annotated[str, typer.Argument(help="Their sign-in name, or their name on duty.")],
    out: Annotated[Path, typer.Option("--to", help="The file to write; it must not be there yet.")],
) -> None:
    """Write out what a counsellor's page sealed to the recovery key, for the machine that has it."""
    from triage_api.command.recovery.export import export

    export(Settings(), name, out, datetime.now(UTC))
    console.print(f"Carry {out} to the machine with the recovery key: `lykta recovery open`.", soft_wrap=True)


@recovery_commands.command("open")
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


@recovery_commands.command("import")
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


@content_commands.command("check")
def content_check() -> None:
    """Say what is missing, malformed, stale, too long, hard to read or different between the languages."""
    from triage_api.command.content.check import TOPICS_FILE, examine, relative
    from triage_api.command.content.corpus import read_corpus

    settings = Settings()
    corpus = read_corpus(settings.content, TOPICS_FILE)
    findings = examine(corpus, settings.config, date.today())
    for finding in findings:
        console.print(str(relative(finding)), markup=False, highlight=False, soft_wrap=True)
    if findings:
        raise typer.Exit(1)
    console.print(f"{sum(1 for _ in corpus.texts())} texts in {len(Language)} languages hold.")


@content_commands.command("preview")
def content_preview(
    out: Annotated[Path | None, typer.Option(help="The HTML file; var/preview.html unless said.")] = None,
) -> None:
    """Write all texts side by side on one page, for reviewers."""
    from triage_api.command.content.check import TOPICS_FILE, examine
    from triage_api.command.content.corpus import read_corpus
    from triage_api.command.content.preview import preview

    settings = Settings()
    corpus = read_corpus(settings.content, TOPICS_FILE)
    file = out or settings.var / "preview.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(preview(corpus, examine(corpus, settings.config, date.today()), date.today()), "utf-8")
    console.print(f"All texts side by side: {file}", markup=False, soft_wrap=True)


@content_commands.command("report")
def content_report() -> None:
    """Print how many texts there are, what they rest on and which reviews are due, as Markdown."""
    from triage_api.command.content.check import TOPICS_FILE
    from triage_api.command.content.corpus import read_corpus
    from triage_api.command.content.report import report

    typer.echo(report(read_corpus(Settings().content, TOPICS_FILE), date.today()), nl=False)
