"""Events that may be the same as another, and why reports were joined to one: for an analyst to overrule."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select

from geodata.globe import KM_PER_DEGREE, points_km
from geodata.model import Event
from geodata.store import matches, schema
from geodata.store.numbers import Numbers
from geodata.store.store import Store

NEAR_KM, NEAR_DAYS = 40.0, 5
# An event without place and day is near to all there are; the others have some hundreds near at most.
MOST_ASKED = 20_000


def events_near(store: Store, event: Event, limit: int = 15) -> list[str]:
    """Return the ids of events near one, the nearest in time first and of those in place; itself left out."""
    column, lead = schema.events.c, event.lead
    reach = NEAR_KM / KM_PER_DEGREE
    days = (column.date_start, column.date_end, column.reported_first)
    query = select(column.id, column.latitude, column.longitude, *days).where(column.id != event.id)
    if lead.latitude is not None and lead.longitude is not None:
        near = and_(
            column.latitude.between(lead.latitude - reach, lead.latitude + reach),
            column.longitude.between(lead.longitude - 2 * reach, lead.longitude + 2 * reach),
        )
        query = query.where(or_(near, column.latitude.is_(None)))
    day = lead.date_start or lead.date_end or event.reported_first
    if day is not None:
        first, last = day - timedelta(days=NEAR_DAYS), day + timedelta(days=NEAR_DAYS)
        dated = or_(column.date_start.between(first, last), column.date_end.between(first, last))
        undated = and_(column.date_start.is_(None), column.date_end.is_(None))
        query = query.where(or_(dated, and_(undated, column.reported_first.between(first, last))))
    with store.engine.connect() as connection:
        rows = connection.execute(query.limit(MOST_ASKED)).all()

    def away(row: Row[*tuple[Any, ...]]) -> tuple[int, float, str]:
        known = row.date_start or row.date_end or row.reported_first
        apart = abs((known - day).days) if known and day else NEAR_DAYS
        if row.latitude is None or lead.latitude is None or lead.longitude is None:
            return apart, NEAR_KM, row.id
        return apart, points_km(lead.latitude, lead.longitude, row.latitude, row.longitude), row.id

    return [row.id for row in heapq.nsmallest(limit, rows, key=away)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Why two reports, by their ids, tell of one event."""

    one: str
    other: str
    why: str


def joins_among(store: Store, report_ids: Sequence[str]) -> list[Join]:
    """Return why each two of these reports were joined that were, the surest first.

    Reports whose event was given from outside, and those that an analyst put together, have none.
    """
    with store.engine.connect() as connection:
        links = matches.counting(Numbers(connection), set(report_ids))
    links.sort(key=lambda link: (-link[2].score, link[0], link[1]))
    return [Join(one=one, other=other, why=match.describe()) for one, other, match in links]


def event_holding(store: Store, report_id: str) -> str | None:
    """Return the id of the event that rests on a report, None where none does."""
    link, event = schema.event_reports.c, schema.events.c
    query = select(event.id).join_from(schema.event_reports, schema.events)
    with store.engine.connect() as connection:
        found: str | None = connection.scalar(query.where(link.report_id == report_id))
    return found
