"""The answer to danger: 112 and what to do, from memory, with nothing between it and the person."""

from collections.abc import Iterable

from triage_api.door.answer import Reply
from triage_api.door.choices import Choices
from triage_api.door.danger import Found
from triage_api.door.texts import DANGER_OTHER, IMMEDIATE_DANGER, SUICIDE_NOW, Texts
from triage_api.words import Language

OWN_HAND = frozenset({"suicide_now", "overdose"})
"""Signs whose danger is not another person."""


class DangerAnswer:
    """Needs no conversation, no bot and no disk: it works for whoever writes, however broken the rest is."""

    def __init__(self, texts: Texts, choices: Choices) -> None:
        self._texts = texts
        self._choices = choices

    def replies(
        self,
        language: Language,
        topic: str = IMMEDIATE_DANGER,
        *,
        offer_counsellor: bool = True,
        cannot_call: bool = False,
    ) -> list[Reply]:
        """The text of a danger topic, what else can be done by who cannot call, then the offer of a counsellor;
        without the offer for someone who waits or talks already."""
        replies = [self._texts.danger[topic][language].model_copy(deep=True)]
        if cannot_call:
            replies.append(Reply(text=self._texts.say(language, "bot.cannot_call")))
        if offer_counsellor:
            offer = [self._choices.counsellor(language), self._choices.go_on(language)]
            replies.append(Reply(text=self._texts.say(language, "bot.danger_offer"), choices=offer))
        return replies


def danger_topic(found: Iterable[Found], *, about_another: bool) -> str:
    """Which text answers: whose danger it is, and whether it is of one's own hand."""
    if about_another:
        return DANGER_OTHER
    signs = {sign.id for sign in found}
    return SUICIDE_NOW if signs and signs <= OWN_HAND else IMMEDIATE_DANGER


def danger_language(picked: Language | None, so_far: Language | None, found: tuple[Found, ...]) -> Language:
    """The picked language; else the one so far if a sign was written in it; else the language of the first sign."""
    if picked is not None:
        return picked
    written = [sign.language for sign in found]
    return so_far if so_far in written or (not written and so_far is not None) else written[0]
