"""The timeline under the map: bins by type, strips of open dates and articles read, brush and playback."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard.acts import Act, act_of
from dashboard.messages import Bars, Bin, Chart, LastingLine
from dashboard.symbols import Symbol, look_of
from dashboard.wording import describe_day
from geodata.amounts import counted
from geodata.model import EventType
from geodata.query import Counting, Doubt, Timeline
from geodata.query.timeline import Lasting, total_of

_FILES = Path(__file__).parent / "frontend"
_TYPES = tuple(EventType)

_timeline_component = st.components.v2.component(
    "conflictmap_timeline",
    html=(_FILES / "timeline.html").read_text("utf-8"),
    css=(_FILES / "timeline.css").read_text("utf-8"),
    js="\n".join((_FILES / name).read_text("utf-8") for name in ("timeline_days.js", "timeline.js")),
)


def to_timeline(
    timeline: Timeline,
    *,
    shown: tuple[date | None, date | None],
    undated: int,
    undated_shown: bool,
    of_period: bool,
    lasting: Sequence[Lasting] = (),
    counting: Counting = Counting.EVENTS,
) -> Bars:
    """Return what the browser needs: bins with counts per type, articles read, and the range that is shown.

    ``shown`` are the filter's inclusive dates; an open end runs to the edge of the bins. ``of_period`` says
    that the bins run over the chosen period, not over all days of the data. ``lasting`` are the events of
    more than a day where they are few enough to be drawn one by one. ``counting`` says what all counts count.
    """
    last = timeline.end_of(len(timeline.starts) - 1)
    bins = [_bin(timeline, i) for i in range(len(timeline.starts))]
    low, high = shown
    ranged = low is not None or high is not None
    return {
        "bins": bins,
        "unit": timeline.unit.value,
        "first": timeline.starts[0].isoformat(),
        "last": last.isoformat(),
        "from": (low or timeline.starts[0]).isoformat() if ranged else None,
        "to": (high or max(last, low or last)).isoformat() if ranged else None,
        "undated": undated,
        "undated_shown": undated_shown,
        "axis": {"of": "period" if of_period else "whole", "words": _axis_words(timeline, of_period)},
        "spans": [_span(event) for event in lasting],
        "said": f"{describe_day(timeline.starts[0])} – {describe_day(last)}",
        "open_words": _open_words(timeline),
        "summary": summary_of(timeline, counting),
    }


def _span(event: Lasting) -> LastingLine:
    kind = event.sub_type.event_type
    return {
        "s": event.first.isoformat(),
        "e": event.last.isoformat(),
        "type": _TYPES.index(kind),
        "label": event.sub_type.value,
    }


def _axis_words(timeline: Timeline, of_period: bool) -> str:
    """Return in words which days the axis runs over, and by which unit."""
    if of_period:
        return f"Axis: the chosen period, by {timeline.unit}"
    days = f"{describe_day(timeline.starts[0])} – {describe_day(timeline.last)}"
    return f"Axis: all days of the data, {days}, by {timeline.unit}"


def _open_words(timeline: Timeline) -> str:
    """Return what the fading bars are, empty when there are none."""
    told = ((total_of(timeline.by_day), Doubt.BY_DAY), (total_of(timeline.since_day), Doubt.SINCE_DAY))
    return ", ".join(f"{number:,} {words}" for number, words in told if number)


def _bin(timeline: Timeline, i: int) -> Bin:
    """Return a bin: counts per type, and where there are any those that may lie in it, "by" or "since" it."""
    made: Bin = {
        "s": timeline.starts[i].isoformat(),
        "e": timeline.end_of(i).isoformat(),
        "n": [column[i] for column in timeline.counts.values()],
        "a": timeline.articles[i],
    }
    if timeline.between[i]:
        made["between"] = timeline.between[i]
    if any(by := [column[i] for column in timeline.by_day.values()]):
        made["by"] = by
    if any(since := [column[i] for column in timeline.since_day.values()]):
        made["since"] = since
    return made


def summary_of(timeline: Timeline, counting: Counting = Counting.EVENTS) -> str:
    """Return the chart in one sentence whose numbers are those of the data."""
    per_bin = [sum(column[i] for column in timeline.counts.values()) for i in range(len(timeline.starts))]
    busiest = max(range(len(per_bin)), key=per_bin.__getitem__)
    return (
        f"Timeline of {sum(per_bin):,} dated {counting} by {timeline.unit}, from "
        f"{describe_day(timeline.starts[0])} to {describe_day(timeline.end_of(len(per_bin) - 1))}; most "
        f"({per_bin[busiest]:,}) in the {timeline.unit} of {describe_day(timeline.starts[busiest])}; "
        f"{sum(timeline.wider):,} may have gone on beyond their {timeline.unit}; "
        f"{total_of(timeline.by_day):,} more are {Doubt.BY_DAY}, "
        f"{total_of(timeline.since_day):,} {Doubt.SINCE_DAY}; "
        f"{sum(timeline.undated.values()):,} have no date; {counted(sum(timeline.articles), 'article')} read."
    )


def render_timeline(
    bars: Bars,
    styles: Sequence[Symbol],
    on_act: Callable[[Act], None],
) -> None:
    """Show the timeline; ``on_act`` gets range, pause, axis or undated with their values."""

    def acted() -> None:
        if act := act_of("timeline"):
            on_act(act)

    told: Chart = {**bars, "types": list(map(look_of, styles))}
    _timeline_component(key="timeline", data=told, on_act_change=acted)
