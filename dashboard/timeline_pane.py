"""The timeline's place on the page: which days its axis runs over, and what its acts do to the view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from dashboard import view
from dashboard.acts import Act
from dashboard.symbols import type_symbols
from dashboard.timeline import render_timeline, to_timeline
from geodata.query import ByDayRule, EventFilter, EventIndex, Selection

MOST_LASTING = 60
"""So many events of several days are drawn one by one; where there are more, bars say how many lie where."""

# Kept for the session: whether the axis follows the period, and the filter that a playback began with.
_FOLLOWS, _PLAYED_FROM = "axis_follows_period", "played_from"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The days a timeline runs over, inclusive; ``of_period``: those of the chosen period, else of all data.

    A bound that is None is left to the events that are drawn.
    """

    first: date | None
    last: date | None
    of_period: bool


def axis_of(index: EventIndex, wanted: EventFilter, *, follows: bool) -> Axis:
    """Return the axis of a filter: all days of the store, or the filter's period where it is to follow that.

    No other part of the filter moves it, so that two filters can be compared bar by bar.
    """
    whole = index.day_span(wanted.clock) or (wanted.date_from, wanted.date_to)
    if not follows or (wanted.date_from is None and wanted.date_to is None):
        return Axis(first=whole[0], last=whole[1], of_period=False)
    first, last = wanted.date_from or whole[0], wanted.date_to or whole[1]
    if first and last and last < first:
        first, last = last, first
    return Axis(first=first, last=last, of_period=True)


def current_axis(index: EventIndex, wanted: EventFilter) -> Axis:
    """Return the axis as this session has it: while days play, it stays where the playback began."""
    played_from: EventFilter | None = st.session_state.get(_PLAYED_FROM)
    return axis_of(index, played_from or wanted, follows=bool(st.session_state.get(_FOLLOWS)))


def render_timeline_pane(index: EventIndex, selection: Selection) -> None:
    """Show the timeline of all events that pass the filter's other clauses, with the period marked on it."""
    wanted = selection.filter
    ranged = wanted.date_from is not None or wanted.date_to is not None
    if not ranged:
        st.session_state.pop(_FOLLOWS, None)
    axis = current_axis(index, wanted)
    context = index.select(replace(wanted, date_from=None, date_to=None))
    bins = context.timeline(axis.first, axis.last)
    chart = to_timeline(
        bins,
        shown=(wanted.date_from, wanted.date_to),
        undated=sum(bins.undated.values()),
        undated_shown=wanted.include_undated or not ranged,
        of_period=axis.of_period,
        lasting=context.lasting(MOST_LASTING),
        counting=wanted.counting,
    )
    with st.container(key="timeline_pane"):
        render_timeline(chart, type_symbols(), _timeline_said)


def settle_playback() -> None:
    """Where a playback was left for another period, let in again what it had left out."""
    played_from: EventFilter | None = st.session_state.get(_PLAYED_FROM)
    wanted = view.current().wanted
    if played_from is None or (wanted.date_from, wanted.date_to) == st.session_state.get("played_step"):
        return
    del st.session_state[_PLAYED_FROM]
    if wanted.by_day_rule is ByDayRule.LEFT_OUT:
        view.change(undoable=False, wanted=_as_before(wanted, played_from))


def _as_before(wanted: EventFilter, before: EventFilter) -> EventFilter:
    return replace(wanted, by_day_rule=before.by_day_rule, include_undated=before.include_undated)


def _timeline_said(act: Act) -> None:
    kind = act.kind
    wanted = view.current().wanted
    if kind == "range":
        _choose(act, wanted)
    elif kind == "pause":
        before = st.session_state.pop(_PLAYED_FROM, wanted)
        view.change(undoable=False, wanted=_as_before(wanted, before))
    elif kind == "undated":
        view.narrow(include_undated=not wanted.include_undated)
    elif kind == "axis":
        st.session_state[_FOLLOWS] = act.text("of") == "period"


def _choose(act: Act, wanted: EventFilter) -> None:
    """Take a period that was drawn, typed or played to; a whole playback is one step to undo."""
    low, high = act.day("from"), act.day("to")
    before: EventFilter | None = st.session_state.get(_PLAYED_FROM)
    if act.is_on("playing"):
        if before is None:
            st.session_state[_PLAYED_FROM] = wanted
            st.session_state["undo"] = [*st.session_state.get("undo", []), wanted]
        st.session_state["played_step"] = (low, high)
        # What has no first day would stand in every step before it.
        step = replace(wanted, date_from=low, date_to=high, by_day_rule=ByDayRule.LEFT_OUT)
        view.change(undoable=False, wanted=replace(step, include_undated=False))
        return
    st.session_state.pop(_PLAYED_FROM, None)
    chosen = _as_before(replace(wanted, date_from=low, date_to=high), before or wanted)
    view.change(undoable=before is None, wanted=chosen)
    if before is not None and st.session_state["undo"][-1:] == [chosen]:
        st.session_state["undo"].pop()
