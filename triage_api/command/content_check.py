"""`lykta content check`: what an editor must mend, one line each, with file and remedy.

Phrases: the ids and braces of ids.yml in every language, within the lengths. Rights: every topic in every language,
front matter whole, the facts and dates of the topic's brief, a web text and an SMS text within their lengths.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from triage_api.words import Language

WEB_WORDS = 120
THAI_CHARACTERS = 900
GSM_SEGMENTS = 306
UCS_SEGMENTS = 134
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
FRONT_MATTER = ("topic", "language", "facts", "sources", "reviewer", "reviewed", "review_by", "verify_before_launch")


def check(content: Path, today: date | None = None) -> list[str]:
    """Every finding as one line; an empty list when the content holds."""
    return [*_phrases(content / "phrases"), *_rights(content / "rights", today or date.today())]


def _phrases(folder: Path) -> Iterator[str]:
    ids = {name: spec for group in _yaml(folder / "ids.yml").values() for name, spec in group.items()}
    for language in Language:
        file = folder / f"{language}.yml"
        texts = {name: str(text) for group in _yaml(file).values() for name, text in group.items()}
        for name in ids.keys() - texts.keys():
            yield f"{file}: {name} is missing: write it in {language}."
        for name in texts.keys() - ids.keys():
            yield f"{file}: {name} is not in ids.yml: add it there, or take it away here."
        for name in ids.keys() & texts.keys():
            yield from _phrase(file, name, ids[name], texts[name])


def _phrase(file: Path, name: str, spec: dict[str, Any], text: str) -> Iterator[str]:
    wanted, found = _braces(spec["for"]), _braces(text)
    if wanted != found:
        yield f"{file}: {name} holds {sorted(found)} where ids.yml says {sorted(wanted)}: use the same braces."
    if len(text) > spec["max"]:
        yield f"{file}: {name} has {len(text)} characters of at most {spec['max']}: shorten it."


def _braces(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def _rights(folder: Path, today: date) -> Iterator[str]:
    for topic in sorted(path for path in folder.iterdir() if path.is_dir()):
        written = {language for language in Language if (topic / f"{language}.md").exists()}
        if written and written != set(Language):
            for language in set(Language) - written:
                yield f"{topic / f'{language}.md'} is missing: the other languages have it."
        for language in sorted(written):
            yield from _right(topic / f"{language}.md", _yaml(topic / "brief.yml"), language, today)


def _right(file: Path, brief: dict[str, Any], language: Language, today: date) -> Iterator[str]:
    parts = re.fullmatch(r"---\n(.*?)\n---\n+# web\n(.*?)\n# sms\n(.*)", file.read_text("utf-8"), re.DOTALL)
    if not parts:
        yield f"{file}: needs front matter between --- lines, then the sections `# web` and `# sms`."
        return
    matter = yaml.safe_load(parts[1])
    for name in FRONT_MATTER:
        if name not in matter:
            yield f"{file}: the front matter lacks {name}."
    if (matter.get("topic"), matter.get("language")) != (file.parent.name, language):
        yield f"{file}: topic and language in the front matter are not those of its place."
    for name in ("facts", "verify_before_launch"):
        if set(matter.get(name) or []) != set(brief.get(name) or []):
            yield f"{file}: {name} differ from brief.yml: the texts of a topic rest on the same facts."
    if matter.get("review_by") and matter["review_by"] < today:
        yield f"{file}: its review was due {matter['review_by']}: check it against the facts and set new dates."
    yield from _lengths(file, parts[2].strip(), parts[3].strip(), language)


def _lengths(file: Path, web: str, sms: str, language: Language) -> Iterator[str]:
    if language is Language.th:
        if len(web) > THAI_CHARACTERS:
            yield f"{file}: the web text has {len(web)} characters of at most {THAI_CHARACTERS}: shorten it."
    elif len(web.split()) > WEB_WORDS:
        yield f"{file}: the web text has {len(web.split())} words of at most {WEB_WORDS}: shorten it."
    if not web or not sms:
        yield f"{file}: a text is empty: write both the web and the SMS text."
    gsm = set(sms) <= GSM_7
    if language in (Language.sv, Language.en) and not gsm:
        odd = "".join(sorted(set(sms) - GSM_7))
        yield f"{file}: the SMS text holds characters outside GSM-7 ({odd}): write them otherwise."
    longest = GSM_SEGMENTS if gsm else UCS_SEGMENTS
    if len(sms) > longest:
        yield f"{file}: the SMS text has {len(sms)} characters of at most {longest}: shorten it."


def _yaml(file: Path) -> dict[str, Any]:
    loaded = yaml.safe_load(file.read_text("utf-8"))
    return loaded if isinstance(loaded, dict) else {}
