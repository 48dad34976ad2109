"""Takes the greeting off a message that goes on: "hello, my boyfriend hit me" is about the second part."""

import re

GREETING = (
    # Swedish, English
    r"hej(?:san|hej)?|hallå|hallo|tjena|tjenare|tja|goddag|god (?:dag|morgon|kväll|kvall|natt)"
    r"|hi|hii+|hello|hey|heya|good (?:day|morning|afternoon|evening)"
    # Thai, also in Latin letters
    r"|สวัสดี|หวัดดี|ดีค่ะ|ดีคะ|ดีครับ|ดีค้าบ|sawas?d+ee|sawat ?dee|sawad ?dee|wat ?dee"
    # Romanian
    r"|bun[ăa](?: (?:ziua|seara|diminea[țţt]a))?|salut(?:are)?|servus|noroc|neata"
)
PARTICLES = r"(?:\s*(?:ค่ะ|คะ|ครับ|คับ|ค้า|จ้า|จ้ะ|นะ|kh?a+p?|khrap|krap|krub|there|igen|alla|all))*"
OPENING = re.compile(rf"(?:(?:{GREETING}){PARTICLES}(?:[\s,.!:;…–—-]+|(?=[\u0e00-\u0e7f])|$))+", re.IGNORECASE)
LEAST_WORDS = 2
LEAST_THAI = 8


def without_greeting(text: str) -> str:
    """The cleaned text from where the matter begins; the whole text when it is little more than a greeting."""
    found = OPENING.match(text)
    rest = text[found.end() :] if found else text
    thai = any("\u0e00" <= char <= "\u0e7f" for char in rest)
    enough = len(rest) >= LEAST_THAI if thai else len(rest.split()) >= LEAST_WORDS
    return rest if enough else text
