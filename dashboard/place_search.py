"""The search "within N km of a place": a name from the offline table of places, or coordinates as typed."""

from __future__ import annotations

import re

import streamlit as st

from dashboard import data, view
from dashboard.safe_text import plain
from geodata.gazetteer import Gazetteer
from geodata.query import EventFilter, Near

RADII_KM = (5, 10, 25, 50, 100, 200)
OFFERED = 8
_PAIR = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*°?\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*")


def find_points(typed: str, gazetteer: Gazetteer) -> list[tuple[str, float, float]]:
    """Return (label, latitude, longitude) for coordinates or for the places a name could mean."""
    pair = _PAIR.fullmatch(typed)
    if pair:
        latitude, longitude = float(pair[1]), float(pair[2])
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            return [(f"{latitude:g}, {longitude:g}", latitude, longitude)]
        return []
    if not typed.strip():
        return []
    found = list(gazetteer.candidates(typed.strip())) or gazetteer.search(typed.strip(), OFFERED)
    return [(place.label, place.latitude, place.longitude) for place in found[:OFFERED]]


def render_near(wanted: EventFilter) -> None:
    """Show the search; choosing a place sets the filter and moves the map there."""
    near = wanted.near
    left, right = st.columns([5, 3], gap="small", vertical_alignment="bottom")
    typed = left.text_input(
        "Near a place", key="near_typed", placeholder="Izium or 49.21, 37.28", max_chars=80,
        on_change=_typed,
    )  # fmt: skip
    right.selectbox(
        "km", RADII_KM, index=2, key="near_km", format_func=lambda km: f"{km} km",
        label_visibility="collapsed", on_change=_radius_changed,
    )  # fmt: skip
    if near is not None:
        st.button(
            f"Within {near.km:g} km of {plain(near.label, 40)}", icon=":material/close:", key="drop_near",
            width="stretch", on_click=lambda: view.narrow(near=None), help="Drop this filter",
        )  # fmt: skip
    points = find_points(typed, data.gazetteer())
    if typed and not points:
        st.caption("No place of that name in the table; try another spelling or coordinates.")
    if len(points) > 1:
        labels = [label for label, _, _ in points]
        st.selectbox("Which one?", labels, key="near_choice", on_change=_chosen, args=(points,))


def _typed() -> None:
    points = find_points(st.session_state["near_typed"], data.gazetteer())
    st.session_state.pop("near_choice", None)
    if points:
        _go_to(points[0])


def _chosen(points: list[tuple[str, float, float]]) -> None:
    label = st.session_state["near_choice"]
    _go_to(next(point for point in points if point[0] == label))


def _go_to(point: tuple[str, float, float]) -> None:
    label, latitude, longitude = point
    near = Near(latitude=latitude, longitude=longitude, km=st.session_state.get("near_km", 25), label=label)
    view.narrow(near=near)
    view.change(fit=view.current().fit + 1)


def _radius_changed() -> None:
    near = view.current().wanted.near
    if near is not None:
        _go_to((near.label, near.latitude, near.longitude))
