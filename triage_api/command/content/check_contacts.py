"""Numbers and addresses that people are shown: each is one of the directory's, and the door knows to leave it alone."""

from collections.abc import Iterator
from pathlib import Path

from triage_api.command.content.addresses import find_addresses
from triage_api.command.content.corpus import Corpus
from triage_api.command.content.finding import Finding
from triage_api.command.content.telephone import dialled, find_numbers
from triage_api.command.content.text import SECTIONS, Text
from triage_api.command.content.yaml_lines import Malformed, read_document
from triage_api.door.redact.numbers_to_keep import host_of

ALWAYS = "112"


def check_contacts(corpus: Corpus, kept_file: Path) -> Iterator[Finding]:
    """`kept_file` is config/redaction/directory-numbers.yml: the numbers and sites the door does not redact."""
    numbers, hosts = shown_numbers(corpus), shown_hosts(corpus)
    sources = source_hosts(corpus)
    seen_numbers: dict[str, str] = dict.fromkeys(numbers.values(), "content/directory")
    seen_hosts: dict[str, str] = dict.fromkeys(hosts, "content/directory")
    for text in corpus.texts():
        place = f"{text.file.parent.name}/{text.file.name}:{text.line}"
        for found in find_numbers(text.body, numbers):
            if found.known is None:
                remedy = "use a number of content/directory, or list its service there"
                yield text.finding(f"the number {found.written} is not in the directory", remedy, found.offset)
        for address in find_addresses(text.body):
            if address.fault:
                yield text.finding(f"the address {address.written} {address.fault}", address.remedy, address.offset)
            elif not _stands_in(address.host, hosts | sources.get(_topic(text), frozenset())):
                remedy = "use an address of content/directory or of the topic's sources"
                yield text.finding(f"the address {address.written} is in neither", remedy, address.offset)
            else:
                seen_hosts.setdefault(address.host, place)
    yield from _kept(kept_file, seen_numbers, seen_hosts)


def shown_numbers(corpus: Corpus) -> dict[str, str]:
    """Every way to dial a listed service, and 112, → its digits."""
    listed = [service for service in corpus.services.values() if service.listed]
    return dialled([ALWAYS, *(number for service in listed for number in corpus.contact_numbers(service.fact))])


def shown_hosts(corpus: Corpus) -> frozenset[str]:
    """The hosts of the listed services."""
    listed = [service.document.data for service in corpus.services.values() if service.listed]
    addresses = (str(data[name]) for data in listed for name in ("web", "chat") if data.get(name))
    return frozenset(filter(None, map(host_of, addresses)))


def source_hosts(corpus: Corpus) -> dict[str, frozenset[str]]:
    """By topic, the hosts its texts name as sources."""
    return {
        topic.id: frozenset(
            host_of(str(source.get("url")))
            for right in topic.texts.values()
            for source in right.front.list("sources")
            if isinstance(source, dict)
        )
        for topic in corpus.topics.values()
    }


def _topic(text: Text) -> str:
    return text.id if text.part in SECTIONS else ""


def _stands_in(host: str, hosts: frozenset[str]) -> bool:
    return any(host == known or known.endswith(f".{host}") or host.endswith(f".{known}") for known in hosts)


def _kept(file: Path, numbers: dict[str, str], hosts: dict[str, str]) -> Iterator[Finding]:
    try:
        document = read_document(file)
    except Malformed as problem:
        yield problem.finding
        return
    kept = dialled(document.strings("numbers"))
    sites = frozenset(host_of(site) for site in document.strings("sites"))
    for number, place in numbers.items():
        if number not in kept:
            yield document.finding(f"it lacks the number {number}, which {place} shows", "add it", "numbers")
    for host, place in hosts.items():
        if not _stands_in(host, sites):
            yield document.finding(f"it lacks the site {host}, which {place} shows", "add it", "sites")
