"""The words of an excerpt: those stored with the report, or those of the span an analyst chose instead."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select

from geodata.model import Report
from geodata.store import codec, schema


def excerpt_of(connection: Connection, report: Report, row: RowMapping) -> str:
    """Return the words of a report's excerpt; ``row`` is the report as stored."""
    if codec.spans_to_text((report.excerpt,)) == row["excerpt"]:
        return str(row["excerpt_text"])
    query = select(schema.articles.c.text).where(schema.articles.c.id == report.article_id)
    chosen = report.excerpt.of(connection.scalar(query) or "").replace("\f", " ")
    return chosen or str(row["excerpt_text"])
