"""Danger signs on the raw text, in memory: the one check that stands before every limit and needs nothing else alive.

It answers with 112, so it holds sure signs only; what needs weighing is the bot's business. All four languages are
always looked through: people in danger write in whatever language comes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from triage_api.door.fold import Sentence, fold
from triage_api.door.signs import Pattern, Sign, Signs
from triage_api.words import Language, Level, RawText, RedactedText

REACH = 2000


@dataclass(frozen=True)
class Found:
    """A sign that fired. It holds no words: those of the raw text stay where they were."""

    id: str
    level: Level
    language: Language


class Danger:
    def __init__(self, signs: Iterable[Signs]) -> None:
        self._signs = tuple(signs)

    def find(self, text: RawText) -> tuple[Found, ...]:
        """Every sign that fires, each once, in the order of the languages. Pure; milliseconds.

        Of a text too long to be accepted only the beginning and the end are read: no limit stands before this check,
        so what one message can cost must be bounded here.
        """
        if len(text) > 2 * REACH:
            text = RawText(f"{text[:REACH]}\n{text[-REACH:]}")
        return tuple(dict.fromkeys(Found(sign.id, sign.level, sign.language) for sign, _, _ in self._matches(text)))

    def words(self, found: Iterable[Found], text: RedactedText) -> list[dict[str, str]]:
        """The signs as the transcript carries them, with the person's own words, taken from the redacted text only.

        A sign whose words redaction took away keeps its place with no words: redacting never lowers a level.
        """
        spans: dict[tuple[str, Language], str] = {}
        for sign, start, end in self._matches(text):
            spans.setdefault((sign.id, sign.language), text[start:end])
        return [{"id": f.id, "level": f.level, "words": spans.get((f.id, f.language), "")} for f in found]

    def _matches(self, text: str) -> Iterator[tuple[Sign, int, int]]:
        sentences = fold(text)
        for language in self._signs:
            before: Sentence | None = None
            for sentence in sentences:
                told = _any(language.story, sentence.text) or (before is not None and _any(language.story, before.text))
                before = sentence
                if told or _is_past(language, sentence.text):
                    continue
                for sign in language.signs:
                    where = _where(sign, language, sentence.text)
                    if where is not None:
                        yield (sign, *sentence.span(*where))


def _any(patterns: Iterable[Pattern], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _is_past(language: Signs, sentence: str) -> bool:
    return _any(language.past, sentence) and not _any(language.now, sentence)


def _where(sign: Sign, language: Signs, sentence: str) -> tuple[int, int] | None:
    """Where the sign fires in a folded sentence: the first match that nothing before it makes a supposition."""
    for pattern in sign.patterns:
        for match in pattern.finditer(sentence):
            supposed = _any(language.supposed, sentence[: match.start()])
            if match.end() > match.start() and not supposed and not _any(sign.unless, sentence):
                return match.span()
    return None
