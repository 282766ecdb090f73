"""Which sentences are copies of one wire story: they count as one source, however many print them."""

from __future__ import annotations

from collections.abc import Sequence

from geodata.joining.building import is_copy, shingles_of
from geodata.joining.profile import fold


def group_copies(texts: Sequence[str]) -> list[list[int]]:
    """Return the positions of the texts in groups of near-identical ones, each group led by its first."""
    groups: list[tuple[set[str], list[int]]] = []
    for number, text in enumerate(texts):
        shingles = shingles_of(fold(text))
        same = next((members for first, members in groups if is_copy(shingles, first)), None)
        if same is None:
            groups.append((shingles, [number]))
        else:
            same.append(number)
    return [members for _, members in groups]
