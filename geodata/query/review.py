"""Which events are most worth a look: how doubtful each is, and how much would be wrong if it were."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from geodata.query.certainty import is_unsure_place
from geodata.store import Store, schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """An event to look at.

    ``doubt`` is the probability, 0 to 1, that something of it is wrong; ``weight`` what hangs on it: 1, more
    with each doubling of the dead and of the ``at_place`` events at the same doubtful place.
    """

    event_id: str
    doubt: float
    weight: float
    at_place: int

    @property
    def score(self) -> float:
        """Doubt times consequence."""
        return self.doubt * self.weight


def review_order(store: Store, among: Collection[str] | None = None) -> list[Doubtful]:
    """Return events (None: all), the most worth a look first; the order is the same every time."""
    event = schema.events.c
    query = select(
        event.id, event.confidence, event.place_confidence, event.place_id, event.fatalities,
        event.fatalities_high,
    )  # fmt: skip
    with store.engine.connect() as connection:
        rows = connection.execute(query).all()
    unsure = is_unsure_place([row.place_confidence for row in rows])
    doubtful = {row.id for row, doubted in zip(rows, unsure, strict=True) if doubted and row.place_id}
    at_place = Counter(row.place_id for row in rows if row.id in doubtful)
    chosen = None if among is None else frozenset(among)
    wanted = rows if chosen is None else [row for row in rows if row.id in chosen]
    found = []
    for row in wanted:
        dead = max(row.fatalities or 0, row.fatalities_high or 0)
        many = at_place[row.place_id] if row.id in doubtful else 0
        found.append(
            Doubtful(
                event_id=row.id,
                doubt=float(1 - row.confidence),
                weight=(1 + math.log2(1 + dead) + math.log2(max(many, 1))),
                at_place=many,
            )
        )
    return sorted(found, key=lambda d: (-d.score, d.event_id))
