"""Decide which place each mention means, from what the text says and from the article's other places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from articles.resolve.adjectives import let_adjectives_locate
from articles.resolve.anchors import anchor_sites
from articles.resolve.company import heed_company, heed_full_names, prefer_listed_towns
from articles.resolve.evidence import read_evidence
from articles.resolve.options import PlaceTable, gather_names
from articles.resolve.placing import place_mentions
from articles.resolve.rank import rank
from articles.resolve.told import heed_what_is_told
from geodata.model import PlaceMention

__all__ = ["resolve"]


def resolve(
    text: str,
    mentions: Sequence[PlaceMention],
    gazetteer: PlaceTable,
    published: date | None = None,
    outlet: str = "",
) -> list[PlaceMention]:
    """Return the mentions with ranked candidates, the chosen place, where it is drawn and how sure that is.

    ``mentions`` come from ``find_places``: in order and disjoint. ``outlet`` is the site or paper that ran
    the story, whose home decides many namesakes. A mention whose place stays None says why in ``reasons``.
    ``published`` is not used yet: names are taken as they are spelt today and as they were.
    """
    evidence = read_evidence(text, mentions)
    names, name_of = gather_names(mentions, evidence, gazetteer, outlet)
    rank(names, name_of, evidence)
    prefer_listed_towns(names)
    heed_company(names)
    heed_full_names(names)
    heed_what_is_told(text, mentions, evidence, names, name_of)
    placed = place_mentions(text, mentions, evidence, names, name_of)
    return let_adjectives_locate(text, anchor_sites(text, placed, evidence, gazetteer))
