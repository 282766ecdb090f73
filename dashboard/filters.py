"""The side bar: one widget per filter, all of them drawn from the view and writing back to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from dashboard import data, view
from dashboard.place_search import render_near
from dashboard.presets import WHOLE, Period, preset_named, presets_of
from dashboard.region_box import render_region_box
from dashboard.safe_text import plain
from dashboard.shown_value import changed, key_showing
from dashboard.symbols import type_symbols
from dashboard.type_tree import TypeChoice, render_type_tree
from geodata.model import Attribution, Certainty, DatePrecision, PlacePrecision
from geodata.query import ByDayRule, Clock, DateRule, EventFilter, EventIndex, Selection
from geodata.query.questions import actors, outlets

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)

CLOCK_NAMES = {Clock.OCCURRED: "occurred", Clock.REPORTED: "was reported"}
RULE_NAMES = {
    DateRule.OVERLAPS: "overlaps the period",
    DateRule.STARTS_IN: "starts in the period",
    DateRule.CERTAINLY_WITHIN: "surely within the period",
}
BY_DAY_NAMES = {
    ByDayRule.DAY_IN: "on that day alone",
    ByDayRule.POSSIBLE: "wherever it may lie",
    ByDayRule.LEFT_OUT: "never",
}
_T = TypeVar("_T")
MAX_OPTIONS = 2_000
"""Outlets or actors offered in a list; the busiest come first."""


def bound(field: str, key: str, read: Callable[[Any], object] = lambda value: value) -> Callable[[], None]:
    """Return what a widget calls when it changes: puts its value into a field of the filter."""
    return changed(key, lambda value: view.narrow(**{field: read(value)}))


def render_filters(index: EventIndex, selection: Selection) -> None:
    """Show every filter in the side bar, below what is there."""
    wanted = view.current().wanted
    with st.sidebar:
        _render_words(wanted)
        _render_dates(wanted, index)
        _render_places(wanted, index)
        st.markdown("**What happened**")
        render_type_tree(
            wanted, selection.type_counts(), selection.type_counts_by_day(), type_symbols(), _choose_types
        )
        _render_when_open("Toll, actors, sources", lambda: _render_sources(wanted, index))
        _render_when_open("Certainty", lambda: _render_certainty(wanted))


def _choose_types(choice: TypeChoice) -> None:
    types, sub_types = choice
    view.narrow(event_types=types, sub_event_types=sub_types)


def render_undo(wanted: EventFilter) -> None:
    """Show at the top of the side bar the ways back."""
    left, right = st.sidebar.columns(2, gap="small")
    nothing = not st.session_state.get("undo")
    left.button(
        "Undo",
        icon=":material/undo:",
        on_click=view.undo,
        disabled=nothing,
        width="stretch",
        key="undo_button",
    )
    right.button(
        "Reset", icon=":material/restart_alt:", on_click=view.reset, disabled=wanted == EventFilter(),
        width="stretch", key="reset_button",
    )  # fmt: skip


def _render_words(wanted: EventFilter) -> None:
    key = key_showing("filter_words", wanted.words)
    st.text_input(
        "Words in excerpt or place",
        value=wanted.words,
        key=key,
        placeholder='shelling "power plant" -drill',
        help="All words must occur; “quotes” keep a phrase together; a minus leaves a word out.",
        on_change=bound("words", key),
        max_chars=300,
    )


def _render_dates(wanted: EventFilter, index: EventIndex) -> None:
    days = {"From": wanted.date_from, "To": wanted.date_to}
    keys = [key_showing(f"filter_{label.lower()}", day) for label, day in days.items()]
    for key, (label, day) in zip(keys, days.items(), strict=True):
        words, field = st.columns([1, 4], gap="small", vertical_alignment="center")
        words.markdown(label)
        field.date_input(
            label,
            value=day,
            key=key,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
            on_change=changed(key, lambda _: _dates_changed(*keys)),
            label_visibility="collapsed",
        )
    presets = presets_of(index)
    named = preset_named((wanted.date_from, wanted.date_to), presets)
    key = key_showing("filter_preset", named)
    st.pills(
        "Period", list(presets), default=named, key=key, label_visibility="collapsed",
        on_change=changed(key, lambda chosen: _choose(presets[chosen or WHOLE])),
    )  # fmt: skip
    _render_when_open("How dates count", lambda: _render_date_rules(wanted))


def _render_when_open(label: str, render: Callable[[], None]) -> None:
    """Show widgets that are sent to the browser only once they are asked for: most readers need none."""
    box = st.expander(label, key=f"open_{label.split()[0].strip(',').lower()}", on_change="rerun")
    with box:
        if box.open:
            render()


def _render_date_rules(wanted: EventFilter) -> None:
    key = key_showing("filter_clock", wanted.clock)
    st.segmented_control(
        "The day it", list(Clock), default=wanted.clock, format_func=CLOCK_NAMES.__getitem__, key=key,
        required=True, width="stretch",
        on_change=bound("clock", key, lambda value: value or Clock.OCCURRED),
    )  # fmt: skip
    key = key_showing("filter_rule", wanted.date_rule)
    st.selectbox(
        "An event counts when its interval", list(DateRule), list(DateRule).index(wanted.date_rule),
        format_func=RULE_NAMES.__getitem__, key=key, on_change=bound("date_rule", key),
    )  # fmt: skip
    key = key_showing("filter_by_day", wanted.by_day_rule)
    st.selectbox(
        "What is dated only “by” a day counts", list(ByDayRule), list(ByDayRule).index(wanted.by_day_rule),
        format_func=BY_DAY_NAMES.__getitem__, key=key, on_change=bound("by_day_rule", key),
        help="Of these no first possible day is known: “by 12 September” may be any day before.",
    )  # fmt: skip
    key = key_showing("filter_undated", wanted.include_undated)
    st.checkbox(
        "Show undated events as well", wanted.include_undated, key=key,
        help="Without a period undated events are always shown.",
        on_change=bound("include_undated", key),
    )  # fmt: skip


def _dates_changed(key_from: str, key_to: str) -> None:
    low, high = st.session_state[key_from], st.session_state[key_to]
    if low and high and high < low:
        low, high = high, low
    view.narrow(date_from=low, date_to=high)


def _choose(period: Period) -> None:
    low, high = period
    view.narrow(date_from=low, date_to=high)


def _render_places(wanted: EventFilter, index: EventIndex) -> None:
    render_region_box(wanted.regions, data.offered_regions(data.store_name(), index.revision))
    render_near(wanted, index.place_ids())
    if wanted.regions or wanted.area or wanted.near:
        key = key_showing("filter_possible", wanted.include_possible)
        st.checkbox(
            "Include what is possibly inside", wanted.include_possible, key=key,
            help="Events known only to an area that reaches into the place you asked for.",
            on_change=bound("include_possible", key),
        )  # fmt: skip
    if wanted.area:
        st.button(
            "Drop the drawn area", icon=":material/close:", key="drop_area", width="stretch",
            on_click=lambda: view.narrow(area=None),
        )  # fmt: skip


def _choices(
    label: str, field: str, options: Sequence[_T], wanted: EventFilter, name: Callable[[_T], str]
) -> None:
    chosen: list[_T] = list(getattr(wanted, field))
    key = key_showing(f"filter_{field}", chosen)
    st.multiselect(
        label, [*options, *(c for c in chosen if c not in options)], chosen, format_func=name, key=key,
        placeholder="any", on_change=bound(field, key, tuple),
    )  # fmt: skip


def _render_sources(wanted: EventFilter, index: EventIndex) -> None:
    key = key_showing("filter_toll", wanted.fatalities_at_least)
    st.number_input(
        "Deaths, at least", value=wanted.fatalities_at_least, min_value=0, step=1, key=key, placeholder="any",
        on_change=bound("fatalities_at_least", key),
    )  # fmt: skip
    _choices("Actor", "actors", actors(index)[:MAX_OPTIONS], wanted, plain)
    _choices("Outlet", "outlets", outlets(index)[:MAX_OPTIONS], wanted, plain)
    _choices("Who says so", "attributions", list(Attribution), wanted, str)


def _render_certainty(wanted: EventFilter) -> None:
    _choices("How it is put", "certainties", list(Certainty), wanted, str)
    percent = round((wanted.place_confidence_at_least or 0.0) * 100)
    key = key_showing("filter_sure", percent)
    st.slider(
        "Place at least this sure, %", 0, 100, percent, step=5, key=key,
        on_change=bound("place_confidence_at_least", key, lambda n: n / 100 if n else None),
    )  # fmt: skip
    _choices("Place known to", "place_precisions", list(PlacePrecision), wanted, lambda p: p.label)
    _choices("Date known to", "date_precisions", list(DatePrecision), wanted, lambda p: p.label)
