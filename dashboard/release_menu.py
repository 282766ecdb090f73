"""Lets the reader choose what a file keeps back, and shows on the map what then is left."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import data
from dashboard.safe_text import markdown
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


def render_policy(selection: Selection) -> ReleasePolicy | None:
    """Show the choices and return the policy; it holds for pictures and data alike."""
    st.markdown("**What is kept back** from pictures and data")
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.selectbox("Places", list(PLACES), key="release_places")
    right.number_input("Hold back the last days", 0, 3650, key="release_delay")
    left, right = st.columns([3, 2])
    left.toggle("Only what is confirmed", key="release_confirmed")
    policy = chosen_policy()
    right.toggle(
        "Show on the map",
        key="release_preview",
        disabled=policy is None or len(selection) > MOST_PREVIEWED,
        help="Draws on the map what a file would hold. Nothing can be clicked meanwhile.",
    )
    return policy


def is_previewed(selection: Selection) -> bool:
    """Whether the map is to show what the chosen policy leaves."""
    wanted = bool(st.session_state.get("release_preview"))
    return wanted and chosen_policy() is not None and len(selection) <= MOST_PREVIEWED


@st.cache_resource(show_spinner=False, max_entries=2)
def _released(
    _index: EventIndex, _selection: Selection, _policy: ReleasePolicy, key: str
) -> tuple[Selection, dict[str, str]]:
    batches = records_of(_index.store, _selection, _policy)
    records = [record for batch in batches for record in batch]
    names = {str(r["location_id"]): str(r["location"]) for r in records if r["location"]}
    return released_selection(records, _selection.filter, _selection), names


def previewed(index: EventIndex, selection: Selection) -> tuple[Selection, dict[str, str]]:
    """Return what the chosen policy leaves of a selection, and the names of its places, and say so."""
    policy = chosen_policy() or ReleasePolicy()
    key = repr((data.store_name(), index.revision, selection.filter, policy))
    found, names = _released(index, selection, policy, key)
    withheld = len(selection) - len(found)
    more = f"; {withheld:,} events withheld" if withheld else ""
    st.caption(f":material/visibility: Preview of a release: {markdown(policy.describe(), 300)}{more}")
    return found, names
