"""Layers a user puts over the map (front lines, areas): read from a file, with name, date and source."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyogrio.errors
import shapely
import streamlit as st

from dashboard.map_records import Overlay
from dashboard.safe_text import markdown, plain
from dashboard.snapshot import Layer
from geodata.globe import KM_PER_DEGREE

FORMATS = ("geojson", "json", "gpkg", "kml", "zip")
MOST_BYTES = 30_000_000
MOST_CORNERS = 12_000
"""Corners drawn per layer; a finer layer is simplified until it fits, and that is said."""

COLORS = ("#9a63c4", "#14907f", "#d0457f", "#9b7560", "#5b74d6")


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayLayer:
    """One uploaded layer; ``simplified_km`` is how far outlines were moved to fit, 0 for not at all."""

    name: str
    date: str
    source: str
    color: str
    shapes: tuple[shapely.Geometry, ...]
    simplified_km: float = 0.0


class OverlayError(ValueError):
    """A file that cannot be laid over the map; the message names the file and the remedy."""


def read_overlay(file_name: str, content: bytes) -> tuple[tuple[shapely.Geometry, ...], float]:
    """Return a file's geometries in WGS 84 and by how many km they were simplified to fit."""
    shown = plain(file_name, 60)
    if len(content) > MOST_BYTES:
        raise OverlayError(f"{shown} is larger than {MOST_BYTES // 1_000_000} MB; simplify it first")
    suffix = Path(file_name).suffix.lower().lstrip(".")
    if suffix not in FORMATS:
        raise OverlayError(f"{shown} is none of {', '.join(FORMATS)}; export it as GeoJSON")
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"overlay.{suffix}"
            path.write_bytes(content)
            frame = gpd.read_file(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, OSError) as error:
        raise OverlayError(f"{shown} cannot be read as a map layer: {plain(str(error), 120)}") from error
    return _shapes(shown, frame)


def _shapes(shown: str, frame: gpd.GeoDataFrame) -> tuple[tuple[shapely.Geometry, ...], float]:
    if "geometry" not in frame or frame.geometry.dropna().empty:
        raise OverlayError(f"{shown} has no points, lines or areas")
    if frame.crs is not None:
        frame = frame.to_crs(4326)
    geometry = shapely.force_2d(frame.geometry.dropna().to_numpy())
    west, south, east, north = shapely.total_bounds(geometry)
    if not (-180.01 <= west <= east <= 180.01 and -90.01 <= south <= north <= 90.01):
        raise OverlayError(f"{shown} is not in degrees and does not say its reference system; use WGS 84")
    tolerance = 0.0
    while shapely.get_num_coordinates(geometry).sum() > MOST_CORNERS and tolerance < 0.5:
        tolerance = max(tolerance * 2, 0.002)
        geometry = shapely.simplify(geometry, tolerance)
    return tuple(geometry), round(tolerance * KM_PER_DEGREE, 1)


def session_layers() -> list[OverlayLayer]:
    """Return the layers of this session, oldest first."""
    layers: list[OverlayLayer] = st.session_state.setdefault("overlays", [])
    return layers


def session_overlays() -> list[Overlay]:
    """Return every geometry of this session's layers for the map."""
    return [
        Overlay(name=_title(layer), color=layer.color, geometry=shape)
        for layer in session_layers()
        for shape in layer.shapes
    ]


def session_snapshot_layers() -> tuple[Layer, ...]:
    """Return this session's layers for the picture and its legend."""
    return tuple(
        Layer(title=_title(layer), color=layer.color, shapes=layer.shapes) for layer in session_layers()
    )


def layer_titles() -> list[str]:
    """Return what this session's layers are called: name, date and source."""
    return [_title(layer) for layer in session_layers()]


def missing_layers() -> tuple[str, ...]:
    """Return the titles of layers that the session's link named and that are not there."""
    here = {layer.name.casefold() for layer in session_layers()}
    named: tuple[str, ...] = st.session_state.get("missing_layers", ())
    return tuple(title for title in named if title.split(", ")[0].casefold() not in here)


def _forget_missing() -> None:
    st.session_state["missing_layers"] = ()


def _title(layer: OverlayLayer) -> str:
    return ", ".join(part for part in (layer.name, layer.date, layer.source) if part)


def render_overlay_form() -> None:
    """Show the layers there are and a form for one more."""
    for number, layer in enumerate(session_layers()):
        left, right = st.columns([5, 1], vertical_alignment="center")
        note = f" (simplified by up to {layer.simplified_km:g} km)" if layer.simplified_km else ""
        left.markdown(f":material/layers: {markdown(_title(layer), 140)}{note}")
        right.button(
            "Remove",
            key=f"remove_overlay_{number}",
            on_click=_remove,
            args=(number,),
            type="tertiary",
        )
    st.session_state["missing_layers"] = missing = missing_layers()
    if missing:
        st.markdown("Named in the link, not here: " + "; ".join(markdown(title, 140) for title in missing))
        st.button("Leave out of the link", key="forget_layers", on_click=_forget_missing, type="tertiary")
    st.caption("A link names the layers and does not contain them: send the files along.")
    with st.form("overlay_form", border=False, clear_on_submit=True):
        file = st.file_uploader(
            "GeoJSON, GeoPackage, KML or zipped shapefile", type=list(FORMATS), key="overlay_file"
        )
        name = st.text_input("Name", max_chars=60, placeholder="Front line", key="overlay_name")
        left, right = st.columns(2)
        day = left.text_input("As of", max_chars=30, placeholder="2022-09-13", key="overlay_date")
        source = right.text_input("Source", max_chars=60, key="overlay_source")
        if st.form_submit_button("Lay over the map", width="stretch") and file is not None:
            _add(file.name, file.getvalue(), name, day, source)


def _remove(number: int) -> None:
    del session_layers()[number]


def _add(file_name: str, content: bytes, name: str, day: str, source: str) -> None:
    try:
        shapes, simplified_km = read_overlay(file_name, content)
    except OverlayError as error:
        st.error(markdown(str(error), 300))
        return
    layers = session_layers()
    layers.append(
        OverlayLayer(
            name=plain(name or Path(file_name).stem, 60),
            date=plain(day, 30),
            source=plain(source, 60),
            color=COLORS[len(layers) % len(COLORS)],
            shapes=shapes,
            simplified_km=simplified_km,
        )
    )
    st.rerun()
