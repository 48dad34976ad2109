"""The door refuses to start without what it needs to say 112 and to redact, in one sentence that says what to do."""

import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from tests.door.doubles import QueueOfOne
from triage_api.door import CannotOpen, door_routes
from triage_api.door.choices import QuestionsMissing, load_answers
from triage_api.door.texts import load_texts
from triage_api.settings import Settings
from triage_api.words import Language


def _replace(file: str, old: str, new: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def _without_112(root: Path) -> None:
    shutil.rmtree(root / "content" / "directory")
    _replace("config/redaction/directory-numbers.yml", '"112"', '"113"')(root)


AFTER_DANGER = "config/conversation/after_danger.yml"
DANGER_TEXT = "content/rights/safety.immediate_danger/th.md"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda root: (root / "content/phrases/ro.yml").unlink(), "ro.yml"),
        (lambda root: (root / "content/phrases/ro.yml").write_text("just words"), "ro.yml"),
        (lambda root: (root / "content/phrases/ro.yml").write_bytes(b"\xff\xfe"), "ro.yml"),
        (_replace("content/phrases/th.yml", "door.bot_dead:", "door.bot_alive:"), "door.bot_dead"),
        (_replace("content/phrases/en.yml", "The bot is not answering", "The {bot} is not answering"), "door.bot_dead"),
        (_replace("content/phrases/en.yml", "{place}", "some place"), "handoff.a"),
        (lambda root: (root / DANGER_TEXT).unlink(), "th.md"),
        (_replace(DANGER_TEXT, "# web", "# net"), "th.md"),
        (_replace(DANGER_TEXT, "sources:", "springs:"), "th.md"),
        (_replace(DANGER_TEXT, "112", "110"), "112"),
        (lambda root: (root / "config/danger/sv.yml").unlink(), "sv.yml"),
        (_replace("config/danger/en.yml", r"'\b", r"'(\b"), "en.yml"),
        (_replace("config/danger/en.yml", "patterns:", "pattern:"), "en.yml"),
        (lambda root: (root / AFTER_DANGER).unlink(), "after_danger.yml"),
        (_replace(AFTER_DANGER, "cannot_call:", "can_call:"), "cannot_call"),
        (_replace(AFTER_DANGER, "(med|om))", "(med|om)"), "after_danger.yml"),
        (lambda root: (root / "config/redaction/directory-numbers.yml").unlink(), "directory-numbers.yml"),
        (_without_112, "112"),
        (lambda root: (root / "config/redaction/names.yml").write_text("[]"), "names.yml"),
    ],
)
def test_a_door_without_its_texts_does_not_open(tmp_path: Path, spoil: Callable[[Path], None], said: str) -> None:
    settings = Settings()
    for folder, name in ((settings.content, "content"), (settings.config, "config")):
        shutil.copytree(folder, tmp_path / name)
    spoil(tmp_path)
    with pytest.raises(CannotOpen) as refused:
        door_routes(Settings(content=tmp_path / "content", config=tmp_path / "config"), QueueOfOne())
    assert said in str(refused.value)
    assert str(refused.value).endswith((".", "words."))
    assert "\n" not in str(refused.value)


def test_the_danger_text_is_the_web_text_and_says_112_first() -> None:
    texts = load_texts(Settings().content)
    for topic, language in product(texts.danger, Language):
        danger = texts.danger[topic][language]
        assert danger.text.index("112") < 40
        assert "# sms" not in danger.text
        assert danger.sources
        assert danger.review_by


def test_the_choices_are_the_59_topics_of_the_labels_and_five_that_the_conversation_shows() -> None:
    assert len(load_texts(Settings().content).topics) == 64


def test_questions_that_cannot_be_read_keep_the_door_shut(tmp_path: Path) -> None:
    (tmp_path / "questions.yml").write_text("answers: [a]\n", encoding="utf-8")
    with pytest.raises(QuestionsMissing, match=r"questions\.yml needs `answers`"):
        load_answers(tmp_path)
