"""Cards and table share one order, also within a spot that was opened."""

from __future__ import annotations

from pathlib import Path

from made_events import make_random_store

from geodata.query import EventFilter, EventIndex, Order
from geodata.query.questions import ids_at
from geodata.store import Store


def test_a_spot_lists_its_events_in_the_chosen_order(tmp_path: Path) -> None:
    with Store(tmp_path / "order.db") as store:
        make_random_store(store, 120)
        index = EventIndex(store)
        selection = index.select(EventFilter())
        cell = max(selection.cells().cells, key=lambda one: one.count)
        for order in Order:
            whole = selection.page(0, len(selection), order).ids
            here = ids_at(index, selection, [cell.key], order)
            assert len(here) == cell.count
            assert here == [key for key in whole if key in set(here)]
