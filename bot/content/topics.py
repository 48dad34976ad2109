"""The topics: which ids there are, which are serious enough to offer a person, and which neighbours to suggest."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.content.errors import ContentError

GRAVE = frozenset({"health.mental", "health.after_rape", "law.images"})
DANGERS = ("safety.immediate_danger", "safety.suicide_now", "safety.danger_other")
TOPICS_FILE = Path(__file__).resolve().parent.parent / "topics.yml"


@dataclass(frozen=True)
class Topic:
    """One topic id of the label guide, or one of our own that is not `learnt` but shown by the conversation. `related`
    become buttons under its answer."""

    id: str
    serious: bool = False
    learnt: bool = True
    related: tuple[str, ...] = ()

    @property
    def is_danger(self) -> bool:
        """Whether its answer is 112 before anything else, said whole each time."""
        return self.id in DANGERS

    @property
    def is_grave(self) -> bool:
        """Nobody who writes of this again is given a summary: they are told that they are heard."""
        return self.id.startswith(("safety.", "minor.")) or self.id in GRAVE

    @property
    def is_small_talk(self) -> bool:
        """Answered by a phrase, not by a rights text, and never with sources."""
        return self.id.startswith("chat.")


@cache
def grave_topics() -> frozenset[str]:
    """The ids of the grave topics, read once."""
    return frozenset(topic.id for topic in read_topics().values() if topic.is_grave)


def read_topics(file: Path = TOPICS_FILE) -> dict[str, Topic]:
    """All topics by id, in the file's order. Raises ContentError with the line to mend."""
    text = file.read_text(encoding="utf-8")
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(file, mark.line + 1 if mark else 1, "this is not YAML; mend the line.") from None
    topics = {
        name: Topic(
            name,
            bool((entry or {}).get("serious")),
            bool((entry or {}).get("learnt", True)),
            tuple((entry or {}).get("related", ())),
        )
        for name, entry in raw.items()
    }
    for topic in topics.values():
        for other in topic.related:
            if other not in topics:
                line = next(i for i, row in enumerate(text.splitlines(), 1) if row.startswith(f"{topic.id}:"))
                raise ContentError(file, line, f"'{other}' is not a topic; use an id that stands in this file.")
    return topics
