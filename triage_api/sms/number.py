"""The number of somebody who texts: held in memory for as long as we may have to answer, and never written down."""

from collections.abc import Collection
from typing import NewType

import phonenumbers
from phonenumbers import PhoneNumberType

PhoneNumber = NewType("PhoneNumber", str)
"""E.164. Only the routes, the outbox and the provider hold one; no log, URL, metric, bot or database ever does."""

DEAR = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN})


def answerable(sender: str, countries: Collection[str] = ()) -> PhoneNumber | None:
    """The sender as a number that can be answered; None for short codes, names in letters, and numbers that earn their
    owner money with every answer, or lie outside `countries` (ISO 3166-1; empty for all).

    Threat: whoever has a share in what a text to some far network costs lets many numbers there write to us."""
    try:
        number = phonenumbers.parse(sender, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or phonenumbers.number_type(number) in DEAR:
        return None
    if countries and phonenumbers.region_code_for_number(number) not in countries:
        return None
    return PhoneNumber(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
