"""Shows the map of a selection and passes on what was clicked, drawn or moved to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import folium
import numpy as np
import numpy.typing as npt
import streamlit as st
from shapely.geometry.base import BaseGeometry
from streamlit_folium import st_folium

from dashboard import data, leaflet, view
from dashboard.acts import Act, to_act
from dashboard.event_map import core_of, pad, to_feature_group, to_map, zoom_for
from dashboard.map_records import AreaMark, Box, MapUpdate, Mark, Outlined, Overlay
from dashboard.release_menu import Preview, is_previewed, previewed
from dashboard.safe_text import plain
from dashboard.snapshot.extent import around
from dashboard.symbols import type_symbols
from geodata.amounts import counted
from geodata.globe import KM_PER_DEGREE, narrowing
from geodata.model import EventType
from geodata.naming import region_label
from geodata.query import AreaCell, Cell, DrawnArea, EventFilter, EventIndex, MapCells, Near, Selection, Shade
from geodata.query.questions import UNIT_KEY
from geodata.regions import asked_outline, drawn_area, drawn_outline, is_rough

MAX_MARKS = 1_500
"""Spots sent to the browser at once; beyond it the server counts them in cells for the view."""

VIEW_MARGIN = 0.5
_TYPES = {kind: code for code, kind in enumerate(EventType)}


@dataclass(frozen=True, slots=True, kw_only=True)
class MapWindow:
    """The part of the world the browser last said it shows: south, west, north, east and the zoom."""

    box: Box
    zoom: float


def to_update(
    index: EventIndex,
    selection: Selection,
    *,
    names: Mapping[str, str],
    window: MapWindow | None,
    selected: tuple[str, float, float] | None,
    overlays: Sequence[Overlay],
    fit_token: str,
    shaded: bool = False,
    focus: str | None = None,
    fit_box: Box | None = None,
) -> tuple[MapUpdate, MapCells]:
    """Return what the map is to show, and the cells it was made of.

    ``shaded``: events in one first-level unit shade it; only what lies in none is a mark. ``fit_box`` is
    what to show instead of where the events are.
    """
    whole = fit_box or bounds_of(selection)
    start = fit_box or first_view(selection) or whole
    shades = selection.shades(index.units) if shaded else ()
    leave_out = index.units.of >= 0 if shaded else None
    cells, extent = _cells_for(selection, window or MapWindow(box=start, zoom=zoom_for(start)), leave_out)
    near, area = selection.filter.near, selection.filter.area
    goal = box_of(focus) if focus else None
    update = MapUpdate(
        styles=type_symbols(),
        marks=[_mark(cell, names) for cell in cells.cells],
        areas=[_shade(shade) for shade in shades] or [_area(cell, names) for cell in cells.areas],
        shaded=shaded,
        country_rows=[
            _area(cell, names, outlined=False) for cell in (*cells.tray, *(cells.areas if shades else ()))
        ],
        selected=selected,
        drawn_corners=area.corners if area else (),
        drawn_circle=(near.latitude, near.longitude, near.km) if near else None,
        fit=(whole, fit_token),
        first=goal or (None if near else start),
        regions=outlines_of(selection.filter.regions),
        spots=sum(cell.count for cell in cells.cells) + cells.out_of_view,
        extent=extent,
        overlays=overlays,
        summary=summary_of(selection, cells),
        counting=selection.filter.counting,
    )
    return update, cells


def _cells_for(
    selection: Selection, seen: MapWindow, leave_out: npt.NDArray[np.bool_] | None
) -> tuple[MapCells, tuple[Box, float] | None]:
    """Return every spot or, where there are too many, cells for what is seen, with their box and zoom."""
    if selection.points(leave_out) <= MAX_MARKS:
        return selection.cells(None, max_cells=MAX_MARKS, leave_out=leave_out), None
    margin = pad(seen.box, VIEW_MARGIN)
    cells = selection.cells(margin, zoom=round(seen.zoom), max_cells=MAX_MARKS, leave_out=leave_out)
    return cells, (margin, seen.zoom)


def bounds_of(selection: Selection) -> Box:
    """Return the box of all selected places, or of what the filter asks for when nothing is selected."""
    near = selection.filter.near
    if near is not None:
        return pad(_box_around(near.latitude, near.longitude, near.km), 0.1)
    cells = selection.cells(None, max_cells=50)
    spots = [cell.bounds for cell in cells.cells]
    for area in (*cells.areas, *cells.tray):
        shape = None if spots else _shape_of(area)
        if shape is not None:
            west, south, east, north = shape.bounds
            spots.append((south, west, north, east))
        elif not spots or area in cells.areas:
            spots.append((area.latitude, area.longitude, area.latitude, area.longitude))
    if not spots:
        return _asked_box(selection.filter) or (-30.0, -60.0, 60.0, 100.0)
    south, west = min(s[0] for s in spots), min(s[1] for s in spots)
    return south, west, max(s[2] for s in spots), max(s[3] for s in spots)


def _asked_box(wanted: EventFilter) -> Box | None:
    """Return the box of the regions and the drawn area that a filter names, None where it names none."""
    boxes = [box for region in wanted.regions if (box := box_of(region)) is not None]
    if wanted.area is not None:
        west, south, east, north = wanted.area.geometry().bounds
        boxes.append((south, west, north, east))
    return around(boxes) if boxes else None


def outlines_of(regions: Sequence[str]) -> list[Outlined]:
    """Return the outlines of regions, of a district without one the circle that its towns lie in."""
    return [
        Outlined(name=region_label(key), shape=shape, rough=is_rough(key))
        for key in regions
        if (shape := asked_outline(key)) is not None
    ]


def box_of(region: str) -> Box | None:
    """Return the box of a region's outline, of a district without one that of its circle, else None."""
    shape = asked_outline(region)
    if shape is None:
        return None
    west, south, east, north = shape.bounds
    return south, west, north, east


def _box_around(latitude: float, longitude: float, km: float) -> Box:
    high = km / KM_PER_DEGREE
    wide = high / narrowing(latitude)
    return latitude - high, longitude - wide, latitude + high, longitude + wide


def first_view(selection: Selection) -> Box | None:
    """Return where nearly all selected events are, None when that is not much less than everywhere."""
    cells = selection.cells(None, max_cells=400)
    spots = [(cell.latitude, cell.longitude, cell.count) for cell in cells.cells]
    spots += [(area.latitude, area.longitude, area.count) for area in cells.areas]
    return core_of(spots)


def _counts(types: Mapping[EventType, int]) -> dict[int, int]:
    return {_TYPES[kind]: count for kind, count in types.items()}


def _mark(cell: Cell, names: Mapping[str, str]) -> Mark:
    single = cell.places == 1
    return Mark(
        latitude=cell.latitude,
        longitude=cell.longitude,
        counts=_counts(cell.types),
        by_day=_counts(cell.by_day),
        key=cell.key,
        label=names.get(cell.place_id or "", ""),
        unsure=single and cell.unsure == cell.count,
        radius_km=cell.radius_km if single else 0.0,
        cell=None if single else cell.bounds,
    )


def _area(cell: AreaCell, names: Mapping[str, str], *, outlined: bool = True) -> AreaMark:
    return AreaMark(
        place_id=cell.key,
        name=names.get(cell.place_id or "", "unnamed area"),
        counts=_counts(cell.types),
        by_day=_counts(cell.by_day),
        geometry=_shape_of(cell) if outlined else None,
    )


def _shape_of(area: AreaCell) -> BaseGeometry | None:
    return drawn_area(area.place_id, area.latitude, area.longitude, area.radius_km)


def _shade(shade: Shade) -> AreaMark:
    place_id = f"ne:{shade.code}"
    return AreaMark(
        place_id=f"{UNIT_KEY}{shade.code}",
        name=region_label(place_id),
        counts=_counts(shade.types),
        by_day=_counts(shade.by_day),
        geometry=drawn_outline(place_id),
    )


def summary_of(selection: Selection, cells: MapCells) -> str:
    """Return the map in one sentence whose numbers are those of the data."""
    spots = sum(cell.count for cell in cells.cells)
    areas = sum(cell.count for cell in cells.areas)
    shown = selection.filter.counting.said(selection.count)
    return (
        f"Map of {shown}: {spots:,} at {counted(len(cells.cells), 'place')} in view, {areas:,} in "
        f"{counted(len(cells.areas), 'area')}, {selection.in_tray:,} known to a country only, "
        f"{selection.without_place:,} without a place. Arrow keys move the map, plus and minus zoom, "
        "n and p step through the marks, Enter opens one."
    )


def render_map(
    index: EventIndex,
    selection: Selection,
    overlays: Sequence[Overlay],
    height: int,
    own_layers: Sequence[folium.FeatureGroup] = (),
) -> MapCells:
    """Show the map; clicks and drawings change the view before the next run."""
    preview = previewed(index, selection) if is_previewed(selection) else None
    st.session_state["map_previews"] = preview is not None
    update, cells = _session_update(index, selection, preview, overlays)
    empty_map = to_map(leaflet.script_links(data.basemap()), [])
    st_folium(
        empty_map,
        key="event-map",
        feature_group_to_add=[to_feature_group(update), *own_layers],
        returned_objects=[],
        height=height,
        width=None,
        on_change=_map_said,
    )
    if preview is not None:
        # After the map, which would be built anew if something came before it; the style sheet sets it above.
        with st.container(key="release_words"):
            st.caption(preview.words)
    return cells


def _session_update(
    index: EventIndex, selection: Selection, preview: Preview | None, overlays: Sequence[Overlay]
) -> tuple[MapUpdate, MapCells]:
    """Return what the map of this session shows: the selection or, in a preview, what is released of it."""
    now = view.current()
    spot = selection.cell_of(now.selected) if now.selected else None
    names: Mapping[str, str] = data.place_names(data.store_name(), index.revision)
    if preview is not None:
        [selection], names = preview.selections, preview.names
        spot = None
    fit_box = st.session_state.get("fit_box")
    update, cells = to_update(
        index,
        selection,
        names=names,
        window=st.session_state.get("map_window"),
        selected=(now.selected, *spot) if now.selected and spot else None,
        overlays=overlays,
        fit_token=str(now.fit),
        shaded=now.drawing == "shades" and preview is None,
        focus=now.focus,
        fit_box=fit_box[1] if fit_box and fit_box[0] == str(now.fit) else None,
    )
    update = replace(
        update,
        online_tiles=bool(st.session_state.get("online_tiles")),
        follow=bool(st.session_state.get("snapshot_as_seen")),
    )
    return update, cells


def _map_said() -> None:
    """Take in what the map reports; each report carries its number so that none counts twice."""
    said = to_act(st.session_state.get("event-map"))
    if said is None:
        return
    seen = st.session_state.setdefault("map_seen", {})
    window = said.numbers("view")
    if len(window) == 5 and window != seen.get("view"):
        seen["view"] = window
        south, west, north, east, zoom = window
        st.session_state["map_window"] = MapWindow(box=(south, west, north, east), zoom=zoom)
    if pick := _unseen(said, "pick"):
        if st.session_state.get("map_previews"):
            return
        spot = view.Spot(keys=pick.texts("keys"), label=plain(pick.text("label"), 80))
        view.change(spot=spot, cards=view.FIRST_CARDS)
    if drawing := _unseen(said, "drawing"):
        view.change(drawing="shades" if drawing.text("how") == "shades" else "marks", spot=None)
    if shape := _unseen(said, "shape"):
        _drawn(shape.part("drawn"))


def _unseen(said: Act, name: str) -> Act | None:
    """Return a part of what the map reports where it was not taken in yet, and note that it is now."""
    part, seen = said.part(name), st.session_state["map_seen"]
    number = part.number("seq") if part else None
    if number is None or number == seen.get(name):
        return None
    seen[name] = number
    return part


def _drawn(shape: Act | None) -> None:
    """Turn what was drawn into a filter; a drawing without extent changes nothing."""
    if shape is None:
        view.narrow(area=None, near=None)
        return
    try:
        latitude, longitude, km = map(shape.number, ("lat", "lng", "radius_km"))
        if latitude is None or longitude is None or km is None:
            corners = tuple((lat, lng) for lat, lng in shape.rows("corners"))
            view.narrow(area=DrawnArea(corners=corners), near=None)
            return
        near = Near(
            latitude=latitude, longitude=longitude, km=max(0.1, round(km, 1)), label="the drawn circle"
        )
        view.narrow(near=near, area=None)
    except ValueError as error:
        st.session_state["notice"] = f"The drawing was not used: {error}."
