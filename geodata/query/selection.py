"""The answer of a filter: which events, how many, what each clause kept out, in pages, bins and cells."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from geodata.model import EventType, PlacePrecision, SubEventType
from geodata.query.answers import Order, Page, Step, sort_keys
from geodata.query.cells import Located, MapCells, cells_of, rows_in_cell
from geodata.query.certainty import is_unsure_place
from geodata.query.clauses import SPATIAL, Clause, Names, code_of, describe
from geodata.query.columns import NO_CODE, Columns
from geodata.query.filter import Clock, EventFilter
from geodata.query.period import NO_DAY, Days, day_number, surely_in_period
from geodata.query.shades import Shade, Units, shades_of
from geodata.query.spatial import Relation, Relations
from geodata.query.timeline import Timeline, day_of, timeline_of

Rows = npt.NDArray[np.int32]


class Selection:
    """The events that a filter lets through, as rows of the index it was asked of.

    ``failed`` holds one number per event of the index; bit k is set when clause k keeps the event out.
    """

    def __init__(
        self,
        columns: Columns,
        wanted: EventFilter,
        clauses: tuple[Clause, ...],
        failed: npt.NDArray[np.uint16],
        relations: Mapping[str, Relations],
    ) -> None:
        self.filter = wanted
        self._columns = columns
        self._clauses = clauses
        self._failed = failed
        self._relations = relations

    # How many

    @property
    def total(self) -> int:
        """The number of events in the store."""
        return len(self._columns)

    @property
    def revision(self) -> int:
        """The revision of the store that this selection was made of."""
        return self._columns.revision

    @property
    def article_days(self) -> Days:
        """The publication day of every article of the store, selected or not."""
        return self._columns.article_days

    @cached_property
    def rows(self) -> Rows:
        """The selected rows of the index, newest event first."""
        return np.flatnonzero(self._failed == 0).astype(np.int32)

    def __len__(self) -> int:
        return len(self.rows)

    def describe(self, names: Names = str) -> str:
        """Return the filter as one English sentence."""
        return describe(self.filter, names)

    def ledger(self, names: Names = str) -> tuple[Step, ...]:
        """Return what each clause kept out, in order; the numbers add up from all events to the selected."""
        steps = []
        left, kept = self.total, self._patterns
        for bit, clause in enumerate(self._clauses):
            earlier = (1 << bit) - 1
            fell = sum(n for code, n in kept.items() if code & (1 << bit) and not code & earlier)
            steps.append(
                Step(
                    key=clause.key,
                    words=clause.words(self.filter, names),
                    before=left,
                    removed=fell,
                    left=left - fell,
                    only_here=kept.get(1 << bit, 0),
                )
            )
            left -= fell
        return tuple(steps)

    @cached_property
    def _patterns(self) -> dict[int, int]:
        """How many events failed each combination of clauses."""
        counts = np.bincount(self._failed)
        return {int(code): int(counts[code]) for code in np.flatnonzero(counts)}

    def fell_at(self, key: str, offset: int = 0, limit: int = 50) -> Page:
        """Return the events that came to a clause and were kept out there."""
        bit = self._bit(key)
        lowest = (self._failed & ((1 << bit) - 1)) == 0
        rows = np.flatnonzero(lowest & ((self._failed & (1 << bit)) != 0))
        return self._page(rows, offset, limit)

    def _bit(self, key: str) -> int:
        for bit, clause in enumerate(self._clauses):
            if clause.key == key:
                return bit
        raise KeyError(f"the filter has no clause {key!r}")

    def _bits(self, *keys: str) -> int:
        return sum(1 << bit for bit, clause in enumerate(self._clauses) if clause.key in keys)

    def _passing_but_for(self, *keys: str) -> npt.NDArray[np.bool_]:
        ignored = np.uint16(~self._bits(*keys) & 0xFFFF)
        return np.asarray((self._failed & ignored) == 0, dtype=np.bool_)

    def relation_counts(self) -> dict[Relation, int]:
        """Return how many events that meet every other clause lie inside, possibly inside and outside.

        Empty when the filter names no region, area or point.
        """
        if not self._relations:
            return {}
        relation = np.minimum.reduce(list(self._relations.values()))
        counts = np.bincount(relation[self._passing_but_for(*SPATIAL)], minlength=3)
        order = (Relation.OUTSIDE, Relation.POSSIBLY, Relation.INSIDE)
        return {name: int(counts[code]) for code, name in enumerate(order)}

    def possibly(self) -> npt.NDArray[np.bool_]:
        """Return, parallel to ``rows``, whether an event lies only possibly in what the filter names."""
        if not self._relations:
            return np.zeros(len(self.rows), dtype=np.bool_)
        relation = np.minimum.reduce(list(self._relations.values()))
        return np.asarray(relation[self.rows] == 1, dtype=np.bool_)

    def relations_of(self, ids: Sequence[str]) -> dict[str, Relation]:
        """Return how these events' places lie to what the filter names; empty when it names no place."""
        if not self._relations:
            return {}
        rows = pc.index_in(pa.array(ids, pa.string()), value_set=self._columns.ids).to_pylist()
        relation = np.minimum.reduce(list(self._relations.values()))
        order = (Relation.OUTSIDE, Relation.POSSIBLY, Relation.INSIDE)
        found = zip(ids, rows, strict=True)
        return {key: order[relation[row]] for key, row in found if row is not None}

    def type_counts(self) -> dict[SubEventType, int]:
        """Return events per sub-type among those that meet every clause but the type's (for the tree)."""
        chosen = self._columns.sub_types[self._passing_but_for("type")]
        return _per_sub_type(chosen)

    def type_counts_by_day(self) -> dict[SubEventType, int]:
        """Return how many of those in ``type_counts`` are dated only "by" a day."""
        only_by = (self._bounds[0] == NO_DAY) & (self._bounds[1] != NO_DAY)
        return _per_sub_type(self._columns.sub_types[self._passing_but_for("type") & only_by])

    def shown_types(self) -> dict[EventType, int]:
        """Return selected events per event type."""
        counts = np.bincount(self._columns.sub_types[self.rows], minlength=len(SubEventType))
        found = dict.fromkeys(EventType, 0)
        for code, kind in enumerate(SubEventType):
            found[kind.event_type] += int(counts[code])
        return found

    @property
    def undated(self) -> int:
        """Selected events without any date on the filter's clock."""
        return int(np.count_nonzero((self._firsts == NO_DAY) & (self._lasts == NO_DAY)))

    @property
    def by_day(self) -> int:
        """Selected events of which only a last possible day is known."""
        return int(np.count_nonzero(self.only_by_day))

    @cached_property
    def only_by_day(self) -> npt.NDArray[np.bool_]:
        """Whether, parallel to ``rows``, only a last possible day of an event is known."""
        return np.asarray((self._firsts == NO_DAY) & (self._lasts != NO_DAY), dtype=np.bool_)

    @property
    def since_day(self) -> int:
        """Selected events of which only a first possible day is known."""
        return int(np.count_nonzero((self._firsts != NO_DAY) & (self._lasts == NO_DAY)))

    @property
    def undated_left_out(self) -> int:
        """Events that only the date clause keeps out, because they have no date."""
        return self._left_out_by_date(self._bounds[1] == NO_DAY)

    @property
    def by_day_left_out(self) -> int:
        """Events dated only "by" a day that may lie in the period, kept out by the date clause alone."""
        _, ends = self._bounds
        low = self.filter.date_from
        return self._left_out_by_date(ends >= day_number(low) if low else ends != NO_DAY)

    def _left_out_by_date(self, which: npt.NDArray[np.bool_]) -> int:
        """Count the events without a first possible day that only the date clause keeps out."""
        bit = self._bits("date")
        starts, _ = self._bounds
        return int(np.count_nonzero((self._failed == bit) & (starts == NO_DAY) & which)) if bit else 0

    @property
    def after_report(self) -> int:
        """Selected events that began on a day after their first report, by what the text says."""
        starts, reported = (days[self.rows] for days in (self._columns.starts, self._columns.reported_days))
        return int(np.count_nonzero((reported != NO_DAY) & (starts > reported)))

    @cached_property
    def maybe_in_period(self) -> npt.NDArray[np.bool_]:
        """Whether, parallel to ``rows``, an event with a date may as well lie outside the filter's period."""
        dated = (self._firsts != NO_DAY) | (self._lasts != NO_DAY)
        sure = surely_in_period(self.filter, self._firsts, self._lasts)
        return np.asarray(dated & ~sure, dtype=np.bool_)

    @property
    def possibly_in_period(self) -> int:
        """Selected events with a date that may as well lie outside the filter's period."""
        return int(np.count_nonzero(self.maybe_in_period))

    @cached_property
    def without_place(self) -> int:
        """Selected events that cannot be drawn: no place is known."""
        return int(np.isnan(self._columns.locations.latitude[self._columns.location[self.rows]]).sum())

    @cached_property
    def in_tray(self) -> int:
        """Selected events whose place is known to the country only: shown beside the map."""
        country = code_of(PlacePrecision.COUNTRY)
        columns = self._columns
        codes = columns.location_precision[columns.location[self.rows]]
        return int(np.count_nonzero(codes == country))

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
            date_from=date_from,
            date_to=date_to,
        )

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
        located = self._located if leave_out is None else self._located.without(leave_out)
        return cells_of(located, self._columns, bounds, zoom, max_cells)

    def shades(self, units: Units) -> tuple[Shade, ...]:
        """Return how many selected events lie in each first-level unit, most first."""
        return shades_of(self._located, units)

    @cached_property
    def _located(self) -> Located:
        """Selected events per location, each count as in ``Cell``."""
        columns = self._columns
        location, places = columns.location[self.rows], len(columns.locations)
        confidence = columns.table.column("place_confidence").to_numpy()[self.rows]
        sure_day = surely_in_period(self.filter, self._firsts, self._lasts)
        unsure = np.bincount(location[is_unsure_place(confidence)], minlength=places)
        maybe = np.bincount(location[~sure_day], minlength=places)
        return Located(
            types=self._per_location(self.rows),
            by_day=self._per_location(self.rows[self.only_by_day]),
            unsure=unsure.astype(np.int32),
            maybe=maybe.astype(np.int32),
        )

    def _per_location(self, rows: Rows) -> npt.NDArray[np.int32]:
        """Return the events of these rows per location and event type."""
        types = len(EventType)
        columns = self._columns
        keys = columns.location[rows].astype(np.int64) * types + _TYPE_CODES[columns.sub_types[rows]]
        counts = np.bincount(keys, minlength=len(columns.locations) * types)
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

    @property
    def _bounds(self) -> tuple[Days, Days]:
        """The first and last possible day of every event of the index, on the filter's clock."""
        columns = self._columns
        if self.filter.clock is Clock.REPORTED:
            return columns.reported_days, columns.reported_days
        return columns.starts, columns.ends

    @cached_property
    def _firsts(self) -> Days:
        return self._bounds[0][self.rows]

    @cached_property
    def _lasts(self) -> Days:
        return self._bounds[1][self.rows]


def _per_sub_type(codes: npt.NDArray[np.uint8]) -> dict[SubEventType, int]:
    return dict(zip(SubEventType, np.bincount(codes, minlength=len(SubEventType)).tolist(), strict=True))


_TYPE_CODES = np.array([code_of(kind.event_type) for kind in SubEventType], dtype=np.int64)
assert len(SubEventType) < NO_CODE
