"""Decides whether a claim may tell a happening again, by kind, date and place."""

from __future__ import annotations

from articles.assemble.claims import Claim, Happening
from articles.assemble.families import OUTCOME_OF, Family
from articles.assemble.when import When
from articles.geography import contains, distance_km
from articles.model import SentenceKind
from geodata.model import Place, PlaceKind, SubEventType

_WON = frozenset({SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES})

# Missiles shot down and missiles that got through are one attack (ACLED codes what hit).
PART_OF_ONE_STRIKE = frozenset({Family.STRIKE, Family.DISRUPTED})
# Explosions are the work of none of these.
_NOT_BY_ARMS = frozenset({Family.DEMONSTRATION, Family.ABDUCTION, Family.SEXUAL})
# What may have killed the victims that a trigger of the family counts; those killed in fighting were taken
# by no kidnappers.
_MAY_HAVE_CAUSED = {
    Family.STRIKE: OUTCOME_OF - _NOT_BY_ARMS,
    Family.CLASH: OUTCOME_OF - {Family.ABDUCTION, Family.SEXUAL},
}
# Whom troops killed is no victim of the attack told before.
_TROOPS_ACTED = "soldiers killed rebels"
# A definite "the attack" may name a nearby place or the unit around the one already told.
SAME_STORY_KM = 60.0
# Two names of one spot: the town and the station in it.
SAME_SPOT_KM = 3.0
# What officials told on Friday is not what happened ten days before; undated news may be older.
OLD_TO_THE_TELLING_DAYS = 10
OLD_TO_THE_NEWS_DAYS = 45
# What is told of more days than this sums up many events.
SUM_DAYS = 14
# For how many days after an attack its wounded are told to have died.
AFTERMATH_DAYS = 4
# Within how many sentences a lead's region gets its town; land retaken in both is two events.
DETAILS_WITHIN = 1


def is_same(claim: Claim, happening: Happening) -> bool:
    """Whether ``claim`` may tell ``happening`` again; the place decides, the date must not contradict."""
    if not _kinds_agree(claim, happening):
        return False
    has_own_place = claim.where is not None and not claim.where.carried
    if happening.claims[0].is_share and not claim.is_share and not (has_own_place and happening.where):
        return False  # what tells of all places together, or of another, is not one place's part
    if claim.is_one_more or (claim.tells_of_another and claim.when.stated and not happening.when.stated):
        return False
    if _winners_differ(claim, happening) or _one_is_a_habit(claim, happening):
        return False
    whenever = claim.is_definite and not claim.when.spans  # "the theatre was hit" means the hit told before
    if not whenever and not _dates_agree(claim.when, happening.when) and not _is_aftermath(claim, happening):
        return False
    known = happening.where
    if not has_own_place and _sums_up(claim) and not _dates_alike(claim.when, happening.when):
        return False
    if claim.place is None or known is None or known.mention.place is None:
        return True
    return _places_agree(claim, happening, claim.place, known.mention.place)


def _one_is_a_habit(claim: Claim, happening: Happening) -> bool:
    """Whether one of the two went on for weeks ("bombed almost daily this spring"), the other once."""
    habit = claim.tells_of_habit and claim.when.stated
    told = happening.claims[0].tells_of_habit and happening.when.stated
    return habit is not told and claim.when.stated and happening.when.date_start is not None


def _winners_differ(claim: Claim, happening: Happening) -> bool:
    """Whether one side took the place in the claim and the other in the happening."""
    if claim.event.sub_event_type not in _WON or claim.is_outcome:
        return False
    told = {c.event.sub_event_type for c in happening.claims if not c.is_outcome} & _WON
    return bool(told) and claim.event.sub_event_type not in told


def _sums_up(claim: Claim) -> bool:
    """Whether a claim without place tells of weeks: "strikes have destroyed 30 depots in recent weeks"."""
    return claim.when.stated and claim.when.days > SUM_DAYS and not claim.is_definite and not claim.is_outcome


def _dates_alike(one: When, other: When) -> bool:
    return other.stated and other.days > SUM_DAYS and one.overlaps(other)


def _dates_agree(one: When, other: When) -> bool:
    """Whether two dates may be one; news told now is not what is dated weeks before it."""
    both_dated = bool(one.date_start and other.date_start) and not (one.is_borrowed or other.is_borrowed)
    if both_dated or (one.stated and other.stated):
        return one.overlaps(other)
    if one.stated is other.stated:
        return True
    dated, bound = (one, other) if one.stated else (other, one)
    if dated.date_end is None or bound.date_end is None or bound.date_start is not None:
        return True
    gap = OLD_TO_THE_TELLING_DAYS + bound.told_days if bound.spans else OLD_TO_THE_NEWS_DAYS
    return (bound.date_end - dated.date_end).days <= gap


def _is_aftermath(claim: Claim, happening: Happening) -> bool:
    """Whether the claim tells how victims fared after: "a third woman died in hospital on Saturday"."""
    told, happened = claim.when.date_end, happening.when.date_end
    if (
        told
        and happened
        and not claim.is_outcome
        and happening.only_outcomes
        and happening.claims[0].of_search
    ):
        return 0 <= (happened - told).days <= AFTERMATH_DAYS  # the search was told before the strike
    if not claim.is_outcome or claim.where is not None or told is None or happened is None:
        return False
    follows = claim.number - happening.last <= 1
    return follows and 0 <= (told - happened).days <= AFTERMATH_DAYS


def _kinds_agree(claim: Claim, happening: Happening) -> bool:
    families = happening.families
    if claim.family in families:
        return True
    if _defends_country(claim) or _defends_country(happening.claims[0]):
        return False  # what a whole country's air force downed was not bound for one town
    if claim.family in PART_OF_ONE_STRIKE and families & PART_OF_ONE_STRIKE:
        return True
    if claim.is_outcome:
        caused_by = _MAY_HAVE_CAUSED.get(claim.family, OUTCOME_OF)
        if _TROOPS_ACTED in claim.event.reasons:
            caused_by -= {Family.CIVILIANS}
        return bool(families & caused_by)
    if not happening.only_outcomes or claim.family not in OUTCOME_OF:
        return False
    if Family.STRIKE in families and claim.family in _NOT_BY_ARMS:
        return False
    return claim.family is Family.STRIKE or (claim.where is not None and not claim.where.carried)


def _defends_country(claim: Claim) -> bool:
    place = claim.place
    return claim.family is Family.DISRUPTED and place is not None and place.kind is PlaceKind.COUNTRY


def _places_agree(claim: Claim, happening: Happening, one: Place, other: Place) -> bool:
    if one.id == other.id:
        return True
    points = not one.is_area and not other.is_area
    if points and distance_km(one, other) <= SAME_SPOT_KM:
        return True
    if one.name.split()[0] == other.name.split()[0] and (contains(one, other) or contains(other, one)):
        return True
    if not (claim.is_definite or _may_be_vaguer(claim, happening, one, other)):
        return False
    if contains(one, other) or contains(other, one):
        return True
    return (
        claim.is_definite
        and points
        and distance_km(one, other) <= SAME_STORY_KM
        and one.admin1 == other.admin1
    )


def _may_be_vaguer(claim: Claim, happening: Happening, one: Place, other: Place) -> bool:
    """Whether one of the two may name a wider place: in summaries, leads and counts of victims."""
    gap = abs(claim.number - happening.last)
    if claim.sentence.kind in (SentenceKind.HEADLINE, SentenceKind.BULLET):
        return True
    if PlaceKind.COUNTRY in (one.kind, other.kind):
        vague = claim.when if one.kind is PlaceKind.COUNTRY else happening.when
        return not vague.stated or abs(claim.number - happening.claims[0].number) <= DETAILS_WITHIN
    if gap > DETAILS_WITHIN or claim.family is Family.TERRITORY:
        return False
    return (happening.is_lead and happening.names_no_town) or claim.is_outcome
