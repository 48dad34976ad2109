"""The two accounts of what is kept and what is not: with JavaScript and without."""

import re

import pytest

from triage_api.door.texts import load_texts
from triage_api.settings import Settings
from triage_api.words import Language

BETWEEN_SENTENCES = re.compile(r"(?<=\.) |\n")  # Thai has a line for each
ITS_OWN = 3
"""Who can read it, when it is forgotten, and between whom the live chat is sealed."""


@pytest.mark.parametrize("language", Language)
def test_what_is_true_of_both_is_said_in_the_same_words(language: Language) -> None:
    phrases = load_texts(Settings().content).phrases[language]
    with_script, without = (BETWEEN_SENTENCES.split(phrases[f"{page}.about_text"]) for page in ("page", "plain"))
    assert len(set(with_script) - set(without)) <= ITS_OWN
    assert len(set(without) - set(with_script)) <= ITS_OWN
    assert with_script[-3:] == without[-3:], "what the device shows, where nothing is sent, and the duty to report"
    assert with_script[0] == without[0]
