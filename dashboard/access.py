"""Who may do what on the pages: asked before every page and every action that writes."""

from __future__ import annotations

import streamlit as st

from dashboard.roles import Access, AccessError, Role

# How this process serves; set once, before the first page is drawn.
_access = Access()


def serve_as(access: Access) -> None:
    """Let the pages of this process be drawn for these roles."""
    global _access
    _access = access


def role() -> Role:
    """The role of the visitor whose page is being drawn."""
    if not _access.roles:
        return _access.everyone
    user = st.user.to_dict()
    if not user.get("is_logged_in") or user.get("email_verified") is False:
        return Role.NONE
    email = user.get("email")
    return _access.of(email) if isinstance(email, str) else Role.NONE


def visitor_name() -> str:
    """The address that the visitor signed in with, "" where nobody signs in."""
    return str(st.user.to_dict().get("email", "")) if _access.roles else ""


def may(wanted: Role) -> bool:
    """Whether the visitor may do what needs this role."""
    return role() >= wanted


def need(wanted: Role) -> None:
    """Raise AccessError unless the visitor has this role; stands before everything that writes."""
    if not may(wanted):
        raise AccessError(f"this needs the role “{wanted.name.lower()}”")


def render_gate() -> None:
    """Let nobody past who may not read: ask for a sign-in, or say that it gives no access."""
    if not _access.roles:
        if not may(Role.READ):
            st.stop()
        return
    if not st.user.is_logged_in:
        st.title("Conflict Map")
        st.button("Sign in", type="primary", on_click=st.login)
        st.stop()
    if not may(Role.READ):
        st.error("You are signed in, but nobody has given you access to this map.", icon=":material/lock:")
        st.button("Sign out", on_click=st.logout)
        st.stop()


def render_visitor() -> None:
    """Show at the side who is signed in and with which role, and the way out."""
    if _access.roles:
        email = str(st.user.to_dict().get("email", ""))
        st.sidebar.caption(f"{email} · {role().name.lower()}".replace("<", "").replace("[", ""))
        st.sidebar.button("Sign out", on_click=st.logout, key="sign_out")
