"""Draws the scale bar of a snapshot's map."""

from __future__ import annotations

from dashboard.palette import MapColors
from dashboard.snapshot.frame import Frame
from dashboard.snapshot.page import Box, Page, text_width

_SIZE = 6.4


def draw_scale(page: Page, frame: Frame, colors: MapColors) -> None:
    """Draw a bar of a round length, true where it lies; a map of the world has none."""
    if frame.is_world:
        return
    left, bottom = frame.place.left + 9, frame.place.bottom + 8
    km, length = frame.scale_bar(left, bottom, frame.place.width * 0.22)
    words = f"{km:,} km"
    plate = Box(left - 4, bottom - 4, length + text_width(words, _SIZE) + 13, 13)
    page.pill(plate, colors.paper, colors.paper, layer=8)
    for half, color in ((0, colors.ink), (1, colors.paper)):
        part = Box(left + half * length / 2, bottom, length / 2, 3)
        page.bar(part, color, edge=colors.ink, layer=9)
    page.text(left + length + 4, bottom - 0.8, words, size=_SIZE, color=colors.ink)
