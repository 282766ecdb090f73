"""Saved selections with the version at which each was last looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from geodata.store import readings, schema
from geodata.store.opening import StoreError, begin_writing
from geodata.store.store import Store

MOST_LISTS = 200
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchList:
    """A selection that is watched: its name, its filter as a link writes it, the version last looked at."""

    name: str
    query: str
    seen: int
    looked_at: datetime


def load_watch_lists(store: Store) -> list[WatchList]:
    """Return the watch lists of a store, by name."""
    table = schema.watch_lists
    with store.engine.connect() as connection:
        rows = connection.execute(select(table).order_by(table.c.name)).mappings()
        return [WatchList(**{**row, "looked_at": row["looked_at"].replace(tzinfo=UTC)}) for row in rows]


def save_watch_list(store: Store, name: str, query: str, seen: int) -> WatchList:
    """Keep a selection under a name, or note that it was looked at; StoreError where it cannot be kept."""
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise StoreError(f"a watch list needs a name of 1 to {LONGEST_NAME} characters")
    now = datetime.now(UTC).replace(tzinfo=None)
    row = {"name": plain, "query": query, "seen": seen, "looked_at": now}
    try:
        with begin_writing(store.engine) as connection:
            table = schema.watch_lists
            others = select(func.count()).select_from(table).where(table.c.name != plain)
            if (connection.scalar(others) or 0) >= MOST_LISTS:
                raise StoreError(f"there are {MOST_LISTS} watch lists already; remove one first")
            readings.upsert(connection, table, [row], "name")
    except DBAPIError as error:
        raise StoreError(_line(store, error)) from error
    return WatchList(name=plain, query=query, seen=seen, looked_at=now.replace(tzinfo=UTC))


def remove_watch_list(store: Store, name: str) -> bool:
    """Forget a watch list and say whether there was one of that name."""
    try:
        with begin_writing(store.engine) as connection:
            table = schema.watch_lists
            return connection.execute(delete(table).where(table.c.name == name)).rowcount > 0
    except DBAPIError as error:
        raise StoreError(_line(store, error)) from error


def _line(store: Store, error: DBAPIError) -> str:
    reason = str(error.orig).strip().splitlines()[0]
    return f"{store.name} cannot keep the watch list ({reason}); copy it to where it may be written"
