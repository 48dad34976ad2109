"""`lykta content check`: what an editor must mend, one line each, with file, line and remedy.

Nothing outside the repository and no network is needed: the facts are those of content/facts.yml.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from triage_api.command.content.check_bundles import check_bundles
from triage_api.command.content.check_contacts import check_contacts
from triage_api.command.content.check_directory import check_directory
from triage_api.command.content.check_drift import check_drift
from triage_api.command.content.check_links import check_links
from triage_api.command.content.check_rights import check_rights
from triage_api.command.content.corpus import Corpus, read_corpus
from triage_api.command.content.finding import Finding
from triage_api.command.content.reading_level import check_reading_level
from triage_api.settings import ROOT

TOPICS_FILE = ROOT / "bot" / "topics.yml"


def check(content: Path, config: Path, today: date | None = None, topics_file: Path = TOPICS_FILE) -> list[Finding]:
    """Every finding, by file and line; an empty list when the content holds."""
    return examine(read_corpus(content, topics_file), config, today or date.today())


def examine(corpus: Corpus, config: Path, today: date) -> list[Finding]:
    """As `check`, of content already read."""
    return sorted(set(_findings(corpus, config, today)))


def relative(finding: Finding) -> Finding:
    """The same, with the file named from the project's folder where it lies in there."""
    file = finding.file
    return replace(finding, file=file.relative_to(ROOT)) if file.is_relative_to(ROOT) else finding


def _findings(corpus: Corpus, config: Path, today: date) -> Iterator[Finding]:
    yield from corpus.unreadable
    yield from check_rights(corpus, today)
    yield from check_bundles(corpus)
    yield from check_directory(corpus, config / "places.yml")
    yield from check_contacts(corpus, config / "redaction" / "directory-numbers.yml")
    yield from check_links(corpus)
    yield from check_reading_level(corpus)
    yield from check_drift(corpus)
