"""What a newcomer reads: what the map does and does not show, and the way in to an empty store."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.pages import link

WELCOME_LINE = (
    "Every mark leads to the sentence behind it. The map shows what articles **reported**, "
    "not all that happened."
)

WELCOME = (
    "Click a mark, a hatched area or a card to see what an article said, where and when.",
    "**A quiet place may only be a place nobody wrote about.** The thin line in the timeline counts "
    "the articles read: where it is low, silence is not peace.",
    "Places and dates are read by a machine. A hollow mark means the place is not sure, a ring "
    '"somewhere within", hatching "anywhere in this area"; events known only to a country stand in '
    "the tray.",
    "What has no place or no date is counted above the map and never guessed.",
    "The same event told by several articles is one mark with several reports; the card says where "
    "they disagree.",
    "The address of this page is the view: copy it to share exactly what you see.",
)

_FILES = Path(__file__).parent / "frontend"
_welcome_component = st.components.v2.component(
    "conflictmap_welcome",
    html=(_FILES / "welcome.html").read_text("utf-8"),
    css=(_FILES / "welcome.css").read_text("utf-8"),
    js="\n".join((_FILES / name).read_text("utf-8") for name in ("make.js", "welcome.js")),
)


def render_welcome() -> None:
    """Show what the map shows, in the page's head, until it is closed in this browser."""
    with st.container(key="welcome"):
        _welcome_component(key="welcome_note", data={"line": WELCOME_LINE, "points": list(WELCOME)})


def render_empty_store() -> None:
    """Say what to do when there are no events yet."""
    with st.container(key="empty_store", border=True):
        st.subheader("No events yet")
        st.markdown(
            "Conflict Map reads news articles and puts what they report on a map, with the sentence behind "
            "every mark.\n\n"
            "- Paste a text or upload files on the page **Add articles**.\n"
            "- Or from a terminal: `conflictmap ingest FOLDER`, and `conflictmap demo` for a sample corpus."
        )
        link("add", "Add articles", ":material/add:")
