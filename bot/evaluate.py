"""What the trained model makes of messages: `python -m bot.evaluate < lines.jsonl > found.jsonl`.

Reads {"id", "lang", "channel", "text"} a line, text already redacted, each message on its own (no conversation, no
language told beforehand); writes {"id", "language", "topics", "urgency", "urgency_score", "signs"} in the same order.
Loads the model once, starts no server, logs nothing. A line it cannot read ends it with one sentence and exit code 2.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.launch import MODEL
from bot.quiet import be_quiet
from bot.standin import stand_in_for_unused


class LineError(Exception):
    """A line of the input cannot be used. Names its number and what to do, never its text."""


def main(arguments: list[str] | None = None) -> int:
    """Returns 0, or 2 with one sentence on standard error."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluate", description="Read messages as the bot would.")
    parser.add_argument("--model", type=Path, default=MODEL)
    given = parser.parse_args(arguments)
    if not given.model.is_file():
        print(f"{given.model}: there is no trained model; make one with `python -m bot.train`.", file=sys.stderr)
        return 2
    be_quiet()
    stand_in_for_unused()
    try:
        for line in asyncio.run(evaluate(given.model, read_lines(sys.stdin.buffer))):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    except LineError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


async def evaluate(model: Path, lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is found in each line's text, by the very components that serve."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    processor = Agent.load(str(model)).processor
    found = []
    for line in lines:
        # A leading slash is Rasa's command sign; the door never lets one through.
        message = UserMessage(line["text"].lstrip("/ "), metadata={"channel": line.get("channel")})
        found.append({"id": line["id"], **_as_line(await processor.parse_message(message))})
    return found


def read_lines(stream: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The lines, empty ones left out. Raises LineError."""
    for number, raw in enumerate(stream, 1):
        if not raw.strip():
            continue
        try:
            line = json.loads(raw)
        except ValueError:
            raise LineError(f"line {number}: this is not one JSON object in UTF-8; mend or delete it.") from None
        if not isinstance(line, dict) or "id" not in line or not isinstance(line.get("text"), str):
            raise LineError(f"line {number}: give it an id and a text.")
        yield line


def _as_line(parsed: dict[str, Any]) -> dict[str, Any]:
    entities = {entity["entity"]: entity["value"] for entity in parsed.get("entities", [])}
    return {
        "language": entities["language"],
        "topics": entities["topics"],
        "urgency": entities["level"],
        "urgency_score": entities["level_score"]["score"],
        "signs": entities["signs"],
    }


if __name__ == "__main__":
    sys.exit(main())
