"""Reply time through the door against Rasa's bare REST channel, the two taking turns on the same model and messages."""

import statistics
import time
from collections.abc import Iterator

import httpx

from tests.journeys.stack import Stack

CONVERSATIONS = 8
ROUNDS = 3  # each topic is asked for so many times in each language, the first for nothing
TURNS = 8  # of each conversation: Rasa slows down with the length of one, and real ones are short
MESSAGES = {
    "sv": "är det olagligt att sälja sex i sverige",
    "en": "can the police send me out of the country",
    "th": "ขายบริการผิดกฎหมายไหมคะ",
    "ro": "unde pot face un test pentru boli",
}
Row = tuple[str, str, str]


def measure(stack: Stack) -> Iterator[Row]:
    """Medians over all languages, and their ratio."""
    with httpx.Client(trust_env=False, timeout=20) as client:
        door: list[float] = []
        bare: list[float] = []
        for conversation in range(CONVERSATIONS):
            for language, text in MESSAGES.items():
                token, sender = _begin(client, stack, language), f"bench-{conversation}-{language}"
                for n in range(1, TURNS + 1):
                    door.append(_timed(client, f"{stack.url}/api/chat/messages", {"n": n, "text": text}, token))
                    metadata = {"language": language, "channel": "web"}
                    body = {"sender": sender, "message": text, "metadata": metadata}
                    bare.append(_timed(client, f"{stack.settings.bot_url}/webhooks/rest/webhook", body))
    warm = len(door) // 4  # the first quarter warms both up
    through, straight = statistics.median(door[warm:]), statistics.median(bare[warm:])
    yield "reply through the door, median", f"{through * 1000:.1f} ms", ""
    yield "reply of Rasa's REST channel, median", f"{straight * 1000:.1f} ms", ""
    yield "door / bare REST", f"{through / straight:.2f} ×", "≤ 1.3 ×"
    yield "reply through the door, p95", f"{_p95(door[warm:]) * 1000:.1f} ms", ""
    topics = _topics(stack)
    name, slowest = max(((topic, _p95(took)) for topic, took in topics.items()), key=lambda one: one[1])
    every = [seconds for took in topics.values() for seconds in took]
    yield f"answer of one of {len(topics)} topics, p95 over all", f"{_p95(every) * 1000:.1f} ms", ""
    yield f"the slowest topic's own p95 ({name})", f"{slowest * 1000:.1f} ms", ""


def _topics(stack: Stack) -> dict[str, list[float]]:
    """Seconds for each topic's answer by its button, each in a new conversation, in all languages."""
    took: dict[str, list[float]] = {}
    topics = sorted(folder.name for folder in (stack.settings.content / "rights").iterdir())
    with httpx.Client(trust_env=False, timeout=20) as client:
        for round_ in range(ROUNDS):
            for topic in topics:
                for language in MESSAGES:
                    token = _begin(client, stack, language)
                    body = {"n": 1, "choice": topic}
                    seconds = _timed(client, f"{stack.url}/api/chat/messages", body, token)
                    if round_:  # the first round warms up
                        took.setdefault(topic, []).append(seconds)
    return took


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20, method="inclusive")[18]


def _begin(client: httpx.Client, stack: Stack, language: str) -> str:
    answer = client.post(f"{stack.url}/api/chat", json={"language": language})
    answer.raise_for_status()
    return str(answer.json()["token"])


def _timed(client: httpx.Client, url: str, body: object, token: str = "") -> float:
    begun = time.perf_counter()
    answer = client.post(url, json=body, headers={"Authorization": f"Bearer {token}"} if token else {})
    took = time.perf_counter() - begun
    answer.raise_for_status()
    return took
