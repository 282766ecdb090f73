"""The fixed words of a briefing: how it was made, what it cannot say; and text that any document can hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from geodata.amounts import counted
from geodata.export.columns import Record
from geodata.export.notes import LICENCE, version
from geodata.query.certainty import UNSURE_BELOW
from geodata.store import Store

MARKS = (
    ("where", "place"),
    ("when", "date"),
    ("what happened", "trigger"),
    ("how many", "toll"),
    ("who says so", "says"),
)
"""What is marked in a sentence, and the kind of mark."""

LIMITS = (
    "What articles say is reported here, not what happened. A claim by one side is that side's claim.",
    "No symbol and no row does not mean that nothing happened: it means that nothing was read.",
    "Sums of the dead count what each event states; an event that nobody gives a number for adds nothing.",
    "Reading is automatic and errs: of ten events about four are missed or wrong in one field. Read the "
    "sentence before you rely on a row.",
    "Places are those of GeoNames and of the program's own tables; boundaries may be years old.",
)


def method_of(store: Store, records: Sequence[Record]) -> tuple[str, ...]:
    """Return how the events of a briefing came about, a sentence each."""
    corrections = sum(entry.in_force for entry in store.corrections())
    articles = store.counts()["articles"]
    checked = f"{counted(corrections, 'correction')} by analysts {'is' if corrections == 1 else 'are'}"
    return (
        f"Conflict Map {version()} read {counted(articles, 'article')}; {checked} in force. Here is every "
        f"event of the filter stated at the head, {len(records):,} in all, each with the sentences it rests "
        "on.",
        "Types and sub-types are ACLED's. Reports of the same happening are joined to one event by place, "
        "date, kind, toll and words; where they differ, both are told and the toll has a range.",
        "“By” a day means: on that day or before it, nobody says since when. A range of days means: on one "
        "or more of these days. “Undated” events have no date in the text.",
        f"A place is called “not sure” where its confidence is below {UNSURE_BELOW:.0%}. Near, district, "
        "region and country say how exactly it is known; the point drawn then only stands for it.",
        LICENCE,
    )


def kept(text: str) -> str:
    """Return text without the signs that no document can hold: controls, formats, what is not assigned."""
    return "".join(
        c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", text)
    )
