"""What happened: finds the clauses that report an event."""

from __future__ import annotations

from articles.triggers.detect import GENERIC, REFERS_BACK, find_events

__all__ = ["GENERIC", "REFERS_BACK", "find_events"]
