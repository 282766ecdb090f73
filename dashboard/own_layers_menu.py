"""The layers of whoever runs the dashboard on the page: made of what is shown, each with its switch."""

from __future__ import annotations

import folium
import streamlit as st

from dashboard import data
from dashboard.own_layers import OwnLayersError, to_groups
from geodata.query import EventIndex, Selection

_NAMES = "own_layer_names"


def shown_own_layers(index: EventIndex, selection: Selection) -> list[folium.FeatureGroup]:
    """Return the layers switched on, made anew of the selection; what failed is said on the page."""
    own = data.own_layers()
    if own is None:
        return []
    # geopandas takes half a second to load; a dashboard without such layers does without it.
    from geodata.event_points import event_points

    try:
        groups = to_groups(own, event_points(index, selection))
    except OwnLayersError as error:
        st.session_state["notice"] = f"Your layers are not shown. {error}"
        return []
    st.session_state[_NAMES] = list(groups)
    return [group for name, group in groups.items() if st.session_state.get(_key(name), True)]


def render_own_layers() -> None:
    """Show a switch for each such layer."""
    for name in st.session_state.get(_NAMES, ()):
        st.toggle(name, value=True, key=_key(name))


def _key(name: str) -> str:
    return f"own_layer_{name}"
