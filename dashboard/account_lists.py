"""What lies behind the lines of the account that are not mentions: articles, and what a text told twice."""

from __future__ import annotations

from sqlalchemy import String, and_, cast, select

from geodata.store import Store, schema

LISTED = 300

_ARTICLES = schema.articles.c
_HAS_DATE = {
    "dated_articles": _ARTICLES.published.is_not(None),
    "undated_articles": _ARTICLES.published.is_(None),
}
ARTICLE_PARTS = frozenset(_HAS_DATE)


def articles_at(store: Store, key: str) -> list[tuple[str, str]]:
    """Return (title, outlet) of the articles at a part of the first step; KeyError for another part."""
    query = select(_ARTICLES.title, _ARTICLES.outlet).where(_HAS_DATE[key])
    query = query.order_by(_ARTICLES.published.desc(), _ARTICLES.title).limit(LISTED)
    with store.engine.connect() as connection:
        return [(row[0] or "", row[1] or "") for row in connection.execute(query)]


def repeats(store: Store) -> list[tuple[str, str]]:
    """Return (text, article title) of mentions told as having happened that gave no report of their own."""
    mentions, reports = schema.event_mentions.c, schema.reports.c
    span = cast(mentions.start, String).op("||")(":").op("||")(cast(mentions.end, String))
    made = select(reports.id).where(
        and_(reports.article_id == mentions.article_id, reports.trigger_span == span)
    )
    query = (
        select(mentions.text, _ARTICLES.title)
        .join_from(schema.event_mentions, schema.articles, mentions.article_id == _ARTICLES.id)
        .where(and_(mentions.modality == "happened", ~made.exists()))
        .order_by(_ARTICLES.title, mentions.start)
        .limit(LISTED)
    )
    with store.engine.connect() as connection:
        return [(row[0], row[1] or "") for row in connection.execute(query)]
