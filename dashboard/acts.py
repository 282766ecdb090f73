"""What a reader did in a component of the page, as the browser tells it: input like any other.

A browser may send anything: a script of an older version, a message made by hand. A part that is not what
it should be counts as not sent, so that no act ends in a traceback.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its parts by name."""

    parts: Mapping[object, object]

    @property
    def kind(self) -> str:
        """What was done, "" where that is not told."""
        return self.text("kind")

    def text(self, name: str) -> str:
        """Return a part that is a text, "" for any other."""
        found = self.parts.get(name)
        return found if isinstance(found, str) else ""

    def is_on(self, name: str) -> bool:
        """Whether a part is true."""
        return self.parts.get(name) is True

    def day(self, name: str) -> date | None:
        """Return a part that is an ISO date, None for any other."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None

    def whole(self, name: str) -> int | None:
        """Return a part that is a whole number, None for any other."""
        found = self.parts.get(name)
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def number(self, name: str) -> float | None:
        """Return a part that is a number, None for any other."""
        return _number(self.parts.get(name))

    def numbers(self, name: str) -> tuple[float, ...]:
        """Return a part that is a list of numbers, none for any other."""
        return _numbers(self.parts.get(name))

    def rows(self, name: str) -> tuple[tuple[float, ...], ...]:
        """Return a part that is a list of lists of numbers, none for any other."""
        found = self.parts.get(name)
        return tuple(map(_numbers, found)) if isinstance(found, list | tuple) else ()

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts in a part that is a list, in its order; what else is in it is left out."""
        found = self.parts.get(name)
        return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list | tuple) else ()

    def part(self, name: str) -> Act | None:
        """Return a part that has parts itself, None for any other."""
        return to_act(self.parts.get(name))


def to_act(said: object) -> Act | None:
    """Return what a component said as an act, None where it said nothing."""
    return Act(said) if isinstance(said, Mapping) and said else None


def act_of(key: str, name: str = "act") -> Act | None:
    """Return what the component with this key just said, None where it said nothing."""
    component = st.session_state.get(key)
    return to_act(component.get(name)) if isinstance(component, Mapping) else None


def _number(found: object) -> float | None:
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        return None
    return float(found)


def _numbers(found: object) -> tuple[float, ...]:
    numbers = [_number(one) for one in found] if isinstance(found, list | tuple) else []
    return tuple(n for n in numbers if n is not None) if None not in numbers else ()
