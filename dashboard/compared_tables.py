"""What a comparison says beside its maps: the difference in a sentence, as tables and as files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.safe_text import plain
from geodata.amounts import counted
from geodata.export import ReleasePolicy
from geodata.model import EventType
from geodata.naming import region_label
from geodata.query import EventIndex, Selection

if TYPE_CHECKING:
    import geopandas as gpd

SIDES = ("a", "b")
_FORMATS = {".csv": ("CSV", "text/csv"), ".geojson": ("GeoJSON", "application/geo+json")}
_SIGNED = st.column_config.NumberColumn(format="%+d")
_NUMBER = st.column_config.NumberColumn(format="localized")


def in_words(one: Selection, two: Selection, changes: gpd.GeoDataFrame) -> str:
    """Return the difference in a sentence: events and deaths, and where it is greatest."""
    sides = [side.filter.counting.said(side.count) for side in (one, two)]
    said = f"A has {sides[0]} with {_deaths(changes, 'a')} dead as stated, "
    said += f"B {sides[1]} with {_deaths(changes, 'b')}"
    named = changes[(changes["code"] != "") & (changes["events_change"] != 0)]
    if named.empty:
        return f"{said}; no province has more or fewer."
    first = named.iloc[0]
    change = int(first["events_change"])
    return (
        f"{said}; the greatest change is in {first['name']}: {abs(change):,} {_more(change)} in B than in A."
    )


def _more(change: int) -> str:
    return "more" if change > 0 else "fewer"


def _deaths(changes: gpd.GeoDataFrame, side: str) -> str:
    """Return the deaths of a side with the range of what its sources say."""
    best, low, high = (
        int(changes[f"{what}_{side}"].sum()) for what in ("deaths", "deaths_low", "deaths_high")
    )
    return f"{best:,}" if low == high else f"{best:,} ({low:,}–{high:,})"


def render_units(changes: gpd.GeoDataFrame) -> None:
    """Show the units as a table; where sources differ on the dead, with the range of what they say."""
    names = {
        "name": "Province",
        "events_a": "A",
        "events_b": "B",
        "events_change": "Change",
        "deaths_a": "Deaths A",
        "range_a": "Range A",
        "deaths_b": "Deaths B",
        "range_b": "Range B",
        "deaths_change": "Change in deaths",
    }
    table = changes.drop(columns="geometry")
    table["name"] = [plain(str(name), 60) for name in table["name"]]
    for side in SIDES:
        bounds = zip(table[f"deaths_low_{side}"], table[f"deaths_high_{side}"], strict=True)
        table[f"range_{side}"] = [f"{low:,}–{high:,}" if low < high else "" for low, high in bounds]
        if not table[f"range_{side}"].any():
            del names[f"range_{side}"]
    st.dataframe(
        table.rename(columns=names)[list(names.values())], hide_index=True, width="stretch",
        alt=f"{counted(len(table), 'province')}: events and deaths of A and B",
        column_config={
            **dict.fromkeys(("A", "B", "Deaths A", "Deaths B"), _NUMBER),
            **dict.fromkeys(("Change", "Change in deaths"), _SIGNED),
        },
    )  # fmt: skip


def render_types(one: Selection, two: Selection) -> None:
    """Show the events of both sides by type."""
    counts = [selection.shown_types() for selection in (one, two)]
    one_by_one = ((kind.value, counts[0].get(kind, 0), counts[1].get(kind, 0)) for kind in EventType)
    rows = [{"Type": name, "A": a, "B": b, "Change": b - a} for name, a, b in one_by_one]
    counted = one.filter.counting.value.capitalize()
    st.dataframe(
        rows, hide_index=True, width="stretch", alt=f"{counted} of A and B by type",
        column_config={"A": _NUMBER, "B": _NUMBER, "Change": _SIGNED},
    )  # fmt: skip


def render_files(index: EventIndex, one: Selection, two: Selection, policy: ReleasePolicy | None) -> None:
    """Offer the comparison as files that state both sides; made when they are asked for."""
    st.markdown("**The provinces** with the events and deaths of both sides")
    with st.container(horizontal=True, gap="small"):
        for suffix, (label, media_type) in _FORMATS.items():
            st.download_button(
                label, data=partial(_file, index, one, two, suffix, policy),
                file_name=f"comparison{suffix}", mime=media_type, key=f"compare_save_{suffix[1:]}",
                on_click="ignore",
            )  # fmt: skip


def _file(
    index: EventIndex, one: Selection, two: Selection, suffix: str, policy: ReleasePolicy | None
) -> bytes:
    # geopandas takes half a second to load, and few comparisons are saved.
    from geodata.export.compared import compared_bytes

    return compared_bytes(index, one, two, suffix, policy=policy, names=region_label)
