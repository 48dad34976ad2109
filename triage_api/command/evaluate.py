"""`lykta eval`: runs labelled messages through the real redaction, the door's danger signs and the trained bot.

The texts stay in memory and in the pipe to the bot's own process; what is written is what the operator asked for
(`--out`), which holds the redacted text only.
"""

import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage_api.command.parts import bot_python
from triage_api.command.trouble import Trouble
from triage_api.door.danger import Danger
from triage_api.door.redact import load_redactor
from triage_api.door.signs import load_signs
from triage_api.settings import ROOT, Settings
from triage_api.words import Channel, Language, Level, RawText


@dataclass(frozen=True)
class Labelled:
    """One line of an evaluation file, as ../shared/eval/LABELS.md or docs/evaluation.md defines it."""

    id: str
    lang: Language
    channel: Channel
    persona: str
    text: RawText
    topic: str
    urgency: Level
    note: str


@dataclass(frozen=True)
class Predicted:
    """What the product makes of it. `urgency` is the level it would act on: the higher of door and bot."""

    id: str
    language: str
    topics: list[tuple[str, float]]
    urgency: Level
    urgency_score: float
    redacted: str

    def line(self) -> str:
        return json.dumps(self.__dict__, ensure_ascii=False)


def read_labelled(file: Path) -> list[Labelled]:
    """The lines of a JSONL file.

    Raises:
        Trouble: naming the line that is not as it must be. It never quotes the text.
    """
    lines = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            lines.append(
                Labelled(
                    id=str(fields["id"]),
                    lang=Language(fields["lang"]),
                    channel=Channel(fields.get("channel", "web")),
                    persona=str(fields.get("persona", "self")),
                    text=RawText(str(fields["text"])),
                    topic=str(fields["topic"]),
                    urgency=Level(fields["urgency"]),
                    note=str(fields.get("note", "")),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Trouble(
                f"{file}, line {number}: needs id, lang, text, topic and urgency with values of docs/evaluation.md."
            ) from error
    return lines


def predict(messages: Sequence[Labelled], settings: Settings, model: Path) -> list[Predicted]:
    """Runs every message as a conversation's first, in its channel, without a chosen language."""
    danger = Danger(load_signs(settings.config))
    redactor = load_redactor(settings.content, settings.config)
    redacted = [redactor.redact(message.text).text for message in messages]
    answers = _ask_bot(
        ({"id": m.id, "lang": "", "channel": m.channel, "text": r} for m, r in zip(messages, redacted, strict=True)),
        model,
    )
    found = []
    for message, text, answer in zip(messages, redacted, answers, strict=True):
        level = Level(answer["urgency"])
        for sign in danger.find(message.text):
            level = level.at_least(sign.level)
        found.append(
            Predicted(
                id=message.id,
                language=answer["language"],
                topics=[(topic, score) for topic, score in answer["topics"]],
                urgency=level,
                urgency_score=answer["urgency_score"],
                redacted=text,
            )
        )
    return found


def _ask_bot(lines: Iterable[dict[str, Any]], model: Path) -> Iterator[dict[str, Any]]:
    asked = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    done = subprocess.run(  # noqa: S603 - our own command
        [str(bot_python()), "-m", "bot.evaluate", "--model", str(model)],
        input=asked,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise Trouble(f"The bot could not evaluate: {said[-1] if said else 'run `lykta train` first.'}")
    return (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
