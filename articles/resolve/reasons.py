"""Say why a candidate was ranked where it is: families of evidence, each with its part of the score."""

from __future__ import annotations

from functools import cache

from articles.place_model import LinearModel
from articles.resolve.options import Option

_FAMILIES = {
    "kind": "kind of place",
    "name": "the name's trustworthiness",
    "rank": "prominence",
    "smaller": "population",
    "called": "the word for its kind",
    "outlet_home": "the outlet's country",
    "outlet_named": "the outlet's name",
    "country": "country of the other places",
    "admin1": "province of the other places",
    "near": "nearness to the other places",
    "comma": "container",
    "in": "container",
    "district of": "container",
    "possessive": "container",
    "suburb": "container",
    "adjective": "container",
    "holds": "contains other places",
    "measured": "distance stated",
}


def parts_of(option: Option, model: LinearModel) -> tuple[tuple[str, float], ...]:
    """Return the families of evidence behind a score, largest effect first; they add up to the score."""
    sums: dict[str, float] = {}
    why, amount = option.told
    if amount:
        sums[why] = amount
    weights = model.weights
    for feature in option.features:
        weight = weights.get(feature)
        if weight is not None:
            family = _family(feature)
            sums[family] = sums.get(family, 0.0) + weight
    return tuple(sorted([(name, round(value, 3)) for name, value in sums.items()], key=_by_effect))


def _by_effect(part: tuple[str, float]) -> float:
    return -abs(part[1])


@cache
def _family(feature: str) -> str:
    prefix = feature.partition("=")[0].partition("|")[0]
    return _FAMILIES.get(prefix, prefix)
