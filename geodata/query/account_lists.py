"""What lies behind the lines of the account that are not mentions: articles, and what a text told twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import String, and_, cast, select

from geodata.corrections import Merge, NotAnEvent, Split
from geodata.languages import ENGLISH
from geodata.store import ShelfState, Store, schema

LISTED = 300

_ARTICLES = schema.articles.c
_HAS_DATE = {
    "dated_articles": _ARTICLES.published.is_not(None),
    "undated_articles": _ARTICLES.published.is_(None),
}
UNREAD = "unread_"
"""Begins the key of a part of articles that are in another language; its code ends it."""


def is_of_articles(key: str) -> bool:
    """Whether a part of the account is made of articles in force."""
    return key in _HAS_DATE or key.startswith(UNREAD)


def articles_at(store: Store, key: str) -> list[tuple[str, str]]:
    """Return (title, outlet) of the articles at a part of the first step; KeyError for another part."""
    code = key.removeprefix(UNREAD) if key.startswith(UNREAD) else ENGLISH
    condition = _ARTICLES.language == code
    if code == ENGLISH:
        condition = and_(condition, _HAS_DATE[key])
    query = select(_ARTICLES.title, _ARTICLES.outlet).where(condition)
    query = query.order_by(_ARTICLES.published.desc(), _ARTICLES.title).limit(LISTED)
    with store.engine.connect() as connection:
        return [(row[0] or "", row[1] or "") for row in connection.execute(query)]


# The other lines: what each row of the list says.
_CORRECTION = ("Correction", "By", "On", "Why")
OTHER_PARTS = {
    "repeated": ("In the text", "Article"),
    "older": ("Article", "Since"),
    "withdrawn": ("Article", "Since"),
    "unjoined": ("Report", "Why"),
    "refused": _CORRECTION,
    "merged": _CORRECTION,
    "parted": _CORRECTION,
}
_KINDS = {"refused": NotAnEvent, "merged": Merge, "parted": Split}
_STATES = {"older": ShelfState.OLDER, "withdrawn": ShelfState.WITHDRAWN}


def other_rows(store: Store, key: str) -> Sequence[tuple[str, ...]]:
    """Return the rows behind one of ``OTHER_PARTS``, in the order of its names."""
    if key in _STATES:
        shelved = (one for one in store.shelved() if one.state is _STATES[key])
        return [(one.title, one.shelved_at.date().isoformat()) for one in shelved][:LISTED]
    if key in _KINDS:
        entries = [e for e in store.corrections() if e.in_force and isinstance(e.fix, _KINDS[key])]
        return [(str(e.number), e.analyst, e.quote, e.note) for e in entries][:LISTED]
    if key == "unjoined":
        return [(name, problem or "not joined yet") for name, problem in store.unjoined(LISTED)]
    return repeats(store)


def repeats(store: Store) -> list[tuple[str, str]]:
    """Return (text, article title) of mentions told as having happened that gave no report of their own."""
    mentions, reports = schema.event_mentions.c, schema.reports.c
    span = cast(mentions.start, String).op("||")(":").op("||")(cast(mentions.end, String))
    made = select(reports.id).where(and_(reports.article_id == _ARTICLES.id, reports.trigger_span == span))
    query = (
        select(mentions.text, _ARTICLES.title)
        .join_from(schema.event_mentions, schema.articles)
        .where(and_(mentions.modality == "happened", ~made.exists()))
        .order_by(_ARTICLES.title, mentions.start)
        .limit(LISTED)
    )
    with store.engine.connect() as connection:
        return [(row[0], row[1] or "") for row in connection.execute(query)]
