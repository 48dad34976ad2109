"""What is asked before a human reads, by text: short enough to be paid for and read, and all of it for who wants it."""

from pathlib import Path

import pytest

from actions.next_shift import read_days
from tests.sms.house import TEXTS, House, house, say
from triage_api.door.answer import Answer, Choice, Reply
from triage_api.door.choices import NO, YES
from triage_api.gsm7 import segments
from triage_api.settings import Settings
from triage_api.sms.commands import load_commands
from triage_api.sms.split import split
from triage_api.sms.wording import Wording
from triage_api.words import Language

COMMANDS = load_commands(Settings().config)
MOST = {"sv": 3, "en": 3, "th": 4, "ro": 4}
ASKED_FOR = {
    "sv": ("JA", "NEJ", "MER"),
    "en": ("YES", "NO", "MORE"),
    "th": ("ตกลง", "ไม่", "อ่านต่อ"),
    "ro": ("DA", "NU", "MAI MULT"),
}
ASK = "jag vill prata med en människa"


@pytest.mark.parametrize("language", Language)
def test_the_question_is_short_whoever_is_on_duty_and_whenever_somebody_is_again(language: Language) -> None:
    days = read_days(Settings().content / "phrases")[language]
    on_day = [days["handoff.on_day"].format(day=days[f"find.day_{n}"]) for n in range(1, 8)]
    nobody = say("nobody_on_duty", language)
    before = [[], [nobody], *([nobody, say("next_shift", language, day=day, time="08:00")] for day in
              (days["handoff.today"], days["handoff.tomorrow"], *on_day))]  # fmt: skip
    for said in before:
        (text,) = _texts(language, *said, say("consent", language))
        assert segments(text) <= MOST[language], text


@pytest.mark.parametrize("language", Language)
def test_the_words_it_asks_for_are_read(language: Language) -> None:
    question, (yes, no, more) = say("consent", language), ASKED_FOR[language]
    assert all(word in question for word in (yes, no, more))
    assert COMMANDS.is_yes(yes, language)
    assert COMMANDS.is_no(no, language)
    assert COMMANDS.is_more(more)
    assert not any(COMMANDS.is_yes(more, one) or COMMANDS.is_no(more, one) for one in Language)


def test_more_sends_the_whole_and_asks_again_and_agrees_to_nothing(at_home: House) -> None:
    phone = at_home.greeted()
    phone.texts(ASK)
    cases = at_home.living_cases()
    whole = [*split(say("consent_whole")), say("consent_again")]
    for more in ("MER", "mer?", "Läs mer!", "more"):
        assert phone.texts(more) == whole
    assert at_home.living_cases() == cases
    assert phone.texts("ja") == ["Framme."]
    phone.texts("STOP")


def test_more_is_a_word_like_any_other_where_nothing_was_asked(at_home: House) -> None:
    phone = at_home.greeted()
    assert phone.texts("mer") == ["svar på mer"]
    phone.texts(ASK)
    phone.texts("nej")
    assert phone.texts("mer") == ["svar på mer"]


def test_with_nobody_on_the_roster_no_yes_is_asked_for_also_without_the_bot(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.bot.behave = lambda _body: []
        roster = next(tmp_path.rglob("roster.json"))
        signed = roster.read_text()
        phone = home.greeted()
        roster.unlink()
        assert phone.texts("MÄNNISKA") == split(say("no_reader"))
        assert phone.texts("ja")[0].startswith(say("bot_dead"))
        assert home.living_cases() == 0
        roster.write_text(signed)
        (asked,) = phone.texts("MÄNNISKA")
        assert asked.endswith(say("consent"))


def _texts(language: Language, *said: str) -> list[str]:
    """As the door answers, the consent with its buttons."""
    replies = [Reply(text=text, kind="notice") for text in said]
    replies[-1].choices = [Choice(id=one, label=one) for one in (YES, NO)]
    return Wording(TEXTS, lambda: False).answer(Answer(replies=replies, language=language)).texts
