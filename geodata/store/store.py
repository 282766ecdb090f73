"""The one door to the database: saves and gives back articles, readings, reports and events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Integer, cast, delete, func, select, update
from sqlalchemy.exc import DBAPIError

from geodata.corrections import Fix, LogEntry, Merge, Preview, Split, regroup
from geodata.joining import event_of
from geodata.model import Article, Event, Place, Report
from geodata.store import codec, fixing, readings, schema
from geodata.store import events as event_rows
from geodata.store.answers import StoredAnswers
from geodata.store.events import ReportSource
from geodata.store.opening import StoreError, begin_writing, open_engine
from geodata.store.rows import ReadingRow
from geodata.store.shapes import ReadingShape


class Saved(StrEnum):
    """What saving a reading did."""

    STORED = "stored"
    UPDATED = "updated"
    ALREADY_THERE = "already there"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCard:
    """An event with where each of its reports stands; ``sources`` runs parallel to ``event.reports``.

    Spans of a report are offsets into its article; subtract ``report.excerpt.start`` to mark them in
    ``source.excerpt``.
    """

    event: Event
    sources: tuple[ReportSource, ...]


class Store:
    """Articles and what was read out of them, in one SQLite file or one PostgreSQL database.

    ``Store("events.db")`` or ``Store("postgresql://user@host/name")`` opens a store and creates it where
    there is none (``create=False``: StoreError instead). It may be shared by threads; readers never wait
    for a writer. Every method is one transaction: it happens as a whole or not at all.
    """

    def __init__(self, url_or_path: str | Path, *, create: bool = True) -> None:
        self.name = str(url_or_path)
        self.engine: Engine = open_engine(url_or_path, create=create)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # What is in it

    def revision(self) -> int:
        """Return a number that grows with every change, so that copies know when they are stale."""
        with self.engine.connect() as connection:
            key = schema.meta.c.key == "revision"
            return int(connection.execute(select(schema.meta.c.value).where(key)).scalar_one())

    def counts(self) -> dict[str, int]:
        """Return the number of rows per table, and of articles without a publication date."""
        names = ("articles", "sentences", "place_mentions", "time_mentions", "event_mentions")
        with self.engine.connect() as connection:
            found = {
                name: connection.execute(
                    select(func.count()).select_from(schema.metadata.tables[name])
                ).scalar_one()
                for name in (*names, "reports", "events", "corrections")
            }
            undated = select(func.count()).where(schema.articles.c.published.is_(None))
            return found | {"articles_without_date": connection.execute(undated).scalar_one()}

    # Articles and readings

    def save_reading(self, article: Article, reading: ReadingShape) -> Saved:
        """Store an article with everything read out of it; see ``save_readings``."""
        return self.save_readings([(article, reading)])[0]

    def save_readings(self, pairs: Iterable[tuple[Article, ReadingShape]]) -> list[Saved]:
        """Store articles with their readings in one transaction and say what became of each.

        The same article with the same reading changes nothing. A different reading takes the old one's
        place; reports it no longer makes leave their events. An article that comes without a date while
        the store knows one, or with another date than an analyst gave, changes nothing: look the date up
        with ``article`` before reading.
        """
        listed = list(pairs)
        with self._write() as connection:
            outcome = _save_readings(connection, listed)
            transaction = connection.get_transaction()
            if transaction is not None and set(outcome) <= {Saved.ALREADY_THERE}:
                transaction.rollback()
        return outcome

    def articles(self) -> list[Article]:
        """Return every article, newest first, those without a date last."""
        column = schema.articles.c
        query = select(schema.articles).order_by(
            column.published.is_(None), column.published.desc(), column.title, column.id
        )
        with self.engine.connect() as connection:
            return [codec.to_article(row) for row in connection.execute(query).mappings()]

    def article(self, article_id: str) -> Article | None:
        """Return one article, None where there is none with this id."""
        with self.engine.connect() as connection:
            query = select(schema.articles).where(schema.articles.c.id == article_id)
            row = connection.execute(query).mappings().first()
        return None if row is None else codec.to_article(row)

    def article_dates(self) -> list[date | None]:
        """Return the publication date of every article, None where unknown, in no order."""
        with self.engine.connect() as connection:
            return list(connection.scalars(select(schema.articles.c.published)))

    def reading(self, article_id: str) -> ReadingRow:
        """Return everything read out of one article, as corrected; empty where nothing was."""
        with self.engine.connect() as connection:
            found = readings.load_reading(connection, article_id)
            return fixing.correct_reading(found, fixing.by_article(connection))

    def set_published(self, article_id: str, published: date | None) -> Article:
        """Record the publication date an analyst gives and return the article as it is now.

        Relative dates follow only when the caller reads the article again and saves that reading.
        """
        with self._write() as connection:
            change = update(schema.articles).where(schema.articles.c.id == article_id)
            done = connection.execute(change.values(published=published, published_by="analyst"))
            if done.rowcount != 1:
                raise StoreError(f"there is no article {article_id} in {self.name}; look it up in its list")
        article = self.article(article_id)
        if article is None:
            raise StoreError(f"article {article_id} was deleted while its date was set; read it again")
        return article

    def delete_article(self, article_id: str) -> bool:
        """Remove an article, its reading and reports; say whether it was there.

        Events that rest on its reports alone go with it, the others keep their other reports.
        """
        with self._write() as connection:
            gone = readings.reports_to_drop(connection, [article_id], set())
            _drop_reports(connection, gone)
            done = connection.execute(delete(schema.articles).where(schema.articles.c.id == article_id))
            return bool(done.rowcount)

    # Reports and events

    def reports(self, *, between: tuple[date, date] | None = None) -> list[Report]:
        """Return every report as corrected by the analysts, by article and place in it.

        ``between`` keeps those whose interval may touch these inclusive days; an undated one counts by its
        publication, one without that as well is kept.
        """
        condition = None if between is None else readings.touches_days(*between)
        with self.engine.connect() as connection:
            found = readings.load_reports(connection, condition)
            return fixing.correct_reports(found, fixing.by_article(connection))

    def save_events(self, events: Iterable[Event], *, replace: bool = False) -> int:
        """Save events and return how many; their reports must have been saved with their readings.

        A report belongs to one event: a stored event with the id or any report of a saved one makes way
        for it. ``replace=True`` first removes every event. Analysts' merges and splits are applied to what
        is saved. Raises StoreError for an unknown report.
        """
        with self._write() as connection:
            fixes = [f for f in fixing.fixes_in_force(connection) if isinstance(f, Merge | Split)]
            grouped = regroup(list(events), fixes) if fixes else events
            return event_rows.write_events(connection, grouped, replace=replace)

    def remove_events(self, ids: Sequence[str]) -> int:
        """Remove events by id and return how many there were; their reports stay."""
        column = schema.events.c
        with self._write() as connection:
            numbers: list[int] = []
            for some in readings.chunks(list(ids)):
                numbers += connection.scalars(select(column.number).where(column.id.in_(some)))
            event_rows.remove_events(connection, numbers)
            return len(numbers)

    def events(self, ids: Sequence[str] | None = None) -> list[Event]:
        """Return events by id in the order asked for (unknown ids are left out), or all of them."""
        with self.engine.connect() as connection:
            found = event_rows.load_events(connection, ids)
            return fixing.correct_events(found, fixing.by_article(connection))

    def events_of(self, report_ids: Sequence[str]) -> list[Event]:
        """Return the events that rest on any of these reports."""
        with self.engine.connect() as connection:
            ids = list(event_rows.events_of_reports(connection, report_ids).values())
            return fixing.correct_events(
                event_rows.load_events(connection, ids), fixing.by_article(connection)
            )

    def cards(self, ids: Sequence[str]) -> list[EventCard]:
        """Return events with their excerpts and outlets, in the order asked for."""
        with self.engine.connect() as connection:
            found = fixing.correct_events(
                event_rows.load_events(connection, ids), fixing.by_article(connection)
            )
            sources = event_rows.load_sources(connection, (r.id for e in found for r in e.reports))
        return [EventCard(event=e, sources=tuple(sources[r.id] for r in e.reports)) for e in found]

    # Corrections

    def corrections(self) -> list[LogEntry]:
        """Return the log of corrections, oldest first, with those that were undone."""
        with self.engine.connect() as connection:
            return fixing.load_log(connection)

    def corrections_without_target(self) -> list[LogEntry]:
        """Return the corrections in force that find nothing to change: their article was read otherwise."""
        with self.engine.connect() as connection:
            return fixing.without_target(connection)

    def preview_correction(self, fix: Fix) -> Preview:
        """Return the events a fix would touch, as they are and as they would be; nothing is written."""
        with self.engine.connect() as connection:
            return fixing.preview(connection, fix)

    def correct(self, fix: Fix, *, analyst: str = "", note: str = "", made_at: datetime | None = None) -> int:
        """Record a fix, bring the events it touches up to date and return its number in the log.

        Events are joined anew with others only when the whole store is (``join_reports``).
        """
        with self._write() as connection:
            return fixing.add(connection, fix, analyst, note, made_at or datetime.now(UTC))

    def undo_correction(
        self, number: int, *, analyst: str = "", note: str = "", made_at: datetime | None = None
    ) -> int:
        """Take a correction back by another entry and return that one's number.

        Raises StoreError when no correction of this number is in force.
        """
        with self._write() as connection:
            return fixing.undo(connection, number, analyst, note, made_at or datetime.now(UTC))

    def geocoder_answers(self) -> StoredAnswers:
        """Return the cache of online geocoders' answers that lies in this store."""
        return StoredAnswers(self.engine)

    def places(self, ids: Iterable[str]) -> dict[str, Place]:
        """Return the places of the store with these ids, by id; unknown ids are left out."""
        with self.engine.connect() as connection:
            return readings.load_places(connection, ids)

    def _write(self) -> _Writing:
        return _Writing(self)


class _Writing:
    """A transaction that counts up the revision and turns driver errors into one line."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._transaction = begin_writing(store.engine)

    def __enter__(self) -> Connection:
        try:
            connection = self._transaction.__enter__()
            meta = schema.meta
            value = cast(cast(meta.c.value, Integer) + 1, meta.c.value.type)
            connection.execute(update(meta).where(meta.c.key == "revision").values(value=value))
        except DBAPIError as error:
            raise StoreError(self._line(error)) from error
        return connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            self._transaction.__exit__(kind, error, trace)  # type: ignore[arg-type]
        except DBAPIError as failed:
            raise StoreError(self._line(failed)) from failed
        if isinstance(error, DBAPIError):
            raise StoreError(self._line(error)) from error

    def _line(self, error: DBAPIError) -> str:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
        if "locked" in reason:
            return f"{self._store.name} is being written by another program; try again when it is done"
        if "full" in reason or "No space" in reason:
            return f"the disk of {self._store.name} is full; free some space and try again"
        return f"could not write {self._store.name}: {reason}; nothing was changed"


def _save_readings(connection: Connection, pairs: Sequence[tuple[Article, ReadingShape]]) -> list[Saved]:
    known = _known_articles(connection, [article.id for article, _ in pairs])
    outcome: list[Saved] = []
    rows: dict[str, list[codec.Row]] = {}
    articles: dict[str, codec.Row] = {}
    for article, reading in pairs:
        found = readings.rows_of_reading(article, reading)
        digest = readings.digest_of(found)
        before = known.get(article.id)
        if before is not None and _changes_nothing(article, digest, before):
            outcome.append(Saved.ALREADY_THERE)
            continue
        outcome.append(Saved.STORED if before is None else Saved.UPDATED)
        if article.id in articles:
            raise StoreError(f"article {article.id} stands twice in one batch; give each article once")
        articles[article.id] = codec.article_row(article, digest)
        for table, some in found.items():
            rows.setdefault(table, []).extend(some)
    _write_readings(connection, articles, rows, [r for a, r in pairs if a.id in articles], set(known))
    return outcome


class _Known(NamedTuple):
    published: date | None
    published_by: str
    digest: str


def _changes_nothing(article: Article, digest: str, before: _Known) -> bool:
    if article.published != before.published and before.published is not None:
        return article.published is None or before.published_by == "analyst"
    return article.published == before.published and digest == before.digest


def _known_articles(connection: Connection, ids: Sequence[str]) -> dict[str, _Known]:
    column = schema.articles.c
    query = select(column.id, column.published, column.published_by, column.reading_digest)
    found: dict[str, _Known] = {}
    for some in readings.chunks(ids):
        for key, *values in connection.execute(query.where(column.id.in_(some))):
            found[key] = _Known(*values)
    return found


def _write_readings(
    connection: Connection,
    articles: dict[str, codec.Row],
    rows: dict[str, list[codec.Row]],
    listed: Sequence[ReadingShape],
    known: set[str],
) -> None:
    readings.upsert(connection, schema.articles, list(articles.values()), "id")
    places = {key: place for reading in listed for key, place in codec.places_of(reading).items()}
    readings.upsert(connection, schema.places, [codec.place_row(p) for p in places.values()], "id")
    updated = [key for key in articles if key in known]
    if updated:
        readings.clear_reading(connection, updated)
        kept = {row["id"] for row in rows.get("reports", ())}
        _drop_reports(connection, readings.reports_to_drop(connection, updated, kept))
    for table in ("sentences", "place_mentions", "candidates", "time_mentions", "event_mentions"):
        readings.insert(connection, schema.metadata.tables[table], rows.get(table, []))
    readings.upsert(connection, schema.reports, rows.get("reports", []), "id")


def _drop_reports(connection: Connection, report_ids: Sequence[str]) -> None:
    """Remove reports; events they leave are built anew from what remains, or go when nothing does."""
    if not report_ids:
        return
    dropped = set(report_ids)
    affected = event_rows.events_of_reports(connection, report_ids)
    stored = event_rows.load_events(connection, list(affected.values()))
    before = fixing.correct_events(stored, fixing.by_article(connection))
    event_rows.remove_events(connection, affected)
    for some in readings.chunks(report_ids):
        connection.execute(delete(schema.reports).where(schema.reports.c.id.in_(some)))
    remaining = []
    for event in before:
        left = [report for report in event.reports if report.id not in dropped]
        if left:
            lead = event.lead if event.lead in left else None
            remaining.append(event_of(left, id=event.id, lead=lead, reasons=event.reasons))
    event_rows.write_events(connection, remaining, replace=False)
