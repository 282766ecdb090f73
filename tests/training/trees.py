"""Grows boosted trees and writes them as the plain arrays that the reading evaluates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from articles.reading.boosted import MISSING, Boosted

#: Every split looks at this share of the features: trees that saw a few texts fewer then choose alike.
SEEN = 0.4


def filled(rows: Sequence[Sequence[float]] | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the rows as an array, with missing values written as one low number."""
    return np.nan_to_num(np.array(rows, dtype=np.float64), nan=MISSING)


def grow(
    rows: npt.NDArray[np.float64],
    labels: npt.NDArray[np.bool_],
    names: Sequence[str],
    *,
    rounds: int = 150,
    leaves: int = 8,
    rate: float = 0.06,
    weights: npt.NDArray[np.float64] | None = None,
    times: int = 1,
) -> Boosted:
    """Return trees that tell ``labels`` from ``rows`` (rows × features), which may count more or less.

    Grown so many ``times``, each time from other features by chance, they give the mean: a text more or less
    to learn from then moves nothing.
    """
    grown = [_grow(rows, labels, names, rounds, leaves, rate, weights, seed) for seed in range(times)]
    nodes = max(m.feature.shape[1] for m in grown)

    def joined(name: str, missing: float) -> npt.NDArray[Any]:
        parts = [getattr(m, name) for m in grown]
        wide = [((0, 0), (0, nodes - p.shape[1])) for p in parts]
        return np.concatenate(
            [np.pad(p, w, constant_values=missing) for p, w in zip(parts, wide, strict=True)]
        )

    return Boosted(
        joined("feature", -1),
        joined("threshold", 0),
        joined("left", -1),
        joined("right", -1),
        joined("value", 0) / times,
        float(np.mean([m.base for m in grown])),
        tuple(names),
    )


def _grow(
    rows: npt.NDArray[np.float64],
    labels: npt.NDArray[np.bool_],
    names: Sequence[str],
    rounds: int,
    leaves: int,
    rate: float,
    weights: npt.NDArray[np.float64] | None,
    seed: int,
) -> Boosted:
    model = HistGradientBoostingClassifier(
        max_iter=rounds,
        max_leaf_nodes=leaves,
        learning_rate=rate,
        l2_regularization=5.0,
        min_samples_leaf=20,
        early_stopping=False,
        max_features=SEEN,
        random_state=seed,
    )
    model.fit(filled(rows), labels, sample_weight=weights)
    stages = [stage[0].nodes for stage in model._predictors]
    shape = (len(stages), max(len(nodes) for nodes in stages))
    feature, left, right = (np.full(shape, -1, dtype=np.int16) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    for k, nodes in enumerate(stages):
        inner = nodes["is_leaf"] == 0
        feature[k, : len(nodes)] = np.where(inner, nodes["feature_idx"], -1)
        threshold[k, : len(nodes)] = np.where(inner, nodes["num_threshold"], 0.0)
        left[k, : len(nodes)], right[k, : len(nodes)] = nodes["left"], nodes["right"]
        value[k, : len(nodes)] = nodes["value"]
    base = float(np.ravel(model._baseline_prediction)[0])
    return Boosted(feature, threshold, left, right, value, base, tuple(names))


def save(model: Boosted, path: Path) -> None:
    """Write trees as the reading loads them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        feature=model.feature,
        threshold=model.threshold,
        left=model.left,
        right=model.right,
        value=model.value,
        base=model.base,
        names=np.array(model.names),
    )
