"""Writes the places that readings name, and remembers which ones stand so in the store.

News names the same places again and again. Whoever changes one leaves a mark of its own in the store, and
what a connection remembers counts only while the mark is the one that it saw last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, select

from geodata.model import Place
from geodata.store import codec, readings, schema

# Places remembered: those of some thousand articles, in a few megabytes.
_KEPT = 20_000
_MARK = "places_by"
_SLOT = "conflictmap places"


class _Memory(NamedTuple):
    """Places that stand in the store as they were given, and places as they were read from it."""

    mark: str | None
    given: dict[str, Place]
    read: dict[str, Place]


def upsert_places(connection: Connection, places: Mapping[str, Place]) -> None:
    """Write places by id; those that are there as they are stay untouched."""
    mark, known, read = _recall(connection)
    unknown = {key: place for key, place in places.items() if known.get(key) != place}
    rows = {key: codec.place_row(place) for key, place in unknown.items()}
    there = _stored(connection, rows)
    changed = [row for row in rows.values() if tuple(row.values()) not in there]
    if changed:
        for row in changed:
            read.pop(row["id"], None)
        readings.insert(connection, schema.places, changed, over="id")
        mark = uuid4().hex
        readings.upsert(connection, schema.meta, [{"key": _MARK, "value": mark}], "key")
    _remember(known, unknown)
    connection.info[_SLOT] = _Memory(mark, known, read)


def stored_places(connection: Connection, ids: Iterable[str]) -> dict[str, Place]:
    """Return the stored places with these ids; those that are remembered are not read again."""
    memory = _recall(connection)
    wanted = set(ids)
    known = {key: memory.read[key] for key in wanted & memory.read.keys()}
    unknown = readings.load_places(connection, wanted - known.keys())
    _remember(memory.read, unknown)
    connection.info[_SLOT] = memory
    return known | unknown


def _remember(known: dict[str, Place], more: Mapping[str, Place]) -> None:
    if len(known) + len(more) > _KEPT:
        known.clear()
    known.update(more)


def _recall(connection: Connection) -> _Memory:
    """Return what is remembered, with the mark in the store; nothing where another wrote places since."""
    mark = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == _MARK))
    memory: _Memory | None = connection.info.pop(_SLOT, None)
    return memory if memory is not None and memory.mark == mark else _Memory(mark, {}, {})


def _stored(connection: Connection, rows: Mapping[str, codec.Row]) -> set[tuple[object, ...]]:
    """Return what the places of these ids are stored as, with the values in the order of the rows."""
    names = tuple(next(iter(rows.values()), ()))
    found = set[tuple[object, ...]]()
    for some in readings.chunks(sorted(rows)):
        query = select(*(schema.places.c[name] for name in names)).where(schema.places.c.id.in_(some))
        found.update(map(tuple, connection.execute(query).all()))
    return found
