"""Evaluates boosted decision trees that were trained elsewhere and stored as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

#: What stands for a missing value, in training as in reading.
MISSING = -9.0


@cache
def load_boosted(path: Path) -> Boosted:
    """Return stored trees, read once; raises FileNotFoundError where the installation lacks them."""
    return Boosted.load(path)


#: More leaves than bits no tree can have.
MOST_LEAVES = 8
#: So many rows lie in the processor's cache.
AT_ONCE = 256


@dataclass(frozen=True)
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
        """Return the probability for each row (rows × features); NaN is a missing value.

        All questions of all trees are asked at once: each that is answered "greater" strikes the leaves on
        its left, and the first leaf that is left is the tree's answer.
        """
        rows = np.nan_to_num(rows, nan=MISSING)
        parts = [self._scores(rows[k : k + AT_ONCE]) for k in range(0, len(rows), AT_ONCE)]
        result: npt.NDArray[np.float64] = 1 / (1 + np.exp(-np.concatenate([np.zeros(0), *parts])))
        return result

    def _scores(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        feature, threshold, struck, values = self._questions
        trees, questions = feature.shape
        # A question a row, so that each takes its column in one go; 0 where "greater" is true, else 255.
        greater = rows.T[feature.reshape(-1)] > threshold.reshape(-1, 1)
        answers = greater.view(np.uint8) - np.uint8(1)
        answers |= struck.reshape(-1, 1)
        open_leaves = np.bitwise_and.reduce(answers.reshape(trees, questions, -1), axis=1)
        leaf = _FIRST_BIT[open_leaves]
        score: npt.NDArray[np.float64] = self.base + np.take_along_axis(values, leaf, axis=1).sum(axis=0)
        return score

    @cached_property
    def _questions(self) -> _Questions:
        """Feature, threshold and struck leaves of each question (trees × questions); values of the leaves."""
        shape = (len(self.feature), MOST_LEAVES - 1)
        feature, threshold = np.zeros(shape, dtype=np.int64), np.full(shape, np.inf)
        struck = np.full(shape, 255, dtype=np.uint8)
        values = np.zeros((len(self.feature), MOST_LEAVES))
        for tree in range(len(self.feature)):
            leaves = 0
            questions = 0

            def walk(node: int, tree: int = tree) -> int:
                nonlocal leaves, questions
                if self.feature[tree, node] < 0:
                    values[tree, leaves] = self.value[tree, node]
                    leaves += 1
                    return 1 << (leaves - 1)
                own = questions
                questions += 1
                left = walk(int(self.left[tree, node]))
                right = walk(int(self.right[tree, node]))
                feature[tree, own] = self.feature[tree, node]
                threshold[tree, own] = self.threshold[tree, node]
                struck[tree, own] = 255 & ~left
                return left | right

            walk(0)
        return feature, threshold, struck, values


_Questions = tuple[
    npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.uint8], npt.NDArray[np.float64]
]
_FIRST_BIT = np.array([(n & -n).bit_length() - 1 if n else 0 for n in range(256)], dtype=np.int64)
