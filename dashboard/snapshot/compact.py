"""Lays out a small snapshot: title, period, counts, the map and one line of legend, all still legible."""

from __future__ import annotations

from dashboard.palette import MapColors, color_of, shape_of
from dashboard.snapshot import panels
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.frame import frame_for
from dashboard.snapshot.map_body import draw_map
from dashboard.snapshot.page import Box, Page, cut, printable, text_width, wrap
from geodata.model import EventType

_EDGE = 8.0
_TITLE_SIZE = 11.0
_LINE_SIZE = 7.0
_SMALL_SIZE = 6.4
_ROW = 9.6

Entry = tuple[EventType | str, str]
"""What a line of the legend shows, an event type, a sign or a layer's colour, and its words."""


def compose_compact(page: Page, content: SnapshotContent, title: str, colors: MapColors) -> None:
    """Draw the sheet."""
    sheet = Box(_EDGE, _EDGE * 0.6, page.box.width - 2 * _EDGE, page.box.height - 1.5 * _EDGE)
    top = _draw_heading(page, sheet, content, title, colors)
    entries = _entries(content, colors)
    rows = _rows(entries, sheet.width)
    # Room for the legend, two lines of warnings and one of credits.
    below = _ROW * (len(rows) + 3) + 2
    place = Box(sheet.left, sheet.bottom + below, sheet.width, top - sheet.bottom - below - 3)
    frame = frame_for(content.bounds, place)
    draw_map(page, frame, content, colors)
    y = place.bottom - _ROW
    for row in rows:
        x = sheet.left
        for kind, words in row:
            _draw_entry(page, x, y, (kind, words), colors)
            x += 14 + text_width(words, _SMALL_SIZE) + 8
        y -= _ROW
    told = "; ".join(f"{number:,} {words}" for words, number in panels.warnings_of(content, frame))
    for line in wrap(told or "Every event shown has a sure place and date.", sheet.width, _SMALL_SIZE, 2):
        page.text(sheet.left, y, line, size=_SMALL_SIZE, color=colors.ink)
        y -= _ROW
    credits = cut("Conflict Map · GeoNames CC BY 4.0 · Natural Earth", sheet.width, 5.6)
    page.text(sheet.left, sheet.bottom + 1, credits, size=5.6, color=colors.quiet_ink)


def _draw_heading(page: Page, sheet: Box, content: SnapshotContent, title: str, colors: MapColors) -> float:
    """Set title, period and filter, and return how far down they reach."""
    y = sheet.top - _TITLE_SIZE
    shown = cut(printable(title), sheet.width, _TITLE_SIZE, "bold")
    page.text(sheet.left, y, shown, size=_TITLE_SIZE, weight="bold", color=colors.ink)
    y -= _LINE_SIZE + 3
    dates = cut(panels.dates_of(content), sheet.width, _LINE_SIZE, "bold")
    page.text(sheet.left, y, dates, size=_LINE_SIZE, weight="bold", color=colors.ink)
    y -= _LINE_SIZE + 2.5
    about = content.about
    sentence = f"{about.numbers}. {about.sentence}"
    line = cut(printable(sentence), sheet.width, _LINE_SIZE)
    page.text(sheet.left, y, line, size=_LINE_SIZE, color=colors.quiet_ink)
    return y - 2


def _entries(content: SnapshotContent, colors: MapColors) -> list[Entry]:
    entries: list[Entry] = [
        (kind, f"{kind.value} {number:,}") for kind in EventType if (number := content.types.get(kind, 0))
    ]
    entries += [(sign, words) for sign, words in panels.signs_of(content) if sign != "number"]
    return entries + [(layer.color, printable(layer.title)) for layer in content.layers]


def _rows(entries: list[Entry], width: float) -> list[list[Entry]]:
    rows: list[list[Entry]] = []
    used = width
    for kind, words in entries:
        shown = cut(words, width - 22, _SMALL_SIZE)
        needed = 14 + text_width(shown, _SMALL_SIZE) + 8
        if used + needed > width + 8:
            rows.append([])
            used = 0
        rows[-1].append((kind, shown))
        used += needed
    return rows


def _draw_entry(page: Page, x: float, y: float, entry: Entry, colors: MapColors) -> None:
    kind, words = entry
    if isinstance(kind, EventType):
        page.mark(x + 5, y + 2.3, shape_of(kind), 3.2, color_of(kind), colors.halo)
    elif kind.startswith("#"):
        page.line(x, y + 2.3, x + 10, y + 2.3, kind, 1.4)
    else:
        panels.draw_sign(page, x, y, kind, colors)
    page.text(x + 14, y, words, size=_SMALL_SIZE, color=colors.ink)
