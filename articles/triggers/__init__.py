"""What happened: finds the clauses that report an event."""

from __future__ import annotations

from articles.triggers.detect import find_events

__all__ = ["find_events"]
