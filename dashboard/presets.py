"""The periods offered by name: they count back from the last dated event and suit how long the data runs."""

from __future__ import annotations

from datetime import date, timedelta

from geodata.query import Clock, EventIndex

WHOLE = "All"
LONG_DAYS = 500
"""Data that runs over more days than this is offered a year instead of a week."""

Period = tuple[date | None, date | None]


def presets_of(index: EventIndex) -> dict[str, Period]:
    """Return the first and last day of each named period; an archive has no "last week" of its own."""
    whole: dict[str, Period] = {WHOLE: (None, None)}
    span = index.day_span(Clock.OCCURRED, with_articles=False)
    if span is None:
        return whole
    first, last = span
    lengths = {"Last 30": 30, "Last year": 365} if (last - first).days > LONG_DAYS else {}
    lengths = lengths or {"Last 7 days": 7, "Last 30": 30}
    return {name: (last - timedelta(days=days - 1), last) for name, days in lengths.items()} | whole


def preset_named(period: Period, presets: dict[str, Period]) -> str | None:
    """Return the name of a period, None when it is none of those offered."""
    return next((name for name, offered in presets.items() if offered == period), None)
