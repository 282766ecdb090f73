"""Rank what each name could be, first on its own, then by what the article's other names make likely."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from articles.place_model import LinearModel, load_model
from articles.resolve.context import Surroundings, add_context, survey
from articles.resolve.evidence import UNIT_KINDS, Evidence
from articles.resolve.options import Name, Option, kind_group
from articles.toponyms.units import UnitSort
from geodata.gazetteer.names import normalise_name
from geodata.geography import distance_km
from geodata.globe import KM_PER_DEGREE, points_km
from geodata.model import Place, PlaceKind

ROUNDS = 2
"""How often context is read again after it has moved the names; a third round changed no figure."""


def rank(names: Sequence[Name], name_of: Sequence[int], evidence: Sequence[Evidence]) -> None:
    """Set score and share of every option; shares of one name sum to 1 and options stand best first."""
    rank_with(names, name_of, evidence, load_model("rank_alone"), load_model("rank_together"))


def rank_with(
    names: Sequence[Name],
    name_of: Sequence[int],
    evidence: Sequence[Evidence],
    alone: LinearModel,
    together: LinearModel,
) -> None:
    """Rank with the given models: ``alone`` before, ``together`` once the other names are known."""
    for name in names:
        for option in name.options:
            option.context = ()
        share_out(name, alone)
    around = survey(names)
    for index, name in enumerate(names):
        _drop_unsupported(name, around, index)
        _drop_hopeless(name, around.shares)
    for number in range(ROUNDS):
        around = survey(names) if number else around
        add_context(names, name_of, evidence, around)
        for name in names:
            share_out(name, together)
    for name in names:
        name.options.sort(key=lambda option: -option.share)
        if len(name.options) == 1:
            name.options[0].score = together.score_known(name.options[0].base)
    for index, name in enumerate(names):
        held = _held_by(index, names, name_of, evidence)
        _prefer_unit(name)
        _prefer_town(name, held)
        _prefer_bearer(name)
        _prefer_province(name, held)
        _prefer_famous(name)
        _prefer_famous_unit(name)


def _held_by(
    index: int, names: Sequence[Name], name_of: Sequence[int], evidence: Sequence[Evidence]
) -> list[Name]:
    """Return the names that the text puts in this one: "Bakhmut in Donetsk"."""
    return [
        names[name_of[number]]
        for mention in names[index].mentions
        for number in evidence[mention].holds
        if ("in", mention) in evidence[number].inside and name_of[number] != index
    ]


FEW_OPTIONS = 12
HOPELESS_SHARE = 0.004
"""Share, on its own, below which a place is weighed further only if the article is about its province."""


def _drop_hopeless(name: Name, shares: Mapping[str, float]) -> None:
    """Leave out the namesakes that context could not make likely any more: of 300 San Josés most."""
    if len(name.options) <= FEW_OPTIONS:
        return
    kept = [
        option
        for option in name.options
        if option.share >= HOPELESS_SHARE or shares.get(option.place.admin1 or "", 0.0) >= _MENTIONED
    ]
    if kept:
        weighed = set(map(id, kept))
        name.dropped = [option for option in name.options if id(option) not in weighed]
        name.options = kept


_MENTIONED = 0.3


LEAST_SUPPORT = 0.4
"""Names (one is 1) that must lie in a province before one of its villages, or a town whose name only sounds
like what is written, is meant."""
SUPPORTED_WITHIN_KM = 120.0
"""How near another place must be named that speaks for such a village where its province is not."""
_CITY_POPULATION = 50_000


def _drop_unsupported(name: Name, around: Surroundings, index: int) -> None:
    """Leave out villages, and places that merely sound alike, far from everything else that is named."""
    if not any(option.needs for option in name.options):
        return
    name.options = [o for o in name.options if not o.needs or _is_supported(o.place, around, index)]


def _is_supported(place: Place, around: Surroundings, index: int) -> bool:
    """Whether another name lies in the place's province, or near it; for a city the country will do."""
    own = around.own[index]
    code = place.country_code if place.population >= _CITY_POPULATION else place.admin1
    if code and around.shares.get(code, 0.0) - own.get(code, 0.0) >= LEAST_SUPPORT:
        return True
    return any(
        owner != index
        and points_km(place.latitude, place.longitude, latitude, longitude) <= SUPPORTED_WITHIN_KM
        for owner, latitude, longitude in around.anchors
    )


def share_out(name: Name, model: LinearModel) -> None:
    """Score the options by their features and turn the scores into shares."""
    if name.demonym or not name.options:
        return
    if len(name.options) == 1:
        name.options[0].share = 1.0
        return
    score = model.score_known
    scores = [score(option.base) + score(option.context) for option in name.options]
    highest = max(scores)
    weights = [math.exp(each - highest) for each in scores]
    total = sum(weights)
    for option, each, weight in zip(name.options, scores, weights, strict=True):
        option.score, option.share = each, weight / total


# In these countries a bare name shared with a state or province means the latter, but for New York.
_STATES_FIRST = frozenset(("US", "CA", "AU"))
_SEAT_POPULATION, _SMALL_SEAT_POPULATION, _METROPOLIS = 10_000, 1_000, 1_000_000


def _prefer_town(name: Name, held: Sequence[Name]) -> None:
    """Let a town change places with the unit named after it, unless the text speaks of a unit.

    It does so by a word for it, or by places ``held`` in it that do not lie in the town.

    This is told, not learnt: the corpora count a town as found at its province's centre, up to 161 km away.
    """
    best = name.options[0] if name.options else None
    if best is None or best.place.kind not in UNIT_KINDS:
        return
    least = _SEAT_POPULATION if best.place.kind is PlaceKind.ADMIN1 else _SMALL_SEAT_POPULATION
    if best.place.country_code in _STATES_FIRST:
        least = _METROPOLIS
    if name.sort in (UnitSort.FIRST, UnitSort.SECOND):
        return
    if any(kind_group(word) in ("unit1", "unit2") for word in name.kind_words):
        return
    for at, option in enumerate(name.options):
        place = option.place
        if place.admin1 == best.place.admin1 and _is_town_of(place, least):
            if bears_otherwise(name.surface, option) and "name=primary" in best.base:
                continue
            if _any_lies_outside(held, place):
                return
            swap_with_best(name, at, "a town before the unit named after it")
            return


def _prefer_bearer(name: Name) -> None:
    """Take the unit that bears a name before a town in it of another name: Parwan is not Jabal os Saraj."""
    best = name.best
    if best is None or name.sort is UnitSort.CITY or not bears_otherwise(name.surface, best):
        return
    for at, option in enumerate(name.options):
        place = option.place
        if place.kind in UNIT_KINDS and place.admin1 == best.place.admin1 and "name=primary" in option.base:
            swap_with_best(name, at, "the unit of that name before a town in it of another name")
            return


_ALIKE, _AS_LONG = 0.5, 0.55


def bears_otherwise(surface: str, option: Option) -> bool:
    """Whether a town is called otherwise, not merely spelt so: Dubay is Dubai, but Nayarit is not Tepic."""
    if option.place.kind is not PlaceKind.SETTLEMENT or "name=primary" in option.base:
        return False
    told, own = (normalise_name(written).replace(" ", "") for written in (surface, option.place.name))
    if told in own or own in told:
        return False
    if min(len(told), len(own)) < _AS_LONG * max(len(told), len(own)):
        return True
    return SequenceMatcher(None, told, own, autojunk=False).ratio() < _ALIKE


def _prefer_province(name: Name, held: Sequence[Name]) -> None:
    """Let a province change places with the town it is named after where the text puts another town in it."""
    best = name.options[0] if name.options else None
    if best is None or best.place.kind is not PlaceKind.SETTLEMENT:
        return
    code = best.place.admin1
    if not _any_lies_outside(held, best.place):
        return
    for at, option in enumerate(name.options):
        if option.place.kind is PlaceKind.ADMIN1 and option.place.admin1 == code:
            swap_with_best(name, at, "a province, as other towns lie in it")
            return


_SORTED = {
    UnitSort.FIRST: (PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.ADMIN2),
    UnitSort.SECOND: (PlaceKind.ADMIN2,),
    UnitSort.CITY: (PlaceKind.SETTLEMENT,),
}


def _prefer_unit(name: Name) -> None:
    """Let the unit that a name itself says it is ("Pulwama district") change places with a town so called.

    Only one of the same country is taken: which country is meant, the ranking has weighed.
    """
    best = name.options[0] if name.options else None
    if best is None or name.sort is None or best.place.kind is _SORTED[name.sort][0]:
        return
    for kind in _SORTED[name.sort]:
        for at, option in enumerate(name.options):
            place = option.place
            if place.kind is kind and place.country_code == best.place.country_code:
                if at and not (name.sort is UnitSort.CITY and place.admin1 != best.place.admin1):
                    swap_with_best(name, at, f"the name says {name.sort.word}")
                return


_CITY_KM = 15.0


def _any_lies_outside(held: Sequence[Name], town: Place) -> bool:
    """Whether one of these names can only mean a place of the town's unit that lies outside the town."""
    for other in held:
        if any(option.place.admin1 == town.admin1 for option in other.options) and not any(
            distance_km(o.place, town) - o.place.radius_km <= _CITY_KM for o in other.options
        ):
            return True
    return False


def swap_with_best(name: Name, at: int, why: str) -> None:
    """Let an option change places with the best one; what each gains or loses is kept as its own part."""
    best, option = name.options[0], name.options[at]
    gap = best.score - option.score
    best.told, option.told = (why, -gap), (why, gap)
    best.score, option.score = option.score, best.score
    best.share, option.share = option.share, best.share
    name.options[0], name.options[at] = option, best


_FAMOUS_POPULATION, _FAMOUS_RATIO = 150_000, 8
_VILLAGE, _WHOLES = 5_000, (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_LOCAL_ADMIN1, _LOCAL_NEAR = 2, 3
# Where the ranking hesitates (at this share of the best one), one other place of a province is mere chance.
_HESITATES, _SURELY_LOCAL_ADMIN1, _SURELY_LOCAL_NEAR = 0.3, 3, 2
_CLAIMS = (
    "comma=yes",
    "in=yes",
    "district of=yes",
    "possessive=yes",
    "suburb=yes",
    "adjective=yes",
    "called=village",
)


def _prefer_famous(name: Name) -> None:
    """Let a city everyone knows change places with a small namesake that nothing local speaks for.

    This is told, not learnt: most labelled text comes from small American papers, where Geneva is a town
    in Illinois. A shared country is no local evidence; a shared province, a near place or a container is.
    """
    best = name.options[0] if name.options else None
    if best is None or best.place.kind is not PlaceKind.SETTLEMENT:
        return
    least = max(_FAMOUS_POPULATION, _FAMOUS_RATIO * best.place.population)
    for at, option in enumerate(name.options):
        place = option.place
        if place.population < least or place.kind is not PlaceKind.SETTLEMENT:
            continue
        if "name=primary" in option.base:
            hesitates = option.share >= _HESITATES * best.share
            if not _is_local(best, surely=hesitates):
                swap_with_best(name, at, "a city everyone knows")
            return


def _prefer_famous_unit(name: Name) -> None:
    """Let a country or a province everyone knows change places with a village of another country.

    A village may bear it and lie among what the text names (Chechnya in Donetsk oblast, of 1,350 people), and
    yet hardly anybody means it who does not say that it is one.
    """
    best = name.options[0] if name.options else None
    if best is None or best.place.kind is not PlaceKind.SETTLEMENT or best.place.population >= _VILLAGE:
        return
    called = {kind_group(word) for word in name.kind_words} - {"unit1", "unit2"}
    if name.sort is UnitSort.CITY or called or any(f.startswith(_CLAIMS) for f in best.features):
        return
    for at, option in enumerate(name.options):
        place = option.place
        famous = place.population >= _FAMOUS_POPULATION and "name=primary" in option.base
        if famous and place.kind in _WHOLES and place.country_code != best.place.country_code:
            swap_with_best(name, at, "a unit everyone knows")
            return


def _is_local(option: Option, *, surely: bool) -> bool:
    least = _SURELY_LOCAL_ADMIN1 if surely else _LOCAL_ADMIN1
    farthest = _SURELY_LOCAL_NEAR if surely else _LOCAL_NEAR
    for feature in option.features:
        if feature.startswith(_CLAIMS):
            return True
        key, _, level = feature.partition("=")
        if key == "admin1" and int(level) >= least:
            return True
        if key == "near" and int(level) <= farthest:
            return True
    return False


def _is_town_of(place: Place, least: int) -> bool:
    """Whether a place is a town with that many people; those of the project's own table are in the news."""
    known = place.population >= least or (place.id.startswith("town:") and least < _SEAT_POPULATION)
    return place.kind is PlaceKind.SETTLEMENT and known


SAME_SPOT_KM = 5.0
SAME_AREA_KM = 50.0
_NEGLIGIBLE = 0.002


def share_nearby(name: Name) -> float:
    """Return the share of the best option and of those that agree with it.

    Two entries 5 km apart are one place entered twice; a city agrees with the province around it.
    """
    best = name.best
    if best is None:
        return 0.0
    total, place = best.share, best.place
    for option in name.options:
        if option is best or option.share <= _NEGLIGIBLE:
            continue
        limit = SAME_AREA_KM if "area" in (option.group, best.group) else SAME_SPOT_KM
        north = abs(option.place.latitude - place.latitude) * KM_PER_DEGREE
        if north <= limit and distance_km(option.place, place) <= limit:
            total += option.share
    return min(1.0, total)


SURE_OF_TWINS = 0.6
"""Most that is trusted when the same province holds a namesake and nothing tells the two apart."""
_TOWN_POPULATION = 5_000
_TOWN_RATIO = 10


def has_twin(name: Name) -> bool:
    """Whether a place of the same name in the same province fits the text as well as the best one does.

    A town ten times the size of its namesake has none, unless the text calls it a village; nor has a place
    nearer to the article's other places.
    """
    best = name.best
    if best is None or best.group == "area" or best.place.admin1 is None:
        return False
    return any(_is_twin(option, best) for option in name.options if option is not best)


def _is_twin(option: Option, best: Option) -> bool:
    place, chosen = option.place, best.place
    if place.kind is not chosen.kind or place.admin1 != chosen.admin1:
        return False
    called_village = any(feature.startswith("called=village") for feature in best.base)
    if not called_village and chosen.population >= max(_TOWN_POPULATION, _TOWN_RATIO * place.population):
        return False
    if _nearness(best) < _nearness(option):
        return False
    return distance_km(place, chosen) > SAME_SPOT_KM


def _nearness(option: Option) -> str:
    """The step of distance to the article's nearest other place, "z" where there is none."""
    return next((f for f in option.context if f.startswith("near=")), "z")
