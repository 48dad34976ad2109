"""How hard a text is to read, in one figure a language, and the limit that plain language (B1) keeps.

Swedish, English and Romanian: LIX (C. H. Björnsson, Läsbarhet, 1968) = words per sentence + percentage of words longer
than six letters. His classes: under 30 very easy (children's books), 30-40 easy (fiction, popular press), 40-50 normal
newspaper prose, 50-60 hard (official texts), above that very hard. Swedish and English keep to easy. Romanian words are
longer: on the same 52 rights texts its LIX is 9 above the Swedish, so its limit is 48 where theirs is 40.

Thai puts no space between words and ends no sentence with a mark, so LIX cannot be counted without a word segmenter,
which this environment does not have. Thai writers put a space where a phrase ends; a long unbroken phrase is what tires
the eye. So the figure is the mean number of characters between spaces, vowel signs and tone marks above and below the
line not counted. Its limits stand above our second-read texts (web: mean 14.5, hardest 18), not on a published scale.

A text of fewer than 40 words (Thai: 20 phrases) is too short for either figure.
"""

import re
from collections.abc import Iterator

from triage_api.command.content.corpus import Corpus
from triage_api.command.content.finding import Finding
from triage_api.command.content.text import Text
from triage_api.words import Language

LIMITS = {Language.sv: 40.0, Language.en: 40.0, Language.ro: 48.0, Language.th: 20.0}
LONGEST_THAI_PHRASE = 60
FEWEST = {Language.sv: 40, Language.en: 40, Language.ro: 40, Language.th: 20}
_LONG_WORD = 6
_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;](?=\s|$)|\n+")
_THAI = re.compile(r"[\u0e01-\u0e2e]")
_THAI_MARKS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def reading_level(text: str, language: Language) -> float:
    """LIX, or for Thai the mean length of a phrase; 0 for a text without words."""
    return _mean_phrase(text) if language is Language.th else _lix(text)


def check_reading_level(corpus: Corpus) -> Iterator[Finding]:
    for text in corpus.texts():
        yield from _longest_phrase(text)
        enough = FEWEST[text.language]
        units = _phrases(text.body) if text.language is Language.th else _WORD.findall(text.body)
        level, limit = reading_level(text.body, text.language), LIMITS[text.language]
        if len(units) >= enough and level > limit:
            thai = text.language is Language.th
            figure = "mean phrase is" if thai else "LIX is"
            remedy = "put a space between phrases" if thai else "use shorter words and sentences"
            yield text.finding(f"its {figure} {level:.0f}, over {limit:.0f} for {text.language}", remedy)


def _longest_phrase(text: Text) -> Iterator[Finding]:
    if text.language is Language.th:
        for phrase in _phrases(text.body):
            if (length := _length(phrase)) > LONGEST_THAI_PHRASE:
                wrong = f"{length} characters stand without a space ({phrase[:20]}…)"
                yield text.finding(wrong, "put a space between phrases", text.body.find(phrase))


def _lix(text: str) -> float:
    text = _ADDRESS.sub("", text)
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(1 for sentence in _SENTENCE_END.split(text) if _WORD.search(sentence))
    long_words = sum(len(word) > _LONG_WORD for word in words)
    return len(words) / sentences + 100 * long_words / len(words)


def _mean_phrase(text: str) -> float:
    lengths = [_length(phrase) for phrase in _phrases(text)]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _phrases(text: str) -> list[str]:
    return [phrase for phrase in text.split() if _THAI.search(phrase)]


def _length(phrase: str) -> int:
    return len(_THAI_MARKS.sub("", phrase))
