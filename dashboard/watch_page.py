"""The page that shows how each watched feed and folder stands: last success, failures and gaps."""

from __future__ import annotations

from datetime import UTC, datetime
from time import time

import pandas as pd
import streamlit as st

from dashboard import data
from dashboard.safe_text import markdown, plain
from dashboard.watch_state import SourceState, WatchState, load_state, state_file
from geodata.amounts import counted

# A watch gives a sign of life every half minute.
_ALIVE_SECONDS = 120.0


def render_watch() -> None:
    """Draw the page."""
    with st.container(key="reading_width"):
        st.header("Watched sources")
        state = load_state(state_file(data.store_name()))
        if not state.sources:
            st.markdown(
                "Nothing is watched on this machine. Feeds and folders are taken in as they grow with"
            )
            st.code("conflictmap watch https://example.org/feed.xml reports/", language=None, wrap_lines=True)
            return
        _render_life(state)
        st.dataframe(_table(list(state.sources.values())), hide_index=True, width="stretch")
        for source in state.sources.values():
            _render_troubles(source)


def is_alive(state: WatchState, now: float) -> bool:
    """Whether the watch is running, by its last sign of life."""
    return not state.stopped and state.alive_at is not None and now - state.alive_at < _ALIVE_SECONDS


def _render_life(state: WatchState) -> None:
    if is_alive(state, time()):
        st.success("The watch is running.", icon=":material/visibility:")
    else:
        st.warning(
            f"The watch is not running since {when(state.alive_at)}: what was published since is not here.",
            icon=":material/visibility_off:",
        )


def _table(sources: list[SourceState]) -> pd.DataFrame:
    rows = [
        {
            "source": plain(source.name, 200),
            "outlet": plain(source.outlet, 100),
            "state": "failing" if source.problem else "well",
            "last success": when(source.last_success),
            "last new article": when(source.last_new),
            "articles": source.articles,
            "gaps": len(source.gaps),
        }
        for source in sources
    ]
    return pd.DataFrame(rows)


def _render_troubles(source: SourceState) -> None:
    """Show a source's failure, its gaps and what of it could not be read."""
    if not (source.problem or source.gaps or source.unread):
        return
    with st.expander(markdown(source.name, 120), expanded=bool(source.problem)):
        if source.problem:
            st.error(
                f"{markdown(source.problem, 300)} ({counted(source.failures_in_a_row, 'time')} in a row, "
                f"the next try at {when(source.next_try)})"
            )
        for gap in reversed(source.gaps):
            lost = "; some articles may have come and gone unseen" if gap.lost else ""
            st.markdown(f"Gap from {when(gap.start)} to {when(gap.end)}: {markdown(gap.why, 200)}{lost}")
        for line in reversed(source.unread):
            st.markdown(f"Not read: {markdown(line, 300)}")


def when(seconds: float | None) -> str:
    """Return a time as "2022-09-13 10:00 UTC"; "never" without one."""
    return (
        "never" if seconds is None else datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%d %H:%M UTC")
    )
