"""The layers of whoever runs the dashboard on the page: made of what is shown, each with its switch."""

from __future__ import annotations

import folium
import streamlit as st

from dashboard import data
from dashboard.own_layers import OwnLayersError, to_groups
from dashboard.release_menu import is_previewed
from geodata.query import EventIndex, Selection

OwnGroups = dict[str, folium.FeatureGroup]

_NAMES = "own_layer_names"


def make_own_layers(index: EventIndex, selection: Selection) -> OwnGroups:
    """Return the layers by name, made anew of the selection; none where they failed, which the page says.

    While a release is previewed there are none: they would show what it keeps back.
    """
    own = data.own_layers()
    if own is None or is_previewed(selection):
        return {}
    # geopandas takes half a second to load; a dashboard without such layers does without it.
    from geodata.event_points import event_points

    try:
        groups = to_groups(own, event_points(index, selection))
    except OwnLayersError as error:
        st.session_state["notice"] = f"Your layers are not shown. {error}"
        return {}
    st.session_state[_NAMES] = list(groups)
    return groups


def switched_on(groups: OwnGroups) -> list[folium.FeatureGroup]:
    """Return those of the layers whose switch is on."""
    return [group for name, group in groups.items() if st.session_state.get(_key(name), True)]


def render_own_layers() -> None:
    """Show a switch for each such layer."""
    for name in st.session_state.get(_NAMES, ()):
        st.toggle(name, value=True, key=_key(name))


def _key(name: str) -> str:
    return f"own_layer_{name}"
