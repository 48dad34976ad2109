"""Draws one line of the conversation, with the same words and classes as the page's script does."""

import re
from typing import Protocol

from triage_api.door.answer import Reply, Source
from triage_api.door.choices import YES
from triage_api.plain.dates import day
from triage_api.plain.markup import Html, element
from triage_api.plain.plain_text import callable_, link, plain_text, reachable
from triage_api.stand_in.lines import Line, Notice, Replied, Said
from triage_api.words import Language


class Say(Protocol):
    """A phrase in the page's language, its {braces} filled in."""

    def __call__(self, phrase: str, **facts: str | int) -> str: ...


TOKEN = re.compile(r"⟦(\w+?)⟧")
KINDS = frozenset(["phone", "personal_number", "iban", "card", "email", "link", "handle", "address", "name"])


class LineView:
    """`chat` is the id of the form that the buttons belong to. `recovery_key`: who is asked for a yes is told of it."""

    def __init__(self, say: Say, language: Language, chat: str, recovery_key: bool) -> None:
        self._say, self._language, self._chat, self._recovery_key = say, language, chat, recovery_key

    def draw(self, line: Line, *, open_: bool, focus: bool) -> Html:
        """`open_`: its buttons can be pressed. `focus`: the page opens here."""
        if isinstance(line, Said):
            return self._said(line)
        if isinstance(line, Replied):
            return self._replied(line, open_=open_, focus=focus)
        if isinstance(line, Notice):
            text = callable_(self._say(line.phrase, **line.facts))
            return element("p", text, class_="notice", data_testid="notice", data_phrase=line.phrase, **_focus(focus))
        return element(
            "div",
            element("p", f"{self._say('page.counsellor')} · {line.name}", class_="who", **_focus(focus)),
            element("div", plain_text(line.text), class_="said"),
            class_="line counsellor", lang="", data_testid="message", data_from="counsellor",
        )  # fmt: skip

    def _said(self, line: Said) -> Html:
        mark = None
        if line.to_counsellor and line.mark:
            mark = element("p", self._say(f"live.{line.mark}"), class_=f"mark {line.mark}")
        hidden = None
        if line.hidden:
            kinds = ", ".join(self._say(f"kind.{kind}") for kind in dict.fromkeys(line.hidden))
            hidden = element("p", self._say("page.hidden", kinds=kinds), class_="hidden-note", data_testid="hidden")
        return element(
            "div",
            element("p", self._say("page.you"), class_="who unseen"),
            element("div", element("p", self._named(line.text)), class_="said"),
            mark,
            hidden,
            class_="line person", data_testid="message", data_from="person", data_mark=line.mark or None,
        )  # fmt: skip

    def _named(self, text: str) -> str:
        """What stands for a hidden detail, in words: "[phone number]"."""
        return TOKEN.sub(lambda token: f"[{self._say(f'kind.{token[1]}')}]" if token[1] in KINDS else token[0], text)

    def _replied(self, line: Replied, *, open_: bool, focus: bool) -> Html:
        reply = line.reply
        buttons = [
            element(
                "button", choice.label, type="submit", form=self._chat, name="choice", value=choice.id,
                class_="choice first" if _is_first(choice.id) else "choice", data_testid="choice",
                data_choice=choice.id,
            )
            for choice in reply.choices
            if open_
        ]  # fmt: skip
        told = None
        if self._recovery_key and any(choice.id == YES for choice in reply.choices):
            told = element("p", self._say("page.recovery_key"), data_testid="recovery-key")
        return element(
            "div",
            element("p", self._say("page.bot"), class_="who", **_focus(focus)),
            element("div", plain_text(reply.text, reachable), told, self._sources(reply), class_="said"),
            element("div", *buttons, class_="choices") if buttons else None,
            class_=f"line bot kind-{reply.kind}", lang=line.language.value, data_testid="message", data_from="bot",
            data_kind=reply.kind, data_topic=reply.topic,
        )  # fmt: skip

    def _sources(self, reply: Reply) -> Html | None:
        """Where a statement comes from, when it was checked, and by whom, if by anyone."""
        if not reply.sources and not reply.reviewed:
            return None
        checked = None
        if reply.reviewed and reply.review_by:
            dates = {"reviewed": day(self._language, reply.reviewed), "review_by": day(self._language, reply.review_by)}
            checked = element("p", self._say("page.source_checked", **dates))
        return element(
            "details",
            element("summary", self._say("page.source")),
            element("ul", *[element("li", _source(source)) for source in reply.sources]),
            checked,
            element("p", reply.reviewer or self._say("page.source_not_reviewed")),
            class_="sources", lang=self._language.value, data_testid="sources",
        )  # fmt: skip


def _source(source: Source) -> Html | str:
    is_link = source.url.startswith(("https://", "http://"))
    return link(source.url, source.name) if is_link else source.name


def _is_first(choice: str) -> bool:
    return choice.startswith("handoff.") and choice != "handoff.no"


def _focus(focus: bool) -> dict[str, str | int | bool | None]:
    return {"tabindex": -1, "autofocus": True} if focus else {}
