"""E-mail addresses and web links, also written so that machines should not see them."""

import re

from triage_api.door.redact.numbers_to_keep import NumbersToKeep, host_of
from triage_api.door.redact.spans import Span

# Also "lily underscore 88" and "kim punkt larsson", before the words for @.
_SIGN = r"(?:underscore|understreck|liniuță|liniuta|bindestreck|minus|dot|punkt|punct|ดอท|จุด)"
_LOCAL = rf"(?<![\w.+-])(?:[\w+-]{{1,30}} {_SIGN} ){{0,3}}[\w.+-]{{1,64}}"
_MAIL = re.compile(rf"{_LOCAL}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,6}}", re.I)
_AT = (
    r"(?: ?[\(\[{] ?(?:at|@|a|snabel[- ]?a|a rond|arond|coada de maimu[țt][ăa]|แอท|แอด|แอ็ด|แอต) ?[\)\]}] ?"
    r"| ?(?:แอท|แอด|แอ็ด|แอต) ?| (?:snabel[- ]?a|kanelbulle|a rond|arond|coada de maimu[țt][ăa]) )"
)
_DOT = r"(?: ?[\(\[{]? ?(?:dot|punkt|punct|จุด|ดอท|ดอต|ด็อท) ?[\)\]}]? ?|\.)"
_MAIL_SPOKEN = re.compile(rf"{_LOCAL}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{1,4}}", re.I)
_MAIL_WORDS = re.compile(rf"{_LOCAL} (?:at|@) [\w-]{{1,63}} (?:dot|punkt|punct) [a-z]{{2,10}}\b", re.I)
# "joy98 at gmail com": whose service it is says enough; after a word that may mean "on" only with its ending.
_SERVICE = r"(?:gmail|hotmail|yahoo|outlook|icloud|live|msn|proton(?:mail)?|telia)"
_ENDING = r"(?: ?(?:\.|dot|punkt|punct|ดอท|จุด)? ?(?:com|se|ro|net|co\.th|คอม))"
_AT_SERVICE = re.compile(
    rf"{_LOCAL}(?: ?(?:@|snabel[- ]?a |a ?rond |แอท|แอด) ?{_SERVICE}{_ENDING}?"
    rf"| (?:at|la|på) {_SERVICE}{_ENDING})(?!\w)",
    re.I,
)
_SPACED_MAIL = re.compile(rf"{_LOCAL} ?@ ?[\w-]{{1,63}}\.(?:com|se|ro|net|org|co\.th)\b", re.I)
_LINK = re.compile(r"(?:https?://|\bwww\.)[^\s⟦⟧]{1,500}", re.I)
# Endings that are no words of ours stand alone; "nu", "no", "me" and their like are words first ("jag vill hem.nu").
_SURE = "com|org|net|se|ro|th|info|app|eu|dk|fi|xyz|online|site|link|ly|gg|uk|tv|club|chat|escort|io|pl|lt|lv|hu|bg"
_WORDLIKE = "nu|no|me|de|to|it|is|in|at|be|am|so|co|la|fm"
_HOST = r"(?<![\w@.⟦-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}"
_BARE = re.compile(rf"{_HOST}(?:(?:{_SURE})\b(?!\.\w)(?:/[^\s⟦⟧]{{0,300}})?|(?:{_WORDLIKE})/[^\s⟦⟧]{{1,300}})", re.I)
_TAIL = ".,;:!?)\"'»”"


def find_mail_and_links(text: str, keep: NumbersToKeep) -> list[Span]:
    """Links to the services' own sites stay: they identify nobody."""
    mails = [
        *_MAIL.finditer(text),
        *_MAIL_SPOKEN.finditer(text),
        *_MAIL_WORDS.finditer(text),
        *_SPACED_MAIL.finditer(text),
        *_AT_SERVICE.finditer(text),
    ]
    spans = [Span(*match.span(), "email") for match in mails]
    for match in [*_LINK.finditer(text), *_BARE.finditer(text)]:
        address = match.group().rstrip(_TAIL)
        if not _is_site(host_of(address), keep):
            spans.append(Span(match.start(), match.start() + len(address), "link"))
    return spans


def _is_site(host: str, keep: NumbersToKeep) -> bool:
    return host in keep.sites
