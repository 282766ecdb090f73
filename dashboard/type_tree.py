"""The tree of event types in the side bar: what is ticked is shown, each line with its count and symbol."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.symbols import Symbol
from geodata.model import EventType, SubEventType
from geodata.query import EventFilter

_FILES = Path(__file__).parent / "frontend"

_tree_component = st.components.v2.component(
    "conflictmap_type_tree",
    html=(_FILES / "type_tree.html").read_text("utf-8"),
    css=(_FILES / "type_tree.css").read_text("utf-8"),
    js="\n".join((_FILES / name).read_text("utf-8") for name in ("make.js", "symbol.js", "type_tree.js")),
)

TypeChoice = tuple[tuple[EventType, ...], tuple[SubEventType, ...]]


def shown_sub_types(wanted: EventFilter) -> frozenset[SubEventType]:
    """Return the sub-types a filter lets through; a filter that names none lets through all."""
    if not wanted.event_types and not wanted.sub_event_types:
        return frozenset(SubEventType)
    return frozenset(
        sub for sub in SubEventType if sub in wanted.sub_event_types or sub.event_type in wanted.event_types
    )


def choice_of(shown: frozenset[SubEventType]) -> TypeChoice:
    """Return the shortest filter fields for a set of sub-types; everything and nothing mean no filter."""
    if not shown or shown == frozenset(SubEventType):
        return (), ()
    whole = tuple(kind for kind in EventType if all(sub in shown for sub in _subs(kind)))
    return whole, tuple(sub for sub in SubEventType if sub in shown and sub.event_type not in whole)


def after(wanted: EventFilter, act: Mapping[str, Any]) -> TypeChoice:
    """Return the filter fields after a click: toggle a line on or off, or show only it."""
    named = frozenset(sub for sub in SubEventType if act.get("name") in (sub.value, sub.event_type.value))
    if act.get("kind") == "only":
        return choice_of(named)
    shown = shown_sub_types(wanted)
    return choice_of(shown | named if act.get("on") else shown - named)


def _subs(kind: EventType) -> list[SubEventType]:
    return [sub for sub in SubEventType if sub.event_type is kind]


def _state(subs: Sequence[SubEventType], shown: frozenset[SubEventType]) -> str:
    found = sum(sub in shown for sub in subs)
    return "none" if not found else "all" if found == len(subs) else "some"


def _counted(
    subs: Sequence[SubEventType], counts: Mapping[SubEventType, int], by_day: Mapping[SubEventType, int]
) -> dict[str, int]:
    """Return the events with another date than "by" a day, and the others."""
    by = sum(by_day.get(sub, 0) for sub in subs)
    return {"n": sum(counts.get(sub, 0) for sub in subs) - by, "by": by}


def render_type_tree(
    wanted: EventFilter,
    counts: Mapping[SubEventType, int],
    by_day: Mapping[SubEventType, int],
    styles: Sequence[Symbol],
    on_choice: Callable[[TypeChoice], None],
) -> None:
    """Show the tree; ``counts`` are the events the other filters leave of each sub-type.

    ``by_day`` are those of them that are dated only "by" a day; they are counted apart.
    """
    shown = shown_sub_types(wanted)
    types = []
    for kind, style in zip(EventType, styles, strict=True):
        subs = sorted(_subs(kind), key=lambda sub: -counts.get(sub, 0))
        types.append(
            {
                "name": kind.value,
                **_counted(subs, counts, by_day),
                "on": _state(subs, shown),
                "color": style.css,
                "corners": list(style.corners),
                "subs": [
                    {"name": sub.value, **_counted([sub], counts, by_day), "on": _state([sub], shown)}
                    for sub in subs
                ],
            }
        )

    def acted() -> None:
        act = st.session_state["type_tree"].get("act")
        if act:
            on_choice(after(wanted, act))

    _tree_component(key="type_tree", data={"types": types}, on_act_change=acted)
