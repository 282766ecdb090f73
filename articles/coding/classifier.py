"""A linear classifier of snippets; its weights are trained by tests/training/train_coding.py."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from geodata.model import SubEventType

WEIGHTS_FILE = "weights.npz"


@dataclass(frozen=True, slots=True)
class Classifier:
    """``weights[row_of[feature]]`` holds one weight a class; class None is "no event here"."""

    classes: tuple[SubEventType | None, ...]
    row_of: dict[str, int]
    weights: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]

    def decide(self, features: dict[str, float]) -> SubEventType | None:
        """Return the class that scores highest; features never seen in training count nothing."""
        known = [(self.row_of[name], value) for name, value in features.items() if name in self.row_of]
        rows = [row for row, _ in known]
        values = np.array([value for _, value in known], dtype=np.float32)
        scores = self.intercepts + values @ self.weights[rows]
        return self.classes[int(scores.argmax())]


@lru_cache(maxsize=1)
def classifier() -> Classifier:
    """Return the trained classifier; raises FileNotFoundError when the weights are not installed."""
    path = resources.files(__package__).joinpath(WEIGHTS_FILE)
    if not path.is_file():
        raise FileNotFoundError(
            f"{WEIGHTS_FILE} is missing beside {__package__}: reinstall conflictmap, or train it with "
            "python -m tests.training.train_coding"
        )
    with path.open("rb") as handle, np.load(handle, allow_pickle=False) as arrays:
        names = str(arrays["features"]).split("\n")
        return Classifier(
            classes=tuple(
                SubEventType[n] if n != "NONE" else None for n in str(arrays["classes"]).split("\n")
            ),
            row_of={name: row for row, name in enumerate(names)},
            weights=arrays["weights"].astype(np.float32),
            intercepts=arrays["intercepts"].astype(np.float32),
        )
