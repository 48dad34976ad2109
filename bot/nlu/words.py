"""The closed sets of the glossary, as the bot uses them (it shares no Python with the other parts)."""

LANGUAGES = ("sv", "en", "th", "ro")
LEVELS = ("routine", "elevated", "high", "immediate")
CHANNELS = ("web", "sms")


def rank(level: str | None) -> int:
    """0 for routine (and for anything that is no level) to 3 for immediate."""
    return LEVELS.index(level) if level in LEVELS else 0


def higher(one: str | None, other: str | None) -> str:
    """The higher of two levels."""
    return LEVELS[max(rank(one), rank(other))]
