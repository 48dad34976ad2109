"""How urgent a message is: a model of its own, with thresholds for each language that find danger.

The model sees the features of the text and the signs found in it. A threshold turns its calibrated probabilities into a
level. Missing someone in danger is the worst error, so each threshold is set by how many of those must be found.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from bot.nlu import linear
from bot.nlu.features import Numbers, features
from bot.nlu.reading import Reading
from bot.nlu.signs import Sign
from bot.nlu.words import LANGUAGES, LEVELS, higher, rank

LEAST_FOUND = {"immediate": ("immediate", 0.92), "high": ("immediate", 0.97), "elevated": ("elevated", 0.8)}
"""A level's threshold is as high as still gives at least this level to such a share of our own messages labelled so.
Raising all that are immediate would call a counsellor for one harmless message in ten: they would stop looking."""
MOST_RAISED = 0.005
"""A short message without a sign of danger says little, so the model guesses. Its threshold of `immediate` raises at
most such a share of our own harmless ones; `high`, which names 112 and a counsellor too, it reaches as any other."""
SHORT_WORDS, SHORT_THAI = 7, 25
FOLDS = 4
COST = 0.2
"""Of an error in training: at 1.0 three to five in a hundred more of those in immediate danger are missed."""
GRID = np.linspace(0.05, 0.9, 86)

Thresholds = dict[str, dict[str, float]]
"""Language, then level, then the probability of at least that level from which on it is given; GUESSED is that of
`immediate` for short messages without a sign."""
GUESSED = "guessed"


@dataclass(frozen=True)
class Judgement:
    """A message's level, the machine's confidence that it is at least that (0 to 1), and the signs that stand."""

    level: str
    score: float
    signs: tuple[Sign, ...]


def judge(
    reading: Reading, language: str, signs: Sequence[Sign], model: linear.LinearModel, thresholds: Thresholds
) -> Judgement:
    """The level of one message. A sign of immediate danger that nothing softens makes it `high` at least."""
    standing = tuple(sign for sign in signs if not sign.softened)
    active = urgency_features(reading, signs)
    if not model.knows(active) or not any(char.isalpha() for char in reading.text):
        return judge_by_signs(signs)
    at_least = _at_least(model.probabilities(active), model.classes)
    bounds = thresholds.get(language) or thresholds["en"]
    if is_guess(reading, signs):
        bounds = {**bounds, "immediate": bounds[GUESSED]}
    level = next((name for name in reversed(LEVELS[1:]) if at_least[rank(name)] >= bounds[name]), "routine")
    if any(sign.level == "immediate" for sign in standing):
        level = higher(level, "high")
    score = 1 - at_least[1] if level == "routine" else at_least[rank(level)]
    return Judgement(level, round(float(score), 4), standing)


def is_guess(reading: Reading, signs: Sequence[Sign]) -> bool:
    """Whether a message is short and shows no sign that would be `high` or more."""
    thai = any("\u0e00" <= char <= "\u0e7f" for char in reading.text)
    short = len(reading.text) <= SHORT_THAI if thai else len(reading.text.split()) <= SHORT_WORDS
    return short and not any(rank(sign.level) >= rank("high") for sign in signs if not sign.softened)


def judge_by_signs(signs: Sequence[Sign]) -> Judgement:
    """What is left when the model cannot be asked, or knows nothing of the message: the signs that stand."""
    standing = tuple(sign for sign in signs if not sign.softened)
    level = "routine"
    for sign in standing:
        level = higher(level, sign.level)
    return Judgement(level, 0.5, standing)


def urgency_features(reading: Reading, signs: Sequence[Sign]) -> Numbers:
    """The features of the text together with those of the signs, standing or softened, and of their levels."""
    shown = [f"{sign.id} {sign.softened}" for sign in signs]
    shown += [f"level {sign.level} {bool(sign.softened)}" for sign in signs]
    return np.union1d(reading.active, features("", (), signs=shown)) if shown else reading.active


def train_urgency(
    active: Sequence[Numbers],
    levels: Sequence[str],
    languages: Sequence[str],
    shares: Sequence[float],
    guesses: Sequence[bool],
) -> tuple[linear.LinearModel, Thresholds]:
    """Model and thresholds. Each message's probability for the thresholds is from a model that has not seen it;
    `guesses` are those of `is_guess`."""
    unseen = np.zeros((len(active), len(LEVELS)))
    fold = np.array([int(share * FOLDS) for share in shares])
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        trials = list(pool.map(partial(_trial, active, levels), [fold == number for number in range(FOLDS)]))
    for number, (_, at_least) in enumerate(trials):
        unseen[fold == number] = at_least
    true, spoken, guessed = np.array([rank(level) for level in levels]), np.array(languages), np.array(guesses)
    thresholds = {
        name: choose_thresholds(unseen[spoken == name], true[spoken == name], guessed[spoken == name])
        for name in LANGUAGES
    }
    model = linear.fit(active, levels, COST)
    return linear.with_temperature(model, float(np.mean([temperature for temperature, _ in trials]))), thresholds


def _trial(
    active: Sequence[Numbers], levels: Sequence[str], held_out: NDArray[np.bool_]
) -> tuple[float, linear.Floats]:
    """Of a model that has not seen the messages `held_out`: its temperature, and what it says of each of them."""
    seen, rest = np.flatnonzero(~held_out), np.flatnonzero(held_out)
    model = linear.fit([active[i] for i in seen], [levels[i] for i in seen], COST)
    temperature = linear.calibrated(model, [active[i] for i in rest], [levels[i] for i in rest])
    model = linear.with_temperature(model, temperature)
    at_least = [_at_least(model.probabilities(active[i]), model.classes) for i in rest]
    return temperature, np.array(at_least).reshape(-1, len(LEVELS))


def choose_thresholds(at_least: linear.Floats, true: linear.Places, guessed: NDArray[np.bool_]) -> dict[str, float]:
    """The highest threshold of each level that finds as many as LEAST_FOUND wants; for guesses the lowest that raises
    no more than MOST_RAISED, if that is higher."""

    def highest(level: str, labelled: str, share: float) -> float:
        chances = at_least[true == rank(labelled), rank(level)]
        return float(next((bound for bound in GRID[::-1] if np.mean(chances >= bound) >= share), GRID[0]))

    thresholds = {level: highest(level, *wanted) for level, wanted in LEAST_FOUND.items()}
    harmless = at_least[guessed & (true == rank("routine")), rank("immediate")]
    lowest = next((bound for bound in GRID if not len(harmless) or np.mean(harmless >= bound) <= MOST_RAISED), GRID[-1])
    return {**thresholds, GUESSED: max(thresholds["immediate"], float(lowest))}


def _at_least(chances: linear.Floats, classes: Sequence[str]) -> linear.Floats:
    """The probability of at least each level, in the order of LEVELS; the first is 1."""
    each = np.zeros(len(LEVELS))
    for name, chance in zip(classes, chances, strict=True):
        each[rank(name)] = chance
    return np.asarray(each[::-1].cumsum()[::-1])
