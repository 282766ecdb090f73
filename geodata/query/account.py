"""Counts what became of every article, mention and report of a store; the parts of each step add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, String, and_, cast, exists, func, or_, select

from geodata.amounts import counted
from geodata.languages import ENGLISH, language_name
from geodata.query.account_lists import UNREAD
from geodata.query.certainty import Doubt
from geodata.store import ShelfState, Store, schema
from geodata.store.grouping import JOINED_BY_ANALYST, PARTED_BY_ANALYST

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
            raise ValueError(
                f"the ledger does not add up at {self.title!r}: {counted(found, 'part')} of {self.total}"
            )


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
_DATES: tuple[tuple[str, str, ColumnElement[bool], bool], ...] = (
    ("dated", "with a first and a last possible day", and_(_STARTS.is_not(None), _ENDS.is_not(None)), True),
    ("by_day", Doubt.BY_DAY, and_(_STARTS.is_(None), _ENDS.is_not(None)), True),
    ("since_day", Doubt.SINCE_DAY, and_(_STARTS.is_not(None), _ENDS.is_(None)), True),
    ("undated", "without any date", and_(_STARTS.is_(None), _ENDS.is_(None)), True),
)


def account_of(store: Store) -> list[AccountStep]:
    """Return the steps from articles to events, counted in one view of the store."""
    with store.engine.connect() as connection:
        counting = _Counting(connection)
        places = counting.parts(_USES)
        told = counting.parts(_MODALITIES)
        steps = [
            ("Articles", counting.articles()),
            ("Place names in them", places),
            ("Names meant as places", counting.parts(_RESOLVED, _PLACES.use == "literal")),
            ("Mentions of events", told),
            ("Mentions told as having happened", counting.told_again(told[-1].count)),
            ("Reports, one for each place of a mention", counting.reports()),
            ("Events and their dates", counting.parts(_DATES)),
        ]
    return [
        AccountStep(title=title, total=sum(part.count for part in parts), parts=parts)
        for title, parts in steps
    ]


class _Counting:
    """Counts the parts of each step; no part is worked out as what another leaves over."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, *conditions: ColumnElement[bool]) -> int:
        """Return how many rows meet all conditions."""
        return int(self._connection.execute(select(func.count()).where(*conditions)).scalar_one())

    def parts(
        self, rows: Iterable[tuple[str, str, ColumnElement[bool], bool]], *only: ColumnElement[bool]
    ) -> tuple[Part, ...]:
        """Return the parts that rows of key, words, condition and whether they go on describe."""
        return tuple(
            Part(key=key, words=words, count=self.count(condition, *only), goes_on=on)
            for key, words, condition, on in rows
        )

    def articles(self) -> tuple[Part, ...]:
        """Return what became of the articles: read and in force, in a language not read, or kept aside."""
        article, state = schema.articles.c, schema.shelf.c.state
        dated, is_read = article.published.is_not(None), article.language == ENGLISH
        others = select(article.language).where(~is_read).distinct().order_by(article.language)
        unread = tuple(
            (f"{UNREAD}{code}", f"in {language_name(code)}, not read", article.language == code, False)
            for code in self._connection.scalars(others)
        )
        return self.parts(
            (
                ("dated_articles", "with a publication date", and_(is_read, dated), True),
                ("undated_articles", "without one, relative dates unknown", and_(is_read, ~dated), True),
                *unread,
                ("older", "older versions, kept aside", state == ShelfState.OLDER.value, False),
                ("withdrawn", "withdrawn by an analyst", state == ShelfState.WITHDRAWN.value, False),
            )
        )

    def told_again(self, happened: int) -> tuple[Part, ...]:
        """Return which mentions carry a report and which add to one told elsewhere in the article."""
        report, span = schema.reports.c, cast(_EVENTS.start, String) + ":" + cast(_EVENTS.end, String)
        article = schema.articles.c
        carries = exists().where(
            article.number == _EVENTS.article, report.article_id == article.id, report.trigger_span == span
        )
        own = self.count(_EVENTS.modality == "happened", carries)
        return (
            Part(key="repeated", words="repeat what the article reports elsewhere", count=happened - own),
            Part(key="reports", words="make reports", count=own, goes_on=True),
        )

    def reports(self) -> tuple[Part, ...]:
        """Return what became of the reports; what analysts joined and parted is counted by itself."""
        report, waits = schema.reports.c.id, schema.joining.c
        standing = select(schema.event_reports.c.report_id)
        unjoined = select(waits.report_id).where(or_(waits.pending, waits.problem != ""))
        by_hand = {word: self._groups(word) for word in (JOINED_BY_ANALYST, PARTED_BY_ANALYST)}
        reports, events = self._groups("")
        merged, kept = by_hand[JOINED_BY_ANALYST]
        parted = by_hand[PARTED_BY_ANALYST][1]
        return (
            Part(
                key="unjoined",
                words="not yet joined (see: conflictmap check)",
                count=self.count(report.in_(unjoined), report.not_in(standing)),
            ),
            Part(
                key="refused",
                words="no events, an analyst says",
                count=self.count(report.not_in(unjoined), report.not_in(standing)),
            ),
            Part(
                key="joined",
                words="tell of an event another report tells of",
                count=reports - events - (merged - kept),
            ),
            Part(key="merged", words="put with another one by an analyst", count=merged - kept),
            Part(key="parted", words="events that an analyst took apart", count=parted, goes_on=True),
            Part(key="events", words="events", count=events - parted, goes_on=True),
        )

    def _groups(self, reason: str) -> tuple[int, int]:
        """Return how many reports stand in how many events that carry a reason ("": any)."""
        event = schema.events.c
        of = and_(schema.event_reports.c.event_number == event.number, event.reasons.contains(reason))
        counts = select(func.count(), func.count(event.number.distinct())).where(of)
        reports, events = self._connection.execute(counts).one()
        return int(reports), int(events)


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
        .join_from(table, schema.articles)
        .where(or_(conditions[key]))
        .order_by(articles.title, table.c.start)
        .limit(LISTED)
    )
    with store.engine.connect() as connection:
        return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


LISTABLE = frozenset(k for k, *_ in (*_USES, *_RESOLVED, *_MODALITIES))
"""Keys that ``mentions_at`` can list."""
