"""Serves Leaflet, the map's own scripts and the basemap from this machine: no map needs the internet."""

from __future__ import annotations

import hashlib
from pathlib import Path

import streamlit.components.v1 as components
from xstatic.pkg import leaflet as packaged_leaflet

from dashboard.basemap import basemap_folder

FRONTEND = Path(__file__).parent / "frontend"
MAP_SCRIPTS = ("map_symbols.js", "map_marks.js", "map_base.js", "map_tools.js", "map_bridge.js")


# Each declaration makes Streamlit serve one folder of files; their names become part of the addresses below.
components.declare_component("leaflet", path=packaged_leaflet.BASE_DIR)
components.declare_component("frontend", path=str(FRONTEND))
components.declare_component("basemap", path=str(basemap_folder()))


def address(folder: str, file: Path) -> str:
    """Return where a served file is found; the address changes with the file, so no old copy is kept."""
    version = hashlib.sha256(file.read_bytes()).hexdigest()[:10]
    return f"/component/{__name__}.{folder}/{file.name}?v={version}"


def script_links(basemap: Path) -> list[tuple[str, str]]:
    """Return folium's ``default_js``: Leaflet, the basemap and the map's own scripts, in order."""
    leaflet = Path(packaged_leaflet.BASE_DIR) / "leaflet.js"
    files = [("leaflet", leaflet), ("basemap", basemap)]
    files += [("frontend", FRONTEND / name) for name in MAP_SCRIPTS]
    return [(file.stem, address(folder, file)) for folder, file in files]


def style_links() -> list[tuple[str, str]]:
    """Return folium's ``default_css``: Leaflet's and the map's own."""
    leaflet = Path(packaged_leaflet.BASE_DIR) / "leaflet.css"
    return [
        ("leaflet_css", address("leaflet", leaflet)),
        ("map_css", address("frontend", FRONTEND / "map.css")),
    ]
