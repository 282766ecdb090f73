"""Takes articles out of force and puts them back, with what rests on them, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select, update

from geodata import corrections as fixing
from geodata.corrections import Fix, Withdraw
from geodata.model import Article
from geodata.store import codec, grouping, readings, schema, versions
from geodata.store import events as event_rows
from geodata.store.carrying import carried
from geodata.store.grouping import Change
from geodata.store.log import fixes_in_force, load_log
from geodata.store.numbers import Numbers
from geodata.store.opening import StoreError
from geodata.store.versions import ShelfState


def drop_reports(connection: Connection, report_ids: Sequence[str]) -> list[str]:
    """Remove reports with the events they stand in; return the events' other reports, to be joined anew."""
    left = grouping.left_with(Numbers(connection), report_ids) - set(report_ids)
    event_rows.remove_events(connection, event_rows.events_of_reports(connection, report_ids))
    for some in readings.chunks(report_ids):
        connection.execute(delete(schema.reports).where(schema.reports.c.id.in_(some)))
    return sorted(left)


def remove(connection: Connection, article_id: str) -> list[str]:
    """Remove an article with all that was read in it; return the reports that are to be joined anew."""
    left = drop_reports(connection, readings.reports_to_drop(connection, [article_id], set()))
    connection.execute(delete(schema.articles).where(schema.articles.c.id == article_id))
    return left


def withdraw(connection: Connection, article_id: str) -> Change:
    """Put an article in force on the shelf as withdrawn; raises StoreError where there is none."""
    article = _article(connection, article_id)
    if article is None:
        raise StoreError(f"there is no article {article_id} in force; look it up in the list of articles")
    stood_in = _events_of(connection, article_id)
    left = _shelve(connection, article, ShelfState.WITHDRAWN, None)
    change = grouping.join(connection, left, fixes_in_force(connection))
    return Change(tuple(dict.fromkeys((*stood_in, *change.gone))), change.made)


def restore(connection: Connection, article_id: str) -> Change:
    """Put a withdrawn article back in force; raises StoreError where none of this id was withdrawn."""
    if versions.states(connection, [article_id]).get(article_id) is not ShelfState.WITHDRAWN:
        raise StoreError(
            f"no article {article_id} was withdrawn; list them with: conflictmap withdraw --list"
        )
    kept = versions.article_on_shelf(connection, article_id)
    newer = None if kept is None else versions.in_force(connection, [kept]).get(article_id)
    if newer is not None:
        raise StoreError(f"a newer version of the article is in force; withdraw {newer.id} first")
    taken = versions.take(connection, article_id)
    reports = [] if taken is None else taken[1]
    return grouping.join(connection, reports, fixes_in_force(connection))


def replace_version(
    connection: Connection, old: Article, new: Article
) -> tuple[list[str], list[tuple[int, Fix]]]:
    """Put the older version of an article on the shelf.

    Returns the reports to be joined anew and the corrections carried over, by number; they are written with
    ``write_carried`` once the new version is stored.
    """
    left = _shelve(connection, old, ShelfState.OLDER, new.id)
    older = update(schema.shelf).where(schema.shelf.c.newer == old.id).values(newer=new.id)
    connection.execute(older)
    moved: list[tuple[int, Fix]] = []
    for number, fix in _numbered(connection):
        if old.id in fixing.articles_of(fix):
            fits = carried(fix, old, new)
            if fits is not None:
                moved.append((number, fits))
    return left, moved


def write_carried(connection: Connection, moved: Sequence[tuple[int, Fix]]) -> None:
    """Note corrections as they are about the newer version of their article."""
    table = schema.corrections
    for number, fix in moved:
        change = update(table).where(table.c.number == number)
        connection.execute(change.values(carried=fixing.to_json(fix)))


def _shelve(connection: Connection, article: Article, state: ShelfState, newer: str | None) -> list[str]:
    rows = versions.rows_of_stored(connection, article.id)
    versions.put(connection, article, rows, state, newer)
    return remove(connection, article.id)


def _article(connection: Connection, article_id: str) -> Article | None:
    query = select(schema.articles).where(schema.articles.c.id == article_id)
    row = connection.execute(query).mappings().first()
    return None if row is None else codec.to_article(row)


def _events_of(connection: Connection, article_id: str) -> list[str]:
    ids = readings.reports_to_drop(connection, [article_id], set())
    return list(event_rows.events_of_reports(connection, ids).values())


def _numbered(connection: Connection) -> list[tuple[int, Fix]]:
    """Return the fixes in force that are about an article's words, with their numbers in the log."""
    entries = [(entry.number, entry.now) for entry in load_log(connection) if entry.in_force]
    return [(number, fix) for number, fix in entries if fix is not None and not isinstance(fix, Withdraw)]
