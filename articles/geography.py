"""Says whether one place lies within another and how far apart they are; the answers are geodata's."""

from __future__ import annotations

from geodata.geography import contains, distance_km

__all__ = ["contains", "distance_km"]
