"""The store: articles, their readings, reports, events and corrections, in SQLite or PostgreSQL.

``Store(path_or_url)`` opens or creates one. Everything written goes through one transaction per call, and
saving the same thing again changes nothing.
"""

from geodata.store.addresses import without_passwords
from geodata.store.opening import StoreError
from geodata.store.rows import (
    CandidateRow,
    EventMentionRow,
    PlaceMentionRow,
    ReadingRow,
    SentenceRow,
    TimeMentionRow,
)
from geodata.store.store import EventCard, Saved, Store

__all__ = [
    "CandidateRow",
    "EventCard",
    "EventMentionRow",
    "PlaceMentionRow",
    "ReadingRow",
    "Saved",
    "SentenceRow",
    "Store",
    "StoreError",
    "TimeMentionRow",
    "without_passwords",
]
