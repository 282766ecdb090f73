"""The dashboard's pages, so that any of them can lead to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.roles import Role

# What a visitor must be allowed to do to find a page.
ROLES = {
    "map": Role.READ,
    "articles": Role.READ,
    "ledger": Role.READ,
    "changes": Role.READ,
    "compare": Role.READ,
    "watch": Role.READ,
    "add": Role.ADMINISTER,
}


def make_pages(renderers: dict[str, Callable[[], None]]) -> dict[str, Any]:
    """Return Streamlit's page objects by key and remember them for this session."""
    titles = {
        "map": ("Map", ":material/map:"),
        "articles": ("Articles", ":material/article:"),
        "ledger": ("Where did it go?", ":material/account_tree:"),
        "changes": ("What changed", ":material/difference:"),
        "compare": ("Tables", ":material/compare_arrows:"),
        "watch": ("Watched sources", ":material/visibility:"),
        "add": ("Add articles", ":material/add_circle:"),
    }
    made = {
        key: st.Page(render, title=titles[key][0], icon=titles[key][1], url_path=key, default=key == "map")
        for key, render in renderers.items()
    }
    st.session_state["pages"] = made
    return made


def link(key: str, label: str, icon: str) -> None:
    """Show a link to a page, or nothing where the visitor has no such page."""
    if key in st.session_state["pages"]:
        st.page_link(page(key), label=label, icon=icon)


def page(key: str) -> Any:
    """Return a page made by ``make_pages``."""
    return st.session_state["pages"][key]
