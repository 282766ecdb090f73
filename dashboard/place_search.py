"""The search "within N km of a place": a name from the offline table of places, or coordinates as typed."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st
from geopy.geocoders.base import Geocoder

from dashboard import data, view
from dashboard.online_places import answers, render_ask
from dashboard.safe_text import plain
from dashboard.shown_value import changed, key_showing
from geodata.geocoder import locate
from geodata.query import EventFilter, Near

RADII_KM = (5, 10, 25, 50, 100, 200)
MOST_NAMESAKES = 60


def find_points(typed: str, geocoder: Geocoder) -> list[tuple[str, float, float]]:
    """Return (label, latitude, longitude) for coordinates or for the places a geocoder knows by a name."""
    found = locate(typed, geocoder, MOST_NAMESAKES)
    return [(place.address, place.latitude, place.longitude) for place in found]


def render_near(wanted: EventFilter, used: Collection[str]) -> None:
    """Show the search; one place of that name sets the filter and moves the map, of several one is chosen."""
    near = wanted.near
    left, right = st.columns([5, 3], gap="small", vertical_alignment="bottom")
    asked = st.session_state.get("near_asked", "")
    key = key_showing("near_typed", asked)
    typed = left.text_input(
        "Near a place", asked, key=key, placeholder="Izium or 49.21, 37.28", max_chars=80,
        on_change=changed(key, lambda asked: _ask(asked, used)),
    )  # fmt: skip
    right.selectbox(
        "km", RADII_KM, index=2, key="near_km", format_func=lambda km: f"{km} km",
        label_visibility="collapsed", on_change=_radius_changed,
    )  # fmt: skip
    points = find_points(typed, data.geocoder(used)) if typed else []
    if typed and not points:
        st.caption("No place of that name in the table; try another spelling or coordinates.")
        render_ask("near", typed)
        points = [(p.address, p.latitude, p.longitude) for p in answers("near", typed)]
    if len(points) > 1 or (points and answers("near", typed)):
        called = "place is" if len(points) == 1 else "places are"
        st.selectbox(
            f"{len(points)} {called} called that. Which one?", [label for label, _, _ in points],
            index=None, key="near_choice", on_change=_chosen, args=(points,), placeholder="Choose one",
            format_func=lambda label: plain(label, 90),
        )  # fmt: skip
    if near is not None:
        st.button(
            f"Within {near.km:g} km of {plain(near.label, 40)}", icon=":material/close:", key="drop_near",
            width="stretch", on_click=_drop, help="Drop this filter",
        )  # fmt: skip


def _drop() -> None:
    st.session_state["near_asked"] = ""
    view.narrow(near=None)


def _ask(asked: str, used: Collection[str]) -> None:
    """Take the one place of that name; among several the reader is asked, and the filter waits."""
    st.session_state["near_asked"] = asked
    points = find_points(asked, data.geocoder(used))
    st.session_state.pop("near_choice", None)
    if len(points) == 1:
        _go_to(points[0])


def _chosen(points: list[tuple[str, float, float]]) -> None:
    label = st.session_state["near_choice"]
    if label is not None:
        _go_to(next(point for point in points if point[0] == label))


def _go_to(point: tuple[str, float, float]) -> None:
    label, latitude, longitude = point
    near = Near(latitude=latitude, longitude=longitude, km=st.session_state.get("near_km", 25), label=label)
    view.narrow(near=near)
    view.show_events()


def _radius_changed() -> None:
    near = view.current().wanted.near
    if near is not None:
        _go_to((near.label, near.latitude, near.longitude))
