"""The filterable columns of every event in memory, and the verdict of a filter on each of them.

Texts stay in the store. DuckDB runs the filters' SQL over the Arrow columns; a place is worked out once
per distinct location, not once per event. An index is a copy: it knows the store's ``revision`` and is
loaded anew when that has changed. It may be shared by threads.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from threading import Lock
from typing import TypeVar

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from shapely.geometry.base import BaseGeometry

from geodata.query import spatial
from geodata.query.clauses import Clause, set_clauses
from geodata.query.columns import Columns, load_columns, load_records
from geodata.query.filter import Clock, EventFilter
from geodata.query.period import NO_DAY
from geodata.query.region_index import RegionIndex
from geodata.query.selection import Selection
from geodata.query.shades import Units
from geodata.query.spatial import GeometryOf, Relations
from geodata.query.timeline import day_of
from geodata.query.words import parse_words, to_fts5, to_websearch
from geodata.store import Store

_T = TypeVar("_T")
# A selection of a million events takes about ten megabytes.
_CACHED_SELECTIONS = 4
_CACHED_RELATIONS = 32


def _outline(place_id: str) -> BaseGeometry | None:
    # Outlines are read only when a filter names a region; most do not.
    from geodata.regions import geometry_of

    outline: BaseGeometry | None = geometry_of(place_id)
    return outline


class EventIndex:
    """A copy of the store's filterable columns with ``select`` as its one question.

    ``geometry_of`` gives the outline (x = longitude, y = latitude) of a place id, or None.
    """

    def __init__(self, store: Store, *, geometry_of: GeometryOf = _outline) -> None:
        self.store = store
        self.columns: Columns = load_columns(store)
        self._geometry_of = geometry_of
        self._database = duckdb.connect(":memory:", config={"threads": 2})
        self._lock = Lock()
        self._selections: OrderedDict[Hashable, Selection] = OrderedDict()
        self._relations: OrderedDict[Hashable, Relations] = OrderedDict()
        self._regions = RegionIndex(self.columns.locations, lambda: load_records(store), geometry_of)

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def revision(self) -> int:
        """The store's revision that this copy was made of."""
        return self.columns.revision

    def day_span(
        self, clock: Clock, *, with_articles: bool = True, early_share: float = 0.0
    ) -> tuple[date, date] | None:
        """Return the first and last day that an event, or an article, is dated by; None where none is.

        The earliest are left out up to ``early_share``: an event told of years before stretches no period.
        """
        days = self.columns.reported_days if clock is Clock.REPORTED else self.columns.days
        if with_articles:
            days = np.concatenate([days, self.columns.article_days])
        known = days[days != NO_DAY]
        if not len(known):
            return None
        early = int(len(known) * early_share)
        first = np.partition(known, early)[early] if early else known.min()
        return day_of(int(first)), day_of(int(known.max()))

    def place_ids(self) -> frozenset[str]:
        """Return the ids of the places that events are at."""
        return frozenset(place_id for place_id in self.columns.locations.place_ids if place_id)

    @property
    def units(self) -> Units:
        """The first-level unit of each location; worked out once, when first asked (a second or so)."""
        return self._regions.units

    def unit_codes(self) -> frozenset[str]:
        """Return the codes of the first-level units and countries that events are in."""
        return self._regions.unit_codes()

    def region_counts(self, regions: Sequence[str]) -> dict[str, int]:
        """Return how many events surely lie in each of these regions; drawn ones are not counted."""
        located = np.bincount(self.columns.location, minlength=len(self.columns.locations))
        return self._regions.counts(regions, located)

    def is_stale(self) -> bool:
        """Whether the store has changed since."""
        return self.store.revision() != self.revision

    def select(self, wanted: EventFilter) -> Selection:
        """Return the events a filter lets through, with what each of its clauses kept out.

        Raises UnknownRegionError for a region id that stands for no region.
        """
        return self._cached(self._selections, _CACHED_SELECTIONS, wanted, lambda: self._select(wanted))

    def _select(self, wanted: EventFilter) -> Selection:
        clauses = set_clauses(wanted)
        relations = {
            clause.key: self._relation(clause, wanted)[self.columns.location]
            for clause in clauses
            if clause.key in ("region", "area", "near")
        }
        table = self._table(clauses, wanted, relations)
        failed = self._verdicts(table, clauses, wanted)
        return Selection(self.columns, wanted, clauses, failed, relations)

    def _verdicts(
        self, table: pa.Table, clauses: tuple[Clause, ...], wanted: EventFilter
    ) -> npt.NDArray[np.uint16]:
        """Return one number per event whose bit k is set when clause k keeps the event out."""
        if not clauses or not len(self):
            return np.zeros(len(self), dtype=np.uint16)
        terms, values = [], []
        for bit, clause in enumerate(clauses):
            sql, bound = clause.sql(wanted)
            terms.append(f"CASE WHEN {sql} THEN 0 ELSE {1 << bit} END")
            values += bound
        query = f"SELECT CAST({' + '.join(terms)} AS USMALLINT) AS failed FROM event_index"  # noqa: S608
        connection = self._database.cursor()
        try:
            connection.register("event_index", table)
            answer = connection.execute(query, values).fetchnumpy()["failed"]
        finally:
            connection.close()
        return np.asarray(answer, dtype=np.uint16)

    def _table(
        self, clauses: tuple[Clause, ...], wanted: EventFilter, relations: dict[str, Relations]
    ) -> pa.Table:
        """Return the columns the clauses speak of, with those that depend on the filter's value."""
        table = self.columns.table
        for key, relation in relations.items():
            table = table.append_column(f"{key}_relation", pa.array(relation))
        keys = {clause.key for clause in clauses}
        if "actor" in keys:
            table = table.append_column("actors_hit", pa.array(self.columns.actors.hits(wanted.actors)))
        if "outlet" in keys:
            table = table.append_column("outlets_hit", pa.array(self.columns.outlets.hits(wanted.outlets)))
        if "words" in keys:
            table = table.append_column("words_hit", pa.array(self._words_hit(wanted.words)))
        return table

    def _relation(self, clause: Clause, wanted: EventFilter) -> Relations:
        """Return the relation of every location to what the clause names, kept for the next filter."""
        value = getattr(wanted, clause.fields[0])
        key = (clause.key, value)
        return self._cached(self._relations, _CACHED_RELATIONS, key, lambda: self._relate(clause.key, wanted))

    def _relate(self, key: str, wanted: EventFilter) -> Relations:
        locations = self.columns.locations
        if key == "near" and wanted.near is not None:
            return spatial.relation_near(locations, wanted.near, self._geometry_of)
        if key == "area" and wanted.area is not None:
            return spatial.relation_of(locations, wanted.area.geometry(), self._geometry_of, frozenset())
        return self._regions.relation(wanted.regions)

    def _words_hit(self, query: str) -> npt.NDArray[np.bool_]:
        terms = parse_words(query)
        with self.store.engine.connect() as connection:
            cursor = connection.connection.cursor()
            if connection.dialect.name == "sqlite":
                expression, inverted = to_fts5(terms)
                # One text of numbers is read three times faster than as many rows.
                sql = "SELECT group_concat(rowid) FROM event_words WHERE event_words MATCH ?"
                cursor.execute(sql, (expression,))
                row = cursor.fetchone()
                numbers = np.fromstring((row and row[0]) or "", dtype=np.int64, sep=",")
            else:
                inverted = False
                sql = (
                    "SELECT number FROM event_texts WHERE to_tsvector('simple', words) "
                    "@@ websearch_to_tsquery('simple', %s)"
                )
                cursor.execute(sql, (to_websearch(terms),))
                numbers = np.fromiter((found[0] for found in cursor.fetchall()), dtype=np.int64)
            cursor.close()
        return self.columns.rows_of_numbers(numbers) ^ inverted

    def _cached(
        self, cache: OrderedDict[Hashable, _T], size: int, key: Hashable, make: Callable[[], _T]
    ) -> _T:
        with self._lock:
            if key in cache:
                cache.move_to_end(key)
                return cache[key]
        made = make()
        with self._lock:
            cache[key] = made
            while len(cache) > size:
                cache.popitem(last=False)
        return made
