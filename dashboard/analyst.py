"""Who corrects and why: asked once, kept for the next correction, written into the log with each."""

from __future__ import annotations

import streamlit as st

from dashboard.access import visitor_name
from dashboard.safe_text import markdown
from geodata.corrections import LogEntry


def current_analyst() -> str:
    """Return who corrects in this session, empty while nobody has said."""
    return visitor_name() or str(st.session_state.get("analyst", ""))


def ask_who(key: str, *, beside: bool = False) -> str:
    """Ask for a name unless the visitor signed in; return it. ``beside`` others it takes one row."""
    known = visitor_name()
    if known:
        return known
    kept = st.session_state.get("analyst", "")
    who = st.text_input(
        "Who (kept in the log)", value=kept, key=f"{key}_who", max_chars=80,
        placeholder="Your name, kept in the log" if beside else "Your name",
        label_visibility="collapsed" if beside else "visible",
    )  # fmt: skip
    st.session_state["analyst"] = who.strip()
    if not beside:
        # It stays when a name is there: the buttons below must not move under the pointer.
        st.caption("Whoever reads the log later can ask back.")
    return str(who).strip()


def ask_why(key: str) -> str:
    """Ask for the reason; return it."""
    kept = st.session_state.get("analyst_why", "")
    why = st.text_input(
        "Why (kept in the log)", value=kept, key=f"{key}_note", max_chars=300, placeholder="Optional"
    )
    st.session_state["analyst_why"] = why.strip()
    return str(why).strip()


def describe_maker(entry: LogEntry) -> str:
    """Return who made a correction and why, as far as the log knows, for Markdown."""
    said = f" by {markdown(entry.analyst, 80)}" if entry.analyst else ""
    return said + (f" ({markdown(entry.note, 120)})" if entry.note else "")
