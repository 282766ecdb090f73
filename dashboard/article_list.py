"""The list of articles: sortable by outlet, date and events, with what this browser has not opened yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard.keeper import opened_articles
from dashboard.safe_text import plain
from geodata.amounts import counted
from geodata.model import Article

MOST_LISTED = 5_000
"""Articles listed; of more the newest are, and the rest is counted."""


def list_rows(
    articles: Sequence[Article], reports: Mapping[str, int], opened: frozenset[str]
) -> list[dict[str, object]]:
    """Return a row per article, as they come; texts are neutral and short."""
    return [
        {
            "Published": article.published,
            "Outlet": plain(article.outlet, 40),
            "Title": plain(article.title or article.file_name or article.text, 120),
            "Events": reports.get(article.id, 0),
            "Unread": article.id not in opened,
        }
        for article in articles[:MOST_LISTED]
    ]


def picked_article(articles: Sequence[Article]) -> str | None:
    """Return the id of the article whose row is chosen in the list, None where none is."""
    shown: Mapping[str, Mapping[str, Sequence[int]]] = st.session_state.get("article_rows") or {}
    rows = shown.get("selection", {}).get("rows", ())
    return articles[rows[0]].id if rows and rows[0] < len(articles) else None


def render_article_list(articles: Sequence[Article], reports: Mapping[str, int]) -> None:
    """Show the list in a box that is closed at first; ``picked_article`` says what is chosen in it."""
    box = st.expander(f"List of {counted(len(articles), 'article')}", key="article_list", on_change="rerun")
    with box:
        if not box.open:
            return
        rows = list_rows(articles, reports, opened_articles())
        st.dataframe(
            pd.DataFrame(rows), hide_index=True, height=min(420, 38 + 35 * len(rows)),
            on_select="rerun", selection_mode="single-row", key="article_rows",
            column_config={
                "Published": st.column_config.DateColumn(format="YYYY-MM-DD"),
                "Events": st.column_config.NumberColumn(help="Reports of events read in it"),
                "Unread": st.column_config.CheckboxColumn(help="Not opened in this browser yet"),
                "Title": st.column_config.TextColumn(width="large"),
            },
            alt=f"List of {counted(len(rows), 'article')}; click a head to sort, a row to open the article",
        )  # fmt: skip
        if len(articles) > MOST_LISTED:
            st.caption(f"{MOST_LISTED:,} of {len(articles):,}; the box above finds the others.")
