"""The pages for correcting, driven: review, places, log and clashes, an event added from words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bench_pages import log_page, review_page
from made_corrections import ARTICLES, NAMESAKE, fixes_on, made_store
from made_records import IZIUM, KHERSON, TEXT, UDY, make_reports, sentence_span
from streamlit.testing.v1 import AppTest

from geodata.corrections import (
    AddedEvent,
    Confirm,
    DateFix,
    Merge,
    NameFix,
    NotAnEvent,
    ReportKey,
    Scope,
    Split,
    SpotFix,
    TollFix,
    TypeFix,
)
from geodata.model import PlacePrecision, SubEventType
from geodata.store import Store
from geodata.store.exchange import export_log, import_log
from geodata.store.neighbours import event_holding

SECONDS = 120
REPORTS = make_reports(ARTICLES[0])


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    path = tmp_path / "one.db"
    monkeypatch.setenv("CONFLICTMAP_DB", str(path))
    with made_store(path) as opened:
        yield opened


def button(page: AppTest, label: str):  # type: ignore[no-untyped-def]
    return next(b for b in page.button if b.label == label)


def test_an_event_is_confirmed_corrected_rejected_split_and_undone(store: Store) -> None:
    page = AppTest.from_function(review_page, default_timeout=SECONDS).run()
    assert not page.exception
    assert button(page, "Confirm").disabled, "nobody said who looks"
    page.text_input(key="review_who").set_value("Dana").run()
    first = page.session_state["review_event"]
    (card,) = store.cards([first])
    button(page, "Confirm").click().run()
    assert not page.exception
    assert [type(e.fix) for e in store.corrections()] == [Confirm]
    assert page.session_state["review_event"] != first

    kind = next(box for box in page.selectbox if box.label == "What happened")
    kind.set_value(SubEventType.GRENADE).run()
    next(box for box in page.number_input if box.label == "Killed").set_value(7).run()
    button(page, "Save").click().run()
    assert not page.exception
    made = [e.fix for e in store.corrections()][1:]
    assert {type(fix) for fix in made} == {TypeFix, TollFix}
    (now,) = store.cards([page.session_state["review_event"]])
    assert (now.event.lead.sub_event_type, now.event.fatalities) == (SubEventType.GRENADE, 7)

    before = store.counts()["events"]
    page.session_state["review_event"] = next(e.id for e in store.events() if len(e.reports) > 1)
    page.run()
    button(page, "Another event").click().run()
    assert not page.exception
    assert store.counts()["events"] > before
    button(page, "Not an event").click().run()
    assert isinstance(store.corrections()[-1].fix, NotAnEvent)
    assert not page.exception
    assert card.event.id in {e.id for e in store.events()}


def test_a_source_is_taken_out_together_with_the_copies_of_its_words(store: Store) -> None:
    def events() -> set[frozenset[str]]:
        return {frozenset(report.id for report in event.reports) for event in store.events()}

    before = events()
    assert max(len(reports) for reports in before) == len(ARTICLES), "the articles are copies of each other"
    one, two = (ReportKey.of(report) for report in REPORTS[1:3])
    store.correct(Merge(reports=(one, two)), analyst="A")
    page = AppTest.from_function(review_page, default_timeout=SECONDS)
    page.session_state["review_event"] = event_holding(store, one.report_id)
    page.session_state["analyst"] = "Dana"
    page.run()
    sources = [b for b in page.button if (b.key or "").startswith("split_source_")]
    assert len(sources) == 2
    sources[1].click().run()
    assert not page.exception
    assert events() == before


def test_a_place_is_corrected_everywhere_from_the_event(store: Store) -> None:
    event = next(e for e in store.events() if e.lead.place == UDY)
    page = AppTest.from_function(review_page, default_timeout=SECONDS)
    page.session_state["review_event"] = event.id
    page.session_state["analyst"] = "Dana"
    page.run()
    choice = next(r for r in page.radio if r.label.startswith("“Udy”"))
    choice.set_value(1).run()
    next(r for r in page.radio if r.label == "Correct it in").set_value(Scope.EVERYWHERE).run()
    assert any("would move" in m.value for m in page.markdown)
    button(page, "Save and confirm").click().run()
    assert not page.exception
    assert [type(e.fix) for e in store.corrections()] == [NameFix, Confirm]
    assert not [e for e in store.events() if e.lead.place == UDY]


def test_a_place_and_how_exactly_it_is_known_are_changed_together(store: Store) -> None:
    """What says how exactly the place is known must not bring the old place back."""
    event = next(e for e in store.events() if e.lead.place == UDY)
    page = AppTest.from_function(review_page, default_timeout=SECONDS)
    page.session_state["review_event"] = event.id
    page.session_state["analyst"] = "Dana"
    page.run()
    next(r for r in page.radio if r.label.startswith("“Udy”")).set_value(1).run()
    known_to = next(box for box in page.selectbox if box.label == "Place known to")
    known_to.set_value(PlacePrecision.NEAR).run()
    button(page, "Save").click().run()
    assert not page.exception
    found = {r.id: r for e in store.events() for r in e.reports}[event.lead.id]
    assert found.place is not None
    assert (found.place.id, found.place_precision) == (NAMESAKE.id, PlacePrecision.NEAR)


def _review_after_a_key() -> None:
    import streamlit as st

    from dashboard import review_page

    st.session_state.setdefault("pages", {})
    key = st.session_state.get("pressed")
    if key:
        st.session_state["pressed"] = None
        review_page._pressed(key, [])
    review_page.render_review()


def test_a_number_chooses_a_place_also_where_no_words_name_it(store: Store) -> None:
    words = sentence_span(4)
    added = AddedEvent(
        article_id=ARTICLES[0].id, trigger=words, excerpt=words, sub_event_type=SubEventType.ARMED_CLASH,
        place=None,
    )  # fmt: skip
    store.correct(added, analyst="Dana")
    page = AppTest.from_function(_review_after_a_key, default_timeout=SECONDS)
    page.session_state["review_event"] = event_holding(store, added.report_id)
    page.session_state["analyst"] = "Dana"
    page.run()
    page.session_state["pressed"] = "2"
    page.run()
    assert not page.exception
    choice = next(r for r in page.radio if "event's place" in r.label)
    assert choice.value == 1
    assert any("would move" in m.value for m in page.markdown)


def test_the_log_is_undone_redone_and_decided(store: Store, tmp_path: Path) -> None:
    mine, theirs = fixes_on(ARTICLES[0])[0], fixes_on(ARTICLES[0])[1]
    store.correct(mine, analyst="A")
    with made_store(tmp_path / "two.db") as other:
        other.correct(theirs, analyst="B <b>*")
        import_log(store, export_log(other))
    page = AppTest.from_function(log_page, default_timeout=SECONDS)
    page.session_state["analyst"] = "A"
    page.run()
    assert not page.exception
    keep = [b for b in page.button if b.label == "Keep this"]
    assert len(keep) == 2
    keep[0].click().run()
    assert store.clashes() == []
    assert store.reading(ARTICLES[0].id).places[0].place == IZIUM
    button(page, "Undo the last").click().run()
    assert len(store.clashes()) == 1
    button(page, "Redo").click().run()
    assert store.clashes() == []
    assert not page.exception


def test_an_entry_that_contradicts_several_can_be_decided_against_each(store: Store, tmp_path: Path) -> None:
    one, two = (ReportKey.of(report) for report in REPORTS[1:3])
    store.correct(Merge(reports=(one, two)), analyst="A")
    with made_store(tmp_path / "two.db") as other:
        for key in (one, two):
            other.correct(Split(report=key), analyst="B")
        import_log(store, export_log(other))
    page = AppTest.from_function(log_page, default_timeout=SECONDS)
    page.session_state["analyst"] = "A"
    page.run()
    assert not page.exception
    keep = [b for b in page.button if b.label == "Keep this"]
    assert len(keep) == 4
    keep[0].click().run()
    assert not page.exception


def test_an_event_is_added_from_words(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    words = sentence_span(3)

    def _article() -> None:
        import streamlit as st

        from dashboard import data
        from dashboard.add_event import render_add_event

        store = data.store(data.store_name())
        article = next(a for a in store.articles() if a.outlet == "Dispatch")
        st.session_state.setdefault("pages", {})
        render_add_event(store, article, store.reading(article.id))

    page = AppTest.from_function(_article, default_timeout=SECONDS)
    page.session_state["selected_words"] = (ARTICLES[0].id, words)
    page.session_state["analyst"] = "Dana"
    page.run()
    assert not page.exception
    next(box for box in page.selectbox if box.label == "What happened").set_value(
        SubEventType.MOB_VIOLENCE
    ).run()
    next(box for box in page.number_input if box.label == "Killed").set_value(2).run()
    button(page, "Add the event").click().run()
    assert not page.exception
    (added,) = [r for r in store.reports() if "-added-" in r.id]
    assert (added.sub_event_type, added.place, added.toll.fatalities) == (
        SubEventType.MOB_VIOLENCE,
        KHERSON,
        2,
    )
    assert added.excerpt.of(TEXT) == added.trigger_span.of(TEXT) == words.of(TEXT)
    assert isinstance(store.corrections()[0].fix, AddedEvent)
    assert not isinstance(store.corrections()[1].fix, SpotFix | DateFix)
