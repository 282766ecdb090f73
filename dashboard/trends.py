"""Beside the map: how the events of each province and each actor run over the time of the axis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard.safe_text import plain
from dashboard.timeline_pane import current_axis
from dashboard.wording import describe_day
from geodata.amounts import counted
from geodata.naming import region_label
from geodata.query import Counting, EventIndex, Selection
from geodata.query.deaths import Deaths, DeathsOf
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
        heading = selection.filter.counting.value.capitalize()
        st.caption(f"{heading} shown, by the day each began, on the axis {days}; each bar is {bar}.")
        units = unit_trends(index, selection, timeline, MOST_SHOWN)
        # The dead are not in the columns that filters read: they are added up when someone asks.
        dead = DeathsOf(index, selection) if st.toggle("Deaths stated", key="trends_deaths") else None
        if dead is not None:
            st.markdown(describe_deaths(dead.all()))
        by_unit, by_actor = (dead.by_unit(), dead.by_actor()) if dead is not None else (None, None)
        _render("Province", units, lambda code: region_label(f"ne:{code}"), heading, by_unit)
        trends = actor_trends(index, selection, timeline, MOST_SHOWN)
        _render("Actor", trends, str, heading, by_actor)


def describe_deaths(dead: Deaths) -> str:
    """Return the dead of a selection in a sentence, with how many events state any and the sources' range."""
    if not dead.stated:
        return f"None of the {Counting.EVENTS.said(dead.events)} shown states a number of dead."
    return (
        f"**{range_of(dead)}** dead, as stated for {dead.stated:,} of {Counting.EVENTS.said(dead.events)}; "
        "the others state no number."
        if dead.stated < dead.events
        else f"**{range_of(dead)}** dead, as stated for {Counting.EVENTS.said(dead.events)}."
    )


def range_of(dead: Deaths) -> str:
    """Return "40", or "40 (35–60)" where sources differ; "" where none states a number."""
    if not dead.stated:
        return ""
    return f"{dead.best:,}" if dead.low == dead.high else f"{dead.best:,} ({dead.low:,}–{dead.high:,})"


def rows_of(
    what: str, named: Sequence[tuple[str, Trend]], heading: str, dead: Mapping[str, Deaths] | None
) -> list[dict[str, object]]:
    """Return the rows of a list: name, number, the dead where asked for, and the bars."""
    rows = []
    for name, trend in named:
        row: dict[str, object] = {what: plain(name, 60), heading: trend.count}
        if dead is not None:
            row["Deaths"] = range_of(dead[trend.name])
        rows.append(row | {"Trend": fewer_bars(trend.per_bin)})
    return rows


def _render(
    what: str,
    trends: Sequence[Trend],
    name: Callable[[str], str],
    heading: str,
    dead: Mapping[str, Deaths] | None,
) -> None:
    if not trends:
        st.caption(f"{what}: none named.")
        return
    rows = rows_of(what, [(name(trend.name), trend) for trend in trends], heading, dead)
    most = max(max(fewer_bars(trend.per_bin)) for trend in trends)
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, height=38 + 35 * min(len(rows), 8),
        column_config={
            "Trend": st.column_config.BarChartColumn(
                y_min=0, y_max=max(1, most), width=64,
                help=f"All rows have one scale, up to {most:,} a bar",
            ),
            heading: st.column_config.NumberColumn(width=54, format="localized"),
            "Deaths": st.column_config.TextColumn(
                width=84, help="Best figures added up; in brackets the range where sources differ"
            ),
            what: st.column_config.TextColumn(width=146),
        },
        alt=f"{what}: {heading.lower()} and their course, {counted(len(rows), 'row')}",
    )  # fmt: skip
