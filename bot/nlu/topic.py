"""What a message is about: the three likeliest topics with calibrated scores."""

from collections.abc import Sequence

import numpy as np

from bot.nlu import linear
from bot.nlu.features import WORDS, Numbers, kind_of

UNDERSTOOD_FROM = 0.22
"""Below this score of the likeliest topic the bot says that it has not understood, and offers the three likeliest."""

COST = 0.25
"""Of an error in training: best where one writer's messages are learnt from and another's asked (0.1 to 1 tried)."""
GUESSED_FROM_LETTERS = 0.2
"""What the scores of a message are worth of whose words none was ever seen: it may be anything."""

CONSIDERED = 10
"""Topics handed on: three are reported, and three besides the seven of small talk are needed for buttons."""

Topics = list[tuple[str, float]]


def likely_topics(active: Numbers, model: linear.LinearModel, count: int = CONSIDERED) -> Topics:
    """The likeliest topics, best first, for the features of a message; none when nothing in it was ever seen before."""
    if not model.knows(active):
        return []
    chances = model.probabilities(active)
    if not model.knows(active[kind_of(active) == WORDS]):
        chances = chances * GUESSED_FROM_LETTERS
    best = np.argsort(-chances)[:count]
    return [(model.classes[i], round(float(chances[i]), 4)) for i in best]


def is_understood(topics: Topics) -> bool:
    """Whether the likeliest topic is likely enough to answer it."""
    return bool(topics) and topics[0][1] >= UNDERSTOOD_FROM


def train_topics(active: Sequence[Numbers], topics: Sequence[str], held_out: Sequence[bool]) -> linear.LinearModel:
    """Messages `held_out` fit the temperature; then the model learns from all of them."""
    return linear.fit_calibrated(active, topics, held_out, COST)
