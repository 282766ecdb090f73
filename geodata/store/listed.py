"""Keeps the rows of event tables in the store, apart from articles and what was read out of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    RowMapping,
    String,
    Table,
    Text,
    delete,
    func,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError

from geodata.listed import ListedEvent
from geodata.model import DatePrecision, EventType, PlacePrecision
from geodata.store.opening import StoreError, begin_writing
from geodata.store.readings import upsert
from geodata.store.store import Store

# Made when the first table comes in, in stores of any age: nothing else of the store refers to it.
_metadata = MetaData()
_listed = Table(
    "listed_events",
    _metadata,
    Column("id", String(192), primary_key=True),
    Column("source_table", String(64), nullable=False),
    Column("row", String(120), nullable=False),
    Column("kind", Text, nullable=False),
    Column("event_types", Text, nullable=False),
    Column("date_start", Date, nullable=False),
    Column("date_end", Date, nullable=False),
    Column("date_precision", String(16), nullable=False),
    Column("place_name", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("admin1", Text, nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("place_precision", String(16)),
    *(Column(name, Text, nullable=False) for name in ("actor1", "actor2")),
    *(Column(name, Integer) for name in ("fatalities_low", "fatalities", "fatalities_high")),
    *(Column(name, Text, nullable=False) for name in ("notes", "source", "url")),
    Index("listed_by_table", "source_table", "date_start"),
)
_PLAIN = (
    *("row", "kind", "date_start", "date_end", "place_name", "country", "admin1", "latitude", "longitude"),
    *("actor1", "actor2", "fatalities_low", "fatalities", "fatalities_high", "notes", "source", "url"),
)
_BATCH = 1_000


def save_listed(store: Store, events: Iterable[ListedEvent]) -> int:
    """Write rows of event tables and return how many; a row that is there is replaced by its newer one."""
    iterator, total = iter(events), 0
    while batch := list(islice(iterator, _BATCH)):
        # A table may hold a row twice; the later one counts, as a transaction writes each once.
        unique = {event.id: _row(event) for event in batch}
        try:
            with begin_writing(store.engine) as connection:
                _metadata.create_all(connection)
                upsert(connection, _listed, list(unique.values()), "id")
        except DBAPIError as error:
            raise StoreError(f"{store.name} cannot be written ({str(error.orig).splitlines()[0]})") from error
        total += len(unique)
    return total


def load_listed(store: Store, table: str | None = None) -> list[ListedEvent]:
    """Return the rows of one table, or of all, by day; none where no table was taken in."""
    with store.engine.connect() as connection:
        if not _is_there(connection):
            return []
        query = select(_listed).order_by(_listed.c.date_start, _listed.c.id)
        if table is not None:
            query = query.where(_listed.c.source_table == table)
        return [_event(row) for row in connection.execute(query).mappings()]


def listed_tables(store: Store) -> dict[str, int]:
    """Return the number of rows by table, in the order of their names."""
    with store.engine.connect() as connection:
        if not _is_there(connection):
            return {}
        counted = select(_listed.c.source_table, func.count()).group_by(_listed.c.source_table)
        return dict(sorted((name, number) for name, number in connection.execute(counted)))


def remove_listed(store: Store, table: str) -> int:
    """Remove the rows of a table and return how many there were."""
    with begin_writing(store.engine) as connection:
        if not _is_there(connection):
            return 0
        return connection.execute(delete(_listed).where(_listed.c.source_table == table)).rowcount


def _is_there(connection: Connection) -> bool:
    return inspect(connection).has_table(_listed.name)


def _row(event: ListedEvent) -> dict[str, Any]:
    row = {name: getattr(event, name) for name in _PLAIN}
    return row | {
        "id": event.id,
        "source_table": event.table,
        "event_types": "\n".join(event.event_types),
        "date_precision": event.date_precision.label,
        "place_precision": event.place_precision.label if event.place_precision else None,
    }


def _event(row: RowMapping) -> ListedEvent:
    plain: Mapping[str, Any] = {name: row[name] for name in _PLAIN}
    types: Sequence[str] = row["event_types"].split("\n") if row["event_types"] else ()
    precision = row["place_precision"]
    return ListedEvent(
        table=row["source_table"],
        event_types=tuple(EventType(name) for name in types),
        date_precision=DatePrecision.from_label(row["date_precision"]),
        place_precision=PlacePrecision.from_label(precision) if precision else None,
        **plain,
    )
