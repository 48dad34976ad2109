"""What others make of the same messages; runs in the stock environment, prints one JSON object.

    .venv-stock/bin/python -m tests.bench.others

Rasa's stock pipeline for intents (DIET) learns from one message in sixteen for EPOCHS epochs: all of them for the
stock 100 take a day on two cores. Its tokeniser refuses Thai. lingua guesses the language of short lines.
"""

import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from tests.bench.learning import DIALOGUE, FEW
from tests.bench.rasa_files import as_example, diet_pipeline, write_yaml

EPOCHS = 20
LANGUAGES = ("sv", "en", "ro")


def main() -> None:
    print(json.dumps({"diet": diet(), "lingua": lingua()}))


def diet() -> dict[str, Any]:
    """Shares of right topics on the messages held out, and the seconds its training took."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    from bot.nlu.messages import read_messages

    messages = read_messages()
    learnt = [m for m in [m for m in messages if not m.is_held_out][::FEW] if m.language in LANGUAGES]
    examples: dict[str, list[str]] = {}
    for m in learnt:
        examples.setdefault(m.topic, []).append(as_example(m.text))
    nlu = [{"intent": topic, "examples": "".join(f"- {text}\n" for text in texts)} for topic, texts in examples.items()]
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        write_yaml(project / "nlu.yml", {"version": "3.1", "nlu": nlu})
        write_yaml(
            project / "config.yml", {"recipe": "default.v1", "language": "en", "pipeline": diet_pipeline(EPOCHS)}
        )
        started = time.perf_counter()
        model = train_nlu(str(project / "config.yml"), str(project / "nlu.yml"), str(project / "models"))
        seconds = time.perf_counter() - started
        agent = Agent.load(model)

        async def ranked(text: str) -> list[str]:
            found = await agent.parse_message(text)
            return [intent["name"] for intent in found["intent_ranking"][:3]]

        right: dict[str, list[tuple[bool, bool]]] = {language: [] for language in LANGUAGES}
        loop = asyncio.new_event_loop()
        for m in (m for m in messages if m.is_held_out and m.language in LANGUAGES):
            three = loop.run_until_complete(ranked(as_example(m.text))) or [""]
            right[m.language].append((three[0] == m.topic, m.topic in three))
    return {
        "first": {language: round(sum(one for one, _ in of) / len(of), 3) for language, of in right.items()},
        "first three": {language: round(sum(three for _, three in of) / len(of), 3) for language, of in right.items()},
        "seconds": round(seconds),
        "messages": len(learnt),
    }


def lingua() -> dict[str, float]:
    """Shares of short lines whose language it guesses, limited to the four."""
    from lingua import Language, LanguageDetectorBuilder

    names = {"sv": Language.SWEDISH, "en": Language.ENGLISH, "th": Language.THAI, "ro": Language.ROMANIAN}
    detector = LanguageDetectorBuilder.from_languages(*names.values()).build()
    lines = yaml.safe_load(DIALOGUE.read_text(encoding="utf-8"))
    return {
        name: round(sum(detector.detect_language_of(line) == language for line in lines[name]) / len(lines[name]), 3)
        for name, language in names.items()
    }


if __name__ == "__main__":
    main()
