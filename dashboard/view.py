"""The one view of a session: its filter, the chosen event, the opened spot; with undo, reset and its link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard.safe_text import plain
from geodata.query import EventFilter, Order, from_query, to_query

EVERYTHING = EventFilter()
UNDO_DEPTH = 50
MOST_LAYERS = 5
MOST_TITLE = 140
"""Layers that a link can name, and characters of each one's title."""

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
    """Return the view of this session; the first time, the one its link asks for."""
    if "view" not in st.session_state:
        asked = st.query_params.to_dict()
        wanted, problems = from_query(asked)
        pane = asked.get("pane") if asked.get("pane") in ("cards", "table", "trends") else "cards"
        st.session_state["view"] = View(
            wanted=wanted,
            selected=asked.get("event"),
            pane=pane or "cards",
            reveal=1,
            drawing="shades" if asked.get("draw") == "shades" else "marks",
            order=next((order for order in Order if order == asked.get("order")), Order.NEWEST),
        )
        st.session_state["missing_layers"] = _read_layers(asked.get("layers", ""))
        st.session_state["link_problems"] = (*problems, *_say_missing(st.session_state["missing_layers"]))
        st.session_state["undo"] = []
    view: View = st.session_state["view"]
    return view


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
    shown = st.query_params.to_dict()
    if "map" in shown:
        link["map"] = shown["map"]
    if link != shown:
        st.query_params.from_dict(link)
