"""Writes the log of corrections and brings up to date what they touch, in the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, func, select

from geodata import corrections as fixing
from geodata.corrections import (
    AddedEvent,
    ExcerptFix,
    Fix,
    LogEntry,
    NameFix,
    PlaceFix,
    PublishedFix,
    Withdraw,
    keys_of,
)
from geodata.corrections.telling import tell_place, tell_value
from geodata.model import Event, PlaceMention, PlaceUse, Reading, Report
from geodata.store import effects, history, readings, schema
from geodata.store.carrying import quote_of
from geodata.store.excerpts import excerpt_of
from geodata.store.grouping import Change
from geodata.store.log import InForce, fixes_in_force, load_log, mentions_of
from geodata.store.opening import StoreError


def correct_events(events: Sequence[Event], in_force: InForce) -> list[Event]:
    """Return events with their reports as corrected."""
    fixes = in_force.about(report.article_id for event in events for report in event.reports)
    return [c for event in events if (c := fixing.with_reports(event, fixes)) is not None]


def correct_reading(reading: Reading, in_force: InForce) -> Reading:
    """Return a reading with the places that analysts chose and the reports as corrected."""
    chosen = {
        (fix.mention.start, fix.mention.end): fix
        for fix in in_force.about([reading.article_id]).get(reading.article_id, ())
        if isinstance(fix, PlaceFix)
    }
    places = tuple(_correct_mention(m, chosen.get((m.start, m.end))) for m in reading.places)
    return Reading(
        article_id=reading.article_id,
        sentences=reading.sentences,
        places=places,
        times=reading.times,
        events=reading.events,
        reports=tuple(in_force.correct(reading.reports)),
    )


def _correct_mention(mention: PlaceMention, fix: PlaceFix | None) -> PlaceMention:
    if fix is None:
        return mention
    place = fix.place
    return PlaceMention(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        use=PlaceUse.LITERAL if fix.literal else PlaceUse.METONYM if mention.literal else mention.use,
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
    texts = _texts(connection, fix)
    _check(fix, texts)
    entries = load_log(connection)
    about = fixing.subjects_of(fix)
    seen = [e for e in entries if e.in_force and e.now and not about.isdisjoint(fixing.subjects_of(e.now))]
    was, now = _tell(connection, fix)
    row = _row(fix, analyst, note, max(made_at, _after(entries)), uid) | {
        "change": json.dumps({"was": was, "now": now}),
        "quote": quote_of(fix, texts),
        "prints": json.dumps({key: print_of(text) for key, text in sorted(texts.items())}),
        "made_over": json.dumps([entry.uid for entry in seen]),
    }
    number = _append(connection, row)
    history.recorder_of(connection).name(who=analyst, note=note, correction=number)
    return number, effects.bring_up_to_date(connection, [fix])


def _row(fix: Fix, analyst: str, note: str, made_at: datetime, uid: str) -> dict[str, object]:
    return {
        "made_at": made_at.astimezone(UTC).replace(tzinfo=None),
        "analyst": analyst,
        "kind": fixing.kind_of(fix),
        "target": fixing.to_json(fix),
        "change": "{}",
        "note": note,
        "undoes": None,
        "uid": uid or str(uuid4()),
    }


def _append(connection: Connection, row: Mapping[str, object]) -> int:
    key = connection.execute(schema.corrections.insert().values(**row)).inserted_primary_key
    return int(key[0]) if key else 0


def _after(entries: Sequence[LogEntry]) -> datetime:
    """Return the first moment after all fixes there are: what is made later wins, whatever a clock says."""
    last = max((e.made_at for e in entries if e.fix is not None), default=None)
    return datetime.min.replace(tzinfo=UTC) if last is None else last + timedelta(microseconds=1)


def print_of(text: str) -> str:
    """Return the digest by which an article's text is recognised in another store."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _check(fix: Fix, texts: Mapping[str, str]) -> None:
    """Raise StoreError for spans that lie beyond the text they are about."""
    spans = [(fix.article_id, fix.excerpt)] if isinstance(fix, AddedEvent) else []
    if isinstance(fix, ExcerptFix):
        spans.append((fix.report.article_id, fix.excerpt))
    for article_id, span in spans:
        if article_id not in texts or span.end > len(texts[article_id]):
            raise StoreError("the words chosen lie beyond the article's text; choose them again")
        if not span.of(texts[article_id]).strip():
            raise StoreError("the words chosen are empty; choose the sentence that tells it")


def _tell(connection: Connection, fix: Fix) -> tuple[str, str]:
    """Return in words what was there before and what a fix makes of it."""
    if isinstance(fix, NameFix):
        places = readings.load_places(connection, [fix.read_as] if fix.read_as else [])
        was = places[fix.read_as].label if fix.read_as in places else "" if fix.read_as is None else "nowhere"
        return was, tell_place(fix.place, fix.literal)
    if isinstance(fix, PlaceFix):
        reading = correct_reading(
            readings.load_reading(connection, fix.article_id), fixes_in_force(connection)
        )
        span = (fix.mention.start, fix.mention.end)
        found = next((m for m in reading.places if (m.start, m.end) == span), None)
        return (tell_place(found.place, found.literal) if found else ""), tell_place(fix.place, fix.literal)
    if isinstance(fix, PublishedFix):
        column = schema.articles.c
        day = connection.scalar(select(column.published).where(column.id == fix.article_id))
        return str(day or ""), str(fix.published or "")
    if len(keys_of(fix)) != 1:
        return "", ""
    return _tell_report(connection, fix)


def _tell_report(connection: Connection, fix: Fix) -> tuple[str, str]:
    found = fixes_in_force(connection).correct(effects.targets(connection, fix))
    if not found:
        return "", ""
    was = found[0]
    now = fixing.corrected(was, {was.article_id: [fix]}) or was
    return tell_value(fix, was, _words(connection, was)), tell_value(fix, now, _words(connection, now))


def _words(connection: Connection, report: Report) -> str:
    row = connection.execute(select(schema.reports).where(schema.reports.c.id == report.id)).mappings().one()
    return excerpt_of(connection, report, row)


def undo(
    connection: Connection, number: int, analyst: str, note: str, made_at: datetime, uid: str = ""
) -> tuple[int, Change]:
    """Append an entry that takes another back; return its number and what became of the events."""
    entry = next((entry for entry in load_log(connection) if entry.number == number), None)
    if entry is None or not entry.in_force or entry.fix is None or entry.now is None:
        raise StoreError(f"correction {number} is not in force; look at the log for those that are")
    row = _row(entry.fix, analyst, note, made_at, uid) | {"undoes": number}
    done = _append(connection, row)
    history.recorder_of(connection).name(who=analyst, note=note, correction=number)
    return done, effects.bring_up_to_date(connection, [entry.now])


def redo(
    connection: Connection, number: int, analyst: str, note: str, made_at: datetime
) -> tuple[int, Change]:
    """Append what puts an undone correction back in force; return its number and what became of events."""
    entries = load_log(connection)
    entry = next((entry for entry in entries if entry.number == number), None)
    if entry is None or entry.fix is None or entry.now is None or entry.in_force:
        raise StoreError(f"correction {number} was not undone; look at the log for those that were")
    done = 0
    # Two analysts may have undone it, each in their own copy of the log.
    for taking_back in entries:
        if taking_back.undoes == number and taking_back.undone_by is None:
            done = _append(
                connection,
                _row(entry.fix, analyst, note, made_at, "") | {"undoes": taking_back.number},
            )
    history.recorder_of(connection).name(who=analyst, note=note, correction=number)
    return done, effects.bring_up_to_date(connection, [entry.now])


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
    if isinstance(fix, NameFix):
        return bool(mentions_of(connection, fix))
    if isinstance(fix, PublishedFix):
        column = schema.articles.c
        return bool(connection.scalar(select(func.count()).where(column.id == fix.article_id)))
    if not isinstance(fix, PlaceFix):
        return bool(effects.targets(connection, fix))
    mention = schema.place_mentions.c
    query = select(mention.position).where(
        readings.in_articles(schema.place_mentions, [fix.article_id]),
        mention.start == fix.mention.start,
        mention.end == fix.mention.end,
    )
    return connection.execute(query).first() is not None


def articles_of_entries(entries: Iterable[LogEntry]) -> set[str]:
    """Return the ids of the articles that entries are about, as they were made."""
    return {key for e in entries if e.fix is not None for key in fixing.articles_of(e.fix)}
