"""Opens a database as a store, or says in one line why it cannot be one and what to do."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from geodata.store import migrating, schema
from geodata.store.addresses import has_unreadable_password, without_passwords

# Milliseconds a writer waits for another one before it gives up.
BUSY_TIMEOUT_MS = 60_000
# How a file is committed: FULL waits for the disk, so that what was committed outlives a power cut.
SYNCHRONOUS = "FULL"
# Of a file, pages a connection keeps in memory: with what one batch of articles touches it writes each once.
CACHE_KB = 32_000
# Pages in the log before they are copied into the file: those of several batches, most of which come again.
_LOG_PAGES = 6_000
# The number under which writers on one PostgreSQL database wait for each other.
_WRITERS = 7_401_264_019
_PAUSE_S = 0.02
# How long one who waits for another writer to be done sleeps before it looks again, at least and at most.
_LOOKS_AGAIN_S = (0.001, 0.005)
_SQLITE_HEADER = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_RESTORE = "put a backup in its place with: conflictmap restore"


class StoreError(RuntimeError):
    """The store could not be opened, read or written; the message is one line with the remedy.

    It never shows a password, wherever in the message an address with one stands.
    """

    def __init__(self, message: str) -> None:
        super().__init__(without_passwords(message))


def open_engine(url_or_path: str | Path, *, create: bool) -> tuple[Engine, bool]:
    """Return an engine on a store at the current schema version, and whether it may be written.

    The store is created or migrated where needed. Raises StoreError for a place that cannot be read, a file
    that is no store, a newer schema, and an older one that may not be written.
    """
    text = str(url_or_path)
    engine, writable = _server(text) if "://" in text else _file(Path(url_or_path), create=create)
    try:
        with engine.connect() as connection:
            is_current = _is_current(connection, text)
        if not is_current:
            if not writable:
                raise StoreError(
                    f"{text} was written by an older version and is read-only; copy it to where it "
                    "may be written and open the copy"
                )
            with begin_writing(engine) as connection:
                _prepare(connection, text)
    except BaseException as error:
        engine.dispose()
        if isinstance(error, DBAPIError):
            raise StoreError(explain(text, error)) from error
        raise
    return engine, writable


def _server(url: str) -> tuple[Engine, bool]:
    if has_unreadable_password(url):
        raise StoreError(
            f"the password in {url} cannot be read: write @ in it as %40, / as %2F, ? as %3F and # as %23"
        )
    try:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            return _file(Path(parsed.database), create=True)
        # One view of the data for as long as a reader's transaction lasts; writers see the newest.
        engine = create_engine(parsed, isolation_level="REPEATABLE READ")
        event.listen(engine, "begin", _begin_server)
        return engine, True
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(
            f"{url} is no database address; give a file name or postgresql://user@host/name"
        ) from error
    except ModuleNotFoundError as error:
        raise StoreError(
            f"the driver {error.name} is missing; run: python -m pip install 'conflictmap[postgresql]'"
        ) from error


def _file(path: Path, *, create: bool) -> tuple[Engine, bool]:
    writable = _check_file(path, create=create)
    options = {"timeout": BUSY_TIMEOUT_MS / 1000}
    address = f"sqlite:///{path}"
    if not writable:
        # Nothing may be written beside it either; a log of changes left there is not seen then.
        immutable = "" if Path(f"{path}-wal").exists() and os.access(path.parent, os.W_OK) else "&immutable=1"
        address = f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro{immutable}&uri=true"
    engine = create_engine(address, connect_args=options)
    event.listen(engine, "connect", _set_up_sqlite if writable else _set_up_reading)
    event.listen(engine, "begin", _begin_sqlite)
    return engine, writable


def begin_writing(engine: Engine) -> AbstractContextManager[Connection]:
    """Return a transaction that holds the right to write from its first moment.

    On SQLite it begins IMMEDIATE; on PostgreSQL writers wait for each other at one lock.
    """
    options: dict[str, Any] = {"transaction_mode": "IMMEDIATE"}
    if engine.dialect.name != "sqlite":
        options["isolation_level"] = "READ COMMITTED"
    return engine.execution_options(**options).begin()


def _begin_server(connection: Connection) -> None:
    if connection.get_execution_options().get("transaction_mode") == "IMMEDIATE":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _begin_sqlite(connection: Connection) -> None:
    # Python's driver begins late and leaves DDL out; a failed migration must leave nothing behind.
    mode = connection.get_execution_options().get("transaction_mode", "DEFERRED")
    driver = connection.connection.driver_connection
    if mode != "IMMEDIATE" or driver is None or not _takes_the_lock(driver):
        connection.exec_driver_sql(f"BEGIN {mode}")


def _takes_the_lock(driver: sqlite3.Connection) -> bool:
    """Begin to write as soon as nobody else does; say whether that was before the time was up.

    SQLite itself looks ten times a second, and one who writes batch after batch leaves gaps of milliseconds.
    """
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < until:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    return False
                time.sleep(random.uniform(*_LOOKS_AGAIN_S))  # noqa: S311  (not to keep a secret)
            else:
                return True
        return False
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _check_file(path: Path, *, create: bool) -> bool:
    """Return whether the file may be written; raise StoreError where it cannot be a store."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file in it, such as {path / 'conflictmap.db'}")
    if not path.exists():
        if not create:
            raise StoreError(f"there is no store at {path}; make one with: conflictmap ingest --db {path}")
        path.parent.mkdir(parents=True, exist_ok=True) if _can_create(path.parent) else None
        if not os.access(path.parent, os.W_OK):
            raise StoreError(f"cannot create {path}: its folder is not writable; choose another with --db")
        return True
    if not os.access(path, os.R_OK):
        raise StoreError(f"cannot read {path}: change its permissions or choose another file with --db")
    with path.open("rb") as stream:
        header = stream.read(_HEADER_BYTES)
    if header[: len(_SQLITE_HEADER)] not in (b"", _SQLITE_HEADER):
        raise StoreError(f"{path} is not a database; choose another file with --db")
    if _is_cut_short(path, header):
        raise StoreError(
            f"{path} is not an intact database (shorter than it says, as by a broken copy); {_RESTORE}"
        )
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _is_cut_short(path: Path, header: bytes) -> bool:
    """Whether the file is shorter than it says; while a log lies beside it, that may still be made good."""
    if len(header) < _HEADER_BYTES:
        return bool(header)
    log = Path(f"{path}-wal")
    says_so = header[24:28] == header[92:96]
    if not says_so or (log.exists() and log.stat().st_size):
        return False
    page = int.from_bytes(header[16:18], "big")
    return path.stat().st_size < int.from_bytes(header[28:32], "big") * (65_536 if page == 1 else page)


def _can_create(folder: Path) -> bool:
    existing = next(p for p in (folder, *folder.parents) if p.exists())
    return existing.is_dir() and os.access(existing, os.W_OK)


def _set_up_reading(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA temp_store = MEMORY")


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        f"synchronous = {SYNCHRONOUS}",
        f"cache_size = -{CACHE_KB}",
        f"wal_autocheckpoint = {_LOG_PAGES}",
        "foreign_keys = ON",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    _keep_a_log(connection)


def _keep_a_log(connection: sqlite3.Connection) -> None:
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
    try:
        found = migrating.version_of(connection)
    except ValueError as error:
        raise StoreError(f"{name} is not an intact database ({error}); {_RESTORE}") from error
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
        migrating.migrate(connection, migrating.version_of(connection))


def explain(name: str, error: DBAPIError) -> str:
    """Return in one line why a database could not be opened or read, and what to do."""
    reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
    if "readonly" in reason or "unable to open" in reason:
        return f"cannot write {name} ({reason}); change its permissions or choose another file with --db"
    if any(words in reason for words in ("not a database", "malformed", "disk I/O", "disk image")):
        return f"{name} is not an intact database ({reason}); {_RESTORE}"
    return f"cannot open {name}: {reason}; check the address and that the server is running"
