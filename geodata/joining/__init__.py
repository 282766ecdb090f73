"""Joins reports of the same happening from several articles into events, keeping every disagreement.

The rule is a sum of named parts, written out in ``rule.PARTS`` and applied pair by pair; every event names
the parts that joined its reports. What is joined depends on the reports alone: not on the order they come in,
nor on how many come at once. Joining never changes a report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from geodata.joining.building import build_event, id_of_event
from geodata.joining.groups import Link, group
from geodata.joining.leaning import counting
from geodata.joining.profile import Profile, asked_of, keys_of, profile_of
from geodata.joining.rule import JOIN_AT, PARTS, compare, may_be_one
from geodata.model import Article, Event, Report

__all__ = ["JOIN_AT", "PARTS", "build_event", "id_of_event", "join_reports", "profile_of"]


def join_reports(reports: Iterable[Report], articles: Iterable[Article]) -> list[Event]:
    """Return the events that ``reports`` tell, ordered by date, place and id; every report is in exactly one.

    ``articles`` give the words and the outlet; a report whose article is absent is compared without them.
    Reports without place are never joined.
    """
    known = {article.id: article for article in articles}
    profiles: dict[str, Profile] = {}
    for report in reports:
        article = known.get(report.article_id)
        words = ("", "") if article is None else (report.excerpt.of(article.text), article.outlet)
        profiles[report.id] = profile_of(report, *words)
    groups = group(profiles, counting(_links(profiles), profiles), may_be_one)
    events = [build_event([profiles[m] for m in g.members], matches=g.matches, notes=g.notes) for g in groups]
    return sorted(events, key=_order)


def _links(profiles: dict[str, Profile]) -> list[Link]:
    found_under: dict[int, list[str]] = defaultdict(list)
    for name, profile in profiles.items():
        for key in keys_of(profile):
            found_under[key].append(name)
    links: list[Link] = []
    for one, profile in profiles.items():
        others = {name for key in asked_of(profile) for name in found_under.get(key, ()) if name > one}
        matched = ((other, compare(profile, profiles[other])) for other in others)
        links += [(one, other, match) for other, match in matched if match is not None]
    return links


def _order(event: Event) -> tuple[date, str, str]:
    lead = event.lead
    return lead.date_start or lead.date_end or date.max, lead.place.label if lead.place else "", event.id
