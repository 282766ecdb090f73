"""The article view cuts a text into mentions without losing a character; the bench explains and undoes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_events import IZIUM, UDY

from dashboard.mentions import KINDS, MarkedSpan, mark_article, to_segments, without_overlaps
from dashboard.place_bench import describe_move, describe_reach
from dashboard.place_choice import choices_of
from geodata.corrections import PlaceFix
from geodata.model import (
    Article,
    Candidate,
    EventMention,
    Modality,
    Place,
    PlaceMention,
    PlaceRole,
    PlaceUse,
    Reading,
    Report,
    Span,
    SubEventType,
    TimeMention,
)
from geodata.store import Store
from geodata.store.moves import reach_of

TEXT = "Rockets hit Izium on 3 September, Kyiv said."


def reading_of(place: Place | None) -> Reading:
    candidates = (Candidate(place=IZIUM, score=1.2, parts=(("population", 0.4), ("nearness", 0.8))),)
    return Reading(
        article_id="a",
        places=(
            PlaceMention(
                start=12, end=17, text="Izium", role=PlaceRole.EVENT, candidates=candidates,
                place=place, latitude=49.2, longitude=37.3, confidence=0.8,
            ),
            PlaceMention(start=34, end=38, text="Kyiv", use=PlaceUse.METONYM, role=PlaceRole.BACKGROUND),
        ),
        times=(TimeMention(start=18, end=32, text="on 3 September", value="2022-09-03", kind="DATE"),),
        events=(
            EventMention(
                start=8, end=11, text="hit", sentence=0, sub_event_type=SubEventType.SHELLING,
                modality=Modality.HAPPENED,
            ),
        ),
    )  # fmt: skip


def test_every_mention_says_what_became_of_it() -> None:
    spans = mark_article(Article.create(TEXT), reading_of(IZIUM))
    assert [(s.text, s.kind) for s in spans] == [
        ("hit", "trigger"), ("Izium", "other_place"), ("on 3 September", "date"), ("Kyiv", "not_place"),
    ]  # fmt: skip
    assert {s.kind for s in spans} <= set(KINDS)
    assert "80% sure" in spans[1].outcome
    assert spans[3].outcome == "kept off the map"


@pytest.mark.parametrize("role", list(PlaceRole))
def test_a_place_is_said_to_be_what_the_reports_make_of_it(role: PlaceRole) -> None:
    read = reading_of(IZIUM)
    read = replace(read, places=(replace(read.places[0], role=role),))
    place = read.places[0]
    report = Report(
        id="r", article_id="a", excerpt=Span(start=0, end=33), trigger_span=Span(start=8, end=11),
        sub_event_type=SubEventType.SHELLING, place_spans=(Span(start=place.start, end=place.end),),
    )  # fmt: skip
    told = mark_article(Article.create(TEXT), replace(read, reports=(report,)))[1]
    assert (told.kind, told.meaning) == ("event_place", "where it happened")
    assert told.outcome.endswith("place of an event")
    untold = mark_article(Article.create(TEXT), read)[1]
    assert untold.meaning != "where it happened"
    assert untold.outcome.endswith("no event here")


def test_an_unresolved_place_is_said() -> None:
    spans = mark_article(Article.create(TEXT), reading_of(None))
    assert spans[1].kind == "unresolved"


marked = st.tuples(st.integers(0, 90), st.integers(1, 20)).map(
    lambda p: MarkedSpan(start=p[0], end=p[0] + p[1], kind="date", text="", meaning="", outcome="")
)


@given(st.text(min_size=111, max_size=140), st.lists(marked, max_size=12))
def test_segments_give_the_text_back(text: str, spans: list[MarkedSpan]) -> None:
    kept = without_overlaps(sorted(spans, key=lambda s: (s.start, -s.end)))
    segments = to_segments(text, kept)
    assert "".join(str(part) for part, _, _ in segments) == text
    assert [number for _, kind, number in segments if kind] == list(range(len(kept)))


def test_bench_shows_the_parts_of_a_score() -> None:
    mention = reading_of(IZIUM).places[0]
    choice = choices_of(mention, [IZIUM], [])[0]
    assert choice.caption.endswith("For it: how many people live there, nearness.")


def test_bench_previews_applies_and_undoes(made_store: Store) -> None:
    event = next(e for e in made_store.events() if e.lead.place == IZIUM)
    fix = PlaceFix(article_id=event.lead.article_id, mention=event.lead.place_spans[0], place=UDY)
    [move] = reach_of(made_store, fix).moves
    assert describe_move(move) == r"1 report: Izium, Kharkiv Oblast, UA → **Udy, Kharkiv Oblast, UA**"
    number = made_store.correct(fix, note="the text means Udy")
    assert made_store.events([event.id])[0].lead.place == UDY
    made_store.undo_correction(number)
    assert made_store.events([event.id])[0].lead.place == IZIUM


def test_a_fix_that_changes_nothing_says_so(made_store: Store) -> None:
    article = made_store.articles()[0]
    fix = PlaceFix(article_id=article.id, mention=Span(start=0, end=1), place=None)
    assert made_store.preview_correction(fix).changes_nothing
    assert describe_reach(reach_of(made_store, fix)).startswith("**No event moves**")
