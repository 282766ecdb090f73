"""The part of the save menu that offers briefings and series."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec

import streamlit as st

from dashboard import data
from dashboard.briefing import BRIEFING_TYPES, BriefingOptions, Since, draw_briefing
from dashboard.changing import describe_version
from dashboard.file_changes import read_comparable, since_saved
from dashboard.safe_text import markdown, plain
from dashboard.saved_files import NotSavedError, SavedFile
from dashboard.series import SERIES_TYPES, SeriesOptions, draw_series
from dashboard.series.frames import MOST_FRAMES, periods_of, range_of, unit_for
from geodata.amounts import counted
from geodata.changes import Version
from geodata.export import ReleasePolicy
from geodata.naming import region_label
from geodata.query import EventIndex, Selection
from geodata.query.past import narrow
from geodata.query.timeline import BinUnit

_STEM = "conflict-map"
_OFFERED_VERSIONS = 30


def render_briefing(index: EventIndex, selection: Selection, policy: ReleasePolicy | None) -> None:
    """Offer a briefing, with what changed since a version where nothing is kept back."""
    st.markdown("**Briefing**: picture, numbers with their ranges, events, sentences with their sources")
    left, right = st.columns(2)
    title = left.text_input(
        "Heading", "Conflict briefing", key="briefing_title", persist_state="session", max_chars=120
    )
    versions = data.versions(data.store_name())[:_OFFERED_VERSIONS] if policy is None else ()
    since = right.selectbox(
        "Say what changed since", [None, *versions], key="briefing_since", format_func=_label,
        disabled=policy is not None,
    )  # fmt: skip
    last = _last_briefing() if policy is None else None
    with st.container(horizontal=True, gap="small", key="briefing_buttons"):
        for suffix, media_type in BRIEFING_TYPES.items():
            st.download_button(
                suffix.lstrip(".").upper(),
                data=partial(_briefing, index, selection, suffix, title, last or since, policy),
                file_name=f"{_STEM}-briefing{suffix}", mime=media_type,
                key=f"briefing_{suffix.lstrip('.')}", on_click="ignore",
            )  # fmt: skip


def _last_briefing() -> tuple[str, SavedFile] | None:
    """Let the last briefing, or another saved file, be given; return its name and what it shows."""
    file = st.file_uploader("Or since the last briefing or another saved file", key="briefing_file")
    if file is None:
        return None
    try:
        return file.name, read_comparable(file.name, file.getvalue())
    except NotSavedError as error:
        st.error(markdown(f"{file.name}: {error}", 400))
        return None


def _label(version: Version | None) -> str:
    return "nothing" if version is None else plain(f"before {describe_version(version)}", 120)


def _briefing(
    index: EventIndex,
    selection: Selection,
    suffix: str,
    title: str,
    since: tuple[str, SavedFile] | Version | None,
    policy: ReleasePolicy | None,
) -> bytes:
    told = None
    if isinstance(since, tuple):
        told = since_saved(*since, index)
    elif since is not None:
        difference = narrow(index.store.changes(since.before), selection.filter)
        told = Since(words=f"version {since.before}", difference=difference)
    options = BriefingOptions(title=title or "Conflict briefing")
    return draw_briefing(
        index, selection, suffix, options=options, since=told, names=region_label, policy=policy
    )


def render_series(index: EventIndex, selection: Selection, policy: ReleasePolicy | None) -> None:
    """Offer a series where the selection has dates and not too many frames."""
    st.markdown("**Series**: the same map for each day, week or month")
    try:
        first, last = range_of(selection)
    except ValueError as error:
        st.caption(f"Not for this selection: {error}.")
        return
    units = list(BinUnit)
    unit = st.segmented_control(
        "One frame a", units, default=unit_for(first, last), key="series_unit", format_func=lambda u: u.value
    )
    chosen = unit or unit_for(first, last)
    frames = sum(1 for _ in periods_of(first, last, chosen))
    if frames > MOST_FRAMES:
        st.caption(
            f"{counted(frames, 'frame')} are more than {MOST_FRAMES}; choose a longer unit or a shorter "
            "period."
        )
        return
    st.caption(f"{counted(frames, 'frame')}, from {first} to {last}")
    options = SeriesOptions(unit=chosen)
    with st.container(horizontal=True, gap="small", key="series_buttons"):
        for suffix, media_type in SERIES_TYPES.items():
            missing = suffix == ".mp4" and find_spec("imageio_ffmpeg") is None
            st.download_button(
                suffix.lstrip(".").upper(),
                data=partial(
                    draw_series, index, selection, suffix, options=options, names=region_label, policy=policy
                ),
                file_name=f"{_STEM}-series{suffix}", mime=media_type, disabled=missing,
                help="Needs: python -m pip install 'conflictmap[film]'" if missing else None,
                key=f"series_{suffix.lstrip('.')}", on_click="ignore",
            )  # fmt: skip
