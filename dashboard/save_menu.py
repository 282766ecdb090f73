"""The menus for taking the view along (snapshot, export, link) and for layers put over the map."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.map_records import Box
from dashboard.open_file import render_uploader
from dashboard.overlays import render_overlay_form, session_snapshot_layers
from dashboard.own_layers_menu import render_own_layers
from dashboard.palette import Theme
from dashboard.release_menu import render_policy
from dashboard.save_documents import render_briefing, render_series
from dashboard.snapshot import MEDIA_TYPES, Paper, SnapshotOptions, draw_snapshot
from dashboard.tables_page import render_tables_switch
from geodata.amounts import counted
from geodata.export import FORMATS, ReleasePolicy, export_bytes
from geodata.export.notes import SUFFIX, notes_for
from geodata.export.records import statement_of
from geodata.naming import region_label
from geodata.query import EventIndex, Selection

FILE_STEM = "conflict-map"
PREVIEW_PX = 640

PAPERS: dict[Paper, str] = {
    Paper.SCREEN: "a screen",
    Paper.SLIDE: "a slide, 16:9",
    Paper.A4: "A4",
    Paper.A4_PORTRAIT: "A4 upright",
    Paper.A3: "A3",
    Paper.SMALL: "a text, 600 pixels",
}


def render_save_menu(index: EventIndex, selection: Selection) -> None:
    """Show the menus; files are made when they are asked for, not before."""
    with st.popover("Save", icon=":material/download:", disabled=not len(selection)):
        policy = render_policy(selection)
        _render_snapshots(index, selection, policy)
        _render_exports(index, selection, policy)
        render_briefing(index, selection, policy)
        render_series(index, selection, policy)
        render_uploader(index)
        st.caption(
            "The page's address is the view itself: copy it to share the filter, the chosen event and the "
            "map's position. Layers of your own are named in it, not contained."
        )
    with st.popover("Layers", icon=":material/layers:"):
        st.toggle(
            "Online street map",
            key="online_tiles",
            persist_state="session",
            help="Asks OpenStreetMap's server for the part of the world you look at. Off: nothing leaves "
            "this machine.",
        )
        render_tables_switch()
        render_own_layers()
        render_overlay_form()


def _render_snapshots(index: EventIndex, selection: Selection, policy: ReleasePolicy | None) -> None:
    """Offer the map as a picture that states its filter, dates, counts and sources."""
    st.markdown("**Snapshot of the map**")
    left, right = st.columns([3, 2])
    title = left.text_input(
        "Title", "Conflict events", key="snapshot_title", persist_state="session", max_chars=120
    )
    paper = right.selectbox(
        "For", list(PAPERS), key="snapshot_paper", persist_state="session", format_func=PAPERS.__getitem__
    )
    columns = st.columns(3)
    dark = columns[0].toggle("Dark", key="snapshot_dark", persist_state="session")
    as_seen = columns[1].toggle("Only this part of the map", key="snapshot_as_seen", persist_state="session")
    look = columns[2].toggle("Preview", key="snapshot_preview")
    options = SnapshotOptions(
        title=title or "Conflict events",
        paper=paper or Paper.SCREEN,
        theme=Theme.DARK if dark else Theme.LIGHT,
    )
    draw = partial(
        draw_snapshot,
        index,
        selection,
        bounds=shown_box() if as_seen else None,
        names=region_label,
        policy=policy,
        layers=session_snapshot_layers(),
    )
    if look:
        st.image(draw(options=_small(options)), width="stretch")
    with st.container(horizontal=True, gap="small", key="snapshot_buttons"):
        for suffix, media_type in MEDIA_TYPES.items():
            st.download_button(
                suffix.lstrip(".").upper(),
                data=partial(draw, suffix, options=options),
                file_name=f"{FILE_STEM}{suffix}",
                mime=media_type,
                key=f"snapshot_{suffix.lstrip('.')}",
                on_click="ignore",
            )


def _small(options: SnapshotOptions) -> SnapshotOptions:
    """Return the options of a preview: the same sheet with fewer pixels."""
    width, height = options.size_px
    scale = max(PREVIEW_PX / max(width, height), 480 / width, 360 / height)
    if options.paper is Paper.SMALL:
        return options
    return replace(options, width_px=round(width * scale), height_px=round(height * scale))


def shown_box() -> Box | None:
    """Return the part of the world the map shows, as it last said; None when it has not yet."""
    window = st.session_state.get("map_window")
    return None if window is None else window.box


def _render_exports(index: EventIndex, selection: Selection, policy: ReleasePolicy | None) -> None:
    number = f"**{counted(len(selection), 'event')}**"
    number = f"What the release leaves of {number}" if policy is not None and policy.withholds else number
    st.markdown(f"{number} as data, with the filter in words and the credits")
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
        st.download_button(
            "About them",
            data=lambda: notes_for(
                f"{FILE_STEM}.*", statement_of(index.store, selection, region_label, policy)
            ).encode(),
            file_name=f"{FILE_STEM}{SUFFIX}",
            mime="text/plain",
            key="export_notes",
            on_click="ignore",
            help="Filter, counts, licence, version and the meaning of each column, to lie beside the file.",
        )
