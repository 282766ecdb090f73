"""A protest at which people are arrested or driven apart is one that the police met."""

from __future__ import annotations

import re
from collections.abc import Iterable

from geodata.model import SubEventType

_MET = re.compile(r"\b(?:arrest|detain|dispers)\w*|\btear[- ]?gas\w*|\bwater cannons?\b", re.IGNORECASE)


def by_police(kind: SubEventType, triggers: Iterable[str]) -> SubEventType:
    """Return the sub-type of a protest by the words that tell of it; other sub-types stay as they are."""
    if kind is SubEventType.PEACEFUL_PROTEST and any(_MET.search(words) for words in triggers):
        return SubEventType.PROTEST_INTERVENTION
    return kind
