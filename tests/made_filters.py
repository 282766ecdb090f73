"""Hypothesis strategies of filters, with stand-ins for the outlines they name."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from shapely.geometry import box

from geodata.model import Attribution, Certainty, DatePrecision, EventType, PlacePrecision, SubEventType
from geodata.query import ByDayRule, Clock, DateRule, DrawnArea, EventFilter, Near

# Stand-ins for outlines: the oblast and a country around it.
OUTLINES = {
    "ne:UA.07": box(34.8, 48.5, 38.1, 50.5),
    "country:UA": box(22.0, 44.0, 40.3, 52.4),
    "region:east": box(36.5, 47.0, 40.0, 50.4),
}

DAYS = st.dates(date(2022, 2, 20), date(2022, 9, 20))
LABELS = st.text(max_size=12)


def some(values: type) -> st.SearchStrategy[tuple]:
    return st.lists(st.sampled_from(list(values)), max_size=3).map(tuple)


@st.composite
def areas(draw: st.DrawFn) -> DrawnArea:
    south, west = draw(st.floats(45, 50)), draw(st.floats(30, 37))
    height, width = draw(st.floats(0.1, 5)), draw(st.floats(0.1, 5))
    return DrawnArea(
        corners=((south, west), (south, west + width), (south + height, west + width), (south + height, west))
    )


NEARS = st.builds(
    Near,
    latitude=st.floats(46, 51),
    longitude=st.floats(32, 38),
    km=st.floats(1, 800),
    label=st.text(max_size=20),
)


@st.composite
def filters(draw: st.DrawFn, *, names: st.SearchStrategy[str] = LABELS) -> EventFilter:
    days = sorted([draw(DAYS), draw(DAYS)])
    return EventFilter(
        date_from=draw(st.sampled_from([None, days[0]])),
        date_to=draw(st.sampled_from([None, days[1]])),
        clock=draw(st.sampled_from(Clock)),
        date_rule=draw(st.sampled_from(DateRule)),
        by_day_rule=draw(st.sampled_from(ByDayRule)),
        include_undated=draw(st.booleans()),
        regions=draw(st.lists(st.sampled_from(list(OUTLINES)), max_size=2).map(tuple)),
        area=draw(st.none() | areas()),
        near=draw(st.none() | NEARS),
        include_possible=draw(st.booleans()),
        event_types=draw(some(EventType)),
        sub_event_types=draw(some(SubEventType)),
        actors=draw(st.lists(names, max_size=2).map(tuple)),
        fatalities_at_least=draw(st.none() | st.integers(0, 6)),
        attributions=draw(some(Attribution)),
        outlets=draw(st.lists(names, max_size=2).map(tuple)),
        certainties=draw(some(Certainty)),
        place_confidence_at_least=draw(st.none() | st.floats(0, 1)),
        place_precisions=draw(some(PlacePrecision)),
        date_precisions=draw(some(DatePrecision)),
        words=draw(st.sampled_from(["", "shelling", '-"power plant"', "retook -bodies", '"', "((", "near*"])),
    )
