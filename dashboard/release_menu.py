"""Lets the reader choose what a file keeps back, and shows on the map what then is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from dashboard import data
from dashboard.safe_text import markdown
from geodata.amounts import counted
from geodata.export import ReleasePolicy
from geodata.export.records import records_of
from geodata.export.released import released_selection
from geodata.query import EventIndex, Selection

# What a release does to places: the grid's side in km, or to the province.
PLACES: dict[str, tuple[float | None, bool]] = {
    "as they are": (None, False),
    "moved to a grid of 10 km": (10.0, False),
    "moved to a grid of 50 km": (50.0, False),
    "moved to their province": (None, True),
}
MOST_PREVIEWED = 20_000


def chosen_policy() -> ReleasePolicy | None:
    """Return the policy that the menu stands at; None: nothing is kept back."""
    state = st.session_state
    blur_km, to_admin1 = PLACES.get(state.get("release_places", ""), (None, False))
    days = int(state.get("release_delay") or 0)
    policy = ReleasePolicy(
        blur_km=blur_km,
        to_admin1=to_admin1,
        delay_days=days or None,
        as_of=datetime.now(UTC).date() if days else None,
        confirmed_only=bool(state.get("release_confirmed")),
    )
    return None if policy == ReleasePolicy() else policy


def may_save_whole() -> bool:
    """Whether files that no policy holds for may be saved; where one is chosen it says why they may not."""
    policy = chosen_policy()
    if policy is not None:
        st.caption(
            ":material/visibility_off: Not offered as files: they would tell what you keep back "
            f"({markdown(policy.describe(), 300)}). It is chosen on the map, under Save."
        )
    return policy is None


def render_policy(*selections: Selection) -> ReleasePolicy | None:
    """Show the choices and return the policy; it holds for pictures and data alike."""
    st.markdown("**What is kept back** from pictures and data")
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.selectbox("Places", list(PLACES), key="release_places", persist_state="session")
    right.number_input("Hold back the last days", 0, 3650, key="release_delay", persist_state="session")
    left, right = st.columns([3, 2])
    left.toggle("Only what is confirmed", key="release_confirmed", persist_state="session")
    policy = chosen_policy()
    right.toggle(
        "Show on the map",
        key="release_preview",
        persist_state="session",
        disabled=policy is None or not _are_few(selections),
        help="Draws on the map what a file would hold. Nothing can be clicked meanwhile. Up to "
        f"{counted(MOST_PREVIEWED, 'event')} are shown so.",
    )
    return policy


def _are_few(selections: Sequence[Selection]) -> bool:
    return all(len(selection) <= MOST_PREVIEWED for selection in selections)


def is_previewed(*selections: Selection) -> bool:
    """Whether the map is to show what the chosen policy leaves."""
    wanted = bool(st.session_state.get("release_preview"))
    return wanted and chosen_policy() is not None and _are_few(selections)


@st.cache_resource(show_spinner=False, max_entries=4)
def _released(
    _index: EventIndex, _selection: Selection, _policy: ReleasePolicy, key: str
) -> tuple[Selection, dict[str, str]]:
    batches = records_of(_index.store, _selection, _policy)
    records = [record for batch in batches for record in batch]
    names = {str(r["location_id"]): str(r["location"]) for r in records if r["location"]}
    told, _ = _policy.tellable(_selection.filter)
    return released_selection(records, told, _selection), names


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a policy leaves of selections, what to call their places, and the policy in a line of Markdown."""

    selections: list[Selection]
    names: dict[str, str]
    words: str


def previewed(index: EventIndex, *selections: Selection) -> Preview:
    """Return what the chosen policy leaves of selections."""
    policy = chosen_policy() or ReleasePolicy()
    left: list[Selection] = []
    names: dict[str, str] = {}
    withheld = 0
    for selection in selections:
        key = repr((data.store_name(), index.revision, selection.filter, policy))
        found, known = _released(index, selection, policy, key)
        left.append(found)
        names |= known
        withheld += len(selection) - len(found)
    more = f"; {counted(withheld, 'event')} withheld" if withheld else ""
    words = f":material/visibility: Preview of a release: {markdown(policy.describe(), 300)}{more}"
    return Preview(selections=left, names=names, words=words)
