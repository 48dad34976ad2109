"""How often the bot answers rightly in the midst of a conversation, where a few words lean on all that came before.

The conversations of tests/talks were invented by natives, a text a line; natives who saw no answer wrote beside each
what they would accept there: topics, or a word for what is no topic (BY_PHRASE). Those in `<language>.tsv` have been
looked at since, and the weights of bot/conversation/leaning.py were chosen on them; those in `<language>-unseen.tsv`
were written when that was done, and no words are mended for them (docs/evaluation.md says what was). What was missed
stands afterwards in var/bench/talks.tsv: file, text, what was answered, what would have been right.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import httpx

from tests.bench.replies import Row
from tests.journeys.stack import Stack
from triage_api.door.texts import Texts, load_texts
from triage_api.settings import ROOT
from triage_api.words import Language

TALKS = ROOT / "tests" / "talks"
MISSED = ROOT / "var" / "bench" / "talks.tsv"
LOOKED_AT, UNSEEN = "{language}.tsv", "{language}-unseen.tsv"
NOT_JUDGED = "COMMAND"
BY_PHRASE = {
    "ASK": "not_understood not_understood_twice no_answer_yet out_of_scope known known_again other_language",
    "STAY": "ask.ok stay stay_more heard here_low here_minor low_minor greet_again just_talk thanks goodbye affirm deny"
    " sorry",
    "CALM": "out calm calm_low",
    "CANNOT_CALL": "cannot_call where_danger",
    "chat.greet": "greet greet_again",
    "chat.thanks": "thanks",
    "chat.goodbye": "goodbye",
    "chat.abuse": "abuse abuse_again",
    "safety.immediate_danger": "danger_again coming_back fear_112",
    "safety.suicide_now": "suicide_again",
    "health.mental": "here_low low_minor calm_low",
    "minor.self": "here_minor human_minor parents",
    "law.images": "images_minor",
    "friend.signs": "friend_told",
    "friend.worried": "friend_told",
    "health.sti": "condom pep",
    "health.pregnancy": "condom",
    "health.after_rape": "pep",
    "service.talk_to_human": "human_minor",
    "PLACE": "find.near find.none_near find.anywhere",
}
"""What is accepted, and the phrases of `bot.` that say it."""


def measure(stack: Stack) -> Iterator[Row]:
    """For each file the share of texts answered rightly."""
    texts = load_texts(stack.settings.content)
    missed: list[str] = []
    with httpx.Client(base_url=stack.url, trust_env=False, timeout=20) as client:
        for name, language in product((LOOKED_AT, UNSEEN), Language):
            file = TALKS / name.format(language=language)
            judged = [turn for talk in read_talks(file) for turn in _held(client, texts, language, talk)]
            wrong = [turn for turn in judged if not set(turn[1]) & set(turn[2])]
            missed += ["\t".join((file.name, said, " ".join(got), " ".join(right))) for said, got, right in wrong]
            share = 1 - len(wrong) / len(judged)
            yield f"texts in conversations answered rightly, {file.name} (of {len(judged)})", f"{share:.2f}", ""
    MISSED.parent.mkdir(parents=True, exist_ok=True)
    MISSED.write_text("\n".join(missed) + "\n", "utf-8")


def read_talks(file: Path) -> list[list[tuple[str, list[str]]]]:
    """Conversations of texts, each with what is accepted as its answer."""
    parts = file.read_text("utf-8").strip().split("\n\n")
    return [
        [(text, wanted.split()) for text, _, wanted in (line.partition("\t") for line in part.splitlines())]
        for part in parts
    ]


def _held(
    client: httpx.Client, texts: Texts, language: Language, talk: list[tuple[str, list[str]]]
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each text that is judged, with what was answered and what would have been right."""
    begun = client.post("/api/chat", json={"language": language}).raise_for_status().json()
    headers = {"Authorization": f"Bearer {begun['token']}"}
    told: set[str] = set()
    for n, (text, right) in enumerate(talk, 1):
        answer = client.post("/api/chat/messages", json={"n": n, "text": text}, headers=headers)
        got = _answered(answer.raise_for_status().json(), texts)
        if NOT_JUDGED not in right:
            # What was told is not told again to who only goes on: that somebody reads it is right then.
            yield text, got, [*right, *(["STAY"] if right[0] in told else [])]
        told |= set(got)


def _answered(answer: dict[str, Any], texts: Texts) -> list[str]:
    """The topics and words for an answer; what is only asked after it does not count."""
    found: list[str] = []
    phrases = texts.phrases[Language(answer["language"])]
    for reply in answer["replies"]:
        words = [word for word, named in BY_PHRASE.items() if _says_one(reply["text"], phrases, named)]
        # Beside a phrase the topic is only that of its buttons.
        found += words or ([reply["topic"]] if reply["topic"] else [])
    return list(dict.fromkeys(found))


def _says_one(text: str, phrases: dict[str, str], named: str) -> bool:
    return any(_says(text, phrases, name if "." in name else f"bot.{name}") for name in named.split())


def _says(text: str, phrases: dict[str, str], name: str) -> bool:
    """Whether a reply begins with this phrase, as far as that has no braces."""
    begins = phrases[name].partition("{")[0].strip()
    return bool(begins) and text.strip().startswith(begins)
