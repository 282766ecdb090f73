"""How many reports of events each article gave, for a list of many articles."""

from __future__ import annotations

from sqlalchemy import func, select

from geodata.store import schema
from geodata.store.store import Store


def reports_per_article(store: Store) -> dict[str, int]:
    """Return the number of reports by article id; articles without any are left out."""
    reports = schema.reports.c
    query = select(reports.article_id, func.count()).group_by(reports.article_id)
    with store.engine.connect() as connection:
        return {article_id: int(number) for article_id, number in connection.execute(query)}
