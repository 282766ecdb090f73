"""The page that sets two periods or two selections side by side and shows their difference by province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

from dashboard import data, view
from dashboard.compared_maps import SIDE_LETTERS, render_changes, render_pair
from dashboard.compared_tables import SIDES, in_words, render_files, render_types, render_units
from dashboard.filters import FIRST_DAY, LAST_DAY
from dashboard.periods import Days, halves, period_before, year_before
from dashboard.release_menu import chosen_policy, is_previewed, previewed, render_policy
from dashboard.safe_text import markdown
from dashboard.shown_value import changed, key_showing
from dashboard.welcome import render_empty_store
from geodata.naming import region_label
from geodata.query import EventFilter, EventIndex, Selection, UnknownRegionError, from_query, to_query
from geodata.regions import is_region

if TYPE_CHECKING:
    import geopandas as gpd

_KEPT = "compared_filters"
_WRITTEN = "compared_address"
EARLY_SHARE = 0.05
"""The earliest events that no half is stretched for: an article on a war tells of what was years before."""

SIDE_BY_SIDE, DIFFERENCE = "Side by side", "Difference"


def render_side_by_side() -> None:
    """Draw the page."""
    index = data.index(data.store_name())
    if not len(index):
        render_empty_store()
        return
    wanted = _filters(index)
    st.header("Compare")
    st.caption(
        "Two periods, or two selections of any kind. Each side starts as the map's filter: change its days "
        "here, or set another filter on the map and take it over."
    )
    selections = [_select(index, wanted[side]) for side in SIDES]
    for column, side, selection in zip(st.columns(2, gap="medium"), SIDES, selections, strict=True):
        with column, st.container(border=True, key=f"side_{side}"):
            _render_side(side, selection, wanted["b"])
    view.write_other_address(**{side: urlencode(to_query(wanted[side])) for side in SIDES})
    st.session_state[_WRITTEN] = _address()
    _render_comparison(index, selections[0], selections[1])


def _filters(index: EventIndex) -> dict[str, EventFilter]:
    """Return both sides' filters: what the address asks for where it is new, else those of this session."""
    asked = _address()
    if asked and asked != st.session_state.get(_WRITTEN):
        read = {side: from_query(dict(parse_qsl(asked.get(side, "")))) for side in SIDES}
        st.session_state[_KEPT] = {side: found for side, (found, _) in read.items()}
        for problem in [problem for _, problems in read.values() for problem in problems]:
            _say(problem)
    kept: dict[str, EventFilter] = st.session_state.setdefault(_KEPT, first_filters(index))
    # Numbers of two kinds cannot be compared.
    return kept | {"a": replace(kept["a"], counting=kept["b"].counting)}


def _address() -> dict[str, str]:
    return {side: st.query_params[side] for side in SIDES if side in st.query_params}


def first_filters(index: EventIndex) -> dict[str, EventFilter]:
    """Return the map's filter as B and the same for the period before as A.

    Without a period of its own, the halves of the time that nearly all of the data runs over are compared.
    """
    wanted = view.current().wanted
    if wanted.date_from and wanted.date_to:
        later = (wanted.date_from, wanted.date_to)
        return {"a": _for(wanted, period_before(later)), "b": wanted}
    span = index.day_span(wanted.clock, with_articles=False, early_share=EARLY_SHARE)
    if span is None:
        return {"a": wanted, "b": wanted}
    earlier, later = halves((wanted.date_from or span[0], wanted.date_to or span[1]))
    return {"a": _for(wanted, earlier), "b": _for(wanted, later)}


def _for(wanted: EventFilter, days: Days) -> EventFilter:
    return replace(wanted, date_from=days[0], date_to=days[1])


def _select(index: EventIndex, wanted: EventFilter) -> Selection:
    try:
        return index.select(wanted)
    except UnknownRegionError as error:
        st.warning(markdown(f"A region was left out: {error}.", 200))
        return index.select(replace(wanted, regions=tuple(filter(is_region, wanted.regions))))


def _set(side: str, wanted: EventFilter) -> None:
    st.session_state[_KEPT] = {**st.session_state[_KEPT], side: wanted}


def _render_side(side: str, selection: Selection, later: EventFilter) -> None:
    wanted = selection.filter
    days = {"from": wanted.date_from, "to": wanted.date_to}
    keys = [key_showing(f"side_{side}_{name}", day) for name, day in days.items()]
    title, low, high = st.columns([0.5, 2, 2], vertical_alignment="bottom")
    title.markdown(f"### {SIDE_LETTERS[side]}")
    for field, key, (name, day) in zip((low, high), keys, days.items(), strict=True):
        field.date_input(
            f"{side.upper()}: {name}", value=day, key=key, min_value=FIRST_DAY, max_value=LAST_DAY,
            format="YYYY-MM-DD", on_change=changed(key, lambda _: _days_changed(side, *keys)),
        )  # fmt: skip
    shown = wanted.counting.said(selection.count)
    st.markdown(f"**{shown}** · {markdown(selection.describe(region_label), 400)}")
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Take the map's filter", key=f"side_{side}_map", icon=":material/map:",
            on_click=lambda: _set(side, view.current().wanted),
        )  # fmt: skip
        with st.popover("Take a link", icon=":material/link:"):
            st.text_input(
                f"Link of a view, for {side.upper()}", key=f"side_{side}_link",
                placeholder="as “Copy link to this view” gives it",
                on_change=_link_given, args=(side,),
            )  # fmt: skip
        if side == "a":
            _render_shortcuts(later)


def _render_shortcuts(later: EventFilter) -> None:
    """Offer what A is most often set to, once B has both its days."""
    days = (later.date_from, later.date_to) if later.date_from and later.date_to else None
    for label, other in (("Period before B", period_before), ("Year before B", year_before)):
        st.button(
            label, key=f"compare_{other.__name__}", disabled=days is None,
            on_click=_set_earlier, args=(other(days) if days else None,),
        )  # fmt: skip


def _days_changed(side: str, key_from: str, key_to: str) -> None:
    low, high = st.session_state[key_from], st.session_state[key_to]
    if low and high and high < low:
        low, high = high, low
    _set(side, replace(st.session_state[_KEPT][side], date_from=low, date_to=high))


def _link_given(side: str) -> None:
    link = str(st.session_state[f"side_{side}_link"]).strip()
    if not link:
        return
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https"):
        _say("That is no link; copy one with “Copy link to this view” in the menu Views.")
        return
    wanted, problems = from_query(dict(parse_qsl(parts.query)))
    _set(side, wanted)
    for problem in problems:
        _say(problem)


def _say(problem: str) -> None:
    st.toast(markdown(problem, 300), icon=":material/link_off:", duration="long")


def _set_earlier(days: Days | None) -> None:
    if days is not None:
        _set("a", _for(st.session_state[_KEPT]["b"], days))


def _swap() -> None:
    kept = st.session_state[_KEPT]
    st.session_state[_KEPT] = {"a": kept["b"], "b": kept["a"]}


def _render_comparison(index: EventIndex, one: Selection, two: Selection) -> None:
    # geopandas takes half a second to load; the other pages do without it.
    from geodata.export.unit_changes import compare_units

    preview = previewed(index, one, two) if is_previewed(one, two) else None
    shown = preview.selections if preview else [one, two]
    changes = compare_units(index, one, two, chosen_policy() if preview else None)
    # In one block, so that the maps below are not built anew when a preview comes or goes.
    told = f"\n\n:small[{preview.words}]" if preview else ""
    st.markdown(f"##### {markdown(in_words(shown[0], shown[1], changes), 400)}{told}")
    with st.container(horizontal=True, gap="small"):
        how = st.segmented_control(
            "Map",
            [SIDE_BY_SIDE, DIFFERENCE],
            default=SIDE_BY_SIDE,
            key="compare_map",
            required=True,
            persist_state="session",
            label_visibility="collapsed",
        )
        st.button("Swap A and B", key="compare_swap", icon=":material/swap_horiz:", on_click=_swap)
        with st.popover("Save", icon=":material/download:"):
            render_files(index, one, two, render_policy(one, two))
    if how == DIFFERENCE:
        _render_difference(shown, changes)
    else:
        if preview:
            render_pair(index, shown, names=preview.names, changes=changes)
        else:
            render_pair(index, shown)
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        render_units(changes)
    with right:
        render_types(shown[0], shown[1])


def _render_difference(selections: Sequence[Selection], changes: gpd.GeoDataFrame) -> None:
    render_changes(selections, changes)
    st.caption(
        f"Provinces by how many {selections[1].filter.counting} more (:orange[orange]: more in B) or fewer "
        "(:violet[violet]: more in A); the stronger the colour, the greater the difference. What lies in no "
        "single province stands in the table alone."
    )
