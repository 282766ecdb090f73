"""How many died and were injured: finds the tolls a text states and the words that state them."""

from __future__ import annotations

from articles.tolls.parse import TollMention, find_toll_mentions, find_tolls, total

__all__ = ["TollMention", "find_toll_mentions", "find_tolls", "total"]
