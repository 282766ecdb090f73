"""The page that says what changed: between two versions, since a saved file, in what is watched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_folium import st_folium

from dashboard import data, leaflet, view
from dashboard.changing import (
    COLORS,
    areas_of,
    box_of_changes,
    change_symbols,
    describe_difference,
    did_in,
    group_of,
    marks_of,
    name_of_version,
    overlays_of,
    rows_of_changes,
    sign_of,
)
from dashboard.event_map import pad, to_feature_group, to_map
from dashboard.file_changes import changes_since_file
from dashboard.map_records import AreaMark, MapUpdate, Mark
from dashboard.release_menu import may_save_whole
from dashboard.safe_text import markdown, plain
from dashboard.saved_files import NotSavedError, read_saved
from dashboard.watch_lists import render_watch_lists
from geodata.amounts import counted
from geodata.changes import Change, Difference, Kind, Version
from geodata.export.changed import CHANGE_FORMATS, changes_bytes
from geodata.naming import region_label
from geodata.query import EventFilter, UnknownRegionError, describe, to_query
from geodata.query.past import narrow
from geodata.store import StoreError

MAP_HEIGHT_PX = 430
MOST_VERSIONS = 300
MOST_ROWS = 1_000
MOST_NAMED = 6
_WIDE = ("event", "change")
_COLUMNS = (*_WIDE, "why", "toll", "sentence")
_FORMAT_NAMES = {".csv": "CSV", ".xlsx": "Excel", ".geojson": "GeoJSON"}


def render_changes() -> None:
    """Draw the page."""
    st.header("What changed")
    between, watched = st.tabs(["Between versions", "Watch lists"])
    with between:
        _render_between()
    with watched:
        chosen = render_watch_lists()
        if chosen is not None:
            render_difference(*chosen, key="watched")


def _render_between() -> None:
    versions = data.versions(data.store_name())
    if not versions:
        st.markdown("No version is kept yet. The next ingest, new reading or correction makes the first.")
        return
    left, right = st.columns(2)
    shown = versions[:MOST_VERSIONS]
    start = _ask_version(left, "From the state before", shown, "changes_since")
    end = _ask_version(right, "To the state after", shown, "changes_until")
    columns = st.columns(2, vertical_alignment="bottom")
    file = columns[0].file_uploader("Or from what a saved snapshot or export shows", key="changes_file")
    mine = columns[1].toggle(
        "Only the selection of the map", key="changes_mine", disabled=file is not None,
        help="Events that pass the map's filter before or after.",
    )  # fmt: skip
    try:
        if file is not None:
            saved = read_saved(file.name, file.getvalue())
            index = data.index(data.store_name())
            until = None if end is None or end.number == versions[0].number else end.number
            render_difference(changes_since_file(saved, index, until), saved.wanted, key="between")
        elif start is not None and end is not None:
            wanted = view.current().wanted if mine else EventFilter()
            low, high = sorted((start, end), key=lambda version: version.number)
            render_difference(difference_of(low.before, high.number, wanted), wanted, key="between")
    except (NotSavedError, StoreError) as error:
        st.error(markdown(str(error), 400))
    except UnknownRegionError as error:
        st.error(markdown(f"The map's filter cannot be asked here: {error}", 400))


def _ask_version(place: DeltaGenerator, label: str, shown: Sequence[Version], key: str) -> Version | None:
    """Ask for one of the versions; what it did stands below, for which the box has no room."""
    chosen: Version | None = place.selectbox(label, shown, key=key, format_func=_label)
    if chosen is not None:
        told = [part for part in (chosen.note, did_in(chosen)) if part]
        place.caption(markdown(" · ".join(told), 200))
    return chosen


def _label(version: Version) -> str:
    return plain(name_of_version(version), 80)


def difference_of(since: int, until: int, wanted: EventFilter) -> Difference:
    """Return what differs between two versions, of it what passes a filter, kept as long as that is asked."""
    name = data.store_name()
    whole = data.difference(name, data.store(name).revision(), since, until)
    if wanted == EventFilter():
        return whole
    key = (name, since, until, urlencode(to_query(wanted)))
    kept = st.session_state.get("difference")
    if kept is None or kept[0] != key:
        with st.spinner("Asking the map's filter of both states…"):
            kept = (key, narrow(whole, wanted))
        st.session_state["difference"] = kept
    found: Difference = kept[1]
    return found


def render_difference(found: Difference, wanted: EventFilter, *, key: str) -> None:
    """Show a difference in a sentence, on a map with lines, as a table and as files."""
    told = "" if wanted == EventFilter() else f"{describe(wanted, region_label)} "
    st.markdown(f"{markdown(told, 600)}**{markdown(describe_difference(found), 400)}**")
    counts = {kind: number for kind, number in found.counts().items() if number}
    if not counts:
        return
    # Another difference has other kinds, of which all are shown until some are chosen.
    asked = f"{key}_kinds_{found.since}_{found.until}_{'_'.join(kind.name for kind in counts)}"
    chosen = st.pills(
        "Kinds of change", list(counts), selection_mode="multi", key=asked,
        format_func=lambda kind: f"{kind} {counts[kind]:,}", label_visibility="collapsed",
        default=[kind for kind in counts if kind is not Kind.REASONS],
    )  # fmt: skip
    changes = [change for change in found.changes if not set(chosen).isdisjoint(change.kinds)]
    # The map stands above the table and takes longer: its room is kept, and the table is there first.
    has_map = box_of_changes(changes) is not None
    room = st.container(key=f"changes_{'room' if has_map else 'words'}_{key}")
    _render_table(changes, found, key)
    with room:
        _render_map(changes, key)
    if not may_save_whole():
        return
    statement = f"{told}{describe_difference(found)} Filter as a link: ?{urlencode(to_query(wanted))}"
    with st.container(horizontal=True, gap="small"):
        for suffix in CHANGE_FORMATS:
            st.download_button(
                _FORMAT_NAMES[suffix], data=partial(changes_bytes, found, suffix, statement),
                file_name=f"changes{suffix}", key=f"{key}_save_{suffix[1:]}", on_click="ignore",
            )  # fmt: skip


def _render_table(changes: Sequence[Change], found: Difference, key: str) -> None:
    rows = rows_of_changes(changes[:MOST_ROWS], found)
    shown = pd.DataFrame([{name: plain(text, 400) for name, text in row.items()} for row in rows])
    st.dataframe(
        shown, hide_index=True, width="stretch", key=f"{key}_table",
        column_order=_COLUMNS,
        column_config={
            name: st.column_config.TextColumn(name.capitalize(), width="large" if name in _WIDE else None)
            for name in _COLUMNS
        },
    )  # fmt: skip
    if len(changes) > MOST_ROWS:
        st.caption(f"{MOST_ROWS:,} of {len(changes):,}; the files hold all")


def _render_map(changes: Sequence[Change], key: str) -> None:
    lines, marks, areas = overlays_of(changes), marks_of(changes), areas_of(changes)
    box = box_of_changes(changes)
    if box is not None:
        _render_key(changes, has_lines=bool(lines))
    _render_undrawn(changes, marks, areas)
    if box is None:
        return
    grown = pad(box, 0.15) if box[0] < box[2] or box[1] < box[3] else pad(_around(box), 0.0)
    update = MapUpdate(
        styles=change_symbols(), marks=marks, overlays=lines,
        areas=[area for area in areas if area.geometry is not None],
        fit=(grown, f"{key} {box} {len(changes)}"),
        summary=f"Map of {counted(len(changes), 'change')}; the table below lists the same",
    )  # fmt: skip
    with st.container(key=f"changes_map_{key}"):
        st_folium(
            to_map(leaflet.script_links(data.basemap()), [], small=True), key=f"changes-map-{key}",
            feature_group_to_add=to_feature_group(update), returned_objects=[], height=MAP_HEIGHT_PX,
            width=None,
        )  # fmt: skip


def _render_undrawn(changes: Sequence[Change], marks: Sequence[Mark], areas: Sequence[AreaMark]) -> None:
    """Say what is not on the map."""
    placed = sum(change.shown.latitude is not None for change in changes)
    counts = [mark.counts for mark in marks] + [area.counts for area in areas]
    undrawn = placed - sum(sum(of_groups.values()) for of_groups in counts)
    if undrawn > 0:
        st.caption(f"{undrawn:,} more stand at spots with fewer changes than those drawn; see the table.")
    wide = [area for area in areas if area.geometry is None]
    if wide:
        names = ", ".join(f"{area.name} {sum(area.counts.values()):,}" for area in wide[:MOST_NAMED])
        more = f" and {counted(len(wide) - MOST_NAMED, 'other')}" if len(wide) > MOST_NAMED else ""
        told = f"Known to a country or wide area only, so in the table alone: {names}{more}"
        st.caption(markdown(told, 400))
    elif not placed:
        st.caption("None of these has a known place.")


def _render_key(changes: Sequence[Change], *, has_lines: bool) -> None:
    names = dict.fromkeys(group_of(change) for change in changes)
    chips = "".join(
        f'<span style="color:{COLORS[name]}">{sign_of(name)}</span> {name} &nbsp; '
        for name in COLORS
        if name in names
    )
    led = "a line leads from the old place to the new" if has_lines else ""
    st.html(f'<div style="font-size:0.9rem">{chips} {led}</div>')


def _around(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return a box of some twenty kilometres around a single spot."""
    south, west, north, east = box
    return south - 0.2, west - 0.3, north + 0.2, east + 0.3
