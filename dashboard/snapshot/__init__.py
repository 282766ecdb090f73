"""Snapshots: a selection as a PNG, SVG, PDF or HTML file that states its filter, dates, counts and sources.

``draw_snapshot(index, selection, ".png")`` gives the file's bytes, without a browser or a network and the
same for the same input. ``read_statement(data)`` gives back the filter inside a snapshot and
``verify_snapshot(data, index)`` says whether the store still holds the events that it shows.
"""

from __future__ import annotations

from dashboard.snapshot.content import SnapshotContent, collect
from dashboard.snapshot.drawing import SnapshotOptions, draw
from dashboard.snapshot.statement import (
    NoStatementError,
    Statement,
    Verification,
    read_statement,
    verify_snapshot,
)
from dashboard.snapshot.web_page import draw_page
from geodata.query import EventIndex, Selection
from geodata.query.cells import Bounds
from geodata.query.clauses import Names

__all__ = [
    "MEDIA_TYPES",
    "NoStatementError",
    "SnapshotContent",
    "SnapshotOptions",
    "Statement",
    "Verification",
    "collect",
    "draw",
    "draw_page",
    "draw_snapshot",
    "read_statement",
    "verify_snapshot",
]

MEDIA_TYPES = {
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".html": "text/html",
}


def draw_snapshot(
    index: EventIndex,
    selection: Selection,
    suffix: str = ".png",
    *,
    options: SnapshotOptions | None = None,
    bounds: Bounds | None = None,
    names: Names = str,
) -> bytes:
    """Return a selection as a file; ``bounds`` (south, west, north, east) None shows all its events.

    ``names`` tells the filter's regions to the reader. Raises ValueError for an unknown suffix.
    """
    if suffix not in MEDIA_TYPES:
        raise ValueError(f"{suffix!r} is no snapshot format; use {', '.join(MEDIA_TYPES)}")
    chosen = options or SnapshotOptions()
    content = collect(index, selection, names=names, bounds=bounds)
    if suffix == ".html":
        cards = index.store.cards(list(selection.page(0, 1_000).ids))
        return draw_page(content, cards, chosen)
    return draw(content, suffix, chosen)
