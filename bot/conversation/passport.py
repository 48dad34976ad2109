"""Somebody holds the passport of one who says which country they are from: that country's embassy, and no other's."""

from collections.abc import Collection

from bot.conversation.meaning import Meaning
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has

TAKEN = "passport_taken"
HOME = "migration.return"
COUNTRIES = {"from_thailand": "embassy_th", "from_romania": "embassy_ro", "from_elsewhere": "embassy_any"}
"""What is known of the writer, and what then answers them."""
WORDS, THAI = 16, 70
"""A message that says no more than where they are from, or asks for the passport, is at most so long."""


def country_told(said: Said) -> frozenset[str]:
    """The country somebody says they are from, in words of `Standing.known`."""
    return frozenset(country for country in COUNTRIES if has("passport", country, said))


def passport_in(said: Said, found: Collection[str], now: Standing) -> Meaning | None:
    """The embassy for a message about a passport that was taken, from a writer whose country is known. `found` are the
    ids of the signs in it."""
    if now.writer in ("friend", "other") or not said.is_within(WORDS, THAI):
        return None
    taken_before = TAKEN in now.sign_ids
    asks = has("passport", "passport", said) and (taken_before or said.likeliest == HOME)
    tells_country = taken_before and bool(country_told(said))
    if TAKEN in found and not taken_before:
        return None  # told for the first time: what may be done about it comes first
    if not asks and not tells_country:
        return None
    country = next((country for country in COUNTRIES if country in now.known), None)
    if country:
        return Meaning(COUNTRIES[country])
    return Meaning(HOME, {"repeat": True}) if HOME in now.told else None
