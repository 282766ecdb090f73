"""Opens a database as a store, or says in one line why it cannot be one and what to do."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from geodata.store import schema
from geodata.store.addresses import without_passwords

# Milliseconds a writer waits for another one before it gives up.
BUSY_TIMEOUT_MS = 15_000
_PAUSE_S = 0.02
_SQLITE_HEADER = b"SQLite format 3\x00"


class StoreError(RuntimeError):
    """The store could not be opened, read or written; the message is one line with the remedy.

    It never shows a password, wherever in the message an address with one stands.
    """

    def __init__(self, message: str) -> None:
        super().__init__(without_passwords(message))


def open_engine(url_or_path: str | Path, *, create: bool) -> Engine:
    """Return an engine on a store at the current schema version, created or migrated where needed.

    Raises StoreError for a place that cannot be written, a file that is no store, and a newer schema.
    """
    text = str(url_or_path)
    engine = _server(text) if "://" in text else _file(Path(url_or_path), create=create)
    try:
        with engine.connect() as connection:
            is_current = _is_current(connection, text)
        if not is_current:
            with begin_writing(engine) as connection:
                _prepare(connection, text)
    except DBAPIError as error:
        engine.dispose()
        raise StoreError(_explain(text, error)) from error
    except StoreError:
        engine.dispose()
        raise
    return engine


def _server(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            return _file(Path(parsed.database), create=True)
        return create_engine(parsed)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(
            f"{url} is no database address; give a file name or postgresql://user@host/name"
        ) from error
    except ModuleNotFoundError as error:
        raise StoreError(
            f"the driver {error.name} is missing; run: python -m pip install 'conflictmap[postgresql]'"
        ) from error


def _file(path: Path, *, create: bool) -> Engine:
    _check_file(path, create=create)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def begin_writing(engine: Engine) -> AbstractContextManager[Connection]:
    """Return a transaction that holds the right to write from its first moment (SQLite: IMMEDIATE)."""
    return engine.execution_options(transaction_mode="IMMEDIATE").begin()


def _begin_sqlite(connection: Connection) -> None:
    # Python's driver begins late and leaves DDL out; a failed migration must leave nothing behind.
    mode = connection.get_execution_options().get("transaction_mode", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _check_file(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file in it, such as {path / 'conflictmap.db'}")
    if not path.exists():
        if not create:
            raise StoreError(f"there is no store at {path}; make one with: conflictmap ingest --db {path}")
        path.parent.mkdir(parents=True, exist_ok=True) if _can_create(path.parent) else None
        if not os.access(path.parent, os.W_OK):
            raise StoreError(f"cannot create {path}: its folder is not writable; choose another with --db")
        return
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK):
        raise StoreError(f"cannot write {path}: change its permissions or choose another file with --db")
    with path.open("rb") as stream:
        header = stream.read(len(_SQLITE_HEADER))
    if header not in (b"", _SQLITE_HEADER):
        raise StoreError(f"{path} is not a database; choose another file with --db")


def _can_create(folder: Path) -> bool:
    existing = next(p for p in (folder, *folder.parents) if p.exists())
    return existing.is_dir() and os.access(existing, os.W_OK)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    _keep_a_log(connection)


def _keep_a_log(connection: Any) -> None:
    """Let readers go on while one writes (WAL); SQLite itself does not wait when two ask for it at once."""
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE_S)


def _is_current(connection: Connection, name: str) -> bool:
    """Whether this is a store at the current version, False for an empty or older one."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return False
    if "meta" not in tables or "event_reports" not in tables:
        raise StoreError(f"{name} is a database of something else; choose another file with --db")
    found = schema.version_of(connection)
    if found > schema.SCHEMA_VERSION:
        raise StoreError(
            f"{name} was written by a newer Conflict Map (schema {found}, this one knows "
            f"{schema.SCHEMA_VERSION}); upgrade with: python -m pip install --upgrade conflictmap"
        )
    return found == schema.SCHEMA_VERSION


def _prepare(connection: Connection, name: str) -> None:
    """Create or migrate, unless another process has just done so."""
    if not inspect(connection).get_table_names():
        schema.create(connection)
    elif not _is_current(connection, name):
        schema.migrate(connection, schema.version_of(connection))


def _explain(name: str, error: DBAPIError) -> str:
    reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
    if "readonly" in reason or "unable to open" in reason:
        return f"cannot write {name} ({reason}); change its permissions or choose another file with --db"
    if "not a database" in reason or "malformed" in reason:
        return f"{name} is not an intact database ({reason}); restore a copy or choose another with --db"
    return f"cannot open {name}: {reason}; check the address and that the server is running"
