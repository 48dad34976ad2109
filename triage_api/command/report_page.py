"""The figures of `lykta eval` as one HTML page a clinician can read: confusions, and the misses, worst first.

The page holds redacted texts, never the raw ones; it is written where the operator says, and loads nothing.
"""

from collections.abc import Iterator, Sequence
from html import escape

from triage_api.command.evaluate import Labelled, Predicted
from triage_api.command.report import ROWS, by_language
from triage_api.command.scores import Scores
from triage_api.words import Language, Level

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0 2rem; }
th, td { padding: .3rem .7rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child, td.text { text-align: left; }
td.right { background: #3a82; } td.missed { background: #d338; } td.raised { background: #da33; }
"""


def report_page(labelled: Sequence[Labelled], predicted: Sequence[Predicted]) -> str:
    """A whole HTML document. Missed danger comes first, then by how far the level fell short, then the false alarms."""
    scores = by_language(labelled, predicted)
    parts = [
        f"<!doctype html><meta charset=utf-8><title>lykta eval</title><style>{STYLE}</style>",
        f"<h1>What Lykta made of {len(labelled)} messages</h1>",
        "<p>Levels are those the product would act on: the higher of door and bot.</p>",
        *_figures(scores),
        *(part for language, one in scores.items() for part in _confusion(language, one)),
        *_misses(labelled, predicted),
    ]
    return "\n".join(parts)


def _figures(scores: dict[Language, Scores]) -> Iterator[str]:
    yield "<table><tr><th>" + "".join(f"<th>{language} ({one.messages})" for language, one in scores.items())
    for title, name in ROWS.items():
        yield f"<tr><td>{escape(title)}" + "".join(f"<td>{getattr(one, name)}" for one in scores.values())
    yield "</table>"


def _confusion(language: Language, scores: Scores) -> Iterator[str]:
    yield f"<h2>{language}: labelled (down), seen as (across)</h2><table><tr><th>" + "".join(f"<th>{s}" for s in Level)
    for meant in Level:
        cells = (f"<td class={_kind(meant, seen)}>{scores.confusion.get((meant, seen), 0)}" for seen in Level)
        yield f"<tr><th>{meant}" + "".join(cells)
    yield "</table>"


def _kind(meant: Level, seen: Level) -> str:
    if meant is seen:
        return "right"
    return "missed" if meant.rank > seen.rank else "raised"


def _misses(labelled: Sequence[Labelled], predicted: Sequence[Predicted]) -> Iterator[str]:
    pairs = [(m, p) for m, p in zip(labelled, predicted, strict=True) if m.urgency is not p.urgency]
    pairs.sort(key=lambda pair: (pair[1].urgency.rank - pair[0].urgency.rank, -pair[0].urgency.rank))
    yield f"<h2>Levels that differ, worst first ({len(pairs)})</h2>"
    yield "<table><tr><th>text (redacted)<th>labelled<th>seen as<th>confidence<th>topic<th>taken for<th>id"
    for message, made in pairs:
        topic = made.topics[0][0] if made.topics else "–"
        yield (
            f"<tr><td class=text lang={message.lang}>{escape(made.redacted)}<td>{message.urgency}"
            f"<td class={_kind(message.urgency, made.urgency)}>{made.urgency}<td>{made.urgency_score:.2f}"
            f"<td>{escape(message.topic)}<td>{escape(topic)}<td>{escape(message.id)}"
        )
    yield "</table>"
