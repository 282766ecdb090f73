"""Keeps the log of corrections and brings up to date the events they touch, in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from geodata import corrections as fixing
from geodata.corrections import Fix, LogEntry, Merge, Preview, Split
from geodata.joining import event_of, id_of_event
from geodata.model import Event, Report
from geodata.store import codec, readings, schema
from geodata.store import events as event_rows
from geodata.store.opening import StoreError
from geodata.store.rows import PlaceMentionRow, ReadingRow

ByArticle = Mapping[str, Sequence[Fix]]
Groups = list[list[str]]


def load_log(connection: Connection) -> list[LogEntry]:
    """Return every entry, oldest first."""
    table = schema.corrections
    rows = connection.execute(select(table).order_by(table.c.number)).mappings().all()
    undone = {row["undoes"]: row["number"] for row in rows if row["undoes"] is not None}
    return [
        LogEntry(
            number=row["number"],
            made_at=row["made_at"].replace(tzinfo=UTC),
            analyst=row["analyst"],
            fix=None if row["undoes"] is not None else fixing.from_json(row["kind"], row["target"]),
            note=row["note"],
            undoes=row["undoes"],
            undone_by=undone.get(row["number"]),
        )
        for row in rows
    ]


def fixes_in_force(connection: Connection) -> list[Fix]:
    """Return the fixes that are applied, oldest first."""
    return [entry.fix for entry in load_log(connection) if entry.in_force and entry.fix is not None]


def by_article(connection: Connection) -> ByArticle:
    """Return the fixes in force by article."""
    return fixing.fixes_by_article(fixes_in_force(connection))


def correct_reports(reports: Iterable[Report], fixes: ByArticle) -> list[Report]:
    """Return reports as corrected, without those that tell of no event."""
    return [c for report in reports if (c := fixing.corrected(report, fixes)) is not None]


def correct_events(events: Iterable[Event], fixes: ByArticle) -> list[Event]:
    """Return events with their reports as corrected."""
    return [c for event in events if (c := fixing.with_reports(event, fixes)) is not None]


def correct_reading(reading: ReadingRow, fixes: ByArticle) -> ReadingRow:
    """Return a reading with the places that analysts chose and the reports as corrected."""
    chosen = {
        (fix.mention.start, fix.mention.end): fix
        for fix in fixes.get(reading.article_id, ())
        if isinstance(fix, fixing.PlaceFix)
    }
    places = tuple(_correct_mention(m, chosen.get((m.start, m.end))) for m in reading.places)
    return ReadingRow(
        article_id=reading.article_id,
        sentences=reading.sentences,
        places=places,
        times=reading.times,
        events=reading.events,
        reports=tuple(correct_reports(reading.reports, fixes)),
    )


def _correct_mention(mention: PlaceMentionRow, fix: fixing.PlaceFix | None) -> PlaceMentionRow:
    if fix is None:
        return mention
    place = fix.place
    return PlaceMentionRow(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        use=mention.use,
        role=mention.role,
        candidates=mention.candidates,
        place=place,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        radius_km=place.radius_km if place else 0.0,
        precision=fixing.precision_of(place) if place else None,
        confidence=1.0 if place else 0.0,
        reasons=(*mention.reasons, "set by an analyst"),
        decided_by="analyst",
    )


def add(connection: Connection, fix: Fix, analyst: str, note: str, made_at: datetime) -> int:
    """Append a fix to the log, bring the events it touches up to date and return its number."""
    table = schema.corrections
    targets = _targets(connection, fix)
    before = event_rows.load_events(connection, _event_ids(connection, targets))
    groups = [_lead_first(event) for event in before]
    row = {
        "made_at": made_at.astimezone(UTC).replace(tzinfo=None),
        "analyst": analyst,
        "kind": fixing.kind_of(fix),
        "target": fixing.to_json(fix),
        "change": json.dumps(groups),
        "note": note,
        "undoes": None,
    }
    if isinstance(fix, fixing.PlaceFix) and fix.place is not None:
        readings.upsert(connection, schema.places, [codec.place_row(fix.place)], "id")
    number = connection.execute(table.insert().values(row)).inserted_primary_key
    _rewrite(connection, before, _after(before, targets, fixes_in_force(connection)))
    return int(number[0]) if number else 0


def undo(connection: Connection, number: int, analyst: str, note: str, made_at: datetime) -> int:
    """Append an entry that takes another back, bring the events up to date and return its number."""
    entry = next((entry for entry in load_log(connection) if entry.number == number), None)
    if entry is None or not entry.in_force or entry.fix is None:
        raise StoreError(f"correction {number} is not in force; look at the log for those that are")
    table = schema.corrections
    groups: Groups = json.loads(
        connection.execute(select(table.c.change).where(table.c.number == number)).scalar_one()
    )
    row = {
        "made_at": made_at.astimezone(UTC).replace(tzinfo=None),
        "analyst": analyst,
        "kind": fixing.kind_of(entry.fix),
        "target": fixing.to_json(entry.fix),
        "change": "[]",
        "note": note,
        "undoes": number,
    }
    done = connection.execute(table.insert().values(row)).inserted_primary_key
    targets = _targets(connection, entry.fix)
    involved = [report.id for report in targets] + [key for group in groups for key in group]
    ids = list(event_rows.events_of_reports(connection, involved).values())
    before = event_rows.load_events(connection, ids)
    start = _as_grouped(before, groups) if isinstance(entry.fix, Merge | Split) else before
    _rewrite(connection, before, _after(start, targets, fixes_in_force(connection)))
    return int(done[0]) if done else 0


def without_target(connection: Connection) -> list[LogEntry]:
    """Return the entries in force that find nothing to change any more."""
    found = []
    for entry in load_log(connection):
        if entry.in_force and entry.fix is not None and not _finds_target(connection, entry.fix):
            found.append(entry)
    return found


def _finds_target(connection: Connection, fix: Fix) -> bool:
    if not isinstance(fix, fixing.PlaceFix):
        return bool(_targets(connection, fix))
    mention = schema.place_mentions.c
    query = select(mention.position).where(
        mention.article_id == fix.article_id,
        mention.start == fix.mention.start,
        mention.end == fix.mention.end,
    )
    return connection.execute(query).first() is not None


def preview(connection: Connection, fix: Fix) -> Preview:
    """Return what a fix would change; nothing is written."""
    targets = _targets(connection, fix)
    before = event_rows.load_events(connection, _event_ids(connection, targets))
    in_force = fixes_in_force(connection)
    now = correct_events(before, fixing.fixes_by_article(in_force))
    after = _after(before, targets, [*in_force, fix])
    return Preview(before=tuple(now), after=tuple(after))


def _targets(connection: Connection, fix: Fix) -> list[Report]:
    """Return the stored reports, as they were read, that a fix is about."""
    column = schema.reports.c.article_id
    found = readings.load_reports(connection, column.in_(sorted(fixing.articles_of(fix))))
    return [report for report in found if fixing.touches(fix, report)]


def _event_ids(connection: Connection, reports: Sequence[Report]) -> list[str]:
    return list(event_rows.events_of_reports(connection, [r.id for r in reports]).values())


def _after(before: Sequence[Event], targets: Sequence[Report], fixes: Sequence[Fix]) -> list[Event]:
    """Return the events as they become: reports corrected, lone ones taken up again, groups remade."""
    index = fixing.fixes_by_article(fixes)
    held = {report.id for event in before for report in event.reports}
    alone = [report for report in targets if report.id not in held]
    singles = [event_of([report], id=id_of_event([report])) for report in alone]
    events = correct_events([*before, *singles], index)
    return fixing.regroup(events, fixes)


def _lead_first(event: Event) -> list[str]:
    return [event.lead.id, *(report.id for report in event.reports if report.id != event.lead.id)]


def _as_grouped(events: Sequence[Event], groups: Groups) -> list[Event]:
    """Return the events' reports in the groups they stood in before; what was in none stands alone."""
    reports = {report.id: report for event in events for report in event.reports}
    listed = [[reports.pop(key) for key in group if key in reports] for group in groups]
    listed += [[report] for report in reports.values()]
    return [event_of(group, id=id_of_event(group)) for group in listed if group]


def _rewrite(connection: Connection, before: Sequence[Event], after: Sequence[Event]) -> None:
    numbers = event_rows.events_of_reports(connection, [r.id for e in before for r in e.reports])
    event_rows.remove_events(connection, numbers)
    event_rows.write_events(connection, after, replace=False)
