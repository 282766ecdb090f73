"""Widgets that show what the session says: born with it, and born again where it says something else.

Streamlit tells the browser once that the program set a widget's value. Where another rerun replaces that
message before the page has drawn it, the browser keeps the widget's own default and later reports it as if
somebody had chosen it. So no value is ever set: a widget has the one to show as its default, and where
something other than the widget itself changed it, a new widget stands in its place. What the browser still
reports of the one before is no choice either and is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

_NUMBERS = "widgets_drawn"


def key_showing(name: str, value: object) -> str:
    """Return the key of the widget called ``name`` that is drawn with ``value`` as its default.

    The first of a name has the name itself as key.
    """
    numbers: dict[str, int] = st.session_state.setdefault(_NUMBERS, {})
    number = numbers.get(name)
    if number is None:
        numbers[name] = 0
        return name
    # A widget that a page left out is gone on the server, and may not be gone in the browser.
    key = _key(name, number)
    if key not in st.session_state or st.session_state[key] != value:
        numbers[name] = number + 1
    return _key(name, numbers[name])


def changed(key: str, take: Callable[[Any], object]) -> Callable[[], None]:
    """Return what a widget calls when it changes: hands its value on while it is the one that is shown."""

    def call() -> None:
        numbers: dict[str, int] = st.session_state.get(_NUMBERS, {})
        if key in (_key(name, number) for name, number in numbers.items()):
            take(st.session_state[key])

    return call


def _key(name: str, number: int) -> str:
    return f"{name}-{number}" if number else name
