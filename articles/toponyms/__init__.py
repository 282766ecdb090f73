"""Find the place names of a text: exact spans, what each stands for and the part it plays."""

from __future__ import annotations

from articles.toponyms.finding import find_places

__all__ = ["find_places"]
