"""The maps of a comparison: two side by side that move together, or one of the difference by province."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from streamlit_folium import st_folium

from dashboard import data, leaflet
from dashboard.event_map import to_feature_group, to_map
from dashboard.map_records import AreaMark, Box, MapUpdate
from dashboard.map_view import MAX_MARKS, bounds_of, to_update
from dashboard.safe_text import markdown, plain
from dashboard.symbols import type_symbols
from geodata.amounts import counted
from geodata.naming import region_label
from geodata.query import Counting, EventIndex, Selection

if TYPE_CHECKING:
    import geopandas as gpd

HEIGHT_PX = 400
SIDE_LETTERS = {"a": ":violet[**A**]", "b": ":orange[**B**]"}
"""The letters of the sides in the colours that the difference is drawn in."""


def render_pair(
    index: EventIndex,
    selections: Sequence[Selection],
    *,
    names: Mapping[str, str] | None = None,
    changes: gpd.GeoDataFrame | None = None,
) -> None:
    """Show both selections on maps of one extent: as marks or, where there are too many, as shaded units.

    Of what a policy releases, ``names`` are those of its places and ``changes`` the comparison by unit.
    """
    known = data.place_names(data.store_name(), index.revision) if names is None else names
    updates = pair_of(index, selections, known, changes)
    for column, side, selection, update in zip(
        st.columns(2, gap="medium"), "ab", selections, updates, strict=True
    ):
        with column:
            told = markdown(f"{len(selection):,} · {selection.describe(region_label)}", 160)
            st.caption(f"{SIDE_LETTERS[side]} {told}")
            _show(f"compare-{side}", update)


def pair_of(
    index: EventIndex,
    selections: Sequence[Selection],
    names: Mapping[str, str],
    changes: gpd.GeoDataFrame | None = None,
) -> list[MapUpdate]:
    """Return what both maps show; shades of both mean the same numbers."""
    box = _union([bounds_of(selection) for selection in selections if len(selection)])
    shaded = any(len(selection) > MAX_MARKS for selection in selections)
    if shaded and changes is not None:
        return [released_shades(changes, side, box) for side in "ab"]
    updates = [
        to_update(
            index, selection, names=names, window=None, selected=None, overlays=(), fit_token=str(box),
            shaded=shaded, fit_box=box,
        )[0]
        for selection in selections
    ]  # fmt: skip
    if not shaded:
        return updates
    shades = [shade.count for selection in selections for shade in selection.shades(index.units)]
    return [replace(update, scale=(min(shades), max(shades)) if shades else None) for update in updates]


def released_shades(changes: gpd.GeoDataFrame, side: str, box: Box | None) -> MapUpdate:
    """Return a map of one side's events by unit: what is released of very many has no units of its own."""
    placed = changes[changes.geometry.notna()]
    counts = placed[["events_a", "events_b"]].to_numpy()
    areas = [
        AreaMark(
            place_id=f"released-{row.code}",
            name=plain(str(row.name), 50),
            counts={0: int(getattr(row, f"events_{side}"))},
            geometry=row.geometry,
        )
        for row in placed.itertuples(index=False, name="Row")
        if getattr(row, f"events_{side}")
    ]
    return MapUpdate(
        styles=type_symbols(),
        areas=areas,
        shaded=True,
        scale=(int(counts[counts > 0].min()), int(counts.max())) if counts.any() else None,
        fit=(box, str(box)) if box else None,
        summary=f"Map of {counted(len(areas), 'province')} by their number of events",
    )


def _union(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    souths, wests, norths, easts = zip(*boxes, strict=True)
    return min(souths), min(wests), max(norths), max(easts)


def render_changes(selections: Sequence[Selection], changes: gpd.GeoDataFrame) -> None:
    """Show the units coloured by how many more or fewer events the second selection has."""
    box = _union([bounds_of(selection) for selection in selections if len(selection)])
    update = changes_update(changes, box, selections[1].filter.counting)
    _show("compare-change", update, HEIGHT_PX + 60)


def changes_update(
    changes: gpd.GeoDataFrame, box: Box | None, counting: Counting = Counting.EVENTS
) -> MapUpdate:
    """Return the map of a comparison by unit, as ``geodata.export.unit_changes.compare_units`` gives it."""
    areas = [
        AreaMark(
            place_id=f"change-{row.code}",
            name=f"{plain(str(row.name), 50)}: A {row.events_a:,}, B {row.events_b:,}",
            counts={0: int(row.events_a + row.events_b)},
            geometry=row.geometry,
            change=int(row.events_change),
        )
        for row in changes[changes.geometry.notna()].itertuples(index=False, name="Row")
    ]
    return MapUpdate(
        styles=type_symbols(),
        areas=areas,
        shaded=True,
        compared=True,
        fit=(box, str(box)) if box else None,
        summary=f"Map of {counted(len(areas), 'province')} by the change in their number of {counting}",
        counting=counting,
    )


def _show(key: str, update: MapUpdate, height: int = HEIGHT_PX) -> None:
    with st.container(key=key.replace("-", "_")):
        st_folium(
            to_map(leaflet.script_links(data.basemap()), [], small=True, linked=True),
            key=key,
            feature_group_to_add=to_feature_group(update),
            returned_objects=[],
            height=height,
            width=None,
        )
