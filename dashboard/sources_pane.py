"""What each source says of an event, side by side: copies of a wire folded, joins explained, overruled."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import data
from dashboard.access import may, need
from dashboard.analyst import current_analyst
from dashboard.correcting import make_fixes
from dashboard.marked_text import marked
from dashboard.reasons import to_sentences
from dashboard.roles import Role
from dashboard.safe_text import markdown, plain
from dashboard.wording import describe_day, describe_interval
from geodata.amounts import counted
from geodata.corrections import Fix, Merge, ReportKey, Split
from geodata.corrections.telling import tell_place, tell_toll
from geodata.joining.copies import group_copies
from geodata.model import Event, Report
from geodata.store import EventCard, Store, StoreError
from geodata.store.neighbours import events_near, joins_among

COLUMNS = 3
MOST_JOINS = 12


def render_sources(store: Store, card: EventCard) -> None:
    """Show the reports in columns with their words, then why they are one event and what could join them."""
    groups = group_copies([source.excerpt for source in card.sources])
    reports, sources = len(card.event.reports), len(groups)
    st.markdown(f"**{counted(reports, 'report')}, {counted(sources, 'source')}**")
    differing = _differing(card.event.reports)
    for start in range(0, len(groups), COLUMNS):
        row = groups[start : start + COLUMNS]
        for box, group in zip(st.columns(COLUMNS, gap="small"), row, strict=False):
            with box.container(border=True):
                _render_source(store, card, group, differing)
    if reports > 1:
        _render_why(store, card)
    if may(Role.CORRECT) and store.writable:
        _render_merge(store, card.event)


def told_by(report: Report) -> dict[str, str]:
    """Return what a report says of what sources may disagree on, in words."""
    return {
        "When": describe_interval(report.date_start, report.date_end),
        "Where": tell_place(report.place),
        "What": report.sub_event_type.value,
        "Toll": tell_toll(report),
    }


def _differing(reports: Sequence[Report]) -> set[str]:
    told = [told_by(report) for report in reports]
    return {name for name in told[0] if len({one[name] for one in told}) > 1}


def _render_source(store: Store, card: EventCard, group: Sequence[int], differing: set[str]) -> None:
    """Show one source: its words, what it says where others differ, and the copies of it."""
    number = group[0]
    report, source = card.event.reports[number], card.sources[number]
    st.markdown(f"**{_name_of(card, number)}**")
    st.markdown(marked(source.excerpt, report))
    for name, value in told_by(report).items():
        if name in differing:
            st.markdown(f":material/difference: {name}: **{markdown(value, 90)}**")
    if len(group) > 1:
        copies = group[1:]
        with st.expander(f"{counted(len(copies), 'copy')} of the same words"):
            for copy in copies:
                _render_copy(store, card, copy)
    # Where all reports have the same words there is nothing to take them out of, only one from the others.
    if len(group) < len(card.event.reports) and may(Role.CORRECT) and store.writable:
        _render_split(store, [card.event.reports[n] for n in group], "source")


def _render_copy(store: Store, card: EventCard, number: int) -> None:
    """Show a report whose words are those of another, and let it alone be taken out."""
    report, source = card.event.reports[number], card.sources[number]
    st.markdown(f"**{_name_of(card, number)}**")
    st.markdown(marked(source.excerpt, report))
    if may(Role.CORRECT) and store.writable:
        _render_split(store, [report], "copy")


def _name_of(card: EventCard, number: int) -> str:
    report, source = card.event.reports[number], card.sources[number]
    published = describe_day(report.published) if report.published else "no date"
    return f"{markdown(source.outlet or 'Outlet not stated', 40)} · {published}"


def _render_split(store: Store, reports: Sequence[Report], what: str) -> None:
    if st.button(
        "Another event", key=f"split_{what}_{reports[0].id}", icon=":material/call_split:",
        disabled=not current_analyst(),
        help="Take this report and its copies out of the event; together they are one of their own then. "
        "Can be undone."
        if len(reports) > 1
        else "Take this report out of the event; it stands alone then. Can be undone.",
    ):  # fmt: skip
        need(Role.CORRECT)
        first, *copies = (ReportKey.of(report) for report in reports)
        _write(store, [Split(report=first, copies=tuple(copies))])


def _render_why(store: Store, card: EventCard) -> None:
    """Say for each two reports that were joined why they were, then what else made them one event."""
    joins = joins_among(store, [report.id for report in card.event.reports])
    numbers = {report.id: number for number, report in enumerate(card.event.reports)}
    with st.expander("Why they are one event", icon=":material/join_inner:"):
        for join in joins[:MOST_JOINS]:
            one, other = (_name_of(card, numbers[key]) for key in (join.one, join.other))
            st.markdown(f"- **{one}** and **{other}**: {markdown(join.why, 300)}")
        if len(joins) > MOST_JOINS:
            st.caption(f"and {counted(len(joins) - MOST_JOINS, 'more such pair')}")
        told = [reason for reason in card.event.reasons if not joins or not reason.startswith("joined at")]
        st.markdown(markdown(to_sentences(told), 1_500))
        st.caption("Overrule it with “Another event” at a source.")


def _render_merge(store: Store, event: Event) -> None:
    """Offer events near in place and time to be made one with this."""
    ids = events_near(store, event)
    if not ids:
        return
    with st.expander(f"The same as another event? ({len(ids)} near)", icon=":material/merge:"):
        cards = {card.event.id: card for card in store.cards(ids)}
        chosen = st.selectbox(
            "Same as", list(cards), index=None, key=f"merge_{event.id}", placeholder="Choose an event",
            format_func=lambda key: _name(cards[key]), label_visibility="collapsed",
        )  # fmt: skip
        if chosen is None:
            return
        other = cards[chosen]
        st.markdown(marked(other.sources[0].excerpt, other.event.reports[0]))
        if st.button("Make them one event", key=f"merge_do_{event.id}", disabled=not current_analyst()):
            need(Role.CORRECT)
            keys = (ReportKey.of(event.lead), ReportKey.of(other.event.lead))
            _write(store, [Merge(reports=keys)])


def _name(card: EventCard) -> str:
    lead = card.event.lead
    when, where = describe_interval(lead.date_start, lead.date_end), tell_place(lead.place)
    return plain(f"{lead.sub_event_type.value} · {where} · {when} · {card.sources[0].outlet}", 110)


def _write(store: Store, fixes: Sequence[Fix]) -> None:
    need(Role.CORRECT)
    try:
        make_fixes(store, fixes, analyst=current_analyst(), gazetteer=data.gazetteer())
    except StoreError as error:
        st.error(markdown(str(error), 300))
        return
    st.rerun()
