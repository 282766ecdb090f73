"""The message that puts a map's content into the browser: its format, described once for both sides.

``PARTS`` and ``COLUMNS`` are the description. Python writes by it (``to_message``); the map's script gets it
in ``description`` and refuses a message that differs (``map_message.js``). A message is a list of [name,
value] pairs and a table in it is [columns, rows], because objects could not be made safe in a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict, get_type_hints

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.map_records import AreaMark, Counts, MapUpdate, Mark, Outlined, Overlay
from dashboard.safe_text import plain
from dashboard.symbols import Symbol

PARTS: dict[str, str] = {
    "mode": "how events are drawn: marks, cells, shades or change",
    "types": "table of the event types' names, colours and outlines; counts point into it",
    "marks": "table of spots: a single event, all events at one coordinate, or a counted cell",
    "areas": "table of outlines: areas that events lie anywhere in, or units shaded by their number",
    "scale": "[fewest, most] events that shades run between, or null for those of the areas sent",
    "tray": "table of what stands beside the map: countries and areas too fine to outline",
    "selected": "table of no or one row: the chosen event and its spot",
    "circle": "[latitude, longitude, radius in km] of the filter's circle, or null",
    "corners": "corners of the filter's drawn area, or null",
    "fit": "[south, west, north, east] of everything, or null",
    "fitToken": "the view jumps when it changes",
    "first": "the box to jump to instead of everything, or null",
    "extent": "[south, west, north, east, zoom] that cells were counted for, or null",
    "overlays": "table of layers of the user's own",
    "regions": "table of the regions asked for",
    "spots": "how many events have a spot, in view or not",
    "summary": "the map in one sentence",
    "counted": "what numbers count, one and many: event, events",
    "online": "whether street tiles are asked for",
    "follow": "whether every move is to be reported",
}
"""The parts of a message and what each holds; boxes are in degrees, positions [latitude, longitude]."""

Line = list[list[float]]
"""Positions [latitude, longitude] in degrees."""

Outline = list[list[Line]]
"""Polygons, each with its outer ring and those of its holes."""


class TypeRow(TypedDict):
    """An event type: its colours in the light and the dark theme, and its outline."""

    name: str
    light: str
    dark: str
    corners: list[float]


class TrayRow(TypedDict):
    """What stands beside the map; counts are [type, number, type, number, …], byDay those "by" a day."""

    key: str
    label: str
    counts: list[int]
    byDay: list[int]


class MarkRow(TrayRow):
    """A spot; ``radius`` in km, ``cell`` the box counted in it or null."""

    lat: float
    lng: float
    unsure: int
    radius: float
    cell: list[float] | None


class AreaRow(TrayRow):
    """An outline, a position inside it for its number, and by how much it changed."""

    polygons: Outline
    lat: float
    lng: float
    change: int | None


class SelectedRow(TypedDict):
    """The chosen event and its spot."""

    id: str
    lat: float
    lng: float


class OverlayRow(TypedDict):
    """The points, lines or areas of a layer of the user's own."""

    name: str
    color: str
    kind: str
    shapes: Sequence[object]


class RegionRow(TypedDict):
    """A region asked for; ``rough`` 1: no outline of it is known, so a circle stands for it."""

    name: str
    rough: int
    polygons: Outline


TABLES: dict[str, type] = {
    "types": TypeRow,
    "marks": MarkRow,
    "areas": AreaRow,
    "tray": TrayRow,
    "selected": SelectedRow,
    "overlays": OverlayRow,
    "regions": RegionRow,
}
"""The rows of the parts that are tables; the names of their fields are the columns."""

COLUMNS: dict[str, tuple[str, ...]] = {name: tuple(get_type_hints(row)) for name, row in TABLES.items()}

OUTLINE_BUDGET = 9_000
"""Corners of areas sent per update (about 150 kB); areas beyond it are named in the tray instead."""

SHADE_BUDGET = 14_000
"""The same where units are shaded and few marks are sent."""

# Parts of its own size to which an outline is exact: a screen cannot tell apart a three-hundredth, nor a
# hundredth where there are many areas, each of them small.
FINE, COARSE, MANY_AREAS = 300, 90, 40


def description() -> dict[str, Sequence[str]]:
    """Return the columns of every part, none for what is no table: what the browser checks messages by."""
    return {name: COLUMNS.get(name, ()) for name in PARTS}


def to_message(update: MapUpdate) -> list[list[object]]:
    """Return the update as the message the browser reads; raises ValueError where it is not as described."""
    areas, unfit = _split(update.areas, SHADE_BUDGET if update.shaded else OUTLINE_BUDGET)
    tables: dict[str, Iterable[Mapping[str, object]]] = {
        "types": map(_type, update.styles),
        "marks": map(_mark, update.marks),
        "areas": areas,
        "tray": map(_tray, (*update.country_rows, *unfit)),
        "selected": [_selected(*update.selected)] if update.selected else [],
        "overlays": [row for overlay in update.overlays for row in _overlays(overlay)],
        "regions": list(map(_region, update.regions)),
    }
    rest: dict[str, object] = {
        "mode": update.mode,
        "scale": list(update.scale) if update.scale else None,
        "circle": list(update.drawn_circle) if update.drawn_circle else None,
        "corners": [list(corner) for corner in update.drawn_corners] or None,
        "fit": list(update.fit[0]) if update.fit else None,
        "fitToken": update.fit[1] if update.fit else "",
        "first": list(update.first) if update.first else None,
        "extent": [*update.extent[0], update.extent[1]] if update.extent else None,
        "spots": update.spots,
        "summary": plain(update.summary, 400),
        "counted": [update.counting.value[:-1], update.counting.value],
        "online": update.online_tiles,
        "follow": update.follow,
    }
    return _described(rest | {name: _table(name, rows) for name, rows in tables.items()})


def _described(content: Mapping[str, object]) -> list[list[object]]:
    if content.keys() != PARTS.keys():
        raise ValueError(f"the message's parts are not those described: {content.keys() ^ PARTS.keys()}")
    return [[name, content[name]] for name in PARTS]


def _table(name: str, rows: Iterable[Mapping[str, object]]) -> list[object]:
    columns = COLUMNS[name]
    written = []
    for row in rows:
        if row.keys() != set(columns):
            raise ValueError(f"a row of {name} has not the columns described: {row.keys() ^ set(columns)}")
        written.append([row[column] for column in columns])
    return [list(columns), written]


def _type(style: Symbol) -> TypeRow:
    return {"name": style.name, "light": style.light, "dark": style.dark, "corners": list(style.corners)}


def _selected(event_id: str, latitude: float, longitude: float) -> SelectedRow:
    return {"id": event_id, "lat": latitude, "lng": longitude}


def _region(region: Outlined) -> RegionRow:
    polygons = _polygons(region.shape, FINE)
    return {"name": plain(region.name, 60), "rough": int(region.rough), "polygons": polygons}


def _pairs(counts: Counts) -> list[int]:
    return [number for kind, count in counts.items() if count for number in (kind, count)]


def _mark(mark: Mark) -> MarkRow:
    return {
        "lat": round(mark.latitude, 5),
        "lng": round(mark.longitude, 5),
        "counts": _pairs(mark.counts),
        "byDay": _pairs(mark.by_day),
        "key": mark.key,
        "label": plain(mark.label, 90),
        "unsure": int(mark.unsure),
        "radius": round(mark.radius_km, 1),
        "cell": None if mark.cell is None else [round(n, 5) for n in mark.cell],
    }


def _tray(row: AreaMark) -> TrayRow:
    return {
        "key": row.place_id,
        "label": plain(row.name, 80),
        "counts": _pairs(row.counts),
        "byDay": _pairs(row.by_day),
    }


def _split(areas: Sequence[AreaMark], budget: int) -> tuple[list[AreaRow], list[AreaMark]]:
    """Return rows of the outlines that fit the budget, busiest areas first, and the areas that did not."""
    rows: list[AreaRow] = []
    unfit: list[AreaMark] = []
    corners = 0
    for area in sorted(areas, key=lambda a: -sum(a.counts.values())):
        if area.geometry is None or area.geometry.is_empty:
            unfit.append(area)
            continue
        parts = FINE if len(areas) <= MANY_AREAS else COARSE
        outline = _simple(area.geometry, parts)
        corners += shapely.get_num_coordinates(outline)
        if corners > budget:
            unfit.append(area)
            continue
        inside = outline.representative_point()
        rows.append(
            {
                **_tray(area),
                "lat": round(inside.y, 4),
                "lng": round(inside.x, 4),
                "polygons": _rings_of(outline),
                "change": area.change,
            }
        )
    return rows, unfit


def _simple(geometry: BaseGeometry, parts: int) -> BaseGeometry:
    """Coarsen an outline to so small a part of its size."""
    west, south, east, north = geometry.bounds
    return geometry.simplify(max(east - west, north - south) / parts, preserve_topology=True)


def _polygons(geometry: BaseGeometry, parts: int) -> Outline:
    return _rings_of(_simple(geometry, parts))


def _rings_of(geometry: BaseGeometry) -> Outline:
    """Return the rings of each polygon in a geometry."""
    found = [geometry] if geometry.geom_type == "Polygon" else list(getattr(geometry, "geoms", []))
    return [
        [_line(ring.coords) for ring in (part.exterior, *part.interiors)]
        for part in found
        if part.geom_type == "Polygon"
    ]


def _line(coordinates: Iterable[Sequence[float]], decimals: int = 3) -> Line:
    return [[round(point[1], decimals), round(point[0], decimals)] for point in coordinates]


def _overlays(overlay: Overlay) -> list[OverlayRow]:
    kinds: dict[str, list[object]] = {"point": [], "line": [], "area": []}
    parts = [overlay.geometry, *getattr(overlay.geometry, "geoms", [])]
    for part in parts:
        if part.geom_type == "Point" and not part.is_empty:
            kinds["point"].append([round(part.y, 5), round(part.x, 5)])
        elif part.geom_type == "LineString":
            kinds["line"].append(_line(part.coords, 4))
        elif part.geom_type == "Polygon":
            kinds["area"].append([_line(ring.coords, 4) for ring in (part.exterior, *part.interiors)])
    name = plain(overlay.name, 80)
    return [
        {"name": name, "color": overlay.color, "kind": kind, "shapes": shapes}
        for kind, shapes in kinds.items()
        if shapes
    ]
