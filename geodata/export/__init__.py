"""Exports of exactly the events a selection holds, in five formats, each saying what it is.

``export_bytes(store, selection, ".csv")`` gives the file's bytes, ``save_export(path, store, selection)``
writes it; the format follows from the suffix. ``policy`` blurs, delays or masks what must not be published.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from geodata.export.about import CREDITS, About, about
from geodata.export.columns import COLUMNS, Record
from geodata.export.formats import FORMATS, Format
from geodata.export.policy import ReleasePolicy
from geodata.export.records import BATCH, records_of
from geodata.query import Doubt, Selection
from geodata.query.clauses import Names
from geodata.store import Store

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


def format_for(suffix: str) -> Format:
    """Return the format of a file name's suffix (".csv"); ValueError lists the ones there are."""
    for known in FORMATS:
        if known.suffix == suffix.lower():
            return known
    raise ValueError(
        f"{suffix or 'no suffix'!r} is no export format; use {', '.join(f.suffix for f in FORMATS)}"
    )


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
    chosen = format_for(path.suffix)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            statement = _write(stream, store, selection, chosen, policy, names, progress)
        Path(partial).chmod(0o644)
        Path(partial).replace(path)
    finally:
        Path(partial).unlink(missing_ok=True)
    return statement


def _write(
    stream: BinaryIO,
    store: Store,
    selection: Selection,
    chosen: Format,
    policy: ReleasePolicy | None,
    names: Names,
    progress: Progress | None = None,
) -> About:
    statement = about(selection, names)
    if policy is not None:
        statement = _released_about(statement, records_of(store, selection), policy)
    batches = records_of(store, selection, policy)
    told = batches if progress is None else _told(batches, len(selection), progress)
    chosen.write(stream, told, statement)
    return statement


def _told(batches: Iterator[list[Record]], total: int, progress: Progress) -> Iterator[list[Record]]:
    for number, batch in enumerate(batches, start=1):
        yield batch
        done = min(number * BATCH, total)
        progress(done / total, f"{done:,} of {total:,} events")


def _released_about(statement: About, batches: Iterator[list[Record]], policy: ReleasePolicy) -> About:
    """Return the statement with the numbers of what the policy lets out, counted before writing.

    Dates are counted as they are known, also where the policy empties their columns.
    """
    found: Counter[str] = Counter()
    for record in (record for batch in batches for record in batch):
        released = policy.release(record)
        if released is not None:
            found["shown"] += 1
            found["placeless"] += released["latitude"] is None
            found.update(str(record["doubts"] or "").split("; "))
    return replace(
        statement,
        policy=policy.describe(),
        withheld=statement.shown - found["shown"],
        shown=found["shown"],
        undated=found[Doubt.UNDATED],
        by_day=found[Doubt.BY_DAY],
        since_day=found[Doubt.SINCE_DAY],
        possibly_in_period=found[Doubt.POSSIBLY_IN_PERIOD],
        without_place=found["placeless"],
    )
