"""The search for regions in the side bar: suggestions with their events, one best match, near misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard import view
from dashboard.acts import Act, act_of
from dashboard.messages import CountedOption, RegionAnswer, RegionBox
from dashboard.safe_text import plain
from geodata.amounts import counted
from geodata.model import Place
from geodata.naming import distinct_labels, find_regions, near_misses, region_label

_FILES = Path(__file__).parent / "frontend"
MOST_NAMED = 12
"""Namesakes or near misses offered for one typed name."""

_box_component = st.components.v2.component(
    "conflictmap_region_box",
    html=(_FILES / "region_box.html").read_text("utf-8"),
    css=(_FILES / "region_box.css").read_text("utf-8"),
    js="\n".join((_FILES / name).read_text("utf-8") for name in ("make.js", "region_box.js")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedRegion:
    """A region to suggest while typing; ``events`` are those that surely lie in it, 0 where not counted."""

    id: str
    label: str
    events: int = 0
    is_district: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a typed name came to: a region, or a sentence with regions to choose from, as (label, id)."""

    region: str | None = None
    says: str = ""
    options: tuple[tuple[str, str], ...] = ()


def look_up(typed: str, offered: Sequence[OfferedRegion]) -> Answer:
    """Return the region a typed name means; of several namesakes the only one with events, else ask."""
    places = find_regions(typed)
    known = {one.id for one in offered if one.events}
    used = [place for place in places if place.id in known]
    if len(places) == 1 or len(used) == 1:
        return Answer(region=(used or places)[0].id)
    shown = plain(typed, 60)
    if places:
        return Answer(
            says=f"{counted(len(places), 'region')} are called “{shown}”. Which one?", options=_named(places)
        )
    alike = tuple(near_misses(typed))
    if alike:
        return Answer(says=f"No region is called “{shown}”. Did you mean", options=alike)
    return Answer(says=f"No region is called “{shown}”. A town goes under “Near a place”.")


def _named(places: Sequence[Place]) -> tuple[tuple[str, str], ...]:
    labels = distinct_labels(places)
    return tuple((label, place.id) for label, place in zip(labels, places, strict=True))[:MOST_NAMED]


def render_region_box(chosen: Sequence[str], offered: Sequence[OfferedRegion]) -> None:
    """Show the box; a choice sets the filter and moves the map to the region."""
    said: Answer | None = st.session_state.get("region_answer")

    def acted() -> None:
        if act := act_of("region_box"):
            _take(act, offered)

    told: RegionBox = {
        "options": [_option(one) for one in offered if not one.is_district],
        "districts": [_option(one) for one in offered if one.is_district],
        "chosen": [{"id": place_id, "label": region_label(place_id)} for place_id in chosen],
        "said": _told(said) if said else None,
    }
    _box_component(key="region_box", data=told, on_act_change=acted)


def _option(one: OfferedRegion) -> CountedOption:
    return {"id": one.id, "label": one.label, "n": one.events}


def _told(answer: Answer) -> RegionAnswer:
    return {"text": answer.says, "options": [{"label": label, "id": key} for label, key in answer.options]}


def _take(act: Act, offered: Sequence[OfferedRegion]) -> None:
    """Do what was asked in the box; its words are forgotten with the next act."""
    st.session_state.pop("region_answer", None)
    regions = view.current().wanted.regions
    kind, key = act.kind, act.text("id")
    if kind == "typed":
        answer = look_up(act.text("text"), offered)
        if answer.region is None:
            st.session_state["region_answer"] = answer
            return
        kind, key = "choose", answer.region
    if kind == "drop":
        view.narrow(regions=tuple(region for region in regions if region != key))
    elif kind == "choose" and key:
        view.narrow(regions=(*regions, key))
        view.show_region(key)
    elif kind == "go":
        view.show_region(key)
