"""The page "Where did it go?": from articles to the map, each step with what fell there and why."""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st

from dashboard import data
from dashboard.overview import select
from dashboard.reasons import to_sentences
from dashboard.safe_text import markdown, plain
from dashboard.table import to_row
from geodata.naming import region_label
from geodata.query import Counting, EventFilter, EventIndex, Selection
from geodata.query.account import LISTABLE, AccountStep, Part, account_of, mentions_at
from geodata.query.account_lists import OTHER_PARTS, articles_at, is_of_articles, other_rows
from geodata.query.parts import EVENT_PARTS, events_of_part
from geodata.store import Store

LISTED_EVENTS = 100


def render_ledger() -> None:
    """Draw the page."""
    with st.container(key="reading_width"):
        _render_page()


def _render_page() -> None:
    name = data.store_name()
    store, index = data.store(name), data.index(name)
    st.header("Where did it go?")
    st.markdown(
        "Nothing is dropped in silence. The parts of each step add up; open one to see what fell there."
    )
    # The account tells reports and events apart itself.
    selection = select(index).counting(Counting.EVENTS)
    for step in account_of(store):
        _render_step(index, selection, step)
    _render_filters(index, selection)
    _render_step(index, selection, map_step(selection))


def map_step(selection: Selection) -> AccountStep:
    """Return the last step: where on the screen the selected events are."""
    cells = selection.cells(None)
    spots = sum(cell.count for cell in cells.cells)
    areas = sum(cell.count for cell in cells.areas) + cells.areas_left_out
    parts = (
        Part(key="spots", words="drawn at a place", count=spots, goes_on=True),
        Part(key="areas", words="drawn as an area", count=areas, goes_on=True),
        Part(key="tray", words="known to a country only: in the tray on the map", count=selection.in_tray),
        Part(key="without_place", words="without a place: in the list only", count=selection.without_place),
    )
    return AccountStep(title="On the map", total=len(selection), parts=parts)


def _render_step(index: EventIndex, selection: Selection, step: AccountStep) -> None:
    with st.container(border=True, key=f"step_{step.title.lower().replace(' ', '_')}"):
        st.markdown(f"**{step.title}: {step.total:,}**")
        for part in filter(lambda part: part.count, step.parts):
            mark = ":material/arrow_forward:" if part.goes_on else ":material/subdirectory_arrow_right:"
            line = f"{mark} **{part.count:,}** {part.words}"
            render_share(part.count, step.total, part.goes_on)
            with st.expander(line):
                # An open list costs a query.
                if st.toggle("List them", key=f"list_{part.key}"):
                    _render_part(index, selection, part)
        empty = [part.words for part in step.parts if not part.count]
        if empty:
            st.caption(f"None: {' · '.join(empty)}")


def render_share(count: int, total: int, goes_on: bool) -> None:
    """Draw how much of a step a line is: together the lines of the steps make a funnel."""
    if not count:
        return
    share = 100 * count / total
    st.html(f'<div class="cm-share {"goes-on" if goes_on else "falls"}" style="width: {share:.2f}%"></div>')


def _render_part(index: EventIndex, selection: Selection, part: Part) -> None:
    """List what a line is made of: mentions, articles or events."""
    store = index.store
    if part.key in LISTABLE:
        _render_mentions(store, part)
    elif part.key in EVENT_PARTS:
        _render_events(events_of_part(index, selection, part.key, LISTED_EVENTS), part.count)
    elif is_of_articles(part.key):
        found = articles_at(store, part.key)
        _render_rows([{"Article": plain(t, 120), "Outlet": plain(o, 60)} for t, o in found], part)
    else:
        names = OTHER_PARTS[part.key]
        rows = [
            {n: plain(text, 120) for n, text in zip(names, row, strict=True)}
            for row in other_rows(store, part.key)
        ]
        _render_rows(rows, part)


def _render_rows(rows: list[dict[str, str]], part: Part) -> None:
    st.dataframe(rows, hide_index=True, alt=part.words)
    if part.count > len(rows):
        st.caption(f"The first {len(rows):,} of {part.count:,}.")


def _render_mentions(store: Store, part: Part) -> None:
    found = mentions_at(store, part.key)
    rows = [
        {"In the text": plain(text, 60), "Why": plain(_reasons(why), 200), "Article": plain(title, 100)}
        for text, why, title, _ in found
    ]
    _render_rows(rows, part)


def _reasons(stored: str) -> str:
    try:
        found = json.loads(stored)
    except ValueError:
        return stored
    return to_sentences(map(str, found)) if isinstance(found, list) else stored


def _render_filters(index: EventIndex, selection: Selection) -> None:
    steps = selection.ledger(region_label)
    with st.container(border=True, key="step_filters"):
        st.markdown(f"**Events: {selection.total:,}**, of which the filters leave {len(selection):,}")
        if not steps:
            st.markdown(":material/arrow_forward: no filter is set")
        for step in steps:
            arrow = ":material/subdirectory_arrow_right:"
            words = markdown(step.words, 140)
            line = f"{arrow} **{step.removed:,}** are not {words}; {step.left:,} go on"
            render_share(step.left, selection.total, True)
            if not step.removed:
                st.markdown(line)
                continue
            with st.expander(line):
                fell = selection.fell_at(step.key, 0, LISTED_EVENTS).ids
                if step.only_here:
                    st.caption(f"{step.only_here:,} of them meet every other filter.")
                if st.toggle("List them", key=f"list_clause_{step.key}"):
                    _render_events(fell, step.removed)


def _render_events(ids: Sequence[str], total: int) -> None:
    rows = [to_row(card, EventFilter()) for card in data.cards(data.store_name(), tuple(ids))]
    st.dataframe(rows, hide_index=True, column_config={"Event": None}, alt=f"Events kept out: {len(rows)}")
    if total > len(rows):
        st.caption(f"The first {len(rows):,} of {total:,}.")
