"""Sets names on a snapshot's map so that none covers another: countries, places with events, towns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from dashboard.palette import MapColors
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.frame import Frame
from dashboard.snapshot.page import Box, Page, cut, printable, text_width
from geodata.model import PlacePrecision
from geodata.query.cells import Cell

_NAME_SIZE = 6.6
_TOWN_SIZE = 5.8
_COUNTRY_SIZE = 7.5
_NAME_WIDTH = 110.0
_TOWNS_SHOWN = 45
# A name that finds no room beside its place stands further off, at the end of a line.
_CALLOUT_PT = (12.0, 18.0, 25.0, 33.0, 42.0, 52.0, 64.0, 78.0, 94.0)
_COUNTRY_ASIDE_PT = (0.0, 10.0, 18.0, 28.0, 40.0)
_TURNS = tuple(math.tau * turn / 16 for turn in range(16))


class Boxed(Protocol):
    """Something drawn that takes a box."""

    @property
    def box(self) -> Box:
        """The box."""


@dataclass(slots=True)
class Taken:
    """The boxes on the map that nothing may be set on."""

    place: Box
    boxes: list[Box] = field(default_factory=list)

    def has_room(self, box: Box) -> bool:
        """Whether a box lies on the map and clear of everything."""
        return self.place.holds(box) and not any(box.overlaps(other) for other in self.boxes)

    def add(self, box: Box) -> None:
        """Take a box."""
        self.boxes.append(box)


def name_places(
    page: Page,
    placed: Sequence[tuple[Cell, Boxed]],
    content: SnapshotContent,
    colors: MapColors,
    taken: Taken,
) -> None:
    """Name every place with events: beside it or, in a crowd, at the end of a line."""
    crowded = []
    for cell, glyph in placed:
        name = content.place_names.get(cell.place_id or "")
        if name is None:
            continue
        prefix = "near " if cell.precision is PlacePrecision.NEAR else ""
        text = cut(prefix + printable(name), _NAME_WIDTH, _NAME_SIZE)
        if not _set_beside(page, glyph.box, text, _NAME_SIZE, colors.ink, colors, taken):
            crowded.append((glyph.box, text))
    for box, text in crowded:
        _set_at_a_line(page, box, text, colors, taken)


def _set_at_a_line(page: Page, box: Box, text: str, colors: MapColors, taken: Taken) -> bool:
    """Set a name as near as there is room, with a line to its place; say whether there was."""
    width = text_width(text, _NAME_SIZE)
    x, y = box.left + box.width / 2, box.bottom + box.height / 2
    for spot in _around(x, y, width, _NAME_SIZE, _CALLOUT_PT):
        if taken.has_room(spot):
            taken.add(spot)
            end = min(max(x, spot.left), spot.right), min(max(y, spot.bottom), spot.top)
            page.line(x, y, *end, colors.ring, 0.4, layer=6.8)
            page.text(
                spot.left, spot.bottom + _NAME_SIZE * 0.22, text, size=_NAME_SIZE, color=colors.ink,
                halo=colors.halo, layer=9,
            )  # fmt: skip
            return True
    return False


def _around(x: float, y: float, width: float, height: float, reach: Sequence[float]) -> Iterator[Box]:
    """Yield boxes around a point, the nearest first; a box at the side touches the ring with its end."""
    for distance in reach:
        for turn in _TURNS if distance else (0.0,):
            aside = math.cos(turn) if distance else 0.0
            left = x + distance * aside - width * (1 - aside) / 2
            yield Box(left, y + distance * math.sin(turn) - height / 2, width, height)


def _set_beside(
    page: Page, box: Box, text: str, size: float, color: str, colors: MapColors, taken: Taken
) -> bool:
    """Set a name right, left, above or below a box where there is room; say whether there was."""
    width, height = text_width(text, size), size
    middle_x, middle_y = box.left + box.width / 2 - width / 2, box.bottom + box.height / 2 - height / 2
    spots = (
        (box.right + 2, middle_y),
        (box.left - width - 2, middle_y),
        (middle_x, box.top + 1.5),
        (middle_x, box.bottom - height - 1.5),
        (box.right, box.top - 1),
        (box.right, box.bottom - height + 1),
        (box.left - width, box.top - 1),
        (box.left - width, box.bottom - height + 1),
    )
    for left, bottom in spots:
        spot = Box(left, bottom, width, height)
        if taken.has_room(spot):
            taken.add(spot)
            page.text(left, bottom + size * 0.22, text, size=size, color=color, halo=colors.halo, layer=9)
            return True
    return False


def name_towns(page: Page, frame: Frame, content: SnapshotContent, colors: MapColors, taken: Taken) -> None:
    """Name the biggest towns in view for orientation, in a quiet grey, where they disturb nothing."""
    named = {printable(name) for name in content.place_names.values()}
    shown = 0
    for name, latitude, longitude, _ in content.towns:
        x, y = frame.to_page(latitude, longitude)
        dot = Box(x - 1, y - 1, 2, 2)
        if shown == _TOWNS_SHOWN or name in named or not taken.has_room(dot):
            continue
        if _set_beside(
            page, dot, cut(name, _NAME_WIDTH, _TOWN_SIZE), _TOWN_SIZE, colors.label, colors, taken
        ):
            page.axes.plot([x], [y], marker="o", markersize=1.5, color=colors.label, zorder=5)
            taken.add(dot)
            shown += 1


def name_countries(
    page: Page,
    frame: Frame,
    countries: Sequence[tuple[str, float, float, bool]],
    colors: MapColors,
    taken: Taken,
    *,
    aside: bool,
) -> None:
    """Name countries at their middle or, where ``aside`` allows, near it; without room they go unnamed."""
    for name, latitude, longitude, _ in countries:
        text = printable(name).upper()
        width = text_width(text, _COUNTRY_SIZE, "bold")
        x, y = frame.to_page(latitude, longitude)
        if not np.isfinite([x, y]).all():
            continue
        for box in _around(x, y, width, _COUNTRY_SIZE, _COUNTRY_ASIDE_PT if aside else (0.0,)):
            if taken.has_room(box):
                taken.add(box)
                page.text(
                    box.left + width / 2, box.bottom + _COUNTRY_SIZE * 0.2, text, size=_COUNTRY_SIZE,
                    weight="bold", color=colors.label, align="center", halo=colors.halo, layer=6,
                )  # fmt: skip
                break
