"""Web addresses in texts and sources, with or without https://."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

_ADDRESS = re.compile(r"\b\w+://[^\s<>\"”“)]*|(?<![\w@./-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./-]*)?", re.IGNORECASE)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|msclkid", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """`host` without www.; `fault` is what is wrong with it, empty when nothing is."""

    written: str
    offset: int
    host: str
    fault: str = ""
    remedy: str = ""


def find_addresses(text: str) -> Iterator[Address]:
    """Every address in a text, in order."""
    for match in _ADDRESS.finditer(text):
        written = match[0].rstrip(".,;:!?")
        yield judge(written if "://" in written else f"https://{written}", written, match.start())


def judge(url: str, written: str, offset: int = 0) -> Address:
    """A whole URL: well formed, https, a host with a dot, nothing that tracks."""
    fault = _fault(url)
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    return Address(written, offset, host, *fault)


def _fault(url: str) -> tuple[str, str]:
    if re.search(r"\s", url):
        return "holds a space", "write the address without spaces"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not well formed", "copy it anew from the browser"
    if parts.scheme != "https":
        return "does not begin with https://", "write the secure address"
    if not host or not re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}", host):
        return "has no host with a dot", "copy it anew from the browser"
    if parts.username is not None or any(_TRACKING.fullmatch(name) for name, _ in parse_qsl(parts.query)):
        return "carries what tracks the reader", "take away all from the question mark on"
    return "", ""
