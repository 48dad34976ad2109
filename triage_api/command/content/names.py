"""Proper names of the directory's services: the words that a service's Swedish and English names share."""

import re
import unicodedata

from triage_api.command.content.corpus import Corpus
from triage_api.words import Language

_WORD = re.compile(r"[^\W\d_][\w-]*")
_SHORTEST = 4


def proper_names(corpus: Corpus) -> dict[str, str]:
    """Service → its name in every language, such as "Safe Havens"; services with a translated name have none."""
    towns = {town for service in corpus.services.values() for town in service.document.strings("where", "towns")}
    names = {}
    for service in corpus.services.values():
        texts = {text.language: text.body for text in service.texts("name")}
        if service.listed and Language.sv in texts and Language.en in texts:
            name = _longest_shared(_WORD.findall(texts[Language.sv]), _WORD.findall(texts[Language.en]), towns)
            if len(name) >= _SHORTEST and name[0].isupper():
                names[service.id] = name
    return names


def _longest_shared(left: list[str], right: list[str], towns: set[str]) -> str:
    runs = (
        " ".join(left[begin:end])
        for begin in range(len(left))
        for end in range(begin + 1, len(left) + 1)
        if not any(_fold(word) in towns for word in left[begin:end])
        and any(right[i : i + end - begin] == left[begin:end] for i in range(len(right)))
    )
    return max(runs, key=len, default="")


def _fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if c.isascii())
