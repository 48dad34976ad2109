"""What a browser without JavaScript sends: one form, whichever button was pressed."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from triage_api.words import Language

MOST_FIELDS = 12
BUTTONS = ("leave", "begin", "pick", "choice", "send", "look", "end", "end_sure")
MOST_NUMBER = 1_000_000


class NotAForm(Exception):
    """The body is not UTF-8, or no form of ours."""


@dataclass(frozen=True)
class Form:
    """`press` is the button, `value` what it carries; `language` is the page's, `n` the number of what is said."""

    press: str = "look"
    value: str = ""
    token: str = ""
    n: int = 1
    language: Language | None = None
    text: str = ""


def read_form(body: bytes) -> Form:
    """Raises `NotAForm`. The error says nothing of what was sent."""
    try:
        fields = parse_qs(
            body.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise NotAForm from None
    first = {name: values[0] for name, values in fields.items()}
    press = next((name for name in BUTTONS if name in first), "look")
    return Form(
        press=press,
        value=first.get(press, ""),
        token=first.get("token", ""),
        n=_number(first.get("n", "")),
        language=language_named(first.get("language", "")),
        text=first.get("text", ""),
    )


def language_named(name: str) -> Language | None:
    return Language(name) if name in Language.__members__ else None


def wanted_language(accept_language: str) -> Language:
    """The first of our languages that a browser asks for (Moldova's `mo` is Romanian); English if for none."""
    for tag in accept_language.split(","):
        main = tag.strip().split(";")[0].split("-")[0].lower()
        if found := language_named("ro" if main == "mo" else main):
            return found
    return Language.en


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text) > 0 else 1
