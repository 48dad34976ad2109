"""What is answered to one text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answered:
    """`at_once` must go with the answer to the webhook: danger, and what is said to a number that is then forgotten.
    `asks`: the question for consent stands in it, whole."""

    texts: list[str]
    at_once: bool = False
    asks: bool = False


NOTHING = Answered([])
