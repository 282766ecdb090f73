"""Fit linear models on named features: yes or no, and which one of several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True, slots=True)
class Example:
    """One judged thing: its features, the right answer, and how much it counts."""

    features: Sequence[str]
    answer: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    """Several options, each a list of features, the indexes of the right ones, and the weight."""

    options: Sequence[Sequence[str]]
    right: frozenset[int]
    weight: float = 1.0


def _vocabulary(rows: Iterable[Sequence[str]], least: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(set(row))
    kept = sorted(feature for feature, count in counts.items() if count >= least)
    return {feature: column for column, feature in enumerate(kept)}


def _matrix(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> csr_matrix:
    bounds: list[int] = [0]
    cells: list[int] = []
    for row in rows:
        # A feature that occurs twice weighs twice when scored, so it must here as well.
        cells.extend(columns[feature] for feature in row if feature in columns)
        bounds.append(len(cells))
    return csr_matrix(
        (np.ones(len(cells)), np.array(cells), np.array(bounds)), shape=(len(rows), len(columns))
    )


def fit_yes_no(examples: Sequence[Example], strength: float, least: int = 3) -> dict[str, float]:
    """Return the weights of a logistic regression; ``strength`` is the inverse of the L2 penalty."""
    rows = [example.features for example in examples]
    columns = _vocabulary(rows, least)
    model = LogisticRegression(C=strength, solver="liblinear", fit_intercept=False)
    model.fit(
        _matrix(rows, columns),
        [example.answer for example in examples],
        sample_weight=[example.weight for example in examples],
    )
    return {feature: float(model.coef_[0][column]) for feature, column in columns.items()}


def fit_choice(choices: Sequence[Choice], penalty: float, least: int = 5) -> dict[str, float]:
    """Return the weights of a conditional logit: the right options shall have the largest share."""
    rows = [option for choice in choices for option in choice.options]
    columns = _vocabulary(rows, least)
    cells = _matrix(rows, columns)
    sizes = np.array([len(choice.options) for choice in choices])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    owner = np.repeat(np.arange(len(choices)), sizes)
    right = np.array([i in choice.right for choice in choices for i in range(len(choice.options))])
    weight = np.array([choice.weight for choice in choices])

    def loss(values: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        score = cells @ values
        scale = np.exp(score - np.maximum.reduceat(score, starts)[owner])
        everything = np.add.reduceat(scale, starts)
        correct = np.add.reduceat(scale * right, starts) + 1e-12
        drift = scale / everything[owner] - scale * right / correct[owner]
        total = (weight * (np.log(everything) - np.log(correct))).sum() + penalty / 2 * (values @ values)
        return float(total), cells.T @ (drift * weight[owner]) + penalty * values

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return {feature: float(found.x[column]) for feature, column in columns.items()}
