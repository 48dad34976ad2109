"""What the bot can say, as Rasa responses: one variation per language and channel, and one without a condition.

The conditions look at the slots `language` and `channel`. Within a response they exclude each other, because Rasa draws
among all that match. The variation without a condition answers when no language is known yet: it is English.
"""

from collections.abc import Mapping
from itertools import product
from typing import Any

from bot.content.errors import MissingTextError
from bot.content.phrases import LANGUAGES, Phrases, phrase
from bot.content.rights import RightsText
from bot.content.sourced import PHRASES_WITH_SOURCES, Stands
from bot.content.topics import DANGERS, Topic
from bot.conversation.questions import Question, questions, replies
from bot.conversation.standing import HELD

FALLBACK_LANGUAGE = "en"
CHANNELS = ("web", "sms")

Response = dict[str, Any]
Responses = dict[str, list[Response]]

PHRASES_SAID = {
    "utter_offer": ("bot.offer_counsellor", ("handoff.ask",)),
    "utter_danger_offer": ("bot.danger_offer", ("handoff.ask", "handoff.no")),
    "utter_no_answer_yet": ("bot.no_answer_yet", ("handoff.ask",)),
    "utter_not_understood_twice": ("bot.not_understood_twice", ("handoff.ask",)),
    "utter_handoff.declined": ("handoff.declined", ()),
    "utter_handoff.consent": ("handoff.consent", ("handoff.yes", "handoff.no")),
    "utter_handoff.nobody_on_duty": ("handoff.nobody_on_duty", ()),
    "utter_handoff.next_shift": ("handoff.next_shift", ()),
    "utter_handoff.no_reader": ("handoff.no_reader", ()),
    "utter_handoff.arrived": ("handoff.arrived", ()),
    "utter_handoff.arrived_alone": ("handoff.arrived_alone", ()),
    "utter_handoff.arrived_unstaffed": ("handoff.arrived_unstaffed", ()),
    "utter_handoff.already": ("handoff.already", ()),
    "utter_handoff.failed": ("handoff.failed", ("handoff.ask",)),
    "utter_handoff.no_recipient": ("handoff.no_recipient", ()),
    "utter_handoff.concern": ("bot.concern", ()),
    "utter_affirm": ("bot.affirm", ()),
    "utter_deny": ("bot.deny", ()),
    "utter_heard": ("bot.heard", ()),
    "utter_answered": ("ask.ok", ()),
    "utter_skipped": ("ask.skipped", ()),
    "utter_resume": ("bot.resume", ()),
    "utter_calmer": ("bot.calm", ("handoff.ask",)),
    "utter_calmer_low": ("bot.calm_low", ("handoff.ask",)),
    "utter_fear_112": ("bot.fear_112", ("handoff.ask",)),
    "utter_talk": ("bot.just_talk", ("handoff.ask",)),
    "utter_abroad": ("bot.abroad", ()),
    "utter_helped": ("bot.helped", ("handoff.ask",)),
    "utter_known": ("bot.known", ("handoff.ask",)),
    "utter_known_again": ("bot.known_again", ("handoff.ask",)),
    "utter_stay_more": ("bot.stay_more", ("handoff.ask",)),
    "utter_stay": ("bot.stay", ("handoff.ask",)),
    "utter_friend_told": (
        "bot.friend_told",
        ("friend.signs", "friend.how_to_talk", "friend.report", "handoff.ask"),
    ),
}
"""Response, then the phrase it says and the choices offered under it. Those of the hand-off are said by the actions."""

PHRASES_SAID |= {f"utter_{intent}": (f"bot.{intent}", ()) for intent in ("greet_again", "speaks", "phone_company")}
PHRASES_SAID |= {
    f"utter_{intent}": (f"bot.{phrase_id}", ("handoff.ask",))
    for intent, phrase_id in {
        "cannot_call": "cannot_call",
        "coming_back": "coming_back",
        "where_danger": "where_danger",
        "out_of_danger": "out",
        "hold": "stay",
        "sorry": "sorry",
        "here_minor": "here_minor",
        "here_low": "here_low",
    }.items()
}

LEAVES_OPEN = {
    **dict.fromkeys(("utter_cannot_call", "utter_coming_back", "utter_where_danger", "utter_hold"), HELD),
    "utter_here_low": "safe",
    "utter_minor.health.mental": "safe",
}
"""What stands open after a phrase: danger, or the question whether they are safe, which is part of it."""

BUTTON_PHRASES = {
    "handoff.ask": "bot.button_counsellor",
    "handoff.yes": "bot.button_yes",
    "handoff.no": "bot.button_no",
}
BUTTON_PHRASES_OF_DANGER = {**BUTTON_PHRASES, "handoff.no": "bot.button_safe"}
"""After 112 a "no" to the counsellor means: go on writing here."""

LINES = {
    "any": "bot.line",
    "minor": "bot.line_minor",
    "low": "bot.line_low",
    "professional": "bot.line_professional",
    "buyer": "bot.line_buyer",
}
"""The line that `utter_known` names, by whom it is for: `utter_line.<whom>` is never said alone."""

STATE = ("language", "level", "level_score", "topics", "signs", "writer", "known")


def compile_responses(
    topics: dict[str, Topic], rights: dict[str, dict[str, RightsText]], phrases: Phrases
) -> Responses:
    """Every response of the domain. Raises MissingTextError when an answer to danger, or a phrase the bot says, does
    not stand in every language."""
    for danger, language in product(DANGERS, LANGUAGES):
        if language not in rights.get(danger, {}):
            raise MissingTextError(
                f"content/rights/{danger}/{language}.md", "write the text: danger is answered by it."
            )
    responses: Responses = {
        f"utter_label.{name}": _by_language(phrases, f"topic.{name}") for name in topics if not name.startswith("chat.")
    }
    for topic in topics.values():
        answer = _answer(topic, rights.get(topic.id, {}), phrases)
        responses.update(_of_danger(topic.id, answer) if topic.is_danger else {f"utter_{topic.id}": answer})
    for name, (phrase_id, choices) in PHRASES_SAID.items():
        labels = BUTTON_PHRASES_OF_DANGER if name == "utter_danger_offer" else BUTTON_PHRASES
        responses[name] = _by_language(phrases, phrase_id, choices, labels)
    for name, stands in PHRASES_WITH_SOURCES.items():
        responses[name] = _with_sources(stands, rights, phrases)
    for name, asked in LEAVES_OPEN.items():
        for variation in responses[name]:
            variation["custom"] = {**variation.get("custom", {}), "ask": asked}
    responses |= {f"utter_line.{whom}": _by_language(phrases, phrase_id) for whom, phrase_id in LINES.items()}
    for variation in responses["utter_handoff.consent"]:
        variation["custom"] = {"consent": True}
    for topic in topics.values():
        responses.update(_said_again(topic, rights.get(topic.id, {}), phrases))
    for variation in responses["utter_abroad"]:
        variation["custom"] = {"kind": "danger"}
    responses["utter_ask"] = [{"text": ""}]  # bot/answers.py says one of the next instead, or nothing
    for question in questions().values():
        responses[f"utter_ask.{question.id}"] = _question(question, phrases)
    responses["utter_other_language"] = _other_language(phrases)
    responses["utter_not_understood"] = _not_understood(phrases)
    responses["utter_state"] = [{"custom": {"state": {slot: f"{{{slot}}}" for slot in STATE}}}]
    return responses


def paragraphs(text: str) -> str:
    """The text with a space on its blank lines: Rasa's REST channel would else send each paragraph as its own message,
    and what belongs to the text (sources, buttons) would belong to its last paragraph only."""
    return text.strip().replace("\n\n", "\n \n")


def _answer(topic: Topic, texts: dict[str, RightsText], phrases: Phrases) -> list[Response]:
    if topic.is_small_talk:
        return _by_language(phrases, f"bot.{topic.id.removeprefix('chat.')}", topic.related)
    variations = []
    for language in LANGUAGES:
        text = texts.get(language)
        for channel in CHANNELS:
            where = [_is("language", language), _is("channel", channel)]
            if text is None:
                said = phrase(phrases, language, "bot.no_answer_yet")
                variations.append(_response(said, phrases, language, ("handoff.ask",), where))
            else:
                said = text.sms if channel == "sms" else text.web
                response = _response(said, phrases, language, topic.related, where)
                variations.append({**response, "custom": {"about": text.about}})
    return [*variations, _without_condition(variations)]


def _of_danger(topic_id: str, answer: list[Response]) -> Responses:
    """The text with nothing beside it but that it is about danger; then its sources, which belong to it."""
    text = [{**_only(("text", "condition"), variation), "custom": {"kind": "danger"}} for variation in answer]
    about = [_only(("condition", "custom"), variation) for variation in answer]
    return {f"utter_{topic_id}": text, f"utter_about.{topic_id}": about}


def _only(keys: tuple[str, ...], variation: Response) -> Response:
    return {key: value for key, value in variation.items() if key in keys}


def _said_again(topic: Topic, texts: dict[str, RightsText], phrases: Phrases) -> Responses:
    """The short text of an answer that stands further up already, for who asks for it again; bot/answers.py adds the
    answer's own buttons. Whoever only comes to it again hears what bot/repeated.py chooses."""
    name = f"utter_again.{topic.id}"
    if topic.id == "chat.abuse":
        return {name: _by_language(phrases, "bot.abuse_again")}
    if any(language not in texts for language in LANGUAGES):
        return {}
    if topic.is_danger:
        own_hand = topic.id == "safety.suicide_now"
        danger = _by_language(phrases, "bot.suicide_again" if own_hand else "bot.danger_again")
        return {name: [{**variation, "custom": {"kind": "danger"}} for variation in danger]}
    short = []
    for language in LANGUAGES:
        label, in_short = (phrase(phrases, language, name) for name in (f"topic.{topic.id}", "bot.again"))
        said = f"{label}\n\n{in_short} {texts[language].sms}"
        short.append(_response(said, phrases, language, ("handoff.ask",), [_is("language", language)]))
    return {name: [*short, _without_condition(short)]}


def _question(question: Question, phrases: Phrases) -> list[Response]:
    labels = {**BUTTON_PHRASES, **{reply.id: reply.label for reply in replies().values()}}
    variations = _by_language(phrases, question.phrase, question.answers, labels)
    return [{**variation, "custom": {"ask": question.id}} for variation in variations]


def _not_understood(phrases: Phrases) -> list[Response]:
    """At the first miss the likely topics become buttons (bot/answers.py); at the second a person is offered."""
    variations = []
    for language in LANGUAGES:
        first = phrase(phrases, language, "bot.not_understood")
        again = phrase(phrases, language, "bot.not_understood_twice")
        spoken = _is("language", language)
        variations.append(_response(first, phrases, language, (), [spoken, _is("awaiting", "missed")]))
        variations.append(
            _response(again, phrases, language, ("handoff.ask",), [spoken, _is("awaiting", "missed_twice")])
        )
    return [*variations, _without_condition(variations)]


def _other_language(phrases: Phrases) -> list[Response]:
    """In English, which most people know some of, and then in the language of the conversation."""
    english = phrase(phrases, FALLBACK_LANGUAGE, "bot.other_language")
    variations = []
    for language in LANGUAGES:
        own = phrase(phrases, language, "bot.other_language")
        for channel in CHANNELS:
            said = english if channel == "sms" or language == FALLBACK_LANGUAGE else f"{english}\n\n{own}"
            where = [_is("language", language), _is("channel", channel)]
            variations.append(_response(said, phrases, language, ("handoff.ask",), where))
    return [*variations, _without_condition(variations)]


def _with_sources(stands: Stands, rights: dict[str, dict[str, RightsText]], phrases: Phrases) -> list[Response]:
    """A phrase with what it stands on; without sources where none of the texts they belong to stands."""
    variations = _by_language(phrases, stands.phrase, stands.choices)
    for variation, language in zip(variations, (*LANGUAGES, FALLBACK_LANGUAGE), strict=True):
        if about := stands.about(rights, language):
            variation["custom"] = {"about": about}
    return variations


def _by_language(
    phrases: Phrases, phrase_id: str, choices: tuple[str, ...] = (), labels: Mapping[str, str] = BUTTON_PHRASES
) -> list[Response]:
    """With a variation for texts where `sms.arrived` stands beside `handoff.arrived`, `sms.goodbye` beside
    `bot.goodbye`."""
    by_text = f"sms.{phrase_id.partition('.')[2]}"
    variations = []
    for language in LANGUAGES:
        where = [_is("language", language)]
        said = {"": phrase_id}
        if phrase_id.startswith(("handoff.", "bot.")) and by_text in phrases[language]:
            said = {"web": phrase_id, "sms": by_text}
        for channel, which in said.items():
            there = [*where, _is("channel", channel)] if channel else where
            variations.append(_response(phrase(phrases, language, which), phrases, language, choices, there, labels))
    return [*variations, _without_condition(variations)]


def _response(
    text: str,
    phrases: Phrases,
    language: str,
    choices: tuple[str, ...],
    condition: list[dict[str, str]],
    labels: Mapping[str, str] = BUTTON_PHRASES,
) -> Response:
    response: Response = {"text": paragraphs(text), "condition": condition}
    if choices:
        response["buttons"] = [
            {"title": phrase(phrases, language, labels.get(choice, f"topic.{choice}")), "payload": choice}
            for choice in choices
        ]
    return response


def _without_condition(variations: list[Response]) -> Response:
    fallback = next(
        variation for variation in variations if _is("language", FALLBACK_LANGUAGE) in variation["condition"]
    )
    return {key: value for key, value in fallback.items() if key != "condition"}


def _is(slot: str, value: str) -> dict[str, str]:
    return {"type": "slot", "name": slot, "value": value}
