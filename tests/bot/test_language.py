"""Which language a message is in: one of the four, or a fifth by its name."""

from pathlib import Path

import pytest
import yaml

from bot.conversation import gather
from bot.nlu import language, linear, other_languages, urgency
from bot.nlu.clean import clean
from bot.nlu.messages import read_everyday, read_messages
from bot.nlu.words import LANGUAGES

# --- language


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("jag vill prata med någon om mitt jobb", "sv"),
        ("kan nan hjalpa mig med hyran, jag ar radd", "sv"),
        ("i want to talk to someone about my work", "en"),
        ("อยากคุยกับใครสักคน", "th"),
        ("chuay duay kha man mai hai ok pai", "th"),
        ("vreau să vorbesc cu cineva despre munca mea", "ro"),
        ("nu stiu ce sa fac, mi e frica de el", "ro"),
    ],
)
def test_the_language_of_a_message(language_model: linear.LinearModel, text: str, spoken: str) -> None:
    assert language.guess_language(clean(text), language_model)[0] == spoken
    assert language.guess_language(clean(text), language_model, sofar="sv")[0] == spoken


def test_short_lines_without_a_conversation_are_told_apart(language_model: linear.LinearModel) -> None:
    dialogue = yaml.safe_load((Path(__file__).parent / "data" / "dialogue.yml").read_text(encoding="utf-8"))
    everyday = {line.casefold().strip(".?! ") for line, _ in read_everyday()}
    assert [line for lines in dialogue.values() for line in lines if line.casefold().strip(".?! ") in everyday] == []
    for spoken, lines in dialogue.items():
        wrong = [line for line in lines if language.guess_language(clean(line), language_model)[0] != spoken]
        assert len(wrong) <= 0.03 * len(lines), wrong


@pytest.mark.parametrize("thin", ["ok", "112", "...", "⟦phone⟧", "", "Anna", "😀"])
@pytest.mark.parametrize("sofar", LANGUAGES)
def test_thin_evidence_changes_no_language(language_model: linear.LinearModel, thin: str, sofar: str) -> None:
    assert language.guess_language(clean(thin), language_model, sofar, picked=True)[0] == sofar


# --- a fifth language

WRITTEN_ELSEWHERE = yaml.safe_load((Path(__file__).parent / "data" / "other_languages.yml").read_text(encoding="utf-8"))


def test_most_messages_in_a_fifth_language_are_told_by_its_name(language_model: linear.LinearModel) -> None:
    names = yaml.safe_load(other_languages.NAMES.read_text(encoding="utf-8"))["profiles"]
    right = [
        other_languages.name_of_other(clean(text), language_model) == names[code]
        for code, texts in WRITTEN_ELSEWHERE.items()
        for text in texts
    ]
    assert sum(right) / len(right) >= 0.8


def test_hardly_a_message_in_one_of_the_four_is_taken_for_a_fifth(language_model: linear.LinearModel) -> None:
    taken = [other_languages.name_of_other(clean(m.text), language_model) for m in read_messages() if m.is_held_out]
    assert sum(name is not None for name in taken) / len(taken) <= 0.003


def test_a_script_without_a_profile_has_its_name_too(language_model: linear.LinearModel) -> None:
    assert other_languages.name_of_other("እርዳታ እፈልጋለሁ", language_model) == "አማርኛ, ትግርኛ (Amharic, Tigrinya)"
    assert other_languages.name_of_other("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", language_model) == other_languages.UNNAMED


def test_a_fifth_language_is_answered_as_such_and_changes_no_language() -> None:
    judged = urgency.Judgement("routine", 0.7, ())
    told = gather.gather("ayuda", "ro", [("law.selling", 0.9)], judged, [], {"language": "sv"}, "Español (Spanish)")
    assert told.intent == "other_language"
    assert told.entities["language"] == "sv"
    assert told.entities["other_language"] == "Español (Spanish)"
