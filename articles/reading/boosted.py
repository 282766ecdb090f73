"""Evaluates boosted decision trees that were trained elsewhere and stored as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

#: What stands for a missing value, in training as in reading.
MISSING = -9.0


@cache
def load_boosted(path: Path) -> Boosted:
    """Return stored trees, read once; raises FileNotFoundError where the installation lacks them."""
    return Boosted.load(path)


@dataclass(frozen=True, slots=True)
class Boosted:
    """Trees of one model: node arrays of shape (trees, nodes); a leaf's feature is -1.

    ``base`` is the log-odds before any tree; ``names`` are the features in order.
    """

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: npt.NDArray[np.float64]
    base: float
    names: tuple[str, ...]

    @classmethod
    def load(cls, path: Path) -> Boosted:
        """Read a model; raises OSError where the file is missing."""
        with np.load(path) as stored:
            return cls(
                feature=stored["feature"],
                threshold=stored["threshold"],
                left=stored["left"],
                right=stored["right"],
                value=stored["value"],
                base=float(stored["base"]),
                names=tuple(str(name) for name in stored["names"]),
            )

    def probabilities(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the probability for each row (rows × features); NaN is a missing value."""
        rows = np.nan_to_num(rows, nan=MISSING)
        trees = np.arange(len(self.feature))[None, :]
        at = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(self.feature)), dtype=np.int64)
        while (inner := (feature := self.feature[trees, node]) >= 0).any():
            x = rows[at, np.maximum(feature, 0)]
            left = x <= self.threshold[trees, node]
            step = np.where(left, self.left[trees, node], self.right[trees, node])
            node = np.where(inner, step, node)
        score = self.base + self.value[trees, node].sum(axis=1)
        result: npt.NDArray[np.float64] = 1 / (1 + np.exp(-score))
        return result
