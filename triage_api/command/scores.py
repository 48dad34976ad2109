"""The figures of `lykta eval`, per language: plain counts over labelled and predicted lines, nothing estimated."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from triage_api.command.evaluate import Labelled, Predicted
from triage_api.words import Level

SERIOUS = (Level.high, Level.immediate)


@dataclass(frozen=True)
class Rate:
    """So many of so many. `value` is None when there were none to find, which is not the same as 0."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    def __str__(self) -> str:
        return "–" if self.value is None else f"{self.value:.2f} {self.hits}/{self.of}"


@dataclass(frozen=True)
class Scores:
    """One language's figures. Recall and precision are of levels: `immediate`, and `immediate` or `high`."""

    messages: int
    language: Rate
    topic_first: Rate
    topic_third: Rate
    immediate_recall: Rate
    immediate_precision: Rate
    immediate_seen: Rate
    serious_recall: Rate
    serious_precision: Rate
    routine_raised: Rate
    hard_negatives_raised: Rate
    details_removed: Rate
    others_touched: Rate
    confusion: dict[tuple[Level, Level], int]


def score(labelled: Sequence[Labelled], predicted: Sequence[Predicted]) -> Scores:
    """Figures over pairs in the same order."""
    pairs = list(zip(labelled, predicted, strict=True))

    def rate(hits: Sequence[bool]) -> Rate:
        return Rate(sum(hits), len(hits))

    def topics(message: Labelled) -> set[str]:
        also = [part.split("alt:")[1] for part in message.note.split(";") if "alt:" in part]
        return {message.topic, *(name.strip() for text in also for name in text.split("|"))}

    def hard(message: Labelled) -> bool:
        return any(mark in message.note for mark in ("hard negative", "hard-neg")) or message.note.strip() == "hn"

    def details(message: Labelled) -> list[str]:
        marks = [part.split("pii:")[1] for part in message.note.split(";") if "pii:" in part]
        return [detail.strip() for text in marks for detail in text.split("|") if detail.strip()]

    return Scores(
        messages=len(pairs),
        language=rate([p.language == m.lang for m, p in pairs]),
        topic_first=rate([bool(p.topics) and p.topics[0][0] in topics(m) for m, p in pairs]),
        topic_third=rate([any(name in topics(m) for name, _ in p.topics[:3]) for m, p in pairs]),
        immediate_recall=rate([p.urgency == "immediate" for m, p in pairs if m.urgency == "immediate"]),
        immediate_precision=rate([m.urgency == "immediate" for m, p in pairs if p.urgency == "immediate"]),
        immediate_seen=rate([p.urgency in SERIOUS for m, p in pairs if m.urgency == "immediate"]),
        serious_recall=rate([p.urgency in SERIOUS for m, p in pairs if m.urgency in SERIOUS]),
        serious_precision=rate([m.urgency in SERIOUS for m, p in pairs if p.urgency in SERIOUS]),
        routine_raised=rate([p.urgency == "immediate" for m, p in pairs if m.urgency == "routine"]),
        hard_negatives_raised=rate([p.urgency == "immediate" for m, p in pairs if hard(m)]),
        details_removed=rate([detail not in p.redacted for m, p in pairs for detail in details(m)]),
        others_touched=rate([p.redacted != m.text for m, p in pairs if not details(m)]),
        confusion=dict(Counter((m.urgency, p.urgency) for m, p in pairs)),
    )
