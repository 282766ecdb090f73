"""Serves Leaflet, the map's own scripts and the basemap from this machine: no map needs the internet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import streamlit.components.v1 as components
from xstatic.pkg import leaflet as packaged_leaflet

from dashboard.basemap import basemap_folder, save_script, small_towns_file
from dashboard.map_message import description
from geodata.gazetteer import drop_unused, mark_used

FRONTEND = Path(__file__).parent / "frontend"
MAP_SCRIPTS = tuple(
    f"map_{part}.js" for part in ("message", "symbols", "marks", "labels", "base", "areas", "tools", "bridge")
)
# A frame that is told to draw twice while it loads asks for its script twice; the second run would replace
# the map's state by an empty one.
ONCE = "if (!window.conflictmapLoaded) { window.conflictmapLoaded = true;"

# Each declaration makes Streamlit serve one folder of files; its name becomes part of the addresses below.
components.declare_component("basemap", path=str(basemap_folder()))


def address(file: Path) -> str:
    """Return where a file of the basemap's folder is found."""
    return f"/component/{__name__}.basemap/{file.name}"


def map_script(basemap: Path, *, scripts: Sequence[Path] = (), styles: Sequence[Path] = ()) -> Path:
    """Return the one script that a map needs, written beside the basemap when it is absent.

    It holds Leaflet, the map's own scripts, their styles and the basemap. A frame asks for scripts one after
    the other, so that seven of them cost a third of a second more. Its name changes with its content, so no
    old copy is kept. ``scripts`` and ``styles`` are what layers of the user's own need.
    """
    packaged = Path(packaged_leaflet.BASE_DIR)
    parts = [(packaged / "leaflet.js").read_text("utf-8")]
    parts += [_styling((packaged / "leaflet.css", FRONTEND / "map.css", *styles))]
    parts += [(FRONTEND / name).read_text("utf-8") for name in MAP_SCRIPTS]
    parts += [script.read_text("utf-8") for script in scripts]
    parts.append(f"conflictmap.described={json.dumps(description())};")
    parts.append(f"conflictmap.smallTowns={json.dumps(address(small_towns_file(basemap)))};")
    parts.append(basemap.read_text("utf-8"))
    content = "\n".join((ONCE, *parts, "}"))
    file = basemap.with_name(f"map-{hashlib.sha256(content.encode()).hexdigest()[:12]}.js")
    if not file.exists():
        save_script(file, content)
    used = (basemap, small_towns_file(basemap), file)
    for path in used:
        mark_used(path)
    drop_unused(path for path in basemap.parent.iterdir() if path not in used)
    return file


def _styling(files: tuple[Path, ...]) -> str:
    """Return a script that adds style sheets at once: no map is drawn before it has its styles."""
    styles = json.dumps("\n".join(file.read_text("utf-8") for file in files))
    return (
        f"document.head.append(Object.assign(document.createElement('style'), {{ textContent: {styles} }}));"
    )


def script_links(script: Path) -> list[tuple[str, str]]:
    """Return folium's ``default_js``: the one script."""
    return [("conflictmap", address(script))]
