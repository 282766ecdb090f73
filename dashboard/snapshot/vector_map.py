"""The map of the HTML report as one SVG: ground, areas, and a mark per place that a script can filter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
_TYPES = list(EventType)


def vector_map(content: SnapshotContent, records: Sequence[Record], colors: MapColors) -> str:
    """Return the SVG; every mark names the rows of the table, by position, whose events it stands for."""
    frame = frame_for(content.bounds, Box(0, 0, WIDTH, HEIGHT))
    land, units, borders = ground_shapes(frame)
    areas, spots = _places(records)
    parts = [
        f'<svg id="map" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="Map of the events below">',
        f"<defs>{_symbols()}{_hatch(colors)}</defs>",
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{colors.sea}"/>',
        _paths(frame, land, f'fill="{colors.land}" stroke="{colors.land}" stroke-width=".4"'),
        _paths(frame, units, f'fill="none" stroke="{colors.admin1}" stroke-width=".7" {_STEADY}'),
        _paths(frame, borders, f'fill="none" stroke="{colors.border}" stroke-width="1" {_STEADY}'),
        *(_area(frame, shape, rows, _title(rows, records, content), colors) for shape, rows in areas),
        _paths(
            frame, content.filter_shapes, f'fill="none" stroke="{colors.ring}" stroke-width="2" {_STEADY}'
        ),
        *(
            _paths(frame, layer.shapes, f'fill="none" stroke="{layer.color}" stroke-width="2" {_STEADY}')
            for layer in content.layers
        ),
        *_towns(frame, content, colors),
        *(_spot(frame, rows, records, content, colors) for rows in spots),
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


def _places(
    records: Sequence[Record],
) -> tuple[list[tuple[BaseGeometry, list[int]]], list[list[int]]]:
    """Return the areas with their rows, and the rows of each point; countries stand beside the map."""
    areas: dict[str, tuple[BaseGeometry, list[int]]] = {}
    spots: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row, record in enumerate(records):
        if record["latitude"] is None or record["where_prec"] == PlacePrecision.COUNTRY.ucdp:
            continue
        shape = geometry_of_record(record)
        if record["location_is_area"] and shape is not None and shape.geom_type != "Point":
            areas.setdefault(str(record["location_id"]), (shape, []))[1].append(row)
        else:
            spots[record["latitude"], record["longitude"], record["radius_km"]].append(row)
    return list(areas.values()), list(spots.values())


def _area(frame: Frame, shape: BaseGeometry, rows: list[int], title: str, colors: MapColors) -> str:
    return (
        f'<g class="place area" data-rows="{_listed(rows)}" tabindex="0"><title>{title}</title>'
        f'<path d="{_d(frame, shape)}" fill="url(#hatch)" fill-opacity=".45" stroke="{colors.area}" '
        f'stroke-width="1.2" {_STEADY}/></g>'
    )


def _spot(
    frame: Frame, rows: list[int], records: Sequence[Record], content: SnapshotContent, colors: MapColors
) -> str:
    count = sum(content.weight_of(records[row]) for row in rows)
    first = records[rows[0]]
    latitude, longitude = float(str(first["latitude"])), float(str(first["longitude"]))
    x, y = frame.to_page(latitude, longitude)
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        return ""
    radius = first["radius_km"]
    ring = ""
    if isinstance(radius, int | float) and radius > 0:
        around = _d(frame, circle(latitude, longitude, float(radius)))
        ring = f'<path d="{around}" fill="none" stroke="{colors.ring}" stroke-dasharray="4 3" {_STEADY}/>'
    kind = EventType(str(first["event_type"]))
    doubts = [str(records[row]["doubts"] or "") for row in rows]
    hollow = all(Doubt.PLACE_UNSURE in doubt for doubt in doubts)
    faint = all(Doubt.POSSIBLY_IN_PERIOD in doubt for doubt in doubts)
    color = color_of(kind)
    look = f'fill="{colors.halo}" stroke="{color}"' if hollow else f'fill="{color}" stroke="{colors.halo}"'
    number = f'<text x="{_RADIUS + 2:g}" y="4">{count if count > 1 else ""}</text>'
    opacity = ' opacity=".45"' if faint else ""
    return (
        f'<g class="place spot" data-rows="{_listed(rows)}" tabindex="0">'
        f"<title>{_title(rows, records, content)}</title>"
        f'{ring}<g class="mark" transform="translate({x:.1f} {HEIGHT - y:.1f})"{opacity}>'
        f'<g class="keep"><use href="#t{_TYPES.index(kind)}" x="{-_RADIUS:g}" '
        f'y="{-_RADIUS:g}" width="{2 * _RADIUS:g}" height="{2 * _RADIUS:g}" {look} stroke-width=".25"/>'
        f"{number}</g></g></g>"
    )


def _title(rows: list[int], records: Sequence[Record], content: SnapshotContent) -> str:
    first = records[rows[0]]
    place = str(first["location"] or first["admin1"] or "a place that is not told")
    count = sum(content.weight_of(records[row]) for row in rows)
    return escape(printable(f"{place}: {content.said(count)}"), quote=True)


def _listed(rows: list[int]) -> str:
    return " ".join(map(str, rows))


def _towns(frame: Frame, content: SnapshotContent, colors: MapColors, most: int = 40) -> Iterator[str]:
    """Yield the biggest towns in view for orientation."""
    taken: list[Box] = []
    for name, latitude, longitude, _ in content.towns:
        x, y = frame.to_page(latitude, longitude)
        box = Box(x - 4, y - 8, 8.0 * len(name) + 8, 16)
        if len(taken) == most or not (0 <= x <= WIDTH - 60 and 10 <= y <= HEIGHT - 10):
            continue
        if not any(box.overlaps(other) for other in taken):
            taken.append(box)
            yield (
                f'<g class="town" transform="translate({x:.1f} {HEIGHT - y:.1f})" fill="{colors.label}">'
                f'<g class="keep"><circle r="1.6"/><text x="4" y="3.5">{escape(printable(name))}</text>'
                "</g></g>"
            )
