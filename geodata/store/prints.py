"""The numbers by which texts are found that share most of their words, kept month by month.

Versions of an article appear within a day of each other. By month, the numbers of what comes lie beside those
of the news before; a digest of words alone would strew them over all that was ever stored.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Connection, delete, func, select

from geodata.joining.building import SHINGLE_WORDS
from geodata.joining.profile import fold
from geodata.model import Article
from geodata.store import readings, schema

# Texts appear as versions of one article at most this many days apart: bulletins of other days are others.
SAME_TEXT_DAYS = 1
BITS = 32
"""How many bits of a number that is stored tell of the text; those above tell the month, 0 for undated."""
_PRINTS = 8
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=256)
def prints_of(text: str) -> tuple[int, ...]:
    """Return the least of the numbers that a text's runs of words become: a sample that copies share."""
    words = " ".join(_WORD.findall(fold(text))).encode("utf-8", "surrogatepass").split(b" ")
    runs = map(b" ".join, zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False))
    return tuple(sorted(set(map(zlib.crc32, runs)))[:_PRINTS])


def are_close(one: date | None, other: date | None) -> bool:
    """Whether texts of these days may be versions of one article; an unknown day may be any."""
    return one is None or other is None or abs(one - other) <= timedelta(days=SAME_TEXT_DAYS)


def month_of(published: date | None) -> int:
    """Return the number of a month, 0 for no day."""
    return 0 if published is None else published.year * 12 + published.month


def write(connection: Connection, articles: Sequence[Article], numbers: Mapping[str, int]) -> None:
    """Write the numbers of these texts, in place of what was there; ``numbers`` are those of the articles."""
    table = schema.article_prints
    for some in readings.chunks([numbers[article.id] for article in articles]):
        connection.execute(delete(table).where(table.c.article.in_(some)))
    rows = [
        {"article": numbers[a.id], "print": _stored(month_of(a.published), n)}
        for a in articles
        if a.outlet
        for n in prints_of(a.text)
    ]
    readings.insert(connection, table, rows)


def sharing(connection: Connection, articles: Iterable[Article]) -> list[tuple[str, date | None, str, int]]:
    """Return (id, day, outlet, number of the text) of stored articles that share a number with any of these.

    Those published on days that are not close may be left out.
    """
    asked: set[int] = set()
    every: set[int] | None = None
    for article in articles:
        if article.published is None and every is None:
            every = _months(connection)
        months = every if article.published is None else _near(article.published)
        asked.update(_stored(month, n) for n in prints_of(article.text) for month in months or ())
    column, stamp = schema.articles.c, schema.article_prints.c
    query = select(column.id, column.published, column.outlet, stamp.print)
    query = query.join_from(schema.article_prints, schema.articles)
    found = []
    for some in readings.chunks(sorted(asked)):
        rows = connection.execute(query.where(stamp.print.in_(some)))
        found += [(key, day, outlet, stored % (1 << BITS)) for key, day, outlet, stored in rows]
    return found


def _stored(month: int, number: int) -> int:
    return month << BITS | number


def _near(day: date) -> set[int]:
    """Return the months in which texts lie that are close to a day, those without a day among them."""
    first, last = day.toordinal() - SAME_TEXT_DAYS, day.toordinal() + SAME_TEXT_DAYS
    ends = (max(first, date.min.toordinal()), min(last, date.max.toordinal()))
    return {0, *(month_of(date.fromordinal(end)) for end in ends)}


def _months(connection: Connection) -> set[int]:
    """Return the months that any text lies in; each is one look into the index."""
    column = schema.article_prints.c.print
    found: set[int] = set()
    least = connection.scalar(select(func.min(column)))
    while least is not None:
        found.add(least >> BITS)
        beyond = (least >> BITS) + 1 << BITS
        least = connection.scalar(select(func.min(column)).where(column >= beyond))
    return found
