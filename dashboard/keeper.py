"""Keeps in the browser what a reload, Back and a second tab go on with: undo steps and opened articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard import view
from dashboard.acts import act_of
from geodata.query import EventFilter, from_query, to_query

_FILES = Path(__file__).parent / "frontend"
_keeper_component = st.components.v2.component(
    "conflictmap_keeper",
    html=(_FILES / "keeper.html").read_text("utf-8"),
    js=(_FILES / "keeper.js").read_text("utf-8"),
)

MOST_OPENED = 5_000
"""Articles of which the browser keeps that they were opened, the newest."""

_ARTICLE_ID = re.compile(r"[\w-]{1,80}")


def to_kept(steps: list[EventFilter]) -> list[str]:
    """Return the steps as the parameters of links, oldest first."""
    return [urlencode(to_query(step)) for step in steps]


def from_kept(texts: Sequence[str]) -> list[EventFilter]:
    """Return the steps that a browser kept; what it cannot have got from us is left out."""
    return [from_query(dict(parse_qsl(text)))[0] for text in texts[-view.UNDO_DEPTH :]]


def render_keeper() -> None:
    """Hand the steps to the browser; a new session first asks for those it has."""
    steps: list[EventFilter] = st.session_state.get("undo", [])
    fresh = not steps and not st.session_state.get("undo_known")
    _keeper_component(key="keeper", data={"undo": to_kept(steps), "fresh": fresh}, on_act_change=_restore)


def opened_articles() -> frozenset[str]:
    """Return the ids of the articles opened in this session or, once it was asked, in this browser."""
    return frozenset(st.session_state.get("opened_articles", ()))


def keep_opened(ids: Iterable[str], *, ask: bool) -> None:
    """Note that articles were opened, in the browser too; ``ask`` has it tell once of those before."""
    opened = st.session_state["opened_articles"] = opened_articles().union(ids)
    _keeper_component(
        key="opened_keeper", data={"opened": sorted(opened), "ask": ask}, on_act_change=_take_opened
    )


def ids_from(texts: Sequence[str]) -> frozenset[str]:
    """Return the ids of articles that a browser kept; what it cannot have got from us is left out."""
    return frozenset(text for text in texts[-MOST_OPENED:] if _ARTICLE_ID.fullmatch(text))


def _take_opened() -> None:
    if act := act_of("opened_keeper"):
        st.session_state["opened_articles"] = opened_articles() | ids_from(act.texts("opened"))


def _restore() -> None:
    """Put the kept steps before those made since."""
    act = act_of("keeper")
    if act and not st.session_state.get("undo_known"):
        st.session_state["undo_known"] = True
        steps = [*from_kept(act.texts("undo")), *st.session_state.get("undo", [])]
        st.session_state["undo"] = steps[-view.UNDO_DEPTH :]
