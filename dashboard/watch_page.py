"""The page that shows how each watched feed and folder stands: last success, failures and gaps."""

from __future__ import annotations

from datetime import UTC, datetime
from time import time

import pandas as pd
import streamlit as st

from dashboard import data
from dashboard.safe_text import markdown, plain
from dashboard.watch_state import SourceState, WatchState, load_state, state_file
from dashboard.wording import describe_day
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
        st.caption(
            "All of these are watched whenever the watch runs. `conflictmap watch SOURCE` adds one, "
            "`conflictmap watch --forget SOURCE` takes one out; what came from it stays."
        )
        for source in state.sources.values():
            _render_troubles(source, is_watched=is_alive(state, time()))


def is_alive(state: WatchState, now: float) -> bool:
    """Whether the watch is running, by its last sign of life."""
    return not state.stopped and state.alive_at is not None and now - state.alive_at < _ALIVE_SECONDS


def _render_life(state: WatchState) -> None:
    if is_alive(state, time()):
        st.success("The watch is running.", icon=":material/visibility:")
    else:
        st.warning(
            f"The watch has not been running since {when(state.alive_at)}: "
            "what was published since is not here.",
            icon=":material/visibility_off:",
        )


def _table(sources: list[SourceState]) -> pd.DataFrame:
    rows = [
        {
            "Source": plain(source.name, 200),
            "Outlet": plain(source.outlet, 100),
            "State": "failing" if source.problem else "well",
            "Last success": when(source.last_success),
            "Last new article": when(source.last_new),
            "Articles": source.articles,
            "Gaps": len(source.gaps),
        }
        for source in sources
    ]
    return pd.DataFrame(rows)


def _render_troubles(source: SourceState, *, is_watched: bool) -> None:
    """Show a source's failure, its gaps and what of it could not be read."""
    if not (source.problem or source.gaps or source.unread):
        return
    with st.expander(markdown(source.name, 120), expanded=bool(source.problem)):
        if source.problem:
            tries = source.failures_in_a_row
            often = "The last try failed" if tries <= 1 else f"The last {counted(tries, 'try')} failed"
            again = f"at {when(source.next_try)}" if is_watched else "when the watch runs"
            st.error(f"{often}: {markdown(source.problem, 300)}; the next is {again}.")
        for gap in reversed(source.gaps):
            lost = "; some articles may have come and gone unseen" if gap.lost else ""
            st.markdown(f"Gap from {when(gap.start)} to {when(gap.end)}: {markdown(gap.why, 200)}{lost}")
        for line in reversed(source.unread):
            st.markdown(f"Not read: {markdown(line, 300)}")


def when(seconds: float | None) -> str:
    """Return a time as "13 Sep 2022, 10:00 UTC"; "never" without one."""
    if seconds is None:
        return "never"
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    return f"{describe_day(moment.date())}, {moment:%H:%M} UTC"
