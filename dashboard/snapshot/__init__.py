"""Snapshots: a selection as a PNG, SVG, PDF or HTML file that states its filter, dates, counts and sources.

``draw_snapshot(index, selection, ".png")`` gives the file's bytes, without a browser or a network and the
same for the same input. ``read_statement(data)`` gives back what a snapshot says of itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.snapshot.content import FEW_MARKS, MAX_MARKS, Layer, SnapshotContent, collect
from dashboard.snapshot.drawing import Paper, SnapshotOptions, draw
from dashboard.snapshot.statement import NoStatementError, Statement, read_statement
from dashboard.snapshot.web_page import draw_page
from geodata.export import ReleasePolicy
from geodata.export.columns import Record
from geodata.export.records import records_of
from geodata.query import EventIndex, Selection
from geodata.query.cells import Bounds
from geodata.query.clauses import Names

__all__ = [
    "MEDIA_TYPES",
    "Layer",
    "NoStatementError",
    "Paper",
    "SnapshotContent",
    "SnapshotOptions",
    "Statement",
    "collect",
    "draw",
    "draw_page",
    "draw_snapshot",
    "read_statement",
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
    policy: ReleasePolicy | None = None,
    layers: tuple[Layer, ...] = (),
) -> bytes:
    """Return a selection as a file; ``bounds`` (south, west, north, east) None shows all its events.

    ``names`` tells the filter's regions to the reader. ``policy`` blurs, delays or masks what must not be
    published; ``layers`` of the reader's own lie over the map. Raises ValueError for an unknown suffix and
    for a policy that masks the type of events.
    """
    if suffix not in MEDIA_TYPES:
        raise ValueError(f"{suffix!r} is no snapshot format; use {', '.join(MEDIA_TYPES)}")
    chosen = options or SnapshotOptions()
    content = collect(
        index, selection, names=names, bounds=bounds, policy=policy, layers=layers,
        max_marks=FEW_MARKS if chosen.paper is Paper.SMALL else MAX_MARKS,
    )  # fmt: skip
    if suffix == ".html":
        records = content.records
        if records is None:
            records = tuple(next(records_of(index.store, selection)))
        is_open = policy is None or not (policy.hides_places or policy.masked)
        return draw_page(content, records, chosen, _reasons(index, records) if is_open else None)
    return draw(content, suffix, chosen)


def _reasons(index: EventIndex, records: Sequence[Record]) -> dict[str, list[str]]:
    """Return why each event is read as it is; reasons may name places, so that no policy lets them out."""
    cards = index.store.cards([str(record["event_id"]) for record in records])
    return {
        card.event.id: list(dict.fromkeys((*card.event.lead.reasons, *card.event.reasons))) for card in cards
    }
