"""Links that are followed by a click: the sources of the rights texts and the addresses of the directory."""

from collections.abc import Iterator

from triage_api.command.content.addresses import judge
from triage_api.command.content.corpus import Corpus
from triage_api.command.content.finding import Finding
from triage_api.command.content.yaml_lines import Document, Key


def check_links(corpus: Corpus) -> Iterator[Finding]:
    """A path like /about is a page of Lykta's own."""
    for document, path, url in _links(corpus):
        address = judge(url, url)
        if address.fault and not url.startswith("/"):
            yield document.finding(f"the link {url} {address.fault}", address.remedy, *path)


def _links(corpus: Corpus) -> Iterator[tuple[Document, tuple[Key, ...], str]]:
    for topic in corpus.topics.values():
        for document in (topic.brief, *(right.front for right in topic.texts.values())):
            for i, source in enumerate(document.list("sources") if document else []):
                if document and isinstance(source, dict) and source.get("url"):
                    yield document, ("sources", i, "url"), str(source["url"])
    for service in corpus.services.values():
        for name in ("web", "chat"):
            if url := service.document.data.get(name):
                yield service.document, (name,), str(url)
