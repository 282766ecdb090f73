"""The menu for taking the view along: snapshot, export, overlays and the link."""

from __future__ import annotations

import streamlit as st

from dashboard.overlays import render_overlay_form
from geodata.query import EventIndex, Selection


def render_save_menu(index: EventIndex, selection: Selection) -> None:
    """Show the menu."""
    with st.popover("Layers", icon=":material/layers:"):
        render_overlay_form()
