"""The small map of the place bench: numbered candidates, lines for what would move, a click for a point."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shapely
import streamlit as st
from streamlit_folium import st_folium

from dashboard import data, leaflet
from dashboard.acts import act_of
from dashboard.event_map import to_feature_group, to_map
from dashboard.map_records import MapUpdate, Mark, Overlay
from dashboard.place_choice import Choice
from dashboard.safe_text import plain
from dashboard.symbols import OUTLINES, Symbol
from geodata.amounts import counted
from geodata.store.moves import Move

HEIGHT_PX = 260
MARGIN = 0.6
"""Degrees around the places, so that a lone one is seen among towns and borders."""
MOVE_COLOR = "#d63f7c"
_STYLES = (
    Symbol(name="Chosen now", light="#0b5fb0", dark="#7cc0ff", corners=OUTLINES["circle"]),
    Symbol(name="Chosen instead", light=MOVE_COLOR, dark="#ff8ab5", corners=OUTLINES["star"]),
    Symbol(name="Could be", light="#6b7280", dark="#9aa4b2", corners=OUTLINES["square"]),
)
_NOW, _INSTEAD, _COULD_BE = range(3)


def render_place_map(
    key: str,
    choices: Sequence[Choice],
    now: str | None,
    chosen: int | None,
    moves: Sequence[Move],
    on_pick: Callable[[int | None, tuple[float, float] | None], None],
) -> None:
    """Show the choices that have a point; ``on_pick`` gets the number of a clicked one, or a clicked point.

    ``now`` is the id of the place that the name is set to.
    """
    marks = [
        _mark(number, choice, now, chosen)
        for number, choice in enumerate(choices)
        if choice.place is not None
    ]
    if not marks:
        return
    lows = min(m.latitude for m in marks) - MARGIN, min(m.longitude for m in marks) - MARGIN
    highs = max(m.latitude for m in marks) + MARGIN, max(m.longitude for m in marks) + MARGIN
    update = MapUpdate(
        styles=_STYLES,
        marks=marks,
        overlays=_lines(moves),
        fit=((*lows, *highs), f"{key} {len(marks)}"),
        summary="Map of the places that it could be; a click sets a point",
    )
    widget = f"{key}-map"

    def said() -> None:
        pick = act_of(widget, "pick")
        if pick is None or pick.number("seq") == st.session_state.get(f"{widget}-seen"):
            return
        st.session_state[f"{widget}-seen"] = pick.number("seq")
        keys, at = pick.texts("keys"), pick.numbers("at")
        if keys and keys[0].isdecimal():
            on_pick(int(keys[0]), None)
        elif len(at) == 2:
            on_pick(None, (at[0], at[1]))

    with st.container(key=f"{key}_place_map"):
        st_folium(
            to_map(leaflet.script_links(data.basemap()), [], small=True), key=widget,
            feature_group_to_add=to_feature_group(update), returned_objects=[], height=HEIGHT_PX, width=None,
            on_change=said,
        )  # fmt: skip


def _mark(number: int, choice: Choice, now: str | None, chosen: int | None) -> Mark:
    place = choice.place
    assert place is not None
    kind = _INSTEAD if number == chosen and place.id != now else _NOW if place.id == now else _COULD_BE
    return Mark(
        latitude=place.latitude, longitude=place.longitude, key=str(number), counts={kind: 1},
        label=f"{number + 1} {plain(choice.label, 50)}",
    )  # fmt: skip


def _lines(moves: Sequence[Move]) -> list[Overlay]:
    return [
        Overlay(
            name=f"{counted(move.events, 'event')} moved",
            color=MOVE_COLOR,
            geometry=shapely.LineString(
                [(move.was.longitude, move.was.latitude), (move.now.longitude, move.now.latitude)]
            ),
        )
        for move in moves
        if move.was is not None and move.now is not None and move.was.id != move.now.id
    ]
