"""The main page: filters, one sentence, map, excerpts and timeline, all showing the same selection."""

from __future__ import annotations

import streamlit as st

from dashboard import data, view
from dashboard.acts import Act
from dashboard.article_view import open_asked_article
from dashboard.comparing import listed_overlays
from dashboard.excerpts import render_cards, to_card
from dashboard.filters import render_filters, render_undo
from dashboard.keeper import render_keeper
from dashboard.map_records import Overlay
from dashboard.map_view import render_map
from dashboard.messages import CardTexts
from dashboard.open_file import render_drop
from dashboard.outcome import render_nothing, render_outcome
from dashboard.overlays import layer_titles, session_overlays
from dashboard.own_layers_menu import OwnGroups, make_own_layers, switched_on
from dashboard.review_page import open_asked_review
from dashboard.symbols import type_symbols
from dashboard.table import render_table
from dashboard.tables_page import listed_of, shows_tables
from dashboard.timeline_pane import render_timeline_pane, settle_playback
from dashboard.trends import render_trends
from dashboard.welcome import render_empty_store, render_welcome
from geodata.model import EventType
from geodata.query import Counting, EventIndex, Order, Selection, UnknownRegionError
from geodata.query.questions import ids_at
from geodata.regions import is_region

MAP_HEIGHT_PX = 470
TYPES = tuple(EventType)


def render_overview() -> None:
    """Draw the page."""
    open_asked_article()
    open_asked_review()
    data.gazetteer(), data.basemap()
    index = data.index(data.store_name())
    if not len(index):
        render_empty_store()
        return
    settle_playback()
    view.follow_address()
    selection = select(index)
    open_single_spot(index, selection)
    view.write_address(layer_titles())
    # The map goes before the many filters: its frame loads while the rest of the page is drawn.
    render_undo(selection.filter)
    render_welcome()
    groups = make_own_layers(index, selection)
    render_outcome(index, selection)
    tables = listed_overlays(listed_of(data.store_name()), selection.filter) if shows_tables() else []
    _render_panes(index, selection, [*session_overlays(), *tables], groups)
    render_timeline_pane(index, selection)
    render_filters(index, selection)
    render_drop(index)
    render_keeper()


def select(index: EventIndex) -> Selection:
    """Return what the view asks for; regions that this machine does not know are dropped with a notice."""
    try:
        return index.select(view.current().wanted)
    except UnknownRegionError as error:
        view.narrow(regions=tuple(filter(is_region, view.current().wanted.regions)))
        st.session_state["notice"] = f"A region was dropped from the filter: {error}."
        return index.select(view.current().wanted)


def open_single_spot(index: EventIndex, selection: Selection) -> None:
    """A click on a pin with one event chooses that event instead of opening a list of one."""
    now = view.current()
    if now.spot is None:
        return
    ids = ids_at(index, selection, now.spot.keys)
    if len(ids) == 1:
        view.change(selected=ids[0], spot=None, reveal=now.reveal + 1)


def _render_panes(
    index: EventIndex, selection: Selection, overlays: list[Overlay], groups: OwnGroups
) -> None:
    left, right = st.columns([1.55, 1], gap="small")
    with left, st.container(key="map_pane"):
        render_map(index, selection, overlays, MAP_HEIGHT_PX, switched_on(groups))
    with right, st.container(key="side_pane"):
        if not len(selection):
            render_nothing(index, selection)
        if view.current().pane == "table":
            render_table(index, selection)
        elif view.current().pane == "wide":
            with st.container(key="wide_table"):
                render_table(index, selection)
        elif view.current().pane == "trends":
            render_trends(index, selection)
        else:
            _render_cards(index, selection)


def _render_cards(index: EventIndex, selection: Selection) -> None:
    now = view.current()
    ids = ids_at(index, selection, now.spot.keys, now.order) if now.spot else None
    total = len(selection) if ids is None else len(ids)
    shown = list(selection.page(0, now.cards, now.order).ids if ids is None else ids[: now.cards])
    if now.selected and now.selected not in shown and selection.position_of(now.selected) is not None:
        shown = [now.selected, *shown]
    relations = selection.relations_of(shown)
    cards = [
        to_card(card, TYPES, selection.filter, relations.get(card.event.id))
        for card in data.cards(data.store_name(), tuple(shown))
    ]
    left = total - min(now.cards, total)
    events = Counting.EVENTS.said(total)
    texts: CardTexts = {
        "count": (f"{len(shown):,} of {events}" if left else events) + _reports_of(selection, ids),
        "banner": f"{events} at {now.spot.label}" if now.spot else None,
        "more": f"Show {min(left, view.MORE_CARDS)} more of {left:,}" if left else None,
        "empty": "No event meets every filter. What is said above leaves nothing over.",
    }
    render_cards(
        cards=cards, styles=type_symbols(), texts=texts, selected=now.selected, reveal=str(now.reveal),
        order=now.order, on_act=_card_said,
    )  # fmt: skip


def _reports_of(selection: Selection, ids: list[str] | None) -> str:
    """Return how many reports tell of the events in the list, where reports are counted."""
    if selection.filter.counting is Counting.EVENTS:
        return ""
    return f", {Counting.REPORTS.said(selection.count if ids is None else selection.count_of(ids))}"


def _card_said(act: Act) -> None:
    now = view.current()
    kind = act.kind
    if kind == "select":
        view.change(selected=act.text("id"))
    elif kind == "order":
        chosen = next((order for order in Order if order == act.text("order")), Order.NEWEST)
        view.change(order=chosen, cards=view.FIRST_CARDS)
    elif kind == "more":
        view.change(cards=now.cards + view.MORE_CARDS)
    elif kind == "all":
        view.change(spot=None, cards=view.FIRST_CARDS)
    elif kind in ("check", "article"):
        st.session_state["open_review" if kind == "check" else "open_article"] = act.text("id")
        view.note_place(act.text("place"))
