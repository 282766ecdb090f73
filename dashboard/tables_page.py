"""The page that sets a table of events (ACLED, UCDP GED, VIINA) beside the events read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import data, view
from dashboard.comparing import rows_of, saved_events
from dashboard.pages import link
from dashboard.release_menu import may_save_whole
from dashboard.safe_text import markdown, plain
from geodata.amounts import counted
from geodata.comparing import Comparison, Tolerance, compare
from geodata.listed import ListedEvent
from geodata.naming import region_label
from geodata.query import Selection, UnknownRegionError
from geodata.store.listed import listed_tables, load_listed

# Rows shown of each list; the file holds them all.
_SHOWN = 1_000
# What the page calls the columns of the file; an event's id is for programs.
_TABLE_HEADS = {
    "table_row": "Row", "table_day": "Day in the table", "table_place": "Place in the table",
    "table_type": "Type in the table", "table_deaths": "Deaths in the table",
}  # fmt: skip
_READ_HEADS = {"day": "Day read", "place": "Place read", "type": "Type read", "deaths": "Deaths read"}
_PAIR_HEADS = {"km_apart": "Kilometres apart", "days_apart": "Days apart", "deaths_agree": "Deaths agree"}
_HEADS = _TABLE_HEADS | _READ_HEADS | _PAIR_HEADS


def render_tables() -> None:
    """Draw the page."""
    st.header("Tables beside what was read")
    tables = listed_tables(data.store(data.store_name()))
    if not tables:
        st.markdown(
            "No table of events is in this database. Take in a file of ACLED, UCDP GED or VIINA (CSV, Excel "
            "or Parquet) like any other: its rows are kept under the table's name, drawn as a layer of their "
            "own, and compared here with what was read."
        )
        link("add", "Add articles and tables", ":material/add_circle:")
        return
    table, tolerance = _render_choice(tables)
    selection = _selection()
    found = _compared(tables, table, selection, tolerance)
    st.markdown(
        f"{counted(tables[table], 'row')} of **{plain(table, 40)}**; {markdown(found.describe(), 600)}"
    )
    st.caption(f"Events read, by the map's filter: {markdown(selection.describe(region_label), 400)}")
    _render_lists(found)


def _render_choice(tables: dict[str, int]) -> tuple[str, Tolerance]:
    """Ask for the table and how far apart two events may be told to be the same."""
    first, second, third, fourth = st.columns([2, 1, 1, 2], vertical_alignment="bottom")
    table = first.selectbox("Table", list(tables), key="compare_table")
    days = second.number_input("Days apart at most", 0, 31, 1, key="compare_days")
    km = third.number_input("Kilometres apart at most", 0, 500, 25, key="compare_km")
    same = fourth.toggle("Only events of a common type", value=True, key="compare_same_type")
    return str(table), Tolerance(days=int(days), km=float(km), same_type=bool(same))


def _selection() -> Selection:
    index = data.index(data.store_name())
    try:
        return index.select(view.current().wanted)
    except UnknownRegionError:
        return index.select(view.View().wanted)


def _compared(tables: dict[str, int], table: str, selection: Selection, tolerance: Tolerance) -> Comparison:
    """Return the comparison, kept for this session until the store, the filter or the tolerance changes."""
    name = data.store_name()
    key = (name, tables, table, selection.revision, selection.digest(), tolerance)
    kept = st.session_state.get("compared")
    if kept is None or kept[0] != key:
        store = data.store(name)
        kept = (key, compare(load_listed(store, table), saved_events(store, selection), tolerance))
        st.session_state["compared"] = kept
    found: Comparison = kept[1]
    return found


def _render_lists(found: Comparison) -> None:
    """Show the three lists and offer them as one file."""
    rows = pd.DataFrame(rows_of(found))
    if rows.empty:
        return
    names = ("both", "only the table", "only read")
    counts = [int((rows["which"] == name).sum()) for name in names]
    labels = [f"{name.capitalize()} ({count:,})" for name, count in zip(names, counts, strict=True)]
    for tab, name, count in zip(st.tabs(labels), names, counts, strict=True):
        shown = rows[rows["which"] == name].drop(columns="which").head(_SHOWN)
        with tab:
            st.dataframe(
                shown[_columns_of(name)].astype(str).rename(columns=_HEADS), hide_index=True, width="stretch"
            )
            if count > _SHOWN:
                st.caption(f"{_SHOWN:,} of {count:,}; the file holds all")
    content = rows.to_csv(index=False).encode("utf-8")
    if may_save_whole():
        st.download_button("Save as CSV", content, "comparison.csv", "text/csv", key="compare_save")


def _columns_of(name: str) -> list[str]:
    """Return the columns that a list fills."""
    return list(_TABLE_HEADS if name == "only the table" else _READ_HEADS if name == "only read" else _HEADS)


def listed_of(name: str) -> list[ListedEvent]:
    """Return the rows of all tables of a store, kept until it changes."""
    key = name, data.store(name).revision()
    kept = st.session_state.get("listed_events")
    if kept is None or kept[0] != key:
        kept = (key, load_listed(data.store(name)))
        st.session_state["listed_events"] = kept
    found: list[ListedEvent] = kept[1]
    return found


_SHOWN_ON_MAP = "tables_on_map"


def render_tables_switch() -> None:
    """Offer to leave the rows of tables off the map, where there are any."""
    tables = listed_tables(data.store(data.store_name()))
    if tables:
        counted = ", ".join(f"{markdown(name, 40)} {rows:,}" for name, rows in tables.items())
        st.toggle(
            "Events of tables",
            value=shows_tables(),
            key="tables_switch",
            on_change=_switch_tables,
            help=f"Rows of event tables ({counted}) that the filter lets through, as a layer of their own.",
        )


def _switch_tables() -> None:
    st.session_state[_SHOWN_ON_MAP] = bool(st.session_state["tables_switch"])


def shows_tables() -> bool:
    """Whether the map shows the rows of tables; it does until they are switched off."""
    return bool(st.session_state.get(_SHOWN_ON_MAP, True))
