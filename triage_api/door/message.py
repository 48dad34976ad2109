"""One message as the page sends it (docs/wire.md §1), read strictly and without ever echoing it in an error."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from triage_api.door.refusals import NotUnderstood
from triage_api.words import Language, Verifier

MOST_CHARACTERS = 2000


class Opening(BaseModel):
    """`language` is what the browser asks for; the person has not picked it. `proof` answers a `proof_needed`."""

    model_config = ConfigDict(extra="forbid")
    language: Language
    proof: Annotated[str, Field(max_length=4096)] | None = None


class Opened(BaseModel):
    token: str
    language: Language


class Message(BaseModel):
    """`n` counts the person's messages from 1. `text` or `choice`; `case_verifier` goes with `handoff.yes` only."""

    model_config = ConfigDict(extra="forbid")
    n: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    text: str | None = None
    choice: Annotated[str, Field(max_length=64)] | None = None
    case_verifier: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")] | None = None
    language: Language | None = None

    @model_validator(mode="after")
    def one_of_two(self) -> "Message":
        if (self.text is None) == (self.choice is None):
            raise ValueError("either text or choice")
        if (self.case_verifier is not None) != (self.choice == "handoff.yes"):
            raise ValueError("case_verifier goes with handoff.yes, and handoff.yes with it")
        return self

    @property
    def verifier(self) -> Verifier | None:
        return Verifier(self.case_verifier) if self.case_verifier is not None else None


def read_message(body: object) -> Message:
    """Raises `NotUnderstood`. The validator's own message quotes the input, so it goes no further than here."""
    try:
        return Message.model_validate(body)
    except ValidationError:
        raise NotUnderstood from None


def read_opening(body: object) -> Opening:
    """Raises `NotUnderstood`."""
    try:
        return Opening.model_validate(body)
    except ValidationError:
        raise NotUnderstood from None


def text_of(body: object) -> str:
    """Whatever text a body carries, however wrong the rest is: danger is looked for before anything is refused."""
    text = body.get("text") if isinstance(body, dict) else None
    return text if isinstance(text, str) else ""


def language_of(body: object) -> Language | None:
    """The language a body names, if it is one of ours."""
    named = body.get("language") if isinstance(body, dict) else None
    return Language(named) if isinstance(named, str) and named in Language.__members__ else None
