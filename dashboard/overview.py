"""The main page: filters, one sentence, map, excerpts and timeline, all showing the same selection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard import data, view
from dashboard.article_view import open_asked_article
from dashboard.event_map import Overlay
from dashboard.excerpts import render_cards, to_card
from dashboard.filters import render_filters, render_undo
from dashboard.map_view import render_map
from dashboard.outcome import render_outcome
from dashboard.overlays import layer_titles, session_overlays
from dashboard.pages import page
from dashboard.symbols import type_symbols
from dashboard.table import render_table
from dashboard.timeline import render_timeline, to_timeline
from dashboard.welcome import render_empty_store, render_welcome
from geodata.model import EventType
from geodata.query import EventFilter, EventIndex, Selection, UnknownRegionError, without

MAP_HEIGHT_PX = 470
MOST_LASTING = 500
"""Events up to which those of several days are drawn as bars of their own; of more, they are only counted."""

TYPES = tuple(EventType)


def render_overview() -> None:
    """Draw the page."""
    open_asked_article()
    data.gazetteer(), data.basemap()
    index = data.index(data.store_name())
    if not len(index):
        render_empty_store(page("add"))
        return
    selection = select(index)
    open_single_spot(index, selection)
    view.write_address(layer_titles())
    # The map goes before the many filters: its frame loads while the rest of the page is drawn.
    render_undo(selection.filter)
    render_welcome()
    render_outcome(index, selection)
    _render_panes(index, selection, session_overlays())
    _render_timeline(index, selection)
    render_filters(index, selection)


def select(index: EventIndex) -> Selection:
    """Return what the view asks for; a region that this machine does not know is dropped with a notice."""
    try:
        return index.select(view.current().wanted)
    except UnknownRegionError as error:
        view.narrow(regions=())
        st.session_state["notice"] = f"The region filter was dropped: {error}."
        return index.select(view.current().wanted)


def open_single_spot(index: EventIndex, selection: Selection) -> None:
    """A click on a pin with one event chooses that event instead of opening a list of one."""
    now = view.current()
    if now.spot is None:
        return
    ids = data.ids_at(index, selection, now.spot.keys)
    if len(ids) == 1:
        view.change(selected=ids[0], spot=None, reveal=now.reveal + 1)


def _render_panes(index: EventIndex, selection: Selection, overlays: list[Overlay]) -> None:
    left, right = st.columns([1.55, 1], gap="small")
    with left, st.container(key="map_pane"):
        render_map(index, selection, overlays, MAP_HEIGHT_PX)
    with right, st.container(key="side_pane"):
        if view.current().pane == "table":
            render_table(index, selection)
        else:
            _render_cards(index, selection)


def _render_cards(index: EventIndex, selection: Selection) -> None:
    now = view.current()
    ids = data.ids_at(index, selection, now.spot.keys) if now.spot else None
    total = len(selection) if ids is None else len(ids)
    shown = list(selection.page(0, now.cards).ids if ids is None else ids[: now.cards])
    if now.selected and now.selected not in shown and selection.position_of(now.selected) is not None:
        shown = [now.selected, *shown]
    relations = selection.relations_of(shown)
    cards = [
        to_card(card, TYPES, selection.filter, relations.get(card.event.id))
        for card in data.cards(data.store_name(), tuple(shown))
    ]
    left = total - min(now.cards, total)
    texts: dict[str, str | None] = {
        "count": f"{len(shown):,} of {total:,} events"
        if left
        else f"{total:,} event{'' if total == 1 else 's'}",
        "banner": f"{total:,} events at {now.spot.label}" if now.spot else None,
        "more": f"Show {min(left, view.MORE_CARDS)} more of {left:,}" if left else None,
        "empty": "No event meets every filter. The line above says which one leaves nothing over.",
    }
    render_cards(
        cards=cards, styles=type_symbols(), texts=texts, selected=now.selected, reveal=str(now.reveal),
        on_act=_card_said,
    )  # fmt: skip


def _card_said(act: Mapping[str, Any]) -> None:
    now = view.current()
    kind = act.get("kind")
    if kind == "select":
        view.change(selected=str(act["id"]))
    elif kind == "more":
        view.change(cards=now.cards + view.MORE_CARDS)
    elif kind == "all":
        view.change(spot=None, cards=view.FIRST_CARDS)
    elif kind == "article":
        st.session_state["open_article"] = str(act["id"])


def _render_timeline(index: EventIndex, selection: Selection) -> None:
    wanted = selection.filter
    context = index.select(without(wanted, "date"))
    zoom: tuple[date, date] | None = st.session_state.get("timeline_zoom")
    nothing_dated = len(context) == context.undated
    # With nothing to show the axis is that of all events, not that of no day at all.
    ends = index.select(EventFilter()).date_range() if nothing_dated else None
    bins = context.timeline(*(zoom or ends or (None, None)))
    ranged = wanted.date_from is not None or wanted.date_to is not None
    chart = to_timeline(
        bins,
        shown=(wanted.date_from, wanted.date_to),
        undated=sum(bins.undated.values()),
        undated_shown=wanted.include_undated or not ranged,
        zoomed=zoom is not None,
        lasting=data.lasting_events(index, context) if len(context) <= MOST_LASTING else (),
    )
    with st.container(key="timeline_pane"):
        render_timeline(chart, type_symbols(), _timeline_said)


def _timeline_said(act: Mapping[str, Any]) -> None:
    wanted = view.current().wanted
    kind = act.get("kind")
    if kind == "range":
        ends = [date.fromisoformat(act[name]) if act.get(name) else None for name in ("from", "to")]
        playing = bool(act.get("playing"))
        if playing and not st.session_state.get("playing"):
            # The filter as it was before the first step is what undo returns to.
            st.session_state["undo"] = [*st.session_state.get("undo", []), wanted]
        st.session_state["playing"] = playing
        view.change(undoable=not playing, wanted=replace(wanted, date_from=ends[0], date_to=ends[1]))
    elif kind == "undated":
        view.narrow(include_undated=not wanted.include_undated)
    elif kind == "zoom" and wanted.date_from and wanted.date_to:
        st.session_state["timeline_zoom"] = (wanted.date_from, wanted.date_to)
    elif kind == "unzoom":
        st.session_state.pop("timeline_zoom", None)
