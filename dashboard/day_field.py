"""A field for a day that may be empty, whatever day stands in it now."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def render_day(
    name: str, value: date | None, key: str, *, box: Any = st, disabled: bool = False
) -> date | None:
    """Show the field in ``box`` and return its day; a day read before 1900 or after 2200 is let stand."""
    day = box.date_input(
        name, value=value, min_value=min(FIRST_DAY, value or FIRST_DAY),
        max_value=max(LAST_DAY, value or LAST_DAY), format="YYYY-MM-DD", key=key, disabled=disabled,
    )  # fmt: skip
    return day if isinstance(day, date) else None
