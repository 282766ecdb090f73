"""The type tree, the period's presets, place search, timeline data and overlays without a browser."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.acts import Act
from dashboard.overlays import MOST_CORNERS, OverlayError, read_overlay
from dashboard.timeline import to_timeline
from dashboard.type_tree import after, choice_of, shown_sub_types
from geodata.model import EventType, SubEventType
from geodata.query import EventFilter, EventIndex
from geodata.query.period import NO_DAY
from geodata.query.timeline import timeline_of, total_of
from geodata.store import Store

SUBS = st.frozensets(st.sampled_from(list(SubEventType)))


def filter_of(shown: frozenset[SubEventType]) -> EventFilter:
    types, subs = choice_of(shown)
    return EventFilter(event_types=types, sub_event_types=subs)


@given(SUBS)
def test_tree_and_filter_mean_the_same(shown: frozenset[SubEventType]) -> None:
    expected = shown or frozenset(SubEventType)
    assert shown_sub_types(filter_of(shown)) == expected


@given(SUBS, st.sampled_from([*EventType, *SubEventType]), st.booleans())
def test_toggling_changes_only_what_was_clicked(
    shown: frozenset[SubEventType], clicked: EventType | SubEventType, on: bool
) -> None:
    before = shown_sub_types(filter_of(shown))
    types, subs = after(filter_of(shown), Act({"kind": "toggle", "name": clicked.value, "on": on}))
    now = shown_sub_types(EventFilter(event_types=types, sub_event_types=subs))
    named = {s for s in SubEventType if clicked.value in (s.value, s.event_type.value)}
    wanted = before | named if on else before - named
    assert now == (wanted or frozenset(SubEventType))


def test_only_shows_one_line() -> None:
    types, subs = after(EventFilter(), Act({"kind": "only", "name": EventType.BATTLES.value}))
    assert (types, subs) == ((EventType.BATTLES,), ())


def test_timeline_counts_every_dated_event_once(made_store: Store) -> None:
    timeline = EventIndex(made_store).select(EventFilter()).timeline()
    shown = to_timeline(timeline, shown=(None, None), undated=1, undated_shown=True, of_period=False)
    assert sum(sum(one["n"]) for one in shown["bins"]) == 46
    assert sum(one["a"] for one in shown["bins"]) == 2
    assert all(one["e"] < two["s"] for one, two in pairwise(shown["bins"]))
    assert shown["from"] is None
    assert "46 dated events" in shown["summary"]
    assert "1 have no date" in shown["summary"]
    assert shown["open_words"] == ""


def test_events_with_one_known_bound_are_in_no_bin() -> None:
    day, none = (date(2022, 9, 12) - date(1970, 1, 1)).days, int(NO_DAY)
    firsts = np.array([day, none, none, day, none], dtype=np.int32)
    lasts = np.array([day, day, day + 3, none, none], dtype=np.int32)
    timeline = timeline_of(firsts, lasts, np.zeros(5, dtype=np.uint8), np.array([], dtype=np.int32))
    assert [total_of(bins) for bins in (timeline.counts, timeline.by_day, timeline.since_day)] == [1, 2, 1]
    assert (timeline.starts[0], timeline.starts[-1]) == (date(2022, 9, 12), date(2022, 9, 15))
    shown = to_timeline(timeline, shown=(None, None), undated=1, undated_shown=True, of_period=False)
    assert sum(shown["bins"][0]["n"]) == 1
    assert (sum(shown["bins"][0]["by"]), sum(shown["bins"][0]["since"])) == (1, 1)
    assert sum(shown["bins"][3]["by"]) == 1
    assert "by" not in shown["bins"][1]
    assert shown["open_words"] == "2 dated only “by” a day, 1 dated only “since” a day"
    assert "2 more are dated only “by” a day, 1 dated only “since” a day; 1 have no date" in shown["summary"]


def test_an_event_of_several_days_may_lie_in_each_bin_it_reaches() -> None:
    day = (date(2022, 9, 12) - date(1970, 1, 1)).days
    firsts = np.array([day, day + 1, day - 9, day + 1, day - 9, day + 3], dtype=np.int32)
    lasts = np.array([day, day + 2, day + 1, int(NO_DAY), day - 1, day + 30], dtype=np.int32)
    timeline = timeline_of(
        firsts, lasts, np.zeros(6, dtype=np.uint8), np.array([], dtype=np.int32),
        date_from=date(2022, 9, 12), date_to=date(2022, 9, 15),
    )  # fmt: skip
    assert timeline.between == (1, 2, 1, 1)
    shown = to_timeline(timeline, shown=(None, None), undated=0, undated_shown=True, of_period=False)
    assert [one.get("between") for one in shown["bins"]] == [1, 2, 1, 1]


def test_an_open_range_runs_to_the_edge(made_store: Store) -> None:
    timeline = EventIndex(made_store).select(EventFilter()).timeline()
    shown = to_timeline(
        timeline, shown=(date(2022, 9, 1), None), undated=1, undated_shown=False, of_period=False
    )
    assert (shown["from"], shown["to"]) == ("2022-09-01", shown["last"])


def geojson(geometry: dict[str, object]) -> bytes:
    return json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}).encode()


def test_overlay_is_read_and_simplified_to_fit() -> None:
    shapes, simplified_km = read_overlay(
        "front.geojson", geojson({"type": "LineString", "coordinates": [[36, 49], [37, 50]]})
    )
    assert (len(shapes), simplified_km) == (1, 0.0)
    fine = [[30 + n / 5_000, 50 + (n % 2) / 1e5] for n in range(MOST_CORNERS + 500)]
    shapes, simplified_km = read_overlay("fine.geojson", geojson({"type": "LineString", "coordinates": fine}))
    assert simplified_km > 0


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.exe", b"MZ", "none of geojson"),
        ("a.geojson", b"", "cannot be read"),
        ("a.geojson", b"<script>", "cannot be read"),
        ("a.kml", b"\x00\x01", "cannot be read"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[]}', "no points, lines or areas"),
        ("m.geojson", geojson({"type": "Point", "coordinates": [500000, 5500000]}), "not in degrees"),
    ],
)
def test_bad_overlays_get_one_clear_line(name: str, content: bytes, says: str) -> None:
    with pytest.raises(OverlayError, match=says) as raised:
        read_overlay(name, content)
    assert "\n" not in str(raised.value)
    assert name in str(raised.value)
