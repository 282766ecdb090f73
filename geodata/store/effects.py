"""Brings the store up to date with the log: rows that fixes add, days of publication, articles withdrawn.

Every function works inside the caller's transaction and says which reports have to be joined anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Connection, String, cast, select, update

from geodata import corrections as fixing
from geodata.corrections import (
    AddedEvent,
    Fix,
    LogEntry,
    NameFix,
    PlaceFix,
    PublishedFix,
    SpotFix,
    Withdraw,
)
from geodata.model import Article, Place, Report
from geodata.store import codec, grouping, prints, readings, replacing, schema, versions
from geodata.store.grouping import Change
from geodata.store.log import InForce, fixes_in_force, load_log, mentions_of
from geodata.store.versions import ShelfState

_ADDED = "%-added-%"
# Added reports come after those that were read, in the order of the text.
_AFTER_READ = 1_000_000


def bring_up_to_date(connection: Connection, fixes: Sequence[Fix]) -> Change:
    """Make the store agree with the log about what these fixes, made or undone just now, are about."""
    _write_places(connection, fixes)
    gone: list[str] = []
    made: list[str] = []
    for fix in fixes:
        if isinstance(fix, Withdraw):
            change = _withdraw_or_restore(connection, fix.article_id)
            gone += change.gone
            made += change.made
    in_force = fixes_in_force(connection)
    articles = sorted({f.article_id for f in fixes if isinstance(f, AddedEvent)})
    waiting = set(settle(connection, articles, in_force))
    dated = {f.article_id for f in fixes if isinstance(f, PublishedFix)}
    _set_days(connection, sorted(dated))
    for fix in fixes:
        if not isinstance(fix, Withdraw | PublishedFix):
            waiting.update(report.id for report in targets(connection, fix))
    known = _stored(connection, waiting)
    change = grouping.join(connection, known, in_force)
    return Change(tuple(dict.fromkeys((*gone, *change.gone))), tuple(dict.fromkeys((*made, *change.made))))


def _stored(connection: Connection, report_ids: Iterable[str]) -> list[str]:
    column = schema.reports.c.id
    found: list[str] = []
    for some in readings.chunks(sorted(report_ids)):
        found += connection.scalars(select(column).where(column.in_(some)))
    return found


def _write_places(connection: Connection, fixes: Iterable[Fix]) -> None:
    places: dict[str, Place] = {}
    for fix in fixes:
        if isinstance(fix, PlaceFix | NameFix | SpotFix | AddedEvent) and fix.place is not None:
            places[fix.place.id] = fix.place
    known = readings.load_places(connection, places)
    # What a log from elsewhere says of a place that is known here does not change it here.
    rows = [codec.place_row(place) for key, place in places.items() if key not in known]
    readings.insert(connection, schema.places, rows)


def targets(connection: Connection, fix: Fix) -> list[Report]:
    """Return the stored reports, as they were read, that a fix is about."""
    if isinstance(fix, NameFix):
        return _called(connection, fix)
    column = schema.reports.c.article_id
    found = readings.load_reports(connection, column.in_(sorted(fixing.articles_of(fix))))
    return [report for report in found if fixing.touches(fix, report)]


def _called(connection: Connection, fix: NameFix) -> list[Report]:
    """Return the reports whose place is named by a mention that a name's fix is about."""
    wanted = {(key, (span.start, span.end)) for key, span in mentions_of(connection, fix)}
    mention, report = schema.place_mentions.c, schema.reports.c
    span = cast(mention.start, String).op("||")(":").op("||")(cast(mention.end, String))
    query = (
        select(report.id)
        .join_from(schema.place_mentions, schema.articles)
        .join(schema.reports, (report.article_id == schema.articles.c.id) & (report.place_spans == span))
    )
    ids = list(connection.scalars(query.where(mention.text.in_(fix.spellings)).distinct()))
    found: list[Report] = []
    for some in readings.chunks(ids):
        found += readings.load_reports(connection, report.id.in_(some))
    return [r for r in found if (r.article_id, (r.place_spans[0].start, r.place_spans[0].end)) in wanted]


# Events that analysts added


def settle(connection: Connection, article_ids: Sequence[str], in_force: InForce) -> list[str]:
    """Have exactly the added events that are in force as reports; return the reports to be joined anew."""
    wanted = {
        fix.report_id: fix
        for fix in in_force.fixes
        if isinstance(fix, AddedEvent) and fix.article_id in set(article_ids)
    }
    column = schema.reports.c
    present: list[str] = []
    articles: dict[str, Article] = {}
    for some in readings.chunks(list(article_ids)):
        added = select(column.id).where(column.article_id.in_(some), column.id.like(_ADDED))
        present += connection.scalars(added)
        stored = connection.execute(select(schema.articles).where(schema.articles.c.id.in_(some)))
        articles.update((row["id"], codec.to_article(row)) for row in stored.mappings())
    gone = [key for key in present if key not in wanted]
    left = replacing.drop_reports(connection, gone) if gone else []
    fits = [f for f in wanted.values() if _fits(f, articles.get(f.article_id))]
    _write_places(connection, fits)
    rows = [_row(fix, articles[fix.article_id]) for fix in fits]
    readings.upsert(connection, schema.reports, rows, "id")
    ids = [row["id"] for row in rows]
    grouping.add(connection, ids)
    return [*left, *ids]


def _fits(fix: AddedEvent, article: Article | None) -> bool:
    return article is not None and fix.excerpt.end <= len(article.text)


def _row(fix: AddedEvent, article: Article) -> codec.Row:
    return codec.report_row(fixing.report_of(fix, article), _AFTER_READ + fix.trigger.start, article.text)


# Days of publication


def given_days(connection: Connection) -> dict[str, date | None]:
    """Return the days of publication that analysts gave, by article id."""
    fixes = fixes_in_force(connection).fixes
    return {fix.article_id: fix.published for fix in fixes if isinstance(fix, PublishedFix)}


def _set_days(connection: Connection, article_ids: Sequence[str]) -> None:
    """Give articles the day that an analyst gave or, where none did, that of their source."""
    if not article_ids:
        return
    given, entries = given_days(connection), load_log(connection)
    column = schema.articles.c
    for article_id in article_ids:
        if article_id in given:
            values = {"published": given[article_id], "published_by": "analyst"}
        else:
            values = {"published": _day_of_source(entries, article_id), "published_by": "source"}
        connection.execute(update(schema.articles).where(column.id == article_id).values(**values))
    for some in readings.chunks(article_ids):
        rows = connection.execute(select(schema.articles).where(column.id.in_(some))).mappings().all()
        numbers = {row["id"]: row["number"] for row in rows}
        prints.write(connection, [codec.to_article(row) for row in rows], numbers)


def day_of_source(connection: Connection, article_id: str) -> str | None:
    """Return the day that an article's source gave it ("" for none), None where the article is not here."""
    query = select(schema.articles.c.published, schema.articles.c.published_by)
    row = connection.execute(query.where(schema.articles.c.id == article_id)).first()
    if row is None:
        return None
    day = row[0] if row[1] != "analyst" else _day_of_source(load_log(connection), article_id)
    return str(day or "")


def _day_of_source(entries: Iterable[LogEntry], article_id: str) -> date | None:
    """Return the day an article had before anybody gave it another: what the first entry says was there."""
    for entry in entries:
        if isinstance(entry.now, PublishedFix) and entry.now.article_id == article_id:
            return date.fromisoformat(entry.was) if entry.was else None
    return None


# Articles out of force


def _withdraw_or_restore(connection: Connection, article_id: str) -> Change:
    wanted = Withdraw(article_id=article_id) in fixes_in_force(connection).fixes
    out = versions.states(connection, [article_id]).get(article_id) is ShelfState.WITHDRAWN
    if wanted and not out:
        return replacing.withdraw(connection, article_id)
    if not wanted and out:
        change = replacing.restore(connection, article_id)
        in_force = fixes_in_force(connection)
        more = grouping.join(connection, settle(connection, [article_id], in_force), in_force)
        return Change((*change.gone, *more.gone), (*change.made, *more.made))
    return Change((), ())
