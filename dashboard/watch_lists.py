"""The watch lists on the page of changes: named selections, each with what is new since the last look."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard import data, view
from dashboard.access import may, need
from dashboard.changing import describe_difference
from dashboard.roles import Role
from dashboard.safe_text import markdown
from dashboard.wording import describe_day
from geodata.changes import Difference
from geodata.naming import region_label
from geodata.query import EventFilter, UnknownRegionError, describe, from_query, to_query
from geodata.query.past import narrow
from geodata.store import Store, StoreError
from geodata.store.watch_lists import WatchList, load_watch_lists, remove_watch_list, save_watch_list


def render_watch_lists() -> tuple[Difference, EventFilter] | None:
    """List what is watched and return what is new in the list that is opened, None where none is."""
    store = data.store(data.store_name())
    can_write = store.writable and may(Role.CORRECT)
    lists = load_watch_lists(store)
    if not lists:
        st.markdown(
            "Nothing is watched. Keep the selection of the map under a name to be told what is new in it."
        )
    for one in lists:
        _render_list(store, one, can_write)
    if can_write:
        _render_keep(store)
    opened = next((one for one in lists if one.name == st.session_state.get("watch_list")), None)
    if opened is None:
        return None
    return news_of(store, opened), filter_of(opened)


def filter_of(one: WatchList) -> EventFilter:
    """Return the filter of a watch list."""
    return from_query(dict(parse_qsl(one.query)))[0]


def news_of(store: Store, one: WatchList) -> Difference:
    """Return what is new in a watch list since it was last looked at, kept until the store changes."""
    key = (store.name, store.revision(), one)
    kept = st.session_state.setdefault("news", {})
    if kept.get(one.name, (None,))[0] != key:
        kept[one.name] = (key, narrow(store.changes(one.seen), filter_of(one)))
    found: Difference = kept[one.name][1]
    return found


def _render_list(store: Store, one: WatchList, can_write: bool) -> None:
    with st.container(border=True):
        left, *buttons = st.columns([6, 1.2, 1.2, 1.2], vertical_alignment="center")
        told = one.seen
        try:
            difference = news_of(store, one)
            news, told = describe_difference(difference), difference.until
        except UnknownRegionError as error:
            news = f"its region is not known here: {error}"
        looked = f"last looked at {describe_day(one.looked_at.date())}, {one.looked_at:%H:%M} UTC"
        asked = markdown(describe(filter_of(one), region_label), 400)
        left.markdown(f"**{markdown(one.name, 80)}** · {looked}  \n{asked}  \n{markdown(news, 400)}")
        buttons[0].button(
            "Show", key=f"watch_show_{one.name}", on_click=_open, args=(one.name,), width="stretch"
        )
        if can_write:
            buttons[1].button(
                "Seen", key=f"watch_seen_{one.name}", on_click=_seen, args=(one, told), width="stretch"
            )
            buttons[2].button(
                "Remove", key=f"watch_gone_{one.name}", on_click=_forget, args=(one,), width="stretch"
            )


def _open(name: str) -> None:
    st.session_state["watch_list"] = name


def _seen(one: WatchList, told: int) -> None:
    """Note that somebody looked at what the page told: not at what came since it was drawn."""
    need(Role.CORRECT)
    save_watch_list(data.store(data.store_name()), one.name, one.query, told)


def _forget(one: WatchList) -> None:
    need(Role.CORRECT)
    remove_watch_list(data.store(data.store_name()), one.name)


def _render_keep(store: Store) -> None:
    wanted = view.current().wanted
    with st.form("watch_keep", border=False):
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        name = left.text_input(
            "Watch the selection of the map under this name", key="watch_name", max_chars=80
        )
        kept = right.form_submit_button("Watch", width="stretch")
    st.caption(markdown(describe(wanted, region_label), 400))
    if not kept:
        return
    need(Role.CORRECT)
    try:
        save_watch_list(store, name, urlencode(to_query(wanted)), store.revision())
    except StoreError as error:
        st.error(markdown(str(error), 300))
        return
    st.rerun()
