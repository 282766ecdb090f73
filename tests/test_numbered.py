"""What was read lies by the numbers of articles, and places stand as they were written last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_records import filled_store, make_article, make_reading
from old_stores import make_old

from geodata.corrections import Withdraw
from geodata.model import Article, Place, Reading
from geodata.store import Saved, Store, placing, readings
from geodata.store.upkeep import check


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "events.db") as opened:
        yield opened


def test_what_was_read_outlasts_the_change_to_numbers(tmp_path: Path) -> None:
    """Up to version 8 it was kept by the ids of articles, and shelved articles hold it so for good."""
    path, article = tmp_path / "events.db", make_article()
    reading = make_reading(article)
    with filled_store(tmp_path) as store:
        store.save_reading(article, reading)
        others = {key: store.reading(key) for key in store.article_ids()}
    make_old(path, 8)
    with Store(path) as store:
        assert check(store) == []
        assert {key: store.reading(key) for key in others} == others
        assert store.save_reading(article, reading) is Saved.ALREADY_THERE
        store.correct(Withdraw(article_id=article.id))
        assert article.id not in store.article_ids()
        store.undo_correction(store.corrections()[-1].number)
        assert store.reading(article.id) == reading


def test_the_place_written_last_stands_however_many_write(tmp_path: Path) -> None:
    """Each program remembers which places it saw, until another one changes any."""
    article = make_article()
    reading = make_reading(article)
    known = next(report.place for report in reading.reports if report.place is not None)
    moved = replace(known, population=known.population + 1)

    def told(number: int, place: Place) -> tuple[Article, Reading]:
        other = make_article(f"Outlet{number}", date(2022, 9, number + 1))
        mention = replace(reading.places[0], place=place, candidates=())
        return other, Reading(article_id=other.id, places=(mention,))

    def change_and_fail(store: Store) -> None:
        with store.writing() as connection:
            placing.upsert_places(connection, {known.id: known})
            raise ZeroDivisionError

    with Store(tmp_path / "events.db") as one, Store(tmp_path / "events.db") as other:
        for number, (store, place) in enumerate([(one, known), (other, moved), (one, known), (one, moved)]):
            store.save_reading(*told(number, place))
            assert [m.place for m in one.reading(told(number, place)[0].id).places] == [place]
        with pytest.raises(ZeroDivisionError):
            change_and_fail(one)
        one.save_reading(*told(5, known))
        assert [m.place for m in one.reading(told(5, known)[0].id).places] == [known]


def test_what_is_read_lies_in_the_order_in_which_it_came(store: Store) -> None:
    """Ids are digests: what is kept by them is strewn over the file, a page for each article and table."""
    articles = [make_article(f"Outlet{n}", date(2022, 9, n + 1)) for n in range(5)]
    for article in articles:
        store.save_reading(article, Reading(article_id=article.id))
    with store.engine.connect() as connection:
        numbers = readings.numbers_of(connection, [article.id for article in articles])
    given = [numbers[article.id] for article in articles]
    assert given == sorted(set(given))
