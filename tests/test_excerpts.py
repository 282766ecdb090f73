"""Cards: the marks stand on the right words, whatever overlaps, and every text is harmless."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from made_events import Told, save, to_article

from dashboard.citation import cite
from dashboard.excerpts import to_card
from dashboard.marking import mark_excerpt
from dashboard.table import MOST_BESIDE, MOST_WIDE, to_row, widths_of
from dashboard.wording import describe_interval, describe_place
from geodata.model import EventType, Report, Span, SubEventType
from geodata.query import DateRule, EventFilter
from geodata.store import Store
from geodata.store.events import ReportSource

TYPES = tuple(EventType)


def report_with(place: list[Span], trigger: Span, time: list[Span], length: int) -> Report:
    return Report(
        id="r", article_id="a", excerpt=Span(start=100, end=100 + length), trigger_span=trigger,
        sub_event_type=SubEventType.SHELLING, place_spans=tuple(place), time_spans=tuple(time),
    )  # fmt: skip


def test_place_date_and_trigger_are_marked() -> None:
    sentence = "Rockets hit Izium on Monday."
    found = report_with(
        [Span(start=112, end=117)], Span(start=108, end=111), [Span(start=118, end=127)], len(sentence)
    )
    assert mark_excerpt(sentence, found) == [
        ["Rockets ", ""],
        ["hit", "trigger"],
        [" ", ""],
        ["Izium", "place"],
        [" ", ""],
        ["on Monday", "date"],
        [".", ""],
    ]


spans = st.tuples(st.integers(60, 260), st.integers(1, 40)).map(lambda p: Span(start=p[0], end=p[0] + p[1]))


@given(st.text(alphabet="abc d.", min_size=1, max_size=120), st.lists(spans), spans, st.lists(spans))
def test_segments_give_the_sentence_back(
    sentence: str, place: list[Span], hit: Span, time: list[Span]
) -> None:
    segments = mark_excerpt(sentence, report_with(place, hit, time, len(sentence)))
    assert "".join(text for text, _ in segments) == sentence
    assert all(one[1] != two[1] for one, two in itertools.pairwise(segments))


def test_a_card_says_when_it_may_lie_outside_the_period(tmp_path: Path) -> None:
    strike = Told(
        sentence="A strike hit Izium.", trigger="strike", kind=SubEventType.SHELLING, until=date(2022, 9, 12)
    )
    with Store(tmp_path / "by.db") as store:
        save(store, [to_article([strike], title="By a day", outlet="Wire", published=date(2022, 9, 13))])
        [card] = store.cards([event.id for event in store.events()])
    march = EventFilter(date_from=date(2022, 3, 1), date_to=date(2022, 3, 31))
    assert to_card(card, TYPES, EventFilter())["when"] == "by 12 Sep 2022"
    chips = [text for text, _ in to_card(card, TYPES, march)["chips"]]
    assert "only possibly in the period" in chips
    row = to_row(card, march)
    assert (row["When"], row["Not sure"]) == ("by 12 Sep 2022", "only possibly in the period")
    assert to_row(card, march)["First day"] is None
    until = EventFilter(date_to=date(2022, 9, 12), date_rule=DateRule.CERTAINLY_WITHIN)
    assert to_row(card, until)["When"] == "by 12 Sep 2022"


def test_columns_are_as_wide_as_their_longest_words(made_store: Store) -> None:
    cards = made_store.cards([event.id for event in made_store.events()])
    rows = [to_row(card, EventFilter()) for card in cards]
    wide = widths_of(rows)
    for name, px in wide.items():
        longest = max(len(str(row[name])) for row in rows)
        assert px == MOST_WIDE[name] or px > 6.5 * longest, f"{name} would be cut"
    assert widths_of([]) == {name: wide_enough(name) for name in MOST_WIDE}


def test_beside_the_map_day_place_and_what_happened_have_room(made_store: Store) -> None:
    cards = made_store.cards([event.id for event in made_store.events()])
    widths = widths_of([to_row(card, EventFilter()) for card in cards], MOST_BESIDE)
    assert list(widths)[:3] == ["When", "Where", "What"]
    # What is beside the map on screens of 1024 and 1440 pixels, less the boxes that choose a row.
    assert widths["When"] <= 228 / 2
    assert sum(list(widths.values())[:3]) <= 392


def wide_enough(words: str) -> int:
    return widths_of([dict.fromkeys(MOST_WIDE, "") | {words: words}])[words]


def test_card_says_what_is_not_sure(made_store: Store) -> None:
    cards = made_store.cards([event.id for event in made_store.events()])
    shown = {card["segments"][0][0][:12]: card for card in (to_card(c, TYPES, EventFilter()) for c in cards)}
    bodies = shown["Four "]
    assert bodies["where_note"] == "place not sure, 40%"
    assert ["claimed, not confirmed", "doubt"] in bodies["chips"]
    assert ["4 killed", "toll"] in bodies["chips"]
    assert bodies["reports"][0]["url"] == "https://example.org/day"
    assert shown["Fighting"]["where_note"] == "near here, within 20 km"
    assert shown["Fighting"]["when"] == "20–28 Aug 2022"
    assert shown["A convoy was"]["lat"] is None


def test_placeless_report_is_not_on_the_map() -> None:
    bare = report_with([], Span(start=100, end=101), [], 5)
    assert describe_place(bare) == ("Place not found", "not on the map")
    assert describe_place(replace(bare, place=None))[1] == "not on the map"


def test_intervals_in_words() -> None:
    assert describe_interval(None, None) == "undated"
    assert describe_interval(None, date(2022, 9, 13)) == "by 13 Sep 2022"
    assert describe_interval(date(2022, 2, 24), None) == "since 24 Feb 2022"
    assert describe_interval(date(2022, 8, 30), date(2022, 9, 2)) == "30 Aug – 2 Sep 2022"


def test_a_citation_holds_the_exact_sentence_and_where_it_stands() -> None:
    report = replace(report_with([], Span(start=100, end=101), [], 40), published=date(2022, 9, 13))
    source = ReportSource(
        excerpt="Four  bodies were found\non September 11.", article_id="a", title="A day in the north",
        outlet="Morning Wire", url="https://example.org/day", page=3,
    )  # fmt: skip
    assert cite(report, source) == (
        "“Four bodies were found on September 11.” — Morning Wire, “A day in the north”, 13 Sep 2022, p. 3. "
        "https://example.org/day"
    )
    bare = replace(source, title="", outlet="", url="javascript:alert(1)", page=None)
    assert cite(replace(report, published=None), bare) == (
        "“Four bodies were found on September 11.” — no publication date."
    )
    long = replace(source, excerpt="word " * 900 + "end")
    assert "word end” — " in cite(report, long), "a card cuts a long sentence, a citation does not"
    assert "\u202e" not in cite(report, replace(source, excerpt="a\u202eb"))


def test_every_report_of_an_event_can_be_cited(tmp_path: Path) -> None:
    told = [Told(sentence="Shells hit it.", trigger="hit", kind=SubEventType.SHELLING, day=date(2022, 9, 1))]
    with Store(tmp_path / "cited.db") as store:
        [event] = save(store, [to_article(told, title="Cited", outlet="Wire", published=date(2022, 9, 2))])
        [card] = store.cards([event.id])
    [report] = to_card(card, TYPES, EventFilter())["reports"]
    assert report["citation"] == "“Shells hit it.” — Wire, “Cited”, 2 Sep 2022."
