"""A browser without JavaScript: shows what a page says, and presses its buttons by sending the form they stand in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

Attributes = dict[str, str]
OURS = {"sec-fetch-site": "same-origin", "origin": "null"}
VOID = {"meta", "link", "input", "br"}


@dataclass
class Node:
    tag: str
    attributes: Attributes
    text: str = ""


class Page(HTMLParser):
    """What stands on a page: forms with their fields, buttons with the form they belong to, texts by element."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.nodes: list[Node] = []
        self.fields: dict[str, dict[str, str]] = {}
        self.buttons: list[tuple[str, Attributes]] = []
        self._open: list[Node] = []
        self._form = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        node = Node(tag, given)
        self.nodes.append(node)
        if tag == "form":
            self._form = given.get("id", f"form {len(self.fields)}")
            self.fields[self._form] = {}
        if tag == "input":
            self.fields[self._form][given["name"]] = given["value"]
        if tag == "button":
            self.buttons.append((given.get("form", self._form), given))
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        node = self._open.pop()
        assert node.tag == tag, f"{node.tag} is closed by {tag}"
        if tag == "form":
            self._form = ""
        if tag == "textarea":
            self.fields[self._form]["text"] = node.text.removeprefix("\n")

    def handle_data(self, data: str) -> None:
        for node in self._open:
            node.text += data

    def said_by(self, who: str) -> list[str]:
        return [node.text for node in self.nodes if node.attributes.get("data-from") == who]

    def one(self, test_id: str) -> Node | None:
        return next((node for node in self.nodes if node.attributes.get("data-testid") == test_id), None)

    @property
    def state(self) -> str:
        case = self.one("case-state")
        return case.attributes["data-state"] if case else "none"

    @property
    def notices(self) -> list[str]:
        return [node.attributes["data-phrase"] for node in self.nodes if "data-phrase" in node.attributes]

    @property
    def trouble(self) -> str:
        found = self.one("trouble")
        return found.text if found else ""

    @property
    def draft(self) -> str:
        return self.fields["chat"]["text"]

    @property
    def token(self) -> str:
        return self.fields["chat"]["token"]

    def kinds(self) -> list[str]:
        return [node.attributes["data-kind"] for node in self.nodes if "data-kind" in node.attributes]


@dataclass
class Browser:
    """`sent` are the forms it sent, so that Reload and Back can send them once more."""

    client: httpx.Client
    page: Page = field(default_factory=lambda: Page(""))
    sent: list[dict[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=lambda: dict(OURS))

    def begins(self, language: str = "sv") -> "Browser":
        self.posts({"begin": language})
        return self

    def posts(self, fields: dict[str, str], **more: Any) -> httpx.Response:
        self.sent.append(fields)
        answered = self.client.post("/", data=fields, headers=self.headers, **more)
        if answered.headers.get("content-type", "").startswith("text/html"):
            self.page = Page(answered.text)
        return answered

    def presses(self, name: str, value: str | None = None, text: str | None = None) -> httpx.Response:
        """The first button of this name (and value), with everything that stands in its form."""
        form, button = next(
            (form, given)
            for form, given in self.page.buttons
            if given["name"] == name and value in (None, given["value"])
        )
        typed = {} if text is None else {"text": text}
        return self.posts({**self.page.fields[form], **typed, name: button["value"]})

    def writes(self, text: str) -> Page:
        assert self.presses("send", text=text).status_code == 200
        return self.page

    def looks(self) -> Page:
        assert self.presses("look").status_code == 200
        return self.page

    def reloads(self) -> Page:
        self.posts(self.sent[-1])
        return self.page
