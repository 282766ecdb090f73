"""What pages ask of the events beyond a selection: names, lists to choose from, who is at a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from sqlalchemy import select

from geodata.naming import distinct_labels
from geodata.query.answers import Order
from geodata.query.cells import rows_in_cell
from geodata.query.index import EventIndex
from geodata.query.selection import Selection
from geodata.store import Store, schema

UNIT_KEY = "unit-"
"""Begins the key of a shaded first-level unit; its code follows ("unit-UA.07")."""


def places_of_events(store: Store) -> dict[str, str]:
    """Return what to call every place that an event of the store is at, by place id.

    That is its name; where several bear it, with what tells them apart: unit, district or coordinates.
    """
    places, events = schema.places.c, schema.events.c
    query = select(places.id, places.name).where(places.id.in_(select(events.place_id)))
    with store.engine.connect() as connection:
        names = {row[0]: row[1] for row in connection.execute(query)}
    shared = {name for name, count in Counter(names.values()).items() if count > 1}
    namesakes = list(store.places(key for key, name in names.items() if name in shared).values())
    return names | dict(zip((place.id for place in namesakes), distinct_labels(namesakes), strict=True))


def actors(index: EventIndex) -> list[str]:
    """Return the actors of all events, in alphabetical order."""
    return index.columns.actors.values()


def outlets(index: EventIndex) -> list[str]:
    """Return the outlets of all events, in alphabetical order."""
    return index.columns.outlets.values()


def ids_at(
    index: EventIndex, selection: Selection, keys: Sequence[str], order: Order = Order.NEWEST
) -> list[str]:
    """Return the selected events behind points, cells, areas and units, in an order; no key gives none."""
    columns = index.columns
    chosen = np.zeros(len(columns.locations), dtype=np.bool_)
    for key in keys:
        if key.startswith(UNIT_KEY):
            chosen |= index.units.within(key.removeprefix(UNIT_KEY))
            continue
        try:
            chosen |= rows_in_cell(key, columns)
        except ValueError:
            continue
    rows = selection.in_order(order)
    return columns.ids_of(rows[chosen[columns.location[rows]]])
