"""What a fix of a place would move, before it is made: from where to where, how many events, what stays."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from geodata import corrections as fixing
from geodata.corrections import NameFix, PlaceFix, SpotFix
from geodata.model import Place, Report
from geodata.store import effects, readings, schema
from geodata.store.log import InForce, fixes_in_force, mentions_of
from geodata.store.readings import chunks
from geodata.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Reports that would go from one place to another; None: from or to no place."""

    was: Place | None
    now: Place | None
    reports: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a fix of a place would reach.

    ``events`` counts those whose own place would change. ``kept`` are mentions that a narrower fix keeps as
    they are; ``otherwise`` are mentions of the name that were read as other places (None: as none) and are
    left alone, with their number.
    """

    mentions: int = 0
    articles: int = 0
    events: int = 0
    kept: int = 0
    moves: tuple[Move, ...] = ()
    otherwise: tuple[tuple[Place | None, int], ...] = field(default=())


def reach_of(store: Store, fix: NameFix | PlaceFix | SpotFix) -> Reach:
    """Return what a fix of a place would move; nothing is kept of it."""
    with store.engine.connect() as connection:
        mentions = _mentions(connection, fix)
        stored = effects.targets(connection, fix)
        in_force = fixes_in_force(connection)
        before = {r.id: r for r in in_force.correct(stored)}
        after = {r.id: r for r in InForce(connection, [*in_force.fixes, fix]).correct(stored)}
        moved = [r for key, r in before.items() if key in after and after[key].place != r.place]
        moves = _moves(connection, moved, after)
        return Reach(
            mentions=len(mentions),
            articles=len({article_id for article_id, _ in mentions}),
            events=sum(move.events for move in moves),
            kept=len(before) - len(moved),
            moves=moves,
            otherwise=_otherwise(connection, fix) if isinstance(fix, NameFix) else (),
        )


def _mentions(connection: Connection, fix: NameFix | PlaceFix | SpotFix) -> list[tuple[str, object]]:
    if isinstance(fix, NameFix):
        return list(mentions_of(connection, fix))
    return [(article_id, fix) for article_id in fixing.articles_of(fix)]


def _moves(connection: Connection, moved: list[Report], after: dict[str, Report]) -> tuple[Move, ...]:
    leads: set[str] = set()
    column = schema.events.c.lead_report_id
    for some in chunks([r.id for r in moved]):
        leads.update(connection.scalars(select(column).where(column.in_(some))))
    groups: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in moved:
        now = after[report.id].place
        groups[report.place.id if report.place else "", now.id if now else ""].append(report)
    moves = [
        Move(
            was=reports[0].place,
            now=after[reports[0].id].place,
            reports=len(reports),
            events=sum(r.id in leads for r in reports),
        )
        for reports in groups.values()
    ]
    return tuple(sorted(moves, key=lambda m: (-m.reports, m.was.label if m.was else "")))


def _otherwise(connection: Connection, fix: NameFix) -> tuple[tuple[Place | None, int], ...]:
    """Return how else the name was read within the fix's scope, the most frequent first."""
    if fix.read_as is None:
        return ()
    every = NameFix(name=fix.name, place=fix.place, literal=fix.literal, scope=fix.scope, within=fix.within)
    taken = set(mentions_of(connection, fix))
    others = [pair for pair in mentions_of(connection, every) if pair not in taken]
    column, article = schema.place_mentions.c, schema.articles.c
    found: Counter[str | None] = Counter()
    for some in chunks(sorted({article_id for article_id, _ in others})):
        query = select(article.id, column.start, column.place_id)
        query = query.join_from(schema.place_mentions, schema.articles).where(article.id.in_(some))
        places = {(key, start): place for key, start, place in connection.execute(query)}
        found.update(places.get((key, span.start)) for key, span in others if (key, span.start) in places)
    known = readings.load_places(connection, [key for key in found if key])
    return tuple((known.get(key) if key else None, n) for key, n in found.most_common(8))


def name_at(store: Store, fix: PlaceFix) -> tuple[str, str]:
    """Return the words of the mention that a fix is about, and the id of the place read in it ("": none)."""
    column = schema.place_mentions.c
    query = select(column.text, column.place_id).where(
        readings.in_articles(schema.place_mentions, [fix.article_id]), column.start == fix.mention.start
    )
    with store.engine.connect() as connection:
        row = connection.execute(query).first()
    return ("", "") if row is None else (row[0], row[1] or "")


def widened(store: Store, fix: PlaceFix, scope: fixing.Scope, *, any_reading: bool = False) -> NameFix:
    """Return a fix of one mention as one of its name within a scope; ``any_reading`` takes every namesake."""
    name, read_as = name_at(store, fix)
    article = store.article(fix.article_id)
    within = {fixing.Scope.ARTICLE: fix.article_id, fixing.Scope.OUTLET: article.outlet if article else ""}
    return NameFix(
        name=name,
        place=fix.place,
        literal=fix.literal,
        scope=scope,
        within=within.get(scope, ""),
        read_as=None if any_reading else read_as,
    )
