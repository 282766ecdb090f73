"""What a selection answers with: orders of a list, pages of it, and the steps of its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.query.columns import Columns
from geodata.query.period import NO_DAY


class Order(StrEnum):
    """How events are listed."""

    NEWEST = "newest"
    OLDEST = "oldest"
    REPORTED = "reported"
    FATALITIES = "fatalities"
    TYPE = "type"
    PLACE_CONFIDENCE = "place_confidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One clause in the ledger: how many came to it, how many it kept out, how many are left.

    ``only_here`` counts the events that this clause alone keeps out: dropping it brings them back.
    """

    key: str
    words: str
    before: int
    removed: int
    left: int
    only_here: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the selected events in an order; ``total`` is how many there are in all."""

    ids: tuple[str, ...]
    offset: int
    total: int


def sort_keys(columns: Columns, order: Order) -> npt.NDArray[Any]:
    """Return a key per event of the index that sorts ascending in this order, what is unknown last."""
    latest = np.iinfo(np.int32).max
    if order is Order.OLDEST:
        return np.where(columns.days == NO_DAY, latest, columns.days)
    if order is Order.REPORTED:
        return np.where(columns.reported_days == NO_DAY, latest, -columns.reported_days)
    if order is Order.TYPE:
        return columns.sub_types
    column = columns.table.column(str(order)).to_numpy().astype(np.float64)
    return np.where(np.isnan(column), np.inf, -column)
