"""What of a text must be the same in every language, as far as a machine can tell: numbers, addresses, negations."""

import re
from dataclasses import dataclass

from triage_api.command.content.addresses import find_addresses
from triage_api.command.content.telephone import find_numbers
from triage_api.words import Language

# "24/7" is said as "day and night" elsewhere; so is the Thai "all 24 hours".
_ALWAYS = re.compile(r"\b24\s?/\s?7\b|ตลอด\s?24\s?(?:ชั่วโมง|ชม\.?)|\b24 av 24\b|\b24 de ore din 24\b")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_BUDDHIST = 543
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

_WORDS: dict[Language, dict[str, str]] = {
    Language.sv: {
        "0": "noll|nolla|nollan",
        "1": "en|ett|första",
        "2": "två|båda|andra",
        "3": "tre|tredje",
        "4": "fyra",
        "5": "fem",
        "6": "sex",
        "7": "sju|en vecka",
        "8": "åtta",
        "9": "nio",
        "10": "tio",
        "12": "tolv|ett år",
        "24": "dygn|dygnet",
        "30": "trettio|en månad",
    },
    Language.en: {
        "0": "zero",
        "1": "one|an?|once|first",
        "2": "two|both|twice|second",
        "3": "three|third",
        "4": "four",
        "5": "five",
        "6": "six",
        "7": "seven|a week",
        "8": "eight",
        "9": "nine",
        "10": "ten",
        "12": "twelve|a year",
        "24": "a day|one day|24-hour",
        "30": "thirty|a month|half",
    },
    Language.ro: {
        "0": "zero",
        "1": "un|una|o|unu|prima?|primul",
        "2": "doi|două|doua|ambele|amândoi",
        "3": "trei|treia|treilea",
        "4": "patru",
        "5": "cinci",
        "6": "șase",
        "7": "șapte|o săptămână",
        "8": "opt",
        "9": "nouă",
        "10": "zece",
        "12": "doisprezece|douăsprezece|un an",
        "24": "o zi|zi și noapte",
        "30": "treizeci|o lună|jumătate",
    },
    Language.th: {
        "0": "ศูนย์",
        "1": "หนึ่ง|เดียว|แรก",
        "2": "สอง|ทั้งคู่",
        "3": "สาม",
        "4": "สี่",
        "5": "ห้า",
        "6": "หก",
        "7": "เจ็ด|หนึ่งสัปดาห์",
        "8": "แปด",
        "9": "เก้า",
        "10": "สิบ",
        "12": "สิบสอง|หนึ่งปี",
        "24": "หนึ่งวัน|วันเดียว",
        "30": "สามสิบ|หนึ่งเดือน|ครึ่ง",
    },
}
_SAID = {
    language: {
        number: re.compile(said if language is Language.th else rf"\b(?:{said})\b", re.I)
        for number, said in words.items()
    }
    for language, words in _WORDS.items()
}
# "Only if" is another way to say "not unless".
_NEGATING = {
    Language.sv: """inte nej ej aldrig ingen inget inga ingenting varken utan sällan slipper saknar saknas förbjudet
        bara_om""",
    Language.en: """not never no outside nobody none nothing neither nor seldom rarely without cannot lack lacks
        only_if""",
    Language.ro: """nu niciodată nimeni nimănui nimic nici niciun nicio niciunul niciuna fără rareori lipsește lipsesc
        interzis doar_dacă numai_dacă""",
}


def _one_of(words: str) -> str:
    return rf"\b(?:{'|'.join(words.split()).replace('_', ' ')})\b"


_NEGATION = {
    Language.sv: re.compile(_one_of(_NEGATING[Language.sv]), re.I),
    Language.en: re.compile(_one_of(_NEGATING[Language.en]) + r"|n['’]t\b", re.I),
    Language.ro: re.compile(_one_of(_NEGATING[Language.ro]) + r"|\bn-", re.I),
    # ไม่ว่า is "whether" and หรือไม่ asks: they negate nothing. "Must say who one is" stands for "not anonymous".
    Language.th: re.compile(r"(?<!หรือ)ไม่(?!ว่า)|อย่า(?!ง)|ห้าม|โดยมิ|ไร้|ปราศจาก|ต้องบอกว่า(?:คุณ)?เป็นใคร|ก็ต่อเมื่อ"),
}


@dataclass(frozen=True)
class Meaning:
    """`phones` as bare digits, `numbers` normalised, `hosts` without www.; `negations` is how many words negate."""

    phones: frozenset[str]
    numbers: frozenset[str]
    hosts: frozenset[str]
    negations: int

    @property
    def stated(self) -> frozenset[str]:
        """What must be in every language."""
        return self.phones | self.numbers | self.hosts


def meaning_of(text: str, language: Language, known_numbers: dict[str, str]) -> Meaning:
    text = _ALWAYS.sub(" ", text.translate(_THAI_DIGITS))
    addresses = list(find_addresses(text))
    for address in addresses:
        text = text.replace(address.written, " " * len(address.written), 1)
    found = list(find_numbers(text, known_numbers))
    for number in found:
        text = text[: number.offset] + " " * len(number.written) + text[number.offset + len(number.written) :]
    return Meaning(
        frozenset(number.known or re.sub(r"\D", "", number.written) for number in found),
        frozenset(_normal(number, language) for number in _NUMBER.findall(text)),
        frozenset(address.host for address in addresses),
        len(_NEGATION[language].findall(text)),
    )


def says_number(text: str, number: str, language: Language) -> bool:
    """Whether the text says the number in words."""
    words = _SAID[language].get(number)
    return bool(words and words.search(text))


def _normal(number: str, language: Language) -> str:
    number = number.replace(",", ".").lstrip("0") or "0"
    if language is Language.th and number.isdigit() and 2500 <= int(number) < 2600:
        return str(int(number) - _BUDDHIST)
    return number
