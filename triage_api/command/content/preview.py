"""`lykta content preview`: all texts side by side on one page, for those who review them.

One self-contained HTML file: no script, and nothing is fetched. Every text is escaped. Beside each rights text stand
what it rests on and costs: facts with their confidence, sources, dates, SMS messages, reading level, and what
`lykta content check` says about it.
"""

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from triage_api.command.content.addresses import judge
from triage_api.command.content.corpus import Bundle, Corpus, Service
from triage_api.command.content.finding import Finding
from triage_api.command.content.preview_style import STYLE
from triage_api.command.content.reading_level import reading_level
from triage_api.command.content.rights import Topic
from triage_api.command.content.text import Text
from triage_api.gsm7 import segments
from triage_api.words import Language

NAMES = {Language.sv: "Svenska", Language.en: "English", Language.th: "ไทย", Language.ro: "Română"}
NO_REQUEST = "default-src 'none'; style-src 'unsafe-inline'"
TITLES = {"phrases": "Phrases", "phrasebook": "Phrasebook"}


def preview(corpus: Corpus, findings: list[Finding], today: date) -> str:
    """The whole document."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        f'<meta http-equiv=Content-Security-Policy content="{NO_REQUEST}"><meta name=robots content=noindex>',
        f"<title>Lykta: all texts</title><style>{STYLE}</style>",
        f"<header><h1>All texts of Lykta</h1><p>As they stand on {today}. No professional has reviewed a text unless",
        "its reviewer is named. <b class=verify>verify</b> marks a fact to be verified before launch.</p></header>",
        *_contents(corpus),
        "<main>",
        *_rights(corpus, findings),
        *(part for bundle in corpus.bundles.values() for part in _bundle(bundle, corpus, findings)),
        *_directory(corpus, findings),
        "</main></html>",
    ]
    return "\n".join(parts) + "\n"


def _contents(corpus: Corpus) -> Iterator[str]:
    yield "<nav aria-label=Contents>"
    yield _list("Rights", [(f"rights-{topic}", topic) for topic in corpus.topics])
    for name, bundle in corpus.bundles.items():
        yield _list(TITLES[name], [(f"{name}-{group}", str(group)) for group in bundle.ids.data])
    yield _list("Directory", [(f"directory-{service}", service) for service in corpus.services])
    yield "</nav>"


def _list(title: str, links: list[tuple[str, str]]) -> str:
    items = " ".join(f'<a href="#{escape(anchor)}">{escape(name)}</a>' for anchor, name in links)
    return f"<details><summary>{title} ({len(links)})</summary><p>{items}</p></details>"


def _rights(corpus: Corpus, findings: list[Finding]) -> Iterator[str]:
    yield "<h2>Rights</h2>"
    for topic in corpus.topics.values():
        yield f'<section id="rights-{escape(topic.id)}"><h3>{escape(topic.id)}</h3>'
        if topic.brief:
            yield f"<p class=for>{escape(str(topic.brief.data.get('question', '')))}</p>"
        yield from _grounds(topic, corpus)
        yield "<div class=languages>"
        for language in Language:
            right = topic.texts.get(language)
            yield _cell(language, f"{_web(right.web)}{_sms(right.sms)}" if right else "")
        yield "</div>"
        yield from _notes([finding for finding in findings if topic.folder in finding.file.parents])
        yield "</section>"


def _grounds(topic: Topic, corpus: Corpus) -> Iterator[str]:
    """Facts, sources, dates and reviewer; those of the languages are alike, or the notes below say that they differ."""
    if not topic.texts:
        return
    front = next(iter(topic.texts.values())).front
    facts = " · ".join(_fact(fact, corpus) for fact in front.strings("facts")) or "none"
    sources = " · ".join(_link(source) for source in front.list("sources") if isinstance(source, dict))
    reviewers = {str(right.front.data.get("reviewer") or "") for right in topic.texts.values()}
    reviewer = ", ".join(sorted(reviewers - {""})) or "no professional yet"
    yield f"<dl><dt>Facts<dd>{facts}<dt>Sources<dd>{sources}"
    reviewed, due = (escape(str(front.data.get(name))) for name in ("reviewed", "review_by"))
    yield f"<dt>Reviewed<dd>{reviewed}, next by {due}<dt>Reviewer<dd>{escape(reviewer)}</dl>"


def _fact(id: str, corpus: Corpus) -> str:
    fact = corpus.facts.get(id, {})
    mark = " <b class=verify>verify</b>" if fact.get("verify_before_launch") else ""
    return f"{escape(id)} ({escape(str(fact.get('confidence', 'unknown')))}){mark}"


def _link(source: dict[str, object]) -> str:
    name, url = str(source.get("name")), str(source.get("url"))
    if judge(url, url).fault:
        return f"{escape(name)} ({escape(url)})"
    return f'<a href="{escape(url)}" rel=noreferrer>{escape(name)}</a>'


def _web(web: Text) -> str:
    level = f"{reading_level(web.body, web.language):.0f}"
    if web.language is Language.th:
        figures = f"{len(web.body)} characters, mean phrase {level}"
    else:
        figures = f"{len(web.body.split())} words, LIX {level}"
    return f"<p class=text>{escape(web.body)}</p><p class=figures>web: {figures}</p>"


def _sms(sms: Text) -> str:
    count = segments(sms.body)
    figures = f"{len(sms.body)} characters, {count} message{'' if count == 1 else 's'}"
    return f"<p class='text sms'>{escape(sms.body)}</p><p class=figures>SMS: {figures}</p>"


def _bundle(bundle: Bundle, corpus: Corpus, findings: list[Finding]) -> Iterator[str]:
    name = bundle.folder.name
    texts = {language: bundle.texts(language) for language in Language}
    yield f"<h2>{TITLES[name]}</h2>"
    for group in bundle.ids.data:
        yield f'<section id="{name}-{escape(str(group))}"><h3>{escape(str(group))}</h3>'
        for within, id, spec in bundle.ids.entries():
            if within == group:
                says = str(spec.get("for", "")) if isinstance(spec, dict) else ""
                facts = " · ".join(_fact(fact, corpus) for fact in bundle.ids.strings(group, id, "facts"))
                yield f"<h4>{escape(id)}</h4><p class=for>{escape(says)} {facts}</p><div class=languages>"
                for language in Language:
                    text = texts[language].get(id)
                    yield _cell(language, f"<p class=text>{escape(text.body)}</p>" if text else "")
                yield "</div>"
        yield "</section>"
    yield from _notes([finding for finding in findings if bundle.folder in finding.file.parents])


def _directory(corpus: Corpus, findings: list[Finding]) -> Iterator[str]:
    yield "<h2>Directory</h2>"
    for service in corpus.services.values():
        yield f'<section id="directory-{escape(service.id)}"><h3>{escape(service.id)}</h3>'
        yield from _service(service, corpus)
        names = {text.language: text for text in service.texts("name")}
        says = {text.language: text for text in service.texts("says")}
        yield "<div class=languages>"
        for language in Language:
            parts = [f"<p class=text><b>{escape(names[language].body)}</b></p>"] if language in names else []
            parts += [f"<p class=text>{escape(says[language].body)}</p>"] if language in says else []
            yield _cell(language, "".join(parts))
        yield "</div>"
        yield from _notes([finding for finding in findings if finding.file == service.document.file])
        yield "</section>"


def _service(service: Service, corpus: Corpus) -> Iterator[str]:
    data = service.document.data
    listed = "listed" if service.listed else f"not listed: {data.get('why_not', '')}"
    places = [*service.document.strings("where", "towns"), *service.document.strings("where", "counties")]
    yield f"<dl><dt>Shown<dd>{escape(listed)}<dt>Fact<dd>{_fact(service.fact, corpus)}"
    yield f"<dt>Where<dd>{escape(', '.join(places) or 'all of Sweden')}"
    for name in ("phone", "web", "chat", "hours", "holidays", "needs", "who", "ages", "gender", "languages"):
        if data.get(name) is not None:
            yield f"<dt>{name.capitalize()}<dd>{escape(_plain(data[name]))}"
    for name in ("anonymous", "free", "checked"):
        yield f"<dt>{name.capitalize()}<dd>{escape(_plain(data.get(name)))}"
    yield "</dl>"


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "none"
    if isinstance(value, dict):
        return " ".join(f"{name} {_plain(one)}" for name, one in value.items() if one is not None) or "no limit"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _cell(language: Language, inside: str) -> str:
    inside = inside or "<p class=missing>missing</p>"
    return f"<div lang={language}><p class=language>{NAMES[language]}</p>{inside}</div>"


def _notes(findings: list[Finding]) -> Iterator[str]:
    if findings:
        items = "".join(f"<li>{escape(_short(finding))}" for finding in findings)
        yield f"<ul class=notes>{items}</ul>"


def _short(finding: Finding) -> str:
    return f"{Path(finding.file).name}:{finding.line}: {finding.wrong}: {finding.remedy}"
