"""The article page: the text with every mention marked, a small map, and what became of each mention."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit_folium import st_folium

from dashboard import data, leaflet, view
from dashboard.access import may
from dashboard.acts import act_of
from dashboard.add_event import render_add_event, selected_span
from dashboard.article_list import picked_article, render_article_list
from dashboard.date_article import render_date_article
from dashboard.event_map import to_feature_group, to_map
from dashboard.keeper import keep_opened
from dashboard.map_records import AreaMark, MapUpdate, Mark
from dashboard.mentions import KINDS, MarkedSpan, mark_article, to_segments
from dashboard.messages import ArticleText, Piece
from dashboard.overlays import layer_titles
from dashboard.pages import link, page
from dashboard.place_bench import render_place_bench
from dashboard.reasons import to_sentences
from dashboard.roles import Role
from dashboard.safe_text import markdown, neutral, plain, safe_link
from dashboard.symbols import OUTLINES, Symbol
from dashboard.withdrawing import render_kept_aside, render_withdraw
from dashboard.wording import describe_day
from geodata.amounts import counted
from geodata.languages import ENGLISH, language_name
from geodata.model import Article, PlaceKind, Reading
from geodata.regions import WIDEST_INLAND_KM, drawn_area
from geodata.store.per_article import reports_per_article

_FILES = Path(__file__).parent / "frontend"

_article_component = st.components.v2.component(
    "conflictmap_article",
    html=(_FILES / "article.html").read_text("utf-8"),
    css=(_FILES / "article.css").read_text("utf-8"),
    js=(_FILES / "article.js").read_text("utf-8"),
)

MOST_SHOWN = 60_000
"""Characters of an article's text sent to the browser; the rest is counted and said."""

MAP_HEIGHT_PX = 330
PLACE_SYMBOLS = (
    Symbol(name="Where something happened", light="#0b5fb0", dark="#7cc0ff", corners=OUTLINES["circle"]),
    Symbol(name="Another place", light="#6b7280", dark="#9aa4b2", corners=OUTLINES["square"]),
)


def render_articles() -> None:
    """Draw the page: a list to choose from, then the article."""
    store = data.store(data.store_name())
    articles = store.articles()
    render_kept_aside()
    if not articles:
        st.info("No articles yet. Add some, and each will be shown here with everything found in it.")
        link("add", "Add articles", ":material/add:")
        return
    above = st.container()
    picked = picked_article(articles)
    if picked != st.session_state.get("article_picked"):
        st.session_state["article_picked"] = picked
        if picked:
            st.session_state["open_article"] = picked
    article = _choose(articles)
    keep_opened([article.id], ask=bool(st.session_state.get("article_list")))
    # Drawn once it is known which article is open, for that one is no longer unread.
    with above:
        render_article_list(articles, reports_per_article(store))
    view.write_other_address(article=article.id)
    reading = store.reading(article.id)
    spans = mark_article(article, reading)
    _render_head(article, reading)
    left, right = st.columns([1.35, 1], gap="medium")
    with left:
        _render_text(article, spans)
    with right:
        render_add_event(store, article, reading)
        _render_map(spans)
        _render_trace(article.id, spans, article.outlet)


def _choose(articles: list[Article]) -> Article:
    by_id = {article.id: article for article in articles}
    asked = st.session_state.pop("open_article", None) or st.query_params.get("article")
    if asked in by_id:
        st.session_state["article_choice"] = asked
    if st.session_state.get("article_choice") not in by_id:
        st.session_state["article_choice"] = articles[0].id
    chosen = st.selectbox(
        f"Article (one of {len(articles):,})", list(by_id), key="article_choice",
        format_func=lambda key: _title(by_id[key]), on_change=_forget_asked,
    )  # fmt: skip
    return by_id[chosen or articles[0].id]


def _forget_asked() -> None:
    st.query_params.pop("article", None)


def _title(article: Article) -> str:
    day = describe_day(article.published) if article.published else "no date"
    title = plain(article.title or article.file_name or article.text, 90)
    return f"{title} · {plain(article.outlet, 40)} · {day}"


def _render_head(article: Article, reading: Reading) -> None:
    st.subheader(markdown(article.title or article.file_name or "Untitled", 220))
    published = describe_day(article.published) if article.published else "**no publication date**"
    parts = [markdown(article.outlet or "outlet not stated", 80), f"published {published}"]
    events = len(reading.reports)
    parts.append(f"{counted(events, 'report')} of events")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(" · ".join(parts), width="stretch")
        link = safe_link(article.url)
        if link:
            st.link_button("Source", link, icon=":material/open_in_new:", type="tertiary")
        render_date_article(data.store(data.store_name()), article)
        render_withdraw(article)
        st.page_link(
            page("map"), label="Back to the map", icon=":material/map:", query_params=view.map_address()
        )
    if article.language != ENGLISH:
        st.warning(
            f"This article is in {language_name(article.language)} and was not read, as only English is: it "
            "is stored, and tells of no place, date or event here.",
            icon=":material/translate:",
        )
    if article.published is None:
        st.warning(
            "Nobody said when this appeared, so words like “yesterday” have no day. Set the date above.",
            icon=":material/event_busy:",
        )


def _render_text(article: Article, spans: list[MarkedSpan]) -> None:
    shown = article.text[:MOST_SHOWN]
    inside = [span for span in spans if span.end <= len(shown)]
    raw = to_segments(shown, inside)
    segments: list[Piece] = [[neutral(str(text)), kind, number] for text, kind, number in raw]
    rest = len(article.text) - len(shown)

    def acted() -> None:
        act = act_of("article_text")
        if act and act.numbers("from"):
            words = selected_span([str(text) for text, _, _ in raw], act)
            st.session_state["selected_words"] = None if words is None else (article.id, words)
        elif act:
            st.session_state["mention"] = act.whole("number")

    told: ArticleText = {
        "segments": segments,
        "notes": [_note(span) for span in inside],
        "kinds": KINDS,
        "rest": f"{counted(rest, 'more character')} not shown." if rest else "",
        "chosen": st.session_state.get("mention"),
        "may_add": may(Role.CORRECT),
    }
    _article_component(key="article_text", data=told, on_act_change=acted)


def _note(span: MarkedSpan) -> str:
    return plain(f"{KINDS[span.kind]}: {span.meaning}; {span.outcome}", 240)


def _render_map(spans: list[MarkedSpan]) -> None:
    """Show the article's places; a mark's key is the number of its mention, areas are drawn as areas."""
    marks = [_mark(number, span) for number, span in enumerate(spans) if _is_point(span)]
    areas, countries = _areas(spans)
    if not marks and not areas:
        st.caption("No place of this article could be drawn as a point or area.")
    else:
        _render_small_map(marks, areas)
    if countries:
        st.caption(f"Countries named: {', '.join(countries)}.")


def _is_point(span: MarkedSpan) -> bool:
    """Whether it is drawn as a mark: a ring of hundreds of kilometres around a river would hide the map."""
    place = span.place
    if span.latitude is None or (place and place.place and place.place.is_area):
        return False
    return place is None or place.radius_km <= WIDEST_INLAND_KM


def _mark(number: int, span: MarkedSpan) -> Mark:
    return Mark(
        latitude=span.latitude or 0.0,
        longitude=span.longitude or 0.0,
        key=str(number),
        label=plain(span.text, 60),
        counts={0 if span.kind == "event_place" else 1: 1},
        radius_km=span.place.radius_km if span.place else 0.0,
    )


def _areas(spans: list[MarkedSpan]) -> tuple[list[AreaMark], list[str]]:
    """Return the named areas with an outline, and the names of the countries."""
    areas: dict[str, AreaMark] = {}
    countries: dict[str, None] = {}
    for span in spans:
        place = span.place.place if span.place and span.latitude is not None else None
        if place is None or not place.is_area:
            continue
        if place.kind in (PlaceKind.COUNTRY, PlaceKind.CONTINENT):
            countries[plain(place.name, 40)] = None
            continue
        counts = dict(areas[place.id].counts) if place.id in areas else {}
        role = 0 if span.kind == "event_place" else 1
        counts[role] = counts.get(role, 0) + 1
        shape = drawn_area(place.id, place.latitude, place.longitude, place.radius_km)
        areas[place.id] = AreaMark(place_id=place.id, name=place.name, counts=counts, geometry=shape)
    return [area for area in areas.values() if area.geometry is not None], list(countries)


def _render_small_map(marks: list[Mark], areas: list[AreaMark]) -> None:
    boxes = [(m.latitude, m.longitude, m.latitude, m.longitude) for m in marks]
    for area in areas:
        if area.geometry is not None:
            west, south, east, north = area.geometry.bounds
            boxes.append((south, west, north, east))
    low, high = [min(b[i] for b in boxes) for i in (0, 1)], [max(b[i] for b in boxes) for i in (2, 3)]
    names = ", ".join(dict.fromkeys([mark.label for mark in marks] + [area.name for area in areas]))
    update = MapUpdate(
        styles=PLACE_SYMBOLS,
        marks=marks,
        areas=areas,
        fit=((low[0], low[1], high[0], high[1]), st.session_state["article_choice"]),
        summary=f"Map of the article's places: {names}",
    )
    small = to_map(leaflet.script_links(data.basemap()), [], small=True)
    with st.container(key="article_map"):
        st_folium(
            small,
            key="article-map",
            feature_group_to_add=to_feature_group(update),
            returned_objects=[],
            height=MAP_HEIGHT_PX,
            width=None,
            on_change=_map_said,
        )


def _map_said() -> None:
    pick = act_of("article-map", "pick")
    keys = pick.texts("keys") if pick else ()
    if keys and keys[0].isdecimal():
        st.session_state["mention"] = int(keys[0])


def _render_trace(article_id: str, spans: list[MarkedSpan], outlet: str) -> None:
    """Say what became of the chosen mention, and list all of them."""
    number = st.session_state.get("mention")
    if isinstance(number, int) and 0 <= number < len(spans):
        span = spans[number]
        with st.container(border=True, key="mention_trace"):
            st.markdown(
                f"**{markdown(span.text, 80)}** · {KINDS[span.kind]}\n\n"
                f"{markdown(span.meaning, 120)} → {markdown(span.outcome, 160)}"
            )
            if span.reasons:
                st.caption(markdown(to_sentences(span.reasons[:8]), 600))
            if span.place is not None:
                render_place_bench(article_id, span.place, outlet)
    rows = [
        {
            "In the text": plain(span.text, 60),
            "Read as": KINDS[span.kind],
            "Meaning": plain(span.meaning, 80),
            "What became of it": plain(span.outcome, 140),
        }
        for span in spans
    ]
    if not rows:
        st.caption("No place, date or event is marked in this article.")
        return
    st.dataframe(
        rows, hide_index=True, height=300, alt=f"What became of each of {counted(len(rows), 'mention')}"
    )


def open_asked_article() -> None:
    """Go to the article page when a card asked for it."""
    if st.session_state.get("open_article"):
        view.write_address(layer_titles())
        asked = view.other_address(article=st.session_state["open_article"])
        st.switch_page(page("articles"), query_params=asked)
