"""The pages for correcting: an event's fields, place names and their scope, the log, what was missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hostile_texts import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from made_corrections import ARTICLES, NAMESAKE, made_store, read
from made_events import Told, save, settlement, to_article
from made_records import IZIUM, KHERSON, UDY, make_reports, sentence_span

from dashboard.acts import Act
from dashboard.add_event import excerpt_of, places_near, selected_span, time_near
from dashboard.event_draft import Draft, fixes_from
from dashboard.marked_text import marked
from dashboard.place_bench import describe_move, describe_reach
from dashboard.place_choice import NOT_A_PLACE, UNKNOWN, choices_of, is_current, search_places
from dashboard.safe_text import neutral
from geodata.corrections import (
    NameFix,
    PlaceFix,
    Scope,
    corrected,
)
from geodata.geocoder import OfflineGeocoder
from geodata.joining.copies import group_copies
from geodata.model import DatePrecision, PlacePrecision, PlaceUse, Span, SubEventType
from geodata.store import Store
from geodata.store.moves import reach_of, widened
from geodata.store.neighbours import event_holding, events_near

SECONDS = 120
REPORTS = make_reports(ARTICLES[0])
UDY_MENTION = read(ARTICLES[0]).places[0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with made_store(tmp_path / "one.db") as opened:
        yield opened


class TestDraft:
    def test_what_is_not_changed_makes_no_fix(self) -> None:
        for report in REPORTS:
            assert fixes_from(report, Draft.of(report), report.place) == []

    def test_a_fix_for_each_field_and_applied_they_give_the_draft(self) -> None:
        report = REPORTS[0]
        draft = replace(
            Draft.of(report),
            sub_event_type=SubEventType.AIR_STRIKE,
            date_end=date(2022, 9, 17),
            place_precision=PlacePrecision.NEAR,
            actor2="Civilians of Udy",
            fatalities=6,
            excerpt=Span(start=0, end=sentence_span(1).end),
        )
        fixes = fixes_from(report, draft, report.place)
        assert [type(fix).__name__ for fix in fixes] == [
            "TypeFix", "DateFix", "SpotFix", "ActorsFix", "TollFix", "ExcerptFix",
        ]  # fmt: skip
        now = corrected(report, {report.article_id: fixes})
        assert now is not None
        assert (now.date_precision, now.toll.fatalities_high) == (DatePrecision.WEEK, 6)
        assert (
            replace(Draft.of(now), date_precision=draft.date_precision, fatalities_low=4, fatalities_high=4)
            == draft
        )

    def test_what_cannot_be_is_refused(self) -> None:
        draft = Draft.of(REPORTS[0])
        with pytest.raises(ValueError, match="ends"):
            fixes_from(REPORTS[0], replace(draft, date_end=date(2001, 1, 1)), UDY)
        with pytest.raises(ValueError, match="low <= best"):
            fixes_from(REPORTS[0], replace(draft, fatalities=4, fatalities_low=9), UDY)


class TestChoices:
    def test_candidates_then_neither_then_what_was_found(self) -> None:
        choices = choices_of(UDY_MENTION, [UDY, NAMESAKE], [IZIUM, UDY])
        assert [c.place for c in choices] == [UDY, NAMESAKE, None, None, IZIUM]
        assert [c.label for c in choices][2:4] == [UNKNOWN, NOT_A_PLACE]
        assert len({c.label for c in choices}) == 5
        assert [is_current(c, UDY_MENTION) for c in choices] == [True, False, False, False, False]
        assert "50.391, 36.056" in choices[0].caption
        assert "km from the one now" in choices[1].caption

    def test_a_name_read_as_a_government_can_be_a_place(self) -> None:
        government = replace(UDY_MENTION, use=PlaceUse.METONYM, place=None)
        choice = choices_of(government, [UDY], [])[0]
        fix = choice.fix(ARTICLES[0].id, government)
        assert (fix.place, fix.literal) == (UDY, True)

    @pytest.mark.parametrize("typed", ["49.2, 37.3", "49.2 37.3", " 49.2,37.3 "])
    def test_coordinates_are_a_place_of_that_name(self, typed: str) -> None:
        (found,) = search_places(typed, "Udy", OfflineGeocoder(begun=True))
        assert (found.latitude, found.longitude, found.name) == (49.2, 37.3, "Udy")

    @pytest.mark.parametrize("typed", ["", "  ", "99.0, 10.0", "no such place anywhere 7"])
    def test_what_is_nowhere_finds_nothing(self, typed: str) -> None:
        assert search_places(typed, "Udy", OfflineGeocoder(begun=True)) == []


class TestReach:
    def test_a_preview_counts_what_the_fix_then_does(self, store: Store) -> None:
        fix = NameFix(name="Udy", place=NAMESAKE, read_as=UDY.id)
        reach = reach_of(store, fix)
        moved = sum(e.lead.place == UDY for e in store.events())
        assert (reach.mentions, reach.articles, reach.events) == (3, 3, moved)
        assert "would move" in describe_reach(reach)
        assert describe_move(reach.moves[0]).startswith("3 reports: ")
        store.correct(fix)
        assert not [e for e in store.events() if e.lead.place == UDY]
        assert reach_of(store, fix).events == 0

    def test_what_is_set_more_narrowly_stays_and_is_counted(self, store: Store) -> None:
        span = UDY_MENTION
        mention = PlaceFix(
            article_id=ARTICLES[0].id, mention=Span(start=span.start, end=span.end), place=IZIUM
        )
        store.correct(mention)
        everywhere = widened(store, replace(mention, place=KHERSON), Scope.EVERYWHERE)
        assert everywhere.read_as == UDY.id
        reach = reach_of(store, everywhere)
        assert (reach.kept, sum(move.reports for move in reach.moves)) == (1, 2)

    def test_namesakes_read_otherwise_are_named(self, store: Store) -> None:
        reach = reach_of(store, NameFix(name="Udy", place=KHERSON, read_as=NAMESAKE.id))
        assert reach.otherwise == ((UDY, 3),)
        assert "No event moves" in describe_reach(reach)


class TestSelectedWords:
    def test_the_span_is_that_of_the_article(self) -> None:
        text = "One‮two three"
        pieces = [text[:5], text[5:]]
        assert neutral(pieces[0]) != pieces[0]
        span = selected_span(pieces, Act({"from": [0, 0], "to": [1, 3]}))
        assert span is not None
        assert span.of(text) == "One‮two"

    @given(st.lists(st.text(max_size=12), min_size=1, max_size=5), st.data())
    def test_any_selection_is_a_span_of_the_text_or_nothing(
        self, pieces: list[str], dice: st.DataObject
    ) -> None:
        ends = [
            [n := dice.draw(st.integers(-1, len(pieces))), dice.draw(st.integers(0, 14))] for _ in range(2)
        ]
        assert n is not None
        span = selected_span(pieces, Act({"from": ends[0], "to": ends[1]}))
        text = "".join(pieces)
        assert span is None or (span.end <= len(text) and span.of(text).strip() == span.of(text) != "")

    @pytest.mark.parametrize("act", [{}, {"from": 1, "to": 2}, {"from": ["a", 1], "to": [0, 0]}])
    def test_what_is_no_selection_is_nothing(self, act: dict[str, object]) -> None:
        assert selected_span(["text"], Act(act)) is None

    def test_sentence_place_and_date_are_those_nearest(self) -> None:
        reading = read(ARTICLES[0])
        shelled = sentence_span(0)
        words = Span(start=shelled.start + 5, end=shelled.start + 11)
        assert excerpt_of(words, reading) == shelled
        assert places_near(words, reading)[0].text == "Udy"
        assert time_near(shelled, reading) is not None


def test_copies_of_one_wire_are_one_source() -> None:
    words = "Shelling hit the power plant in Izium overnight and killed two people, officials said"
    assert group_copies(
        [words, "Something else was told there in other words by somebody", words + " today"]
    ) == [[0, 2], [1]]


def test_events_near_are_found(store: Store) -> None:
    event = next(e for e in store.events() if e.lead.place == UDY)
    assert event.id not in events_near(store, event)
    assert event_holding(store, event.lead.id) == event.id
    assert event_holding(store, "nothing") is None


def test_the_nearest_of_those_near_come_first(tmp_path: Path) -> None:
    kinds = (SubEventType.SHELLING, SubEventType.ABDUCTION, SubEventType.MOB_VIOLENCE)
    told = [
        Told(
            sentence=f"It hit Town{n} on that day. ", trigger="hit", kind=kinds[n % 3], day=date(2022, 9, 1),
            place=settlement(f"t{n}", f"Town{n}", 48 + n / 40, 37), place_words=f"Town{n}",
        )
        for n in range(12)
    ]  # fmt: skip
    with Store(tmp_path / "near.db") as store:
        save(store, [to_article(told, title="Towns", outlet="Dispatch", published=date(2022, 9, 2))])
        events = {event.lead.place.name: event for event in store.events() if event.lead.place}
        near = events_near(store, events["Town5"], 4)
    assert set(near[:2]) == {events["Town4"].id, events["Town6"].id}
    assert set(near[2:]) == {events["Town3"].id, events["Town7"].id}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_an_excerpt_is_markup(text: str) -> None:
    report = replace(REPORTS[0], excerpt=Span(start=0, end=len(text)), trigger_span=Span(start=0, end=1),
                     place_spans=(), time_spans=())  # fmt: skip
    shown = marked(text, report)
    assert "<" not in shown.replace("\\<", "")
    assert "](" not in shown.replace("\\]", "").replace("\\(", "")
