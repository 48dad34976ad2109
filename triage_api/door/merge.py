"""The bot's list of messages → what the page shows: docs/wire.md §2 read leniently, since a word of help must not be
lost over a malformed footnote, and strictly where it could do harm (links, choices, outcomes)."""

from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import ValidationError

from triage_api.door.answer import CaseOutcome, Choice, Kind, Reply, Source
from triage_api.door.choices import Choices
from triage_api.door.conversation import Conversation
from triage_api.words import Channel, Language, Level, Writer

MOST_TOPICS = 3
MOST_KNOWN = 20


@dataclass
class BotSaid:
    """What one turn of the bot held."""

    replies: list[Reply] = field(default_factory=list)
    consent_shown: bool = False
    case: CaseOutcome | None = None
    asked: str | None = None
    state: dict[str, Any] = field(default_factory=dict)


def read_bot(items: list[dict[str, Any]], choices: Choices) -> BotSaid:
    """`items` as the bot sent them, in order; a `custom` belongs to the text before it."""
    said = BotSaid()
    for item in items:
        text, custom = item.get("text"), item.get("custom")
        if isinstance(text, str) and text.strip():
            said.replies.append(Reply(text=text.strip(), choices=_buttons(item.get("buttons"), choices)))
        if isinstance(custom, dict):
            _read_custom(custom, said)
    return said


def take_state(conversation: Conversation, state: dict[str, Any]) -> None:
    """What the bot found joins what the door knows. The level never falls; a picked language stays that of the page.
    Who texts has no page: there it is that of the bot's answer."""
    language, level, writer = state.get("language"), state.get("level"), state.get("writer")
    follows = not conversation.picked or conversation.channel is Channel.sms
    if isinstance(language, str) and language in Language.__members__ and follows:
        conversation.language = Language(language)
    findings = conversation.findings
    if isinstance(level, str) and level in Level.__members__:
        if Level(level).rank >= findings.level.rank and isinstance(state.get("level_score"), int | float):
            findings.level_score = float(state["level_score"])
        findings.level = findings.level.at_least(Level(level))
    if isinstance(writer, str) and writer in Writer.__members__:
        findings.writer = writer
    if isinstance(state.get("known"), list):
        findings.known = [word for word in state["known"] if isinstance(word, str)][:MOST_KNOWN]
    if isinstance(state.get("topics"), list):
        findings.topics = state["topics"][:MOST_TOPICS]
    if isinstance(state.get("signs"), list):
        findings.add_signs([sign for sign in state["signs"] if isinstance(sign, dict)])


def _buttons(buttons: object, choices: Choices) -> list[Choice]:
    """Only choices the page may send back; Rasa writes its own payloads with a leading `/`."""
    offered = []
    for button in buttons if isinstance(buttons, list) else []:
        if not isinstance(button, dict):
            continue
        title, payload = button.get("title"), button.get("payload")
        if isinstance(title, str) and isinstance(payload, str) and choices.is_known(payload.removeprefix("/")):
            offered.append(Choice(id=payload.removeprefix("/"), label=title))
    return offered


def _read_custom(custom: dict[str, Any], said: BotSaid) -> None:
    last = said.replies[-1] if said.replies else None
    if last is not None and custom.get("kind") in get_args(Kind):
        last.kind = custom["kind"]
    if last is not None and isinstance(custom.get("about"), dict):
        _read_about(custom["about"], last)
    if custom.get("consent") is True:
        said.consent_shown = True
    if isinstance(custom.get("ask"), str):
        said.asked = custom["ask"]
    if isinstance(custom.get("case"), dict):
        said.case = read_case(custom["case"])
    if isinstance(custom.get("state"), dict):
        said.state = custom["state"]


def read_case(case: dict[str, Any]) -> CaseOutcome | None:
    """None when it is no outcome of ours."""
    try:
        return CaseOutcome.model_validate({key: case.get(key) for key in CaseOutcome.model_fields})
    except ValidationError:
        return None


def _read_about(about: dict[str, Any], reply: Reply) -> None:
    for key in ("topic", "reviewed", "review_by", "reviewer"):
        setattr(reply, key, about[key] if isinstance(about.get(key), str) else None)
    for source in about.get("sources") or []:
        # Only web addresses: the page makes links of them.
        if isinstance(source, dict) and str(source.get("url")).startswith(("https://", "http://")):
            reply.sources.append(Source(name=str(source.get("name", source["url"])), url=source["url"]))
