"""Load and apply the small linear models that judge place names; every score is a sum of visible weights."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from geodata.whole_files import write_whole

_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """A table of weights by feature; a score is the log-odds that the answer is yes.

    Unknown features weigh nothing, so a model stays usable when features are added.
    """

    weights: dict[str, float]
    _sums: dict[tuple[str, ...], float] = field(default_factory=dict, repr=False)

    def score(self, features: Iterable[str]) -> float:
        """Return the log-odds for a set of features."""
        return sum(filter(None, map(self.weights.get, features)))

    def score_known(self, features: tuple[str, ...]) -> float:
        """Return the same as ``score`` and remember it, for sets of features that come again and again."""
        found = self._sums.get(features)
        if found is None:
            if len(self._sums) >= _REMEMBERED:
                self._sums.clear()
            found = self._sums[features] = self.score(features)
        return found

    def parts(self, features: Iterable[str], most: int = 6) -> tuple[tuple[str, float], ...]:
        """Return the ``most`` features that moved the score, largest effect first."""
        moved = [(feature, self.weights[feature]) for feature in features if feature in self.weights]
        return tuple(sorted(moved, key=lambda part: -abs(part[1]))[:most])


def probability(score: float) -> float:
    """Turn log-odds into a probability."""
    if score < -30:
        return 0.0
    return 1.0 / (1.0 + math.exp(-score))


MODEL_FOLDER: Traversable = files("articles") / "models"
"""Where the weights lie; measuring other weights means pointing this elsewhere and clearing the cache."""


@cache
def load_model(name: str) -> LinearModel:
    """Return the model trained under this name; raises FileNotFoundError for a name never trained."""
    text = (MODEL_FOLDER / f"{name}.json").read_text(encoding="utf-8")
    return LinearModel({feature: float(weight) for feature, weight in json.loads(text).items()})


def save_weights(weights: dict[str, float], path: str, smallest: float = 0.02) -> int:
    """Write the weights that matter to ``path``, sorted; returns how many were kept."""
    kept = {name: round(value, 3) for name, value in sorted(weights.items()) if abs(value) >= smallest}
    write_whole(Path(path), (json.dumps(kept, ensure_ascii=False, indent=0) + "\n").encode())
    return len(kept)
