"""The store's corrections: the log, what a fix would change, making, undoing and redoing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection, select

from geodata.changes import CauseKind
from geodata.corrections import Clash, Fix, LogEntry, Preview, PublishedFix, Withdraw, clashes
from geodata.model import Article, Event, Reading
from geodata.store import codec, effects, fixing, history, log, schema
from geodata.store import events as event_rows
from geodata.store.opened import OpenedStore
from geodata.store.opening import StoreError
from geodata.store.saving import Saved, save_readings
from geodata.store.writing import next_version

Reader = Callable[[Article], Reading]
"""Reads an article as of its day of publication; raises StoreError where it cannot be read."""


class Correcting(OpenedStore):
    """What the store does with analysts' fixes."""

    def corrections(self) -> list[LogEntry]:
        """Return the log of corrections, oldest first, with those that were undone."""
        with self.engine.connect() as connection:
            return log.load_log(connection)

    def corrections_without_target(self) -> list[LogEntry]:
        """Return the corrections in force that find nothing to change: their article was read otherwise."""
        with self.engine.connect() as connection:
            return fixing.without_target(connection)

    def preview_correction(self, fix: Fix) -> Preview:
        """Return the events a fix would touch, as they are and as they would be; nothing is kept of it."""
        with self.writing(CauseKind.CORRECTION) as connection:
            _, change = fixing.add(connection, fix, "", "", datetime.now(UTC))
            after = self._corrected(connection, change.made)
            transaction = connection.get_transaction()
            if transaction is not None:
                transaction.rollback()
        with self.engine.connect() as connection:
            before = self._corrected(connection, change.gone)
        return Preview(before=tuple(before), after=tuple(after))

    def clashes(self) -> list[Clash]:
        """Return where entries of the log contradict each other and nobody has decided yet."""
        return clashes(self.corrections())

    def days_given(self) -> dict[str, date | None]:
        """Return the days of publication that analysts gave, by article id."""
        with self.engine.connect() as connection:
            return effects.given_days(connection)

    def redo_correction(
        self,
        number: int,
        *,
        analyst: str = "",
        note: str = "",
        made_at: datetime | None = None,
        read: Reader | None = None,
    ) -> int:
        """Put an undone correction back in force by another entry and return that one's number.

        ``read`` is as in ``correct_all``. Raises StoreError when no correction of this number was undone.
        """
        with self.writing(CauseKind.CORRECTION) as connection:
            done = fixing.redo(connection, number, analyst, note, made_at or datetime.now(UTC))[0]
            read_dated(connection, _dated_by(connection, number), read)
            return done

    def set_published(
        self,
        article_id: str,
        published: date | None,
        *,
        analyst: str = "",
        note: str = "",
        read: Reader | None = None,
    ) -> None:
        """Record the publication date an analyst gives; raises StoreError where there is no such article.

        Relative dates follow where the article is read again; see ``correct_all``.
        """
        with self.writing(CauseKind.PUBLISHED) as connection:
            if effects.day_of_source(connection, article_id) is None:
                raise StoreError(f"there is no article {article_id} in {self.name}; look it up in its list")
            fix = PublishedFix(article_id=article_id, published=published)
            fixing.add(connection, fix, analyst, note, datetime.now(UTC))
            read_dated(connection, [article_id], read)

    def _corrected(self, connection: Connection, ids: Sequence[str]) -> list[Event]:
        found = event_rows.load_events(connection, ids)
        return fixing.correct_events(found, log.fixes_in_force(connection))

    def correct(self, fix: Fix, *, analyst: str = "", note: str = "", made_at: datetime | None = None) -> int:
        """Record a fix, bring up to date the events it has to do with and return its number in the log."""
        return self.correct_all([fix], analyst=analyst, note=note, made_at=made_at)[0]

    def correct_all(
        self,
        fixes: Sequence[Fix],
        *,
        analyst: str = "",
        note: str = "",
        made_at: datetime | None = None,
        read: Reader | None = None,
    ) -> list[int]:
        """Record fixes in order, all of them or none, and return their numbers in the log.

        ``read`` reads articles again whose day of publication they change, so that relative dates follow in
        the same transaction; without it the caller does.
        """
        numbers: list[int] = []
        with self.writing(CauseKind.CORRECTION) as connection:
            for fix in fixes:
                if numbers:
                    next_version(connection, CauseKind.CORRECTION)
                numbers.append(fixing.add(connection, fix, analyst, note, made_at or datetime.now(UTC))[0])
            read_dated(connection, (f.article_id for f in fixes if isinstance(f, PublishedFix)), read)
        return numbers

    def undo_correction(
        self,
        number: int,
        *,
        analyst: str = "",
        note: str = "",
        made_at: datetime | None = None,
        read: Reader | None = None,
    ) -> int:
        """Take a correction back by another entry and return that one's number.

        ``read`` is as in ``correct_all``. Raises StoreError when no correction of this number is in force.
        """
        with self.writing(CauseKind.UNDO) as connection:
            done = fixing.undo(connection, number, analyst, note, made_at or datetime.now(UTC))[0]
            read_dated(connection, _dated_by(connection, number), read)
            return done

    def withdraw(
        self, article_id: str, *, analyst: str = "", note: str = "", made_at: datetime | None = None
    ) -> int:
        """Take an article out of force, kept aside; return the number of the correction that says so."""
        return self.correct(Withdraw(article_id=article_id), analyst=analyst, note=note, made_at=made_at)

    def restore(
        self, article_id: str, *, analyst: str = "", note: str = "", made_at: datetime | None = None
    ) -> int:
        """Put a withdrawn article back in force; return the number of the correction that says so."""
        for entry in reversed(self.corrections()):
            if entry.in_force and entry.fix == Withdraw(article_id=article_id):
                return self.undo_correction(entry.number, analyst=analyst, note=note, made_at=made_at)
        raise StoreError(
            f"no article {article_id} was withdrawn; list them with: conflictmap withdraw --list"
        )


def read_dated(connection: Connection, article_ids: Iterable[str], read: Reader | None) -> None:
    """Read articles in force again whose day of publication was set just now, in a version of its own."""
    ids = sorted(set(article_ids))
    if read is None or not ids:
        return
    rows = connection.execute(select(schema.articles).where(schema.articles.c.id.in_(ids))).mappings().all()
    pairs = [(article, read(article)) for article in map(codec.to_article, rows)]
    if pairs:
        next_version(connection, CauseKind.PUBLISHED)
        outcome = save_readings(connection, pairs, join=True)
        history.recorder_of(connection).articles = len(pairs) - outcome.count(Saved.ALREADY_THERE)


def _dated_by(connection: Connection, number: int) -> list[str]:
    """Return the article that a correction dates; none where it does something else."""
    entries = (entry.now for entry in log.load_log(connection) if entry.number == number)
    return [fix.article_id for fix in entries if isinstance(fix, PublishedFix)]
