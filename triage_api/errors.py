"""Refusals: each is one class with its HTTP status and code; `say` is a sentence for whoever can act on it."""

from typing import Any

Fact = int | str | dict[str, Any]
"""What a program needs to know besides the code."""


class Refusal(Exception):
    """Base of everything a request can be refused for. `say` goes to the caller, so it holds nothing of the request."""

    status = 400
    code = "bad_request"
    say = "The request could not be read."

    def __init__(self, say: str | None = None, **facts: Fact) -> None:
        super().__init__(say or self.say)
        self.say = say or self.say
        self.facts = facts

    def body(self) -> dict[str, dict[str, Fact]]:
        """The JSON body of every error: `{"error": {"code", "say", …facts}}`."""
        return {"error": {"code": self.code, "say": self.say, **self.facts}}


class BadRequest(Refusal):
    status = 422


class TooLarge(Refusal):
    status = 413
    code = "too_large"
    say = "Too large to receive."
