"""Loads GeoParquet that was written elsewhere, from a folder or from object storage, into a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geodata.changes import CauseKind
from geodata.gazetteer import Gazetteer
from geodata.loading.files import LoadError, ParquetFile, parquet_files
from geodata.loading.rows import REQUIRED, Loaded, loaded_of
from geodata.store import Store, without_passwords
from geodata.store.history import because

__all__ = ["LoadError", "LoadSummary", "load_events"]

# Rows written in one transaction.
_BATCH = 500
# Rows of a file told one by one that hold no event; the line after them says how many more there are.
_NAMED = 5


@dataclass(slots=True, kw_only=True)
class LoadSummary:
    """What came of loading: files read, events new to the store and there already, and a line per failure."""

    files: int = 0
    events: int = 0
    already_there: int = 0
    failures: list[str]


def load_events(
    store: Store,
    address: str,
    *,
    gazetteer: Gazetteer | None = None,
    private: bool = False,
    progress: Callable[[int, str], None] | None = None,
) -> LoadSummary:
    """Load the events of a file, or of all files below a folder, such as ``export`` writes as GeoParquet.

    An event stands as it is given, with its sentences and the names of its sources as an article of its own;
    one whose id is in the store stays as it is there. ``address`` may name object storage ("s3://bucket/map");
    ``private`` allows a server in a private network.
    Raises LoadError where nothing can be opened; files and rows that hold no event are in the summary.
    """
    summary = LoadSummary(failures=[])
    known = set(store.event_ids())
    with because(CauseKind.GIVEN, note=without_passwords(address)):
        for file in parquet_files(address, private=private):
            try:
                rows = _rows(file, gazetteer, summary)
                while batch := list(islice(rows, _BATCH)):
                    _save(store, batch, known, summary)
                    if progress is not None:
                        progress(summary.events + summary.already_there, file.name)
                summary.files += 1
            except (pa.ArrowException, OSError) as error:
                line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
                summary.failures.append(f"{file.name}: it cannot be read ({line}); get it anew")
    return summary


def _save(store: Store, batch: list[Loaded], known: set[str], summary: LoadSummary) -> None:
    new = [one for one in batch if one.event.id not in known]
    summary.already_there += len(batch) - len(new)
    unique = {one.event.id: one for one in new}
    store.save_readings(
        [(one.article, one.reading) for one in unique.values()], join=False, find_versions=False
    )
    store.save_events(one.event for one in unique.values())
    known.update(unique)
    summary.events += len(unique)
    summary.already_there += len(new) - len(unique)


def _rows(file: ParquetFile, gazetteer: Gazetteer | None, summary: LoadSummary) -> Iterator[Loaded]:
    """Yield the events of a file; what is none is told in the summary."""
    with file.open() as stream:
        parquet = pq.ParquetFile(stream)
        missing = [name for name in REQUIRED if name not in parquet.schema_arrow.names]
        if missing:
            raise LoadError(f"it has no column {', '.join(missing)}")
        wrong = 0
        for row in _records(parquet):
            try:
                yield loaded_of(row, file.name, gazetteer)
            except (ValueError, TypeError, KeyError, OverflowError) as error:
                wrong += 1
                if wrong <= _NAMED:
                    told = f"{file.name}: event {row.get('event_id')!s:.60} was left out ({error})"
                    summary.failures.append(told)
        if wrong > _NAMED:
            summary.failures.append(f"{file.name}: left out besides: {wrong - _NAMED:,}")


def _records(parquet: pq.ParquetFile) -> Iterator[dict[str, Any]]:
    names = [name for name in parquet.schema_arrow.names if name != "geometry"]
    for batch in parquet.iter_batches(batch_size=_BATCH, columns=names):
        yield from batch.to_pylist()
