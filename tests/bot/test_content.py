"""From content/ to responses: every language and channel once, and a malformed file named with line and remedy."""

import itertools
import shutil
from pathlib import Path

import pytest

from bot.content.dialogue import awaiting_mappings, compile_rules
from bot.content.errors import ContentError, MissingTextError
from bot.content.phrases import LANGUAGES, read_phrases
from bot.content.responses import CHANNELS, Responses, compile_responses, paragraphs
from bot.content.rights import read_rights, read_rights_file
from bot.content.topics import read_topics
from bot.conversation.questions import questions, replies

CONTENT = Path(__file__).resolve().parents[2] / "content"

GOOD = """---
topic: law.selling
language: sv
sources:
  - name: "Brottsbalken"
    url: "https://example.org/lag"
reviewer: null
reviewed: 2026-11-20
review_by: 2026-12-20
---
# web

Första stycket.

Andra stycket.

# sms

Kort.
"""


@pytest.fixture(scope="module")
def responses() -> Responses:
    return compile_responses(read_topics(), read_rights(CONTENT / "rights"), read_phrases(CONTENT / "phrases"))


def rights_file(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "law.selling" / "sv.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_rights_file_is_read_with_both_texts_and_where_it_comes_from(tmp_path: Path) -> None:
    text = read_rights_file(rights_file(tmp_path, GOOD))
    assert (text.web, text.sms) == ("Första stycket.\n\nAndra stycket.", "Kort.")
    assert text.about == {
        "topic": "law.selling",
        "sources": [{"name": "Brottsbalken", "url": "https://example.org/lag"}],
        "reviewed": "2026-11-20",
        "review_by": "2026-12-20",
        "reviewer": None,
    }


@pytest.mark.parametrize(
    ("instead", "of", "line", "says"),
    [
        ("", "---\ntopic", 1, "front matter"),
        ("topic: [law", "topic: law.selling", 3, "not YAML"),
        ("topic: law.buying", "topic: law.selling", 2, "folder and the file name"),
        ("", "review_by: 2026-12-20\n", 2, "review_by"),
        ('    link: "x"', '    url: "https://example.org/lag"', 2, "name and a url"),
        ("# webb", "# web", 19, "'# web' is missing"),
        ("", "# sms\n\nKort.\n", 16, "'# sms' is missing"),
        ("", "Kort.\n", 17, "no text"),
        ("Kort {nu}.", "Kort.", 19, "curly braces"),
    ],
)
def test_a_malformed_file_is_named_with_line_and_remedy(
    tmp_path: Path, instead: str, of: str, line: int, says: str
) -> None:
    assert of in GOOD
    file = rights_file(tmp_path, GOOD.replace(of, instead, 1))
    with pytest.raises(ContentError, match=says) as error:
        read_rights_file(file)
    assert (error.value.file, error.value.line) == (file, line)


def test_every_response_has_one_variation_for_each_state_and_one_without_condition(responses: Responses) -> None:
    for name, variations in responses.items():
        unconditional = [one for one in variations if "condition" not in one]
        assert len(unconditional) == 1, name
        conditions = [{(part["name"], part["value"]) for part in one.get("condition", [])} for one in variations]
        conditions = [condition for condition in conditions if condition]
        for one, other in itertools.combinations(conditions, 2):
            # Two variations may never both match: some slot must ask for different values.
            assert any(dict(one).get(slot, value) != value for slot, value in other), name
        if name not in ("utter_state", "utter_ask"):
            assert {dict(condition)["language"] for condition in conditions} == set(LANGUAGES), name
        assert not any("channel" in one for one in variations), "Rasa's own `channel` is the output channel, not ours"


def test_web_and_sms_have_their_own_texts_with_the_same_sources(responses: Responses) -> None:
    variations = responses["utter_law.selling"]
    for language in LANGUAGES:
        web, sms = (
            next(
                one
                for one in variations
                if {"type": "slot", "name": "channel", "value": channel} in one.get("condition", [])
                and {"type": "slot", "name": "language", "value": language} in one["condition"]
            )
            for channel in CHANNELS
        )
        assert web["text"] != sms["text"]
        assert web["custom"] == sms["custom"]
        assert web["custom"]["about"]["topic"] == "law.selling"


def test_every_button_is_a_choice_the_door_accepts(responses: Responses) -> None:
    choices = {"handoff.ask", "handoff.yes", "handoff.no", *read_topics(), *replies()}
    for name, variations in responses.items():
        for one in variations:
            for button in one.get("buttons", []):
                assert button["payload"] in choices, name
                assert button["title"], name


def test_every_question_follows_intents_and_leads_to_answers_that_stand(responses: Responses) -> None:
    intents = {*read_topics(), "near", "answered", "skipped", "friend_told", "handoff.ask"}
    for question in questions().values():
        assert question.after <= intents
        assert {*question.typed.values()} <= {*replies()}
        assert f"utter_ask.{question.id}" in responses
    assert {reply.intent for reply in replies().values()} <= intents


def test_a_topic_without_a_text_says_so_and_offers_a_counsellor() -> None:
    rights = read_rights(CONTENT / "rights")
    del rights["law.buying"]
    compiled = compile_responses(read_topics(), rights, read_phrases(CONTENT / "phrases"))
    assert "not sure I understood" in compiled["utter_law.buying"][-1]["text"]
    assert [button["payload"] for button in compiled["utter_law.buying"][-1]["buttons"]] == ["handoff.ask"]
    assert "utter_again.law.buying" not in compiled


def test_no_text_is_sent_in_pieces(responses: Responses) -> None:
    assert paragraphs("a\n\nb") == "a\n \nb"
    assert not [
        name for name, variations in responses.items() if any("\n\n" in one.get("text", "") for one in variations)
    ]


def test_the_answer_to_danger_must_stand_in_every_language() -> None:
    rights = read_rights(CONTENT / "rights")
    del rights["safety.immediate_danger"]["th"]
    with pytest.raises(MissingTextError, match=r"safety.immediate_danger/th\.md"):
        compile_responses(read_topics(), rights, read_phrases(CONTENT / "phrases"))


def test_a_missing_phrase_is_named_with_its_file() -> None:
    phrases = read_phrases(CONTENT / "phrases")
    del phrases["ro"]["bot.greet"]
    with pytest.raises(MissingTextError, match=r"ro\.yml, line 1: add 'bot\.greet'"):
        compile_responses(read_topics(), read_rights(CONTENT / "rights"), phrases)


def test_a_missing_language_is_an_error(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "phrases", tmp_path / "phrases")
    (tmp_path / "phrases" / "th.yml").unlink()
    with pytest.raises(ContentError, match=r"th\.yml, line 1: the file is missing"):
        read_phrases(tmp_path / "phrases")


def test_broken_phrases_are_named_with_their_line(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "phrases", tmp_path / "phrases")
    (tmp_path / "phrases" / "en.yml").write_text('bot:\n  bot.greet: "Hi\n', encoding="utf-8")
    with pytest.raises(ContentError, match="not YAML"):
        read_phrases(tmp_path / "phrases")
    (tmp_path / "phrases" / "en.yml").write_text('bot:\n  bot.greet: ""\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"en\.yml, line 2: 'bot\.greet' needs a text"):
        read_phrases(tmp_path / "phrases")


def test_a_topic_related_to_an_unknown_one_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "topics.yml"
    file.write_text("a.b: {}\nc.d: {related: [e.f]}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"line 2: 'e\.f' is not a topic"):
        read_topics(file)


def test_every_rule_ends_with_the_state() -> None:
    for rule in compile_rules(read_topics()):
        assert rule["steps"][-1] == {"action": "utter_state"}


def test_every_intent_tells_what_a_yes_would_now_mean() -> None:
    mappings = awaiting_mappings(
        read_topics(), set(), ["no_answer_yet", "not_understood", "handoff.ask", "case_closed"]
    )
    heard = [intent for mapping in mappings for intent in mapping["intent"]]
    assert len(heard) == len(set(heard))
    assert set(read_topics()) <= set(heard)
    offers = next(mapping["intent"] for mapping in mappings if mapping["value"] == "offers")
    assert {"safety.suicide_now", "safety.controlled", "law.selling"} <= set(offers)  # law.selling: no text given here
