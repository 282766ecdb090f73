"""Counts what became of every article, mention and report of a store; the parts of each step add up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from geodata.query import Doubt
from geodata.store import Store, schema

LISTED = 300
"""Mentions listed for one step; the count says how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some of a step: how many and what became of them; ``goes_on`` are those the next step begins with."""

    key: str
    words: str
    count: int
    goes_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStep:
    """One step of the account; ``total`` is the sum of its parts."""

    title: str
    total: int
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        found = sum(part.count for part in self.parts)
        if found != self.total:
            raise ValueError(f"the ledger does not add up at {self.title!r}: {found} parts of {self.total}")


_PLACES = schema.place_mentions.c
_EVENTS = schema.event_mentions.c

# What a mention of a place became: key, words, condition, whether the next step begins with it.
_USES: tuple[tuple[str, str, ColumnElement[bool], bool], ...] = (
    ("metonym", "stand for a government or an organisation", _PLACES.use == "metonym", False),
    ("associative", "describe an army, a team, a firm", _PLACES.use == "associative", False),
    ("demonym", "name people", _PLACES.use == "demonym", False),
    ("literal", "meant as places", _PLACES.use == "literal", True),
)
_RESOLVED: tuple[tuple[str, str, ColumnElement[bool], bool], ...] = (
    ("unresolved", "not found in the table of places", _PLACES.place_id.is_(None), False),
    ("resolved", "found, each with its reasons", _PLACES.place_id.is_not(None), True),
)
_MODALITIES: tuple[tuple[str, str, ColumnElement[bool], bool], ...] = (
    ("denied", "denied", _EVENTS.modality == "denied", False),
    ("planned", "planned or threatened", _EVENTS.modality == "planned", False),
    ("hypothetical", "only supposed", _EVENTS.modality == "hypothetical", False),
    ("background", "background, not news", _EVENTS.modality == "background", False),
    ("happened", "told as having happened", _EVENTS.modality == "happened", True),
)

_STARTS, _ENDS = (schema.events.c[name] for name in ("date_start", "date_end"))
_DATES: tuple[tuple[str, str, ColumnElement[bool]], ...] = (
    ("dated", "with a first and a last possible day", and_(_STARTS.is_not(None), _ENDS.is_not(None))),
    ("by_day", Doubt.BY_DAY, and_(_STARTS.is_(None), _ENDS.is_not(None))),
    ("since_day", Doubt.SINCE_DAY, and_(_STARTS.is_not(None), _ENDS.is_(None))),
    ("undated", "without any date", and_(_STARTS.is_(None), _ENDS.is_(None))),
)


def account_of(store: Store) -> list[AccountStep]:
    """Return the steps from articles to events."""
    counts = store.counts()
    undated = counts["articles_without_date"]
    with store.engine.connect() as connection:

        def count(condition: ColumnElement[bool]) -> int:
            return int(connection.execute(select(func.count()).where(condition)).scalar_one())

        places = tuple(Part(key=k, words=w, count=count(c), goes_on=on) for k, w, c, on in _USES)
        literal = places[-1].count
        resolved = tuple(
            Part(key=k, words=w, count=count(and_(_PLACES.use == "literal", c)), goes_on=on)
            for k, w, c, on in _RESOLVED
        )
        told = tuple(Part(key=k, words=w, count=count(c), goes_on=on) for k, w, c, on in _MODALITIES)
        dated = tuple(Part(key=k, words=w, count=count(c), goes_on=True) for k, w, c in _DATES)
    reports, events, happened = counts["reports"], counts["events"], told[-1].count
    read = (
        Part(
            key="dated_articles",
            words="with a publication date",
            count=counts["articles"] - undated,
            goes_on=True,
        ),
        Part(key="undated_articles", words="without one, relative dates unknown", count=undated),
    )
    repeated = (
        Part(
            key="repeated",
            words="repeat what the article reports elsewhere",
            count=happened - reports,
        ),
        Part(key="reports", words="reports, one per place and event", count=reports, goes_on=True),
    )
    joined = (
        Part(key="joined", words="tell of an event another report tells of", count=reports - events),
        Part(key="events", words="events", count=events, goes_on=True),
    )
    steps = [
        ("Articles read", counts["articles"], read),
        ("Place names in them", counts["place_mentions"], places),
        ("Names meant as places", literal, resolved),
        ("Mentions of events", counts["event_mentions"], told),
        ("Mentions told as having happened", happened, repeated),
        ("Reports", reports, joined),
        ("Events and their dates", events, dated),
    ]
    return [AccountStep(title=title, total=total, parts=parts) for title, total, parts in steps]


def mentions_at(store: Store, key: str) -> list[tuple[str, str, str, str]]:
    """Return (text, reasons, article title, article id) of the mentions at a part of the account."""
    table = schema.place_mentions
    conditions = {k: c for k, _, c, _ in (*_USES, *_RESOLVED)}
    if key in ("unresolved", "resolved"):
        conditions[key] = and_(_PLACES.use == "literal", conditions[key])
    if key not in conditions:
        table, conditions = schema.event_mentions, {k: c for k, _, c, _ in _MODALITIES}
    articles = schema.articles.c
    query = (
        select(table.c.text, table.c.reasons, articles.title, articles.id)
        .join_from(table, schema.articles, table.c.article_id == articles.id)
        .where(or_(conditions[key]))
        .order_by(articles.title, table.c.start)
        .limit(LISTED)
    )
    with store.engine.connect() as connection:
        return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


LISTABLE = frozenset(k for k, *_ in (*_USES, *_RESOLVED, *_MODALITIES))
"""Keys that ``mentions_at`` can list."""
