"""Turns selected events into a folium map and its changing layer; knows nothing of Streamlit."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import folium
import numpy as np
import numpy.typing as npt
from folium.template import Template

from dashboard.map_message import to_message
from dashboard.map_records import Box, MapUpdate
from dashboard.safe_text import script_json

MAP_PX = (820, 520)
"""Width and height in pixels the first view is reckoned for; the browser corrects it when it differs."""

MAX_ZOOM = 18
FAR_OFF = 0.02
"""Share of the events at either end that the first view may leave out."""

MUCH_SMALLER = 0.35
LEAST_SPOTS = 12


class MapSetUp(folium.MacroElement):
    """Hands the new map to the map's own scripts: basemap, panes, tools."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "conflictmap.setUp({{ this._parent.get_name() }}, {{ this.options }});"
        "{% endmacro %}"
    )

    def __init__(self, *, small: bool, linked: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "MapSetUp"
        self.options = json.dumps({"small": small, "linked": linked})


class EventLayer(folium.MacroElement):
    """The part of the map that changes: one call with all marks, areas and the selection."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "conflictmap.show({{ this.message }}).addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, update: MapUpdate) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EventLayer"
        self.message = script_json(to_message(update))


def to_map(
    scripts: list[tuple[str, str]],
    styles: list[tuple[str, str]],
    *,
    small: bool = False,
    linked: bool = False,
) -> folium.Map:
    """Return the map without events; it is the same for every filter, so the browser keeps it.

    A ``small`` map has no tools and leaves the page's address alone; ``linked`` maps move together.
    """
    made = folium.Map(
        location=[30.0, 20.0], zoom_start=3, tiles=None, min_zoom=2, max_zoom=MAX_ZOOM, zoom_snap=0.5,
        world_copy_jump=True, attribution_control=False,
    )  # fmt: skip
    made.default_js = scripts
    made.default_css = styles
    made.add_child(MapSetUp(small=small, linked=linked))
    return made


def to_feature_group(update: MapUpdate) -> folium.FeatureGroup:
    """Return the changing layer in the form that streamlit-folium swaps without rebuilding the map."""
    group = folium.FeatureGroup(name="events", control=False)
    group.add_child(EventLayer(update))
    return group


def zoom_for(box: Box, size_px: tuple[int, int] = MAP_PX) -> int:
    """Return the largest zoom at which the box fits a map of this size in pixels (256 px tiles)."""
    south, west, north, east = box

    def mercator(latitude: float) -> float:
        clipped = max(-85.0, min(85.0, latitude))
        return math.log(math.tan(math.pi / 4 + math.radians(clipped) / 2)) / math.tau

    wide = max((east - west) / 360, 1e-6)
    high = max(mercator(north) - mercator(south), 1e-6)
    fits = min(size_px[0] / (256 * wide), size_px[1] / (256 * high))
    return max(2, min(10, math.floor(math.log2(fits))))


def core_of(spots: Sequence[tuple[float, float, int]]) -> Box | None:
    """Return the box of nearly all events when a few far off would make everything else tiny, else None.

    ``spots`` are latitude, longitude and the number of events there.
    """
    if len(spots) < LEAST_SPOTS:
        return None
    latitude, longitude, weight = (np.array(column, dtype=float) for column in zip(*spots, strict=True))
    south, north = _middle(latitude, weight)
    west, east = _middle(longitude, weight)
    whole = np.ptp(latitude) * np.ptp(longitude)
    return (south, west, north, east) if (north - south) * (east - west) < whole * MUCH_SMALLER else None


def _middle(values: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]) -> tuple[float, float]:
    order = np.argsort(values)
    reached = np.cumsum(weight[order]) / weight.sum()
    low = int(np.searchsorted(reached, FAR_OFF, side="right"))
    high = min(int(np.searchsorted(reached, 1 - FAR_OFF)), len(values) - 1)
    return float(values[order[low]]), float(values[order[high]])


def pad(box: Box, share: float) -> Box:
    """Return the box grown by a share of its size on every side, within the world."""
    south, west, north, east = box
    high, wide = (north - south) * share, (east - west) * share
    return (
        max(-90.0, south - high),
        max(-180.0, west - wide),
        min(90.0, north + high),
        min(180.0, east + wide),
    )
