"""Loads the filterable columns of every event out of the store, compactly, newest events first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from geodata.model import PlacePrecision
from geodata.query.clauses import VOCABULARIES
from geodata.query.spatial import Locations
from geodata.store import Store
from geodata.store.codec import SEPARATOR

# Rows fetched at once; bounds the memory that loading takes on top of the copy.
_FETCH = 4_000
NO_CODE = 255
NO_DAY = np.iinfo(np.int32).min

_DATES = ("date_start", "date_end", "reported_first")
_CODED = ("sub_event_type", "date_precision", "place_precision", "certainty")
_NUMBERS = {
    "fatalities": pa.int32(),
    "place_confidence": pa.float32(),
    "n_reports": pa.int16(),
}
_TYPES = {
    "id": pa.string(),
    **dict.fromkeys(_DATES, pa.date32()),
    **dict.fromkeys((*_CODED, "attributions"), pa.uint8()),
    **_NUMBERS,
}
_LOCATED = ("latitude", "longitude", "radius_km", "place_precision", "place_id")
_ASKED = (
    "number",
    "id",
    *_DATES,
    *_CODED,
    *_NUMBERS,
    "latitude",
    "longitude",
    "radius_km",
    "place_id",
    "actors",
    "outlets",
    "attributions",
)
_QUERY = f"SELECT {', '.join(_ASKED)} FROM events"  # noqa: S608


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

    Rows run from the newest event to the oldest by the day they began, those without a date last.
    ``days`` is that day in days since 1970-01-01 (``NO_DAY`` where unknown), ``reported_days`` the same of
    the first report. ``article_days`` counts the articles per publication day.
    """

    revision: int
    table: pa.Table
    ids: pa.Array
    numbers: npt.NDArray[np.int32]
    sub_types: npt.NDArray[np.uint8]
    days: npt.NDArray[np.int32]
    end_days: npt.NDArray[np.int32]
    reported_days: npt.NDArray[np.int32]
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

    def ids_of(self, rows: npt.NDArray[np.integer[Any]]) -> list[str]:
        """Return the event ids of rows, in their order."""
        return list(self.ids.take(pa.array(rows)).to_pylist())


class _Codes:
    """Numbers distinct keys in the order they are met."""

    def __init__(self) -> None:
        self.known: dict[Any, int] = {}

    def of(self, keys: Iterator[Any]) -> npt.NDArray[np.int32]:
        known = self.known
        return np.fromiter((known.setdefault(key, len(known)) for key in keys), dtype=np.int32)


def load_columns(store: Store) -> Columns:
    """Return the copy of all events, from one consistent view of the store."""
    with store.engine.connect() as connection:
        revision = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'revision'").scalar_one()
        loaded = _Loading()
        for chunk in _chunks(connection, _QUERY):
            loaded.add(chunk)
        published = [day for (day,) in connection.exec_driver_sql("SELECT published FROM articles")]
    columns = loaded.finish(int(revision), _days(_to_dates([d for d in published if d is not None])))
    # Arrow keeps what loading used; a server that runs for days has better use for it.
    pa.default_memory_pool().release_unused()
    return columns


def _chunks(connection: Connection, query: str) -> Iterator[dict[str, Sequence[Any]]]:
    cursor: Any = connection.connection.cursor()
    cursor.execute(query)
    while rows := cursor.fetchmany(_FETCH):
        yield dict(zip(_ASKED, zip(*rows, strict=True), strict=True))
    cursor.close()


def _to_dates(values: Sequence[Any]) -> pa.Array:
    """Return ISO texts (SQLite) or dates (PostgreSQL) as Arrow dates."""
    return pa.array(values).cast(pa.date32())


def _days(dates: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.int32]:
    filled = pc.fill_null(dates.cast(pa.int32()), int(NO_DAY))
    return np.asarray(filled.to_numpy(zero_copy_only=False) if len(filled) else [], dtype=np.int32)


def _label_codes(kind: type[Enum]) -> dict[str | None, int]:
    codes: dict[str | None, int] = {None: NO_CODE}
    codes.update((str(getattr(member, "label", member.value)), code) for code, member in enumerate(kind))
    return codes


_LABEL_CODES = {name: _label_codes(VOCABULARIES[name]) for name in (*_CODED, "attributions")}


class _Loading:
    """Gathers chunks of rows into columns."""

    def __init__(self) -> None:
        self.columns: dict[str, list[pa.Array]] = {name: [] for name in _TYPES}
        self.numbers: list[npt.NDArray[np.int32]] = []
        self.located, self.acting, self.publishing = _Codes(), _Codes(), _Codes()
        self.codes: dict[str, list[npt.NDArray[np.int32]]] = {"location": [], "actors": [], "outlets": []}
        self.masks: dict[str, int] = {}

    def add(self, chunk: dict[str, Sequence[Any]]) -> None:
        self.numbers.append(np.array(chunk["number"], dtype=np.int32))
        self.columns["id"].append(pa.array(chunk["id"], pa.string()))
        for name in _DATES:
            self.columns[name].append(_to_dates(chunk[name]))
        for name in _CODED:
            codes = _LABEL_CODES[name]
            self.columns[name].append(pa.array(np.fromiter(map(codes.__getitem__, chunk[name]), np.uint8)))
        for name, kind in _NUMBERS.items():
            self.columns[name].append(pa.array(chunk[name], kind))
        self.columns["attributions"].append(pa.array(map(self._mask, chunk["attributions"]), pa.uint8()))
        places = zip(*(chunk[name] for name in _LOCATED), strict=True)
        self.codes["location"].append(self.located.of(places))
        self.codes["actors"].append(self.acting.of(iter(chunk["actors"])))
        self.codes["outlets"].append(self.publishing.of(iter(chunk["outlets"])))

    def _mask(self, text: str) -> int:
        if text not in self.masks:
            codes = _LABEL_CODES["attributions"]
            self.masks[text] = sum(1 << codes[label] for label in text.split(SEPARATOR) if label)
        return self.masks[text]

    def finish(self, revision: int, article_days: npt.NDArray[np.int32]) -> Columns:
        """Return the columns, newest event first."""
        numbers = _joined(self.numbers)
        began = _days(pc.coalesce(self._whole("date_start"), self._whole("date_end")))
        ended = _days(pc.coalesce(self._whole("date_end"), self._whole("date_start")))
        # NO_DAY is the least number there is, so what has no date comes last.
        order = np.lexsort((numbers, -began.astype(np.int64)))
        table = pa.table({name: self._whole(name).take(order) for name in _TYPES if name != "id"})
        locations, precision = _locations(list(self.located.known))
        return Columns(
            revision=revision,
            table=table,
            ids=self._whole("id").take(order),
            numbers=numbers[order],
            sub_types=_column(table, "sub_event_type"),
            days=began[order],
            end_days=ended[order],
            reported_days=_days(table.column("reported_first")),
            location=_joined(self.codes["location"])[order],
            locations=locations,
            location_precision=precision,
            actors=_text_sets(_joined(self.codes["actors"])[order], self.acting),
            outlets=_text_sets(_joined(self.codes["outlets"])[order], self.publishing),
            article_days=np.sort(article_days),
        )

    def _whole(self, name: str) -> pa.Array:
        """Return a column out of its chunks, which are let go."""
        parts = self.columns[name]
        if len(parts) != 1:
            self.columns[name] = [pa.chunked_array(parts, _TYPES[name]).combine_chunks()]
        return self.columns[name][0]


def _column(table: pa.Table, name: str) -> npt.NDArray[np.uint8]:
    return np.asarray(table.column(name).to_numpy(), dtype=np.uint8)


def _joined(parts: list[npt.NDArray[np.int32]]) -> npt.NDArray[np.int32]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)


def _text_sets(of_events: npt.NDArray[np.int32], codes: _Codes) -> TextSets:
    sets = [frozenset(t for t in text.split(SEPARATOR) if t) for text in codes.known]
    return TextSets(codes=of_events, sets=sets)


def _locations(keys: list[tuple[Any, ...]]) -> tuple[Locations, npt.NDArray[np.uint8]]:
    codes = _LABEL_CODES["place_precision"]
    areas = {member.label for member in PlacePrecision if member.is_area}
    latitudes, longitudes, radii, labels, ids = zip(*keys, strict=True) if keys else ((), (), (), (), ())
    locations = Locations(
        latitude=np.array(latitudes, dtype=np.float64),
        longitude=np.array(longitudes, dtype=np.float64),
        radius_km=np.array(radii, dtype=np.float32),
        is_area=np.array([label in areas for label in labels], dtype=np.bool_),
        place_ids=ids,
    )
    return locations, np.array([codes[label] for label in labels], dtype=np.uint8)
