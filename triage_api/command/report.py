"""Prints the figures of `lykta eval` as tables: one column a language, one row a figure."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from triage_api.command.evaluate import Labelled, Predicted
from triage_api.command.scores import Scores, score
from triage_api.words import Language, Level

ROWS = {
    "language": "language",
    "topic, first": "topic_first",
    "topic, first three": "topic_third",
    "immediate: recall": "immediate_recall",
    "immediate: precision": "immediate_precision",
    "immediate seen as ≥ high": "immediate_seen",
    "≥ high: recall": "serious_recall",
    "≥ high: precision": "serious_precision",
    "routine → immediate": "routine_raised",
    "hard neg. → immediate": "hard_negatives_raised",
    "details removed": "details_removed",
    "other messages touched": "others_touched",
}


def print_scores(labelled: Sequence[Labelled], predicted: Sequence[Predicted], console: Console) -> None:
    """Two tables: the figures, and how often each level was taken for each other."""
    scored = by_language(labelled, predicted)
    figures = Table(title=f"{len(labelled)} messages", title_justify="left")
    figures.add_column("", no_wrap=True)
    for language, scores in scored.items():
        figures.add_column(f"{language} ({scores.messages})", justify="right", no_wrap=True)
    for title, name in ROWS.items():
        figures.add_row(title, *(str(getattr(scores, name)) for scores in scored.values()))
    console.print(figures)
    for language, scores in scored.items():
        console.print(_confusion(language, scores))


def by_language(labelled: Sequence[Labelled], predicted: Sequence[Predicted]) -> dict[Language, Scores]:
    """The figures of each language that has messages."""
    scored = {}
    for language in Language:
        chosen = [i for i, message in enumerate(labelled) if message.lang == language]
        if chosen:
            scored[language] = score([labelled[i] for i in chosen], [predicted[i] for i in chosen])
    return scored


def _confusion(language: Language, scores: Scores) -> Table:
    table = Table(title=f"{language}: labelled (down) and seen as (across)", title_justify="left")
    table.add_column("")
    for seen in Level:
        table.add_column(seen, justify="right")
    for meant in Level:
        table.add_row(meant, *(str(scores.confusion.get((meant, seen), 0)) for seen in Level))
    return table
