"""Each kind of person in each language, in a real browser: what they write and press, and what then stands there.

Screenshots go to artifacts/personas, narrow and dark in turn, for people to look at.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, expect

from tests.journeys.people import SECONDS, Person
from tests.journeys.stack import Stack
from triage_api.door.texts import load_texts
from triage_api.settings import Settings
from triage_api.words import Language

PERSONAS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "personas.yml").read_text(encoding="utf-8")
)
LOCALES = {"sv": "sv-SE", "en": "en-GB", "th": "th-TH", "ro": "ro-RO"}
SCREENS = [({"width": 390, "height": 1900}, "light"), ({"width": 1280, "height": 1500}, "dark")]
TEXTS = load_texts(Settings().content)


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("persona", PERSONAS)
def test_each_kind_of_person_finds_what_they_came_for(
    persona: str, language: str, browser: Browser, stack: Stack, artifacts: Path
) -> None:
    viewport, scheme = SCREENS[(list(PERSONAS).index(persona) + list(LOCALES).index(language)) % len(SCREENS)]
    person = Person.opens(
        browser, stack, LOCALES[language], viewport=viewport, color_scheme=scheme, reduced_motion="reduce"
    )
    for step in PERSONAS[persona]:
        before = person.said_by("bot").count()
        if "writes" in step:
            person.writes(step["writes"][language])
        else:
            person.presses(step["presses"])
            expect(person.said_by("bot").nth(before)).to_be_visible(timeout=15 * SECONDS)
        _holds(person, step, Language(language), before)
        person.can_leave()
    folder = artifacts / "personas"
    folder.mkdir(exist_ok=True)
    person.page.screenshot(path=folder / f"{persona}-{language}.png")
    person.context.close()


def _holds(person: Person, step: dict[str, Any], language: Language, before: int) -> None:
    """Everything the step names stands among what the bot has said since."""
    answers = person.said_by("bot")
    if "topic" in step:
        expect(person.page.locator(f"[data-testid=message][data-topic='{step['topic']}']").last).to_be_visible()
        expect(person.page.get_by_test_id("sources").last).to_be_visible()
    if "asks" in step:
        button = person.page.locator(f"[data-testid=choice][data-choice='{step['asks']}']").last
        expect(button).to_be_enabled(timeout=15 * SECONDS)
    said = "\n".join(answers.nth(i).inner_text() for i in range(before, answers.count()))
    if "says" in step:
        assert TEXTS.phrases[language][step["says"]] in said
    if "shows" in step:
        assert any(words in said for words in step["shows"].split("|")), said
