"""The menu of views: copy the link of what is shown, keep it under a name, open a kept one."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import view
from dashboard.acts import act_of

_FILES = Path(__file__).parent / "frontend"
_menu_component = st.components.v2.component(
    "conflictmap_views_menu",
    html=(_FILES / "views_menu.html").read_text("utf-8"),
    css=(_FILES / "views_menu.css").read_text("utf-8"),
    js="\n".join((_FILES / name).read_text("utf-8") for name in ("clipboard.js", "make.js", "views_menu.js")),
)


def render_views_menu() -> None:
    """Show the menu; the views are kept in the browser, so the server learns of one when it is opened."""
    _menu_component(key="views_menu", on_act_change=_open, width="content")


def _open() -> None:
    if act := act_of("views_menu"):
        view.open_link(act.text("link"))
