"""Says what the words around a trigger make of it: told or not, definite or new, outcome or happening."""

from __future__ import annotations

import re

from articles.assemble.families import (
    BACKDROP_WORDS,
    BLAST_WORDS,
    DAMAGE_WORDS,
    HAPPENING_NOUNS,
    NUMBERING_WORDS,
    OUTCOME_WORDS,
    STATES,
    VAGUE_WORDS,
    Family,
)
from articles.model import EventMention, Modality, Sentence
from articles.triggers import GENERIC, REFERS_BACK
from articles.words.sought import sought

# Whom a strike left behind, found beside it in the same sentence.
THE_DEAD = frozenset({"body", "bodies", "corpse", "corpses", "remains"})
# Families that vague words are filed under for want of better: "targeted", "the attack".
OPEN_TO_MEANS = frozenset({Family.CIVILIANS, Family.CLASH, Family.DEMONSTRATION})

# How many characters before "the theatre was hit" the theatre is looked for.
SITE_REACH = 5_000

# "killed nine people in a two-day assault"
_IN_A = re.compile(r"\s[^,;.]{0,60}?\bin an?\s(?:[\w-]+\s){0,3}")
_PLAIN_WORD = re.compile(r"[a-z]+")
_DEFINITE = re.compile(
    r"\b(?:the|this|that|these|those|both|such|same|latest)\s+(?:(?!of\b|in\b|on\b|at\b)[\w’'-]+\s+){0,3}$",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\b(?:another|separate(?:ly)?|second|third|different|elsewhere)\b", re.IGNORECASE)
_ANOTHER = sought(
    "another|previous|separate|earlier|background:",
    r"\b(?:another|previous|separate|earlier)\b|\bbackground:",
    re.IGNORECASE,
)
_SOME_TOWN = sought(
    "village|town|cit|camp|communit|settlement|road|highway",
    r"\b(?:an?|two|three|four|five|several|some)\s+(?:[\w-]+\s+){0,3}"
    r"(?:villages?|towns?|cit(?:y|ies)|camps?|communit\w+|settlements?|roads?|highways?)\b(?!\s+of\b)",
)
_DENIES = re.compile(r"\b(?:denied|denies|deny|rejected)\b")
_BACKDROP = re.compile(r"\b(?:as|amid|during|despite|since|while|from|flee|fleeing)\s+(?:[\w-]+\s+){0,2}$")
_TOOK_PLACE = sought(
    "attack|strike|explosion|blast|shelling|bombing|raid|massacre|killing|incident|assault|clash|fighting|"
    "shooting|ambush",
    r"\b(?:the|this|these)\s+(?:[\w-]+\s+){0,2}?"
    r"(?P<what>attacks?|strikes?|explosions?|blasts?|shelling|bombings?|raids?|massacre|killings?|incident|"
    r"assault|clash(?:es)?|fighting|shooting|ambush)\s+(?:(?:late |early )?on (?:\w+ )?\w+day(?: \w+)?\s+)?"
    r"(?:\w+ly\s+)?"
    r"(?:took place|happened|occurred|came|began|hit|struck|was|were|left|caused|lasted|destroyed|damaged|"
    r"brought down|tore|ripped|shattered|flattened|killed|wounded|injured|triggered)\b",
    re.IGNORECASE,
)
# A participle before its noun names a state: "in a recaptured area", "over liberated towns".
_ATTRIBUTIVE = sought(
    "captured|taken|occupied|liberated|conquered|annexed|freed|seized",
    r"(?s:.*)\b(?:an?|the|in|of|over|across|newly|recently|through|other|several|some)\s+"
    r"(?:re)?(?:captured|taken|occupied|liberated|conquered|annexed|freed|seized)\s+"
    r"(?:area|town|cit|village|region|territor|land|part|settlement|provinc)(?s:.*)",
    re.IGNORECASE,
)
_SEARCH = sought(
    "rescue|rubble|debris|wreckage|search|hospital|morgue|mortuary|flown",
    r"\b(?:rescue(?:rs?)?|rubble|debris|wreckage|search(?:ed|ing)? (?:for|at|of|in)"
    r"|hospitals?|morgues?|mortuary|flown)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:\w+)\s+(?:more|further|other)\b(?! than)", re.IGNORECASE)
_SITES = (
    "theatre|theater|station|school|kindergarten|hospital|clinic|university|market|mall|"
    "church|mosque|cathedral|hotel|prison|barracks|factory|refinery|museum|bridge|dam|depot|convoy|queue"
)
_SITE_WORD = sought(_SITES, rf"\b(?:{_SITES})\b")
_THE_SITE = sought(_SITES, rf"\b[Tt]he\s+(?P<site>{_SITES})\b")
_KNOWN_SITE = sought(
    _SITES,
    rf"\b[Tt]he\s+(?P<site>{_SITES})\s+"
    r"(?:was|were|had been|has been)\s+(?:\w+ly\s+)?$",
)
# "called the killings odious", "condemned this attack": talk about what was told.
_TALK = sought(
    "call|describ|condemn|denounc|label|brand|slam|deplor|decri|lament",
    r"\b(?:call(?:ed|s|ing)|describ(?:ed|es|ing)|condemn(?:ed|s|ing)?|denounc(?:ed|es|ing)|labell?ed"
    r"|brand(?:ed|s|ing)|slamm(?:ed|ing)|deplor(?:ed|es|ing)|decri(?:ed|es)|lament(?:ed|s|ing)?)"
    r"\s+(?:the|this|these|those)\s+(?:[\w’'-]+\s+){0,3}$",
)
_SAYS_MORE = re.compile(r"\s+(?:on|in|at|of|against|near|by|that|which)\b")
# "a few hours later a second missile hit": one more, not the one told before.
_ONE_MORE = re.compile(
    r"\b(?:an(?:other)|(?:a\s+)?(?:second|third|fourth|further|separate|new|fresh))\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_LATER = sought(
    "later|earlier|after|separately",
    r"\b(?:hours?|days?)\s+(?:later|earlier|after(?:wards)?)\b|\blater (?:on|in|that|the)\b|\bseparately\b",
    re.IGNORECASE,
)
_HABIT = sought(
    "daily|every|repeatedly|regularly|constant|for ",
    r"\b(?:daily|every (?:day|night|week)|repeatedly|regularly|constant(?:ly)?"
    r"|for (?:weeks|months|years|several (?:weeks|months)))\b",
    re.IGNORECASE,
)
_PROTEST = sought(
    "protest|demonstrat|rall|march",
    r"\b(?:[Pp]rotest\w*|[Dd]emonstrat\w+|[Rr]all(?:y|ies)|march(?:es|ers))\b",
)
_ARMED = sought(
    "gunm|militant|rebel|insurgent|bomb|attacker|militia",
    r"\b(?:gunm[ae]n|militants?|rebels?|insurgents?|bomb\w*|attackers?|militia\w*)\b",
    re.IGNORECASE,
)
_GUNFIRE = re.compile(r"\b(?:shot|shooting|opened fire|live (?:rounds|ammunition|fire))\b")
_SHOT = re.compile(r"\b(?:shot|shooting|killed|dead|died)\b", re.IGNORECASE)
# "to establish how the person died", "bodies were never recovered"
_ASKS = sought("how|why|whether", r"\b(?:how|why|whether)\s+(?:[\w’'-]+\s+){1,4}$")
_NEVER = re.compile(r"\b(?:never|not)\b")
# "fighting the fire", "battling for their lives"
_FIGURE_OF_SPEECH = re.compile(
    r"\s+(?:the |a |an |against )?(?:fires?\b|blazes?\b|flames\b|floods?\b|corruption\b|"
    r"for (?:his|her|their) li)"
)


def is_told(text: str, event: EventMention) -> bool:
    """Whether the mention says that something happened: no plan, no "rebel-held", no "freed area"."""
    if event.modality is not Modality.HAPPENED or text[event.start - 1 : event.start] == "-":
        return False
    if _FIGURE_OF_SPEECH.match(text, event.end) or _ASKS.search(text[max(0, event.start - 60) : event.start]):
        return False
    if _NEVER.search(event.text) or _is_talked_about(text, event):
        return False
    if _ATTRIBUTIVE.fullmatch(text, max(0, event.start - 12), min(len(text), event.end + 12)):
        return False
    return event.text.lower().replace(" ", "|") not in STATES


def _is_talked_about(text: str, event: EventMention) -> bool:
    """Whether somebody only judges what was told before: "called the killings odious"."""
    if event.text.lower() not in HAPPENING_NOUNS or _SAYS_MORE.match(text, event.end):
        return False
    return _TALK.search(text, max(0, event.start - 70), event.start) is not None


def tells_one_more(text: str, event: EventMention, sentence: Sentence) -> bool:
    """Whether the trigger is one more of what was told, hours apart: "hours later a second missile hit"."""
    if _LATER.search(text, sentence.start, sentence.end) is None:
        return False
    return bool(_ONE_MORE.search(text[max(sentence.start, event.start - 40) : event.start]))


def tells_of_habit(text: str, sentence: Sentence) -> bool:
    """Whether the sentence tells what went on again and again: "shelled almost daily"."""
    return _HABIT.search(text, sentence.start, sentence.end) is not None


def tells_of_shots(text: str, sentence: Sentence) -> bool:
    """Whether people were shot in the sentence, and by no armed group it names."""
    if _ARMED.search(text, sentence.start, sentence.end):
        return False
    return bool(_GUNFIRE.search(text, sentence.start, sentence.end))


def is_shot_at_protest(text: str, event: EventMention, sentence: Sentence, *, after_protest: bool) -> bool:
    """Whether people were shot or killed at a demonstration, told of in the sentence or just before it."""
    if not _SHOT.search(event.text) or _ARMED.search(text, sentence.start, sentence.end):
        return False
    return after_protest or _PROTEST.search(text, sentence.start, sentence.end) is not None


def tells_of_search(text: str, sentence: Sentence) -> bool:
    """Whether the sentence tells how victims were searched for: under rubble, by rescuers."""
    return bool(_SEARCH.search(text, sentence.start, sentence.end))


def adds_to_toll(text: str, event: EventMention) -> bool:
    """Whether the number is added to one told before: "three more bodies"."""
    spans = event.toll.spans
    start, end = min([event.start, *(s.start for s in spans)]), max([event.end, *(s.end for s in spans)])
    return bool(_MORE.search(text[start:end]))


def is_outcome(event: EventMention, family: Family, *, has_own_place: bool, is_search: bool = False) -> bool:
    """Whether the trigger leaves open what happened: people hurt, houses burned, "the attack".

    A vague word with a place of its own is taken at its word. ``is_search`` when the sentence tells of a
    search for victims, whose bodies something told elsewhere left.
    """
    words = set(_PLAIN_WORD.findall(event.text.lower()))
    if REFERS_BACK in event.reasons or (family is Family.CIVILIANS and is_search and words & THE_DEAD):
        return True
    if GENERIC in event.reasons and words & OUTCOME_WORDS and words <= OUTCOME_WORDS | NUMBERING_WORDS:
        return True
    if family is Family.LOOTING and words & DAMAGE_WORDS:
        return True
    if family is Family.CLASH and words & OUTCOME_WORDS and words <= OUTCOME_WORDS | NUMBERING_WORDS:
        return True
    return family in OPEN_TO_MEANS and not has_own_place and bool(words & VAGUE_WORDS)


def names_the_deed(text: str, event: EventMention, before: EventMention) -> bool:
    """Whether the trigger names in what way the one before it killed: "killed nine people in an assault"."""
    if event.sub_event_type is before.sub_event_type or event.text.lower() not in VAGUE_WORDS:
        return False
    if not set(_PLAIN_WORD.findall(before.text.lower())) & OUTCOME_WORDS:
        return False
    return _IN_A.fullmatch(text, before.end, event.start) is not None


def is_vague(event: EventMention) -> bool:
    """Whether the trigger leaves open what happened: "attacks", "violence"."""
    return bool(set(_PLAIN_WORD.findall(event.text.lower())) & VAGUE_WORDS)


def is_work_of_strike(event: EventMention, family: Family, others: set[Family]) -> bool:
    """Whether the trigger tells whom a strike told in the same sentence killed."""
    if Family.STRIKE not in others or family not in (Family.CLASH, Family.CIVILIANS):
        return False
    words = set(_PLAIN_WORD.findall(event.text.lower()))
    if words & THE_DEAD:
        return True
    return bool(words & OUTCOME_WORDS) and words <= OUTCOME_WORDS | NUMBERING_WORDS


def is_definite(text: str, event: EventMention, sentence: Sentence) -> bool:
    """Whether the trigger points back at something told: "the attack", "these strikes"."""
    words = _PLAIN_WORD.findall(event.text.lower())
    if not words or not {words[0], words[-1]} & HAPPENING_NOUNS:
        return False
    if text.startswith(" of ", event.end):
        return False
    before = text[max(sentence.start, event.start - 50) : event.start]
    return bool(_DEFINITE.search(before)) and not _FURTHER.search(before)


def strikes_known_site(text: str, event: EventMention, sentence: Sentence) -> bool:
    """Whether what was struck is a building named before: "the theatre was blown up"."""
    found = _KNOWN_SITE.search(text[max(sentence.start, event.start - 60) : event.start])
    if found is None:
        return False
    before = text[max(0, sentence.start - SITE_REACH) : sentence.start]
    return any(m.group() == found["site"] for m in _SITE_WORD.finditer(before))


def sites_named(text: str, sentence: Sentence) -> frozenset[str]:
    """Return the words for buildings in the sentence: "school", "station"."""
    return frozenset(m.group() for m in _SITE_WORD.finditer(text, sentence.start, sentence.end))


def sites_known(text: str, sentence: Sentence) -> frozenset[str]:
    """Return the words for buildings that the sentence takes as known: "the school"."""
    return frozenset(m["site"] for m in _THE_SITE.finditer(text, sentence.start, sentence.end))


def is_backdrop(text: str, event: EventMention, sentence: Sentence) -> bool:
    """Whether the trigger only paints the background of another: "..., as fighting intensified"."""
    before = text[max(sentence.start, event.start - 40) : event.start]
    return event.text.lower() in BACKDROP_WORDS and bool(_BACKDROP.search(before))


def tells_of_another(text: str, sentence: Sentence) -> bool:
    """Whether the sentence sets its event apart from one told before: "another", "Background:"."""
    return bool(_ANOTHER.search(text, sentence.start, sentence.end))


def names_some_town(text: str, sentence: Sentence) -> bool:
    """Whether the sentence speaks of a town it does not name: "four villages", "a market town"."""
    return bool(_SOME_TOWN.search(text, sentence.start, sentence.end))


def told_again(text: str, sentence: Sentence) -> tuple[int, int] | None:
    """Return the span of the noun in "the attack took place ...", None where it stands not or is denied."""
    found = _TOOK_PLACE.search(text, sentence.start, sentence.end)
    if found is None or _DENIES.search(text, sentence.start, sentence.end):
        return None
    return found.span("what")


def names_no_means(event: EventMention) -> bool:
    """Whether the trigger is nothing but a count of victims or "explosions": "people were wounded"."""
    return set(_PLAIN_WORD.findall(event.text.lower())) <= OUTCOME_WORDS | NUMBERING_WORDS | BLAST_WORDS
