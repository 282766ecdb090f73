"""The bench for one place name: what it could be and why, choose another, see what would change, undo."""

from __future__ import annotations

import streamlit as st

from dashboard import data
from dashboard.access import may, need, visitor_name
from dashboard.place_search import OFFERED
from dashboard.reasons import describe_parts
from dashboard.roles import Role
from dashboard.safe_text import markdown, plain
from dashboard.wording import describe_interval
from geodata.corrections import LogEntry, PlaceFix, Preview
from geodata.model import Event, Place, Span
from geodata.naming import distinct_labels
from geodata.store import PlaceMentionRow, Store, StoreError

SHOWN = 8
NO_PLACE = "no place of an event"


def render_place_bench(article_id: str, mention: PlaceMentionRow) -> None:
    """Show the candidates of a mention with the parts of their scores and let the reader choose."""
    store = data.store(data.store_name())
    if mention.candidates:
        st.markdown("**What it could be**")
        st.dataframe(
            candidate_rows(mention), hide_index=True, alt="Candidates with the parts of their scores"
        )
    if may(Role.CORRECT):
        _render_choice(store, article_id, mention)
    _render_log(store, article_id, mention)


def _render_choice(store: Store, article_id: str, mention: PlaceMentionRow) -> None:
    """Let the reader choose another place, and show what that would change."""
    options = _options(mention)
    key = f"bench_{article_id}_{mention.start}"
    chosen = st.selectbox(
        "It is",
        list(options),
        key=key,
        index=None,
        placeholder="Choose another place to see what would change",
    )
    if chosen is not None:
        fix = PlaceFix(
            article_id=article_id, mention=Span(start=mention.start, end=mention.end), place=options[chosen]
        )
        _render_preview(store, fix, key)


def candidate_rows(mention: PlaceMentionRow) -> list[dict[str, object]]:
    """Return the candidates, best first, each with the parts that make up its score."""
    return [
        {
            "Place": plain(candidate.place.label, 70),
            "Score": round(candidate.score, 2),
            "Because": plain(describe_parts(candidate.parts), 240),
        }
        for candidate in mention.candidates[:SHOWN]
    ]


def _options(mention: PlaceMentionRow) -> dict[str, Place | None]:
    """Return what the mention can be set to: its candidates, its namesakes in the table, or nothing."""
    found = [candidate.place for candidate in mention.candidates]
    found += list(data.gazetteer().candidates(mention.text))[:OFFERED]
    now = mention.place.id if mention.place else None
    places = list({place.id: place for place in found if place.id != now}.values())
    labels = (plain(label, 110) for label in distinct_labels(places))
    options: dict[str, Place | None] = dict(zip(labels, places, strict=True))
    if mention.place is not None:
        options[NO_PLACE] = None
    return options


def _render_preview(store: Store, fix: PlaceFix, key: str) -> None:
    preview = store.preview_correction(fix)
    for line in describe_preview(preview):
        st.markdown(f"- {markdown(line, 240)}")
    who, why = _render_who_and_why(key)
    if st.button("Apply", type="primary", key=f"{key}_apply", disabled=not who):
        need(Role.CORRECT)
        try:
            store.correct(fix, analyst=who, note=why)
        except StoreError as error:
            st.error(markdown(str(error), 300))
            return
        st.rerun()


def _render_who_and_why(key: str) -> tuple[str, str]:
    """Ask who corrects and why; both are kept for the next correction, so that they are asked once."""
    known = visitor_name()
    if known:
        who = known
    else:
        kept = st.session_state.get("analyst", "")
        who = st.text_input("Who (kept in the log)", value=kept, key=f"{key}_who", max_chars=80).strip()
        st.session_state["analyst"] = who
        if not who:
            st.caption("Say who corrects: whoever reads the log later can ask back.")
    kept = st.session_state.get("analyst_why", "")
    why = st.text_input("Why (kept in the log)", value=kept, key=f"{key}_note", max_chars=300).strip()
    st.session_state["analyst_why"] = why
    return who, why


def describe_preview(preview: Preview) -> list[str]:
    """Return what would change, an event each; one line saying so when it is nothing."""
    if preview.changes_nothing:
        return ["No event changes: the name is not the place of one."]
    before = {event.lead.id: event for event in preview.before}
    lines = []
    for event in preview.after:
        was = before.pop(event.lead.id, None)
        lines.append(f"{_where(was)} becomes {_where(event)}" if was else f"new: {_where(event)}")
    return lines + [f"gone: {_where(event)}" for event in before.values()]


def _where(event: Event | None) -> str:
    if event is None:
        return "nothing"
    lead = event.lead
    place = lead.place.label if lead.place else "no place"
    return f"{lead.sub_event_type.value}, {describe_interval(lead.date_start, lead.date_end)}, at {place}"


def _render_log(store: Store, article_id: str, mention: PlaceMentionRow) -> None:
    """List the corrections of this mention that are in force, each with a way back."""
    for entry in store.corrections():
        if entry.in_force and _is_about(entry, article_id, mention):
            fix = entry.fix
            place = fix.place.label if isinstance(fix, PlaceFix) and fix.place else NO_PLACE
            left, right = st.columns([4, 1], vertical_alignment="center")
            left.markdown(f":material/edit: set by hand: **{markdown(place, 90)}**{_by(entry)}")
            if may(Role.CORRECT) and right.button("Undo", key=f"undo_fix_{entry.number}", width="stretch"):
                need(Role.CORRECT)
                store.undo_correction(
                    entry.number, analyst=visitor_name() or st.session_state.get("analyst", "")
                )
                st.rerun()


def _by(entry: LogEntry) -> str:
    """Return who made a correction and why, as far as the log knows."""
    said = f" by {markdown(entry.analyst, 80)}" if entry.analyst else ""
    return said + (f" ({markdown(entry.note, 120)})" if entry.note else "")


def _is_about(entry: LogEntry, article_id: str, mention: PlaceMentionRow) -> bool:
    fix = entry.fix
    return (
        isinstance(fix, PlaceFix)
        and fix.article_id == article_id
        and (fix.mention.start, fix.mention.end) == (mention.start, mention.end)
    )
