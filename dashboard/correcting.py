"""Makes, undoes, redoes and takes in corrections; articles that get another date by them are read again."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.ingest import read_stored
from geodata.changes import CauseKind
from geodata.corrections import Fix, PublishedFix
from geodata.gazetteer import Gazetteer
from geodata.store import Store
from geodata.store.exchange import Imported, import_log
from geodata.store.history import because


def make_fixes(
    store: Store,
    fixes: Sequence[Fix],
    *,
    analyst: str,
    note: str = "",
    gazetteer: Gazetteer | None = None,
) -> list[int]:
    """Record fixes in order, read again what they date anew, and return their numbers in the log."""
    numbers = [store.correct(fix, analyst=analyst, note=note) for fix in fixes]
    _read_dated(store, fixes, gazetteer)
    return numbers


def undo(store: Store, number: int, *, analyst: str, gazetteer: Gazetteer | None = None) -> None:
    """Take a correction back; raises StoreError where it is not in force."""
    store.undo_correction(number, analyst=analyst)
    _read_dated(store, _fixes(store, number), gazetteer)


def redo(store: Store, number: int, *, analyst: str, gazetteer: Gazetteer | None = None) -> None:
    """Put an undone correction back in force; raises StoreError where it was not undone."""
    store.redo_correction(number, analyst=analyst)
    _read_dated(store, _fixes(store, number), gazetteer)


def take_in(store: Store, text: str, gazetteer: Gazetteer | None = None) -> Imported:
    """Take in a colleague's log; raises StoreError, nothing taken in, where it is none."""
    done = import_log(store, text)
    if done.dated:
        with because(CauseKind.PUBLISHED):
            read_stored(store, done.dated, gazetteer)
    return done


def _fixes(store: Store, number: int) -> list[Fix]:
    return [e.now for e in store.corrections() if e.number == number and e.now is not None]


def _read_dated(store: Store, fixes: Sequence[Fix], gazetteer: Gazetteer | None) -> None:
    dated = [fix.article_id for fix in fixes if isinstance(fix, PublishedFix)]
    if dated:
        with because(CauseKind.PUBLISHED):
            read_stored(store, dated, gazetteer)
