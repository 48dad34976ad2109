"""Whether a message is in a fifth language, and what that one is called: Spanish, Arabic, Tigrinya and so on.

langdetect with all its profiles takes short Swedish for Norwegian and short English for Polish. It is asked only when
many words of a message were never seen in any of the four languages, and its letters look like none of them either: so
two in a thousand of our own held-out messages are taken for a fifth language, and nine in ten in a fifth are found.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu import linear
from bot.nlu.features import WORDS, Numbers, features, kind_of
from bot.nlu.words import LANGUAGES

NAMES = Path(__file__).resolve().parent.parent.parent / "config" / "languages.yml"
OWN = re.compile(r"[a-zà-ɏ\u0e00-\u0e7f]")
ELSEWHERE = re.compile(r"[\u0370-\u0e00\u0e80-\u1dbf\u1f00-\u1fff\u2c00-\ud7ff\uf900-\ufdff\ufe70-\ufeff]")
"""Letters of scripts that none of the four is written in: Greek, Cyrillic, Arabic, Chinese and so on."""
LEAST_WORDS = 3
MOST_KNOWN = 0.6
"""The share of known words from which on a message is in one of the four."""
LOOKS_OWN_FROM = 0.9
"""The margin of the linear witness from which on it is: romanised Thai is spelt in a hundred ways, seen or not."""
SURE_FROM = 0.55
MOST_OWN = 0.05
"""How likely langdetect may still hold the four together."""
UNNAMED = "Another language"


def name_of_other(text: str, model: linear.LinearModel) -> str | None:
    """The name of the fifth language a cleaned text is in, its own and the English one, or None when it may well be in
    one of the four. UNNAMED when its script is none of the four's and has no name here."""
    elsewhere = ELSEWHERE.findall(text)
    if len(elsewhere) > len(OWN.findall(text)):
        script = unicodedata.name(elsewhere[0], "").split(" ")[0]
        return _names()["scripts"].get(script) or _names()["profiles"].get(_likeliest(text)[0], UNNAMED)
    words = text.split()
    if len(words) < LEAST_WORDS or model.share_known(_of_words(words)) >= MOST_KNOWN:
        return None
    if model.margins(features(text, words)).max() >= LOOKS_OWN_FROM:
        return None
    code, chance, own = _likeliest(text)
    return _names()["profiles"].get(code) if chance >= SURE_FROM and own <= MOST_OWN else None


def _of_words(words: list[str]) -> Numbers:
    numbers = features("", words)
    of_words: Numbers = numbers[kind_of(numbers) == WORDS]
    return of_words


def _likeliest(text: str) -> tuple[str, float, float]:
    """langdetect's best guess, its probability, and that of the four languages together."""
    detector = _factory().create()
    detector.seed = 0
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except Exception:  # noqa: BLE001 (langdetect raises when a text has no letters it knows: then it has no opinion)
        return "", 0.0, 0.0
    return str(found[0].lang), float(found[0].prob), sum(float(one.prob) for one in found if one.lang in LANGUAGES)


@lru_cache(maxsize=1)
def _factory() -> Any:
    """langdetect with every profile that has a name here: some 70 MB, read when the first such message comes."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.seed = 0
    factory.load_json_profile(
        [(Path(PROFILES_DIRECTORY) / code).read_text("utf-8") for code in sorted({*_names()["profiles"], *LANGUAGES})]
    )
    return factory


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    return names
