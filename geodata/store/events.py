"""Writes and reads events; every function works inside the caller's transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, delete, func, select

from geodata.model import Event, Report
from geodata.store import codec, history, schema
from geodata.store.excerpts import excerpt_of
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


def load_sources(connection: Connection, reports: Iterable[Report]) -> dict[str, ReportSource]:
    """Return where each of these reports stands, by report id; those not stored are left out.

    The reports are as corrected: their excerpt decides which words are shown.
    """
    report, article = schema.reports.c, schema.articles.c
    told = (report.id, report.excerpt, report.excerpt_text, report.article_id)
    columns = (*told, article.title, article.outlet, article.url, article.file_name)
    wanted = {r.id: r for r in reports}
    base = select(*columns).join_from(schema.reports, schema.articles)
    found: dict[str, ReportSource] = {}
    for some in chunks(sorted(wanted)):
        rows = connection.execute(base.where(report.id.in_(some))).mappings().all()
        # Only texts out of PDFs have pages worth reading a whole text for.
        pages = _pages(connection, [row["id"] for row in rows if ".pdf" in row["file_name"].lower()])
        for row in rows:
            found[row["id"]] = ReportSource(
                excerpt=excerpt_of(connection, wanted[row["id"]], row),
                article_id=row["article_id"],
                title=row["title"],
                outlet=row["outlet"],
                url=row["url"],
                page=pages.get(row["id"]),
            )
    return found


def _pages(connection: Connection, report_ids: Sequence[str]) -> dict[str, int]:
    """Return the page of each of these reports whose article has pages, by report id."""
    report, article = schema.reports.c, schema.articles.c
    query = select(report.id, report.excerpt, article.text).join_from(schema.reports, schema.articles)
    found: dict[str, int] = {}
    for some in chunks(report_ids):
        for key, excerpt, text in connection.execute(query.where(report.id.in_(some))):
            (span,) = codec.spans_from_text(excerpt)
            if "\f" in text:
                found[key] = text.count("\f", 0, span.start + 1) + 1
    return found


def write_events(connection: Connection, events: Iterable[Event]) -> int:
    """Write events, in place of stored ones with their ids or reports, and return how many."""
    fresh = connection.execute(select(func.max(schema.events.c.number))).scalar() is None
    written = 0
    for batch in batches(events):
        if not fresh:
            _dissolve(connection, batch)
        _insert(connection, _rows_of(connection, batch))
        written += len(batch)
    return written


def replace_events(connection: Connection, ids: Sequence[str], events: Sequence[Event]) -> None:
    """Write events in place of those with these ids; what is stored just so stays as it is."""
    made = _rows_of(connection, events)
    there = _stored_rows(connection, ids)
    same = {one.event["id"] for one in made if there.get(one.event["id"]) == one.compared()}
    numbers: list[int] = []
    column = schema.events.c
    for some in chunks([key for key in ids if key not in same]):
        numbers += connection.scalars(select(column.number).where(column.id.in_(some)))
    remove_events(connection, numbers)
    _insert(connection, [one for one in made if one.event["id"] not in same])


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
    """Remove events by number, kept for who asks what changed; their reports stay."""
    listed = sorted(numbers)
    history.recorder_of(connection).keep(listed)
    for some in chunks(listed):
        connection.execute(delete(schema.events).where(schema.events.c.number.in_(some)))


class _Rows(NamedTuple):
    """What an event is stored as, without its number."""

    event: codec.Row
    words: str
    reports: tuple[str, ...]

    def compared(self) -> _Rows:
        """Return the same as it is read back."""
        return self._replace(event={name: value for name, value in self.event.items() if name != "number"})


def _rows_of(connection: Connection, events: Sequence[Event]) -> list[_Rows]:
    sources = load_sources(connection, (r for event in events for r in event.reports))
    rows = []
    for event in events:
        known = [_source_of(report, event, sources) for report in event.reports]
        row = codec.event_row(event, 0, (source.outlet for source in known))
        rows.append(_Rows(row, _words(event, known), tuple(report.id for report in event.reports)))
    return rows


def _stored_rows(connection: Connection, ids: Sequence[str]) -> dict[str, _Rows]:
    """Return what events with these ids are stored as, by id."""
    event, text, link = schema.events, schema.event_texts, schema.event_reports
    query = select(event, text.c.words).join_from(event, text, event.c.number == text.c.number)
    links = select(event.c.id, link.c.report_id).join_from(event, link, event.c.number == link.c.event_number)
    reports: dict[str, list[str]] = defaultdict(list)
    found: dict[str, _Rows] = {}
    for some in chunks(list(ids)):
        chosen = links.where(event.c.id.in_(some)).order_by(link.c.event_number, link.c.position)
        for key, report_id in connection.execute(chosen):
            reports[key].append(report_id)
        for row in connection.execute(query.where(event.c.id.in_(some))).mappings():
            plain = {name: value for name, value in row.items() if name not in ("number", "words")}
            found[row["id"]] = _Rows(plain, row["words"], tuple(reports[row["id"]]))
    return found


def _insert(connection: Connection, rows: Sequence[_Rows]) -> None:
    """Insert events under numbers that no event ever had."""
    if not rows:
        return
    recorder = history.recorder_of(connection)
    numbers = range(recorder.last_number() + 1, recorder.last_number() + 1 + len(rows))
    events = [one.event | {"number": n} for one, n in zip(rows, numbers, strict=True)]
    insert(connection, schema.events, events)
    words = [{"number": n, "words": one.words} for one, n in zip(rows, numbers, strict=True)]
    insert(connection, schema.event_texts, words)
    links = [
        {"report_id": report_id, "event_number": n, "position": position}
        for one, n in zip(rows, numbers, strict=True)
        for position, report_id in enumerate(one.reports)
    ]
    insert(connection, schema.event_reports, links)
    recorder.last = numbers[-1]


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
        for part in (source.excerpt, source.title, report.where, report.actor1, report.actor2):
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


def _assemble(connection: Connection, rows: Sequence[RowMapping]) -> list[Event]:
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
