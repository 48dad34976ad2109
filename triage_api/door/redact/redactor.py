"""Raw text in, redacted text out. The only place where a `RawText` becomes a `RedactedText`."""

from dataclasses import dataclass
from pathlib import Path

from triage_api.door.clean import clean
from triage_api.door.redact.account import find_accounts
from triage_api.door.redact.address import find_addresses
from triage_api.door.redact.birth_date import find_birth_dates
from triage_api.door.redact.digits import find_numbers
from triage_api.door.redact.document import find_documents
from triage_api.door.redact.handle import find_handles
from triage_api.door.redact.name import NameFinder, load_name_finder
from triage_api.door.redact.numbers_to_keep import NumbersToKeep, load_numbers_to_keep
from triage_api.door.redact.online import find_mail_and_links
from triage_api.door.redact.plain import plain
from triage_api.door.redact.plate import find_plates
from triage_api.door.redact.spans import Kind, Span, token, without_overlaps
from triage_api.words import RawText, RedactedText

# A replacement can bring a second detail to light ("call Ali ⟦phone⟧"); a message needs two rounds, never many.
MOST_ROUNDS = 6


@dataclass(frozen=True)
class Redacted:
    """`hidden`: the kinds that were replaced, each once, in order of first appearance."""

    text: RedactedText
    hidden: tuple[Kind, ...]


@dataclass(frozen=True)
class Redactor:
    """Pure and linear in the length of the text. Redacting twice changes nothing more."""

    keep: NumbersToKeep
    names: NameFinder

    def redact(self, text: RawText) -> Redacted:
        """Replaces every identifying detail found by a token such as `⟦phone⟧`."""
        seen, hidden = clean(text), dict[Kind, None]()
        for _ in range(MOST_ROUNDS):
            spans = without_overlaps(self._find(plain(seen)))
            if not spans:
                break
            hidden.update(dict.fromkeys(span.kind for span in spans))
            seen = RawText(_replace(seen, spans))
        return Redacted(RedactedText(seen), tuple(hidden))

    def _find(self, text: str) -> list[Span]:
        spans = find_mail_and_links(text, self.keep) + find_accounts(text) + find_numbers(text, self.keep)
        spans += find_plates(text) + find_documents(text, self.keep) + find_birth_dates(text)
        return spans + find_handles(text) + find_addresses(text) + self.names.find(text)


def load_redactor(content: Path, config: Path) -> Redactor:
    """Reads the numbers to keep and the common names. Raises `NumbersMissing` or `NamesMissing`."""
    return Redactor(load_numbers_to_keep(content, config), load_name_finder(config))


def _replace(text: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], token(span.kind)]
        at = span.end
    return "".join([*parts, text[at:]])
