"""The word lists of return codes: what a code on paper rests on must not change under it."""

import hashlib
import unicodedata

import pytest

from tests.contract.counterpart import fold
from tests.contract.word_lists import FOLDER, LISTS

# A changed list would shut every mailbox whose code is on paper: a new list needs a new version of the format.
AS_THEY_STAND = {
    "sv": "8ab7081ac99aef1179a0c928db518756565dd2723ad62a1e6e6ca149e0230893",
    "en": "74c0c81396cfe3924f2d522846cb46276a3f60cee44d92e2f3a81cd2c8d1d795",
    "th": "b81ea06dd2c84266a8ee20ba6eba37069c88ccbf2232ff837fbf9fa58b692541",
    "ro": "9c6572109cf791d91411066473af1eeb8943df13f36695ba9edeb165966b4986",
}


@pytest.mark.parametrize("language", LISTS)
def test_a_list_has_1024_words_that_stay_apart_however_they_are_typed(language: str) -> None:
    words = LISTS[language]
    assert len(words) == 1024
    assert len({fold(word) for word in words}) == 1024, "unique without marks and case"
    for word in words:
        assert word == unicodedata.normalize("NFC", word).strip().lower()
        assert all(unicodedata.category(letter)[0] in "LM" for letter in word), word
        assert 2 <= len(word) <= 12, word


@pytest.mark.parametrize("language", LISTS)
def test_a_list_is_the_one_that_codes_were_written_with(language: str) -> None:
    assert hashlib.sha256((FOLDER / f"{language}.txt").read_bytes()).hexdigest() == AS_THEY_STAND[language]
