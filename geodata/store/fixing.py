"""Writes the log of corrections and brings up to date what they touch, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Connection, select

from geodata import corrections as fixing
from geodata.corrections import Fix, LogEntry, Withdraw
from geodata.model import Event, Report
from geodata.store import codec, grouping, history, readings, replacing, schema
from geodata.store.carrying import quote_of
from geodata.store.grouping import Change
from geodata.store.log import ByArticle, fixes_in_force, load_log
from geodata.store.opening import StoreError
from geodata.store.rows import PlaceMentionRow, ReadingRow


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


def add(
    connection: Connection, fix: Fix, analyst: str, note: str, made_at: datetime, uid: str = ""
) -> tuple[int, Change]:
    """Append a fix to the log, bring the events it touches up to date; return its number and what changed."""
    table = schema.corrections
    row = {
        "made_at": made_at.astimezone(UTC).replace(tzinfo=None),
        "analyst": analyst,
        "kind": fixing.kind_of(fix),
        "target": fixing.to_json(fix),
        "change": "[]",
        "note": note,
        "undoes": None,
        "uid": uid or str(uuid4()),
        "quote": quote_of(fix, _texts(connection, fix)),
    }
    if isinstance(fix, fixing.PlaceFix) and fix.place is not None:
        readings.upsert(connection, schema.places, [codec.place_row(fix.place)], "id")
    number = connection.execute(table.insert().values(row)).inserted_primary_key
    if isinstance(fix, Withdraw):
        change = replacing.withdraw(connection, fix.article_id)
    else:
        change = _rejoin(connection, fix)
    made = int(number[0]) if number else 0
    history.recorder_of(connection).name(who=analyst, note=note, correction=made)
    return made, change


def undo(
    connection: Connection, number: int, analyst: str, note: str, made_at: datetime, uid: str = ""
) -> tuple[int, Change]:
    """Append an entry that takes another back; return its number and what became of the events."""
    entry = next((entry for entry in load_log(connection) if entry.number == number), None)
    if entry is None or not entry.in_force or entry.fix is None or entry.now is None:
        raise StoreError(f"correction {number} is not in force; look at the log for those that are")
    row = {
        "made_at": made_at.astimezone(UTC).replace(tzinfo=None),
        "analyst": analyst,
        "kind": fixing.kind_of(entry.fix),
        "target": fixing.to_json(entry.fix),
        "change": "[]",
        "note": note,
        "undoes": number,
        "uid": uid or str(uuid4()),
    }
    done = connection.execute(schema.corrections.insert().values(row)).inserted_primary_key
    if isinstance(entry.fix, Withdraw):
        change = replacing.restore(connection, entry.fix.article_id)
    else:
        change = _rejoin(connection, entry.now)
    history.recorder_of(connection).name(who=analyst, note=note, correction=number)
    return (int(done[0]) if done else 0), change


def _rejoin(connection: Connection, fix: Fix) -> Change:
    """Join anew what a fix is about, with what is in force now."""
    targets = [report.id for report in _targets(connection, fix)]
    return grouping.join(connection, targets, fixes_in_force(connection))


def _texts(connection: Connection, fix: Fix) -> dict[str, str]:
    column = schema.articles.c
    query = select(column.id, column.text).where(column.id.in_(sorted(fixing.articles_of(fix))))
    return {row.id: row.text for row in connection.execute(query)}


def without_target(connection: Connection) -> list[LogEntry]:
    """Return the entries in force that find nothing to change any more."""
    found = []
    for entry in load_log(connection):
        if entry.in_force and entry.now is not None and not _finds_target(connection, entry.now):
            found.append(entry)
    return found


def _finds_target(connection: Connection, fix: Fix) -> bool:
    if isinstance(fix, Withdraw):
        return True
    if not isinstance(fix, fixing.PlaceFix):
        return bool(_targets(connection, fix))
    mention = schema.place_mentions.c
    query = select(mention.position).where(
        mention.article_id == fix.article_id,
        mention.start == fix.mention.start,
        mention.end == fix.mention.end,
    )
    return connection.execute(query).first() is not None


def _targets(connection: Connection, fix: Fix) -> list[Report]:
    """Return the stored reports, as they were read, that a fix is about."""
    column = schema.reports.c.article_id
    found = readings.load_reports(connection, column.in_(sorted(fixing.articles_of(fix))))
    return [report for report in found if fixing.touches(fix, report)]
