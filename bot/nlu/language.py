"""Which of the four languages a message is in, given what the conversation has been in so far.

Three witnesses: the script, langdetect with only the four languages' profiles, and a linear model over the training
messages, which has seen Swedish without å ä ö, Romanian without diacritics and romanised Thai. The language of the
conversation is a fourth; what the person picked by hand weighs more. A short text ("ok", a name, "ca 60k") changes the
language of a conversation only by a word that no other of the four has, or by a sign of danger in its own language.
Everyday lines teach that model the plain words that messages about danger and law lack.
A fifth language is other_languages.py's to name.
"""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.nlu import linear
from bot.nlu.clean import clean, fold
from bot.nlu.features import features
from bot.nlu.fingerprints import CONFIG
from bot.nlu.messages import HELD_OUT_FROM, TrainingMessage
from bot.nlu.signs import find_signs
from bot.nlu.words import LANGUAGES

SOFAR = 2.0
"""How many times e the conversation's language is believed over another before the message is read."""
PICKED = 3.0
LEAST_LETTERS = 2
ENOUGH_LETTERS = 14
"""A message of fewer letters is believed less: "ok", a name or a street is written alike in all four."""
FEW_WORDS, SHORT_WORDS = 3, 5
"""A text of so few words, or of fewer letters, says nothing of its language but by a word of its own; such a word is
looked for in one of up to so many."""
WORD = re.compile(r"[a-z']+")
THAI = re.compile(r"[\u0e00-\u0e7f]")
LATIN = re.compile(r"[a-zà-ɏ]")


def language_in_talk(
    text: str, model: linear.LinearModel, sofar: str | None = None, picked: bool = False, begun: bool = False
) -> str:
    """Which of the four the answer to a cleaned text is in. `sofar` is the language of the conversation: the one that
    was written before when it has `begun`, or that the person `picked`; else a guess by page or number."""
    found, _ = guess_language(text, model, sofar, picked)
    words = text.split()
    if sofar not in LANGUAGES or len(words) > SHORT_WORDS or THAI.search(text):
        return found
    if (own := language_of_words(text)) is not None:
        return own
    thin = len(words) <= FEW_WORDS or len(LATIN.findall(text)) < ENOUGH_LETTERS
    return sofar if thin and (begun or picked) and not _signs_only_in(found, sofar, text) else found


def language_of_words(text: str) -> str | None:
    """The language that most words of a cleaned text belong to, of those that only one of the four has; None without
    such a word, or with as many of two."""
    words = WORD.findall(fold(text))
    counts = {language: sum(word in own for word in words) for language, own in own_words().items()}
    best = max(counts, key=lambda language: counts[language])
    most = [language for language, count in counts.items() if count == counts[best]]
    return best if counts[best] and len(most) == 1 else None


@lru_cache(maxsize=1)
def own_words() -> dict[str, frozenset[str]]:
    """By language, the words of config/languages.yml that only it has."""
    raw = yaml.safe_load((CONFIG / "languages.yml").read_text(encoding="utf-8"))["own"]
    return {language: frozenset(raw[language]) for language in LANGUAGES}


def _signs_only_in(language: str, other: str, text: str) -> bool:
    """Whether a text shows danger in the words of a language, and not in those of the other."""
    here, there = ({sign.id for sign in find_signs(text, one) if not sign.softened} for one in (language, other))
    return bool(here - there)


def guess_language(
    text: str, model: linear.LinearModel, sofar: str | None = None, picked: bool = False
) -> tuple[str, float]:
    """Which of the four a cleaned text is likeliest in, and how sure that is (0 to 1).

    Without letters, or with too few to tell, it is the conversation's own (`sofar`), or Swedish at 0.25.
    """
    letters = len(THAI.findall(text)), len(LATIN.findall(text))
    if letters[0] > letters[1] / 2:
        return "th", 1.0
    if letters[0] + letters[1] < LEAST_LETTERS:
        return (sofar, 0.25) if sofar in LANGUAGES else ("sv", 0.25)
    believed = np.log(model.probabilities(features(text, text.split())) + 1e-6)
    belief = {language: float(believed[model.classes.index(language)]) for language in LANGUAGES}
    for language, chance in ask_langdetect(text).items():
        belief[language] += 0.5 * math.log(chance + 1e-2)
    thinness = min(1.0, (letters[0] + letters[1]) / ENOUGH_LETTERS)
    belief = {language: thinness * evidence for language, evidence in belief.items()}
    if sofar in LANGUAGES:
        belief[sofar] += PICKED if picked else SOFAR
    chances = linear.softmax(np.array([belief[language] for language in LANGUAGES]))
    best = int(chances.argmax())
    return LANGUAGES[best], float(chances[best])


def train_language(
    messages: Sequence[TrainingMessage], everyday: Sequence[tuple[str, str]], held_out_from: float = HELD_OUT_FROM
) -> linear.LinearModel:
    """The linear witness. Messages whose share is `held_out_from` or more fit its temperature; then it learns from all
    of them, and from `everyday` lines with their languages."""
    texts = [clean(text) for text in (*(m.text for m in messages), *(line for line, _ in everyday))]
    return linear.fit_calibrated(
        [features(text, text.split()) for text in texts],
        [*(m.language for m in messages), *(language for _, language in everyday)],
        [*(m.share >= held_out_from for m in messages), *(False for _ in everyday)],
    )


def warm_up() -> None:
    """Reads langdetect's profiles now rather than for the first person who writes."""
    ask_langdetect("hej hello salut")


def ask_langdetect(text: str) -> dict[str, float]:
    detector = _factory().create()
    detector.seed = 0
    detector.append(text)
    try:
        found = {guess.lang: float(guess.prob) for guess in detector.get_probabilities()}
    except Exception:  # noqa: BLE001 (langdetect raises when a text has no letters it knows: then it has no opinion)
        return dict.fromkeys(LANGUAGES, 0.25)
    return {language: found.get(language, 0.0) for language in LANGUAGES}


@lru_cache(maxsize=1)
def _factory() -> Any:
    """langdetect with the four profiles only: right for 96 % of short lines where all 55 give 75 to 86 %."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.seed = 0
    factory.load_json_profile([(Path(PROFILES_DIRECTORY) / name).read_text(encoding="utf-8") for name in LANGUAGES])
    return factory
