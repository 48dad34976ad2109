"""What the door answers a message with: the shapes of docs/wire.md §1, and nothing else leaves for the page."""

from typing import Literal

from pydantic import BaseModel, Field

from triage_api.words import Language

Kind = Literal["answer", "danger", "notice"]
Outcome = Literal["arrived", "already", "failed", "no_recipient"]


class Source(BaseModel):
    name: str
    url: str


class Choice(BaseModel):
    """A button: `id` is what the page sends back as `choice`."""

    id: str
    label: str


class Reply(BaseModel):
    text: str
    kind: Kind = "answer"
    topic: str | None = None
    sources: list[Source] = Field(default_factory=list)
    reviewed: str | None = None
    review_by: str | None = None
    reviewer: str | None = None
    choices: list[Choice] = Field(default_factory=list)


class CaseOutcome(BaseModel):
    """What came of a hand-off; `place` counts from 1."""

    outcome: Outcome
    case_id: str | None = None
    place: int | None = None


class Answer(BaseModel):
    """`seen` is the person's text as it went on, `hidden` the kinds of detail that did not go with it.

    `token` opens the conversation that danger began without one; otherwise it is None.
    """

    replies: list[Reply]
    language: Language
    seen: str | None = None
    hidden: list[str] = Field(default_factory=list)
    case: CaseOutcome | None = None
    token: str | None = None


def danger_first(replies: list[Reply]) -> list[Reply]:
    """The same replies, those that say 112 before all others; otherwise in their order."""
    return sorted(replies, key=lambda reply: reply.kind != "danger")
