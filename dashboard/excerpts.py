"""Turns stored events into cards whose sentences mark place, date and trigger, and shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from dashboard.acts import Act, act_of
from dashboard.citation import cite
from dashboard.marking import LONGEST_SOURCE, mark_excerpt
from dashboard.messages import Card, Cards, CardTexts, Chip, Source
from dashboard.safe_text import plain, safe_link
from dashboard.symbols import Symbol, look_of
from dashboard.wording import (
    AS_STATED,
    CIVILIANS_TARGETED,
    ORDER_NAMES,
    describe_actors,
    describe_day,
    describe_disagreement,
    describe_interval,
    describe_place,
    describe_source,
    describe_toll,
    other_doubts,
)
from geodata.joining.copies import group_copies
from geodata.model import Certainty, Event, EventType, Report
from geodata.query import Doubt, EventFilter, Order, Relation, doubts_of
from geodata.store import EventCard
from geodata.store.events import ReportSource

_FILES = Path(__file__).parent / "frontend"

_cards_component = st.components.v2.component(
    "conflictmap_cards",
    html=(_FILES / "cards.html").read_text("utf-8"),
    css=(_FILES / "cards.css").read_text("utf-8"),
    js="\n".join(
        (_FILES / name).read_text("utf-8") for name in ("clipboard.js", "make.js", "symbol.js", "cards.js")
    ),
)


def to_card(
    card: EventCard, types: Sequence[EventType], wanted: EventFilter, relation: Relation | None = None
) -> Card:
    """Return what the browser needs of one event; every text in it is neutral and cut to a sane length.

    ``wanted`` is the filter it passed and ``relation`` how its place lies to what that names: an event that
    may lie outside its period or region says so.
    """
    event, lead = card.event, card.event.lead
    where, note = describe_place(lead)
    reports = _to_reports(card)
    return {
        "id": event.id,
        "type": types.index(lead.event_type),
        "title": lead.sub_event_type.value,
        "when": describe_interval(lead.date_start, lead.date_end),
        "when_note": AS_STATED if lead.time_spans else "",
        "where": plain(where, 90),
        "where_note": note,
        "lat": None if lead.latitude is None else round(lead.latitude, 5),
        "lng": None if lead.longitude is None else round(lead.longitude, 5),
        "zoom": 6 if lead.place_precision and lead.place_precision.is_area else 9,
        "segments": reports[0]["segments"],
        "chips": _chips(event, doubts_of(event, wanted, relation)),
        "reports": reports,
    }


def _to_reports(card: EventCard) -> list[Source]:
    """Return the reports of an event, the leading one first, each with the copies of its words folded in."""
    told = sorted(
        zip(card.event.reports, card.sources, strict=True), key=lambda pair: pair[0].id != card.event.lead.id
    )
    made = [_to_report(report, source) for report, source in told]
    made[0]["check"] = card.event.id
    if len(made) == 1:
        return made
    groups = group_copies([source.excerpt for _, source in told])
    for first, *copies in groups:
        made[first]["copies"] = [made[number] for number in copies]
    return [made[group[0]] for group in groups]


def _to_report(report: Report, source: ReportSource) -> Source:
    said_by = report.attribution_kind.value
    if report.attribution and len(report.attribution) <= LONGEST_SOURCE:
        said_by = plain(report.attribution, LONGEST_SOURCE)
    return {
        "id": report.id,
        "article": source.article_id,
        "outlet": plain(source.outlet or source.title, 48) + (f", p. {source.page}" if source.page else ""),
        "published": describe_day(report.published) if report.published else None,
        "attribution": describe_source(said_by) if report.attribution else None,
        "url": safe_link(source.url),
        "citation": cite(report, source),
        "segments": mark_excerpt(source.excerpt, report),
        "copies": [],
        "check": None,
    }


def _chips(event: Event, doubts: Sequence[Doubt]) -> list[Chip]:
    lead = event.lead
    chips = [["toll", toll] for toll in [describe_toll(event)] if toll]
    if actors := describe_actors(lead):
        chips.append(["", plain(actors, 80)])
    if lead.civilian_targeting:
        chips.append(["", CIVILIANS_TARGETED])
    if lead.certainty is Certainty.CONFIRMED:
        chips.append(["", lead.certainty.value])
    chips += [[_kind(words), words] for words in other_doubts(doubts) if words != Doubt.DISAGREEMENT]
    chips += [["doubt", describe_disagreement(plain(text, 90))] for text in event.disagreements]
    return [[text, kind] for kind, text in chips]


def _kind(words: str) -> str:
    return "contradiction" if words == Doubt.AFTER_REPORT else "doubt"


def render_cards(
    *,
    cards: Sequence[Card],
    styles: Sequence[Symbol],
    texts: CardTexts,
    selected: str | None,
    reveal: str | None,
    order: Order,
    on_act: Callable[[Act], None],
) -> None:
    """Show the cards; ``on_act`` gets what the reader did: select, article, more, all or order.

    ``texts`` are count, banner, empty and more (None hides the part); ``reveal`` changes when the list
    should scroll to the selected card.
    """

    def acted() -> None:
        if act := act_of("cards"):
            on_act(act)

    told: Cards = {
        **texts,
        "cards": list(cards),
        "types": list(map(look_of, styles)),
        "selected": selected,
        "reveal": reveal,
        "order": order.value,
        "orders": [[one.value, ORDER_NAMES[one]] for one in Order],
        "list_id": f"{texts['count']}|{texts['banner']}|{order}",
    }
    _cards_component(key="cards", data=told, on_act_change=acted)
