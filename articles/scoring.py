"""The entry points the scorers call: each takes plain values and returns plain values."""

from __future__ import annotations

from datetime import date
from typing import Any


def tag(text: str, document_date: str | None) -> list[dict[str, Any]]:
    """Return the temporal expressions of ``text`` as TIMEX3 rows: start, end, value and type.

    ``document_date`` is "YYYY-MM-DD", the day of publication, or None where it is unknown.
    """
    from articles.times import find_times

    published = date.fromisoformat(document_date) if document_date else None
    return [
        {"start": m.start, "end": m.end, "value": m.value, "type": m.kind}
        for m in find_times(text, published)
    ]


def code(text: str) -> dict[str, Any]:
    """Return the main event of a snippet: ``sub_event_type`` (None when it reports none) and ``fatalities``."""
    from articles.coding import code_snippet

    sub_event_type, toll = code_snippet(text)
    return {
        "sub_event_type": sub_event_type.value if sub_event_type else None,
        "fatalities": toll.fatalities,
    }
