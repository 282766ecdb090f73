"""What happened: finds the clauses that report an event."""

from __future__ import annotations

from articles.triggers.detect import ANOTHER_DAY, GENERIC, REFERS_BACK, find_events

__all__ = ["ANOTHER_DAY", "GENERIC", "REFERS_BACK", "find_events"]
