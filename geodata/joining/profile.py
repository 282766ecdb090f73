"""What comparing a report needs, worked out once, and the keys under which others find it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from geodata.families import FAMILY_OF, OUTCOME_OF, Family
from geodata.globe import CORNER, KM_PER_DEGREE, narrowing
from geodata.model import DatePrecision, Place, PlaceKind, PlacePrecision, Report

# A report dated to more days than this, or not at all, is compared by when it was published.
LONGEST_DAYS = 31
# Reports without an exact date are compared with those at most this many days away.
UNDATED_WINDOW_DAYS = 10
# Points farther apart than this, uncertainty included, are never one spot.
FARTHEST_KM = 30.0

# Buckets of days that share a key: for what is told exactly by its days and by its week, and for what is
# told vaguely; how many days each has, and the bits of a key that are left for where and what.
_DAY, _EXACT, _VAGUE = range(3)
_SIZES = (2, 8, 8)
_NAME_BITS = 39
_CELL_DEGREES = 0.3
_WIDE_DEGREES = 5.0
_WORD = re.compile(r"[^\W\d_]{4,}")
# Words that stand beside a village's name now and then and tell it from no other.
_BESIDE = frozenset(("the", "village", "hamlet", "settlement", "town"))
# Places too wide for two reports there to be of one happening.
_WHOLE = frozenset({PlaceKind.COUNTRY, PlaceKind.CONTINENT})


@dataclass(frozen=True, slots=True)
class Profile:
    """A report with what comparing it needs.

    ``days`` is the inclusive interval of its date as ordinals, ``anchor`` the ordinal it is compared by
    where a date is vague; both None where nothing is known. ``text`` is the excerpt, folded for comparing.
    ``dating`` is what reports dated alike share: the very same days, or the day they are compared by.
    ``is_vague`` says that it is dated to more than a day or placed in more than a point. ``place`` is where
    it lies, None where nothing or only the country is known, which is no place to join reports at.
    ``own_name`` are the words by which the text calls a place that no table holds, none for one of a table.
    """

    report: Report
    place: Place | None
    own_name: frozenset[str]
    is_area: bool
    outlet: str
    text: str
    family: Family
    words: frozenset[str]
    days: tuple[int, int] | None
    anchor: int | None
    is_exact: bool
    dating: tuple[int, int] | int | None
    is_vague: bool

    @property
    def window(self) -> tuple[int, int] | None:
        """The ordinals within which a report of the same happening can lie, None for nowhere."""
        if self.is_exact and self.days is not None:
            return self.days[0], self.days[1] + 1
        if self.anchor is None:
            return None
        return self.anchor - UNDATED_WINDOW_DAYS, self.anchor + UNDATED_WINDOW_DAYS


def profile_of(report: Report, excerpt: str = "", outlet: str = "") -> Profile:
    """Return the profile of a report; ``excerpt`` is its sentence in words, empty where unknown."""
    text = fold(excerpt)
    start, end, published = report.date_start, report.date_end, report.published
    days = (start.toordinal(), end.toordinal()) if start is not None and end is not None else None
    exact = (
        days is not None
        and report.date_precision is not DatePrecision.UNKNOWN
        and days[1] - days[0] < LONGEST_DAYS
    )
    anchors = [d.toordinal() for d in (end, published) if d is not None]
    anchor = None if not anchors else anchors[0] if exact or days is None else min(anchors)
    is_area = report.place is not None and report.place.is_area
    return Profile(
        report=report,
        place=None if _is_too_wide(report) else report.place,
        own_name=name_words(report.own_name),
        is_area=is_area,
        outlet=outlet,
        text=text,
        family=FAMILY_OF[report.sub_event_type],
        words=frozenset(word[:6] for word in _WORD.findall(text)),
        days=days,
        anchor=anchor,
        is_exact=exact,
        dating=days if exact else anchor,
        is_vague=not exact or not _is_one_day(days) or is_area,
    )


def _is_too_wide(report: Report) -> bool:
    is_country = report.place_precision is PlacePrecision.COUNTRY
    return is_country or (report.place is not None and report.place.kind in _WHOLE)


def _is_one_day(days: tuple[int, int] | None) -> bool:
    return days is not None and days[0] == days[1]


_APOSTROPHES = str.maketrans("", "", "'’ʼ`")


def fold(text: str) -> str:
    """Return text for comparing: lower case, without accents and apostrophes."""
    plain = text.casefold().translate(_APOSTROPHES)
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


@lru_cache(maxsize=20_000)
def name_words(name: str) -> frozenset[str]:
    """Return the words of a name, folded for comparing: the same for all ways to write it."""
    words = frozenset(re.findall(r"\w+", fold(name)))
    return words - _BESIDE or words


def keys_of(profile: Profile) -> list[int]:
    """Return the keys a report is found under, none for one that is never joined."""
    return _keys(profile, _lies_at, _own)


def asked_of(profile: Profile) -> list[int]:
    """Return the keys under which every report lies that may tell of the same happening."""
    return _keys(profile, _seeks_at, _around)


def _can_join(profile: Profile) -> bool:
    """A country is no place to join reports at, and without a day or a point there is nothing to go by."""
    report = profile.report
    too_wide = report.place_precision is PlacePrecision.COUNTRY
    return report.latitude is not None and not too_wide and profile.window is not None


def _lies_at(profile: Profile) -> Iterator[int]:
    """Yield the times a report is found at: an exact one by its days and its week, a vague one all around."""
    if profile.window is None or profile.anchor is None:
        return
    if profile.is_exact:
        yield from _buckets(_DAY, *profile.window)
        yield from _buckets(_EXACT, profile.anchor, profile.anchor)
    else:
        yield from _buckets(_VAGUE, *profile.window)


def _seeks_at(profile: Profile) -> Iterator[int]:
    """Yield the times at which everything lies whose date may agree."""
    if profile.window is None or profile.anchor is None:
        return
    if profile.is_exact:
        yield from _buckets(_DAY, *profile.window)
    else:
        yield from _buckets(_EXACT, *profile.window)
    yield from _buckets(_VAGUE, profile.anchor, profile.anchor)


def _buckets(kind: int, first: int, last: int) -> Iterator[int]:
    """Yield the days with which the buckets of these ordinals begin, told apart by their kind."""
    size = _SIZES[kind]
    return (bucket * size * len(_SIZES) + kind for bucket in range(first // size, last // size + 1))


def _keys(
    profile: Profile,
    times: Callable[[Profile], Iterator[int]],
    names: Callable[[Profile, Place], Iterator[str]],
) -> list[int]:
    """Return a key for each time and name; keys of one time lie side by side in the store, as news comes."""
    place = profile.report.place
    if place is None or not _can_join(profile):
        return []
    kind = "outcome" if profile.family in OUTCOME_OF else profile.family.value
    marks = [_hash(f"{kind}|{name}") for name in dict.fromkeys(names(profile, place))]
    return [(when << _NAME_BITS) | mark for when in times(profile) for mark in marks]


@lru_cache(maxsize=20_000)
def _hash(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - _NAME_BITS)


def _own(profile: Profile, place: Place) -> Iterator[str]:
    if place.is_area:
        yield f"id {place.id}"
    yield f"at {_wide(place.latitude)} {_wide(place.longitude)}"
    if place.admin1 and place.kind is not PlaceKind.ADMIN1:
        yield f"in {place.admin1}"
    if place.kind is PlaceKind.ADMIN1:
        yield f"unit {place.admin1}"
    elif place.kind is PlaceKind.ADMIN2:
        yield f"district {place.admin2}"
    elif place.is_area:
        yield from (f"over {cell}" for cell in _covered(place))
    else:
        row, column = _cell(*_point(profile))
        yield f"cell {row} {column}"
        if place.admin2:
            yield f"within {place.admin2}"


def _around(profile: Profile, place: Place) -> Iterator[str]:
    if place.is_area:
        yield f"id {place.id}"
    yield f"over {_wide(place.latitude)} {_wide(place.longitude)}"
    if place.admin1 and place.kind is not PlaceKind.ADMIN1:
        yield f"unit {place.admin1}"
    if place.kind is PlaceKind.ADMIN1:
        yield f"in {place.admin1}"
    elif place.kind is PlaceKind.ADMIN2:
        yield f"within {place.admin2}"
    elif place.is_area:
        yield from (f"at {cell}" for cell in _covered(place))
    else:
        yield from (f"cell {row} {column}" for row, column in _cells_near(*_point(profile)))
        if place.admin2:
            yield f"district {place.admin2}"


def _point(profile: Profile) -> tuple[float, float]:
    return profile.report.latitude or 0.0, profile.report.longitude or 0.0


def _wide(degrees: float) -> int:
    return math.floor(degrees / _WIDE_DEGREES)


def _covered(place: Place) -> Iterator[str]:
    """Yield the wide cells that an area's circle touches."""
    reach = place.radius_km * CORNER / KM_PER_DEGREE
    rows = range(_wide(place.latitude - reach), _wide(place.latitude + reach) + 1)
    across = min(180.0, reach / narrowing(min(85.0, abs(place.latitude) + reach)))
    columns = range(_wide(place.longitude - across), _wide(place.longitude + across) + 1)
    turn = round(360 / _WIDE_DEGREES)
    half = turn // 2
    for row in rows:
        for column in columns:
            yield f"{row} {(column + half) % turn - half}"


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    row = math.floor(latitude / _CELL_DEGREES)
    return row, _column(row, longitude)


def _column(row: int, longitude: float) -> int:
    width = _CELL_DEGREES / narrowing((row + 0.5) * _CELL_DEGREES)
    return math.floor(((longitude + 540.0) % 360.0 - 180.0) / width)


def _cells_near(latitude: float, longitude: float) -> Iterator[tuple[int, int]]:
    """Yield every cell with a point at most ``FARTHEST_KM`` away."""
    north = FARTHEST_KM / KM_PER_DEGREE
    east = north / narrowing(min(89.0, abs(latitude) + north))
    for row in range(
        math.floor((latitude - north) / _CELL_DEGREES), math.floor((latitude + north) / _CELL_DEGREES) + 1
    ):
        steps = (longitude - east, longitude, longitude + east)
        yield from dict.fromkeys((row, _column(row, step)) for step in steps)
