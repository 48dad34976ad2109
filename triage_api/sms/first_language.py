"""The language of somebody of whom nothing is known but a number and a first text."""

import re

import phonenumbers

from triage_api.sms.number import PhoneNumber
from triage_api.sms.short import ShortTexts
from triage_api.words import Language

LETTERS = {
    Language.th: re.compile("[\u0e01-\u0e5b]"),
    Language.ro: re.compile("[ăâîșțşţ]", re.IGNORECASE),
    Language.sv: re.compile("[åäö]", re.IGNORECASE),
}
COUNTRY_LANGUAGE = {"SE": Language.sv, "TH": Language.th, "RO": Language.ro, "MD": Language.ro}


def first_language(number: PhoneNumber, text: str, short: ShortTexts) -> Language:
    """A guess until the bot has read the text: by letters that only one language has, by its words, else that of the
    number's country, else English."""
    for language, letters in LETTERS.items():
        if letters.search(text):
            return language
    region = phonenumbers.region_code_for_number(phonenumbers.parse(number, None))
    return short.guess(text) or COUNTRY_LANGUAGE.get(region or "", Language.en)
