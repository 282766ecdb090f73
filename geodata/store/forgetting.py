"""Forgets how events stood before a version, and says what is wrong in what is kept of earlier versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, or_, select
from sqlalchemy.exc import DBAPIError

from geodata.amounts import counted
from geodata.store import history, readings, schema
from geodata.store.opening import StoreError, begin_writing
from geodata.store.store import Store

# Past events read at once while they are looked at.
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was forgotten: versions, and states that events had; ``oldest`` is the oldest version left.

    ``kept_for`` is the watch list for which more was kept than was asked to be forgotten, "" for none.
    """

    versions: int
    states: int
    oldest: int
    kept_for: str = ""


def forget_before(store: Store, version: int) -> Forgotten:
    """Forget how events stood before a version; later ones can still be compared with it and each other.

    What a watch list was last looked at is kept, and so are articles, readings, events and the log of
    corrections. Raises StoreError for a store that may not be written.
    """
    if not store.writable:
        raise StoreError(f"{store.name} is read-only; copy it to where it may be written first")
    try:
        with begin_writing(store.engine) as connection:
            return _forget(connection, version, history.revision(connection))
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise StoreError(f"{store.name} could not forget ({reason}); nothing was changed") from error


def _forget(connection: Connection, version: int, now: int) -> Forgotten:
    lists, event, past = schema.watch_lists.c, schema.history.c, schema.past_events.c
    looked = connection.execute(select(lists.seen, lists.name).order_by(lists.seen, lists.name)).first()
    wanted = min(version, now)
    held = looked is not None and looked.seen < wanted
    oldest = max(looked.seen if looked is not None and held else wanted, history.oldest(connection))
    # What says that it is of a version still to come is damaged, and is of no use to anybody.
    gone = (delete(schema.past_events).where(or_(past.gone_in <= oldest, past.gone_in > now)),
            delete(schema.history).where(or_(event.version <= oldest, event.version > now)))  # fmt: skip
    states, versions = (connection.execute(one).rowcount for one in gone)
    readings.upsert(connection, schema.meta, [{"key": history.OLDEST, "value": str(oldest)}], "key")
    kept_for = looked.name if looked is not None and held else ""
    return Forgotten(versions=versions, states=states, oldest=oldest, kept_for=kept_for)


def give_space_back(store: Store) -> None:
    """Make the file of a store as small as what is in it; a server's database sees to that itself."""
    if store.engine.dialect.name != "sqlite":
        return
    try:
        with store.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            connection.rollback()
            driver.execute("VACUUM")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except DBAPIError as error:
        raise StoreError(f"{store.name} is in use; its file stays as large as it is") from error


def problems(connection: Connection) -> Iterator[str]:
    """Yield in a line each what is wrong in what is kept of earlier versions; nothing where all is whole."""
    past, version, event = schema.past_events.c, schema.history.c, schema.events.c
    lost = select(func.count()).where(past.gone_in.not_in(select(version.version)))
    doubled = select(func.count()).where(past.number.in_(select(event.number)))
    for number, words in (
        (connection.scalar(lost), "went in no version that is known"),
        (connection.scalar(doubled), "both in force and kept as gone"),
        (sum(_unreadable(connection)), "cannot be read"),
    ):
        if number:
            yield f"{counted(number, 'earlier state')} of events {words}"
    yield from _spans(connection)


def _unreadable(connection: Connection) -> Iterator[bool]:
    past = schema.past_events.c
    last = -1
    query = select(past.number, past.id, past.content).order_by(past.number).limit(_AT_ONCE)
    while rows := connection.execute(query.where(past.number > last)).all():
        for row in rows:
            yield not history.is_readable(row.id, row.content)
        last = rows[-1].number


def _spans(connection: Connection) -> Iterator[str]:
    """Say where versions do not follow each other, or events have numbers that no version gave."""
    version = schema.history.c
    rows = connection.execute(
        select(version.version, version.first, version.last).order_by(version.version)
    ).all()
    if rows and rows[-1].version > history.revision(connection):
        yield f"version {rows[-1].version} is newer than the store"
    last = 0
    for row in rows:
        if row.first is None:
            continue
        if not last < row.first <= row.last:
            yield f"version {row.version} wrote events under numbers of an earlier one"
        last = row.last
    highest = connection.scalar(select(func.max(schema.events.c.number))) or 0
    if last and highest > last:
        yield f"events up to number {highest} were written by no version, the last wrote {last}"
