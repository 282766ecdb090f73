"""Opens a saved snapshot or export in the page: dropped anywhere on it, or chosen in the menu."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

import streamlit as st

from dashboard import view
from dashboard.acts import Act, act_of
from dashboard.safe_text import plain
from dashboard.saved_files import NotSavedError, SavedFile, read_saved, verify_saved
from geodata.query import EventIndex

_FILES = Path(__file__).parent / "frontend"
MOST_BYTES = 25_000_000

_drop_component = st.components.v2.component(
    "conflictmap_drop",
    html='<div class="drop-veil" hidden>Drop a snapshot or an export to open its view</div>',
    css=(_FILES / "drop.css").read_text("utf-8"),
    js=(_FILES / "drop.js").read_text("utf-8"),
)


def render_drop(index: EventIndex) -> None:
    """Let a file be dropped on the page."""

    def dropped() -> None:
        if said := act_of("drop", "dropped"):
            _open_dropped(index, said)

    _drop_component(key="drop", on_dropped_change=dropped)


def _open_dropped(index: EventIndex, said: Act) -> None:
    name = plain(said.text("name"), 80)
    if (said.whole("size") or 0) > MOST_BYTES:
        st.session_state["notice"] = (
            f"{name} is larger than {MOST_BYTES // 1_000_000} MB; open it with: conflictmap open FILE"
        )
        return
    try:
        content = base64.b64decode(said.text("content"), validate=True)
    except binascii.Error:
        st.session_state["notice"] = f"{name} did not arrive whole; drop it again."
        return
    open_saved(index, name, content)


def open_saved(index: EventIndex, name: str, content: bytes) -> None:
    """Show the view of a saved file, and say whether the store still gives what the file shows."""
    try:
        saved = read_saved(name, content)
    except NotSavedError as error:
        st.session_state["notice"] = f"{plain(name, 80)} was not opened: {error}."
        return
    fit = view.current().fit + 1
    if (box := saved.box) is not None:
        st.session_state["fit_box"] = (str(fit), box)
    view.change(wanted=saved.wanted, selected=None, fit=fit, focus=None)
    st.session_state["notice"] = f"Opened {plain(name, 80)}. {_compared(index, saved)}"


def _compared(index: EventIndex, saved: SavedFile) -> str:
    try:
        found = verify_saved(saved, index)
    except NotSavedError as error:
        return f"It was not compared: {error}."
    return " ".join((found.sentence, *(plain(change.sentence, 200) for change in found.changes[:3])))


def render_uploader(index: EventIndex) -> None:
    """Offer a field for the same, for whoever cannot drop."""

    def chosen() -> None:
        file = st.session_state["saved_file"]
        if file is not None:
            open_saved(index, file.name, file.getvalue())

    st.file_uploader("Open a saved snapshot or export", key="saved_file", on_change=chosen)
