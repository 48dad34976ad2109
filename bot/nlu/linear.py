"""A linear model over sparse features, fast for one message: the rows of the active features are summed, no more.

scikit-learn trains it. Its own `predict_proba` copies the whole transposed coefficient matrix for each message; here
the transpose is made once, in C order and float32.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.nlu.features import KINDS, Numbers, kind_of

SEED = 7
Floats = NDArray[np.floating[Any]]
Places = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class LinearModel:
    """`known` are the sorted feature numbers, `weight` each one's idf, `rows` a row of class weights for each."""

    classes: tuple[str, ...]
    known: Numbers
    weight: Floats
    rows: Floats
    intercept: Floats
    temperature: float = 1.0

    def margins(self, active: Numbers) -> Floats:
        """One number per class, larger for a likelier one; of features never seen in training only the intercept."""
        at = self._places(active)
        if not len(at):
            return self.intercept.copy()
        return np.asarray(self._weigh(at) @ self.rows[at] + self.intercept)

    def _weigh(self, at: Places) -> Floats:
        """The idf of these features, scaled so that the features of each kind together have length 1."""
        weight, kind = self.weight[at], kind_of(self.known[at])
        lengths = np.sqrt(np.bincount(kind, weights=weight * weight, minlength=KINDS))
        return np.asarray(weight / lengths[kind], dtype=np.float32)

    def knows(self, active: Numbers) -> bool:
        """Whether any of these features was seen in training."""
        return self.share_known(active) > 0

    def share_known(self, active: Numbers) -> float:
        """How many of these features were seen in training, 0 to 1; 0 when there are none."""
        return len(self._places(active)) / len(active) if len(active) else 0.0

    def _places(self, active: Numbers) -> Places:
        """Where the features seen in training stand in `known`; the others are left out."""
        at = np.searchsorted(self.known, active)
        at[at == len(self.known)] = 0
        return np.asarray(at[self.known[at] == active])

    def probabilities(self, active: Numbers) -> Floats:
        """The calibrated probability of each class, in the order of `classes`; they sum to 1."""
        return softmax(self.margins(active) / self.temperature)

    def save(self, file: Path) -> None:
        """Writes a .npz of plain arrays (nothing that runs when it is read)."""
        np.savez(
            file,
            classes=np.array(self.classes),
            known=self.known,
            weight=self.weight,
            rows=self.rows.astype(np.float16),
            intercept=self.intercept,
            temperature=np.array(self.temperature),
        )


def load(file: Path) -> LinearModel:
    """Reads what `save` wrote."""
    with np.load(file, allow_pickle=False) as arrays:
        return LinearModel(
            tuple(str(name) for name in arrays["classes"]),
            arrays["known"],
            arrays["weight"],
            np.ascontiguousarray(arrays["rows"], dtype=np.float32),
            arrays["intercept"],
            float(arrays["temperature"]),
        )


def fit(active: Sequence[Numbers], labels: Sequence[str], cost: float = 1.0) -> LinearModel:
    """Trains a linear support vector machine for each class against the rest, on features seen in two messages or more.

    `cost` is what an error costs against a simpler model.
    """
    known, at, message = _known(active)
    seen_in = np.bincount(at, minlength=len(known))
    weight = (np.log((1 + len(active)) / (1 + seen_in)) + 1).astype(np.float32)
    kind = kind_of(known)[at]
    lengths = np.sqrt(np.bincount(message * KINDS + kind, weights=weight[at] ** 2, minlength=len(active) * KINDS))
    values = weight[at] / lengths[message * KINDS + kind]
    matrix = csr_matrix((values, (message, at)), shape=(len(active), len(known)))
    machine = LinearSVC(C=cost, random_state=SEED)
    machine.fit(matrix, np.asarray(labels))
    return LinearModel(
        tuple(str(name) for name in machine.classes_),
        known,
        weight,
        np.ascontiguousarray(machine.coef_.T, dtype=np.float32),
        machine.intercept_.astype(np.float32),
    )


def calibrated(model: LinearModel, active: Sequence[Numbers], labels: Sequence[str]) -> float:
    """The temperature at which the probabilities fit messages the model was not trained on."""
    margins = np.array([model.margins(one) for one in active])
    columns = np.array([model.classes.index(label) if label in model.classes else -1 for label in labels])
    margins, columns = margins[columns >= 0], columns[columns >= 0]
    if not len(columns):
        return 1.0

    def surprise(log_temperature: float) -> float:
        chances = softmax(margins / np.exp(log_temperature))
        return float(-np.log(chances[np.arange(len(columns)), columns] + 1e-9).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-4, 4), method="bounded").x))


def fit_calibrated(
    active: Sequence[Numbers], labels: Sequence[str], held_out: Sequence[bool], cost: float = 1.0
) -> LinearModel:
    """A model that learned from all messages, with the temperature of one that had not seen those `held_out`.

    For a temperature a third of the others is enough, in a fifth of the time.
    """
    first = [i for i, held in enumerate(held_out) if not held][::3]
    rest = [i for i, held in enumerate(held_out) if held]
    trial = fit([active[i] for i in first], [labels[i] for i in first], cost)
    temperature = calibrated(trial, [active[i] for i in rest], [labels[i] for i in rest])
    return with_temperature(fit(active, labels, cost), temperature)


def with_temperature(model: LinearModel, temperature: float) -> LinearModel:
    """The same model, surer (below 1) or less sure of itself."""
    return replace(model, temperature=temperature)


def softmax(margins: Floats) -> Floats:
    """Probabilities along the last axis."""
    shifted = np.exp(margins - margins.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def _known(active: Sequence[Numbers]) -> tuple[Numbers, Places, Places]:
    """The features that stand in two messages or more, and of each of their occurrences which feature and message."""
    every = np.concatenate(active)
    numbers, counts = np.unique(every, return_counts=True)
    known = numbers[counts >= 2]
    at = np.searchsorted(known, every)
    at[at == len(known)] = 0
    kept = known[at] == every
    message = np.repeat(np.arange(len(active)), [len(one) for one in active])
    return known, at[kept], message[kept]
