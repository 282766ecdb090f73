"""The store: articles, their readings, reports, events and corrections, in SQLite or PostgreSQL.

``Store(path_or_url)`` opens or creates one. Everything written goes through one transaction per call, and
saving the same thing again changes nothing.
"""

from geodata.store.addresses import without_passwords
from geodata.store.opening import StoreError
from geodata.store.saving import Saved
from geodata.store.store import EventCard, Store
from geodata.store.versions import ShelfState, Shelved

__all__ = [
    "EventCard",
    "Saved",
    "ShelfState",
    "Shelved",
    "Store",
    "StoreError",
    "without_passwords",
]
