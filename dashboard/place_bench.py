"""The bench for a place name: what it could be and why, choose another, how far that reaches, what moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import data
from dashboard.access import may, need
from dashboard.analyst import ask_who, ask_why, current_analyst, describe_maker
from dashboard.correcting import make_fixes
from dashboard.correcting import undo as take_back
from dashboard.online_places import answers, render_ask
from dashboard.place_choice import (
    Choice,
    candidates_of,
    choices_of,
    is_current,
    place_at,
    search_places,
)
from dashboard.place_map import render_place_map
from dashboard.roles import Role
from dashboard.safe_text import markdown
from geodata.amounts import counted
from geodata.corrections import LogEntry, NameFix, PlaceFix, ReportKey, Scope, SpotFix
from geodata.corrections.telling import tell_place
from geodata.geocoder import to_place
from geodata.model import Place, PlaceMention
from geodata.store import Store, StoreError
from geodata.store.moves import Move, Reach, reach_of, widened

MOST_MOVES = 6


PlaceChange = PlaceFix | NameFix | SpotFix


def render_place_bench(article_id: str, mention: PlaceMention, outlet: str = "") -> None:
    """Show what a mention could be and, to whoever may correct, let it be set within a scope."""
    store = data.store(data.store_name())
    fix = render_place_choice(store, article_id, mention, outlet)
    if fix is not None:
        _render_apply(store, fix, bench_key(article_id, mention))
    _render_log(store, article_id, mention, outlet)


def render_place_choice(
    store: Store,
    article_id: str,
    mention: PlaceMention,
    outlet: str = "",
    *,
    spot: ReportKey | None = None,
    around: Sequence[Place] = (),
) -> PlaceChange | None:
    """Show what a mention could be; return the fix that was chosen and is not yet made, None for none.

    ``spot`` is the report whose own place is set where no words name it; ``around`` are then the places it
    may be, those named near it.
    """
    key = bench_key(article_id, mention)
    candidates = around if spot else candidates_of(mention, data.gazetteer())
    choices = choices_of(mention, candidates, _found(key, mention))
    if spot is not None:
        choices = [choice for choice in choices if choice.literal]
    chosen = _chosen(key, choices, mention)
    fix, reach = None, None
    if chosen is not None:
        fix = _fix(store, key, choices[chosen], article_id, mention, spot)
        reach = reach_of(store, fix)
    now = mention.place.id if mention.place else None
    render_place_map(key, choices, now, chosen, reach.moves if reach else (), _picker(key, mention))
    may_correct = may(Role.CORRECT) and store.writable
    if may_correct and fix is not None and reach is not None:
        if spot is None:
            _render_scope(key, outlet)
        _render_preview(fix, reach, key)
    _render_choices(key, choices, mention, disabled=not may_correct)
    if not may_correct:
        return None
    _render_search(key, mention)
    return fix


def _fix(
    store: Store, key: str, choice: Choice, article_id: str, mention: PlaceMention, spot: ReportKey | None
) -> PlaceChange:
    if spot is not None:
        return SpotFix(report=spot, place=choice.place)
    return _scoped(store, key, choice.fix(article_id, mention))


def bench_key(article_id: str, mention: PlaceMention) -> str:
    """Return what the bench's fields of a mention are kept under."""
    return f"bench_{article_id}_{mention.start}"


def choose(key: str, number: int | None) -> None:
    """Choose one of the list by its number, as a key or a click on the map does."""
    st.session_state[f"{key}_choice"] = number


def _picker(key: str, mention: PlaceMention) -> Callable[[int | None, tuple[float, float] | None], None]:
    def picked(number: int | None, at: tuple[float, float] | None) -> None:
        if at is not None:
            st.session_state[f"{key}_points"] = [place_at(*at, mention.text)]
            # The point is the last of the list; how long that is, is known when it is drawn.
            st.session_state[f"{key}_last"] = True
        else:
            choose(key, number)

    return picked


def _found(key: str, mention: PlaceMention) -> list[Place]:
    typed = str(st.session_state.get(f"{key}_typed", ""))
    points: list[Place] = st.session_state.get(f"{key}_points", [])
    found = search_places(typed, mention.text, data.geocoder())
    return [*found, *(to_place(answer) for answer in answers(key, typed)), *points]


def _chosen(key: str, choices: list[Choice], mention: PlaceMention) -> int | None:
    """Return which choice is taken and differs from what is so now; None for none."""
    if st.session_state.pop(f"{key}_last", False):
        choose(key, len(choices) - 1)
    number = st.session_state.get(f"{key}_choice")
    if not isinstance(number, int) or not 0 <= number < len(choices):
        st.session_state.pop(f"{key}_choice", None)
        return None
    return None if is_current(choices[number], mention) else number


def _render_choices(key: str, choices: list[Choice], mention: PlaceMention, *, disabled: bool) -> None:
    st.radio(
        f"“{markdown(mention.text, 60)}” is",
        range(len(choices)),
        key=f"{key}_choice",
        index=None,
        format_func=lambda n: f"{n + 1} · {markdown(choices[n].label, 110)}",
        captions=[markdown(choice.caption, 640) for choice in choices],
        disabled=disabled,
    )


def _render_search(key: str, mention: PlaceMention) -> None:
    typed = st.text_input(
        "Another place", key=f"{key}_typed", max_chars=80,
        placeholder="A name, or coordinates such as 49.21, 37.28; or click on the map",
        on_change=lambda: st.session_state.pop(f"{key}_choice", None),
    )  # fmt: skip
    if typed and not search_places(typed, mention.text, data.geocoder()):
        st.caption("No place of that name in the table; try another spelling or coordinates.")
        render_ask(key, typed)


def _scoped(store: Store, key: str, fix: PlaceFix) -> PlaceFix | NameFix:
    scope = st.session_state.get(f"{key}_scope", Scope.MENTION)
    if scope is Scope.MENTION:
        return fix
    return widened(store, fix, scope, any_reading=bool(st.session_state.get(f"{key}_any")))


def _render_scope(key: str, outlet: str) -> None:
    scopes = [scope for scope in Scope if scope is not Scope.OUTLET or outlet]
    names = {Scope.OUTLET: f"this outlet ({markdown(outlet, 30)})"}
    st.radio(
        "Correct it in", scopes, key=f"{key}_scope", horizontal=True,
        format_func=lambda scope: names.get(scope, scope.value),
        help="Beyond this mention, the name is corrected where it was read as the same place, and in "
        "articles that come later. What was set by hand more narrowly stays.",
    )  # fmt: skip


def _render_preview(fix: PlaceChange, reach: Reach, key: str) -> None:
    st.markdown(describe_reach(reach))
    for move in reach.moves[:MOST_MOVES]:
        st.markdown(f"- {describe_move(move)}")
    if len(reach.moves) > MOST_MOVES:
        st.caption(f"and {counted(len(reach.moves) - MOST_MOVES, 'more such move')}")
    if isinstance(fix, NameFix) and (reach.otherwise or fix.read_as is None):
        others = "; ".join(
            f"{number:,} as {markdown(tell_place(place), 60)}" for place, number in reach.otherwise
        )
        if others:
            st.caption(f"Elsewhere the name was read {others}: left alone.")
        st.checkbox("Also where it was read as another place", key=f"{key}_any")


def describe_reach(reach: Reach) -> str:
    """Return in one sentence how far a fix reaches, for Markdown."""
    if not reach.moves and not reach.kept:
        named = counted(reach.mentions, "mention")
        return f"**No event moves**: {named} of the name, none the place of an event."
    kept = f" {reach.kept:,} more stay, set by hand or there already." if reach.kept else ""
    where = f"{counted(reach.mentions, 'mention')} in {counted(reach.articles, 'article')}"
    return f"**{counted(reach.events, 'event')} would move** ({where}).{kept}"


def describe_move(move: Move) -> str:
    """Return one move with its counts, for Markdown."""
    was, now = (markdown(tell_place(place), 90) for place in (move.was, move.now))
    return f"{counted(move.reports, 'report')}: {was} → **{now}**"


def _render_apply(store: Store, fix: PlaceChange, key: str) -> None:
    left, right = st.columns(2, gap="small")
    with left:
        who = ask_who(key)
    with right:
        why = ask_why(key)
    if st.button("Apply", type="primary", key=f"{key}_apply", disabled=not who):
        need(Role.CORRECT)
        try:
            make_fixes(store, [fix], analyst=who, note=why, gazetteer=data.gazetteer())
        except StoreError as error:
            st.error(markdown(str(error), 300))
            return
        st.session_state.pop(f"{key}_points", None)
        st.toast("Corrected. It can be undone here and on the page Corrections.", icon=":material/check:")
        st.rerun()


def _render_log(store: Store, article_id: str, mention: PlaceMention, outlet: str) -> None:
    """List the corrections of this mention or its name that are in force, each with a way back."""
    for entry in store.corrections():
        if entry.in_force and is_about(entry, article_id, mention, outlet):
            fix = entry.now
            assert isinstance(fix, PlaceFix | NameFix)
            scope = fix.scope.value if isinstance(fix, NameFix) else Scope.MENTION.value
            left, right = st.columns([4, 1], vertical_alignment="center")
            left.markdown(
                f":material/edit: set by hand, {scope}: "
                f"**{markdown(tell_place(fix.place, fix.literal), 90)}**{describe_maker(entry)}"
            )
            if may(Role.CORRECT) and right.button("Undo", key=f"undo_fix_{entry.number}", width="stretch"):
                need(Role.CORRECT)
                take_back(store, entry.number, analyst=current_analyst(), gazetteer=data.gazetteer())
                st.rerun()


def is_about(entry: LogEntry, article_id: str, mention: PlaceMention, outlet: str) -> bool:
    """Whether a correction is about this mention, or about its name where the mention stands."""
    fix = entry.now
    if isinstance(fix, NameFix):
        return mention.text in fix.spellings and fix.within in ("", article_id, outlet)
    return (
        isinstance(fix, PlaceFix)
        and fix.article_id == article_id
        and (fix.mention.start, fix.mention.end) == (mention.start, mention.end)
    )
