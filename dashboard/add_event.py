"""Adds an event that the reading missed, from words selected in the article's text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import data
from dashboard.access import may, need
from dashboard.acts import Act
from dashboard.analyst import ask_who, ask_why
from dashboard.correcting import make_fixes
from dashboard.day_field import render_day
from dashboard.roles import Role
from dashboard.safe_text import markdown, neutral, plain
from dashboard.wording import describe_interval
from geodata.corrections import AddedEvent, Fix, ReportKey, TollFix, report_of
from geodata.model import Article, EventType, Place, PlaceMention, Reading, Span, SubEventType, TimeMention
from geodata.store import Store, StoreError

LONGEST_TRIGGER = 300
NOWHERE_NAMED = "Nowhere that the article names; it can be set afterwards under Check"
_TYPES = [kind for event_type in EventType for kind in SubEventType if kind.event_type is event_type]


def selected_span(pieces: Sequence[str], act: Act) -> Span | None:
    """Return the span of the article's text that was selected on the page, without white space around it.

    ``pieces`` are the parts the text was shown in; the ends are told as a piece and the characters shown of
    it, which may be fewer than it has. None for a selection of nothing.
    """
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    ends = []
    for number, at in (end for end in (act.numbers("from"), act.numbers("to")) if len(end) == 2):
        if not 0 <= number < len(pieces):
            return None
        ends.append(starts[int(number)] + _as_written(pieces[int(number)], int(at)))
    if len(ends) != 2:
        return None
    start, end = sorted(ends)
    words = "".join(pieces)[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return Span(start=start, end=end) if start < end else None


def _as_written(piece: str, shown: int) -> int:
    """Return how many characters of a piece lie before so many of it as shown."""
    return bisect_left(range(len(piece) + 1), shown, key=lambda n: len(neutral(piece[:n])), hi=len(piece))


def render_add_event(store: Store, article: Article, reading: Reading) -> None:
    """Show the form for a new event once words of this article were selected."""
    if not may(Role.CORRECT) or not store.writable:
        return
    kept = st.session_state.get("selected_words")
    if not kept or kept[0] != article.id:
        st.caption(":material/text_select_start: Select words in the text to add an event that was missed.")
        return
    words: Span = kept[1]
    with st.container(border=True, key="add_event"):
        st.markdown(f"**A new event** from “{markdown(words.of(article.text), 200)}”")
        _render_form(store, article, reading, words)


def excerpt_of(words: Span, reading: Reading) -> Span:
    """Return the sentences that selected words stand in."""
    inside = [s for s in reading.sentences if s.start < words.end and s.end > words.start]
    starts, ends = [s.start for s in inside], [s.end for s in inside]
    return Span(start=min([*starts, words.start]), end=max([*ends, words.end]))


def places_near(words: Span, reading: Reading) -> list[PlaceMention]:
    """Return the placed names of an article, those nearest to some words first, each place once."""
    placed = [m for m in reading.places if m.place is not None and m.literal]
    placed.sort(key=lambda m: (max(m.start - words.end, words.start - m.end, 0), m.start))
    return list({m.place.id: m for m in reversed(placed) if m.place}.values())[::-1]


def time_near(excerpt: Span, reading: Reading) -> TimeMention | None:
    """Return the first date told in an excerpt, None where none is."""
    times = [t for t in reading.times if excerpt.start <= t.start < excerpt.end]
    return next((t for t in times if t.date_start or t.date_end), None)


def _render_form(store: Store, article: Article, reading: Reading, words: Span) -> None:
    excerpt = excerpt_of(words, reading)
    key = f"add_{article.id}_{words.start}_{words.end}"
    kind = st.selectbox(
        "What happened", _TYPES, index=None, key=f"{key}_type", placeholder="Choose a type",
        format_func=lambda k: f"{k.value}  ({k.event_type.value})",
    )  # fmt: skip
    mention = _place_field(key, places_near(words, reading))
    start, end = _day_fields(key, time_near(excerpt, reading))
    left, right = st.columns(2, gap="small")
    killed, injured = (
        box.number_input(name, value=None, min_value=0, max_value=1_000_000_000, step=1, key=f"{key}_{name}",
                         placeholder="not stated")
        for box, name in ((left, "Killed"), (right, "Injured"))
    )  # fmt: skip
    if kind is None:
        _render_buttons(store, None, key)
        return
    try:
        fix = AddedEvent(
            article_id=article.id, trigger=_trigger(words), excerpt=excerpt, sub_event_type=kind,
            place=mention.place if mention else None, place_span=_span(mention),
            date_start=start, date_end=end,
        )  # fmt: skip
    except ValueError as error:
        st.error(markdown(str(error), 200))
        return
    _render_buttons(store, [fix, *_toll(fix, article, killed, injured)], key)


def _render_buttons(store: Store, fixes: list[Fix] | None, key: str) -> None:
    """Ask who and why, then add the event or drop it; ``fixes`` None: it is not whole yet."""
    left, right = st.columns(2, gap="small")
    with left:
        who = ask_who(key)
    with right:
        why = ask_why(key)
    add, drop = st.columns(2, gap="small")
    if drop.button("Cancel", key=f"{key}_cancel", width="stretch"):
        st.session_state["selected_words"] = None
        st.rerun()
    pressed = add.button(
        "Add the event", type="primary", key=f"{key}_add", disabled=not who or not fixes, width="stretch"
    )
    if not pressed or not fixes:
        return
    need(Role.CORRECT)
    try:
        make_fixes(store, fixes, analyst=who, note=why, gazetteer=data.gazetteer())
    except StoreError as error:
        st.error(markdown(str(error), 300))
        return
    st.session_state["selected_words"] = None
    st.toast("Added. It stands on the map now, and can be undone under Corrections.")
    st.rerun()


def _trigger(words: Span) -> Span:
    return Span(start=words.start, end=min(words.end, words.start + LONGEST_TRIGGER))


def _span(mention: PlaceMention | None) -> Span | None:
    return None if mention is None else Span(start=mention.start, end=mention.end)


def _place_field(key: str, mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    def name(number: int | None) -> str:
        place: Place | None = None if number is None else mentions[number].place
        return plain(place.label, 90) if place else NOWHERE_NAMED

    chosen = st.selectbox(
        "Where", [*range(len(mentions)), None], index=0, key=f"{key}_place", format_func=name
    )
    return None if chosen is None else mentions[chosen]


def _day_fields(key: str, told: TimeMention | None) -> tuple[date | None, date | None]:
    left, right = st.columns(2, gap="small")
    start = render_day("First day", told.date_start if told else None, f"{key}_first", box=left)
    end = render_day("Last day", told.date_end if told else None, f"{key}_last", box=right)
    if told is not None:
        st.caption(f"The sentence says {describe_interval(told.date_start, told.date_end)}.")
    return start, end


def _toll(fix: AddedEvent, article: Article, killed: int | None, injured: int | None) -> list[Fix]:
    if killed is None and injured is None:
        return []
    key = ReportKey.of(report_of(fix, article))
    return [TollFix(report=key, fatalities=killed, injured=injured)]
