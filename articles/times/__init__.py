"""Finds the temporal expressions of an English text and gives each a TIMEX3 value and a calendar interval."""

from __future__ import annotations

from articles.times.find import find_times

__all__ = ["find_times"]
