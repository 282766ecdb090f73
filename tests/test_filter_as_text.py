"""One filter value is a link and a sentence at once, and comes back from its link."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_filters import filters

from geodata.model import EventType
from geodata.query import EventFilter, describe, from_query, set_clauses, to_query, without
from geodata.query.address import PARAMETERS
from geodata.query.clauses import CLAUSES


class TestLink:
    @given(filters())
    def test_a_filter_comes_back_from_its_link(self, wanted: EventFilter) -> None:
        assert from_query(to_query(wanted)) == (wanted, ())

    def test_the_empty_filter_needs_no_parameters(self) -> None:
        assert to_query(EventFilter()) == {}

    @given(st.dictionaries(st.sampled_from([p.name for p in PARAMETERS]), st.text(max_size=30)))
    def test_any_link_gives_a_filter(self, query: dict[str, str]) -> None:
        wanted, problems = from_query(query)
        assert isinstance(wanted, EventFilter)
        assert len(problems) <= len(query)

    def test_what_is_wrong_is_dropped_and_said(self) -> None:
        wanted, problems = from_query({"from": "yesterday", "deaths": "-3", "type": "battles", "lat": "50"})
        assert wanted == EventFilter(event_types=(EventType.BATTLES,))
        assert len(problems) == 2
        assert '"yesterday"' in problems[0]

    @pytest.mark.parametrize(
        ("query", "part"),
        [
            ({"near": "Izium,-5"}, "write latitude,longitude,km"),
            ({"near": "Izium,20,5"}, '"Izium" is no number for the latitude'),
            ({"near": "49.2,37.3,-5"}, "a radius lies between"),
            ({"area": "1,2|3,x|5,6"}, '"x" is no number for a longitude'),
            ({"area": "1,2|3|5,6"}, "corner 2 is not written as"),
            ({"clock": "noon"}, "use occurred or reported"),
            ({"sure": "often"}, '"often" is no number for a share'),
        ],
    )
    def test_a_malformed_part_is_named_and_the_rest_goes_on(self, query: dict[str, str], part: str) -> None:
        wanted, [problem] = from_query({**query, "deaths": "3"})
        assert wanted == EventFilter(fatalities_at_least=3)
        assert part in problem
        assert f"for {next(iter(query))} was left out" in problem

    def test_a_range_that_ends_before_it_begins_loses_its_end(self) -> None:
        wanted, problems = from_query({"from": "2022-09-13", "to": "2022-09-01"})
        assert wanted == EventFilter(date_from=date(2022, 9, 13))
        assert len(problems) == 1

    def test_every_field_has_a_parameter_and_a_clause_or_belongs_to_one(self) -> None:
        names = {field.name for field in fields(EventFilter)}
        assert {p.field for p in PARAMETERS} == names
        asking = names - {"include_possible", "counting"}
        assert {name for clause in CLAUSES for name in clause.fields} == asking


class TestSentence:
    def test_nothing_asked(self) -> None:
        assert describe(EventFilter()) == "All events."

    def test_everything_asked_is_said(self) -> None:
        wanted = EventFilter(
            date_from=date(2022, 9, 1),
            date_to=date(2022, 9, 30),
            regions=("ne:UA.07",),
            event_types=(EventType.BATTLES,),
            fatalities_at_least=5,
            words='shelling "power plant" -drill',
        )
        assert describe(wanted, lambda _: "Kharkiv Oblast") == (
            "Events of type Battles, dated from 1 September 2022 to 30 September 2022, in or possibly in "
            "Kharkiv Oblast, with at least 5 reported deaths, "
            'mentioning "shelling" and "power plant" but not "drill".'
        )

    @given(filters())
    def test_each_filter_set_adds_a_part(self, wanted: EventFilter) -> None:
        for clause in set_clauses(wanted):
            part = clause.words(wanted, str)
            assert part
            assert part in describe(wanted)
            assert describe(wanted) != describe(without(wanted, clause.key))
