"""The table twin: everything the map and the cards show, sortable and usable by keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import data, view
from dashboard.safe_text import plain
from dashboard.shown_value import changed, key_showing
from dashboard.wording import ORDER_NAMES, describe_interval, describe_place, describe_toll, other_doubts
from geodata.amounts import counted
from geodata.query import Doubt, EventFilter, EventIndex, Order, Relation, Selection, doubts_of
from geodata.query.questions import ids_at
from geodata.store import EventCard

PAGE_ROWS = 200

# The widest that a column is made for its longest words, in pixels: what is longer goes on in the cell.
MOST_WIDE = {"When": 160, "Where": 340, "What": 250, "Toll": 190, "Not sure": 270}
# The same beside the map, where day, place and the beginning of what happened have room on a small screen.
MOST_BESIDE = MOST_WIDE | {"When": 112, "Where": 145, "What": 133}
_CHARACTER_PX, _EDGES_PX = 6.9, 18


def to_row(card: EventCard, wanted: EventFilter, relation: Relation | None = None) -> dict[str, object]:
    """Return one event of a filter's answer as a row; texts are neutral and short."""
    event, lead = card.event, card.event.lead
    where, note = describe_place(lead)
    return {
        "When": describe_interval(lead.date_start, lead.date_end),
        "Where": plain(where, 80) + (f" ({note})" if note else ""),
        "What": lead.sub_event_type.value,
        "Toll": describe_toll(event) or "",
        "Not sure": "; ".join(other_doubts(doubts_of(event, wanted, relation))),
        "Excerpt": plain(card.sources[0].excerpt, 240),
        "Outlet": plain(card.sources[0].outlet, 40),
        "Reports": len(event.reports),
        "First day": lead.date_start,
        "Event": event.id,
    }


def widths_of(rows: Sequence[Mapping[str, object]], most: Mapping[str, int] = MOST_WIDE) -> dict[str, int]:
    """Return how wide each of the columns must be for its longest words, in pixels, by name."""
    head = {name: name for name in most}
    longest = {name: max(len(str(row[name])) for row in (*rows, head)) for name in most}
    return {name: min(most[name], round(_EDGES_PX + _CHARACTER_PX * n)) for name, n in longest.items()}


def render_table(index: EventIndex, selection: Selection) -> None:
    """Show a page of the selection in the chosen order; choosing a row chooses the event."""
    now = view.current()
    order = now.order
    ids = ids_at(index, selection, now.spot.keys, order) if now.spot else None
    total = len(selection) if ids is None else len(ids)
    pages = max(1, -(-total // PAGE_ROWS))
    left, right = st.columns([3, 2], gap="small", vertical_alignment="bottom") if pages > 1 else (st, st)
    key = key_showing("table_order", order)
    left.selectbox(
        "Order", list(Order), list(Order).index(order), format_func=ORDER_NAMES.__getitem__, key=key,
        label_visibility="collapsed", on_change=changed(key, lambda chosen: view.change(order=chosen)),
    )  # fmt: skip
    start = (_chosen_page(right, pages) - 1) * PAGE_ROWS
    shown = selection.page(start, PAGE_ROWS, order).ids if ids is None else ids[start : start + PAGE_ROWS]
    _render_rows(tuple(shown), now, selection)
    unsure = selection.possibly_in_period if order is Order.NEWEST else 0
    last = f"; what is {Doubt.POSSIBLY_IN_PERIOD} comes last" if unsure else ""
    st.caption(
        f"Rows {min(start + 1, total):,}–{start + len(shown):,} of {total:,}, {ORDER_NAMES[order]}{last}."
    )


def _chosen_page(place: DeltaGenerator | ModuleType, pages: int) -> int:
    """Ask for the page, where there are several."""
    if pages == 1:
        return 1
    if st.session_state.get("table_page", 1) > pages:
        st.session_state["table_page"] = 1
    return int(place.number_input(f"Page (of {pages:,})", 1, pages, key="table_page"))


def _render_rows(shown: tuple[str, ...], now: view.View, selection: Selection) -> None:
    relations = selection.relations_of(shown)
    rows = [
        to_row(card, selection.filter, relations.get(card.event.id))
        for card in data.cards(data.store_name(), shown)
    ]
    widths = widths_of(rows, MOST_WIDE if now.pane == "wide" else MOST_BESIDE)
    key = f"table_rows_{hash((shown, now.reveal))}"

    def chosen() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows:
            view.change(selected=shown[rows[0]])

    st.dataframe(
        pd.DataFrame(rows), height="stretch", hide_index=True, key=key, on_select=chosen,
        selection_mode="single-row",
        column_config={
            "First day": st.column_config.DateColumn(
                format="YYYY-MM-DD", help="To sort by; empty where no first possible day is known"
            ),
            "Event": None,
            **{name: st.column_config.TextColumn(width=px) for name, px in widths.items()},
            "Excerpt": st.column_config.TextColumn(width="large"),
        },
        alt=f"Table of {counted(len(shown), 'event')} with date, type, place, toll, excerpt and outlet",
    )  # fmt: skip
