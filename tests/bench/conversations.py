"""What a typical conversation by text costs: its real texts, from the hello to the counsellor's goodbye, in segments.

The person sends five texts; the counsellor, in a real browser, ten sentences of the phrasebook. Only what Lykta sends
is counted, as the ceiling counts it. The first answer is the dear one: where they are, and in which languages.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial

import httpx
import yaml

from tests.bench.crowd import invented
from tests.bench.replies import Row
from tests.bench.texter import Texter
from tests.journeys.conftest import chromium
from tests.journeys.people import Counsellor
from tests.journeys.stack import Stack
from triage_api.door.texts import Texts, load_texts
from triage_api.gsm7 import segments
from triage_api.settings import Settings
from triage_api.sms.split import split
from triage_api.words import Language

SAID = {
    "sv": ("hej", "är det olagligt att sälja sex i sverige", "får polisen komma hem till mig", "MÄNNISKA", "JA"),
    "en": ("hello", "is it illegal to sell sex in sweden", "can the police come to my home", "HUMAN", "YES"),
    "th": ("สวัสดีค่ะ", "ขายบริการผิดกฎหมายไหมคะ", "ตำรวจเข้ามาในบ้านได้ไหม", "คน", "ใช่"),
    "ro": ("salut", "este ilegal sa vand sex in suedia", "poate politia sa vina la mine acasa", "OM", "DA"),
}
"""A hello, a topic, a follow-up, the word for a human, and yes."""
LIVE = 10
FIRST = 90_000
SECONDS = 30.0


def cost(stack: Stack, client: httpx.Client) -> Iterator[Row]:
    texts, price = load_texts(stack.settings.content), stack.settings.sms_price
    with chromium() as browser:
        kim = Counsellor.accepts(browser, stack, "Kim")
        kim.goes_on_duty()
        for n, language in enumerate(SAID):
            alone, live = _conversation(kim, Texter(stack, client, invented(FIRST + n)), Language(language), texts)
            bot, all_of_it = sum(map(segments, alone)), sum(map(segments, (*alone, *live)))
            what = f"a conversation by text, {language}: segments with the bot / in all, and its cost"
            yield what, f"{bot} / {all_of_it}, {all_of_it * price:.2f} kr", ""


def _conversation(kim: Counsellor, person: Texter, language: Language, texts: Texts) -> tuple[list[str], list[str]]:
    """All texts that the bot and we ourselves said before the counsellor, and all from there on."""
    for text in SAID[language]:
        assert person.texts(text), f"no answer at once to {text}"
    arrived = texts.say(language, "sms.arrived_alone")
    assert arrived in person.got[-1], "the yes has not handed the conversation over"
    kim.sees_waiting(1)
    kim.takes_next()
    phrases = _phrases(language)
    for phrase in phrases:
        kim.writes(phrase)
        _until(partial(_has, person, split(phrase)[-1]))
    kim.closes()
    _until(partial(_has, person, split(texts.say(language, "sms.ended_by_counsellor"))[-1]))
    return person.got, person.inbox()


def _phrases(language: Language) -> list[str]:
    """Ten that stand evenly through the phrasebook."""
    file = Settings().content / "phrasebook" / f"{language}.yml"
    every = [phrase for group in yaml.safe_load(file.read_text("utf-8")).values() for phrase in group.values()]
    return every[:: len(every) // LIVE][:LIVE]


def _has(person: Texter, text: str) -> bool:
    return text in person.inbox()


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, "a text that was written did not come"
        time.sleep(0.1)
