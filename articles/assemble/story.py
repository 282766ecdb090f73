"""What a claim without place or date of its own takes from the story told before it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from articles.assemble.anaphora import places_by_anaphor
from articles.assemble.claims import Claim, Happening
from articles.assemble.families import BACKDROP_WORDS, Family
from articles.assemble.ledger import Ledger
from articles.assemble.wars import time_in_war
from articles.assemble.when import When, latest_day
from articles.assemble.where import Where, carried_place, is_usable
from articles.geography import contains
from articles.model import (
    EventMention,
    PlaceMention,
    PlaceRole,
    PlaceUse,
    Sentence,
    SentenceKind,
    TimeMention,
)
from articles.words.sought import sought
from geodata.model import Article, PlaceKind

# How many sentences back "the village" may find its place.
REACH_BACK = 6
# How many sentences back a story's place or date still holds without a word that takes it up.
STORY_HOLDS = 3
# Fighting that broke out this long before the news is the war's history.
HISTORY_DAYS = 60
# What a story that never leaves one town carries its place to as well.
STAYS_IN_TOWN = frozenset({Family.ARRESTS, Family.LOOTING})
# What may be told of a whole country, and of how long a time at least.
TOLD_OF_COUNTRIES = frozenset({Family.STRIKE, Family.CLASH, Family.TERRITORY})
SHORTEST_PERIOD_DAYS = 5
LONGEST_PERIOD_TOLD = 200
# What is told of a longer time ("dozens of strikes this year") is told of no single place.
LONGEST_STORY_DAYS = 21
LONGEST_PERIOD_DAYS = 5
# A wave of attacks is over in a night.
LONGEST_WAVE_DAYS = 2
# How many sentences on a lead's place may be named.
NAMED_WITHIN = 4
# Only a lead may fall back on the dateline; what is told later is told of somewhere else.
DATELINE_REACH = 3
# What a story's place is carried to; talk of deals, arrests and equipment needs a place of its own.
CARRIES_PLACE = frozenset(
    {
        Family.STRIKE,
        Family.CLASH,
        Family.TERRITORY,
        Family.CIVILIANS,
        Family.SEXUAL,
        Family.ABDUCTION,
        Family.DEMONSTRATION,
    }
)

_EARLIER = re.compile(
    r"\b(?:recently|previously|earlier|in the past|formerly|once"
    r"|had (?:also |already |been )?\w+(?:ed|en))\b",
    re.IGNORECASE,
)
_COUNTED_FROM_STORY = re.compile(
    r"\b(?:before|earlier|later|after|previous|next|following|same)\b", re.IGNORECASE
)
_AIR_FORCE = re.compile(r"(?:[’']s|ian|i)?\s(?:air (?:force|defen[cs]es?)|anti-aircraft)\b")
_SAME_DAY = re.compile(r"(?:on )?(?:the same|that(?: same)?) (?:day|night|morning|afternoon|evening)")
_SAME_TIME = sought("the same time", r"\b(?:at|around|about) the same time\b", re.IGNORECASE)
_ALSO = re.compile(
    r"\b(?:also|another|same (?:day|night|time|morning)|in addition|meanwhile|elsewhere|separately"
    r"|(?:hours?|minutes|shortly|moments) (?:later|earlier|before|after|afterwards)"
    r"|later (?:that|the same) day)\b",
    re.IGNORECASE,
)


class Story:
    """One article's sentences and places, asked for what carries over from one claim to the next."""

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        places: Sequence[PlaceMention],
        times: Sequence[TimeMention],
    ) -> None:
        self.text = article.text
        self.sentences = sentences
        self.latest = latest_day(times, article.published)
        self._places = sorted(places, key=lambda m: m.start)
        self._place_starts = [m.start for m in self._places]
        self._usable = [m for m in self._places if is_usable(m)]
        self._usable_starts = [m.start for m in self._usable]
        self._first_in_body = next((m.start for m in self._usable if self._is_in_body(m)), None)
        codes = Counter(m.place.country_code for m in self._usable if m.place and m.place.country_code)
        self._main_country = codes.most_common(1)[0][0] if codes else None
        self._dateline = next((m for m in self._places if _is_dateline(m)), None)

    def by_anaphor(self, claim: Claim, ledger: Ledger) -> list[Where]:
        """Return the places that "the village" or "there" in the claim's sentence refers to."""
        last = ledger.latest
        told = last.where.mention if last and last.where and claim.number - last.last <= REACH_BACK else None
        earlier = self._earlier(claim.number)
        if self._dateline is not None:
            earlier = [self._dateline, *earlier]
        previous = self.sentences[max(0, claim.number - 1)].start
        return places_by_anaphor(self.text, claim.sentence, earlier, told, claim.event, previous)

    def dated(self, claim: Claim, ledger: Ledger) -> Claim:
        """Give an undated claim the date of the story it continues."""
        if (claim.when.spans and not claim.when.is_clock) or claim.when.stated or ledger.latest is None:
            return claim
        if claim.is_aside:
            return claim
        words = claim.sentence
        if _EARLIER.search(self.text, words.start, words.end):
            return claim
        wave = self._wave_of(claim, ledger)
        if wave is not None:
            reason = "dated by the wave of attacks it was part of"
            return replace(claim, when=replace(wave.when, stated=False, reason=reason))
        before = self._told_alike(claim, ledger) or ledger.latest
        same_paragraph = before.claims[-1].sentence.paragraph == words.paragraph
        takes_up = claim.is_definite or _ALSO.search(self.text, words.start, words.end)
        near = 0 <= claim.number - before.last <= (STORY_HOLDS if takes_up or same_paragraph else 0)
        if not near or not before.when.date_start or before.when.is_borrowed:
            return claim
        reason = "dated by the sentence before, which it continues"
        return replace(claim, when=replace(before.when, stated=False, reason=reason))

    def _told_alike(self, claim: Claim, ledger: Ledger) -> Happening | None:
        """Return the last happening of the claim's sub-type, for what happened at "the same time"."""
        if _SAME_TIME.search(self.text, claim.sentence.start, claim.sentence.end) is None:
            return None
        kind = claim.event.sub_event_type
        recent = [h for h in ledger.happenings[-6:] if claim.number - h.last <= REACH_BACK]
        return next((h for h in reversed(recent) if h.lead.event.sub_event_type is kind), None)

    def _wave_of(self, claim: Claim, ledger: Ledger) -> Happening | None:
        """Return the lead that told of a day of attacks on the whole land, of which the claim tells one."""
        lead = ledger.happenings[0] if ledger.happenings else None
        if lead is None or lead.where is None or claim.place is None or lead.where.mention.place is None:
            return None
        kinds = {c.event.sub_event_type for c in lead.claims}
        one_day = lead.when.stated and lead.when.days <= LONGEST_WAVE_DAYS
        near = claim.number - lead.last <= REACH_BACK and claim.event.sub_event_type in kinds
        return lead if one_day and near and contains(lead.where.mention.place, claim.place) else None

    def place_before(self, claim: Claim, ledger: Ledger) -> Where | None:
        """Return the place told of just before, for a claim that names none."""
        if claim.event.text.lower() in BACKDROP_WORDS and not claim.when.stated and not claim.is_definite:
            return None
        settled = claim.family in STAYS_IN_TOWN and not self._tells_of_many_places(ledger)
        if claim.family not in CARRIES_PLACE and not settled and not self._goes_on(claim, ledger):
            return None
        longest = LONGEST_PERIOD_DAYS if claim.when.is_period else LONGEST_STORY_DAYS
        if claim.when.stated and claim.when.days > longest:
            return None
        told = [h for h in ledger.happenings[-4:] if h.where and not h.claims[0].is_aside]
        happening = told[-1] if told else None
        if happening is None and ledger.happenings and ledger.happenings[-1].claims[0].is_aside:
            # All that was placed so far is beside the story, whose lead waits for the dateline's place.
            return carried_place(self._dateline, claim.event, "the dateline") if self._dateline else None
        if happening and claim.family not in CARRIES_PLACE and self._names_another_country(claim, happening):
            return None
        if claim.when.stated and happening and self._starts_anew(claim, happening, ledger):
            return None
        if happening and happening.where and 0 <= claim.number - happening.last <= STORY_HOLDS:
            return carried_place(happening.where.mention, claim.event, "the event told before")
        paragraph = claim.sentence.paragraph
        earlier = self._earlier(claim.number)
        same = [m for m in earlier if self._paragraph_of(m) == paragraph]
        if same:
            return carried_place(same[-1], claim.event, "the sentence before")
        towns = [m for m in earlier if m.place and not m.place.is_area and self._is_in_body(m)]
        if towns and len({m.place.id for m in towns if m.place}) == 1:
            return carried_place(towns[-1], claim.event, "the only town told of just before")
        return None

    def place_late(self, claim: Claim, ledger: Ledger) -> Claim:
        """Place a claim that nothing before it placed: by what follows, by the dateline, or not at all."""
        following = self._named_next(claim, ledger) if self._leads(claim) else None
        if following is not None and following.where is not None:
            where = carried_place(following.where.mention, claim.event, "the same event told later")
            return replace(claim, where=where)
        if self._dateline is not None and claim.number < DATELINE_REACH and self._leads(claim):
            return replace(claim, where=carried_place(self._dateline, claim.event, "the dateline"))
        country = self._country_of(claim)
        if country is not None:
            return replace(claim, where=carried_place(country, claim.event, "the country it tells of"))
        return claim

    def same_day(self, when: When | None, ledger: Ledger) -> When | None:
        """Let "on the same day" be the day of the event told last, not the last day named."""
        if when is None or not when.spans or not _SAME_DAY.fullmatch(when.spans[0].of(self.text).lower()):
            return when
        told = next((h for h in reversed(ledger.happenings[-6:]) if self._is_news(h)), None)
        if told is None:
            return when
        return replace(when, date_start=told.when.date_start, date_end=told.when.date_end)

    def in_war(self, sentence: Sentence) -> When | None:
        """Return when it happened by what the sentence counts from the start of the article's war."""
        return time_in_war(self.text, sentence, self._main_country, self.latest)

    def is_history(self, event: EventMention, when: When | None) -> bool:
        """Whether it recalls how a war began: "fighting broke out in November last year"."""
        if when is None or when.date_end is None or self.latest is None:
            return False
        last_word = event.text.lower().rsplit(None, 1)[-1]
        return last_word in BACKDROP_WORDS and (self.latest - when.date_end).days > HISTORY_DAYS

    def _is_news(self, happening: Happening) -> bool:
        """Whether a happening is dated, and to the weeks before publication."""
        end = happening.when.date_end
        if not happening.when.date_start or end is None:
            return False
        return self.latest is None or (self.latest - end).days <= HISTORY_DAYS

    def _starts_anew(self, claim: Claim, happening: Happening, ledger: Ledger) -> bool:
        """Whether a dated claim in a later paragraph tells another story than ``happening``."""
        before = happening.claims[-1]
        words = " ".join(span.of(self.text) for span in claim.when.spans)
        if before.sentence.paragraph == claim.sentence.paragraph or _COUNTED_FROM_STORY.search(words):
            return False
        if claim.family not in CARRIES_PLACE:
            return self._tells_of_many_places(ledger)
        return self._tells_of_many_places(ledger) and not claim.when.overlaps(happening.when)

    def _names_another_country(self, claim: Claim, happening: Happening) -> bool:
        """Whether the claim's sentence names countries, and not the one of what was told before."""
        named = {m.place.country_code for m in self._in_sentence(claim) if m.place}
        told = happening.where.mention.place if happening.where else None
        return bool(named and told) and told is not None and told.country_code not in named

    def _in_sentence(self, claim: Claim) -> list[PlaceMention]:
        """The mentions of the claim's sentence, whatever they stand for."""
        start = bisect_right(self._place_starts, claim.sentence.start - 1)
        return self._places[start : bisect_right(self._place_starts, claim.sentence.end - 1)]

    def _tells_of_many_places(self, ledger: Ledger) -> bool:
        """Whether what was told so far happened in more than one town."""
        places = {
            h.where.mention.place.id
            for h in ledger.happenings[:20]
            if h.where and h.where.mention.place and not h.claims[0].is_aside
        }
        return len(places) > 1

    def _goes_on(self, claim: Claim, ledger: Ledger) -> bool:
        """Whether the sentence before, in the same paragraph, told of something."""
        before = ledger.latest
        return (
            before is not None
            and claim.number - before.last <= 1
            and before.claims[-1].sentence.paragraph == claim.sentence.paragraph
        )

    def _country_of(self, claim: Claim) -> PlaceMention | None:
        """The country for what is told of a longer time and of no single place: "strikes in recent weeks"."""
        if claim.is_outcome or claim.family not in TOLD_OF_COUNTRIES or not claim.when.stated:
            return None
        in_range = SHORTEST_PERIOD_DAYS <= claim.when.days <= LONGEST_PERIOD_TOLD
        if not in_range or claim.names_unknown_place or claim.event.text.lower() in BACKDROP_WORDS:
            return None
        named = [m for m in self._in_sentence(claim) if m.place and m.place.kind is PlaceKind.COUNTRY]
        return next((m for m in named if m.place and m.place.country_code == self._main_country), None)

    def country_defended(self, claim: Claim) -> Where | None:
        """Return the country whose "air force said it had downed 25 drones", when it is the article's own."""
        if claim.family is not Family.DISRUPTED or claim.names_unknown_place:
            return None
        named = [m for m in self._in_sentence(claim) if m.place and m.place.kind is PlaceKind.COUNTRY]
        theirs = [m for m in named if _AIR_FORCE.match(self.text, m.end)]
        if len(theirs) != 1 or theirs[0].place is None or theirs[0].place.country_code != self._main_country:
            return None
        return carried_place(theirs[0], claim.event, "whose air force it was")

    def _leads(self, claim: Claim) -> bool:
        """Whether no place was named before the claim, so that it can only be named after it."""
        return self._first_in_body is None or self._first_in_body >= claim.sentence.start

    def _named_next(self, claim: Claim, ledger: Ledger) -> Happening | None:
        following = []
        for happening in ledger.happenings:
            gap = happening.claims[0].number - claim.number
            alike = claim.family in happening.families or (claim.is_outcome and happening.only_outcomes)
            if alike and 0 <= gap <= NAMED_WITHIN and not happening.claims[0].is_share:
                same_type = any(
                    c.event.sub_event_type is claim.event.sub_event_type for c in happening.claims
                )
                following.append((not same_type, gap, happening))
        return min(following, key=lambda f: f[:2])[2] if following else None

    def _earlier(self, number: int) -> list[PlaceMention]:
        """The usable mentions of the last few sentences, nearest last."""
        end = bisect_right(self._usable_starts, self.sentences[number].start - 1)
        start = bisect_right(self._usable_starts, self.sentences[max(0, number - REACH_BACK)].start - 1)
        return self._usable[start:end]

    def _sentence_of(self, mention: PlaceMention) -> int:
        return max(0, bisect_right(self.sentences, mention.start, key=lambda s: s.start) - 1)

    def _is_in_body(self, mention: PlaceMention) -> bool:
        return self.sentences[self._sentence_of(mention)].kind is SentenceKind.BODY

    def _paragraph_of(self, mention: PlaceMention) -> int:
        return self.sentences[self._sentence_of(mention)].paragraph


def _is_dateline(mention: PlaceMention) -> bool:
    return (
        mention.role is PlaceRole.DATELINE and mention.use is PlaceUse.LITERAL and mention.place is not None
    )
