"""The dashboard's pages, so that any of them can lead to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.roles import Role

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """A page's title and icon, who may see it, and the menu it stands in ("": beside the menus)."""

    title: str
    icon: str
    role: Role = Role.READ
    menu: str = ""


# In the order of the navigation: what everybody uses stands open, the rest in menus named by what one wants.
PAGES: dict[str, PageRow] = {
    "map": PageRow(title="Map", icon=":material/map:"),
    "articles": PageRow(title="Articles", icon=":material/article:"),
    "review": PageRow(title="Review", icon=":material/fact_check:"),
    "corrections": PageRow(title="Corrections", icon=":material/history_edu:"),
    "compare": PageRow(title="Two periods or selections", icon=":material/compare:", menu="Compare"),
    "changes": PageRow(title="What changed", icon=":material/difference:", menu="Compare"),
    "tables": PageRow(title="Event tables", icon=":material/compare_arrows:", menu="Compare"),
    "ledger": PageRow(title="Where did it go?", icon=":material/account_tree:", menu="Sources"),
    "watch": PageRow(title="Watched sources", icon=":material/visibility:", menu="Sources"),
    "add": PageRow(title="Add articles", icon=":material/add_circle:", role=Role.ADMINISTER, menu="Sources"),
}

ROLES = {key: row.role for key, row in PAGES.items()}
"""What a visitor must be allowed to do to find a page."""

OWN_ADDRESS = ("map", "articles", "review", "compare")
"""The pages that write what they show into the address themselves."""


def make_pages(renderers: Mapping[str, Callable[[], None]]) -> dict[str, StreamlitPage]:
    """Return Streamlit's page objects by key and remember them for this session."""
    made = {
        key: st.Page(render, title=PAGES[key].title, icon=PAGES[key].icon, url_path=key, default=key == "map")
        for key, render in renderers.items()
    }
    st.session_state["pages"] = made
    return made


def sections_of(pages: Mapping[str, StreamlitPage]) -> dict[str, list[StreamlitPage]]:
    """Return the pages by the menu of the navigation that they stand in, in the order of ``PAGES``."""
    menus: dict[str, list[StreamlitPage]] = {}
    for key, row in PAGES.items():
        if key in pages:
            menus.setdefault(row.menu, []).append(pages[key])
    return menus


def link(key: str, label: str, icon: str) -> None:
    """Show a link to a page, or nothing where the visitor has no such page."""
    if key in st.session_state["pages"]:
        st.page_link(page(key), label=label, icon=icon)


def page(key: str) -> StreamlitPage:
    """Return a page made by ``make_pages``."""
    made: StreamlitPage = st.session_state["pages"][key]
    return made
