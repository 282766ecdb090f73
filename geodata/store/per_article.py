"""What many articles gave at once: how many reports, and which name places that no table held."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, func, select

from geodata.store import schema
from geodata.store.store import Store


def reports_per_article(store: Store) -> dict[str, int]:
    """Return the number of reports by article id; articles without any are left out."""
    reports = schema.reports.c
    query = select(reports.article_id, func.count()).group_by(reports.article_id)
    with store.engine.connect() as connection:
        return {article_id: int(number) for article_id, number in connection.execute(query)}


def with_unlisted_names(store: Store, countries: Sequence[str]) -> list[str]:
    """Return the ids of articles that name a place no table held, and others of any of these countries."""
    mention, other, candidate = schema.place_mentions, schema.place_mentions.alias(), schema.candidates.c
    listed = exists().where(candidate.article == mention.c.article, candidate.position == mention.c.position)
    there = exists().where(
        other.c.article == mention.c.article,
        other.c.place_id == schema.places.c.id,
        schema.places.c.country_code.in_([code.upper() for code in countries]),
    )
    query = select(schema.articles.c.id).distinct().join_from(mention, schema.articles)
    query = query.where(mention.c.use == "literal", ~listed, there)
    with store.engine.connect() as connection:
        return sorted(connection.scalars(query))
