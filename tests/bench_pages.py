"""Pages of the benches alone, for AppTest: it runs the text of a function, so each imports by itself."""

from __future__ import annotations


def review_page() -> None:
    """Show the queue of a review."""
    import streamlit as st

    from dashboard.review_page import render_review

    st.session_state.setdefault("pages", {})
    render_review()


def log_page() -> None:
    """Show the log of corrections."""
    import streamlit as st

    from dashboard.log_page import render_corrections

    st.session_state.setdefault("pages", {})
    render_corrections()
