"""The phrases: everything the bot says that is not a rights text, by id, in each language."""

from pathlib import Path

import yaml

from bot.content.errors import ContentError, MissingTextError

LANGUAGES = ("sv", "en", "th", "ro")

Phrases = dict[str, dict[str, str]]
"""Language, then id, then text."""


def read_phrases(folder: Path) -> Phrases:
    """The phrases of all four languages. Raises ContentError for a missing file or one that is not as it should be."""
    return {language: _read(folder / f"{language}.yml") for language in LANGUAGES}


def phrase(phrases: Phrases, language: str, phrase_id: str) -> str:
    """One phrase. Raises MissingTextError naming the id and language when an editor has removed it."""
    try:
        return phrases[language][phrase_id]
    except KeyError:
        raise MissingTextError(f"content/phrases/{language}.yml", f"add '{phrase_id}', which the bot says.") from None


def _read(file: Path) -> dict[str, str]:
    if not file.is_file():
        raise ContentError(file, 1, "the file is missing; write it, with the ids of ids.yml.")
    try:
        groups = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(
            file, mark.line + 1 if mark else 1, "this is not YAML; quote the text or indent it."
        ) from None
    if not isinstance(groups, dict) or not all(isinstance(group, dict) for group in groups.values()):
        raise ContentError(file, 1, "write groups, and under each its `id: text` lines.")
    texts = {key: text for group in groups.values() for key, text in group.items()}
    for key, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise ContentError(file, _line_of(file, str(key)), f"'{key}' needs a text in quotes.")
    return texts


def _line_of(file: Path, key: str) -> int:
    rows = file.read_text(encoding="utf-8").splitlines()
    return next((i for i, row in enumerate(rows, 1) if row.strip().startswith(f"{key}:")), 1)
