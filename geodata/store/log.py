"""Reads the log of corrections: every entry, and the fixes that are in force."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from geodata import corrections as fixing
from geodata.corrections import Fix, LogEntry, Merge, NameFix, PlaceFix, Scope, Split
from geodata.model import Report, Span
from geodata.store import schema
from geodata.store.readings import chunks

ByArticle = Mapping[str, Sequence[Fix]]
# The wider the scope of a name's fix, the earlier it is applied, so that a narrower one wins.
_WIDEST_FIRST = (Scope.EVERYWHERE, Scope.OUTLET, Scope.ARTICLE)


def load_log(connection: Connection) -> list[LogEntry]:
    """Return every entry, oldest first."""
    table = schema.corrections
    rows = connection.execute(select(table).order_by(table.c.number)).mappings().all()
    return fixing.settled([_entry(row) for row in rows])


def _entry(row: RowMapping) -> LogEntry:
    kind = row["kind"]
    change = json.loads(row["change"]) or {}
    return LogEntry(
        number=row["number"],
        made_at=row["made_at"].replace(tzinfo=UTC),
        analyst=row["analyst"],
        fix=None if row["undoes"] is not None else fixing.from_json(kind, row["target"]),
        note=row["note"],
        undoes=row["undoes"],
        carried=None if row["carried"] is None else fixing.from_json(kind, row["carried"]),
        quote=row["quote"],
        uid=row["uid"],
        was=change.get("was", ""),
        now_is=change.get("now", ""),
        prints=json.loads(row["prints"]),
        over=tuple(json.loads(row["made_over"])),
    )


def fixes_in_force(connection: Connection) -> InForce:
    """Return the fixes that are applied; every batch that is stored asks for them."""
    column = schema.corrections.c
    fix = func.coalesce(column.carried, column.target)
    query = select(column.number, column.undoes, column.made_at, column.uid, column.kind, fix)
    rows = connection.execute(query.order_by(column.number)).all()
    undone: set[int] = set()
    for row in reversed(rows):
        if row.undoes is not None and row.number not in undone:
            undone.add(row.undoes)
    standing = (row for row in rows if row.undoes is None and row.number not in undone)
    made = sorted(standing, key=lambda row: (row.made_at, row.uid))
    return InForce(connection, [fixing.from_json(row.kind, row[5]) for row in made])


class InForce:
    """The fixes that are applied, in their order; those of names are looked up for the articles asked for.

    It is good as long as the transaction of its connection changes neither log nor mentions.
    """

    def __init__(self, connection: Connection, fixes: Sequence[Fix]) -> None:
        self.connection = connection
        self.fixes = fixes
        self.plain: ByArticle = fixing.fixes_by_article(fixes)
        self.names = [
            fix for scope in _WIDEST_FIRST for fix in fixes if isinstance(fix, NameFix) and fix.scope is scope
        ]
        self.joins = [fix for fix in fixes if isinstance(fix, Merge | Split)]

    def about(self, article_ids: Iterable[str]) -> ByArticle:
        """Return the fixes of these articles, by article, in the order they are applied."""
        if not self.names:
            return self.plain
        wanted = sorted(set(article_ids))
        found: dict[str, list[Fix]] = defaultdict(list)
        mentions = _mentions_called(self.connection, self.names, wanted)
        for name in self.names:
            for article_id, mention in mentions.get(name, ()):
                found[article_id].append(
                    PlaceFix(article_id=article_id, mention=mention, place=name.place, literal=name.literal)
                )
        for article_id in wanted:
            if article_id in self.plain:
                found[article_id] += self.plain[article_id]
        return found

    def correct(self, reports: Sequence[Report]) -> list[Report]:
        """Return reports as corrected, without those that tell of no event."""
        fixes = self.about(report.article_id for report in reports)
        return [c for report in reports if (c := fixing.corrected(report, fixes)) is not None]

    def touched(self, reports: Sequence[Report]) -> list[str]:
        """Return the ids of those of these reports, as they were read, that a fix is about."""
        fixes = self.about(report.article_id for report in reports)
        return [r.id for r in reports if any(fixing.touches(fix, r) for fix in fixes.get(r.article_id, ()))]


def mentions_of(connection: Connection, fix: NameFix) -> list[tuple[str, Span]]:
    """Return the article and span of every stored mention that a name's fix is about."""
    return _mentions_called(connection, [fix], None).get(fix, [])


def _mentions_called(
    connection: Connection, names: Sequence[NameFix], article_ids: Sequence[str] | None
) -> dict[NameFix, list[tuple[str, Span]]]:
    """Return the mentions of each name in these articles (None: in all), in the order of the text."""
    column, article = schema.place_mentions.c, schema.articles.c
    spellings = sorted({spelling for name in names for spelling in name.spellings})
    columns = (article.id.label("article_id"), column.start, column.end, column.text, column.place_id)
    query = select(*columns, article.outlet).join_from(schema.place_mentions, schema.articles)
    query = query.where(column.text.in_(spellings))
    rows: list[Any] = []
    if article_ids is None:
        rows += connection.execute(query).all()
    else:
        for some in chunks(article_ids):
            rows += connection.execute(query.where(article.id.in_(some))).all()
    rows.sort(key=lambda row: (row[0], row[1]))
    found: dict[NameFix, list[tuple[str, Span]]] = defaultdict(list)
    for name in names:
        within = {Scope.ARTICLE: "article_id", Scope.OUTLET: "outlet"}.get(name.scope)
        for row in rows:
            if row.text not in name.spellings or (within and getattr(row, within) != name.within):
                continue
            if name.read_as is None or name.read_as == (row.place_id or ""):
                found[name].append((row.article_id, Span(start=row.start, end=row.end)))
    return found
