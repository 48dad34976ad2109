"""Draws a page: the frame of built files around the conversation, with the words of content/phrases."""

from collections.abc import Callable

from triage_api.door.texts import Texts
from triage_api.plain.dates import time_of_day
from triage_api.plain.line_view import LineView, Say
from triage_api.plain.markup import Html, Part, element
from triage_api.plain.page import Page
from triage_api.plain.plain_text import callable_, plain_text
from triage_api.stand_in.lines import Line, Notice
from triage_api.stand_in.talk import Where
from triage_api.words import Language

NAMES = {Language.sv: "Svenska", Language.en: "English", Language.th: "ไทย", Language.ro: "Română"}
CHAT = "chat"
"""The id of the one form: what stands in the field goes along with every button, and is never lost."""
MOST_TYPED = 6_000
"""The browser cuts a pasted megabyte here, so that what comes can still be answered (BoundedBody: 64 KiB)."""
UNCLAIMED_HOURS = 24
ENDED = {
    "person": "live.ended_by_you",
    "counsellor": "live.ended_by_counsellor",
    "stopped": "live.stopped",
    "expired": "waiting.expired",
}
WATCHED = tuple(f"watched.{one}" for one in ("danger", "device", "leave", "history", "seen", "code"))
"""What helps most first; web/src/person/watched.tsx says the same."""
MARK, FRAME_LANGUAGE = "<!-- plain -->", '<html lang="en"'


class View:
    """`recovery_key` says whether the organisation has one now: the server says here what elsewhere the page takes from
    the roster it has verified."""

    def __init__(self, texts: Texts, recovery_key: Callable[[], bool]) -> None:
        self._texts, self._recovery_key = texts, recovery_key

    def page(self, frame: str, page: Page) -> str:
        """`frame` is the built file; everything of the conversation is escaped."""

        def say(phrase: str, **facts: str | int) -> str:
            return self._texts.say(page.language, phrase, **facts)

        page.recovery_key = self._recovery_key()
        body = element("div", _head(page, say), _log(page, say), _foot(page, say), class_="plain")
        return _fill(frame, body, page.language)

    def entrance(self, frame: str, trouble: str, first: Language) -> str:
        """Where no conversation and no language is known: what went wrong, and the four ways in."""
        order = [first, *[language for language in Language if language is not first]]
        ways = [self._way(language, trouble) for language in order]
        return _fill(frame, element("main", element("h1", "Lykta"), *ways, class_="without-script"), first)

    def _way(self, language: Language, trouble: str) -> Html:
        sentences = [element("p", callable_(self._texts.say(language, one))) for one in (trouble, "page.emergency")]
        begin = _button("begin", language.value, self._texts.say(language, "plain.begin"), class_="send")
        return element("form", *sentences, begin, class_="way", lang=language.value, method="post", action="/")


def _fill(frame: str, body: Html, language: Language) -> str:
    return frame.replace(FRAME_LANGUAGE, f'<html lang="{language.value}"', 1).replace(MARK, body, 1)


def _button(name: str, value: str, label: str, **attributes: str | int | bool | None) -> Html:
    return element("button", label, type="submit", name=name, value=value, **attributes)


def _hidden(name: str, value: str | int) -> Html:
    return element("input", type="hidden", name=name, value=value, autocomplete="off")


def _token(page: Page) -> Html:
    """What opens the conversation.

    Threat: Chromium writes forms that were sent to its session file, for a restart, and with them every word; but not
    forms with a password in them. So to the browser the token is one: hidden, not typed, and nothing to be saved.
    """
    return element(
        "input", type="password", name="token", value=page.token, autocomplete="one-time-code", readonly=True,
        hidden=True, tabindex=-1, aria_hidden="true",
    )  # fmt: skip


def _head(page: Page, say: Say) -> Html:
    """Always in sight: the language, the way out, 112, and what to know of a phone that others see."""
    others = [
        _button("pick", language.value, name, form=CHAT, class_="second", lang=language.value, data_testid="pick")
        for language, name in NAMES.items()
        if language is not page.language
    ]
    languages = element(
        "details",
        element("summary", element("span", f"{say('page.language')}: ", class_="unseen"), NAMES[page.language]),
        element("div", *others, class_="language-row"),
        class_="languages", data_testid="languages",
    )  # fmt: skip
    leave = element(
        "form",
        _token(page),
        _hidden("language", page.language.value),
        _button("leave", "1", say("page.leave"), class_="leave", data_testid="leave"),
        method="post", action="/",
    )  # fmt: skip
    glow = element("span", class_="glow", aria_hidden="true")
    brand = element("h1", glow, element("span", say("page.title")), class_="brand")
    emergency = element(
        "div",
        element("p", callable_(say("page.emergency"))),
        _watched(say),
        class_="emergency", data_testid="emergency",
    )  # fmt: skip
    return element("header", element("div", brand, languages, leave, class_="head-row"), emergency, class_="head")


def _watched(say: Say) -> Html:
    """Help for somebody whose phone is shared or watched, as web/src/person/watched.tsx gives it."""
    return element(
        "details",
        element("summary", say("watched.open")),
        element("div", *[plain_text(say(one)) for one in WATCHED], class_="watched-inside", tabindex=0),
        class_="watched", data_testid="watched",
    )  # fmt: skip


def _log(page: Page, say: Say) -> Html:
    about = element(
        "details",
        element("summary", say("page.about")),
        plain_text(say("plain.about_text")),
        plain_text(say("page.recovery_key")) if page.recovery_key else None,
        class_="about", data_testid="about",
    )  # fmt: skip
    welcome = element(
        "div",
        element(
            "div",
            element("p", say("page.welcome_1")),
            element("p", say("plain.welcome")),
            element("p", say("plain.readable")),
            about,
            class_="said",
        ),
        class_="line bot welcome", data_testid="welcome",
    )  # fmt: skip
    lines = _lines(page)
    first_fresh = None if page.trouble else _first_fresh(page, lines)
    pressable = page.lines.open_choices() if not page.over and not _with_counsellor(page) else set()
    view = LineView(say, page.language, CHAT, page.recovery_key)
    drawn = [view.draw(line, open_=n in pressable, focus=n == first_fresh) for n, line in enumerate(lines)]
    fresh = "log" if lines or page.trouble else "log fresh"
    inside = element("div", welcome, *drawn, _case(page, say), _trouble(page), class_="lines")
    return element("main", inside, class_=fresh, aria_label=say("page.title"))


def _lines(page: Page) -> list[Line]:
    where = page.where
    if where is None or where.state != "ended":
        return list(page.lines)
    facts = {"hours": UNCLAIMED_HOURS} if where.by == "expired" else {}
    return [*page.lines, Notice(ENDED.get(where.by, ENDED["expired"]), facts)]


def _first_fresh(page: Page, lines: list[Line]) -> int | None:
    """Where reading goes on: the page opens there, and a screen reader begins there."""
    fresh = range(page.lines.fresh, len(lines))
    return next((n for n in fresh if lines[n].from_us), None)


def _with_counsellor(page: Page) -> bool:
    return page.where is not None and page.where.state in ("claimed", "live")


def _foot(page: Page, say: Say) -> Html:
    return element("div", _composer(page, say), class_="foot")


def _trouble(page: Page) -> Html | None:
    """What went wrong with what was sent, which stands in the field again."""
    if not page.trouble:
        return None
    sentence = element("span", callable_(page.trouble))
    return element("p", sentence, class_="trouble", role="alert", tabindex=-1, autofocus=True, data_testid="trouble")


def _case(page: Page, say: Say) -> Html | None:
    """Where the case stands, the button that looks for replies, and the way to end it."""
    where = page.where
    if where is None:
        return None
    begins_here = not page.trouble and not page.asks_end and _first_fresh(page, _lines(page)) is None
    status = element("p", _status(where, say), class_="status", tabindex=-1, autofocus=begins_here)
    said: list[Part] = []
    buttons: list[Part] = []
    if page.asks_end:
        said = [element("p", say("live.end_sure"), tabindex=-1, autofocus=True)]
        buttons = [
            _button("look", "1", say("page.close"), form=CHAT, class_="second"),
            _button("end_sure", "1", say("live.end"), form=CHAT, class_="send", data_testid="confirm-end"),
        ]
    elif where.state != "ended":
        hints = ("plain.look_hint", "plain.readable") if where.state == "live" else ("plain.look_hint",)
        said = [element("p", say(hint), class_="hint") for hint in hints]
        buttons = [
            _button("look", "1", say("plain.look"), form=CHAT, class_="choice first", data_testid="look"),
            _button("end", "1", say("live.end"), form=CHAT, class_="quiet", data_testid="end-case"),
        ]
    return element(
        "section",
        status,
        *said,
        element("div", *buttons, class_="case-buttons") if buttons else None,
        class_=f"case {where.state}",
        aria_label=say("page.counsellor"),
        data_testid="case-state",
        data_state=where.state,
    )


def _status(where: Where, say: Say) -> str:
    if where.state == "waiting":
        return say("waiting.next") if where.place <= 1 else say("waiting.place", place=where.place)
    if where.state == "live":
        along = [say("live.reads_along", name=where.along)] if where.along else []
        return " · ".join([f"{say('page.counsellor')}: {where.name}", *along])
    if where.state == "ended":
        if where.shredded_at:
            return say("live.shredded", time=time_of_day(where.shredded_at))
        return say("page.counsellor")
    return say("waiting.claimed" if where.state == "claimed" else "live.not_verified")


def _composer(page: Page, say: Say) -> Html:
    field = element(
        "textarea", "\n" + page.draft, id="composer", name="text", rows=2, maxlength=MOST_TYPED, autocomplete="off",
        autocorrect="off", autocapitalize="off", spellcheck="false", translate="no", placeholder=say("page.write"),
        data_testid="composer",
    )  # fmt: skip
    return element(
        "form",
        _token(page),
        _hidden("n", page.n),
        _hidden("language", page.language.value),
        element(
            "div",
            element("label", say("page.write"), class_="unseen", for_="composer"),
            field,
            _button("send", "1", say("page.send"), class_="send", data_testid="send"),
            class_="composer-row",
        ),
        id=CHAT, method="post", action="/", class_="composer", autocomplete="off", aria_label=say("page.write"),
    )  # fmt: skip
