"""Layers of whoever runs the dashboard: a Python file that makes folium layers of the events shown.

The file defines ``layers(events)``, which gets a GeoDataFrame (``geodata.event_points``) and returns folium
layers, plugins too. What a plugin loads from elsewhere must lie on this machine: ``scripts`` and ``styles``
list the files. ``dashboard/README.md`` has a heat layer as an example.
"""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import folium
from folium.elements import JSCSSMixin

from dashboard.safe_text import plain

if TYPE_CHECKING:
    import geopandas as gpd

VARIABLE = "CONFLICTMAP_LAYERS"
"""Names the file to the server."""


class OwnLayersError(ValueError):
    """The file of layers cannot be used; the message names it and says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLayers:
    """What such a file offers: the function, and the files that its plugins need in the browser."""

    file: Path
    make: Callable[[gpd.GeoDataFrame], Sequence[folium.MacroElement]]
    scripts: tuple[Path, ...] = ()
    styles: tuple[Path, ...] = ()


def own_layers_file() -> Path | None:
    """Return the file that this server was given, None where it was given none."""
    name = os.environ.get(VARIABLE)
    return Path(name) if name else None


def read_own_layers(file: Path) -> OwnLayers:
    """Run a file of layers and return what it offers; raises OwnLayersError."""
    try:
        found = runpy.run_path(str(file))
    except Exception as error:
        # The file is somebody's program: it may fail in any way, and they have to be told how.
        raise OwnLayersError(f"{file.name} failed: {type(error).__name__}: {error}") from error
    make = found.get("layers")
    if not callable(make):
        raise OwnLayersError(f"{file.name} must define layers(events), which returns folium layers")
    return OwnLayers(
        file=file,
        make=make,
        scripts=_files(file, found.get("scripts", ())),
        styles=_files(file, found.get("styles", ())),
    )


def _files(file: Path, listed: Iterable[str | Path]) -> tuple[Path, ...]:
    paths = tuple(Path(one) for one in listed)
    for path in paths:
        if not path.is_file():
            raise OwnLayersError(f"{file.name} lists {path}, which is not a file on this machine")
    return paths


def to_groups(own: OwnLayers, events: gpd.GeoDataFrame) -> dict[str, folium.FeatureGroup]:
    """Return the layers made of the events by their names, each in the form in which the map swaps layers.

    None asks another machine for anything. Raises OwnLayersError where the file fails, returns something
    else than layers, or uses a plugin whose files it does not list.
    """
    try:
        made = list(own.make(events))
    except Exception as error:
        raise OwnLayersError(f"layers(events) in {own.file.name} failed: {error!r}") from error
    groups: dict[str, folium.FeatureGroup] = {}
    for layer in made:
        if not isinstance(layer, folium.MacroElement):
            raise OwnLayersError(f"layers(events) in {own.file.name} returned {layer!r}, no folium layer")
        _keep_local(own, layer)
        name = _name_of(layer)
        group = groups.setdefault(name, folium.FeatureGroup(name=name, control=False))
        group.add_child(layer)
    return groups


def _name_of(layer: folium.MacroElement) -> str:
    """Return the name a layer was given, else what it is: the name folium makes up changes each time."""
    given = getattr(layer, "layer_name", None)
    return plain(str(given), 60) if given and given != layer.get_name() else type(layer).__name__


def _keep_local(own: OwnLayers, element: folium.Element) -> None:
    """Take away what a layer and its parts would load from elsewhere: the map has the files listed."""
    if isinstance(element, JSCSSMixin):
        for links, files, name in (
            (element.default_js, own.scripts, "scripts"),
            (element.default_css, own.styles, "styles"),
        ):
            if links and not files:
                asked = ", ".join(link.rpartition("/")[2] for _, link in links)
                raise OwnLayersError(
                    f"{own.file.name}: {type(element).__name__} needs {asked}; list the files, as they lie "
                    f"on this machine, in {name}"
                )
        element.default_js, element.default_css = [], []
    for child in element._children.values():
        _keep_local(own, child)
