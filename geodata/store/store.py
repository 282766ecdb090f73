"""The one door to the database: saves and gives back articles, readings, reports and events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from geodata.changes import CauseKind, Difference, EventState, Version
from geodata.model import Article, Event, Place, Reading, Report
from geodata.store import codec, fixing, grouping, history, log, readings, replacing, schema, versions
from geodata.store import events as event_rows
from geodata.store.answers import StoredAnswers
from geodata.store.correcting import Correcting
from geodata.store.events import EventCounts, ReportSource
from geodata.store.history import Life
from geodata.store.saving import Saved, save_readings
from geodata.store.versions import Shelved
from geodata.store.writing import without_collecting

# Reports joined in one transaction when many wait: others may write in between.
_JOINED_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCard:
    """An event with where each of its reports stands; ``sources`` runs parallel to ``event.reports``.

    Spans of a report are offsets into its article; subtract ``report.excerpt.start`` to mark them in
    ``source.excerpt``.
    """

    event: Event
    sources: tuple[ReportSource, ...]


class Store(Correcting):
    """Articles and what was read out of them, in one SQLite file or one PostgreSQL database.

    ``Store("events.db")`` or ``Store("postgresql://user@host/name")`` opens a store and creates it where
    there is none (``create=False``: StoreError instead). A file that may only be read can be looked at and
    exported, ``writable`` is then False. It may be shared by threads; readers never wait for a writer. Every
    method is one transaction: it happens as a whole or not at all.
    """

    # What is in it

    def revision(self) -> int:
        """Return a number that grows with every change, so that copies know when they are stale."""
        with self.engine.connect() as connection:
            return history.revision(connection)

    def counts(self) -> dict[str, int]:
        """Return the number of rows per table, of articles without a date and of unjoined reports."""
        names = ("articles", "sentences", "place_mentions", "time_mentions", "event_mentions")
        with self.engine.connect() as connection:
            found = {
                name: connection.execute(
                    select(func.count()).select_from(schema.metadata.tables[name])
                ).scalar_one()
                for name in (*names, "reports", "events", "corrections")
            }
            undated = select(func.count()).where(schema.articles.c.published.is_(None))
            return found | {
                "articles_without_date": connection.execute(undated).scalar_one(),
                "unjoined": grouping.count_unjoined(connection),
            }

    # Articles and readings

    def save_reading(self, article: Article, reading: Reading) -> Saved:
        """Store an article with everything read out of it; see ``save_readings``."""
        return self.save_readings([(article, reading)])[0]

    def save_readings(
        self,
        pairs: Iterable[tuple[Article, Reading]],
        *,
        join: bool = True,
        find_versions: bool = True,
    ) -> list[Saved]:
        """Store articles with their readings, join their reports to events, and say what became of each.

        All of it is one transaction. The same article with the same reading changes nothing; a different
        reading takes the old one's place; a version of an article that is there takes that one's place when
        it is newer. An article that comes without a date while the store knows one, or with another date
        than an analyst gave, changes nothing: look the date up with ``known_as`` before reading.
        ``join=False`` leaves the reports for ``finish_joining`` or ``save_events``; ``find_versions=False``
        takes every article for one of its own.
        """
        listed = list(pairs)
        with without_collecting(), self.writing(CauseKind.INGEST) as connection:
            outcome = save_readings(connection, listed, join=join, find_versions=find_versions)
            transaction = connection.get_transaction()
            if transaction is not None and set(outcome) <= {Saved.ALREADY_THERE, Saved.WITHDRAWN}:
                transaction.rollback()
            changed = [o for o in outcome if o not in (Saved.ALREADY_THERE, Saved.WITHDRAWN)]
            history.recorder_of(connection).articles = len(changed)
        return outcome

    def finish_joining(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Join the reports that are stored and not yet joined, batch by batch, and return how many.

        ``progress`` is told how many are done and how many there were.
        """
        total, done = self.counts()["unjoined"], 0
        while True:
            with self.engine.connect() as connection:
                if not grouping.pending(connection, 1):
                    return done
            with without_collecting(), self.writing(CauseKind.JOINING) as connection:
                ids = grouping.pending(connection, _JOINED_AT_ONCE)
                grouping.join(connection, ids, log.fixes_in_force(connection))
            done += len(ids)
            if progress is not None:
                progress(done, max(total, done))

    def rejoin(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Join every report of the store anew and return how many; events saved from outside stay."""
        with self.writing() as connection:
            grouping.start_anew(connection)
        return self.finish_joining(progress)

    def unjoined(self, limit: int = 1_000) -> list[tuple[str, str]]:
        """Return reports that wait to be joined, each with what kept it from that ("": nothing)."""
        with self.engine.connect() as connection:
            return grouping.unjoined(connection, limit)

    def known_as(self, article: Article) -> Article | None:
        """Return the article in force that this is or is a version of, None where it is new."""
        with self.engine.connect() as connection:
            query = select(schema.articles).where(schema.articles.c.id == article.id)
            row = connection.execute(query).mappings().first()
            if row is not None:
                return codec.to_article(row)
            return versions.in_force(connection, [article]).get(article.id)

    def shelved(self) -> list[Shelved]:
        """Return the articles that are kept aside: older versions and what an analyst withdrew."""
        with self.engine.connect() as connection:
            return versions.on_shelf(connection)

    def shelved_article(self, article_id: str) -> Article | None:
        """Return an article that is kept aside, None where there is none of this id."""
        with self.engine.connect() as connection:
            return versions.article_on_shelf(connection, article_id)

    def articles(self) -> list[Article]:
        """Return every article, newest first, those without a date last."""
        column = schema.articles.c
        query = select(schema.articles).order_by(
            column.published.is_(None), column.published.desc(), column.title, column.id
        )
        with self.engine.connect() as connection:
            return [codec.to_article(row) for row in connection.execute(query).mappings()]

    def article_ids(self) -> list[str]:
        """Return the id of every article in force, in no order."""
        with self.engine.connect() as connection:
            return list(connection.scalars(select(schema.articles.c.id)))

    def event_ids(self) -> list[str]:
        """Return the id of every event, in no order."""
        with self.engine.connect() as connection:
            return list(connection.scalars(select(schema.events.c.id)))

    def note(self, key: str) -> str:
        """Return what was noted under a key, empty where nothing was."""
        with self.engine.connect() as connection:
            value = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == f"note {key}"))
            return value or ""

    def set_note(self, key: str, value: str) -> None:
        """Note a line under a key in place of what was there."""
        with self.writing() as connection:
            readings.upsert(connection, schema.meta, [{"key": f"note {key}", "value": value}], "key")

    def article(self, article_id: str) -> Article | None:
        """Return one article, None where there is none with this id."""
        with self.engine.connect() as connection:
            query = select(schema.articles).where(schema.articles.c.id == article_id)
            row = connection.execute(query).mappings().first()
        return None if row is None else codec.to_article(row)

    def reading(self, article_id: str) -> Reading:
        """Return everything read out of one article, as corrected; empty where nothing was."""
        with self.engine.connect() as connection:
            found = readings.load_reading(connection, article_id)
            return fixing.correct_reading(found, log.fixes_in_force(connection))

    def delete_article(self, article_id: str) -> bool:
        """Remove an article, its reading and reports; say whether it was there.

        Events that rest on its reports alone go with it, the others keep their other reports.
        """
        with self.writing(CauseKind.REMOVAL) as connection:
            query = select(schema.articles.c.id).where(schema.articles.c.id == article_id)
            known = connection.execute(query).first() is not None
            left = replacing.remove(connection, article_id)
            grouping.join(connection, left, log.fixes_in_force(connection))
            return known

    # Reports and events

    def reports(self, *, between: tuple[date, date] | None = None) -> list[Report]:
        """Return every report as corrected by the analysts, by article and place in it.

        ``between`` keeps those whose interval may touch these inclusive days; an undated one counts by its
        publication, one without that as well is kept.
        """
        condition = None if between is None else readings.touches_days(*between)
        with self.engine.connect() as connection:
            found = readings.load_reports(connection, condition)
            return log.fixes_in_force(connection).correct(found)

    def save_events(self, events: Iterable[Event], *, replace: bool = False) -> int:
        """Save events made elsewhere and return how many; their reports must be stored.

        They stand as they are given: their reports are not joined with others. A report belongs to one event:
        a stored event with the id or any report of a saved one makes way for it. ``replace=True`` first
        removes every event. Corrections in force are applied. Raises StoreError for an unknown report.
        """
        with self.writing(CauseKind.GIVEN) as connection:
            if replace:
                grouping.remove_all(connection)
            fixes = log.fixes_in_force(connection)
            written = 0
            touched: list[str] = []
            for batch in event_rows.batches(events):
                touched += grouping.make_way(connection, batch)
                written += event_rows.write_events(connection, batch)
                grouping.give(connection, batch)
                touched += fixes.touched([report for event in batch for report in event.reports])
            grouping.join(connection, touched, fixes)
            return written

    def remove_events(self, ids: Sequence[str]) -> int:
        """Remove events by id and return how many there were; their reports stay, not yet joined."""
        with self.writing(CauseKind.REMOVAL) as connection:
            return grouping.remove(connection, ids)

    def events(self, ids: Sequence[str] | None = None) -> list[Event]:
        """Return events by id in the order asked for (unknown ids are left out), or all of them."""
        with self.engine.connect() as connection:
            found = event_rows.load_events(connection, ids)
            return fixing.correct_events(found, log.fixes_in_force(connection))

    def event_counts(self, article_ids: Sequence[str]) -> EventCounts:
        """Return how many events rest on these articles, and what they lack."""
        with self.engine.connect() as connection:
            return event_rows.count_events(connection, article_ids)

    def cards(self, ids: Sequence[str]) -> list[EventCard]:
        """Return events with their excerpts and outlets, in the order asked for."""
        with self.engine.connect() as connection:
            stored = event_rows.load_events(connection, ids)
            found = fixing.correct_events(stored, log.fixes_in_force(connection))
            sources = event_rows.load_sources(connection, (r for e in found for r in e.reports))
        return [EventCard(event=e, sources=tuple(sources[r.id] for r in e.reports)) for e in found]

    # Beside them

    def geocoder_answers(self) -> StoredAnswers:
        """Return the cache of online geocoders' answers that lies in this store."""
        return StoredAnswers(self.engine)

    def places(self, ids: Iterable[str]) -> dict[str, Place]:
        """Return the places of the store with these ids, by id; unknown ids are left out."""
        with self.engine.connect() as connection:
            return readings.load_places(connection, ids)

    # Versions

    def versions(self, since: int = 0, until: int | None = None) -> list[Version]:
        """Return what changed the store after a revision, oldest first; what one run did is one version."""
        with self.engine.connect() as connection:
            return history.versions(connection, since, until)

    def changes(self, since: int, until: int | None = None) -> Difference:
        """Return what differs between two revisions, whichever is the older one; ``until`` None: now."""
        with without_collecting(), self.engine.connect() as connection:
            now = until if until is not None else history.revision(connection)
            return history.compare_versions(connection, min(since, now), max(since, now))

    def states(self, version: int, ids: Sequence[str] | None = None) -> list[EventState]:
        """Return the events as a revision had them, all or those with these ids, in no order."""
        with self.engine.connect() as connection:
            return history.states_at(connection, version, ids)

    def lives(self, ids: Sequence[str]) -> list[Life]:
        """Return every state that events with these ids had, the oldest of each first."""
        with self.engine.connect() as connection:
            return history.lives(connection, ids)
