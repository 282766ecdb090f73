"""Keeps days that may be near an article's unknown publication, for an analyst to accept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Column, Date, MetaData, String, Table, inspect, select
from sqlalchemy.exc import DBAPIError

from geodata.store.opening import StoreError, begin_writing
from geodata.store.readings import upsert
from geodata.store.store import Store

# Made when the first hint comes in, in stores of any age: nothing else of the store refers to it.
_metadata = MetaData()
_hints = Table(
    "date_hints",
    _metadata,
    Column("article_id", String(64), primary_key=True),
    Column("day", Date, nullable=False),
)


def save_hints(store: Store, hints: Mapping[str, date]) -> None:
    """Keep the hints, by article id; a newer one takes the place of an older one."""
    if not hints or {key: day for key, day in load_hints(store).items() if key in hints} == dict(hints):
        return
    rows = [{"article_id": key, "day": day} for key, day in hints.items()]
    try:
        with begin_writing(store.engine) as connection:
            _metadata.create_all(connection)
            upsert(connection, _hints, rows, "article_id")
    except DBAPIError as error:
        raise StoreError(f"{store.name} cannot be written ({str(error.orig).splitlines()[0]})") from error


def load_hints(store: Store) -> dict[str, date]:
    """Return every hint by article id."""
    with store.engine.connect() as connection:
        if not inspect(connection).has_table(_hints.name):
            return {}
        found = connection.execute(select(_hints.c.article_id, _hints.c.day))
        return {row.article_id: row.day for row in found}
