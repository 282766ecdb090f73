"""What an article reports: decided by one shared encoder with several small heads over found candidates."""

from __future__ import annotations

from articles.reading.encoder import MissingWeightsError
from articles.reading.read import read_events

__all__ = ["MissingWeightsError", "read_events"]
