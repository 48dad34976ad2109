"""Words of a message: Thai by PyThaiNLP's newmm (Thai is written without spaces), everything else by letters."""

import re

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
THAI = re.compile(r"[\u0e00-\u0e7f]+")


def tokenise(text: str) -> list[str]:
    """The words of a cleaned text, in order; Thai stretches inside other text are cut by newmm too."""
    words: list[str] = []
    end = 0
    for thai in THAI.finditer(text):
        words += WORD.findall(text[end : thai.start()])
        words += [word for word in _cut_thai(thai.group()) if word.strip()]
        end = thai.end()
    return words + WORD.findall(text[end:])


def warm_up() -> None:
    """Loads the Thai dictionary now: the first Thai message would else wait two seconds for it."""
    tokenise("สวัสดี")


def _cut_thai(text: str) -> list[str]:
    from pythainlp.tokenize.newmm import segment

    return [str(word) for word in segment(text)]
