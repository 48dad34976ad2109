"""Phone numbers and addresses of the services themselves: they help and identify nobody, so they stay."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from triage_api.door.cannot_open import CannotOpen
from triage_api.door.yaml_file import read_yaml_file


class NumbersMissing(CannotOpen):
    """No list of numbers to keep could be read; the sentence names the file. The door does not start without one."""


@dataclass(frozen=True)
class NumbersToKeep:
    """`numbers` as bare digits in every spelling people dial; `sites` as host names without `www.`."""

    numbers: frozenset[str]
    sites: frozenset[str]

    @property
    def longest(self) -> int:
        return max(map(len, self.numbers), default=0)


def load_numbers_to_keep(content: Path, config: Path) -> NumbersToKeep:
    """From `content/directory` when it is there, and always from `config/redaction/directory-numbers.yml`."""
    files = [config / "redaction" / "directory-numbers.yml", *sorted((content / "directory").glob("**/*.yml"))]
    numbers: set[str] = set()
    sites: set[str] = set()
    for file in files:
        try:
            read = read_yaml_file(file)
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            raise NumbersMissing(f"{file} cannot be read as YAML; restore it from the repository.") from None
        numbers.update(spelling for number in _under(read, _NUMBERS) for spelling in spellings(number))
        sites.update(site for address in _under(read, _SITES) if (site := host_of(address)))
    if "112" not in numbers:
        raise NumbersMissing(f"{files[0]} must list the phone 112, or people would not see it in their own words.")
    return NumbersToKeep(frozenset(numbers), frozenset(sites))


_NUMBERS = frozenset({"phone", "phones", "phone_alt", "sms", "numbers"})
_SITES = frozenset({"web", "chat_url", "url", "sites"})


def spellings(number: str) -> Iterator[str]:
    """The digits of a number as it is dialled at home, with +46 and with 0046."""
    digits = "".join(c for c in number.partition("(")[0] if c.isdigit())
    national = "0" + digits[2:] if number.strip().startswith("+46") else digits
    if len(digits) < 3:
        return
    yield digits
    yield national
    if national.startswith("0"):
        yield from ("46" + national[1:], "0046" + national[1:], "460" + national[1:], "00460" + national[1:])


def host_of(address: str) -> str:
    """`https://www.example.org/x` → `example.org`; empty when there is no host."""
    host = address.partition("://")[2] or address
    return host.partition("/")[0].strip().lower().removeprefix("www.") if "." in host else ""


def _under(node: Any, keys: frozenset[str], within: bool = False) -> Iterable[str]:
    """Every string below one of the keys, however the directory nests it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _under(value, keys, within or key in keys)
    elif isinstance(node, list):
        for value in node:
            yield from _under(value, keys, within)
    elif within and isinstance(node, str | int):
        yield str(node)
