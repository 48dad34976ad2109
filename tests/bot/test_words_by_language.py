"""Every part of the words in config/conversation has some in each language: nobody is understood less in one."""

from pathlib import Path

import pytest
import yaml

from bot.conversation.message import Said
from bot.conversation.words import FOLDER, follow_ups, patterns
from bot.nlu.words import LANGUAGES

EXAMPLES = Path(__file__).parent / "data" / "words.tsv"
"""Language, file, part (of follow_ups.yml the follow-up's name), a text that has its words, one that has not."""
LINES = [line.split("\t") for line in EXAMPLES.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yml")), ids=lambda file: file.stem)
def test_no_part_is_empty_in_one_language(file: Path) -> None:
    def parts(entry: object, name: str) -> list[tuple[str, list[str]]]:
        if not isinstance(entry, dict):
            return []
        if set(LANGUAGES) <= set(entry):
            empty = [language for language in LANGUAGES if entry[language] == []]
            return [(name, empty)] if empty else []
        return [found for key, inner in entry.items() for found in parts(inner, f"{name}.{key}")]

    assert parts(yaml.safe_load(file.read_text("utf-8")), file.stem) == []


@pytest.mark.parametrize("line", LINES, ids=lambda line: "-".join(line[:3]))
def test_a_part_has_the_words_of_its_language_and_not_others(line: list[str]) -> None:
    language, file, part, said, other = line
    words = follow_ups()[part].words if file == "follow_ups" else patterns(file, part)
    assert words[language].search(Said(said, language, []).plain)
    assert not words[language].search(Said(other, language, []).plain)
