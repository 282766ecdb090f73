"""The dashboard's pages, so that any of them can lead to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

PAGE_KEYS = ("map", "articles", "ledger", "add")


def make_pages(renderers: dict[str, Callable[[], None]]) -> dict[str, Any]:
    """Return Streamlit's page objects by key and remember them for this session."""
    titles = {
        "map": ("Map", ":material/map:"),
        "articles": ("Articles", ":material/article:"),
        "ledger": ("Where did it go?", ":material/account_tree:"),
        "add": ("Add articles", ":material/add_circle:"),
    }
    made = {
        key: st.Page(render, title=titles[key][0], icon=titles[key][1], url_path=key, default=key == "map")
        for key, render in renderers.items()
    }
    st.session_state["pages"] = made
    return made


def page(key: str) -> Any:
    """Return a page made by ``make_pages``."""
    return st.session_state["pages"][key]
