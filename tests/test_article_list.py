"""The list of articles knows which were opened, the one that is open now included."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geodata.store import Store

PAGE = """
from dashboard.article_view import render_articles
from dashboard.pages import make_pages
make_pages({"map": render_articles, "articles": lambda: 1})
render_articles()
"""


def test_the_article_that_is_open_is_not_unread(made_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICTMAP_DB", made_store.name)
    app = AppTest.from_string(PAGE, default_timeout=180)
    app.session_state["article_list"] = True
    app.run()
    ids = [article.id for article in made_store.articles()]
    opened = [app.selectbox(key="article_choice").value]

    def read() -> list[str]:
        [rows] = [frame.value for frame in app.dataframe if "Unread" in frame.value]
        return [key for key, unread in zip(ids, rows["Unread"], strict=True) if not unread]

    assert read() == opened
    another = next(key for key in ids if key not in opened)
    app.session_state["open_article"] = another
    app.run()
    assert set(read()) == {*opened, another}
