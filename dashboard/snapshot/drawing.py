"""Lays a snapshot out and turns it into the bytes of a PNG, SVG or PDF: the same bytes for the same input."""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass
from threading import Lock
from typing import Any

import matplotlib as mpl

from dashboard.palette import MAP_COLORS, Theme
from dashboard.snapshot import panels
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.frame import frame_for
from dashboard.snapshot.ground import draw_edge, draw_ground
from dashboard.snapshot.marks import draw_events
from dashboard.snapshot.page import Box, Page, printable
from dashboard.snapshot.statement import metadata, statement_text

# The sheet has about this many square points whatever its size in pixels: text grows with the picture.
_SHEET_PT2 = 800.0 * 500.0
_EDGE = 16.0
_SIDE = 150.0
_TIMELINE = 62.0
_CREDITS = 18.0
_SETTINGS: Any = {
    "svg.hashsalt": "conflictmap",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.45,
    "path.simplify": True,
    # Hinting would widen letters to whole pixels, and text would no longer fit where it was measured.
    "text.hinting": "none",
}
# Settings of matplotlib are global, so one snapshot is drawn at a time.
_LOCK = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotOptions:
    """The look of a snapshot; sizes are pixels of the PNG, the other formats keep the proportions."""

    title: str = "Conflict events"
    width_px: int = 1600
    height_px: int = 1000
    theme: Theme = Theme.LIGHT

    def __post_init__(self) -> None:
        if not (480 <= self.width_px <= 8000 and 360 <= self.height_px <= 8000):
            raise ValueError(
                f"a snapshot is 480 to 8,000 pixels wide and 360 to 8,000 high, not "
                f"{self.width_px} x {self.height_px}"
            )
        if not 0.5 <= self.width_px / self.height_px <= 3:
            raise ValueError("a snapshot is at most three times as wide as high, or twice as high as wide")


def draw(content: SnapshotContent, suffix: str, options: SnapshotOptions) -> bytes:
    """Return the picture as the bytes of ".png", ".svg" or ".pdf"; ValueError for another suffix."""
    if suffix not in (".png", ".svg", ".pdf"):
        raise ValueError(f"{suffix!r} is no picture format; use .png, .svg, .pdf or .html")
    with _LOCK, mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # A name in a script that the font lacks is drawn as boxes; the name still stands in the exports.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        dots = 72 * math.sqrt(options.width_px * options.height_px / _SHEET_PT2)
        page = Page(
            options.width_px * 72 / dots, options.height_px * 72 / dots, MAP_COLORS[options.theme].paper
        )
        compose(page, content, options)
        text = statement_text(content, options.title)
        known = metadata(suffix, text, printable(options.title), printable(content.about.sentence))
        stream = io.BytesIO()
        page.figure.savefig(stream, format=suffix[1:], dpi=dots, metadata=known)
    return stream.getvalue()


def compose(page: Page, content: SnapshotContent, options: SnapshotOptions) -> None:
    """Draw every part in its place: beside each other on a wide sheet, below each other on a high one."""
    theme, colors = options.theme, MAP_COLORS[options.theme]
    sheet = Box(_EDGE, _EDGE * 0.6, page.box.width - 2 * _EDGE, page.box.height - 1.5 * _EDGE)
    title, lines = panels.heading_lines(content, options.title, sheet.width)
    head = panels.heading_height(lines)
    wide = page.box.width > page.box.height * 1.1
    side_height = 0.0 if wide else min(118.0, sheet.height * 0.28)
    map_width = sheet.width - (_SIDE + 14 if wide else 0)
    below = _CREDITS + _TIMELINE + 6 + (side_height + 6 if side_height else 0)
    place = Box(sheet.left, sheet.bottom + below, map_width, sheet.height - head - below)
    frame = frame_for(content.bounds, place)
    panels.draw_heading(page, sheet, title, lines, panels.dates_of(content), colors)
    draw_ground(page, frame, colors)
    draw_events(page, frame, content, theme, colors)
    draw_edge(page, frame, colors)
    panels.draw_scale(page, frame, colors)
    strip = Box(place.left, place.bottom - _TIMELINE - 4, map_width, _TIMELINE)
    panels.draw_timeline(page, strip, content, theme, colors)
    if wide:
        side = Box(place.right + 14, sheet.bottom + _CREDITS, _SIDE, place.top - sheet.bottom - _CREDITS + 8)
    else:
        side = Box(sheet.left, sheet.bottom + _CREDITS, sheet.width, side_height)
    panels.draw_side(page, side, content, frame, theme, colors)
    panels.draw_credits(page, Box(sheet.left, sheet.bottom, sheet.width, _CREDITS), content, colors)
