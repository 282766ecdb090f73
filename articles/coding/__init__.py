"""What a whole snippet reports: the sub-type of its main event, or none, and its toll."""

from __future__ import annotations

from articles.coding.snippet import code_snippet

__all__ = ["code_snippet"]
