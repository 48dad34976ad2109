"""How well the models do on messages they have not seen; runs in the bot's environment, prints one JSON object.

    .venv-bot/bin/python -m tests.bench.learning <file of the curve, .svg>

One message in five is held out (`TrainingMessage.is_held_out`); nothing learns from those. `plain` is what anyone would
try first: words and characters, tf-idf, logistic regression. `small` learns from the few that the stock pipeline can
be given.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from bot.nlu import language, linear, signs, topic, urgency
from bot.nlu.clean import clean
from bot.nlu.messages import TrainingMessage, read_everyday, read_messages
from bot.nlu.reading import Reading, read
from bot.nlu.words import LANGUAGES, rank

DIALOGUE = Path(__file__).resolve().parent.parent / "bot" / "data" / "dialogue.yml"
STEPS = (16, 8, 4, 2, 1)
"""Of every so many messages one is learnt from."""
FEW = 16


def main() -> None:
    messages = read_messages()
    seen = [m for m in messages if not m.is_held_out]
    unseen = [m for m in messages if m.is_held_out]
    readings = {m.text: read(m.text) for m in messages}
    curve = {}
    for step in STEPS:
        part = seen[::step]
        curve[len(part)] = {**_topics(part, unseen, readings), **_urgency(part, unseen, readings)}
    few = [m for m in seen[::FEW] if m.language != "th"]
    plot(curve, Path(sys.argv[1]))
    results = {
        "curve": curve,
        "plain": _plain(seen, unseen),
        "small": _topics(few, [m for m in unseen if m.language != "th"], readings),
        "dialogue": _dialogue(messages),
    }
    print(json.dumps(results))


def _topics(
    seen: Sequence[TrainingMessage], unseen: Sequence[TrainingMessage], readings: dict[str, Reading]
) -> dict[str, Any]:
    model = linear.fit([readings[m.text].active for m in seen], [m.topic for m in seen], topic.COST)
    ranked = [[model.classes[i] for i in np.argsort(-model.margins(readings[m.text].active))[:3]] for m in unseen]
    return _shares(unseen, ranked)


def _urgency(
    seen: Sequence[TrainingMessage], unseen: Sequence[TrainingMessage], readings: dict[str, Reading]
) -> dict[str, Any]:
    """Recall of `immediate`, and as at least `high`, and how often `routine` is raised to it."""
    found = {m.text: signs.find_signs(readings[m.text].text, m.language) for m in (*seen, *unseen)}
    model, thresholds = urgency.train_urgency(
        [urgency.urgency_features(readings[m.text], found[m.text]) for m in seen],
        [m.level for m in seen],
        [m.language for m in seen],
        [m.share for m in seen],
        [urgency.is_guess(readings[m.text], found[m.text]) for m in seen],
    )
    given = [rank(urgency.judge(readings[m.text], m.language, found[m.text], model, thresholds).level) for m in unseen]
    return {
        name: _by_language(
            (m, level >= least) for m, level in zip(unseen, given, strict=True) if m.level == of
        )
        for name, least, of in (
            ("immediate", 3, "immediate"), ("at least high", 2, "immediate"), ("raised", 3, "routine")
        )
    }  # fmt: skip


def _plain(seen: Sequence[TrainingMessage], unseen: Sequence[TrainingMessage]) -> dict[str, Any]:
    started = time.perf_counter()
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=2)
    model = make_pipeline(
        make_union(letters, TfidfVectorizer(ngram_range=(1, 2), min_df=2)),
        LogisticRegression(C=10, solver="saga", max_iter=20),
    )
    model.fit([m.text for m in seen], [m.topic for m in seen])
    chances = model.predict_proba([m.text for m in unseen])
    shares = _shares(unseen, [list(model.classes_[np.argsort(-row)[:3]]) for row in chances])
    return {**shares, "seconds": round(time.perf_counter() - started, 1)}


def _shares(unseen: Sequence[TrainingMessage], ranked: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {
        "first": _by_language((m, three[0] == m.topic) for m, three in zip(unseen, ranked, strict=True)),
        "first three": _by_language((m, m.topic in three) for m, three in zip(unseen, ranked, strict=True)),
    }


def _by_language(right: Iterable[tuple[TrainingMessage, bool]]) -> dict[str, float]:
    """The share of right ones in each language."""
    each: dict[str, list[bool]] = {name: [] for name in LANGUAGES}
    for message, is_right in right:
        each[message.language].append(is_right)
    return {name: round(float(np.mean(of)), 3) for name, of in each.items() if of}


def _dialogue(messages: Sequence[TrainingMessage]) -> dict[str, dict[str, float]]:
    """Language of short lines by ours, and by langdetect as it comes and with four profiles only."""
    from langdetect import DetectorFactory, detect
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0
    model = language.train_language(messages, read_everyday())

    def as_it_comes(line: str) -> str:
        try:
            return str(detect(line))
        except LangDetectException:
            return ""

    def four_profiles(line: str) -> str:
        believed = language.ask_langdetect(clean(line))
        return max(believed, key=lambda name: believed[name])

    ways: dict[str, Callable[[str], str]] = {
        "langdetect": as_it_comes,
        "langdetect, four profiles": four_profiles,
        "ours": lambda line: language.guess_language(clean(line), model)[0],
    }
    lines = yaml.safe_load(DIALOGUE.read_text(encoding="utf-8"))
    return {
        way: {name: round(float(np.mean([guess(line) == name for line in lines[name]])), 3) for name in LANGUAGES}
        for way, guess in ways.items()
    }


def plot(curve: dict[int, dict[str, dict[str, float]]], file: Path) -> None:
    """Shares on messages held out against how many were learnt from, a line for each language."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "lykta"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.6), sharex=True)
    for axis, name in zip(axes, ("first", "immediate"), strict=True):
        for spoken in LANGUAGES:
            axis.plot(list(curve), [point[name][spoken] for point in curve.values()], marker="o", label=spoken)
        axis.set_xscale("log", base=2)
        axis.set_xticks(list(curve), [str(size) for size in curve])
        axis.set_xlabel("messages learnt from, all four languages")
        axis.grid(alpha=0.3)
    axes[0].set_title("the likeliest topic is the right one")
    axes[1].set_title("immediate seen as immediate")
    axes[0].legend()
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


if __name__ == "__main__":
    main()
