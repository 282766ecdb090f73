"""The page for reviewing: events by doubt and consequence, the bench for the one chosen, and keys."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import streamlit as st

from dashboard import data, view
from dashboard.access import may, need
from dashboard.acts import act_of
from dashboard.analyst import ask_who, current_analyst
from dashboard.correcting import make_fixes
from dashboard.event_bench import choose_place, render_event_bench
from dashboard.messages import ListedQueue, QueueItem
from dashboard.overlays import layer_titles
from dashboard.pages import link, page
from dashboard.roles import Role
from dashboard.safe_text import markdown, plain
from dashboard.sources_pane import render_sources
from dashboard.symbols import look_of, type_symbols
from dashboard.wording import describe_interval, describe_place, describe_toll
from geodata.amounts import counted
from geodata.corrections import Confirm, Fix, NotAnEvent, ReportKey
from geodata.model import EventType
from geodata.query import EventFilter
from geodata.query.review import Doubtful
from geodata.store import EventCard, Store, StoreError
from geodata.store.neighbours import event_holding
from geodata.store.reviews import Look, Progress

_FILES = Path(__file__).parent / "frontend"
_queue_component = st.components.v2.component(
    "conflictmap_review",
    html=(_FILES / "review.html").read_text("utf-8"),
    css=(_FILES / "review.css").read_text("utf-8"),
    js="\n".join((_FILES / name).read_text("utf-8") for name in ("make.js", "symbol.js", "review.js")),
)

MOST_LISTED = 40
KEYS = ("c", "x", "n", "p", *"123456789")
_TYPES = tuple(EventType)


class Queue(StrEnum):
    """Which events the queue holds."""

    TO_DO = "To look at"
    DONE = "Looked at"
    DIFFER = "We differ"
    ALL = "All"


def open_asked_review() -> None:
    """Go to the review of an event when a card asked for it."""
    asked = st.session_state.get("open_review")
    if asked:
        view.write_address(layer_titles())
        st.switch_page(page("review"), query_params=view.other_address(event=asked))


def render_review() -> None:
    """Draw the page: the queue at the left, the bench for the chosen event beside it."""
    store = data.store(data.store_name())
    data.gazetteer(), data.basemap()
    revision = store.revision()
    progress = data.progress(data.store_name(), revision)
    rows = _wanted(data.doubtful(data.store_name(), revision))
    if not rows:
        st.info("No events yet. Add articles, and what was read in them can be looked at here.")
        link("add", "Add articles", ":material/add:")
        return
    queue = _render_head(rows, progress)
    ids = [row.event_id for row in rows if _is_in(queue, progress.events.get(row.event_id, ()))]
    chosen = _chosen(store, ids, {row.event_id for row in rows})
    if chosen is not None:
        view.write_other_address(event=chosen)
    left, right = st.columns([1, 2.9], gap="medium")
    with left:
        _render_queue(store, rows, ids, chosen, progress)
    with right:
        _render_chosen(store, chosen, ids, queue)


def _wanted(rows: Sequence[Doubtful]) -> Sequence[Doubtful]:
    """Return the events of the map's filter, or all while it has none."""
    wanted = view.current().wanted
    if wanted == EventFilter():
        return rows
    index = data.index(data.store_name())
    ids = set(index.select(wanted).ids())
    return [row for row in rows if row.event_id in ids]


def _render_head(rows: Sequence[Doubtful], progress: Progress) -> Queue:
    """Show how far the review is and let the queue and the name be chosen."""
    looked = sum(bool(progress.events.get(row.event_id)) for row in rows)
    left, middle, right = st.columns([1.3, 1.2, 0.8], gap="medium", vertical_alignment="top")
    filtered = " of the map's filter" if view.current().wanted != EventFilter() else ""
    told = f"**{looked:,} of {counted(len(rows), 'event')}{filtered} looked at**"
    if progress.rejected:
        told += f" · {progress.rejected:,} rejected"
    left.progress(looked / len(rows), text=told)
    queue = middle.segmented_control(
        "Queue", list(Queue), default=Queue.TO_DO, key="review_queue", label_visibility="collapsed"
    )
    with right:
        if may(Role.CORRECT):
            ask_who("review", beside=True)
    both = progress.agreement.both
    if both:
        agree = progress.agreement.agree
        st.caption(
            f"Two or more people looked at {counted(both, 'report')} and agree on {agree:,} "
            f"({agree / both:.0%})."
        )
    return Queue(queue) if queue else Queue.ALL


def _is_in(queue: Queue, looks: Sequence[Look]) -> bool:
    if queue is Queue.ALL:
        return True
    if queue is Queue.DIFFER:
        return len({look.analyst for look in looks}) > 1 and any(
            look.verdict != looks[0].verdict for look in looks
        )
    mine = any(look.analyst == current_analyst() for look in looks)
    return mine if queue is Queue.DONE else not mine


def _chosen(store: Store, ids: Sequence[str], known: set[str]) -> str | None:
    """Return the event to show: the one asked for, the one shown before, or the queue's first."""
    asked = st.session_state.pop("open_review", None) or st.session_state.get("review_event")
    asked = asked or st.query_params.get("event")
    if asked not in known:
        # Corrected events get another id; the report that was looked at still tells which it is.
        report = st.session_state.get("review_report")
        asked = event_holding(store, report) if report else None
    if asked not in known:
        asked = ids[0] if ids else None
    st.session_state["review_event"] = asked
    return asked


def _show(event_id: str | None) -> None:
    st.session_state["review_event"] = event_id
    st.session_state["review_report"] = None


def _next(ids: Sequence[str], now: str | None, step: int = 1) -> str | None:
    """Return the event after, or before, the one shown; at the ends the same."""
    if now is None or now not in ids:
        return ids[0] if ids else now
    at = list(ids).index(now) + step
    return ids[at] if 0 <= at < len(ids) else now


def _render_queue(
    store: Store, rows: Sequence[Doubtful], ids: Sequence[str], chosen: str | None, progress: Progress
) -> None:
    start = max(0, list(ids).index(chosen) - 3) if chosen is not None and chosen in ids else 0
    shown = list(ids[start : start + MOST_LISTED])
    doubts = {row.event_id: row for row in rows}
    items = [
        _item(card, doubts[card.event.id], progress.events.get(card.event.id, ()))
        for card in store.cards(shown)
    ]

    def acted() -> None:
        act = act_of("review_list")
        if act and act.text("open"):
            _show(act.text("open"))
        elif act and act.text("key") in KEYS and act.text("at") == st.session_state.get("review_event"):
            _pressed(act.text("key"), ids)

    more = len(ids) - start - len(shown)
    told: ListedQueue = {
        "items": items,
        "chosen": chosen,
        "keys": list(KEYS),
        "types": list(map(look_of, type_symbols())),
        "empty": "Nothing left in this queue.",
        "more": f"{more:,} more" if more > 0 else "",
        "before": f"{start:,} before" if start else "",
    }
    _queue_component(
        key="review_list",
        data=told,
        on_act_change=acted,
    )


def _item(card: EventCard, doubt: Doubtful, looks: Sequence[Look]) -> QueueItem:
    lead = card.event.lead
    where, _ = describe_place(lead)
    toll = describe_toll(card.event)
    chips = [f"{doubt.doubt:.0%} doubtful", *([toll] if toll else [])]
    if doubt.at_place > 1:
        chips.append(f"{counted(doubt.at_place, 'event')} at this doubtful place")
    chips += [f"✓ {plain(name, 24) or 'somebody'}" for name in dict.fromkeys(k.analyst for k in looks)]
    return {
        "id": card.event.id,
        "type": _TYPES.index(lead.event_type),
        "title": lead.sub_event_type.value,
        "where": plain(where, 70),
        "when": describe_interval(lead.date_start, lead.date_end),
        "chips": chips,
    }


def _pressed(key: str, ids: Sequence[str]) -> None:
    """Do what a key asks: confirm, reject, next, previous, or the candidate of that number."""
    store = data.store(data.store_name())
    now = st.session_state.get("review_event")
    if key in "np":
        _show(_next(ids, now, 1 if key == "n" else -1))
        return
    card = next(iter(store.cards([now])), None) if now else None
    if card is None:
        return
    pending = st.session_state.get("bench_pending")
    report = next((r for r in card.event.reports if pending and r.id == pending[0]), card.event.lead)
    if key.isdigit():
        choose_place(report, store.reading(report.article_id), int(key))
        return
    who = current_analyst()
    if not may(Role.CORRECT) or not who:
        st.session_state["review_said"] = "Say at the top who you are: it is kept in the log."
        return
    need(Role.CORRECT)
    name = ReportKey.of(report)
    fixes = [NotAnEvent(report=name)] if key == "x" else [*_pending(report.id), Confirm(report=name)]
    try:
        make_fixes(store, fixes, analyst=who, gazetteer=data.gazetteer())
    except StoreError as error:
        st.session_state["review_said"] = str(error)
        return
    _show(_next(ids, now))


def _pending(report_id: str) -> list[Fix]:
    """Return the fixes that stand on the page for a report and are not yet made."""
    pending = st.session_state.get("bench_pending")
    return list(pending[1]) if pending and pending[0] == report_id else []


def _render_chosen(store: Store, chosen: str | None, ids: Sequence[str], queue: Queue) -> None:
    said = st.session_state.pop("review_said", None)
    if said:
        st.warning(markdown(said, 300), icon=":material/person:")
    card = next(iter(store.cards([chosen])), None) if chosen else None
    if card is None:
        st.success(f"Nothing is left under “{queue.value}”.", icon=":material/check_circle:")
        return
    st.session_state["review_report"] = card.event.lead.id
    looks = data.progress(data.store_name(), store.revision()).events.get(card.event.id, ())
    for look in looks:
        what = "confirmed" if look.confirmed else "corrected"
        st.markdown(
            f":green-badge[:material/check: {what} by {markdown(look.analyst or 'somebody', 60)}, "
            f"{look.made_at:%Y-%m-%d %H:%M} UTC]"
        )

    def done() -> None:
        _show(_next(ids, chosen))
        st.rerun()

    render_event_bench(store, card, done)
    st.divider()
    render_sources(store, card)
