"""What a filter selects equals a plain reading of its rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_filters import DAYS, OUTLINES, filters
from made_records import IZIUM, UDY, filled_store

from geodata.model import (
    DatePrecision,
    Event,
    EventType,
    PlacePrecision,
    SubEventType,
)
from geodata.query import (
    ByDayRule,
    Clock,
    DateRule,
    DrawnArea,
    EventFilter,
    EventIndex,
    Near,
    Order,
    Relation,
    UnknownRegionError,
    is_surely_in_period,
    without,
)
from geodata.query.timeline import total_of
from geodata.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled_store(Path(tmp_path_factory.mktemp("query"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def index(store: Store) -> EventIndex:
    return EventIndex(store, geometry_of=OUTLINES.get)


def occurred(event: Event, wanted: EventFilter) -> bool:
    """The date rules in plain Python: of an interval with an open end it is asked what may be."""
    lead = event.lead
    start, end = lead.date_start, lead.date_end
    if wanted.clock is Clock.REPORTED:
        start = end = event.reported_first
    if start is None and end is None:
        return wanted.include_undated
    low, high = wanted.date_from or date.min, wanted.date_to or date.max
    first, last = start or date.min, end or date.max
    if start is None and wanted.by_day_rule is ByDayRule.LEFT_OUT:
        return False
    if start is None and wanted.by_day_rule is ByDayRule.DAY_IN and last > high:
        return False
    if wanted.date_rule is DateRule.STARTS_IN and start is not None and end is not None:
        return low <= start <= high
    if wanted.date_rule is DateRule.CERTAINLY_WITHIN:
        return low <= first and last <= high
    return first <= high and last >= low


def may_lie_outside(event: Event, wanted: EventFilter) -> bool:
    """Whether an event with a date, and in the answer, is not sure to lie in the period."""
    start, end = event.lead.date_start, event.lead.date_end
    if wanted.clock is Clock.REPORTED:
        start = end = event.reported_first
    if start is None and end is None:
        return False
    if wanted.date_rule is DateRule.STARTS_IN and start is not None and end is not None:
        end = start
    low, high = wanted.date_from or date.min, wanted.date_to or date.max
    return (start or date.min) < low or (end or date.max) > high


def passes(event: Event, wanted: EventFilter) -> bool:
    """Every rule that needs no geometry and no text, in plain Python."""
    lead = event.lead
    types = [*wanted.event_types, *wanted.sub_event_types]
    actors = {a for r in event.reports for a in (r.actor1, r.actor2)}
    tests = (
        not types or lead.event_type in types or lead.sub_event_type in types,
        (wanted.date_from is None and wanted.date_to is None) or occurred(event, wanted),
        not wanted.actors or not actors.isdisjoint(wanted.actors),
        wanted.fatalities_at_least is None
        or (event.fatalities is not None and event.fatalities >= wanted.fatalities_at_least),
        not wanted.attributions or any(r.attribution_kind in wanted.attributions for r in event.reports),
        not wanted.certainties or lead.certainty in wanted.certainties,
        wanted.place_confidence_at_least is None
        or lead.place_confidence >= wanted.place_confidence_at_least - 2e-6,
        not wanted.place_precisions or lead.place_precision in wanted.place_precisions,
        not wanted.date_precisions or lead.date_precision in wanted.date_precisions,
    )
    return all(tests)


class TestSelection:
    @settings(max_examples=60)
    @given(filters(names=st.sampled_from(["Military Forces of Russia", "Civilians", "Dispatch", "nobody"])))
    def test_it_is_what_the_rules_say(self, store: Store, index: EventIndex, wanted: EventFilter) -> None:
        plain = wanted
        for key in ("region", "area", "near", "outlet", "words"):
            plain = without(plain, key)
        expected = {event.id for event in store.events() if passes(event, plain)}
        assert set(index.select(plain).ids()) == expected
        assert set(index.select(wanted).ids()) <= expected

    @settings(max_examples=60)
    @given(
        days=st.tuples(st.none() | DAYS, st.none() | DAYS),
        rule=st.sampled_from(DateRule),
        by_day=st.sampled_from(ByDayRule),
        clock=st.sampled_from(Clock),
    )
    def test_it_says_who_may_lie_outside_the_period(
        self,
        store: Store,
        index: EventIndex,
        days: tuple[date | None, date | None],
        rule: DateRule,
        by_day: ByDayRule,
        clock: Clock,
    ) -> None:
        if None not in days:
            days = (min(days), max(days))
        wanted = EventFilter(
            date_from=days[0], date_to=days[1], date_rule=rule, clock=clock, by_day_rule=by_day
        )
        selection = index.select(wanted)
        events = {event.id: event for event in store.events()}
        ids = index.columns.ids_of(selection.rows)
        told = dict(zip(ids, selection.maybe_in_period.tolist(), strict=True))
        assert [told[key] for key in selection.ids()] == sorted(told.values()), "the unsure come last"
        assert told == {key: may_lie_outside(events[key], wanted) for key in told}
        assert selection.possibly_in_period == sum(told.values())
        for key, unsure in told.items():
            lead = events[key].lead
            dated = lead.date_start is not None or lead.date_end is not None
            sure = is_surely_in_period(wanted, lead.date_start, lead.date_end, events[key].reported_first)
            assert not dated or sure is not unsure

    def test_one_known_bound_is_no_date_and_no_lack_of_one(self, index: EventIndex) -> None:
        everything = index.select(EventFilter())
        assert (everything.by_day, everything.since_day, everything.undated) == (2, 0, 2)
        timeline = everything.timeline()
        assert (total_of(timeline.by_day), total_of(timeline.since_day)) == (2, 0)
        assert sum(timeline.undated.values()) == 2
        assert total_of(timeline.counts) == len(everything) - 4
        by_day = index.select(EventFilter(date_precisions=(DatePrecision.UNKNOWN,)))
        assert by_day.date_range() is None

    def test_what_happened_by_a_day_does_not_fill_every_earlier_period(self, index: EventIndex) -> None:
        spring = EventFilter(date_from=date(2022, 3, 1), date_to=date(2022, 3, 31))
        shown = index.select(spring)
        assert (len(shown), shown.possibly_in_period, shown.by_day, shown.by_day_left_out) == (2, 0, 0, 2)
        possible = index.select(replace(spring, by_day_rule=ByDayRule.POSSIBLE))
        assert (len(possible), possible.possibly_in_period, possible.by_day) == (4, 2, 2)
        assert "may have occurred" in possible.describe()
        assert "may have" not in shown.describe()

    def test_what_happened_by_a_day_is_found_in_the_period_of_that_day(self, index: EventIndex) -> None:
        september = EventFilter(date_from=date(2022, 9, 1), date_to=date(2022, 9, 30))
        shown = index.select(september)
        assert (shown.by_day, shown.by_day_left_out) == (2, 0)
        without_by = index.select(replace(september, by_day_rule=ByDayRule.LEFT_OUT))
        assert (len(without_by), without_by.by_day, without_by.by_day_left_out) == (len(shown) - 2, 0, 2)
        assert index.select(replace(without_by.filter, date_from=None)).by_day == 0

    def test_they_are_counted_apart_by_type_and_at_every_mark(self, index: EventIndex) -> None:
        everything = index.select(EventFilter())
        assert sum(everything.type_counts_by_day().values()) == everything.by_day == 2
        assert all(n <= everything.type_counts()[kind] for kind, n in everything.type_counts_by_day().items())
        for most in (1_500, 1):
            cells = everything.cells(max_cells=most)
            marks = [*cells.cells, *cells.areas, *cells.tray]
            assert sum(sum(mark.by_day.values()) for mark in marks) == 2
            assert all(n <= mark.types[kind] for mark in marks for kind, n in mark.by_day.items())
        reported = index.select(EventFilter(clock=Clock.REPORTED))
        assert sum(reported.type_counts_by_day().values()) == reported.by_day == 0

    def test_what_certainly_lies_in_a_period_without_a_first_day_is_kept(self, index: EventIndex) -> None:
        until = index.select(EventFilter(date_to=date(2022, 9, 20), date_rule=DateRule.CERTAINLY_WITHIN))
        assert (until.by_day, until.possibly_in_period) == (2, 0)

    @settings(max_examples=40)
    @given(filters(names=st.sampled_from(["Military Forces of Russia", "Dispatch", "nobody"])))
    def test_every_count_adds_up(self, store: Store, index: EventIndex, wanted: EventFilter) -> None:
        selection = index.select(wanted)
        ids = selection.ids()
        assert len(selection) == len(ids) == len(set(ids))
        left = selection.total
        for step in selection.ledger():
            assert step.before == left
            assert step.removed + step.left == step.before
            assert selection.fell_at(step.key).total == step.removed
            assert len(index.select(without(wanted, step.key))) == len(selection) + step.only_here
            left = step.left
        assert left == len(selection)
        assert selection.timeline().total == selection.cells().total == len(selection)
        assert sum(selection.shown_types().values()) == len(selection)
        counts = selection.relation_counts()
        if counts:
            shown = counts[Relation.INSIDE] + wanted.include_possible * counts[Relation.POSSIBLY]
            assert shown == len(selection)
        pages = [i for offset in range(0, len(ids), 3) for i in selection.page(offset, 3).ids]
        assert pages == ids
        for order in Order:
            assert sorted(selection.page(0, 99, order).ids) == sorted(ids)
        drawn = selection.cells()
        for cell in (*drawn.cells, *drawn.areas, *drawn.tray):
            assert selection.in_cell(cell.key).total == cell.count

    def test_the_digest_stands_for_the_set_of_events(self, store: Store, index: EventIndex) -> None:
        one, other = EventFilter(words="shelling"), EventFilter(sub_event_types=(SubEventType.SHELLING,))
        fresh = EventIndex(store, geometry_of=OUTLINES.get)
        assert index.select(one).digest() == fresh.select(other).digest()
        assert index.select(one).digest() != index.select(EventFilter()).digest()
        assert (
            index.select(EventFilter(words="none")).digest() == fresh.select(EventFilter(words="no")).digest()
        )

    def test_newest_come_first_and_undated_last(self, store: Store, index: EventIndex) -> None:
        days = [e.lead.date_start or e.lead.date_end for e in store.events(index.select(EventFilter()).ids())]
        dated = [day for day in days if day]
        assert dated == sorted(dated, reverse=True)
        assert days[len(dated) :] == [None, None]

    def test_bounds_are_inclusive(self, index: EventIndex) -> None:
        day = date(2022, 9, 13)
        last = index.select(EventFilter(date_from=day, date_to=day))
        assert len(last) == 2
        assert len(index.select(EventFilter(date_from=day + timedelta(days=1)))) == 0

    def test_an_empty_answer_tells_which_filter_emptied_it(self, index: EventIndex) -> None:
        selection = index.select(EventFilter(fatalities_at_least=1000, event_types=(EventType.BATTLES,)))
        assert len(selection) == 0
        by_key = {step.key: step for step in selection.ledger()}
        assert by_key["fatalities"].left == 0
        assert by_key["fatalities"].only_here == 4

    def test_undated_events_are_told_apart(self, index: EventIndex) -> None:
        assert index.select(EventFilter()).undated == 2
        selection = index.select(EventFilter(date_from=date(2022, 1, 1)))
        assert (selection.undated, selection.undated_left_out) == (0, 2)

    def test_a_stale_copy_knows_it(self, store: Store) -> None:
        copy = EventIndex(store, geometry_of=OUTLINES.get)
        assert not copy.is_stale()
        store.set_published(store.articles()[0].id, store.articles()[0].published)
        assert copy.is_stale()


class TestPlaces:
    def test_inside_possibly_outside(self, index: EventIndex) -> None:
        selection = index.select(EventFilter(regions=("region:east",)))
        # Izium twice inside; the oblast and the country reach in; Udy, Kherson and the rest lie outside.
        assert selection.relation_counts() == {
            Relation.OUTSIDE: 5,
            Relation.POSSIBLY: 4,
            Relation.INSIDE: 2,
        }
        assert selection.possibly().sum() == 4
        sure = index.select(EventFilter(regions=("region:east",), include_possible=False))
        assert len(sure) == 2

    def test_a_region_holds_itself_and_what_lies_in_it(self, index: EventIndex) -> None:
        counts = index.select(EventFilter(regions=("ne:UA.07",))).relation_counts()
        assert counts[Relation.INSIDE] == 5
        assert counts[Relation.POSSIBLY] == 2

    def test_near_measures_on_the_globe(self, store: Store, index: EventIndex) -> None:
        near = Near(latitude=UDY.latitude, longitude=UDY.longitude, km=156, label="Udy")
        around = EventFilter(near=near, include_possible=False, place_precisions=(PlacePrecision.SETTLEMENT,))
        places = {e.lead.place for e in store.events(index.select(around).ids())}
        assert places == {UDY}
        wider = Near(latitude=UDY.latitude, longitude=UDY.longitude, km=159)
        found = index.select(EventFilter(near=wider, place_precisions=(PlacePrecision.SETTLEMENT,)))
        assert {e.lead.place for e in store.events(found.ids())} == {UDY, IZIUM}

    def test_a_drawn_area_of_crossing_lines_still_selects(self, index: EventIndex) -> None:
        bow = DrawnArea(corners=((48, 36), (50, 38), (48, 38), (50, 36)))
        assert len(index.select(EventFilter(area=bow))) >= 0

    def test_an_area_drawn_on_another_copy_of_the_world_is_the_same(self) -> None:
        here = [[35.0, 49.0], [37.0, 49.0], [37.0, 51.0], [35.0, 49.0]]
        there = [[longitude - 360.0, latitude] for longitude, latitude in here]
        areas = [DrawnArea.from_geojson({"type": "Polygon", "coordinates": [ring]}) for ring in (here, there)]
        assert areas[0] == areas[1]
        assert areas[0].corners == ((49.0, 35.0), (49.0, 37.0), (51.0, 37.0))
        with pytest.raises(ValueError, match="must be a Polygon"):
            DrawnArea.from_geojson({"type": "Point", "coordinates": [1, 2]})

    def test_an_unknown_region_is_an_error_and_not_an_empty_map(self, index: EventIndex) -> None:
        with pytest.raises(UnknownRegionError, match="nowhere"):
            index.select(EventFilter(regions=("nowhere",)))

    @pytest.mark.parametrize(
        "corners", [((1, 1), (2, 2)), ((1, 1), (2, 2), (3, 3)), ((91, 0), (0, 0), (0, 1))]
    )
    def test_an_impossible_area_is_refused(self, corners: tuple[tuple[float, float], ...]) -> None:
        with pytest.raises(ValueError, match=r"area|Earth"):
            DrawnArea(corners=corners)


class TestWords:
    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("shelling", 2),
            ("SHELLING izium", 2),
            ('"power plant"', 2),
            ('"plant power"', 0),
            ("protest -kherson", 0),
            ("-shelling", 9),
            ('-shelling -"signs of torture"', 8),
            ("torture OR shelling", 0),
            ("shell*", 0),
            ("settlements -", 2),
            ("“power plant”", 2),
            ("   ", 11),
            ("NEAR(power plant)", 0),
        ],
    )
    def test_words_phrases_and_not(self, index: EventIndex, query: str, count: int) -> None:
        assert len(index.select(EventFilter(words=query))) == count

    @settings(max_examples=60)
    @given(st.text(max_size=40))
    def test_any_text_is_a_query(self, index: EventIndex, query: str) -> None:
        assert 0 <= len(index.select(EventFilter(words=query))) <= 11


def test_the_selection_does_not_ask_what_time_zone_it_is(
    index: EventIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    wanted = EventFilter(date_from=date(2022, 9, 11), date_to=date(2022, 9, 12))
    answers = []
    for zone in ("UTC", "America/New_York", "Europe/Kyiv", "Asia/Tokyo"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        fresh = EventIndex(index.store, geometry_of=OUTLINES.get)
        answers.append(tuple(fresh.select(wanted).ids()))
    monkeypatch.undo()
    time.tzset()
    assert len(set(answers)) == 1
    assert answers[0]
