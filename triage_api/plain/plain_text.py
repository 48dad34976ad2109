"""Texts as our editors and people write them, as web/src/words/plain_text.tsx shows them: paragraphs, lists, headings,
numbers that can be called, whole addresses in what we ourselves say."""

import re
from collections.abc import Callable
from itertools import groupby

from triage_api.plain.markup import Html, Part, element, joined

HEADING, ITEM = "• ", "- "
# Emergency and helpline numbers, and Swedish numbers written the usual way; never a year, a sum or a road.
NUMBER = re.compile(
    r"(?<![\d-])(112|1177|114 14|113 13|116 ?\d{3}|90101|90 ?390|\+46 [\d ]{6,12}\d|020-\d[\d ]{4,8}\d"
    r"|0\d{1,3}-\d[\d ]{4,8}\d)(?![\d-])",
    re.ASCII,
)
ADDRESS = re.compile(r"(https://[^\s]+[^\s.,;)])")

Inline = Callable[[str], Html]


def callable_(text: str) -> Html:
    return joined(_call(part) if at % 2 else part for at, part in enumerate(NUMBER.split(text)))


def reachable(text: str) -> Html:
    return joined(_link(part) if at % 2 else callable_(part) for at, part in enumerate(ADDRESS.split(text)))


def plain_text(text: str, inline: Inline = callable_) -> Html:
    blocks = re.split(r"\n\s*\n", text)
    return joined(part for block in blocks for part in _block(block.split("\n"), inline))


def link(url: str, *inside: Part, class_: str | None = None) -> Html:
    """Opens outside this page and tells the other site nothing about where the reader came from."""
    return element("a", *inside, href=url, class_=class_, target="_blank", rel="noreferrer noopener")


def _block(lines: list[str], inline: Inline) -> list[Html]:
    parts: list[Html] = []
    for kind, run in groupby(lines, _kind):
        if kind == HEADING:
            parts += [element("p", inline(line.removeprefix(HEADING)), class_="heading") for line in run]
        elif kind == ITEM:
            parts.append(element("ul", *[element("li", inline(line.removeprefix(ITEM))) for line in run]))
        else:
            parts.append(element("p", inline("\n".join(run))))
    return parts


def _kind(line: str) -> str:
    return next((start for start in (HEADING, ITEM) if line.startswith(start)), "")


def _call(number: str) -> Html:
    return element("a", number, class_="call", href="tel:" + re.sub(r"[^\d+]", "", number))


def _link(url: str) -> Html:
    return link(url, re.sub(r"^https://(www\.)?", "", url), class_="address")
