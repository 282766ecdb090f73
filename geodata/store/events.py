"""Writes and reads events; every function works inside the caller's transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select

from geodata.model import Event, Report
from geodata.store import codec, schema
from geodata.store.opening import StoreError
from geodata.store.readings import CHUNK, chunks, insert, load_places


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSource:
    """Where a report stands: its sentence in words, and the article's title, outlet and link.

    ``page`` is the page of the article's file on which the sentence begins, None where it has no pages.
    """

    excerpt: str
    article_id: str
    title: str
    outlet: str
    url: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCounts:
    """How many events there are; ``open`` are those dated only by or since a day."""

    total: int = 0
    undated: int = 0
    open: int = 0
    unplaced: int = 0


def count_events(connection: Connection, article_ids: Sequence[str]) -> EventCounts:
    """Return how many events rest on these articles, and what they lack."""
    link, report, event = schema.event_reports.c, schema.reports.c, schema.events.c
    query = select(link.event_number).join_from(schema.event_reports, schema.reports)
    numbers: set[int] = set()
    for some in chunks(article_ids):
        numbers.update(connection.scalars(query.where(report.article_id.in_(some))))
    counted = select(event.date_start.is_(None), event.date_end.is_(None), event.place_id.is_(None))
    found: Counter[str] = Counter()
    for numbered in chunks(sorted(numbers)):
        for row in connection.execute(counted.where(event.number.in_(numbered))):
            no_start, no_end, no_place = map(int, row)
            undated, half = no_start * no_end, no_start ^ no_end
            found.update(total=1, undated=undated, open=half, unplaced=no_place)
    return EventCounts(**found)


def load_sources(connection: Connection, report_ids: Iterable[str]) -> dict[str, ReportSource]:
    """Return where each of these reports stands, by report id; unknown ids are left out."""
    report, article = schema.reports.c, schema.articles.c
    columns = (report.id, report.excerpt_text, article.id, article.title, article.outlet, article.url)
    wanted = sorted(set(report_ids))
    pages = _pages(connection, wanted)
    base = select(*columns).join_from(schema.reports, schema.articles)
    found: dict[str, ReportSource] = {}
    for some in chunks(wanted):
        for key, excerpt, article_id, title, outlet, url in connection.execute(
            base.where(report.id.in_(some))
        ):
            found[key] = ReportSource(
                excerpt=excerpt,
                article_id=article_id,
                title=title,
                outlet=outlet,
                url=url,
                page=pages.get(key),
            )
    return found


def _pages(connection: Connection, report_ids: Sequence[str]) -> dict[str, int]:
    """Return the page of every report out of a file with pages, by report id."""
    report, article = schema.reports.c, schema.articles.c
    # Only texts out of PDFs have pages worth reading a whole text for.
    query = (
        select(report.id, report.excerpt, article.text)
        .join_from(schema.reports, schema.articles)
        .where(func.lower(article.file_name).contains(".pdf"))
    )
    found: dict[str, int] = {}
    for some in chunks(report_ids):
        for key, excerpt, text in connection.execute(query.where(report.id.in_(some))):
            (span,) = codec.spans_from_text(excerpt)
            if "\f" in text:
                found[key] = text.count("\f", 0, span.start + 1) + 1
    return found


def write_events(connection: Connection, events: Iterable[Event]) -> int:
    """Write events, in place of stored ones with their ids or reports, and return how many."""
    last = connection.execute(select(func.max(schema.events.c.number))).scalar()
    fresh = last is None
    number = written = int(last or 0)
    for batch in batches(events):
        if not fresh:
            _dissolve(connection, batch)
        number = _write_batch(connection, batch, number)
    return number - written


def batches(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Yield events in lists of a size to write at once."""
    batch: list[Event] = []
    for event in events:
        batch.append(event)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


def _dissolve(connection: Connection, events: Sequence[Event]) -> None:
    """Remove stored events that have these events' ids or any of their reports."""
    link, table = schema.event_reports.c, schema.events.c
    numbers: set[int] = set()
    for some in chunks([report.id for event in events for report in event.reports]):
        numbers.update(connection.scalars(select(link.event_number).where(link.report_id.in_(some))))
    for ids in chunks([event.id for event in events]):
        numbers.update(connection.scalars(select(table.number).where(table.id.in_(ids))))
    remove_events(connection, numbers)


def remove_events(connection: Connection, numbers: Iterable[int]) -> None:
    """Remove events by number; their reports stay."""
    for some in chunks(sorted(numbers)):
        connection.execute(delete(schema.events).where(schema.events.c.number.in_(some)))


def _write_batch(connection: Connection, events: Sequence[Event], number: int) -> int:
    sources = load_sources(connection, (r.id for event in events for r in event.reports))
    rows, words, links = [], [], []
    for event in events:
        number += 1
        known = [_source_of(report, event, sources) for report in event.reports]
        rows.append(codec.event_row(event, number, (source.outlet for source in known)))
        words.append({"number": number, "words": _words(event, known)})
        links += [
            {"report_id": report.id, "event_number": number, "position": position}
            for position, report in enumerate(event.reports)
        ]
    insert(connection, schema.events, rows)
    insert(connection, schema.event_texts, words)
    insert(connection, schema.event_reports, links)
    return number


def _source_of(report: Report, event: Event, sources: dict[str, ReportSource]) -> ReportSource:
    try:
        return sources[report.id]
    except KeyError:
        raise StoreError(
            f"event {event.id} rests on report {report.id}, which is not stored; "
            "save the reading of its article first"
        ) from None


def _words(event: Event, sources: Iterable[ReportSource]) -> str:
    """Return the text that a search looks through: excerpts, titles, places and actors, each once."""
    parts: dict[str, None] = {}
    for report, source in zip(event.reports, sources, strict=True):
        place = report.place.label if report.place else None
        for part in (source.excerpt, source.title, place, report.actor1, report.actor2):
            if part:
                parts[part] = None
    return "\n".join(parts)


def load_events(connection: Connection, ids: Sequence[str] | None) -> list[Event]:
    """Return events by id in the order asked for, or all in the order they were saved."""
    query = select(schema.events).order_by(schema.events.c.number)
    if ids is None:
        return _assemble(connection, connection.execute(query).mappings().all())
    found: dict[str, Event] = {}
    for some in chunks(list(ids)):
        rows = connection.execute(query.where(schema.events.c.id.in_(some))).mappings().all()
        found.update((event.id, event) for event in _assemble(connection, rows))
    return [found[key] for key in ids if key in found]


def _assemble(connection: Connection, rows: Sequence[Any]) -> list[Event]:
    reports = _reports_by_event(connection, [row["number"] for row in rows])
    return [codec.to_event(row, tuple(reports[row["number"]])) for row in rows]


def _reports_by_event(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Report]]:
    link = schema.event_reports.c
    query = select(link.event_number, schema.reports).join_from(schema.event_reports, schema.reports)
    query = query.order_by(link.event_number, link.position)
    found: dict[int, list[Report]] = defaultdict(list)
    for some in chunks(numbers):
        rows = connection.execute(query.where(link.event_number.in_(some))).mappings().all()
        places = load_places(connection, (row["place_id"] for row in rows if row["place_id"]))
        for row in rows:
            found[row["event_number"]].append(codec.to_report(row, places))
    return found


def events_of_reports(connection: Connection, report_ids: Sequence[str]) -> dict[int, str]:
    """Return the ids, by number, of the events that rest on any of these reports."""
    link, table = schema.event_reports.c, schema.events.c
    found: dict[int, str] = {}
    query = select(table.number, table.id).join_from(schema.event_reports, schema.events).distinct()
    for some in chunks(report_ids):
        for number, event_id in connection.execute(query.where(link.report_id.in_(some))):
            found[number] = event_id
    return dict(sorted(found.items()))
