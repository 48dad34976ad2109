"""What a plain yes, no, number or place answers of the question that stands open."""

import re

from bot.conversation.little import only_heard
from bot.conversation.message import Said
from bot.conversation.plausible import is_plain, is_plain_doubt
from bot.conversation.questions import Question, Reply, replies
from bot.conversation.standing import Standing
from bot.conversation.words import has

SKIP = "skip"
SAFE = "safe"
"""The question that an "ok" answers as well: to all others that is less than a yes."""
AGE_DIGITS = 2
LEAST_AGE, CHILD, YOUNG = 10, 18, 26
"""Years: the ages at which help for children ends, and at which most help for the young does."""
AGE_LONGEST = 24
"""Characters of a message that is nothing but an age."""
NOT_AN_AGE = re.compile(r"under|over|sub|peste|below|above|more|less|mer an|mindre|ต่ำกว่า|มากกว่า|เกิน|ไม่ถึง")


def answer_to(question: Question, said: Said) -> Reply | None:
    """The answer a message gives; None for anything else, which is a message of its own."""
    if said.place:
        return None
    plain = is_plain(said) and not has("plainly", "no_of_its_own", said)
    says = bool(said.likeliest) and plain and (question.id == SAFE or not only_heard(said))
    typed = question.typed.get(said.likeliest or "") if says else None
    if question.takes_number:
        typed = age(said.plain) or typed
    elif typed is None and SKIP in question.answers and is_plain_doubt(said):
        typed = SKIP
    return replies()[typed] if typed else None


def of_age_alone(said: Said, now: Standing) -> Reply | None:
    """What a bare age under 18 tells, whether or not it was asked for; of whom a friend writes it tells nothing."""
    if now.writer in ("friend", "other"):
        return None
    bare = said.plain.strip(" .!").isdigit() and LEAST_AGE <= int(said.plain.strip(" .!")) < CHILD
    return replies()["age.child"] if bare else None


def age(plain: str) -> str | None:
    """The answer that an age stands for: a short message with one number that can be one ("jag är 17")."""
    numbers = re.findall(r"\d+", plain)
    if len(numbers) != 1 or len(plain) > AGE_LONGEST or NOT_AN_AGE.search(plain):
        return None
    if numbers[0].startswith("0") or len(numbers[0]) > AGE_DIGITS:
        return None
    years = int(numbers[0])
    return "age.child" if years < CHILD else "age.young" if years < YOUNG else "age.adult"
