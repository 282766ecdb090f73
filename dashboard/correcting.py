"""Makes, undoes, redoes and takes in corrections; articles that get another date by them are read again.

What one click asks for is one change of the store: all of it is kept, or nothing where the program is killed.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.ingest import reader
from geodata.corrections import Fix
from geodata.gazetteer import Gazetteer
from geodata.store import Store
from geodata.store.exchange import Imported, import_log


def make_fixes(
    store: Store,
    fixes: Sequence[Fix],
    *,
    analyst: str,
    note: str = "",
    gazetteer: Gazetteer | None = None,
) -> list[int]:
    """Record fixes in order, read again what they date anew, and return their numbers in the log."""
    return store.correct_all(fixes, analyst=analyst, note=note, read=reader(gazetteer))


def undo(store: Store, number: int, *, analyst: str, gazetteer: Gazetteer | None = None) -> None:
    """Take a correction back; raises StoreError where it is not in force."""
    store.undo_correction(number, analyst=analyst, read=reader(gazetteer))


def redo(store: Store, number: int, *, analyst: str, gazetteer: Gazetteer | None = None) -> None:
    """Put an undone correction back in force; raises StoreError where it was not undone."""
    store.redo_correction(number, analyst=analyst, read=reader(gazetteer))


def take_in(store: Store, text: str, gazetteer: Gazetteer | None = None) -> Imported:
    """Take in a colleague's log; raises StoreError, nothing taken in, where it is none."""
    return import_log(store, text, read=reader(gazetteer))
