"""Says whether two reports tell of one happening: a sum of named parts, the same in either order.

The score of a pair depends on these two reports alone, so nothing changes with how many others there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geodata.families import OUTCOME_OF, Family
from geodata.geography import contains
from geodata.globe import points_km
from geodata.joining.profile import FARTHEST_KM, UNDATED_WINDOW_DAYS, Profile, fold, name_words
from geodata.model import PlaceKind

# The parts of the score of a pair, in hundredths, and what it takes to join one. Chosen on the labelled pairs
# of tests/test_dedupe.py: same place and day and kind is enough; what is vague needs similar words or toll.
PARTS = {
    "same place": 45,
    "one place named in two ways": 35,
    "places close by, named together": 30,
    "one place within the other": 20,
    "same day": 35,
    "overlapping dates": 20,
    "overlapping weeks": 10,
    "a day apart": 0,
    "one dated vaguely": 5,
    "same sub-type": 20,
    "same kind": 10,
    "victims counted in one, violence told in the other": 0,
    "same toll": 20,
    "similar toll": 10,
    "different toll": -10,
    "similar words": 15,
    "dissimilar words": -5,
}
_WITHIN = "one place within the other"
JOIN_AT = 85
# No other parts can add more than this to place, date and kind.
_MOST_MORE = PARTS["same toll"] + PARTS["similar words"]
CLOSE_KM = 10.0
SIMILAR_WORDS = 0.2
# Intervals of up to this many days say roughly when; longer ones hardly do.
_ROUGH_DAYS = 7


@dataclass(frozen=True, slots=True)
class Match:
    """Why two reports count as one event: the named parts and their sum, in hundredths.

    ``is_sure`` says that they are dated alike and neither place lies within the other; see ``leaning``.
    """

    score: int
    parts: tuple[str, ...]
    is_sure: bool = True

    def describe(self) -> str:
        """Return the reason in words."""
        return f"joined at {self.score / 100:.2f} (needs {JOIN_AT / 100:.2f}): {', '.join(self.parts)}"


def compare(one: Profile, other: Profile) -> Match | None:
    """Return why two reports are one event, or None when they are not."""
    parts = _agreement(one, other)
    if parts is None:
        return None
    score = sum(map(PARTS.__getitem__, parts))
    if score + _MOST_MORE < JOIN_AT:
        return None
    for part in (_toll_part(one, other), _word_part(one, other)):
        if part is not None:
            parts.append(part)
            score += PARTS[part]
    if score < JOIN_AT:
        return None
    is_sure = one.dating == other.dating and one.is_exact is other.is_exact and parts[0] != _WITHIN
    return Match(score, tuple(parts), is_sure)


def may_be_one(one: Profile, other: Profile) -> bool:
    """Whether nothing keeps two reports apart: place, date, kind, and that one article tells each."""
    return _agreement(one, other) is not None


def _agreement(one: Profile, other: Profile) -> list[str] | None:
    if one.report.article_id == other.report.article_id:
        return None
    kind = _kind_part(one, other)
    if kind is None:
        return None
    when = _date_part(one, other)
    if when is None:
        return None
    place = _place_part(one, other)
    return None if place is None else [place, when, kind]


def _kind_part(one: Profile, other: Profile) -> str | None:
    if one.report.sub_event_type is other.report.sub_event_type:
        return "same sub-type"
    if one.family is other.family:
        return "same kind"
    counted = Family.CIVILIANS in (one.family, other.family) and {one.family, other.family} <= OUTCOME_OF
    return "victims counted in one, violence told in the other" if counted else None


def _date_part(one: Profile, other: Profile) -> str | None:
    """How the dates agree; vague ones agree when nothing is against it and they are days apart."""
    if one.days is not None and other.days is not None:
        gap = max(one.days[0] - other.days[1], other.days[0] - one.days[1])
        if gap > 1:
            return None
        if one.is_exact and other.is_exact:
            return "a day apart" if gap == 1 else _overlap(one.days, other.days)
    if one.anchor is None or other.anchor is None:
        return None
    return "one dated vaguely" if abs(one.anchor - other.anchor) <= UNDATED_WINDOW_DAYS else None


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> str:
    longest = max(last - first + 1 for first, last in (one, other))
    if longest == 1:
        return "same day"
    return "overlapping dates" if longest <= _ROUGH_DAYS else "overlapping weeks"


def _place_part(one: Profile, other: Profile) -> str | None:
    """How the places agree; an area is only the same as itself, a country as none.

    Two settlements of different names are two places, however close, unless one text names them both. A
    village that no table holds is one of its own: it may be what another tells of the unit or town it is
    drawn as, and never another settlement of that unit.
    """
    a, b = one.place, other.place
    if a is None or b is None:
        return None
    is_same = a.id == b.id
    if is_same and one.own_name == other.own_name:
        return "same place" if one.is_area or _is_near(one, other) else None
    if _is_drawn_as_area(one) or _is_drawn_as_area(other):
        is_within = is_same or contains(a, b) or contains(b, a)
        return _WITHIN if is_within and not _are_two_towns(one, other) else None
    if not _is_near(one, other):
        return None
    if is_same and not (one.own_name and other.own_name):
        return _WITHIN
    if _is_same_name(one, other):
        return "one place named in two ways"
    named = _tells_of(other, _name(one)) or _tells_of(one, _name(other))
    return "places close by, named together" if named else None


def _is_near(one: Profile, other: Profile) -> bool:
    a, b = one.report, other.report
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return False
    if a.latitude == b.latitude and a.longitude == b.longitude:  # so it is for most that are compared
        return True
    reach = min(FARTHEST_KM, CLOSE_KM + a.radius_km + b.radius_km)
    return points_km(a.latitude, a.longitude, b.latitude, b.longitude) <= reach


def _name(profile: Profile) -> str:
    """What a text calls the place of its report."""
    return profile.report.own_name or (profile.place.name if profile.place else "")


def _is_area(profile: Profile) -> bool:
    """Whether a unit is meant, be it by the name of its town."""
    precision = profile.report.place_precision
    return profile.is_area or (precision is not None and precision.is_area)


def _is_drawn_as_area(profile: Profile) -> bool:
    return profile.is_area or (bool(profile.own_name) and _is_area(profile))


def _is_town(profile: Profile) -> bool:
    """Whether a settlement is meant, whatever it is drawn as."""
    if profile.own_name:
        return True
    return profile.place is not None and profile.place.kind is PlaceKind.SETTLEMENT and not _is_area(profile)


def _are_two_towns(one: Profile, other: Profile) -> bool:
    """Whether a village that no table holds is told, and another settlement than that in the other report."""
    if not one.own_name and not other.own_name:
        return False
    return _is_town(one) and _is_town(other) and name_words(_name(one)) != name_words(_name(other))


def _is_same_name(one: Profile, other: Profile) -> bool:
    """Whether two entries of the table are one place: the same name, or a site called after its town."""
    a, b = name_words(_name(one)), name_words(_name(other))
    if a == b:
        return True
    both_towns = _is_town(one) and _is_town(other)
    return not both_towns and bool(a) and bool(b) and (a <= b or b <= a)


@lru_cache(maxsize=20_000)
def _name_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(fold(name))}\b")


def _tells_of(profile: Profile, name: str) -> bool:
    """Whether a sentence names a place beside its own; "Nova Ivanivka" does not name Ivanivka."""
    text = profile.text.replace(fold(_name(profile)), " ")
    return bool(text) and _name_pattern(name).search(text) is not None


def _toll_part(one: Profile, other: Profile) -> str | None:
    a, b = one.report.toll.fatalities, other.report.toll.fatalities
    if a is None or b is None:
        return None
    if a == b:
        return "same toll"
    return "similar toll" if abs(a - b) <= max(3, 0.4 * max(a, b)) else "different toll"


def _word_part(one: Profile, other: Profile) -> str | None:
    if not one.words or not other.words:
        return None
    share = len(one.words & other.words) / min(len(one.words), len(other.words))
    return "similar words" if share >= SIMILAR_WORDS else "dissimilar words"
