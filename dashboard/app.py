"""The dashboard's entry: page set-up and navigation; ``streamlit run`` starts here."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import view
from dashboard.access import may, render_gate, render_visitor
from dashboard.add_articles import render_add_articles
from dashboard.article_view import render_articles
from dashboard.changes_page import render_changes
from dashboard.ledger import render_ledger
from dashboard.log_page import render_corrections
from dashboard.overview import render_overview
from dashboard.own_layers import OwnLayersError
from dashboard.pages import OWN_ADDRESS, ROLES, make_pages, sections_of
from dashboard.review_page import render_review
from dashboard.roles import AccessError
from dashboard.safe_text import markdown
from dashboard.side_by_side import render_side_by_side
from dashboard.tables_page import render_tables
from dashboard.watch_page import render_watch
from geodata.store import StoreError

PAGE_STYLE = Path(__file__).parent / "frontend" / "page.css"


def main() -> None:
    """Set the page up and draw the chosen one."""
    st.set_page_config(page_title="Conflict Map", page_icon="🗺️", layout="wide", initial_sidebar_state="auto")
    st.html(f"<style>{PAGE_STYLE.read_text('utf-8')}</style>")
    render_gate()
    renderers = {
        "map": render_overview,
        "articles": render_articles,
        "review": render_review,
        "corrections": render_corrections,
        "ledger": render_ledger,
        "changes": render_changes,
        "compare": render_side_by_side,
        "tables": render_tables,
        "watch": render_watch,
        "add": render_add_articles,
    }
    pages = make_pages({key: render for key, render in renderers.items() if may(ROLES[key])})
    chosen = st.navigation(sections_of(pages), position="top")
    if chosen not in [pages[key] for key in OWN_ADDRESS]:
        view.write_other_address()
    try:
        chosen.run()
    except StoreError as error:
        st.error(markdown(str(error), 400), icon=":material/database:")
    except OwnLayersError as error:
        st.error(markdown(str(error), 400), icon=":material/layers:")
    except AccessError as error:
        st.error(markdown(str(error), 400), icon=":material/lock:")
    render_visitor()


main()
