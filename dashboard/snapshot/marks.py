"""Draws the events of a snapshot: symbols and numbers at places, hatched areas with their plates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.palette import MapColors, color_of, shape_of
from dashboard.snapshot.content import SnapshotContent, is_ringed
from dashboard.snapshot.frame import Frame
from dashboard.snapshot.ground import draw_asked, draw_region, draw_ring
from dashboard.snapshot.names import Taken, name_countries, name_places, name_towns
from dashboard.snapshot.page import Box, Page, cut, printable, text_width
from geodata.circles import circle
from geodata.model import EventType
from geodata.query.cells import AreaCell, Cell, Counts

_NUMBER_SIZE = 6.0
_NAME_SIZE = 6.6
_NAME_WIDTH = 110.0
# How far, and in which directions, symbols may move aside for others.
_ASIDE_PT = (7.0, 11.0, 15.0, 20.0, 26.0, 33.0)
_LEADER_FROM_PT = 10.0
_TURNS = tuple(math.tau * turn / 12 for turn in range(12))


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """The symbols of one place in a row, their radius and the box they take; ``x``, ``y`` is the middle.

    ``hollow``: none of its events has a sure place; ``faint``: all of them may lie outside the period.
    """

    x: float
    y: float
    radius: float
    types: Counts
    box: Box
    number: str
    gathered: bool = False
    hollow: bool = False
    faint: bool = False


def radius_for(count: int) -> float:
    """Return the reach of a symbol in points: its area grows with the logarithm of the count."""
    return 3.1 * math.sqrt(1 + 0.55 * math.log2(max(count, 1)))


def glyph_at(x: float, y: float, types: Counts, count: int) -> Glyph:
    """Return how the events of one place are drawn: a symbol per type side by side, and their number."""
    radius = min(radius_for(count), 8.5) / math.sqrt(math.sqrt(len(types)))
    number = f"{count:,}" if count > 1 else ""
    width = 2 * radius * len(types) + 0.6 * (len(types) - 1)
    total = width + (text_width(number, _NUMBER_SIZE, "bold") + 1.5 if number else 0)
    box = Box(x - width / 2, y - radius, total, 2 * radius)
    return Glyph(x=x, y=y, radius=radius, types=types, box=box, number=number)


def gathered_at(x: float, y: float, types: Counts, count: int) -> Glyph:
    """Return how the events of several places that stand close together are drawn: a ring of shares."""
    number = f"{count:,}"
    radius = max(min(radius_for(count), 13.0), text_width(number, _NUMBER_SIZE, "bold") / 2 + 3.5)
    box = Box(x - radius, y - radius, 2 * radius, 2 * radius)
    return Glyph(x=x, y=y, radius=radius, types=types, box=box, number=number, gathered=True)


def _draw_gathered(page: Page, glyph: Glyph, colors: MapColors) -> None:
    shares = [(color_of(kind), count) for kind, count in glyph.types.items()]
    page.ring(glyph.x, glyph.y, glyph.radius, shares, colors.paper)
    page.text(
        glyph.x, glyph.y, glyph.number, size=_NUMBER_SIZE, weight="bold", color=colors.ink, align="center",
        anchor="center_baseline", layer=9,
    )  # fmt: skip


def draw_glyphs(page: Page, glyphs: list[Glyph], colors: MapColors) -> None:
    """Draw the symbols of many places, small ones on top, and the numbers above all."""
    by_look: dict[tuple[EventType, bool, bool], list[tuple[float, float, float]]] = {}
    for glyph in sorted(glyphs, key=lambda g: -g.radius):
        if glyph.gathered:
            _draw_gathered(page, glyph, colors)
            continue
        step = 2 * glyph.radius + 0.6
        x = glyph.x - step * (len(glyph.types) - 1) / 2
        for kind in glyph.types:
            by_look.setdefault((kind, glyph.hollow, glyph.faint), []).append((x, glyph.y, glyph.radius))
            x += step
        if glyph.number:
            left = glyph.x + step * len(glyph.types) / 2 + 0.6
            page.text(
                left, glyph.y, glyph.number, size=_NUMBER_SIZE, weight="bold", color=colors.ink,
                anchor="center_baseline", halo=colors.halo, layer=9,
            )  # fmt: skip
    for (kind, hollow, faint), places in by_look.items():
        xs, ys, radii = zip(*places, strict=True)
        page.marks(xs, ys, shape_of(kind), radii, color_of(kind), colors.halo, hollow=hollow, faint=faint)


def draw_events(
    page: Page, frame: Frame, content: SnapshotContent, colors: MapColors, reserved: Sequence[Box]
) -> None:
    """Draw everything that has a place on the map, then names; nothing is set on a ``reserved`` box."""
    taken = Taken(frame.place, list(reserved))
    _draw_shapes(page, frame, content, colors)
    placed = placed_glyphs(frame, content.cells.cells, taken)
    for cell, glyph in placed:
        x, y = frame.to_page(cell.latitude, cell.longitude)
        if math.hypot(glyph.x - x, glyph.y - y) > 1:
            page.line(x, y, glyph.x, glyph.y, colors.ring, 0.5, layer=7)
            page.axes.plot([x], [y], marker="o", markersize=1.8, color=colors.ring, zorder=7)
    draw_glyphs(page, [glyph for _, glyph in placed], colors)
    for area in areas_in(frame, content):
        _draw_area_label(page, frame, area, content, colors, taken)
    holding = [country for country in content.countries if country[3]]
    others = [country for country in content.countries if not country[3]]
    name_countries(page, frame, holding, colors, taken, aside=True)
    name_places(page, placed, content, colors, taken)
    name_countries(page, frame, others, colors, taken, aside=False)
    name_towns(page, frame, content, colors, taken)


def areas_in(frame: Frame, content: SnapshotContent) -> list[AreaCell]:
    """Return the areas whose middle lies in the frame: those that get their symbols."""
    return [area for area in content.cells.areas if _is_in(frame, area)]


def count_unseen(frame: Frame, content: SnapshotContent) -> int:
    """Return how many events have a place that the frame does not show."""
    unseen = sum(cell.count for cell in content.cells.cells if not _is_in(frame, cell))
    unseen += sum(area.count for area in content.cells.areas if not _is_in(frame, area))
    return unseen + content.cells.out_of_view


def _is_in(frame: Frame, cell: Cell | AreaCell) -> bool:
    return frame.place.holds(Box(*frame.to_page(cell.latitude, cell.longitude), 0, 0))


def _draw_shapes(page: Page, frame: Frame, content: SnapshotContent, colors: MapColors) -> None:
    for area in content.cells.areas:
        shape = content.area_shapes.get(area.key)
        if shape is not None:
            draw_region(page, frame, shape, colors.area, hatch="/////", layer=4)
    for shape in content.filter_shapes:
        draw_asked(page, frame, shape, colors.ring, layer=4.5)
    for shape in content.rough_shapes:
        draw_asked(page, frame, shape, colors.ring, layer=4.5, rough=True)
    for cell in content.cells.cells:
        if is_ringed(cell, content.bounds) and _is_in(frame, cell):
            draw_ring(page, frame, circle(cell.latitude, cell.longitude, cell.radius_km), colors.ring, 4.6)


def placed_glyphs(frame: Frame, cells: Sequence[Cell], taken: Taken) -> list[tuple[Cell, Glyph]]:
    """Return the places in view with their symbols, moved aside a little where they would overlap."""
    placed = []
    for cell in sorted(cells, key=lambda c: (-c.count, c.key)):
        if not _is_in(frame, cell):
            continue
        x, y = frame.to_page(cell.latitude, cell.longitude)
        make = glyph_at if cell.places == 1 else gathered_at
        hollow, faint = cell.unsure == cell.count, cell.maybe == cell.count
        glyph = make(x, y, cell.types, cell.count)
        moves = ((r * math.cos(a), r * math.sin(a)) for r in _ASIDE_PT for a in _TURNS) if taken.boxes else ()
        for dx, dy in ((0.0, 0.0), *moves):
            moved = make(x + dx, y + dy, cell.types, cell.count)
            if taken.has_room(moved.box):
                glyph = moved
                break
        taken.add(glyph.box)
        placed.append((cell, replace(glyph, hollow=hollow, faint=faint)))
    return placed


def _draw_area_label(
    page: Page,
    frame: Frame,
    area: AreaCell,
    content: SnapshotContent,
    colors: MapColors,
    taken: Taken,
) -> None:
    """Set the symbols of an area in a dashed plate with its name, near the middle of the area."""
    name = cut(printable(content.place_names.get(area.place_id or "", "area")), _NAME_WIDTH, _NAME_SIZE)
    glyph = glyph_at(0, 0, area.types, area.count)
    width = max(glyph.box.width, text_width(name, _NAME_SIZE)) + 7
    height = 2 * glyph.radius + _NAME_SIZE + 6
    x, y = frame.to_page(area.latitude, area.longitude)
    spot = _free_spot(frame.place, taken, x, y, width, height)
    taken.add(spot)
    middle = spot.left + spot.width / 2
    if math.hypot(middle - x, spot.bottom + height / 2 - y) > _LEADER_FROM_PT:
        page.line(x, y, middle, spot.bottom + height / 2, colors.ring, 0.5, layer=6.5)
        page.axes.plot([x], [y], marker="o", markersize=1.8, color=colors.ring, zorder=6.5)
    page.pill(spot, colors.paper, colors.area, layer=7, style="--")
    page.text(middle, spot.bottom + 3, name, size=_NAME_SIZE, color=colors.ink, align="center", layer=9)
    shift = (glyph.box.width - 2 * glyph.radius * len(area.types)) / 2
    top = spot.top - glyph.radius - 2
    hollow, faint = area.unsure == area.count, area.maybe == area.count
    shown = glyph_at(middle - shift, top, area.types, area.count)
    draw_glyphs(page, [replace(shown, hollow=hollow, faint=faint)], colors)


def _free_spot(place: Box, taken: Taken, x: float, y: float, width: float, height: float) -> Box:
    """Return a box for a plate as near to (x, y) as there is room; on top of others where there is none."""
    x = min(max(x, place.left + width / 2 + 3), place.right - width / 2 - 3)
    y = min(max(y, place.bottom + height / 2 + 3), place.top - height / 2 - 3)
    for distance in range(0, 160, 6):
        for turn in range(12 if distance else 1):
            angle = math.tau * turn / 12
            box = Box(
                x + distance * math.cos(angle) - width / 2,
                y + distance * math.sin(angle) - height / 2,
                width,
                height,
            )
            if taken.has_room(box):
                return box
    return Box(x - width / 2, y - height / 2, width, height)
