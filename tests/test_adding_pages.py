"""The page that takes articles in: what it says of what was read, of what could not be and of nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from made_files import zipped
from made_pages import SECONDS, page_script
from streamlit.testing.v1 import AppTest

from dashboard import data
from dashboard.ingest import ingest_upload
from geodata.store import Store


def test_an_upload_says_which_columns_were_taken_and_what_was_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = str(tmp_path / "uploaded.db")
    monkeypatch.setenv("CONFLICTMAP_DB", db)
    app = AppTest.from_string(
        page_script("add_articles", "render_add_articles"), default_timeout=SECONDS
    ).run()
    assert {field.key for field in app.text_input} >= {"column_text", "column_published"}
    with Store(db) as store:
        table = f"day;words\n2022-09-13;{'Shells hit Nikopol on Monday. ' * 6}\n".encode()
        summary = ingest_upload(store, "a.csv", table, columns={"published": "day"})
        assert (summary.stored, str(store.articles()[0].published)) == (1, "2022-09-13")
        assert "text from 'words'" in summary.notes[0]
        archive = zipped({"a.txt": "Shells hit Udy.", "b.png": "x"})
        assert ingest_upload(store, "a.zip", archive).skipped == (
            "a.zip/b.png: files ending in '.png' are not read",
        )


@pytest.mark.parametrize(
    ("button", "told"),
    [("Read the article", "There is no text yet"), ("Read the files", "No file is chosen")],
)
def test_reading_nothing_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, button: str, told: str
) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", str(tmp_path / "empty.db"))
    app = AppTest.from_string(
        page_script("add_articles", "render_add_articles"), default_timeout=SECONDS
    ).run()
    next(b for b in app.button if b.label == button).click().run()
    assert [told in warning.value for warning in app.warning] == [True]


def test_what_could_not_be_read_is_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", str(tmp_path / "unread.db"))
    monkeypatch.setattr("articles.sources.MAX_ARTICLE_MB", 0)
    app = AppTest.from_string(
        page_script("add_articles", "render_add_articles"), default_timeout=SECONDS
    ).run()
    app.text_area(key="paste_text").set_value("Shells hit Udy.")
    next(b for b in app.button if b.label == "Read the article").click().run()
    assert (len(app.error), len(app.success)) == (1, 0)


def test_a_pasted_article_becomes_events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = str(tmp_path / "pasted.db")
    monkeypatch.setenv("CONFLICTMAP_DB", db)
    app = AppTest.from_string(
        page_script("add_articles", "render_add_articles"), default_timeout=SECONDS
    ).run()
    app.text_area(key="paste_text").set_value(
        "Two people were killed when rockets hit a market in Kramatorsk on Sunday, the governor said."
    )
    app.text_input(key="paste_outlet").set_value("Desk")
    next(b for b in app.button if b.label == "Read the article").click().run()
    assert not app.exception
    assert any("1 stored" in s.value for s in app.success)
    assert [s.value for s in app.subheader][-1] == "1 article without a publication date"
    [undated] = data.store(db).events()
    assert undated.lead.date_start is None
    app.date_input(key=f"published_{undated.lead.article_id}").set_value(date(2022, 9, 13))
    app.button(key=f"set_{undated.lead.article_id}").click().run()
    [dated] = data.store(db).events()
    assert dated.lead.date_start == date(2022, 9, 11)
