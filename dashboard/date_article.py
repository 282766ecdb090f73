"""Sets an article's day of publication on its page; the relative dates in it follow at once."""

from __future__ import annotations

import streamlit as st

from dashboard import data
from dashboard.access import may, need
from dashboard.analyst import ask_who, ask_why
from dashboard.correcting import make_fixes
from dashboard.day_field import render_day
from dashboard.roles import Role
from dashboard.safe_text import markdown
from geodata.corrections import PublishedFix
from geodata.model import Article
from geodata.store import Store, StoreError


def render_date_article(store: Store, article: Article) -> None:
    """Offer to set the day on which an article appeared, or to say that nobody knows it."""
    if not may(Role.CORRECT) or not store.writable:
        return
    with st.popover("Set the date", icon=":material/edit_calendar:", type="tertiary"):
        st.markdown("Words like “yesterday” are reckoned from this day: every date in the article follows.")
        key = f"date_{article.id}"
        chosen = render_day("Published on (empty: nobody knows)", article.published, key)
        who, why = ask_who(key), ask_why(key)
        if st.button(
            "Set", type="primary", key=f"{key}_set", disabled=not who or chosen == article.published
        ):
            need(Role.CORRECT)
            fix = PublishedFix(article_id=article.id, published=chosen)
            try:
                with st.spinner("Reading it again…"):
                    make_fixes(store, [fix], analyst=who, note=why, gazetteer=data.gazetteer())
            except StoreError as error:
                st.error(markdown(str(error), 300))
                return
            st.rerun()
