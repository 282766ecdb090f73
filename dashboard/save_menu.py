"""The menus for taking the view along (snapshot, export, link) and for layers put over the map."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import data
from dashboard.overlays import render_overlay_form
from geodata.export import FORMATS, export_bytes
from geodata.query import EventIndex, Selection

FILE_STEM = "conflict-map"


def region_label(place_id: str) -> str:
    """Return a region's name for sentences, its id when this machine does not know it."""
    return data.regions().get(place_id, place_id)


def render_save_menu(index: EventIndex, selection: Selection) -> None:
    """Show the menus; files are made when they are asked for, not before."""
    with st.popover("Save", icon=":material/download:", disabled=not len(selection)):
        _render_exports(index, selection)
        st.caption(
            "The page's address is the view itself: copy it to share the filter, the chosen event and the "
            "map's position."
        )
    with st.popover("Layers", icon=":material/layers:"):
        render_overlay_form()


def _render_exports(index: EventIndex, selection: Selection) -> None:
    st.markdown(f"**{len(selection):,} events** as shown, with the filter in words and the credits:")
    with st.container(horizontal=True, gap="small", key="export_buttons"):
        for known in FORMATS:
            st.download_button(
                known.name,
                data=partial(export_bytes, index.store, selection, known.suffix, names=region_label),
                file_name=f"{FILE_STEM}{known.suffix}",
                mime=known.media_type,
                key=f"export_{known.suffix.lstrip('.')}",
                on_click="ignore",
            )
