"""The tree of event types in the side bar: what is ticked is shown, each line with its count and symbol."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from dashboard.acts import Act, act_of
from dashboard.messages import TypeBranch, TypeLine
from dashboard.symbols import Symbol, look_of
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


def after(wanted: EventFilter, act: Act) -> TypeChoice:
    """Return the filter fields after a click: toggle a line on or off, or show only it."""
    named = frozenset(sub for sub in SubEventType if act.text("name") in (sub.value, sub.event_type.value))
    if act.kind == "only":
        return choice_of(named)
    shown = shown_sub_types(wanted)
    return choice_of(shown | named if act.is_on("on") else shown - named)


def _subs(kind: EventType) -> list[SubEventType]:
    return [sub for sub in SubEventType if sub.event_type is kind]


def _state(subs: Sequence[SubEventType], shown: frozenset[SubEventType]) -> str:
    found = sum(sub in shown for sub in subs)
    return "none" if not found else "all" if found == len(subs) else "some"


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

    def line(name: str, subs: Sequence[SubEventType]) -> TypeLine:
        by = sum(by_day.get(sub, 0) for sub in subs)
        counted = sum(counts.get(sub, 0) for sub in subs) - by
        return {"name": name, "n": counted, "by": by, "on": _state(subs, shown)}

    types: list[TypeBranch] = []
    for kind, style in zip(EventType, styles, strict=True):
        subs = sorted(_subs(kind), key=lambda sub: -counts.get(sub, 0))
        types.append(
            {
                **look_of(style),
                **line(kind.value, subs),
                "subs": [line(sub.value, [sub]) for sub in subs],
            }
        )

    def acted() -> None:
        if act := act_of("type_tree"):
            on_choice(after(wanted, act))

    _tree_component(key="type_tree", data={"types": types}, on_act_change=acted)
