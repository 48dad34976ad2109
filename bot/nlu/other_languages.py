"""Whether a message is in a fifth language, and what that one is called: Spanish, Arabic, Tigrinya and so on.

langdetect with all its profiles takes short Swedish for Norwegian and short English for Polish. It is asked only when
most words of a message were never seen in any of the four languages: of our own held-out messages one in a thousand
passes that gate, of messages in other languages nine in ten.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu import linear
from bot.nlu.features import WORDS, features, kind_of
from bot.nlu.words import LANGUAGES

NAMES = Path(__file__).resolve().parent.parent.parent / "config" / "languages.yml"
OWN = re.compile(r"[a-zà-ɏ\u0e00-\u0e7f]")
ELSEWHERE = re.compile(r"[\u0370-\u0e00\u0e80-\u1dbf\u1f00-\u1fff\u2c00-\ud7ff\uf900-\ufdff\ufe70-\ufeff]")
"""Letters of scripts that none of the four is written in: Greek, Cyrillic, Arabic, Chinese and so on."""
LEAST_WORDS = 3
MOST_KNOWN = 0.5
"""The share of known words from which on a message is in one of the four."""
SURE_FROM = 0.9
UNNAMED = "Another language"


def name_of_other(text: str, model: linear.LinearModel) -> str | None:
    """The name of the fifth language a cleaned text is in, its own and the English one, or None when it may well be in
    one of the four. UNNAMED when its script is none of the four's and has no name here."""
    elsewhere = ELSEWHERE.findall(text)
    if len(elsewhere) > len(OWN.findall(text)):
        script = unicodedata.name(elsewhere[0], "").split(" ")[0]
        return _names()["scripts"].get(script) or _names()["profiles"].get(_likeliest(text)[0], UNNAMED)
    if len(text.split()) < LEAST_WORDS or _share_of_known_words(text, model) >= MOST_KNOWN:
        return None
    code, chance = _likeliest(text)
    return _names()["profiles"].get(code) if chance >= SURE_FROM and code not in LANGUAGES else None


def _share_of_known_words(text: str, model: linear.LinearModel) -> float:
    words = features("", text.split())
    words = words[kind_of(words) == WORDS]
    return model.share_known(words)


def _likeliest(text: str) -> tuple[str, float]:
    detector = _factory().create()
    detector.seed = 0
    detector.append(text)
    try:
        best = detector.get_probabilities()[0]
    except Exception:  # noqa: BLE001 (langdetect raises when a text has no letters it knows: then it has no opinion)
        return "", 0.0
    return str(best.lang), float(best.prob)


@lru_cache(maxsize=1)
def _factory() -> Any:
    """langdetect with every profile: some 70 MB, read when the first such message comes."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.seed = 0
    factory.load_json_profile([file.read_text("utf-8") for file in sorted(Path(PROFILES_DIRECTORY).iterdir())])
    return factory


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    return names
