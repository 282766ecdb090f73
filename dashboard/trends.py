"""Beside the map: how the events of each province and each actor run over the time of the axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard.safe_text import plain
from dashboard.timeline_pane import current_axis
from dashboard.wording import describe_day
from geodata.naming import region_label
from geodata.query import EventIndex, Selection
from geodata.query.trends import Trend, actor_trends, unit_trends

MOST_SHOWN = 30
MOST_BARS = 24
"""Bars of a trend: of more bins of the axis, several are one bar, so that a row shows the whole course."""


def fewer_bars(per_bin: Sequence[int], most: int = MOST_BARS) -> list[int]:
    """Return the same counts in no more than so many bars, each of equally many bins but the last."""
    step = -(-len(per_bin) // most)
    return [sum(per_bin[at : at + step]) for at in range(0, len(per_bin), step)]


def render_trends(index: EventIndex, selection: Selection) -> None:
    """Show the two lists, busiest first, with bars on the timeline's axis."""
    axis = current_axis(index, selection.filter)
    timeline = selection.timeline(axis.first, axis.last)
    step = -(-len(timeline.starts) // MOST_BARS)
    bar = f"{step} {timeline.unit}s" if step > 1 else f"a {timeline.unit}"
    days = f"{describe_day(timeline.starts[0])} – {describe_day(timeline.last)}"
    with st.container(key="trends"):
        counted = selection.filter.counting.value.capitalize()
        st.caption(f"{counted} shown, by the day it began, on the axis {days}; each bar is {bar}.")
        units = unit_trends(index, selection, timeline, MOST_SHOWN)
        _render("Province", units, lambda code: region_label(f"ne:{code}"), counted)
        _render("Actor", actor_trends(index, selection, timeline, MOST_SHOWN), str, counted)


def _render(what: str, trends: Sequence[Trend], name: Callable[[str], str], counted: str) -> None:
    if not trends:
        st.caption(f"{what}: none named.")
        return
    bars = [fewer_bars(trend.per_bin) for trend in trends]
    most = max(map(max, bars))
    rows = [
        {what: plain(name(trend.name), 60), counted: trend.count, "Trend": shown}
        for trend, shown in zip(trends, bars, strict=True)
    ]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, height=38 + 35 * min(len(rows), 8),
        column_config={
            "Trend": st.column_config.BarChartColumn(
                y_min=0, y_max=max(1, most), width=84,
                help=f"All rows have one scale, up to {most:,} a bar",
            ),
            "Events": st.column_config.NumberColumn(width=54),
            what: st.column_config.TextColumn(width=112),
        },
        alt=f"{what}: {counted.lower()} and their course, {len(rows)} rows",
    )  # fmt: skip
