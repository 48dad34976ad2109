"""Which language a message is in: one of the four, or a fifth by its name."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.conversation import gather
from bot.nlu import language, linear, other_languages, urgency
from bot.nlu.clean import clean, fold
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


@pytest.mark.parametrize(
    ("text", "sofar"),
    [
        ("ca 60k", "sv"),
        ("merci", "sv"),
        ("delete all", "en"),
        ("ciao", "en"),
        ("ok", "th"),
        ("ok merci", "ro"),
        ("Andreea Popescu", "ro"),
        ("ok bye", "sv"),
        ("Som Chai", "en"),
    ],
)
def test_a_short_text_changes_no_language_that_was_written_before(
    language_model: linear.LinearModel, text: str, sofar: str
) -> None:
    assert language.language_in_talk(clean(text), language_model, sofar, begun=True) == sofar


@pytest.mark.parametrize(
    ("text", "sofar", "spoken"),
    [
        ("vreau să vorbesc cu cineva despre munca mea", "sv", "ro"),
        ("nu stiu", "sv", "ro"),
        ("kan inte prata", "en", "sv"),
        ("khun ja chuai dai mai", "en", "th"),
        ("ช่วยด้วย", "sv", "th"),
        ("where do I go", "ro", "en"),
        ("vill dö", "en", "sv"),
        ("want to die", "ro", "en"),
        ("ma bate", "sv", "ro"),
        ("am 16 ani", "sv", "ro"),
    ],
)
def test_a_sentence_a_word_of_its_own_and_danger_change_it_at_once(
    language_model: linear.LinearModel, text: str, sofar: str, spoken: str
) -> None:
    assert language.language_in_talk(clean(text), language_model, sofar, begun=True) == spoken


@pytest.mark.parametrize(
    ("text", "guessed", "spoken"),
    [
        ("am 16 ani", "sv", "ro"),
        ("am 15 ani", "en", "ro"),
        ("im 16", "sv", "en"),
        ("hej do u speak english", "sv", "en"),
        ("hej", "sv", "sv"),
    ],
)
def test_a_first_text_is_answered_in_its_language_whatever_was_guessed(
    language_model: linear.LinearModel, text: str, guessed: str, spoken: str
) -> None:
    assert language.language_in_talk(clean(text), language_model, guessed) == spoken


def test_a_word_of_one_language_hardly_stands_in_a_message_of_another() -> None:
    found = {spoken: Counter[str]() for spoken in LANGUAGES}
    for message in read_messages():
        found[message.language].update(set(re.findall(r"[a-z']+", fold(clean(message.text)))))
    for spoken, words in language.own_words().items():
        elsewhere = {word: sum(found[other][word] for other in LANGUAGES if other != spoken) for word in words}
        assert [word for word in words if elsewhere[word] > 0.05 * found[spoken][word]] == []


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
