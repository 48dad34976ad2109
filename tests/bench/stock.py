"""The stock `rasa init` pipeline (DIET, TED) on our messages, beside ours: reply time and memory, in one run.

It needs TensorFlow, so it gets an environment of its own (.venv-stock, about 2 GB, made once). Its tokeniser refuses
Thai, so it is trained and asked in the three other languages; one epoch is enough, since how long it learned does not
change how long it answers. Both are asked over the REST channel, taking turns.
"""

import json
import os
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.bench.memory import children_of, pss_megabytes
from tests.bench.rasa_files import as_example, diet_pipeline, write_yaml
from tests.bench.replies import MESSAGES, Row, _timed
from tests.journeys.stack import Stack, free_port
from triage_api.command.children import Family, Part
from triage_api.settings import ROOT

ENVIRONMENT = ROOT / ".venv-stock"
STOCK = "rasa==3.6.21"
UV = ROOT / ".uv" / "bin" / "uv"
LANGUAGES = ("sv", "en", "ro")
CONVERSATIONS = 8
TURNS = 8
READY_SECONDS = 180
EPOCHS = 1
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}

PIPELINE = [
    *diet_pipeline(EPOCHS),
    {"name": "EntitySynonymMapper"},
    {"name": "ResponseSelector", "epochs": EPOCHS, "constrain_similarities": True},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]
POLICIES = [
    {"name": "MemoizationPolicy"},
    {"name": "RulePolicy"},
    {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": EPOCHS},
    {"name": "TEDPolicy", "max_history": 5, "epochs": EPOCHS, "constrain_similarities": True},
]


def measure(stack: Stack) -> Iterator[Row]:
    project = ROOT / "var" / "bench-stock"
    make_environment()
    model = _train(project)
    port = free_port()
    rasa = str(ENVIRONMENT / "bin" / "rasa")
    part = Part(
        "stock",
        (rasa, "run", "-m", str(model), "-i", "127.0.0.1", "-p", str(port), "--quiet"),
        port,
        "its port",
        f"http://127.0.0.1:{port}/",
        QUIET,
    )
    with Family() as family, httpx.Client(trust_env=False, timeout=30) as client:
        family.start(part)
        family.wait_ready(part, READY_SECONDS)
        ours: list[float] = []
        stock: list[float] = []
        for conversation in range(CONVERSATIONS):
            for language in LANGUAGES:
                metadata = {"language": language, "channel": "web"}
                body = {
                    "sender": f"stock-{conversation}-{language}",
                    "message": MESSAGES[language],
                    "metadata": metadata,
                }
                for _ in range(TURNS):
                    ours.append(_timed(client, f"{stack.settings.bot_url}/webhooks/rest/webhook", body))
                    stock.append(_timed(client, f"http://127.0.0.1:{port}/webhooks/rest/webhook", body))
        quarter = len(ours) // 4
        mine, theirs = statistics.median(ours[quarter:]), statistics.median(stock[quarter:])
        bot = stack.family.pids()["bot"]
        other = family.pids()["stock"]
        our_memory, stock_memory = (sum(map(pss_megabytes, [pid, *children_of(pid)])) for pid in (bot, other))
    yield "reply of the stock pipeline's REST channel, median", f"{theirs * 1000:.1f} ms", ""
    yield "ours / stock, reply time", f"{mine / theirs:.2f} ×", ""
    yield "ours / stock, memory while serving", f"{our_memory / stock_memory:.2f} ×", "≤ 0.5 ×"


def make_environment(*also: str) -> None:
    """Makes the stock environment if it is not there, with these packages besides."""
    if not (ENVIRONMENT / "bin" / "python").exists():
        subprocess.run(
            [UV, "venv", "--quiet", "--python", ROOT / ".venv-bot" / "bin" / "python", ENVIRONMENT], check=True
        )
    into = ["--python", str(ENVIRONMENT / "bin" / "python")]
    subprocess.run([UV, "pip", "install", "--quiet", "--no-config", *into, STOCK, *also], check=True, cwd="/")


def _train(project: Path) -> Path:
    project.mkdir(parents=True, exist_ok=True)
    examples: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for file in sorted((ROOT / "bot" / "data" / "messages" / language).glob("*.jsonl")):
            for line in file.read_text("utf-8").splitlines():
                message = json.loads(line)
                examples.setdefault(message["topic"].replace(".", "_"), []).append(as_example(message["text"]))
    nlu = [{"intent": topic, "examples": "".join(f"- {text}\n" for text in texts)} for topic, texts in examples.items()]
    rules = [{"rule": t, "steps": [{"intent": t}, {"action": f"utter_{t}"}]} for t in examples]
    write_yaml(project / "data" / "nlu.yml", {"version": "3.1", "nlu": nlu})
    write_yaml(project / "data" / "rules.yml", {"version": "3.1", "rules": rules})
    stories = [{"story": t, "steps": rule["steps"]} for t, rule in zip(examples, rules, strict=True)]
    write_yaml(project / "data" / "stories.yml", {"version": "3.1", "stories": stories})
    responses = {f"utter_{topic}": [{"text": topic}] for topic in examples}
    write_yaml(project / "domain.yml", {"version": "3.1", "intents": list(examples), "responses": responses})
    write_yaml(
        project / "config.yml", {"recipe": "default.v1", "language": "en", "pipeline": PIPELINE, "policies": POLICIES}
    )
    write_yaml(project / "credentials.yml", {"rest": None})
    command = [str(ENVIRONMENT / "bin" / "rasa"), "train", "--fixed-model-name", "stock", "--quiet"]
    subprocess.run(command, cwd=project, check=True, env={**os.environ, **QUIET}, capture_output=True)
    return project / "models" / "stock.tar.gz"
