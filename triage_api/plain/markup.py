"""HTML made of parts. Text is escaped wherever it stands, so nothing that anybody wrote is ever read as markup."""

from collections.abc import Iterable
from html import escape


class Html(str):
    """Markup. Only `element`, `joined` and `page` make it; a plain `str` is always text."""

    __slots__ = ()


Part = str | Html | None
EMPTY_ELEMENTS = frozenset({"input"})


def element(tag: str, /, *inside: Part, **attributes: str | int | bool | None) -> Html:
    """`element("p", "text", class_="who")`. An attribute that is None or False is left out, True stands alone.

    In attributes' names `_` stands for `-`, and a closing one keeps a name from being Python's own.
    """
    given = "".join(_attribute(key, value) for key, value in attributes.items())
    if tag in EMPTY_ELEMENTS:
        return Html(f"<{tag}{given}>")
    return Html(f"<{tag}{given}>{joined(inside)}</{tag}>")


def joined(parts: Iterable[Part]) -> Html:
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts if part is not None))


def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.removesuffix("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
