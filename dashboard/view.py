"""The one view of a session: its filter, the chosen event, the opened spot; with undo, reset and its link."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard.safe_text import plain
from geodata.query import EventFilter, Order, from_query, to_query

EVERYTHING = EventFilter()
UNDO_DEPTH = 50
MOST_LAYERS = 5
MOST_TITLE = 140
"""Layers that a link can name, and characters of each one's title."""

LATE_SECONDS = 1.0
"""How long after a new address was written the browser may still tell the one before."""

PANES = ("cards", "table", "wide", "trends")
"""What can stand beside the map; the wide table stands in its place."""

NOT_OF_VIEW = ("map", "article", "view")
"""Parameters of an address beside those of the view: the map's position and what other pages write."""

_PLACE = re.compile(r"-?\d{1,3}(\.\d+)?,-?\d{1,3}(\.\d+)?,\d{1,2}(\.\d+)?")

FIRST_CARDS = 20
MORE_CARDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What was opened on the map: the keys of the points, cells or areas under the click, and their name."""

    keys: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything a link restores except the map's position, which the map itself writes and reads.

    ``drawing`` is how events are put on the map, "marks" or "shades" (first-level units by their number);
    ``order`` is that of cards and table.
    ``reveal`` changes whenever the list should scroll to the selected card; ``fit`` whenever the map
    should move: to the region ``focus`` or, without one, to the filtered events.
    """

    wanted: EventFilter = EVERYTHING
    selected: str | None = None
    spot: Spot | None = None
    pane: str = "cards"
    drawing: str = "marks"
    order: Order = Order.NEWEST
    cards: int = FIRST_CARDS
    reveal: int = 0
    fit: int = 0
    focus: str | None = None


def current() -> View:
    """Return the view of this session; the first time, the one its link asks for.

    The address of the other pages carries the map's in ``view``.
    """
    if "view" not in st.session_state:
        asked = st.query_params.to_dict()
        if "view" in asked:
            asked = dict(parse_qsl(asked["view"]))
            st.session_state["map_place"] = st.session_state["last_place"] = asked.get("map")
        made, problems = _asked_view(asked)
        st.session_state["view"] = made
        st.session_state["missing_layers"] = _read_layers(asked.get("layers", ""))
        st.session_state["link_problems"] = (*problems, *_say_missing(st.session_state["missing_layers"]))
        st.session_state["undo"] = []
    view: View = st.session_state["view"]
    return view


def _asked_view(asked: Mapping[str, str]) -> tuple[View, tuple[str, ...]]:
    """Return the view that a link asks for and what of it was left out."""
    wanted, problems = from_query(asked)
    pane = asked.get("pane") if asked.get("pane") in PANES else "cards"
    made = View(
        wanted=wanted,
        selected=asked.get("event"),
        pane=pane or "cards",
        reveal=1,
        drawing="shades" if asked.get("draw") == "shades" else "marks",
        order=next((order for order in Order if order == asked.get("order")), Order.NEWEST),
    )
    return made, problems


def follow_address() -> None:
    """Take over the view of an address that the browser went back or forward to.

    An address that a moment ago was ours may only be late; one without a view, come to from another page,
    means the view of this session.
    """
    shown = {name: text for name, text in st.query_params.to_dict().items() if name not in NOT_OF_VIEW}
    written, at = st.session_state.get("written", (None, 0.0))
    elsewhere = st.session_state.pop("elsewhere", False)
    if elsewhere and "map" not in st.query_params:
        st.session_state["map_place"] = st.session_state.get("last_place")
    changed = st.session_state.pop("view_changed", False)
    if written is None or shown == written or changed or time.monotonic() - at < LATE_SECONDS:
        return
    if elsewhere and not shown:
        return
    _take_over(shown)


def open_link(text: str) -> None:
    """Show the view of a link's parameters, as one step that undo goes back from."""
    problems = _take_over(dict(parse_qsl(text)))
    st.session_state["link_problems"] = problems
    show_events()


def _take_over(link: Mapping[str, str]) -> tuple[str, ...]:
    """Make the view of a link this session's; return what of it was left out."""
    asked, problems = _asked_view(link)
    change(wanted=asked.wanted, selected=asked.selected, pane=asked.pane, spot=None)
    change(drawing=asked.drawing, order=asked.order, reveal=current().reveal + 1)
    return problems


def change(*, undoable: bool = True, **parts: Any) -> None:
    """Replace parts of the view; a new filter closes the opened spot and can be undone.

    The steps of a playback are not ``undoable``: undo goes back to before it.
    """
    before = current()
    if "wanted" in parts and parts["wanted"] != before.wanted:
        if undoable:
            st.session_state["undo"] = [*st.session_state["undo"], before.wanted][-UNDO_DEPTH:]
        parts = {"spot": None, "cards": FIRST_CARDS, **parts}
    st.session_state["view"] = replace(before, **parts)
    st.session_state["view_changed"] = True


def narrow(**fields: Any) -> None:
    """Change single fields of the filter."""
    change(wanted=replace(current().wanted, **fields))


def show_events() -> None:
    """Have the map move to the filtered events."""
    change(fit=current().fit + 1, focus=None)


def show_region(place_id: str) -> None:
    """Have the map move to a region."""
    change(fit=current().fit + 1, focus=place_id)


def undo() -> None:
    """Go back to the filter before the last change."""
    if not st.session_state["undo"]:
        return
    *earlier, last = st.session_state["undo"]
    change(wanted=last)
    st.session_state["undo"] = earlier
    st.session_state["undo_known"] = True


def reset() -> None:
    """Show everything again, and the whole of it on the map."""
    change(wanted=EventFilter(), selected=None, spot=None)
    show_events()


def _read_layers(text: str) -> tuple[str, ...]:
    """Return the titles of the layers that a link names; their content is on the machine it was made on."""
    titles = (plain(title, MOST_TITLE) for title in text.split("|"))
    return tuple(dict.fromkeys(title for title in titles if title.strip()))[:MOST_LAYERS]


def _say_missing(titles: tuple[str, ...]) -> tuple[str, ...]:
    if not titles:
        return ()
    listed = "; ".join(f"“{title}”" for title in titles)
    return (
        "The link names layers that lay over the map and cannot contain them. Ask whoever sent it for the "
        f"files and lay them over the map under Layers: {listed}.",
    )


def write_address(layers: Sequence[str] = ()) -> None:
    """Put the view into the page's address; the map's own part of it stays as the map wrote it.

    ``layers`` are the titles of what lies over the map: a link names them and cannot carry them.
    """
    link = _to_link(layers)
    st.session_state["view_changed"] = False
    if st.session_state.get("written", ({}, 0.0))[0] != link:
        st.session_state["written"] = (link, time.monotonic())
    shown = st.query_params.to_dict()
    place = st.session_state.pop("map_place", None)
    place = st.session_state.pop("told_place", None) or shown.get("map", place)
    if place:
        st.session_state["last_place"] = place
        link = {**link, "map": place}
    if link != shown:
        st.query_params.from_dict(link)


def note_place(text: str) -> None:
    """Take over where the browser says the map is, ahead of what its address said when it last told it."""
    if _PLACE.fullmatch(text):
        st.session_state["told_place"] = text


def write_other_address(**own: str) -> None:
    """Put what another page shows into its address, with the map's view, to which it leads back."""
    st.session_state["elsewhere"] = True
    link = other_address(**own)
    if link != st.query_params.to_dict():
        st.query_params.from_dict(link)


def other_address(**own: str) -> dict[str, str]:
    """Return the parameters of another page's address: its own and, in ``view``, those of the map."""
    view = map_address()
    return {**own, "view": urlencode(view)} if view else own


def map_address() -> dict[str, str]:
    """Return the parameters of the map page's address for the view of this session."""
    place = st.session_state.get("map_place") or st.session_state.get("last_place")
    return {**_to_link(()), "map": place} if place else _to_link(())


def _to_link(layers: Sequence[str]) -> dict[str, str]:
    """Return the view as the parameters of a link, without the position of the map."""
    view = current()
    link = to_query(view.wanted)
    if view.selected:
        link["event"] = view.selected
    if view.pane != "cards":
        link["pane"] = view.pane
    if view.order is not Order.NEWEST:
        link["order"] = view.order.value
    if view.drawing != "marks":
        link["draw"] = view.drawing
    named = dict.fromkeys((*layers, *st.session_state.get("missing_layers", ())))
    if named:
        link["layers"] = "|".join(title.replace("|", "/") for title in named)
    return link
