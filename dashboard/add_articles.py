"""The page that takes articles in: paste one or upload files, set missing dates, see what became of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from dashboard import data
from dashboard.access import need
from dashboard.analyst import current_analyst
from dashboard.filters import FIRST_DAY
from dashboard.ingest import (
    READABLE,
    hint_in_words,
    ingest_text,
    ingest_upload,
    listed_names,
    set_published,
)
from dashboard.pages import page
from dashboard.roles import Role
from dashboard.safe_text import markdown, plain
from dashboard.shared_options import COLUMN_FIELDS
from dashboard.summary import Summary
from dashboard.unlisted_menu import note_unlisted, render_unlisted
from geodata.amounts import counted
from geodata.changes import CauseKind
from geodata.store import StoreError
from geodata.store.hints import load_hints
from geodata.store.history import because

# Failures and notes shown of one input; an archive may hold thousands.
_LINES = 20


def render_add_articles() -> None:
    """Draw the page."""
    with st.container(key="reading_width"):
        _render_page()


def _render_page() -> None:
    st.header("Add articles")
    st.markdown(
        "Paste one article or upload files. Without a publication date, words like “yesterday” cannot be "
        "valued: the article is kept, its relative dates stay unknown, and you can set the date later."
    )
    paste, upload = st.tabs(["Paste a text", "Upload files"])
    with paste:
        _render_paste()
    with upload:
        _render_upload()
    _render_results()
    render_unlisted()
    _render_undated()


def _render_paste() -> None:
    with st.form("paste_form", border=False):
        text = st.text_area("Text of the article", height=260, key="paste_text")
        left, middle, right = st.columns(3)
        title = left.text_input("Title", key="paste_title", max_chars=500)
        outlet = middle.text_input("Outlet", key="paste_outlet", max_chars=200, placeholder="Reuters")
        published = right.date_input(
            "Published", value=None, min_value=FIRST_DAY, max_value="today", format="YYYY-MM-DD",
            key="paste_published",
        )  # fmt: skip
        url = st.text_input("Address (optional)", key="paste_url", max_chars=2000, placeholder="https://…")
        asked = st.form_submit_button("Read the article", type="primary")
        if asked and not text.strip():
            st.warning("There is no text yet: paste the article into the box above.")
        elif asked:
            need(Role.ADMINISTER)
            with st.spinner("Reading…"):
                _keep(
                    plain(title or text, 60),
                    lambda: ingest_text(
                        data.store(data.store_name()), text, title=title.strip(), published=published,
                        outlet=outlet.strip(), url=url.strip(), gazetteer=data.gazetteer(),
                    ),
                )  # fmt: skip


def _render_upload() -> None:
    with st.form("upload_form", border=False, clear_on_submit=True):
        files = st.file_uploader(
            "PDF, Word, web pages, mails, feeds, tables, archives and more",
            accept_multiple_files=True,
            key="upload_files",
            help=f"Read are files ending in {', '.join(READABLE)}.",
        )
        left, right = st.columns(2)
        outlet = left.text_input("Outlet, where the files name none", key="upload_outlet", max_chars=200)
        published = right.date_input(
            "Published, where the files name no date", value=None, min_value=FIRST_DAY, max_value="today",
            format="YYYY-MM-DD", key="upload_published",
        )  # fmt: skip
        columns = _column_fields()
        asked = st.form_submit_button("Read the files", type="primary")
        if asked and not files:
            st.warning("No file is chosen yet: drop some on the box above.")
        elif asked:
            need(Role.ADMINISTER)
            bar = st.progress(0.0, "Reading…")
            for number, file in enumerate(files):
                bar.progress(number / len(files), f"Reading {plain(file.name, 60)}…")
                _keep(
                    plain(file.name, 60),
                    partial(
                        ingest_upload, data.store(data.store_name()), file.name, file.getvalue(),
                        published=published, outlet=outlet.strip(), columns=columns,
                        gazetteer=data.gazetteer(),
                    ),
                )  # fmt: skip
            bar.empty()


def _column_fields() -> dict[str, str]:
    """Ask in which columns of tables the fields stand; those left empty are guessed, and said afterwards."""
    with st.expander("Columns of tables (CSV, Excel, Parquet), where they are guessed wrongly"):
        fields = zip(st.columns(len(COLUMN_FIELDS)), COLUMN_FIELDS, strict=True)
        named = {f: box.text_input(f, key=f"column_{f}", max_chars=200).strip() for box, f in fields}
    return {field: name for field, name in named.items() if name}


def _keep(name: str, read: Callable[[], Summary]) -> None:
    """Read one input and remember what became of it for the list below."""
    try:
        with because(CauseKind.INGEST, who=current_analyst(), note=listed_names([name])):
            summary = read()
        note_unlisted(summary)
        # What could not be read at all is told by its failures alone.
        is_nothing = summary.articles == summary.unread and not summary.listed
        failures, line = summary.failures, "" if is_nothing and summary.failures else summary.describe()
        notes = (*summary.notes, *(f"left out: {skipped}" for skipped in summary.skipped))
    except StoreError as error:
        failures, line, notes = (str(error),), "", ()
    st.session_state.setdefault("ingested", []).insert(0, (name, line, failures, notes))


def _render_results() -> None:
    results = st.session_state.get("ingested", [])
    if not results:
        return
    st.subheader("What became of it")
    for name, line, failures, notes in results[:50]:
        for failure in failures[:_LINES]:
            st.error(markdown(failure, 300), icon=":material/error:")
        for note in notes[:_LINES]:
            st.info(markdown(note, 300), icon=":material/info:")
        more = len(failures) + len(notes) - len(failures[:_LINES]) - len(notes[:_LINES])
        if more:
            st.markdown(f"… and {counted(more, 'more such line')}")
        if line:
            st.success(f"**{markdown(name, 60)}**: {markdown(line, 400)}", icon=":material/check_circle:")
    st.page_link(page("map"), label="Show the map", icon=":material/map:")


def _render_undated() -> None:
    """Offer to set the publication date of the articles that have none."""
    store = data.store(data.store_name())
    undated = [article for article in store.articles() if article.published is None]
    if not undated:
        return
    st.subheader(f"{counted(len(undated), 'article')} without a publication date")
    hints = load_hints(store)
    for article in undated[:20]:
        left, middle, right = st.columns([4, 2, 1], vertical_alignment="bottom")
        hint = hints.get(article.id)
        said = f"  \n{hint_in_words(article, hint)}: the day of publication?" if hint else ""
        left.markdown(f"**{markdown(article.title or article.file_name or article.text, 90)}**{said}")
        day = middle.date_input(
            "Published", value=_offered(hint), min_value=FIRST_DAY, max_value="today", format="YYYY-MM-DD",
            key=f"published_{article.id}", label_visibility="collapsed",
        )  # fmt: skip
        if right.button("Set", key=f"set_{article.id}", width="stretch") and isinstance(day, date):
            need(Role.ADMINISTER)
            set_published(store, article.id, day, data.gazetteer(), analyst=current_analyst())
            st.rerun()


def _offered(hint: date | None) -> date | None:
    """A hint as the field's first value, where the field can take it."""
    return hint if hint is not None and FIRST_DAY <= hint <= date.today() else None  # noqa: DTZ011
