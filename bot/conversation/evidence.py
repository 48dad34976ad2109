"""How evidence adds up over a conversation: small signs of coercion are together what none of them is alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.nlu.signs import kinds

TOGETHER_HIGH = 3
"""So many different signs of coercion in one conversation are `high`, whatever each is alone ("he takes half", "he
drives me", "I owe for the trip"); two are at least `elevated`."""


def level_of_evidence(signs: Iterable[Mapping[str, Any]]) -> str:
    """The level that all signs of the conversation so far amount to together; unknown ids count for nothing."""
    coercion = {sign.get("id") for sign in signs if (kind := kinds().get(str(sign.get("id")))) and kind.coercion}
    if len(coercion) >= TOGETHER_HIGH:
        return "high"
    return "elevated" if len(coercion) == TOGETHER_HIGH - 1 else "routine"
