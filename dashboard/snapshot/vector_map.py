"""The map of the HTML report as one SVG: ground, areas, and a mark per place that a script can filter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.palette import MapColors, color_of, shape_of
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.frame import Frame, frame_for
from dashboard.snapshot.ground import ground_shapes
from dashboard.snapshot.page import Box, printable
from dashboard.symbols import OUTLINES
from geodata.circles import circle
from geodata.export.columns import Record
from geodata.export.geometry import geometry_of_record
from geodata.model import EventType, PlacePrecision
from geodata.query import Doubt

WIDTH, HEIGHT = 1000.0, 600.0
_TOLERANCE = 0.6
_RADIUS = 7.5
# How far the marks of one place stand above each other.
_STEP = 15.0
_FAINTLY = ' opacity=".45"'
_TYPES = list(EventType)


def vector_map(content: SnapshotContent, records: Sequence[Record], colors: MapColors) -> str:
    """Return the SVG; every mark names the rows of the table, by position, whose events it stands for."""
    frame = frame_for(content.bounds, Box(0, 0, WIDTH, HEIGHT))
    land, units, borders = ground_shapes(frame)
    areas, spots = _places(records, frame)
    asked = f'fill="none" stroke="{colors.ring}" stroke-width="2" {_STEADY}'
    parts = [
        f'<svg id="map" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="Map of the events below">',
        f"<defs>{_symbols()}{_hatch(colors)}</defs>",
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{colors.sea}"/>',
        _paths(frame, land, f'fill="{colors.land}" stroke="{colors.land}" stroke-width=".4"'),
        _paths(frame, units, f'fill="none" stroke="{colors.admin1}" stroke-width=".7" {_STEADY}'),
        _paths(frame, borders, f'fill="none" stroke="{colors.border}" stroke-width="1" {_STEADY}'),
        *(_area(frame, shape, rows, _title(rows, records, content), colors) for shape, rows in areas),
        _paths(frame, content.filter_shapes, asked),
        _paths(frame, content.rough_shapes, f'{asked} class="rough" stroke-dasharray="8 6"'),
        *(
            _paths(frame, layer.shapes, f'fill="none" stroke="{layer.color}" stroke-width="2" {_STEADY}')
            for layer in content.layers
        ),
        *_towns(frame, content, colors, [box for spot in spots for box in _boxes(frame, spot)]),
        *(mark for spot in spots for mark in _marks(frame, spot, records, content, colors)),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


_STEADY = 'vector-effect="non-scaling-stroke"'


def _symbols() -> str:
    """Return the outline of every type as a symbol of radius 1."""
    return "".join(
        f'<symbol id="t{number}" viewBox="-1.2 -1.2 2.4 2.4" overflow="visible">{_outline(kind)}</symbol>'
        for number, kind in enumerate(_TYPES)
    )


def _outline(kind: EventType) -> str:
    corners = OUTLINES[shape_of(kind)]
    if not corners:
        return '<circle r=".95"/>'
    return f'<polygon points="{" ".join(f"{n:g}" for n in corners)}"/>'


def _hatch(colors: MapColors) -> str:
    return (
        '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<path d="M0 0V7" stroke="{colors.area}" stroke-width="1.1"/></pattern>'
    )


def _paths(frame: Frame, shapes: Sequence[BaseGeometry], look: str) -> str:
    drawn = "".join(_d(frame, shape) for shape in shapes)
    return f'<path d="{drawn}" {look}/>' if drawn else ""


def _d(frame: Frame, shape: BaseGeometry) -> str:
    """Return a shape as the data of a path, in whole tenths of a unit, y pointing down."""
    placed = frame.shape_to_page(shape, frame.seen()).simplify(_TOLERANCE)
    found = []
    for part in shapely.get_parts(shapely.get_parts(placed)):
        if part.geom_type == "Polygon":
            found += [f"{_line(ring.coords)}Z" for ring in (part.exterior, *part.interiors)]
        elif part.geom_type in ("LineString", "LinearRing"):
            found.append(_line(part.coords))
    return "".join(found)


def _line(coords: Sequence[tuple[float, ...]]) -> str:
    points = np.round(np.asarray(coords)[:, :2] * (1, -1) + (0, HEIGHT), 1)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A point of the map in units of the page, y upwards, with the rows of its events by type."""

    x: float
    y: float
    latitude: float
    longitude: float
    radius_km: float
    rows: dict[EventType, list[int]]

    def heights(self) -> list[tuple[EventType, float]]:
        """Return how high above the point each type's mark stands: types stand on each other."""
        middle = (len(self.rows) - 1) / 2
        return [(kind, (middle - n) * _STEP) for n, kind in enumerate(self.rows)]


def _places(
    records: Sequence[Record], frame: Frame
) -> tuple[list[tuple[BaseGeometry, list[int]]], list[_Spot]]:
    """Return the areas with their rows, and the points in view; countries stand beside the map."""
    areas: dict[str, tuple[BaseGeometry, list[int]]] = {}
    spots: dict[tuple[float, float, float], dict[EventType, list[int]]] = defaultdict(dict)
    for row, record in enumerate(records):
        latitude, longitude, radius = (record[n] for n in ("latitude", "longitude", "radius_km"))
        if latitude is None or record["where_prec"] == PlacePrecision.COUNTRY.ucdp:
            continue
        shape = geometry_of_record(record)
        if record["location_is_area"] and shape is not None and shape.geom_type != "Point":
            areas.setdefault(str(record["location_id"]), (shape, []))[1].append(row)
        else:
            here = spots[float(str(latitude)), float(str(longitude)), float(str(radius or 0))]
            here.setdefault(EventType(str(record["event_type"])), []).append(row)
    placed = (
        _Spot(*frame.to_page(latitude, longitude), latitude, longitude, radius, rows)
        for (latitude, longitude, radius), rows in spots.items()
    )
    return list(areas.values()), [s for s in placed if 0 <= s.x <= WIDTH and 0 <= s.y <= HEIGHT]


def _area(frame: Frame, shape: BaseGeometry, rows: list[int], title: str, colors: MapColors) -> str:
    return (
        f'<g class="place area" data-rows="{_listed(rows)}" tabindex="0"><title>{title}</title>'
        f'<path d="{_d(frame, shape)}" fill="url(#hatch)" fill-opacity=".45" stroke="{colors.area}" '
        f'stroke-width="1.2" stroke-dasharray="4 3" {_STEADY}/></g>'
    )


def _boxes(frame: Frame, spot: _Spot) -> Iterator[Box]:
    """Yield the room that a point's marks and their numbers take."""
    for kind, high in spot.heights():
        wide = 2 * _RADIUS + (14 if len(spot.rows[kind]) > 1 else 0)
        yield Box(spot.x - _RADIUS, spot.y + high - _RADIUS, wide, 2 * _RADIUS)


def _marks(
    frame: Frame, spot: _Spot, records: Sequence[Record], content: SnapshotContent, colors: MapColors
) -> Iterator[str]:
    """Yield a point's marks, one for each type, so that each can be filtered by itself."""
    ring = ""
    if spot.radius_km > 0:
        around = _d(frame, circle(spot.latitude, spot.longitude, spot.radius_km))
        look = f'fill="none" stroke="{colors.ring}" stroke-dasharray="4 3" {_STEADY}'
        ring = f'<path d="{around}" {look}/>'
    for kind, high in spot.heights():
        rows = spot.rows[kind]
        faint = all(Doubt.POSSIBLY_IN_PERIOD in str(records[row]["doubts"] or "") for row in rows)
        yield (
            f'<g class="place spot" data-rows="{_listed(rows)}" tabindex="0">'
            f"<title>{_title(rows, records, content)}</title>{ring}"
            f'<g class="mark" transform="translate({spot.x:.1f} {HEIGHT - spot.y:.1f})"'
            f"{_FAINTLY if faint else ''}>"
            f'<g class="keep">{_symbol(kind, rows, records, content, colors, high)}</g></g></g>'
        )


def _symbol(
    kind: EventType,
    rows: list[int],
    records: Sequence[Record],
    content: SnapshotContent,
    colors: MapColors,
    high: float,
) -> str:
    """Return a type's sign, hollow where no event there has a sure place, with the number of its events."""
    color = color_of(kind)
    count = sum(content.weight_of(records[row]) for row in rows)
    hollow = all(Doubt.PLACE_UNSURE in str(records[row]["doubts"] or "") for row in rows)
    look = f'fill="{colors.halo}" stroke="{color}"' if hollow else f'fill="{color}" stroke="{colors.halo}"'
    return (
        f'<use href="#t{_TYPES.index(kind)}" x="{-_RADIUS:g}" y="{-_RADIUS - high:g}" '
        f'width="{2 * _RADIUS:g}" height="{2 * _RADIUS:g}" {look} stroke-width=".25"/>'
        f'<text x="{_RADIUS + 2:g}" y="{4 - high:g}">{count if count > 1 else ""}</text>'
    )


def _title(rows: list[int], records: Sequence[Record], content: SnapshotContent) -> str:
    first = records[rows[0]]
    place = str(first["location"] or first["admin1"] or "a place that is not told")
    count = sum(content.weight_of(records[row]) for row in rows)
    return escape(printable(f"{place}: {content.said(count)}"), quote=True)


def _listed(rows: list[int]) -> str:
    return " ".join(map(str, rows))


# Where the name of a town may stand: to the right or left of it, left of marks at it, above or below them.
_SIDES = (
    *((4.0, 3.5, "start"), (-4.0, 3.5, "end"), (-11.0, 3.5, "end")),
    *((0.0, -11.0, "middle"), (0.0, 19.0, "middle"), (0.0, -20.0, "middle"), (0.0, 28.0, "middle")),
)
_SHARE_LEFT = {"start": 0.0, "end": 1.0, "middle": 0.5}


def _towns(
    frame: Frame, content: SnapshotContent, colors: MapColors, marks: Sequence[Box], most: int = 40
) -> Iterator[str]:
    """Yield the biggest towns in view for orientation, each where no mark and no other covers its name."""
    taken: list[Box] = []
    for name, latitude, longitude, _ in content.towns:
        x, y = frame.to_page(latitude, longitude)
        if len(taken) == most or not (0 <= x <= WIDTH - 60 and 10 <= y <= HEIGHT - 10):
            continue
        for right, down, anchor in _SIDES:
            wide = 7.0 * len(name) + 4
            box = Box(x + right - wide * _SHARE_LEFT[anchor], y - down - 4, wide, 15)
            if not any(box.overlaps(other) for other in (*taken, *marks)):
                taken.append(box)
                yield (
                    f'<g class="town" transform="translate({x:.1f} {HEIGHT - y:.1f})" fill="{colors.label}">'
                    f'<g class="keep"><circle r="1.6"/><text x="{right:g}" y="{down:g}" '
                    f'text-anchor="{anchor}">{escape(printable(name))}</text></g></g>'
                )
                break
