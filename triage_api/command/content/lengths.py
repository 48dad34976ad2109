"""How long a text may be, and how many text messages an SMS text costs.

An SMS holds 160 characters of the GSM-7 alphabet (3GPP TS 23.038; ^{}\\[~]|€ count twice), 153 each when there are
several; with any other character, as in Thai or with ă and ș, 70 and 67. A text may take two: 306 characters, or 134.
"""

from collections.abc import Iterator

from triage_api.command.content.finding import Finding
from triage_api.command.content.text import Text
from triage_api.words import Language

WEB_WORDS = 120
THAI_CHARACTERS = 900
MOST_SEGMENTS = 2
_TWICE = set("^{}\\[~]|€\f")
_GSM_7 = _TWICE | set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


def segments(sms: str) -> int:
    """How many text messages it is sent as."""
    units, single, joined = _units(sms)
    return 1 if units <= single else -(-units // joined)


def check_web_length(web: Text) -> Iterator[Finding]:
    if web.language is Language.th:
        if len(web.body) > THAI_CHARACTERS:
            yield web.finding(f"the web text has {len(web.body)} characters of at most {THAI_CHARACTERS}", "shorten it")
    elif (words := len(web.body.split())) > WEB_WORDS:
        yield web.finding(f"the web text has {words} words of at most {WEB_WORDS}", "shorten it")


def check_sms_length(sms: Text) -> Iterator[Finding]:
    odd = [(i, character) for i, character in enumerate(sms.body) if character not in _GSM_7]
    if odd and sms.language in (Language.sv, Language.en):
        shown = "".join(sorted({character for _, character in odd}))
        yield sms.finding(f"the SMS text holds characters outside GSM-7 ({shown})", "write them otherwise", odd[0][0])
    if segments(sms.body) > MOST_SEGMENTS:
        units, _, joined = _units(sms.body)
        wrong = f"the SMS text has {units} characters of at most {MOST_SEGMENTS * joined}"
        yield sms.finding(wrong, "shorten it")


def _units(sms: str) -> tuple[int, int, int]:
    """Characters as they are counted, how many fit into one message, and into each of several."""
    if set(sms) <= _GSM_7:
        return sum(2 if character in _TWICE else 1 for character in sms), 160, 153
    return len(sms.encode("utf-16-le")) // 2, 70, 67
