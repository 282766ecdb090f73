"""Loads the filterable columns of every event out of the store, compactly, newest events first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from geodata.model import PlaceKind, PlacePrecision
from geodata.query.clauses import VOCABULARIES
from geodata.query.period import NO_DAY
from geodata.query.spatial import Locations, PlaceRecord
from geodata.store import Store
from geodata.store.codec import SEPARATOR

# Rows fetched at once; bounds the memory that loading takes on top of the copy.
_FETCH = 4_000
NO_CODE = 255
_Key = TypeVar("_Key")

NOT_STATED = -1

_DATES = ("date_start", "date_end", "reported_first")
_CODED = ("sub_event_type", "date_precision", "place_precision", "certainty")
_LOCATED = ("latitude", "longitude", "radius_km", "place_precision", "place_id")
# What each column is kept as; text columns become numbers while they are read.
_KEPT: dict[str, type[np.generic]] = {
    "number": np.int32,
    **dict.fromkeys(_DATES, np.int32),
    **dict.fromkeys((*_CODED, "attributions"), np.uint8),
    "fatalities": np.int32,
    "place_confidence": np.float32,
    "n_reports": np.int16,
    "location": np.int32,
    "actors": np.int32,
    "outlets": np.int32,
}
_ASKED = (
    "id",
    *(name for name in _KEPT if name != "location"),
    "latitude",
    "longitude",
    "radius_km",
    "place_id",
)
_QUERY = f"SELECT {', '.join(_ASKED)} FROM events"  # noqa: S608
_RECORDS = (
    "SELECT id, kind, latitude, longitude, radius_km, name, country_code, admin1, admin2_name FROM places "
    "WHERE id IN (SELECT place_id FROM events)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSets:
    """One small set of texts per event (its outlets, its actors): a code per event into distinct sets."""

    codes: npt.NDArray[np.int32]
    sets: Sequence[frozenset[str]]

    def hits(self, wanted: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Return, per event, whether its set holds any of the wanted texts (case counts)."""
        asked = frozenset(wanted)
        table = np.fromiter((not asked.isdisjoint(s) for s in self.sets), dtype=np.bool_)
        return table[self.codes] if len(table) else np.zeros(len(self.codes), dtype=np.bool_)

    def values(self) -> list[str]:
        """Return every text there is, in alphabetical order."""
        return sorted(frozenset().union(*self.sets), key=str.casefold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The copy: an Arrow table for SQL and, on the same rows, what the counts are made of.

    Rows run from the newest event to the oldest by ``days``: the first day it may have happened or, where
    that is unknown, the last; those without any date come last. ``starts`` and ``ends`` are the two bounds
    themselves, ``reported_days`` the day of the first report, ``reports`` how many there are,
    ``article_days`` the publication day of every article. Days count from 1970-01-01 (``NO_DAY`` where
    unknown).
    """

    revision: int
    table: pa.Table
    ids: pa.Array
    numbers: npt.NDArray[np.int32]
    sub_types: npt.NDArray[np.uint8]
    days: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    reported_days: npt.NDArray[np.int32]
    reports: npt.NDArray[np.int32]
    location: npt.NDArray[np.int32]
    locations: Locations
    location_precision: npt.NDArray[np.uint8]
    actors: TextSets
    outlets: TextSets
    article_days: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.numbers)

    def rows_of_numbers(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return which rows are the events with these store numbers."""
        highest = int(self.numbers.max(initial=0))
        marked = np.zeros(highest + 1, dtype=np.bool_)
        marked[numbers[numbers <= highest]] = True
        return marked[self.numbers]

    def row_of(self, event_id: str) -> int | None:
        """Return the row of an event, None where there is none with this id."""
        found = pc.index(self.ids, event_id).as_py()
        return None if found < 0 else int(found)

    def rows_of_ids(self, ids: Sequence[str]) -> npt.NDArray[np.int64]:
        """Return the rows of events, parallel to their ids; -1 where there is none with this id."""
        found = pc.fill_null(pc.index_in(pa.array(ids, pa.string()), value_set=self.ids), -1)
        return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)

    def ids_of(self, rows: npt.NDArray[np.integer[Any]]) -> list[str]:
        """Return the event ids of rows, in their order."""
        return list(self.ids.take(pa.array(rows)).to_pylist())


class _Codes(Generic[_Key]):
    """Numbers distinct keys in the order they are met."""

    def __init__(self) -> None:
        self.known: dict[_Key, int] = {}

    def of(self, keys: Iterator[_Key]) -> npt.NDArray[np.int32]:
        known = self.known
        return np.fromiter((known.setdefault(key, len(known)) for key in keys), dtype=np.int32)


def load_columns(store: Store) -> Columns:
    """Return the copy of all events, from one consistent view of the store."""
    with store.engine.connect() as connection:
        revision = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'revision'").scalar_one()
        loading = _Loading(connection.exec_driver_sql("SELECT count(*) FROM events").scalar_one())
        for chunk in _chunks(connection, _QUERY):
            loading.add(chunk)
        published = [day for (day,) in connection.exec_driver_sql("SELECT published FROM articles")]
    columns = loading.finish(int(revision), _day_numbers(published))
    # Arrow keeps what loading used; a server that runs for days has better use for it.
    pa.default_memory_pool().release_unused()
    return columns


def load_records(store: Store) -> dict[str, PlaceRecord]:
    """Return what the store says of every place that an event is at, by place id."""
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql(_RECORDS)
        return {place_id: _record(*values) for place_id, *values in rows}


def _record(
    kind: str, latitude: float, longitude: float, radius_km: float | None, *texts: str | None
) -> PlaceRecord:
    name, country, admin1, district = (text or "" for text in texts)
    return PlaceRecord(
        kind=PlaceKind(kind),
        latitude=latitude,
        longitude=longitude,
        radius_km=radius_km or 0.0,
        name=name,
        country=country,
        admin1=admin1,
        district=district,
    )


def _chunks(connection: Connection, query: str) -> Iterator[dict[str, Sequence[Any]]]:
    cursor = connection.connection.cursor()
    cursor.execute(query)
    while rows := cursor.fetchmany(_FETCH):
        yield dict(zip(_ASKED, zip(*rows, strict=True), strict=True))
    cursor.close()


def _day_numbers(values: Sequence[Any]) -> npt.NDArray[np.int32]:
    """Return ISO texts (SQLite) or dates (PostgreSQL) as days since 1970, ``NO_DAY`` for None."""
    days = pa.array(values).cast(pa.date32()).cast(pa.int32())
    return np.asarray(pc.fill_null(days, int(NO_DAY)).to_numpy(zero_copy_only=False), dtype=np.int32)


def _label_codes(kind: type[Enum]) -> dict[str | None, int]:
    codes: dict[str | None, int] = {None: NO_CODE}
    codes.update((str(getattr(member, "label", member.value)), code) for code, member in enumerate(kind))
    return codes


_LABEL_CODES = {name: _label_codes(VOCABULARIES[name]) for name in (*_CODED, "attributions")}


class _Loading:
    """Fills columns of a known length chunk by chunk; filling in place leaves no holes in the memory."""

    def __init__(self, count: int) -> None:
        self.kept: dict[str, npt.NDArray[Any]] = {name: np.zeros(count, kind) for name, kind in _KEPT.items()}
        self.ids: list[pa.Array] = []
        self.located = _Codes[tuple[object, ...]]()
        self.acting, self.publishing = _Codes[str](), _Codes[str]()
        self.masks: dict[str, int] = {}
        self.filled = 0

    def add(self, chunk: dict[str, Sequence[Any]]) -> None:
        """Take the next rows."""
        rows = slice(self.filled, self.filled + len(chunk["id"]))
        self.filled = rows.stop
        self.ids.append(pa.array(chunk["id"], pa.string()))
        for name in ("number", "place_confidence", "n_reports"):
            self.kept[name][rows] = chunk[name]
        for name in _DATES:
            self.kept[name][rows] = _day_numbers(chunk[name])
        for name in _CODED:
            self.kept[name][rows] = np.fromiter(map(_LABEL_CODES[name].__getitem__, chunk[name]), np.uint8)
        stated = (NOT_STATED if number is None else number for number in chunk["fatalities"])
        self.kept["fatalities"][rows] = np.fromiter(stated, np.int32)
        self.kept["attributions"][rows] = np.fromiter(map(self._mask, chunk["attributions"]), np.uint8)
        places = zip(*(chunk[name] for name in _LOCATED), strict=True)
        self.kept["location"][rows] = self.located.of(places)
        self.kept["actors"][rows] = self.acting.of(iter(chunk["actors"]))
        self.kept["outlets"][rows] = self.publishing.of(iter(chunk["outlets"]))

    def _mask(self, text: str) -> int:
        if text not in self.masks:
            codes = _LABEL_CODES["attributions"]
            self.masks[text] = sum(1 << codes[label] for label in text.split(SEPARATOR) if label)
        return self.masks[text]

    def finish(self, revision: int, article_days: npt.NDArray[np.int32]) -> Columns:
        """Return the columns, newest event first."""
        start, end = self.kept["date_start"], self.kept["date_end"]
        # NO_DAY is the least number there is, so what has no date comes last.
        days = np.where(start == NO_DAY, end, start)
        # Ties go by id, not by when an event was saved, so that equal stores list their events alike.
        order = _newest_first(days, self.ids)
        kept = {name: self.kept.pop(name)[order] for name in _KEPT}
        ids = pa.chunked_array(self.ids, pa.string()).combine_chunks().take(order)
        locations, precision = _locations(list(self.located.known))
        return Columns(
            revision=revision,
            table=_table(kept),
            ids=ids,
            numbers=kept["number"],
            sub_types=kept["sub_event_type"],
            days=days[order],
            starts=kept["date_start"],
            ends=kept["date_end"],
            reported_days=kept["reported_first"],
            reports=kept["n_reports"].astype(np.int32),
            location=kept["location"],
            locations=locations,
            location_precision=precision,
            actors=_text_sets(kept["actors"], self.acting),
            outlets=_text_sets(kept["outlets"], self.publishing),
            article_days=np.sort(article_days),
        )


def _newest_first(days: npt.NDArray[np.int32], ids: list[pa.Array]) -> npt.NDArray[np.int64]:
    """Return the order of events by day, newest first, and on one day by a number made of the id."""
    texts = pa.chunked_array(ids, pa.string()).combine_chunks()
    numbers = _numbers_of(texts)
    newest = np.minimum(-days.astype(np.int64), 2**31 - 1)
    keys = (newest << 32) | (numbers >> np.uint64(32)).astype(np.int64)
    order = np.argsort(keys)
    if np.any(np.diff(keys[order]) == 0):  # two ids of one day share half their number: the whole decides
        names = pc.sort_indices(pc.sort_indices(texts)).to_numpy()
        order = np.lexsort((names, numbers, newest))
    return order


def _numbers_of(texts: pa.Array) -> npt.NDArray[np.uint64]:
    """Return a number for each text, made of its first 16 bytes."""
    cut = pc.binary_replace_slice(pc.utf8_rpad(texts, 16, " ").cast(pa.binary()), 16, 2**31 - 1, b"")
    halves = np.frombuffer(cut.cast(pa.binary(16)).buffers()[1], dtype="<u8", count=2 * len(texts))
    mixed = halves[::2] * np.uint64(0x9E3779B97F4A7C15) + halves[1::2] * np.uint64(0xC2B2AE3D27D4EB4F)
    return mixed.astype(np.uint64)


def _table(kept: dict[str, npt.NDArray[Any]]) -> pa.Table:
    """Return what the filters' SQL speaks of as Arrow columns over the same memory."""
    columns = {
        name: pa.array(kept[name]) for name in (*_CODED, "attributions", "place_confidence", "n_reports")
    }
    columns["fatalities"] = pa.array(kept["fatalities"], mask=kept["fatalities"] == NOT_STATED)
    for name in _DATES:
        columns[name] = pa.array(kept[name], mask=kept[name] == NO_DAY).view(pa.date32())
    return pa.table(columns)


def _text_sets(of_events: npt.NDArray[np.int32], codes: _Codes[str]) -> TextSets:
    sets = [frozenset(t for t in text.split(SEPARATOR) if t) for text in codes.known]
    return TextSets(codes=of_events, sets=sets)


def _locations(keys: list[tuple[object, ...]]) -> tuple[Locations, npt.NDArray[np.uint8]]:
    codes = _LABEL_CODES["place_precision"]
    areas = {member.label for member in PlacePrecision if member.is_area}
    latitudes, longitudes, radii, labels, ids = zip(*keys, strict=True) if keys else ((), (), (), (), ())
    locations = Locations(
        latitude=np.array(latitudes, dtype=np.float64),
        longitude=np.array(longitudes, dtype=np.float64),
        radius_km=np.array(radii, dtype=np.float32),
        is_area=np.array([label in areas for label in labels], dtype=np.bool_),
        is_near=np.array([label == PlacePrecision.NEAR.label for label in labels], dtype=np.bool_),
        place_ids=ids,
    )
    return locations, np.array([codes[label] for label in labels], dtype=np.uint8)
