"""Exports of exactly the events a selection holds, in many formats, each saying what it is.

``export_bytes(store, selection, ".csv")`` gives the file's bytes, ``save_export(path, store, selection)``
writes it; the format follows from the suffix. ``policy`` blurs, delays or masks what must not be published.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

from geodata.amounts import counted
from geodata.export.about import CREDITS, About, about
from geodata.export.columns import COLUMNS, Record
from geodata.export.policy import ReleasePolicy
from geodata.export.records import BATCH, records_of, statement_of
from geodata.export.registry import FORMATS, Format
from geodata.query import Selection
from geodata.query.clauses import Names
from geodata.store import Store
from geodata.whole_files import writing_whole

__all__ = [
    "COLUMNS",
    "CREDITS",
    "FORMATS",
    "About",
    "ReleasePolicy",
    "about",
    "export_bytes",
    "format_for",
    "save_export",
]

Progress = Callable[[float, str], None]


def format_for(name: str) -> Format:
    """Return the format of a file's name or suffix (".csv", ".acled.csv"); ValueError lists what there is."""
    fitting = [known for known in FORMATS if name.lower().endswith(known.suffix)]
    if not fitting:
        ending = PurePath(name).suffix or name
        raise ValueError(
            f"{ending or 'no suffix'!r} is no export format; use {', '.join(f.suffix for f in FORMATS)}"
        )
    return max(fitting, key=lambda known: len(known.suffix))


def export_bytes(
    store: Store,
    selection: Selection,
    suffix: str,
    *,
    policy: ReleasePolicy | None = None,
    names: Names = str,
) -> bytes:
    """Return the selected events, newest first, as a file's bytes; ``names`` tells regions to the reader."""
    stream = io.BytesIO()
    _write(stream, store, selection, format_for(suffix), policy, names)
    return stream.getvalue()


def save_export(
    path: Path,
    store: Store,
    selection: Selection,
    *,
    policy: ReleasePolicy | None = None,
    names: Names = str,
    progress: Progress | None = None,
) -> About:
    """Write the selected events to a file, whole or not at all, and return what the file says of itself.

    ``progress`` is told the share written, 0 to 1, and the count in words, after every few thousand events.
    Raises ValueError for an unknown suffix and OSError when the file cannot be written.
    """
    chosen = format_for(path.name)
    with writing_whole(path) as stream:
        return _write(stream, store, selection, chosen, policy, names, progress)


def _write(
    stream: BinaryIO,
    store: Store,
    selection: Selection,
    chosen: Format,
    policy: ReleasePolicy | None,
    names: Names,
    progress: Progress | None = None,
) -> About:
    statement = statement_of(store, selection, names, policy)
    batches = records_of(store, selection, policy)
    told = batches if progress is None else _told(batches, len(selection), progress)
    chosen.write(stream, told, statement)
    return statement


def _told(batches: Iterator[list[Record]], total: int, progress: Progress) -> Iterator[list[Record]]:
    for number, batch in enumerate(batches, start=1):
        yield batch
        done = min(number * BATCH, total)
        progress(done / total, f"{done:,} of {counted(total, 'event')}")
