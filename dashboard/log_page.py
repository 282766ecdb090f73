"""The page of corrections: the log with undo and redo, handing it over, taking one in, deciding clashes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence

import streamlit as st

from dashboard import data
from dashboard.access import may, need
from dashboard.analyst import ask_who, current_analyst
from dashboard.correcting import make_fixes, take_in
from dashboard.correcting import redo as put_back
from dashboard.correcting import undo as take_back
from dashboard.roles import Role
from dashboard.safe_text import markdown
from geodata.amounts import counted
from geodata.corrections import Clash, LogEntry, decision
from geodata.corrections.telling import subject_of
from geodata.export.labelled import labelled_examples
from geodata.store import Store, StoreError
from geodata.store.exchange import Imported, export_log, import_log

SHOWN = 40
MOST_BYTES = 50_000_000


def render_corrections() -> None:
    """Draw the page."""
    store = data.store(data.store_name())
    entries = store.corrections()
    said = st.session_state.pop("log_said", None)
    if said:
        st.success(markdown(said, 300), icon=":material/check_circle:")
    left, right = st.columns([2.2, 1], gap="large")
    with right:
        if may(Role.CORRECT) and store.writable:
            ask_who("log")
        _render_hand_over(store, entries)
        if may(Role.CORRECT) and store.writable:
            _render_take_in(store)
    with left:
        _render_clashes(store)
        _render_lost(store)
        _render_log(store, entries)


def _render_hand_over(store: Store, entries: Sequence[LogEntry]) -> None:
    st.markdown("##### Hand over")
    st.download_button(
        f"The log ({counted(len(entries), 'entry')})", export_log(store), "corrections.jsonl",
        "application/jsonl", icon=":material/download:", disabled=not entries, width="stretch",
        help="JSON Lines; a colleague takes it in below or with: conflictmap corrections import",
    )  # fmt: skip
    if entries and st.button("Labelled examples…", icon=":material/model_training:", width="stretch"):
        examples = labelled_examples(store)
        events = sum(len(example["events"]) for example in examples)
        st.download_button(
            f"{counted(len(examples), 'article')}, {counted(events, 'event')} (ZIP)", _zipped(examples),
            "labelled.zip", "application/zip", width="stretch",
        )  # fmt: skip


def _zipped(examples: Sequence[dict[str, object]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for example in examples:
            archive.writestr(f"{example['id']}.json", json.dumps(example, ensure_ascii=False, indent=1))
    return buffer.getvalue()


def _render_take_in(store: Store) -> None:
    """Take a colleague's log: say first what it would do, then do it."""
    st.markdown("##### Take in a colleague's log")
    file = st.file_uploader(
        "Log of corrections (.jsonl)",
        type=["jsonl", "json"],
        key=f"log_file_{st.session_state.get('log_n', 0)}",
    )
    if file is None:
        return
    content = file.getvalue()
    try:
        if len(content) > MOST_BYTES:
            raise StoreError(f"the file is larger than {MOST_BYTES // 1_000_000} MB; no log is")
        text = content.decode("utf-8")
        would = import_log(store, text, dry=True)
    except UnicodeDecodeError:
        st.error("This is no log of corrections: it is not UTF-8 text.")
        return
    except StoreError as error:
        st.error(markdown(str(error), 400))
        return
    st.markdown(describe_import(would))
    if would.new and st.button("Take it in", type="primary", key="log_take_in", width="stretch"):
        need(Role.CORRECT)
        done = take_in(store, text, data.gazetteer())
        st.session_state["log_n"] = st.session_state.get("log_n", 0) + 1
        st.session_state["log_said"] = f"{counted(done.new, 'correction')} taken in."
        st.rerun()


def describe_import(done: Imported) -> str:
    """Return what taking a log in does, in one sentence, for Markdown."""
    told = f"**{done.new:,} new**, {done.known:,} known already"
    if done.clashes:
        told += f", **{len(done.clashes):,} contradict** what is here: you decide one by one"
    if done.without_target:
        told += f", {len(done.without_target):,} about words that are not here"
    return told + "."


def _render_clashes(store: Store) -> None:
    clashes = store.clashes()
    if not clashes:
        return
    st.markdown(f"##### :material/compare_arrows: {len(clashes):,} to decide")
    for number, clash in enumerate(clashes):
        with st.container(border=True, key=f"clash_{number}"):
            _render_clash(store, clash, number)


def _render_clash(store: Store, clash: Clash, number: int) -> None:
    """Show the entries that contradict each other side by side, each with a button that keeps it."""
    first = clash.entries[0]
    quote = f" on “{markdown(first.quote, 80)}”" if first.quote else ""
    assert first.now is not None
    st.markdown(f"**{markdown(subject_of(first.now))}**{quote}: made apart, not the same")
    for box, entry in zip(st.columns(len(clash.entries)), clash.entries, strict=True):
        assert entry.now is not None
        box.markdown(
            f"**{markdown(entry.now_is or subject_of(entry.now), 90)}**  \n{_by(entry)}"
            + ("  \n:orange-badge[holds until decided]" if entry is clash.entries[-1] else "")
        )
        if may(Role.CORRECT) and box.button(
            "Keep this", key=f"keep_{number}_{entry.uid}", disabled=not current_analyst(), width="stretch"
        ):
            need(Role.CORRECT)
            note = f"decided between {len(clash.entries)} that contradicted each other"
            kept = decision(clash, entry)
            make_fixes(store, [kept], analyst=current_analyst(), note=note, gazetteer=data.gazetteer())
            st.rerun()


def _render_lost(store: Store) -> None:
    lost = store.corrections_without_target()
    if not lost:
        return
    title = f"{len(lost):,} not applied: the words they were made on changed or are not here"
    with st.expander(title, icon=":material/link_off:"):
        for entry in lost[:SHOWN]:
            st.markdown(f"- {_line(entry)}")


def _render_log(store: Store, entries: Sequence[LogEntry]) -> None:
    st.markdown("##### Log")
    if not entries:
        st.info("Nothing was corrected yet. Open an event with “Check”, or a place name in an article.")
        return
    made = [entry for entry in entries if entry.fix is not None]
    _render_last(store, made)
    shown = list(reversed(made))
    asked = st.text_input("Search", key="log_search", placeholder="Who, why, what, words", max_chars=80)
    if asked.strip():
        sought = asked.strip().casefold()
        shown = [entry for entry in shown if sought in _searched(entry)]
    for entry in shown[:SHOWN]:
        _render_entry(store, entry)
    if len(shown) > SHOWN:
        st.caption(f"The last {SHOWN} of {len(shown):,}; search, or take the log as a file, for the others.")


def _searched(entry: LogEntry) -> str:
    subject = subject_of(entry.fix) if entry.fix else ""
    return " ".join((entry.analyst, entry.note, entry.quote, entry.was, entry.now_is, subject)).casefold()


def _render_last(store: Store, made: Sequence[LogEntry]) -> None:
    """Offer to undo the last correction in force and to redo the last one undone."""
    if not may(Role.CORRECT) or not store.writable:
        return
    standing = [entry for entry in made if entry.in_force]
    gone = sorted((e for e in made if not e.in_force), key=lambda e: e.undone_by or 0)
    left, right = st.columns(2, gap="small")
    if left.button(
        "Undo the last", icon=":material/undo:", disabled=not standing, width="stretch", key="log_undo"
    ):
        need(Role.CORRECT)
        take_back(store, standing[-1].number, analyst=current_analyst(), gazetteer=data.gazetteer())
        st.rerun()
    if right.button("Redo", icon=":material/redo:", disabled=not gone, width="stretch", key="log_redo"):
        need(Role.CORRECT)
        put_back(store, gone[-1].number, analyst=current_analyst(), gazetteer=data.gazetteer())
        st.rerun()


def _render_entry(store: Store, entry: LogEntry) -> None:
    left, right = st.columns([6, 1], vertical_alignment="center")
    left.markdown(_line(entry))
    if not may(Role.CORRECT) or not store.writable:
        return
    if entry.in_force:
        if right.button("Undo", key=f"log_undo_{entry.number}", width="stretch"):
            need(Role.CORRECT)
            take_back(store, entry.number, analyst=current_analyst(), gazetteer=data.gazetteer())
            st.rerun()
    elif right.button("Redo", key=f"log_redo_{entry.number}", width="stretch"):
        need(Role.CORRECT)
        put_back(store, entry.number, analyst=current_analyst(), gazetteer=data.gazetteer())
        st.rerun()


def _line(entry: LogEntry) -> str:
    """Return an entry for Markdown: what, on which words, from what to what, who, when, why."""
    assert entry.fix is not None
    quote = f" “{markdown(entry.quote, 50)}”" if entry.quote else ""
    change = " → ".join(markdown(part, 60) for part in (entry.was, entry.now_is) if part)
    told = f"**{markdown(subject_of(entry.fix))}**{quote}{f': {change}' if change else ''}"
    undone = "" if entry.in_force else " :gray-badge[undone]"
    return f"{told}{undone}  \n:gray[{_by(entry)}]"


def _by(entry: LogEntry) -> str:
    why = f" · {markdown(entry.note, 160)}" if entry.note else ""
    return f"{markdown(entry.analyst, 60) or 'nobody named'} · {entry.made_at:%Y-%m-%d %H:%M} UTC{why}"
