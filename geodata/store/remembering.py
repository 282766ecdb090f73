"""Keeps what joining loaded for the next batch, as long as nobody else changed a report meanwhile.

Each run of joining leaves a mark of its own in the store. What a connection remembers counts only while the
mark is the one it left itself: a run that was rolled back, or another program's, leaves another mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, select

from geodata.corrections import Fix
from geodata.joining.profile import Profile
from geodata.store import readings, schema
from geodata.store.numbers import Numbers

# Profiles kept: the news of some days, in ten or twenty megabytes.
_KEPT = 4_000
_MARK = "joined_by"
_SLOT = "conflictmap profiles"


class _Memory(NamedTuple):
    mark: str
    fixes: list[Fix]
    profiles: dict[str, Profile]
    loaded: dict[str, None]
    numbers: Numbers


def recall(
    connection: Connection, fixes: Sequence[Fix]
) -> tuple[dict[str, Profile], dict[str, None], Numbers]:
    """Return the profiles remembered, the ids they were loaded for, and numbers; empty where maybe stale.

    The ids stand in the order in which they were last used.
    """
    memory: _Memory | None = connection.info.pop(_SLOT, None)
    if memory is not None and memory.fixes == list(fixes):
        mark = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == _MARK))
        if mark == memory.mark:
            memory.numbers.connection = connection
            return memory.profiles, memory.loaded, memory.numbers
    return {}, {}, Numbers(connection)


def remember(
    connection: Connection,
    fixes: Sequence[Fix],
    profiles: dict[str, Profile],
    loaded: dict[str, None],
    used: set[str],
    numbers: Numbers,
) -> None:
    """Keep profiles for the next run on this connection; when they are many, the half that was used last."""
    for key in used:
        loaded[key] = loaded.pop(key, None)
    if len(loaded) > _KEPT:
        for key in list(islice(loaded, len(loaded) - _KEPT // 2)):
            del loaded[key]
            profiles.pop(key, None)
    numbers.keep(loaded, 2 * _KEPT)
    mark = uuid4().hex
    readings.upsert(connection, schema.meta, [{"key": _MARK, "value": mark}], "key")
    connection.info[_SLOT] = _Memory(mark, list(fixes), profiles, loaded, numbers)
