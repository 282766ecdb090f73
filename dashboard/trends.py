"""Beside the map: how the events of each province and each actor run over the time of the axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard.safe_text import plain
from dashboard.timeline_pane import current_axis
from dashboard.wording import describe_day
from geodata.naming import region_label
from geodata.query import EventIndex, Selection, Timeline
from geodata.query.trends import Trend, actor_trends, unit_trends

MOST_SHOWN = 30


def render_trends(index: EventIndex, selection: Selection) -> None:
    """Show the two lists, busiest first, with bars on the timeline's axis."""
    axis = current_axis(index, selection.filter)
    timeline = selection.timeline(axis.first, axis.last)
    days = f"{describe_day(timeline.starts[0])} – {describe_day(timeline.last)}, by {timeline.unit}"
    with st.container(key="trends", height="stretch"):
        st.caption(f"Of the events shown, those that began in each {timeline.unit} of the axis: {days}.")
        units = unit_trends(index.columns, selection, index.units, timeline, MOST_SHOWN)
        _render("Province", units, timeline, lambda code: region_label(f"ne:{code}"))
        _render("Actor", actor_trends(index.columns, selection, timeline, MOST_SHOWN), timeline, str)


def _render(what: str, trends: Sequence[Trend], timeline: Timeline, name: Callable[[str], str]) -> None:
    if not trends:
        st.caption(f"{what}: none named.")
        return
    most = max(max(trend.per_bin) for trend in trends)
    rows = [
        {what: plain(name(trend.name), 60), "Events": trend.count, "Trend": list(trend.per_bin)}
        for trend in trends
    ]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, height=38 + 35 * min(len(rows), 8),
        column_config={
            "Trend": st.column_config.BarChartColumn(
                y_min=0, y_max=max(1, most), width="large",
                help=f"Each bar is a {timeline.unit}; all rows have one scale, up to {most:,}",
            )
        },
        alt=f"{what}: events and their course, {len(rows)} rows",
    )  # fmt: skip
