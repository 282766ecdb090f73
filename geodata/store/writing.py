"""The transaction in which a store is changed: it makes one version, and fails in one line."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Integer, cast, update
from sqlalchemy.exc import DBAPIError

from geodata.changes import CauseKind
from geodata.store import history, schema
from geodata.store.opening import StoreError, begin_writing


def next_version(connection: Connection, kind: CauseKind) -> None:
    """End the version that a transaction makes and begin another in it: all of them are kept, or none."""
    history.end(connection)
    _begin_version(connection, kind)


def _begin_version(connection: Connection, kind: CauseKind) -> None:
    meta = schema.meta
    value = cast(cast(meta.c.value, Integer) + 1, meta.c.value.type)
    connection.execute(update(meta).where(meta.c.key == "revision").values(value=value))
    history.begin(connection, history.revision(connection), kind)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let Python not look for circles of objects meanwhile: a batch makes many objects and no circle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Writing:
    """A transaction that counts up the revision and turns driver errors into one line."""

    def __init__(self, engine: Engine, name: str, writable: bool, kind: CauseKind) -> None:
        self._name, self._writable, self._kind = name, writable, kind
        self._connection: Connection | None = None
        self._transaction = begin_writing(engine)

    def __enter__(self) -> Connection:
        if not self._writable:
            raise StoreError(
                f"{self._name} is read-only; copy it to where it may be written, and change the copy"
            )
        try:
            connection = self._transaction.__enter__()
            _begin_version(connection, self._kind)
        except DBAPIError as error:
            raise StoreError(self._line(error)) from error
        self._connection = connection
        return connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if kind is None and self._connection is not None and self._connection.in_transaction():
            try:
                history.end(self._connection)
            except DBAPIError as failed:
                self._transaction.__exit__(type(failed), failed, failed.__traceback__)
                raise StoreError(self._line(failed)) from failed
        try:
            self._transaction.__exit__(kind, error, trace)  # type: ignore[arg-type]
        except DBAPIError as failed:
            raise StoreError(self._line(failed)) from failed
        if isinstance(error, DBAPIError):
            raise StoreError(self._line(error)) from error

    def _line(self, error: DBAPIError) -> str:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
        if "locked" in reason:
            return f"{self._name} is being written by another program; try again when it is done"
        if "full" in reason or "No space" in reason:
            return f"the disk of {self._name} is full; free some space and try again"
        return f"could not write {self._name}: {reason}; nothing was changed"
