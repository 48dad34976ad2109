"""`lykta content report`: how many texts there are and how well they stand, as Markdown for a README."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from triage_api.command.content.corpus import Corpus
from triage_api.command.content.lengths import MOST_SEGMENTS
from triage_api.command.content.reading_level import reading_level
from triage_api.command.content.rights import Right
from triage_api.gsm7 import segments
from triage_api.words import Language

SOON = timedelta(days=30)


def report(corpus: Corpus, today: date) -> str:
    """A table with a column a language, and a list of what is still to be done."""
    return "\n".join([*_table(corpus), "", *_list(corpus, today)]) + "\n"


def _table(corpus: Corpus) -> Iterator[str]:
    yield f"| | {' | '.join(Language)} |"
    yield "|---|" + "---:|" * len(Language)
    yield _row("rights texts, each for web and SMS", (len(_rights(corpus, language)) for language in Language))
    for name, bundle in corpus.bundles.items():
        yield _row(name, (len(bundle.texts(language)) for language in Language))
    yield _row("services in the directory", (_services(corpus, language) for language in Language))
    for count in range(1, MOST_SEGMENTS + 1):
        title = f"SMS texts sent as {count} message{'' if count == 1 else 's'}"
        yield _row(title, (_sms(corpus, language, count) for language in Language))
    levels = (_level(corpus, language) for language in Language)
    yield _row("mean LIX of the web texts (th: characters a phrase)", levels)


def _row(title: str, figures: Iterable[object]) -> str:
    return f"| {title} | {' | '.join(map(str, figures))} |"


def _rights(corpus: Corpus, language: Language) -> list[Right]:
    return [topic.texts[language] for topic in corpus.topics.values() if language in topic.texts]


def _services(corpus: Corpus, language: Language) -> int:
    texts = (text for service in corpus.services.values() if service.listed for text in service.texts("says"))
    return sum(text.language is language for text in texts)


def _sms(corpus: Corpus, language: Language, count: int) -> int:
    return sum(segments(right.sms.body) == count for right in _rights(corpus, language))


def _level(corpus: Corpus, language: Language) -> str:
    levels = [reading_level(right.web.body, language) for right in _rights(corpus, language)]
    return f"{sum(levels) / len(levels):.0f}" if levels else "–"


def _list(corpus: Corpus, today: date) -> Iterator[str]:
    rights = [right for language in Language for right in _rights(corpus, language)]
    used = _used(corpus)
    unverified = sum(bool(corpus.facts.get(fact, {}).get("verify_before_launch")) for fact in used)
    yield f"- Facts used: {len(used)} of {len(corpus.facts)}; to be verified before launch: {unverified} of these."
    due = sorted({str(right.front.data.get("topic")) for right in rights if _due(right, today + SOON)})
    names = f": {', '.join(due)}" if due else ""
    yield f"- Topics whose review is due by {today + SOON}: {len(due)}{names}."
    unread = sum(right.front.data.get("reviewer") is None for right in rights)
    yield f"- Rights texts that no professional has reviewed: {unread} of {len(rights)}."
    unlisted = sum(not service.listed for service in corpus.services.values())
    yield f"- Services in the directory that are not shown yet: {unlisted} of {len(corpus.services)}."


def _used(corpus: Corpus) -> set[str]:
    """Facts that a text rests on: rights, phrasebook, and the listed services."""
    rights = (right for language in Language for right in _rights(corpus, language))
    return {
        *(fact for right in rights for fact in right.front.strings("facts")),
        *(
            fact
            for bundle in corpus.bundles.values()
            for group, name, _ in bundle.ids.entries()
            for fact in bundle.ids.strings(group, name, "facts")
        ),
        *(service.fact for service in corpus.services.values() if service.listed),
    }


def _due(right: Right, by: date) -> bool:
    due = right.front.data.get("review_by")
    return isinstance(due, date) and due <= by
