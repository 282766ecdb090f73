"""Writes two selections set against each other by unit as a file that states both: CSV or GeoJSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from urllib.parse import urlencode

import geopandas as gpd

from geodata.export.about import CREDITS, PROGRAM, About
from geodata.export.formats import ABOUT_COLUMN, safe_cell
from geodata.export.policy import ReleasePolicy
from geodata.export.records import statement_of
from geodata.export.unit_changes import compare_units
from geodata.query import EventIndex, Selection
from geodata.query.clauses import Names

Sides = dict[str, About]


def to_csv(changes: gpd.GeoDataFrame, sides: Sides) -> bytes:
    """Return UTF-8 CSV with a byte order mark; the last column of the first row says what the file is."""
    table = changes.drop(columns="geometry")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow((*table.columns, ABOUT_COLUMN))
    statement = _statement(sides)
    for row in table.astype(object).itertuples(index=False) if len(table) else [("",) * len(table.columns)]:
        writer.writerow([*map(safe_cell, row), safe_cell(statement)])
        statement = ""
    return text.getvalue().encode("utf-8-sig", "replace")


def to_geojson(changes: gpd.GeoDataFrame, sides: Sides) -> bytes:
    """Return a FeatureCollection of the units; what lies in no single one has a null geometry."""
    told = {side: statement.to_dict() for side, statement in sides.items()}
    found = {"type": "FeatureCollection", "about": {"program": PROGRAM, "compared": told}}
    features = json.loads(changes.to_json(drop_id=True))["features"]
    return json.dumps(found | {"features": features}, ensure_ascii=False).encode("utf-8", "replace")


COMPARED_FORMATS: dict[str, Callable[[gpd.GeoDataFrame, Sides], bytes]] = {
    ".csv": to_csv,
    ".geojson": to_geojson,
}
"""How a comparison is written, by the ending of the file."""


def _statement(sides: Sides) -> str:
    """Return in words what is compared, with a link to it as the page's address takes it."""
    told = [f"{side.upper()}: {one.sentence} {one.counts}." for side, one in sides.items()]
    policy = next((f"Release policy: {one.policy}" for one in sides.values() if one.policy), "")
    link = urlencode({side: urlencode(one.query) for side, one in sides.items()})
    return " ".join(filter(None, (*told, policy, *CREDITS, f"Comparison as a link: compare?{link}")))


def compared_bytes(
    index: EventIndex,
    one: Selection,
    two: Selection,
    suffix: str,
    *,
    policy: ReleasePolicy | None = None,
    names: Names = str,
) -> bytes:
    """Return a comparison as a file's bytes; ``names`` tells regions to the reader.

    ``policy`` holds for both sides. ValueError lists the endings there are.
    """
    writer = COMPARED_FORMATS.get(suffix.lower())
    if writer is None:
        raise ValueError(f"{suffix!r} is no format for comparisons; use {', '.join(COMPARED_FORMATS)}")
    sides = {
        side: statement_of(index.store, selection, names, policy)
        for side, selection in (("a", one), ("b", two))
    }
    return writer(compare_units(index, one, two, policy), sides)
