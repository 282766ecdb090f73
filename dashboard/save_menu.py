"""The menus for taking the view along (snapshot, export, link) and for layers put over the map."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from dashboard.event_map import Box, box_at
from dashboard.overlays import render_overlay_form
from dashboard.palette import Theme
from dashboard.snapshot import MEDIA_TYPES, SnapshotOptions, draw_snapshot
from geodata.export import FORMATS, ReleasePolicy, export_bytes
from geodata.naming import region_label
from geodata.query import EventIndex, Selection

FILE_STEM = "conflict-map"

# What an export does to places before it leaves this machine: the grid's side in km, or to the province.
PLACES: dict[str, tuple[float | None, bool]] = {
    "as they are": (None, False),
    "moved to a grid of 10 km": (10.0, False),
    "moved to a grid of 50 km": (50.0, False),
    "moved to their province": (None, True),
}


def render_save_menu(index: EventIndex, selection: Selection) -> None:
    """Show the menus; files are made when they are asked for, not before."""
    with st.popover("Save", icon=":material/download:", disabled=not len(selection)):
        _render_snapshots(index, selection)
        _render_exports(index, selection)
        st.caption(
            "The page's address is the view itself: copy it to share the filter, the chosen event and the "
            "map's position. Layers of your own are named in it, not contained."
        )
    with st.popover("Layers", icon=":material/layers:"):
        st.toggle(
            "Online street map",
            key="online_tiles",
            help="Asks OpenStreetMap's server for the part of the world you look at. Off: nothing leaves "
            "this machine.",
        )
        render_overlay_form()


def _render_snapshots(index: EventIndex, selection: Selection) -> None:
    """Offer the map as a picture that states its filter, dates, counts and sources."""
    st.markdown("**Snapshot of the map**")
    title = st.text_input("Title", "Conflict events", key="snapshot_title", max_chars=120)
    left, right = st.columns(2)
    dark = left.toggle("Dark", key="snapshot_dark")
    as_seen = right.toggle("Only this part of the map", key="snapshot_as_seen")
    options = SnapshotOptions(title=title or "Conflict events", theme=Theme.DARK if dark else Theme.LIGHT)
    bounds = shown_box() if as_seen else None
    with st.container(horizontal=True, gap="small", key="snapshot_buttons"):
        for suffix, media_type in MEDIA_TYPES.items():
            st.download_button(
                suffix.lstrip(".").upper(),
                data=partial(
                    draw_snapshot,
                    index,
                    selection,
                    suffix,
                    options=options,
                    bounds=bounds,
                    names=region_label,
                ),
                file_name=f"{FILE_STEM}{suffix}",
                mime=media_type,
                key=f"snapshot_{suffix.lstrip('.')}",
                on_click="ignore",
            )


def _render_policy() -> ReleasePolicy | None:
    """Let the reader keep back what would do harm; the file says what. None: nothing is kept back."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    places = left.selectbox("Places in the data", list(PLACES), key="export_places")
    days = right.number_input("Hold back the last days", 0, 3650, key="export_delay")
    blur_km, to_admin1 = PLACES[places or next(iter(PLACES))]
    if blur_km is None and not to_admin1 and not days:
        return None
    today = datetime.now(UTC).date()
    return ReleasePolicy(
        blur_km=blur_km, to_admin1=to_admin1, delay_days=days or None, as_of=today if days else None
    )


def shown_box() -> Box | None:
    """Return the part of the world the map shows, read from the page's address; None when it says nothing."""
    parts = str(st.query_params.get("map", "")).split(",")
    try:
        latitude, longitude, zoom = map(float, parts)
        return box_at(latitude, longitude, zoom)
    except ValueError:
        return None


def _render_exports(index: EventIndex, selection: Selection) -> None:
    st.markdown(f"**The {len(selection):,} events** as data, with the filter in words and the credits")
    policy = _render_policy()
    with st.container(horizontal=True, gap="small", key="export_buttons"):
        for known in FORMATS:
            st.download_button(
                known.name,
                data=partial(
                    export_bytes, index.store, selection, known.suffix, policy=policy, names=region_label
                ),
                file_name=f"{FILE_STEM}{known.suffix}",
                mime=known.media_type,
                key=f"export_{known.suffix.lstrip('.')}",
                on_click="ignore",
            )
