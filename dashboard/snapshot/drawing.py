"""Lays a snapshot out and turns it into the bytes of a PNG, SVG or PDF: the same bytes for the same input."""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Any

import matplotlib as mpl

from dashboard.palette import MAP_COLORS, Theme
from dashboard.snapshot import panels
from dashboard.snapshot.compact import compose_compact
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.frame import frame_for
from dashboard.snapshot.map_body import draw_map
from dashboard.snapshot.page import Box, Page, printable
from dashboard.snapshot.statement import metadata, statement_text
from dashboard.snapshot.time_strip import draw_timeline

# The sheet has about this many square points whatever its size in pixels: text grows with the picture.
_SHEET_PT2 = 800.0 * 500.0
# The smallest letters, 6.4 points, are then nine pixels high.
_LEAST_PX_PER_PT = 1.42
# Below this width or height in points a sheet has room for the map and what must be said, no more.
_COMPACT_WIDTH, _COMPACT_HEIGHT = 520.0, 330.0
_EDGE = 16.0
_SIDE = 150.0
_TIMELINE = 62.0
_CREDITS = 18.0
SETTINGS: Any = {
    "svg.hashsalt": "conflictmap",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.45,
    "path.simplify": True,
    # Hinting would widen letters to whole pixels, and text would no longer fit where it was measured.
    "text.hinting": "none",
}
# Settings of matplotlib are global, so one snapshot is drawn at a time.
LOCK = Lock()


class Paper(StrEnum):
    """What a snapshot is meant for; the value is its name on the command line."""

    SCREEN = "screen"
    SLIDE = "16:9"
    A4 = "a4"
    A4_PORTRAIT = "a4-portrait"
    A3 = "a3"
    SMALL = "small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A size: pixels of the PNG and, where the paper is a real one, its size in points."""

    width_px: int
    height_px: int
    points: tuple[float, float] | None = None


SHEETS: dict[Paper, Sheet] = {
    Paper.SCREEN: Sheet(width_px=1600, height_px=1000),
    Paper.SLIDE: Sheet(width_px=1920, height_px=1080),
    # 200 dots an inch; the PDF has exactly the size of the paper.
    Paper.A4: Sheet(width_px=2339, height_px=1654, points=(841.89, 595.28)),
    Paper.A4_PORTRAIT: Sheet(width_px=1654, height_px=2339, points=(595.28, 841.89)),
    Paper.A3: Sheet(width_px=3307, height_px=2339, points=(1190.55, 841.89)),
    Paper.SMALL: Sheet(width_px=600, height_px=400),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotOptions:
    """The look of a snapshot: its paper or a size in pixels of the PNG; others keep the proportions."""

    title: str = "Conflict events"
    paper: Paper = Paper.SCREEN
    width_px: int | None = None
    height_px: int | None = None
    theme: Theme = Theme.LIGHT

    def __post_init__(self) -> None:
        width, height = self.size_px
        if not (480 <= width <= 8000 and 360 <= height <= 8000):
            raise ValueError(
                f"a snapshot is 480 to 8,000 pixels wide and 360 to 8,000 high, not {width} x {height}"
            )
        if not 0.5 <= width / height <= 3:
            raise ValueError("a snapshot is at most three times as wide as high, or twice as high as wide")

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the PNG in pixels."""
        sheet = SHEETS[self.paper]
        return (self.width_px or sheet.width_px, self.height_px or sheet.height_px)

    @property
    def size_pt(self) -> tuple[float, float]:
        """Width and height of the sheet in points, in which letters are measured.

        Letters grow with the picture, and in a small one stay large enough to be read.
        """
        width, height = self.size_px
        points = SHEETS[self.paper].points
        if points is not None and (self.width_px, self.height_px) == (None, None):
            return points
        px_per_pt = max(math.sqrt(width * height / _SHEET_PT2), _LEAST_PX_PER_PT)
        return (width / px_per_pt, height / px_per_pt)


def draw(content: SnapshotContent, suffix: str, options: SnapshotOptions) -> bytes:
    """Return the picture as the bytes of ".png", ".svg" or ".pdf"; ValueError for another suffix."""
    if suffix not in (".png", ".svg", ".pdf"):
        raise ValueError(f"{suffix!r} is no picture format; use .png, .svg, .pdf or .html")
    with LOCK, mpl.rc_context(SETTINGS), warnings.catch_warnings():
        # A name in a script that the font lacks is drawn as boxes; the name still stands in the exports.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        width_pt, height_pt = options.size_pt
        dots = 72 * options.size_px[0] / width_pt
        page = Page(width_pt, height_pt, MAP_COLORS[options.theme].paper)
        compose(page, content, options)
        text = statement_text(content, options.title)
        known = metadata(suffix, text, printable(options.title), printable(content.about.sentence))
        stream = io.BytesIO()
        page.figure.savefig(stream, format=suffix[1:], dpi=dots, metadata=known)
    return stream.getvalue()


def compose(page: Page, content: SnapshotContent, options: SnapshotOptions) -> None:
    """Draw every part in its place: beside each other on a wide sheet, below each other on a high one."""
    if page.box.width < _COMPACT_WIDTH or page.box.height < _COMPACT_HEIGHT:
        compose_compact(page, content, options.title, MAP_COLORS[options.theme])
        return
    colors = MAP_COLORS[options.theme]
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
    draw_map(page, frame, content, colors)
    strip = Box(place.left, place.bottom - _TIMELINE - 4, map_width, _TIMELINE)
    draw_timeline(page, strip, content, colors)
    if wide:
        side = Box(place.right + 14, sheet.bottom + _CREDITS, _SIDE, place.top - sheet.bottom - _CREDITS + 8)
    else:
        side = Box(sheet.left, sheet.bottom + _CREDITS, sheet.width, side_height)
    panels.draw_side(page, side, content, frame, colors)
    panels.draw_credits(page, Box(sheet.left, sheet.bottom, sheet.width, _CREDITS), content, colors)
