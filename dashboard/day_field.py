"""A field for a day that may be empty, whatever day stands in it now."""

from __future__ import annotations

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def render_day(
    name: str, value: date | None, key: str, *, box: DeltaGenerator | None = None, disabled: bool = False
) -> date | None:
    """Show the field, in ``box`` or in place, and return its day; one read that lies out of reach stands."""
    day = (st if box is None else box).date_input(
        name, value=value, min_value=min(FIRST_DAY, value or FIRST_DAY),
        max_value=max(LAST_DAY, value or LAST_DAY), format="YYYY-MM-DD", key=key, disabled=disabled,
    )  # fmt: skip
    return day if isinstance(day, date) else None
