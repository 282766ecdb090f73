"""Rank what each name could be, first on its own, then by what the article's other names make likely."""

from __future__ import annotations

import math
from collections.abc import Sequence

from articles.place_model import LinearModel, load_model
from articles.resolve.context import add_context, survey
from articles.resolve.evidence import Evidence
from articles.resolve.geometry import between_km
from articles.resolve.options import Name

ROUNDS = 2
"""How often context is read again after it has moved the names; a third round changed no figure."""


def rank(names: Sequence[Name], name_of: Sequence[int], evidence: Sequence[Evidence]) -> None:
    """Set score and share of every option; shares of one name sum to 1 and options stand best first."""
    rank_with(names, name_of, evidence, load_model("rank_alone"), load_model("rank_together"))


def rank_with(
    names: Sequence[Name],
    name_of: Sequence[int],
    evidence: Sequence[Evidence],
    alone: LinearModel,
    together: LinearModel,
) -> None:
    """Rank with the given models: ``alone`` before, ``together`` once the other names are known."""
    for name in names:
        for option in name.options:
            option.features = option.base
        share_out(name, alone)
    for _ in range(ROUNDS):
        around = survey(names)
        add_context(names, name_of, evidence, around)
        for name in names:
            share_out(name, together)
    for name in names:
        name.options.sort(key=lambda option: -option.share)
        if len(name.options) == 1:
            name.options[0].score = together.score(name.options[0].features)


def share_out(name: Name, model: LinearModel) -> None:
    """Score the options by their features and turn the scores into shares."""
    if name.demonym or not name.options:
        return
    if len(name.options) == 1:
        name.options[0].share = 1.0
        return
    for option in name.options:
        option.score = model.score(option.features)
    highest = max(option.score for option in name.options)
    weights = [math.exp(option.score - highest) for option in name.options]
    total = sum(weights)
    for option, weight in zip(name.options, weights, strict=True):
        option.share = weight / total


SAME_SPOT_KM = 50.0


def share_nearby(name: Name) -> float:
    """Return the share of the best option and of all within 50 km of it: a city and its province agree."""
    best = name.best
    if best is None:
        return 0.0
    nearby = (o.share for o in name.options if o is best or between_km(o.place, best.place) <= SAME_SPOT_KM)
    return min(1.0, sum(nearby))
