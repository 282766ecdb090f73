"""The lines above the map: what is shown, how many of how many, and what to do when it is none."""

from __future__ import annotations

import streamlit as st

from dashboard import view
from dashboard.safe_text import markdown
from dashboard.save_menu import render_save_menu
from dashboard.shown_value import changed, key_showing
from dashboard.views_menu import render_views_menu
from geodata.naming import region_label
from geodata.query import Counting, Doubt, EventIndex, Relation, Selection, without

PANES = {"cards": "Excerpts", "table": "Table", "wide": "Wide table", "trends": "Trends"}
BY_DAY_LEFT_OUT = "dated only “by” a day left out by the period"


def counts_line(selection: Selection) -> str:
    """Return "212 of 480 events · 12 without a date · 3 without a place"; parts that are 0 are left out.

    Where reports are counted, all of these are reports.
    """
    noun = selection.filter.counting
    parts = [f"**{selection.count:,}** of {noun.said(selection.whole)}"]
    if noun is Counting.REPORTS:
        parts.append(f"of {Counting.EVENTS.said(len(selection))}")
    for number, words in (
        (selection.undated, Doubt.UNDATED),
        (selection.undated_left_out, "undated left out by the period"),
        (selection.by_day, Doubt.BY_DAY),
        (selection.by_day_left_out, BY_DAY_LEFT_OUT),
        (selection.since_day, Doubt.SINCE_DAY),
        (selection.possibly_in_period, Doubt.POSSIBLY_IN_PERIOD),
        (selection.after_report, Doubt.AFTER_REPORT),
        (selection.without_place, "without a place"),
        (selection.in_tray, Doubt.COUNTRY),
    ):
        if number:
            parts.append(f"{number:,} {words}")
    relations = selection.relation_counts()
    if relations:
        parts.append(
            f"{relations[Relation.INSIDE]:,} inside, {relations[Relation.POSSIBLY]:,} possibly, "
            f"{relations[Relation.OUTSIDE]:,} outside the chosen place"
        )
    return " · ".join(parts)


def render_outcome(index: EventIndex, selection: Selection) -> None:
    """Show sentence, counts, pane switch and the menu for saving."""
    with st.container(key="outcome", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="outcome_text"):
            st.markdown(f"##### {markdown(selection.describe(region_label), 400)}\n{counts_line(selection)}")
        _render_counting()
        _render_pane_switch()
        render_views_menu()
        render_save_menu(index, selection)
    _say_notices()


def _render_counting() -> None:
    """Let numbers count events or their reports, everywhere at once."""
    counting = view.current().wanted.counting
    key = key_showing("counting", counting)
    st.segmented_control(
        "What numbers count", list(Counting), default=counting, key=key, required=True,
        label_visibility="collapsed", format_func=lambda one: one.value.capitalize(),
        help="What happened once, or every report of it",
        on_change=changed(key, lambda chosen: view.narrow(counting=chosen)),
    )  # fmt: skip


def _render_pane_switch() -> None:
    pane = view.current().pane
    key = key_showing("pane_switch", pane)
    st.segmented_control(
        "Beside the map", list(PANES), default=pane, key=key, required=True, label_visibility="collapsed",
        format_func=PANES.__getitem__, on_change=changed(key, lambda chosen: view.change(pane=chosen)),
    )  # fmt: skip


def _say_notices() -> None:
    """Say what is to be said once, over the page: it pushes nothing aside."""
    for problem in st.session_state.pop("link_problems", ()):
        st.toast(markdown(problem, 300), icon=":material/link_off:", duration="infinite")
    notice = st.session_state.pop("notice", None)
    if notice:
        st.toast(markdown(notice, 300), icon=":material/info:", duration="long")


def render_nothing(index: EventIndex, selection: Selection) -> None:
    """Say which filters leave nothing over and offer to drop the ones whose removal brings events back."""
    with st.container(key="nothing", border=True):
        steps = selection.ledger(region_label)
        emptied = next((step for step in steps if step.left == 0), None)
        if emptied is not None:
            st.markdown(
                f"Nothing is left after “**{markdown(emptied.words, 120)}**”: "
                f"{selection.filter.counting.said(emptied.before)} came to it, none passed."
            )
        with st.container(horizontal=True, gap="small"):
            for step in steps:
                back = index.select(without(selection.filter, step.key)).count
                if back:
                    st.button(
                        f"Drop “{markdown(step.words, 60)}” ({selection.filter.counting.said(back)})",
                        key=f"nothing_drop_{step.key}",
                        on_click=_drop,
                        args=(step.key,),
                    )
            st.button("Drop all filters", on_click=view.reset, key="drop_all")


def _drop(key: str) -> None:
    view.change(wanted=without(view.current().wanted, key))
