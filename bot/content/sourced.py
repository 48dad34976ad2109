"""Phrases that state something of law or care: what each counts as, and whose sources it stands on."""

from dataclasses import dataclass
from typing import Any

from bot.content.rights import RightsText


@dataclass(frozen=True)
class Stands:
    """What a phrase that says more than how to go on stands on: the topic it counts as, those whose sources are its
    own, and what leads to none of its sources."""

    phrase: str
    topic: str
    sources: tuple[str, ...]
    without: str = "://nowhere"
    choices: tuple[str, ...] = ("handoff.ask",)

    def about(self, rights: dict[str, dict[str, RightsText]], language: str) -> dict[str, Any] | None:
        """As that of a rights text: checked when the oldest of its texts was, to be checked again with the first. None
        where none of them stands in the language."""
        texts = [rights[topic][language].about for topic in self.sources if language in rights.get(topic, {})]
        if not texts:
            return None
        found = {source["url"]: source for about in texts for source in about["sources"]}
        return {
            "topic": self.topic,
            "sources": [source for url, source in found.items() if self.without not in url],
            "reviewed": min(about["reviewed"] for about in texts),
            "review_by": min(about["review_by"] for about in texts),
            "reviewer": texts[0]["reviewer"],
        }


CONTROLLED, HUMAN = "safety.controlled", "service.talk_to_human"
TH_EMBASSY, RO_EMBASSY = "thaiembassy", "stockholm.mae.ro"
PHRASES_WITH_SOURCES = {
    "utter_condom": Stands("bot.condom", "health.sti", ("health.sti", "health.pregnancy"), choices=()),
    "utter_pep": Stands("bot.pep", "health.sti", ("health.sti",), choices=()),
    "utter_care_work": Stands("bot.care_work", "health.secrecy", ("health.secrecy", "health.sti"), choices=()),
    "utter_embassy_th": Stands(
        "bot.embassy_th", "safety.controlled", ("safety.controlled", "migration.return"), RO_EMBASSY
    ),
    "utter_embassy_ro": Stands(
        "bot.embassy_ro", "safety.controlled", ("safety.controlled", "migration.return"), TH_EMBASSY
    ),
    "utter_embassy_any": Stands("bot.embassy_any", "safety.controlled", ("safety.controlled",)),
    "utter_parents": Stands("bot.parents", "service.anonymity", ("health.secrecy", "minor.self")),
    "utter_minor.health.mental": Stands("bot.low_minor", "health.mental", ("minor.self", "safety.suicide_now")),
    "utter_minor.law.images": Stands("bot.images_minor", "law.images", ("minor.grooming",)),
    "utter_minor.service.talk_to_human": Stands(
        "bot.human_minor", "service.talk_to_human", ("minor.self",), choices=()
    ),
}
"""`utter_minor.<topic>` stands in the place of `utter_<topic>` for someone under 18 (bot/answers.py)."""
