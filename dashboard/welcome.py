"""What a newcomer reads: what the map does and does not show, and the way in to an empty store."""

from __future__ import annotations

import streamlit as st

from dashboard.pages import link

WELCOME_LINE = (
    "Every mark leads to the sentence behind it. The map shows what articles **reported**, "
    "not all that happened."
)

WELCOME = """
- Click a mark, a hatched area or a card to see what an article said, where and when.
- **A quiet place may only be a place nobody wrote about.** The thin line in the timeline counts the articles
  read: where it is low, silence is not peace.
- Places and dates are read by a machine. A hollow mark means the place is not sure, a ring "somewhere
  within", hatching "anywhere in this area"; events known only to a country stand in the tray.
- What has no place or no date is counted above the map and never guessed.
- The same event told by several articles is one mark with several reports; the card says where they disagree.
- The address of this page is the view: copy it to share exactly what you see.
"""


def render_welcome() -> None:
    """Show one line with the rest behind it, until it is closed for the session."""
    if st.session_state.get("welcome_read"):
        return
    with st.container(key="welcome", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(WELCOME_LINE, width="stretch")
        with st.popover("What it does not show", type="tertiary"):
            st.markdown(WELCOME)
        st.button("Got it", key="close_welcome", on_click=_close, type="tertiary")


def _close() -> None:
    st.session_state["welcome_read"] = True


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
