"""The dead and injured that a text tells, for tests of the words they are told in."""

from __future__ import annotations

from articles.tolls import find_tolls, total


def counted_in(text: str) -> tuple[int | None, int | None]:
    """Return the dead and the injured of the newest event of a text, None where it tells none."""
    toll = total([m for m in find_tolls(text) if not m.older])
    return toll.fatalities, toll.injured
