"""An article that changed is a version of the same article; what was kept aside can be put back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_news import exported, make_news, save
from made_records import IZIUM, SENTENCES, make_article, make_reading, make_reports
from old_stores import make_old

from geodata.corrections import DateFix, PlaceFix, PublishedFix, ReportKey, TypeFix
from geodata.model import Article, Reading, Report, Span, SubEventType
from geodata.store import Saved, ShelfState, Store, StoreError
from geodata.store.carrying import moved_span
from geodata.store.pages import address_of

OLD = make_article()
BEFORE = "A line that was added above. "


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "events.db") as opened:
        yield opened


def moved(report: Report, article: Article, by: int) -> Report:
    def on(span: Span) -> Span:
        return Span(start=span.start + by, end=span.end + by)

    return replace(
        report,
        id=f"new-{report.id}",
        article_id=article.id,
        excerpt=on(report.excerpt),
        trigger_span=on(report.trigger_span),
        place_spans=tuple(map(on, report.place_spans)),
    )


def newer(text: str = BEFORE + OLD.text, **changes: object) -> tuple[Article, Reading]:
    """The next version, read: the same sentences, further on in the text."""
    told = {"title": OLD.title, "published": OLD.published, "outlet": OLD.outlet, "url": OLD.url} | changes
    article = Article.create(text, **told)  # type: ignore[arg-type]
    by = text.find(SENTENCES[0])
    return article, Reading(
        article_id=article.id,
        reports=tuple(moved(r, article, by) for r in make_reports(OLD)) if by >= 0 else (),
    )


def test_a_changed_article_takes_the_place_of_its_older_version(store: Store) -> None:
    store.save_reading(OLD, make_reading(OLD))
    article, reading = newer()
    assert store.save_reading(article, reading) is Saved.CHANGED
    assert store.articles() == [article]
    assert {r.article_id for e in store.events() for r in e.reports} == {article.id}
    (kept,) = store.shelved()
    assert (kept.article_id, kept.state, kept.newer) == (OLD.id, ShelfState.OLDER, article.id)
    assert store.shelved_article(OLD.id) == OLD
    assert store.save_reading(OLD, make_reading(OLD)) is Saved.ALREADY_THERE
    assert store.articles() == [article]


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({"url": OLD.url + "/?utm_source=feed#top"}, Saved.CHANGED),
        ({"url": ""}, Saved.CHANGED),
        ({"url": "", "outlet": "Courier"}, Saved.STORED),
        ({"url": "", "published": date(2022, 9, 20)}, Saved.STORED),
        ({"published": date(2022, 9, 20)}, Saved.CHANGED),
        ({"published": date(2022, 9, 1)}, Saved.OLDER),
    ],
    ids=["same address", "same text", "other outlet", "other day", "later", "earlier"],
)
def test_what_is_a_version(store: Store, changes: dict[str, object], fate: Saved) -> None:
    store.save_reading(OLD, make_reading(OLD))
    assert store.save_reading(*newer(**changes)) is fate
    assert len(store.articles()) == (2 if fate is Saved.STORED else 1)


@pytest.mark.parametrize(
    ("there", "comes", "fate"),
    [
        (date(2022, 9, 30), date(2022, 10, 1), Saved.CHANGED),
        (date(2022, 12, 31), date(2023, 1, 1), Saved.CHANGED),
        (date(2022, 9, 30), date(2022, 10, 2), Saved.STORED),
        (None, date(2022, 10, 1), Saved.CHANGED),
        (date(2022, 9, 30), None, Saved.CHANGED),
        (date(9999, 12, 31), date(9999, 12, 31), Saved.CHANGED),
        (date(1, 1, 1), None, Saved.CHANGED),
    ],
)
@pytest.mark.parametrize("older", [False, True], ids=["new", "brought up to date"])
def test_the_same_text_is_found_by_its_day_wherever_the_month_ends(
    tmp_path: Path, there: date | None, comes: date | None, fate: Saved, older: bool
) -> None:
    """What finds it is kept month by month; a text without a day may be of any."""
    first, path = Article.create(OLD.text, outlet=OLD.outlet, published=there), tmp_path / "a.db"
    with Store(path) as store:
        store.save_reading(first, Reading(article_id=first.id))
    if older:
        make_old(path, 8)
    with Store(path) as store:
        assert store.save_reading(*newer(url="", published=comes)) is fate


def test_the_same_text_is_found_by_the_day_that_an_analyst_gave(store: Store) -> None:
    first = Article.create(OLD.text, outlet=OLD.outlet, published=date(2020, 1, 1))
    store.save_reading(first, Reading(article_id=first.id))
    store.correct(PublishedFix(article_id=first.id, published=date(2022, 9, 30)))
    assert store.save_reading(*newer(url="", published=date(2022, 10, 1))) is Saved.CHANGED


def test_the_same_text_is_found_by_a_day_that_became_known_later(store: Store) -> None:
    undated = Article.create(OLD.text, outlet=OLD.outlet, url="https://a.example/1")
    dated = replace(undated, published=date(2022, 9, 30))
    store.save_reading(undated, Reading(article_id=undated.id))
    assert store.save_reading(dated, Reading(article_id=undated.id)) is Saved.UPDATED
    assert store.save_reading(*newer(url="", published=date(2022, 10, 1))) is Saved.CHANGED


def test_other_articles_behind_one_address_stay_apart(store: Store) -> None:
    store.save_reading(OLD, make_reading(OLD))
    other = newer("Tax rises were voted down after a night of talks in parliament.", title="No new taxes")
    assert store.save_reading(*other) is Saved.STORED
    assert len(store.articles()) == 2


def test_either_order_of_two_versions_ends_alike(tmp_path: Path) -> None:
    later = newer(published=date(2022, 9, 14))
    ends = []
    for name, pairs in (("a", [(OLD, make_reading(OLD)), later]), ("b", [later, (OLD, make_reading(OLD))])):
        with Store(tmp_path / f"{name}.db") as store:
            store.save_readings(pairs)
            ends.append((exported(store), [s.article_id for s in store.shelved()]))
    assert ends[0] == ends[1]


def test_corrections_move_with_their_words_and_the_others_are_told(store: Store) -> None:
    reports = make_reports(OLD)
    store.save_reading(OLD, make_reading(OLD))
    store.correct(PlaceFix(article_id=OLD.id, mention=reports[0].place_spans[0], place=IZIUM))
    number = store.correct(
        DateFix(report=ReportKey.of(reports[1]), date_start=date(2022, 9, 1), date_end=date(2022, 9, 2))
    )
    store.correct(TypeFix(report=ReportKey.of(reports[3]), sub_event_type=SubEventType.MOB_VIOLENCE))
    article, reading = newer((BEFORE + OLD.text).replace("A peaceful protest was held", "Nobody came"))
    store.save_reading(article, reading)
    known = {r.id: r for r in store.reports()}
    assert known[f"new-{reports[0].id}"].place == IZIUM
    assert known[f"new-{reports[1].id}"].date_start == date(2022, 9, 1)
    reading_lacks = PlaceFix  # the new version was read without its place mentions
    (lost,) = [e for e in store.corrections_without_target() if not isinstance(e.fix, reading_lacks)]
    assert isinstance(lost.fix, TypeFix)
    assert lost.quote == "A pe"
    store.undo_correction(number)
    assert next(r for r in store.reports() if r.id == f"new-{reports[1].id}").date_start == date(2022, 9, 12)


def test_withdrawing_takes_an_article_out_and_restoring_gives_back_the_same(store: Store) -> None:
    news = make_news(40)
    save(store, news, 40)
    before, counts = exported(store), store.counts()
    article = news[3][0]
    store.withdraw(article.id, analyst="A. Nalyst", note="a hoax")
    assert article.id not in {r.article_id for e in store.events() for r in e.reports}
    assert store.article(article.id) is None
    assert store.save_readings([news[3]]) == [Saved.WITHDRAWN]
    (entry,) = store.corrections()
    assert (entry.analyst, entry.note) == ("A. Nalyst", "a hoax")
    store.restore(article.id)
    assert exported(store) == before
    assert store.counts() == counts | {"corrections": 2}
    with pytest.raises(StoreError, match="was withdrawn"):
        store.restore(article.id)
    with pytest.raises(StoreError, match="no article"):
        store.withdraw("nothing")


def test_words_that_stand_several_times_are_found_by_their_number() -> None:
    text = "Shells hit. Shells hit."
    assert moved_span(Span(start=12, end=18), text, "New: " + text) == Span(start=17, end=23)
    assert moved_span(Span(start=12, end=18), text, "Shells missed.") is None


def test_an_address_is_told_without_what_does_not_matter() -> None:
    assert address_of("HTTPS://www.Example.org/a/?b=2&utm_campaign=x&a=1#part") == "example.org/a?a=1&b=2"
    assert address_of("") == address_of("not an address") == ""
