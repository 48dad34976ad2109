"""What the door sends along with a message: where the conversation stands. All of it may be missing or of the wrong
type, and then counts as not said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.content.topics import DANGERS
from bot.nlu.words import CHANNELS, LANGUAGES, LEVELS, rank

HELD = "danger"
"""What stands open (`asked`) after a text about danger that is not one of DANGERS."""
SUICIDAL = frozenset({"suicidal", "suicide_now", "overdose"})
SUICIDE = "safety.suicide_now"


@dataclass(frozen=True)
class Standing:
    """`language` is None until one was written; `level` is the highest so far, `signs` those found so far. `asked` is
    the question in the last turn and `lately` those of the last turns, `about` the topic answered last and `told`
    those answered so far; `writer` is who writes as far as is known; `danger` the topic of the danger text, if that was
    the last answer; `consent` whether the question for consent was; `known` what needs no asking, and who writes in
    words of config/conversation/writers.yml."""

    language: str | None = None
    channel: str = "web"
    level: str = "routine"
    signs: tuple[dict[str, str], ...] = ()
    asked: str | None = None
    lately: frozenset[str] = field(default_factory=frozenset)
    about: str | None = None
    told: frozenset[str] = field(default_factory=frozenset)
    writer: str | None = None
    danger: str | None = None
    consent: bool = False
    known: frozenset[str] = field(default_factory=frozenset)

    @property
    def sign_ids(self) -> frozenset[str]:
        return frozenset(sign["id"] for sign in self.signs)

    @property
    def in_danger(self) -> bool:
        """Whether danger was what was last spoken of, and nobody has said that it is over."""
        return self.danger is not None or (self.asked == HELD and self.level == "immediate")

    @property
    def is_over(self) -> bool:
        """Whether danger by somebody else was over when last spoken of, and nothing else was answered since."""
        return self.level == "immediate" and self.about is None and not self.in_danger and not self.is_low

    @property
    def in_talk(self) -> bool:
        """Whether anything was answered before, so that a greeting begins nothing."""
        return bool(self.told) or self.about is not None or rank(self.level) >= rank("elevated")

    @property
    def is_low(self) -> bool:
        """Whether thoughts of suicide were told, by a sign or by what was answered."""
        return self.was_low() or bool(SUICIDAL & self.sign_ids)

    @property
    def own_hand(self) -> bool:
        """Whether the last answer was about danger of one's own hand."""
        return self.danger == SUICIDE

    def was_low(self) -> bool:
        """Whether something serious was answered with the text about dark thoughts."""
        return "health.mental" in self.told and rank(self.level) >= rank("high")


def standing(metadata: Mapping[str, Any]) -> Standing:
    """What can be used of the door's metadata (docs/wire.md)."""
    asked = _text(metadata.get("asked"))
    lately = frozenset(_texts(metadata.get("lately")))
    return Standing(
        language=_one_of(LANGUAGES, metadata.get("language")),
        channel=_one_of(CHANNELS, metadata.get("channel")) or "web",
        level=_one_of(LEVELS, metadata.get("level")) or "routine",
        signs=tuple(_signs(metadata.get("signs"))),
        asked=asked,
        lately=lately | {asked} if asked else lately,
        about=_text(metadata.get("topic")),
        told=frozenset(_texts(metadata.get("told"))),
        writer=_text(metadata.get("writer")),
        danger=_one_of(DANGERS, metadata.get("danger")),
        consent=metadata.get("consent") is True,
        known=frozenset(_texts(metadata.get("known"))),
    )


def _signs(given: Any) -> list[dict[str, str]]:
    return [
        {"id": sign["id"], "level": sign["level"], "words": str(sign.get("words", ""))}
        for sign in (given if isinstance(given, list) else [])
        if isinstance(sign, dict) and isinstance(sign.get("id"), str) and sign.get("level") in LEVELS
    ]


def _text(given: Any) -> str | None:
    return given if isinstance(given, str) and given else None


def _texts(given: Any) -> list[str]:
    return [item for item in given if isinstance(item, str)] if isinstance(given, list) else []


def _one_of(allowed: Sequence[str], given: Any) -> str | None:
    return given if isinstance(given, str) and given in allowed else None
