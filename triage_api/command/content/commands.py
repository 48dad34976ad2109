"""`lykta content`: the texts in four languages. Each command is a thin call, as in `triage_api.command`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from triage_api.command.printed import console
from triage_api.settings import Settings
from triage_api.words import Language

commands = typer.Typer(no_args_is_help=True, help="The texts in four languages.")


@commands.command("check")
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


@commands.command("preview")
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


@commands.command("report")
def content_report() -> None:
    """Print how many texts there are, what they rest on and which reviews are due, as Markdown."""
    from triage_api.command.content.check import TOPICS_FILE
    from triage_api.command.content.corpus import read_corpus
    from triage_api.command.content.report import report

    typer.echo(report(read_corpus(Settings().content, TOPICS_FILE), date.today()), nl=False)
