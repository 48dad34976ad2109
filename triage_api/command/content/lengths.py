"""How long a text may be: on the web in words or characters, by SMS in messages (triage_api/gsm7.py).

An SMS text may take two messages: 306 characters of GSM-7, or 134 with any other character.
"""

from collections.abc import Iterator

from triage_api.command.content.finding import Finding
from triage_api.command.content.text import Text
from triage_api.gsm7 import counted, outside, segments
from triage_api.words import Language

WEB_WORDS = 120
THAI_CHARACTERS = 900
MOST_SEGMENTS = 2


def check_web_length(web: Text) -> Iterator[Finding]:
    if web.language is Language.th:
        if len(web.body) > THAI_CHARACTERS:
            yield web.finding(f"the web text has {len(web.body)} characters of at most {THAI_CHARACTERS}", "shorten it")
    elif (words := len(web.body.split())) > WEB_WORDS:
        yield web.finding(f"the web text has {words} words of at most {WEB_WORDS}", "shorten it")


def check_gsm7(sms: Text, body: str | None = None) -> Iterator[Finding]:
    """`body`: the text without what is filled in when it is sent."""
    odd = outside(sms.body if body is None else body)
    if odd and sms.language in (Language.sv, Language.en):
        shown = "".join(sorted({character for _, character in odd}))
        yield sms.finding(f"the SMS text holds characters outside GSM-7 ({shown})", "write them otherwise", odd[0][0])


def check_sms_length(sms: Text) -> Iterator[Finding]:
    yield from check_gsm7(sms)
    if segments(sms.body) > MOST_SEGMENTS:
        count = counted(sms.body)
        wrong = f"the SMS text has {count.units} characters of at most {MOST_SEGMENTS * count.joined}"
        yield sms.finding(wrong, "shorten it")
