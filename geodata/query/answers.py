"""What a selection answers with: orders of a list, pages of it, and the steps of its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
