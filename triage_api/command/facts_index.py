"""Makes content/facts.yml, the index of the fact base that the texts are checked against.

    .venv/bin/python -m triage_api.command.facts_index ../shared/facts/facts.yml > content/facts.yml

The fact base lies outside the repository; the index holds, per fact, what a check needs and nothing to read out to
anybody: kind, confidence, whether it must be verified before launch, and for a contact the numbers and addresses that
may be shown. Run it again when the fact base changes, and commit the result.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from triage_api.door.redact.numbers_to_keep import host_of
from triage_api.door.yaml_file import read_yaml_file

# Source: facts/README.md of 2026-11-20, "Numbers that must NOT be published yet": own knowledge, third-party copies,
# or weak copies. (The Romanian embassy's emergency mobile is also among them; it stands in no field of the fact base.)
# A contact leaves this list when somebody has called its number.
WITHHELD = frozenset(
    {
        "c-ditt-ecpat",
        "c-rodakorset-papperslosa",
        "c-avk",
        "c-brottsoffermyndigheten",
        "c-embassy-th",
        "c-preventell",
        "c-rfsl",
        "c-ratt-att-valja",
    }
)
HEAD = (
    "# Made by `python -m triage_api.command.facts_index PATH/facts.yml`. Do not edit: change the fact base, run it.\n"
)
_NUMBER = re.compile(r"\+?[\d][\d -]*\d")


def index(facts: list[dict[str, Any]]) -> str:
    """The index as YAML, one fact a line, in the order of the fact base."""
    return HEAD + "".join(f"{fact['id']}: {{{_row(fact)}}}\n" for fact in facts)


def _row(fact: dict[str, Any]) -> str:
    row = {name: fact[name] for name in ("kind", "confidence", "verify_before_launch")}
    if fact["kind"] == "contact":
        row |= {"phone": None, "also": [], "web": fact.get("web"), "chat": fact.get("chat_url")}
        if fact["id"] not in WITHHELD:
            row["phone"] = fact.get("phone")
            row["also"] = [found[0] for text in fact.get("phone_alt", []) if (found := _NUMBER.match(text))]
        # A number for text messages is none of the withheld ones, which are all for calling.
        if _NUMBER.fullmatch(str(fact.get("sms"))):
            row["also"] = [*row["also"], fact["sms"]]
    addresses = [fact.get("web"), fact.get("chat_url"), *(source["url"].split()[0] for source in fact["source"])]
    row["hosts"] = sorted({host for address in addresses if address and (host := host_of(address))})
    return ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in row.items())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the fact base: python -m triage_api.command.facts_index PATH/facts.yml > content/facts.yml")
    sys.stdout.write(index(read_yaml_file(Path(sys.argv[1]))))
