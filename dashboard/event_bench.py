"""The bench for one event: what the text says and every field of what was read, to change or confirm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha1
from typing import Any

import streamlit as st

from dashboard import data
from dashboard.access import may, need
from dashboard.analyst import ask_why, current_analyst, describe_maker
from dashboard.correcting import make_fixes
from dashboard.correcting import undo as take_back
from dashboard.day_field import render_day
from dashboard.event_draft import Draft, fixes_from
from dashboard.marked_text import marked
from dashboard.place_bench import PlaceChange, bench_key, choose, is_about, render_place_choice
from dashboard.roles import Role
from dashboard.safe_text import markdown, plain
from dashboard.wording import describe_day, describe_interval, describe_place, describe_toll
from geodata.corrections import Confirm, Fix, LogEntry, NotAnEvent, ReportKey, touches
from geodata.corrections.telling import subject_of
from geodata.model import (
    Certainty,
    DatePrecision,
    EventType,
    Place,
    PlaceMention,
    PlacePrecision,
    PlaceRole,
    PlaceUse,
    Reading,
    Report,
    Span,
    SubEventType,
)
from geodata.store import EventCard, Store, StoreError
from geodata.store.events import ReportSource

MOST_ACTOR = 120
MOST_PEOPLE = 1_000_000_000
_TYPES = [kind for event_type in EventType for kind in SubEventType if kind.event_type is event_type]

PRECISION_NAMES = {
    PlacePrecision.SITE: "the site itself",
    PlacePrecision.SETTLEMENT: "the town or village",
    PlacePrecision.NEAR: "near it",
    PlacePrecision.DISTRICT: "the district",
    PlacePrecision.REGION: "the province",
    PlacePrecision.AREA: "an area",
    PlacePrecision.COUNTRY: "the country",
}
"""How exactly a place is known, in a reader's words."""

Done = Callable[[], None]


def render_event_bench(store: Store, card: EventCard, done: Done) -> None:
    """Show an event's report with every field; ``done`` is called once it was confirmed or rejected."""
    report, source = _chosen_report(card)
    reading = store.reading(report.article_id)
    _render_head(card, report)
    with st.container(border=True):
        st.markdown(marked(source.excerpt, report))
        published = describe_day(report.published) if report.published else "no publication date"
        st.caption(
            f"{markdown(source.outlet or 'outlet not stated', 60)} · {published} · "
            f"{markdown(source.title or 'Untitled', 120)}"
        )
    may_correct = may(Role.CORRECT) and store.writable
    fields, place = st.columns([1, 1.05], gap="medium")
    # The place goes first: what was chosen there is saved with the fields.
    with place:
        placing = _render_place(store, report, reading, source.outlet)
    with fields:
        draft = _render_fields(report, reading, disabled=not may_correct)
        if may_correct:
            _render_actions(store, report, draft, placing, done)
    _render_history(store, card, report, reading, source.outlet)


def _chosen_report(card: EventCard) -> tuple[Report, ReportSource]:
    """Return the report to look at: the leading one, or another of several that was chosen."""
    reports, lead = card.event.reports, card.event.lead
    number = reports.index(lead)
    if len(reports) > 1:
        key = f"bench_report_{card.event.id}"
        chosen = st.segmented_control(
            "Report", range(len(reports)), default=number, key=key, label_visibility="collapsed",
            format_func=lambda n: _name_of_report(card, n),
        )  # fmt: skip
        number = number if chosen is None else chosen
    return reports[number], card.sources[number]


def _name_of_report(card: EventCard, number: int) -> str:
    outlet = plain(card.sources[number].outlet or "outlet not stated", 28)
    leads = card.event.reports[number].id == card.event.lead.id
    return f"{number + 1} {markdown(outlet)}{' (leads)' if leads else ''}"


def _render_head(card: EventCard, report: Report) -> None:
    where, note = describe_place(report)
    toll = describe_toll(card.event)
    parts = [describe_interval(report.date_start, report.date_end), where, *([toll] if toll else [])]
    st.markdown(f"#### {markdown(report.sub_event_type.value)}")
    sure = f"{report.confidence:.0%} sure that place, date and type are right"
    st.markdown(
        f"{' · '.join(markdown(part, 120) for part in parts)}"
        f"{f' ({markdown(note, 80)})' if note else ''}  \n:gray[{sure}]"
    )


def _render_fields(report: Report, reading: Reading, *, disabled: bool) -> Draft:
    """Show every field with what is so now; return them as they stand on the page."""
    now = Draft.of(report)
    # Fields that were drawn for other values are other fields: an undone fix is seen at once.
    key = f"field_{report.id}_{sha1(repr(now).encode(), usedforsecurity=False).hexdigest()[:8]}"
    draft = _what_fields(now, key, disabled)
    draft = _when_fields(draft, key, disabled)
    draft = _precision_fields(draft, key, disabled, placed=report.place is not None)
    draft = _toll_fields(draft, key, disabled)
    with st.expander("Who, excerpt", expanded=False):
        draft = _actor_fields(draft, key, disabled)
        return replace(draft, excerpt=_excerpt_field(draft, reading, key, disabled))


def _what_fields(now: Draft, key: str, disabled: bool) -> Draft:
    left, right = st.columns([1.7, 1], gap="small")
    kind = left.selectbox(
        "What happened", _TYPES, index=_TYPES.index(now.sub_event_type), key=f"{key}_type", disabled=disabled,
        format_func=lambda k: k.value, help="The 25 kinds in the order of their six types",
    )  # fmt: skip
    certainty = right.selectbox(
        "It is put as", list(Certainty), index=list(Certainty).index(now.certainty),
        key=f"{key}_certainty", disabled=disabled, format_func=lambda c: c.value,
    )  # fmt: skip
    return replace(now, sub_event_type=kind, certainty=certainty or now.certainty)


def _when_fields(now: Draft, key: str, disabled: bool) -> Draft:
    # Two beside each other: in a third of a narrow column a day would be cut off.
    left, right = st.columns(2, gap="small")
    start = render_day("First day", now.date_start, f"{key}_first", box=left, disabled=disabled)
    end = render_day("Last day", now.date_end, f"{key}_last", box=right, disabled=disabled)
    return replace(now, date_start=start, date_end=end)


def _toll_fields(now: Draft, key: str, disabled: bool) -> Draft:
    names = {"fatalities": "Killed", "fatalities_low": "at least", "fatalities_high": "at most"}
    names["injured"] = "Injured"
    values: dict[str, Any] = {}
    for box, (field, name) in zip(st.columns(4, gap="small"), names.items(), strict=True):
        number = box.number_input(
            name, value=getattr(now, field), min_value=0, max_value=MOST_PEOPLE, step=1,
            key=f"{key}_{field}", disabled=disabled, placeholder="not said",
        )  # fmt: skip
        values[field] = None if number is None else int(number)
    return replace(now, **values)


def _precision_fields(now: Draft, key: str, disabled: bool, *, placed: bool) -> Draft:
    left, right = st.columns(2, gap="small")
    day = left.selectbox(
        "Date known to", list(DatePrecision), index=list(DatePrecision).index(now.date_precision),
        key=f"{key}_date_precision", disabled=disabled, format_func=lambda p: p.label,
    )  # fmt: skip
    now = replace(now, date_precision=day or now.date_precision)
    if not placed:
        return now
    precision = right.selectbox(
        "Place known to", list(PlacePrecision), key=f"{key}_precision", disabled=disabled,
        index=None if now.place_precision is None else list(PlacePrecision).index(now.place_precision),
        format_func=lambda p: PRECISION_NAMES[p],
    )  # fmt: skip
    return replace(now, place_precision=precision)


def _actor_fields(now: Draft, key: str, disabled: bool) -> Draft:
    left, right = st.columns(2, gap="small")
    one = left.text_input(
        "Who did it", value=now.actor1 or "", key=f"{key}_actor1", max_chars=MOST_ACTOR, disabled=disabled
    )
    two = right.text_input(
        "To whom", value=now.actor2 or "", key=f"{key}_actor2", max_chars=MOST_ACTOR, disabled=disabled
    )
    civilians = st.checkbox(
        "Civilians were the target", value=now.civilian_targeting, key=f"{key}_civilians", disabled=disabled
    )
    return replace(now, actor1=one.strip() or None, actor2=two.strip() or None, civilian_targeting=civilians)


def _excerpt_field(now: Draft, reading: Reading, key: str, disabled: bool) -> Span:
    """Let the sentences shown be chosen: from the first to the last of a run."""
    sentences = reading.sentences
    inside = [n for n, s in enumerate(sentences) if s.start < now.excerpt.end and s.end > now.excerpt.start]
    if not inside or len(sentences) < 2:
        return now.excerpt
    first, last = st.select_slider(
        "Sentences shown", options=list(range(len(sentences))), value=(inside[0], inside[-1]),
        key=f"{key}_excerpt", disabled=disabled, format_func=lambda n: str(n + 1),
    )  # fmt: skip
    if (first, last) == (inside[0], inside[-1]):
        return now.excerpt
    return Span(start=sentences[first].start, end=sentences[last].end)


def _render_actions(
    store: Store, report: Report, draft: Draft, placing: PlaceChange | None, done: Done
) -> None:
    st.session_state["bench_pending"] = None
    try:
        place = placing.place if placing else report.place
        fixes = [*([placing] if placing else []), *fixes_from(report, draft, place)]
    except ValueError as error:
        st.error(markdown(str(error), 200))
        return
    key = f"act_{report.id}"
    why = ask_why(key)
    who = current_analyst()
    if fixes:
        told = ", ".join(dict.fromkeys(subject_of(fix) for fix in fixes))
        st.markdown(f":material/edit: Changed, not saved yet: **{markdown(told, 200)}**")
    save, confirm, reject = st.columns(3, gap="small")
    if save.button("Save", key=f"{key}_save", disabled=not fixes or not who, width="stretch"):
        need(Role.CORRECT)
        if _write(store, fixes, who, why):
            st.rerun()
    st.session_state["bench_pending"] = (report.id, tuple(fixes))
    if confirm.button(
        "Save and confirm" if fixes else "Confirm", key=f"{key}_confirm", type="primary", disabled=not who,
        width="stretch", help="Key c",
    ):  # fmt: skip
        need(Role.CORRECT)
        if _write(store, [*fixes, Confirm(report=ReportKey.of(report))], who, why):
            done()
    if reject.button(
        "Not an event", key=f"{key}_reject", disabled=not who, width="stretch", help="Key x; can be undone"
    ):
        need(Role.CORRECT)
        if _write(store, [NotAnEvent(report=ReportKey.of(report))], who, why):
            done()
    if not who:
        st.caption("Say above who you are: it is kept in the log with each correction.")


def _write(store: Store, fixes: Sequence[Fix], who: str, why: str) -> bool:
    need(Role.CORRECT)
    try:
        make_fixes(store, fixes, analyst=who, note=why, gazetteer=data.gazetteer())
    except StoreError as error:
        st.error(markdown(str(error), 300))
        return False
    return True


def mention_of(report: Report, reading: Reading) -> PlaceMention | None:
    """Return the mention that says where a report's event happened, None where none does."""
    if not report.place_spans:
        return None
    span = report.place_spans[0]
    return next((m for m in reading.places if (m.start, m.end) == (span.start, span.end)), None)


def _render_place(store: Store, report: Report, reading: Reading, outlet: str) -> PlaceChange | None:
    mention = mention_of(report, reading)
    if mention is not None:
        return render_place_choice(store, report.article_id, mention, outlet)
    st.caption(
        "No words of the article name this event's place; it follows from what is around, or is unknown."
    )
    around = _around(report, reading)
    key = ReportKey.of(report)
    return render_place_choice(store, report.article_id, _unnamed(report), spot=key, around=around)


def _unnamed(report: Report) -> PlaceMention:
    """Return what stands for the words where none name an event's place."""
    return PlaceMention(
        start=report.trigger_span.start, end=report.trigger_span.end, text="The event's place",
        use=PlaceUse.LITERAL, role=PlaceRole.EVENT, place=report.place,
    )  # fmt: skip


def choose_place(report: Report, reading: Reading, number: int) -> None:
    """Choose the place of this number, from 1 on, in the bench of a report, as a key does."""
    mention = mention_of(report, reading) or _unnamed(report)
    choose(bench_key(report.article_id, mention), number - 1)


def _around(report: Report, reading: Reading) -> list[Place]:
    """Return the places that an article names, those nearest to an event's words first."""
    named = sorted(
        (m for m in reading.places if m.place), key=lambda m: abs(m.start - report.trigger_span.start)
    )
    places = [report.place, *(m.place for m in named)]
    return list({place.id: place for place in places if place is not None}.values())[:9]


def _render_history(store: Store, card: EventCard, shown: Report, reading: Reading, outlet: str) -> None:
    """List what was corrected of this event's reports and of the name of its place, each with a way back."""
    mention = mention_of(shown, reading)
    entries = [
        entry
        for entry in store.corrections()
        if entry.now is not None
        and entry.undone_by is None
        and (
            any(touches(entry.now, report) for report in card.event.reports)
            or (mention is not None and is_about(entry, shown.article_id, mention, outlet))
        )
    ]
    if not entries:
        return
    with st.expander(f"Corrections of this event ({len(entries)})", icon=":material/history:"):
        for entry in reversed(entries):
            _render_entry(store, entry)


def _render_entry(store: Store, entry: LogEntry) -> None:
    assert entry.now is not None
    change = " → ".join(markdown(part, 70) for part in (entry.was, entry.now_is) if part)
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.markdown(
        f"**{markdown(subject_of(entry.now))}**{f': {change}' if change else ''}"
        f"{describe_maker(entry)} · {describe_day(entry.made_at.date())}"
    )
    if may(Role.CORRECT) and right.button("Undo", key=f"undo_{entry.number}", width="stretch"):
        need(Role.CORRECT)
        take_back(store, entry.number, analyst=current_analyst(), gazetteer=data.gazetteer())
        st.rerun()
