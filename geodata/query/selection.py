"""The answer of a filter: which events, in pages, in an order, in bins and cells."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from geodata.model import EventType, SubEventType
from geodata.query.answers import Order, Page, sort_keys
from geodata.query.cells import Located, MapCells, cells_of, count_points, rows_in_cell
from geodata.query.certainty import is_unsure_place
from geodata.query.clauses import code_of
from geodata.query.columns import NO_CODE
from geodata.query.counted import RELATIONS, Counted, Rows
from geodata.query.filter import Counting
from geodata.query.period import NO_DAY, surely_in_period
from geodata.query.shades import Shade, Units, shades_of
from geodata.query.spatial import Relation
from geodata.query.timeline import Lasting, Timeline, day_of, timeline_of

_SUB_TYPES = tuple(SubEventType)


class Selection(Counted):
    """The events that a filter lets through, as rows of the index it was asked of."""

    def counting(self, counting: Counting) -> Selection:
        """Return the same events with numbers that count something else."""
        wanted = replace(self.filter, counting=counting)
        return Selection(self._columns, wanted, self._clauses, self._failed, self._relations)

    def fell_at(self, key: str, offset: int = 0, limit: int = 50) -> Page:
        """Return the events that came to a clause and were kept out there."""
        bit = self._bit(key)
        lowest = (self._failed & ((1 << bit) - 1)) == 0
        rows = np.flatnonzero(lowest & ((self._failed & (1 << bit)) != 0))
        return self._page(rows, offset, limit)

    # Which

    @cached_property
    def listed(self) -> Rows:
        """The selected rows as they are listed: newest first, what may lie outside the period at the end."""
        maybe = self.maybe_in_period
        return np.concatenate([self.rows[~maybe], self.rows[maybe]]) if maybe.any() else self.rows

    def ids(self) -> list[str]:
        """Return the id of every selected event, as they are listed."""
        return self._columns.ids_of(self.listed)

    def digest(self) -> str:
        """Return a digest of the set of selected ids, the same whatever their order."""
        ids = self._columns.ids.take(pa.array(self.rows))
        digest = hashlib.sha256()
        if len(ids):
            _, offsets, text = ids.take(pc.array_sort_indices(ids)).buffers()
            ends = np.frombuffer(offsets, dtype=np.int32, count=len(ids) + 1)
            digest.update(ends.tobytes())
            digest.update(memoryview(text)[: ends[-1]])
        return digest.hexdigest()

    def page(self, offset: int = 0, limit: int = 20, order: Order = Order.NEWEST) -> Page:
        """Return ``limit`` events from ``offset`` on; unknown values come last in every order."""
        return self._page(self.in_order(order), offset, limit)

    def position_of(self, event_id: str, order: Order = Order.NEWEST) -> int | None:
        """Return where an event stands in an order, None when it is not selected."""
        row = self._columns.row_of(event_id)
        if row is None or self._failed[row]:
            return None
        return int(np.flatnonzero(self.in_order(order) == row)[0])

    def _page(self, rows: npt.NDArray[np.integer[Any]], offset: int, limit: int) -> Page:
        start = max(0, min(offset, len(rows)))
        ids = self._columns.ids_of(rows[start : start + limit])
        return Page(ids=tuple(ids), offset=start, total=len(rows))

    def in_order(self, order: Order) -> Rows:
        """Return the selected rows in an order; unknown values come last."""
        if order is Order.NEWEST:
            return self.listed
        if order not in self._orders:
            keys = sort_keys(self._columns, order)[self.rows]
            self._orders[order] = self.rows[np.argsort(keys, kind="stable")]
        return self._orders[order]

    @cached_property
    def _orders(self) -> dict[Order, Rows]:
        return {}

    def relations_of(self, ids: Sequence[str]) -> dict[str, Relation]:
        """Return how these events' places lie to what the filter names; empty when it names no place."""
        if not self._relations:
            return {}
        rows = pc.index_in(pa.array(ids, pa.string()), value_set=self._columns.ids).to_pylist()
        relation = np.minimum.reduce(list(self._relations.values()))
        found = zip(ids, rows, strict=True)
        return {key: RELATIONS[relation[row]] for key, row in found if row is not None}

    def count_of(self, ids: Sequence[str]) -> int:
        """Return what those selected events count for that have these ids."""
        rows = pc.index_in(self._columns.ids.take(pa.array(self.rows)), value_set=pa.array(ids, pa.string()))
        return self.counted(rows.is_valid().to_numpy(zero_copy_only=False))

    # In bins and cells

    def timeline(self, date_from: date | None = None, date_to: date | None = None) -> Timeline:
        """Return the selected events by day, week or month and type, as the length of the range asks.

        Without bounds the range is that of the selected events. On the clock of the filter.
        """
        return timeline_of(
            self._firsts,
            self._lasts,
            self._columns.sub_types[self.rows],
            self._columns.article_days,
            weights=self.weights,
            date_from=date_from,
            date_to=date_to,
        )

    def lasting(self, most: int) -> list[Lasting]:
        """Return the selected events of more than a day, on the filter's clock, by their first day.

        Empty where there are more than ``most`` of them.
        """
        firsts, lasts = self._firsts, self._lasts
        found = np.flatnonzero((firsts != NO_DAY) & (lasts > firsts))
        if len(found) > most:
            return []
        return [
            Lasting(
                first=day_of(int(firsts[at])), last=day_of(int(lasts[at])),
                sub_type=_SUB_TYPES[self._columns.sub_types[self.rows[at]]],
            )
            for at in found[np.argsort(firsts[found], kind="stable")]
        ]  # fmt: skip

    def date_range(self) -> tuple[date, date] | None:
        """Return the first and last day on which selected events began, None when none is dated.

        An event of which one bound is unknown has no such day.
        """
        days = self._firsts[(self._firsts != NO_DAY) & (self._lasts != NO_DAY)]
        if not len(days):
            return None
        return day_of(int(days.min())), day_of(int(days.max()))

    def cells(
        self,
        bounds: tuple[float, float, float, float] | None = None,
        zoom: int = 5,
        max_cells: int = 1_500,
        *,
        leave_out: npt.NDArray[np.bool_] | None = None,
    ) -> MapCells:
        """Return what a map of ``bounds`` (south, west, north, east; None: everything) shows at a zoom.

        ``leave_out`` are locations whose events are shown in another way.
        """
        return cells_of(self._located_without(leave_out), self._columns, bounds, zoom, max_cells)

    def points(self, leave_out: npt.NDArray[np.bool_] | None = None) -> int:
        """Return how many points a map of everything has, before any are gathered in cells."""
        return count_points(self._located_without(leave_out), self._columns)

    def _located_without(self, leave_out: npt.NDArray[np.bool_] | None) -> Located:
        return self._located if leave_out is None else self._located.without(leave_out)

    def shades(self, units: Units) -> tuple[Shade, ...]:
        """Return how many selected events lie in each first-level unit, most first."""
        return shades_of(self._located, units)

    @cached_property
    def _located(self) -> Located:
        """Selected events per location, each count as in ``Cell``."""
        columns = self._columns
        confidence = columns.table.column("place_confidence").to_numpy()[self.rows]
        sure_day = surely_in_period(self.filter, self._firsts, self._lasts)
        every = np.ones(len(self.rows), dtype=np.bool_)
        return Located(
            types=self._per_location(every),
            by_day=self._per_location(self.only_by_day),
            unsure=self._per_location(is_unsure_place(confidence)).sum(axis=1, dtype=np.int32),
            maybe=self._per_location(~sure_day).sum(axis=1, dtype=np.int32),
        )

    def _per_location(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
        """Return the selected events that ``chosen``, parallel to ``rows``, marks per location and type."""
        types = len(EventType)
        columns, rows = self._columns, self.rows[chosen]
        keys = columns.location[rows].astype(np.int64) * types + _TYPE_CODES[columns.sub_types[rows]]
        weights = None if self.weights is None else self.weights[chosen]
        counts = np.bincount(keys, weights=weights, minlength=len(columns.locations) * types)
        return counts.reshape(-1, types).astype(np.int32)

    def in_cell(self, key: str, offset: int = 0, limit: int = 50) -> Page:
        """Return the selected events behind a point, cell, area or tray entry; ValueError for no key."""
        locations = rows_in_cell(key, self._columns)
        return self._page(self.rows[locations[self._columns.location[self.rows]]], offset, limit)

    def cell_of(self, event_id: str) -> tuple[float, float] | None:
        """Return (latitude, longitude) of where an event is drawn, None when it has no place."""
        row = self._columns.row_of(event_id)
        if row is None:
            return None
        location = self._columns.location[row]
        latitude = float(self._columns.locations.latitude[location])
        longitude = float(self._columns.locations.longitude[location])
        return None if np.isnan(latitude) else (latitude, longitude)


_TYPE_CODES = np.array([code_of(kind.event_type) for kind in SubEventType], dtype=np.int64)
assert len(SubEventType) < NO_CODE
