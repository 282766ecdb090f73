"""Takes an article out of force and puts it back, and lists what is kept aside, on the page of articles."""

from __future__ import annotations

import streamlit as st

from dashboard import data
from dashboard.access import may, need
from dashboard.analyst import ask_who, ask_why, current_analyst
from dashboard.roles import Role
from dashboard.safe_text import markdown
from dashboard.wording import describe_day
from geodata.amounts import counted
from geodata.model import Article
from geodata.store import ShelfState, Shelved, StoreError

MOST_LISTED = 50


def render_withdraw(article: Article) -> None:
    """Offer to take an article out of force, with a reason for the log."""
    store = data.store(data.store_name())
    if not may(Role.ADMINISTER) or not store.writable:
        return
    with st.popover("Withdraw", icon=":material/visibility_off:", type="tertiary"):
        st.markdown("The article and all that rests on it leave the map. It is kept and can be put back.")
        who, why = ask_who("withdraw"), ask_why("withdraw")
        if st.button("Withdraw it", type="primary", key=f"withdraw_{article.id}"):
            need(Role.ADMINISTER)
            try:
                store.withdraw(article.id, analyst=who, note=why)
            except StoreError as error:
                st.error(markdown(str(error), 300))
                return
            st.rerun()


def render_kept_aside() -> None:
    """List withdrawn articles, each with a way back, and older versions of others."""
    shelved = data.store(data.store_name()).shelved()
    if not shelved:
        return
    out = sum(one.state is ShelfState.WITHDRAWN for one in shelved)
    title = f"Kept aside: {out:,} withdrawn, {counted(len(shelved) - out, 'older version')}"
    with st.expander(title, icon=":material/inventory_2:"):
        for one in shelved[:MOST_LISTED]:
            _render_one(one)
        if len(shelved) > MOST_LISTED:
            st.caption(f"The last {MOST_LISTED:,} of {len(shelved):,}.")


def _render_one(one: Shelved) -> None:
    store = data.store(data.store_name())
    left, right = st.columns([5, 1], vertical_alignment="center")
    since = describe_day(one.shelved_at.date())
    left.markdown(f"**{markdown(one.title or 'Untitled', 120)}** · {one.state.value} · since {since}")
    if one.state is not ShelfState.WITHDRAWN or not may(Role.ADMINISTER) or not store.writable:
        return
    if right.button("Put back", key=f"restore_{one.article_id}", width="stretch"):
        need(Role.ADMINISTER)
        try:
            store.restore(one.article_id, analyst=current_analyst())
        except StoreError as error:
            st.error(markdown(str(error), 300))
            return
        st.rerun()
