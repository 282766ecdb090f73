"""Looks after a store: checks that it is whole, backs it up while in use, puts a backup in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.exc import DBAPIError

from geodata.amounts import counted
from geodata.store import forgetting, grouping, schema
from geodata.store.opening import StoreError, explain
from geodata.store.store import Store
from geodata.whole_files import partial_of, writing_whole

# Faults of one kind named one by one; the line says how many there are.
NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as it should be: one line, and what to do about it."""

    line: str
    remedy: str


def check(store: Store) -> list[Fault]:
    """Return what is wrong in a store, nothing where it is whole; raises StoreError for a damaged file."""
    try:
        with store.engine.connect() as connection:
            found = list(_damage(connection))
            if found:
                return found
            found += [*_unjoined(connection), *_orphans(connection), *_versions(connection)]
            return [*found, *_lost_corrections(store)]
    except DBAPIError as error:
        raise StoreError(explain(store.name, error)) from error


def _damage(connection: Connection) -> Iterator[Fault]:
    if connection.dialect.name != "sqlite":
        return
    for line in connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars():
        if line != "ok":
            yield Fault(line=f"damaged: {line}", remedy="put a backup in its place with: conflictmap restore")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        rows = counted(len(broken), "row")
        yield Fault(line=f"{rows} with nothing to belong to ({tables})", remedy="conflictmap reread")


def _unjoined(connection: Connection) -> Iterator[Fault]:
    total = grouping.count_unjoined(connection)
    if not total:
        return
    for report_id, problem in grouping.unjoined(connection, NAMED):
        yield Fault(line=f"report {report_id} is in no event: {problem or 'not joined yet'}", remedy="")
    yield Fault(line=f"{counted(total, 'report')} not joined to events", remedy="conflictmap rejoin")


def _orphans(connection: Connection) -> Iterator[Fault]:
    link, event, article, shelf = (
        table.c for table in (schema.event_reports, schema.events, schema.articles, schema.shelf)
    )
    questions = (
        (schema.events, "event", "without a report", event.number.not_in(select(link.event_number))),
        (schema.events, "event", "whose leading report is not one of its own", ~_leads()),
        (schema.events, "event", "without words", event.number.not_in(select(schema.event_texts.c.number))),
        (schema.articles, "article", "in force and kept aside", article.id.in_(select(shelf.article_id))),
    )
    for table, noun, words, condition in questions:
        number = connection.scalar(select(func.count()).select_from(table).where(condition)) or 0
        if number:
            yield Fault(line=f"{counted(number, noun)} {words}", remedy="conflictmap rejoin")


def _versions(connection: Connection) -> Iterator[Fault]:
    for line in forgetting.problems(connection):
        yield Fault(line=line, remedy="conflictmap forget now")


def _leads() -> ColumnElement[bool]:
    link, event = schema.event_reports.c, schema.events.c
    of = (link.event_number == event.number) & (link.report_id == event.lead_report_id)
    return select(link.report_id).where(of).correlate(schema.events).exists()


def _lost_corrections(store: Store) -> Iterator[Fault]:
    for entry in store.corrections_without_target():
        quoted = f" on “{entry.quote[:60]}”" if entry.quote else ""
        line = (
            f"correction {entry.number}{quoted} finds nothing to change: the article was changed or is gone"
        )
        yield Fault(line=line, remedy="look at it in the log, make it anew or undo it")


def back_up(store: Store, target: Path) -> None:
    """Copy a store to a file while others use it; the file is there whole or not at all.

    Raises StoreError for a server's database and a full disk, and OSError where the file cannot be made.
    """
    if store.engine.dialect.name != "sqlite":
        raise StoreError(f"{store.name} is on a server; back it up there, with: pg_dump --format=custom")
    with _in_one_line(target), _driver(store) as source:
        _copy_whole(source, target)


def put_back(backup: Path, target: Path) -> Path | None:
    """Put a backup in the place of a store; return the file beside it where what was there is kept.

    The store may be in use: whoever has it open sees the backup's content next. Raises StoreError for a
    backup that is not whole, for a store that may not be written and for a full disk, and then nothing is
    changed.
    """
    _need_whole(backup)
    if backup.resolve() == target.resolve():
        raise StoreError(f"{backup} is the store itself; name the backup first and the store with --db")
    if target.exists() and not (os.access(target, os.W_OK) and os.access(target.parent, os.W_OK)):
        raise StoreError(f"{target} is read-only; change its permissions or choose another with --db")
    kept = _keep(target) if target.exists() else None
    with Store(backup, create=False) as opened, _in_one_line(target), _driver(opened) as source:
        if kept is None or not _is_whole(target):
            _remove_logs(target)
            _copy_whole(source, target)
        else:
            with closing(sqlite3.connect(target, timeout=60)) as into:
                revision = _revision(into)
                source.backup(into)
                _raise_revision(into, revision)
    return kept


def _need_whole(backup: Path) -> None:
    """Raise StoreError for a backup that cannot be put back, and never say to put a backup in its place."""
    try:
        with Store(backup, create=False) as source:
            faults = [fault.line for fault in check(source) if fault.line.startswith("damaged")]
    except StoreError as error:
        problem, _, remedy = str(error).partition("; ")
        of_store = "conflictmap restore" in remedy or "--db" in remedy
        raise StoreError(f"{problem}; {'choose another backup' if of_store else remedy}") from error
    if faults:
        raise StoreError(f"{backup} is not whole ({faults[0]}); choose another backup")


def _keep(target: Path) -> Path:
    """Move aside a copy of what is at the target and return where it is."""
    number = 1
    while (kept := target.with_name(f"{target.name}.before-restore-{number}")).exists():
        number += 1
    if _is_whole(target):
        with Store(target, create=False) as store:
            back_up(store, kept)
    else:
        with target.open("rb") as damaged, writing_whole(kept) as stream:
            shutil.copyfileobj(damaged, stream)
    return kept


def _is_whole(path: Path) -> bool:
    try:
        with Store(path, create=False) as store:
            return not any(fault.line.startswith("damaged") for fault in check(store))
    except (StoreError, DBAPIError):
        return False


def _copy_whole(source: sqlite3.Connection, target: Path) -> None:
    with partial_of(target) as partial:
        with closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        partial.chmod(0o644)
        partial.replace(target)


def _remove_logs(target: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        Path(f"{target}{ending}").unlink(missing_ok=True)


def _revision(connection: sqlite3.Connection) -> int:
    (value,) = connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
    return int(value)


def _raise_revision(connection: sqlite3.Connection, before: int) -> None:
    """Let copies of the data notice that they are stale."""
    now = max(before, _revision(connection)) + 1
    connection.execute("UPDATE meta SET value = ? WHERE key = 'revision'", (str(now),))
    connection.commit()


@contextmanager
def _driver(store: Store) -> Iterator[sqlite3.Connection]:
    """Give the store's own connection to its file: it is opened as one must be that may only be read."""
    with closing(store.engine.raw_connection()) as connection:
        yield cast(sqlite3.Connection, connection.driver_connection)


@contextmanager
def _in_one_line(target: Path) -> Iterator[None]:
    """Raise what SQLite says of a copy that it could not write as StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        if "full" in str(error):
            line = f"the disk of {target} is full; free some space or choose another place"
            raise StoreError(line) from error
        raise StoreError(f"{target} could not be written ({error}); nothing was changed") from error
