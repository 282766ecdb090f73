"""What the dates of a text are worth, in the short forms that tests compare."""

from __future__ import annotations

from datetime import date

from articles.times import find_times
from geodata.model import TimeMention

TUESDAY = date(2022, 9, 13)


def values(text: str, published: date | None = TUESDAY) -> list[tuple[str, str]]:
    return [(m.text, m.value) for m in find_times(text, published)]


def only(text: str, published: date | None = TUESDAY) -> TimeMention:
    found = find_times(text, published)
    assert len(found) == 1, found
    return found[0]


def days(text: str, published: date | None = TUESDAY) -> tuple[str | None, str | None]:
    mention = only(text, published)
    return tuple(d.isoformat() if d else None for d in (mention.date_start, mention.date_end))  # type: ignore[return-value]
