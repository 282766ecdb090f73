"""Say why a candidate was ranked where it is: families of evidence, each with its part of the score."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import overload

from articles.place_model import load_model

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


class Parts(Sequence[tuple[str, float]]):
    """The families of evidence behind a score, largest effect first; they add up to the score.

    They are added up when somebody looks: of most candidates nobody ever asks why.
    """

    __slots__ = ("_added", "_base", "_context", "_told")

    def __init__(self, base: tuple[str, ...], context: tuple[str, ...], told: tuple[str, float]) -> None:
        self._base, self._context, self._told = base, context, told
        self._added: tuple[tuple[str, float], ...] | None = None

    def _parts(self) -> tuple[tuple[str, float], ...]:
        if self._added is None:
            self._added = _add_up(self._base + self._context, self._told)
        return self._added

    @overload
    def __getitem__(self, index: int) -> tuple[str, float]: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[tuple[str, float], ...]: ...

    def __getitem__(self, index: int | slice) -> tuple[str, float] | tuple[tuple[str, float], ...]:
        return self._parts()[index]

    def __len__(self) -> int:
        return len(self._parts())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return repr(self._parts())


def _add_up(features: tuple[str, ...], told: tuple[str, float]) -> tuple[tuple[str, float], ...]:
    sums: dict[str, float] = {}
    if told[1]:
        sums[told[0]] = told[1]
    weights = load_model("rank_together").weights
    for feature in features:
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
