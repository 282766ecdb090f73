"""Goes through an article sentence by sentence and turns its triggers into claims with place and date."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol, TypeVar

from articles.assemble import wording
from articles.assemble.asides import Aside, counted_back, find_asides, on_its_side, places_on_its_side
from articles.assemble.claims import Claim
from articles.assemble.clauses import Clauses
from articles.assemble.families import FAMILY_OF, OUTCOME_OF, Family
from articles.assemble.ledger import Ledger
from articles.assemble.shares import (
    Share,
    counted_places,
    is_near,
    share_of,
    toll_of,
    without_shares,
)
from articles.assemble.story import NAMED_WITHIN, STORY_HOLDS, Story
from articles.assemble.unknown import lies_in_known_town, names_unknown_place, takes_unknown_place
from articles.assemble.when import When, said_by, time_in_sentence, undated
from articles.assemble.where import Where, carried_place, places_in_sentence
from articles.model import EventMention, PlaceMention, Sentence, SentenceKind, TimeMention
from articles.triggers import GENERIC, REFERS_BACK
from geodata.model import Article, PlaceKind, PlacePrecision, SubEventType, Toll

# A place this near to a trigger is its own: "attacks near X".
BESIDE = 2.2
# A place this far from "the attack" in its sentence is not where the attack was.
FAR_FROM_DEFINITE = 2.5
# "The attack took place" reports nothing by itself; no trigger of the tables has this confidence.
CONTINUATION_CONFIDENCE = 0.25
# How many sentences a quotation may have before its speaker is named.
QUOTE_SENTENCES = 4
# How many sentences after a demonstration people shot are its victims.
NEXT = 1
# Who was killed over more days than this was not all killed at the protests told of.
LONGEST_PROTESTS_DAYS = 60
_OPENING_QUOTES = ("“", "‘", '"', "'")


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...


_M = TypeVar("_M", bound=_Spanned)


def _by_sentence(sentences: Sequence[Sentence], mentions: Sequence[_M]) -> list[list[_M]]:
    """Return the mentions of every sentence, in order; those in no sentence are left out."""
    starts = [s.start for s in sentences]
    rows: list[list[_M]] = [[] for _ in sentences]
    for mention in sorted(mentions, key=lambda m: m.start):
        at = bisect_right(starts, mention.start) - 1
        if at >= 0 and mention.start < sentences[at].end:
            rows[at].append(mention)
    return rows


def _with_bullets_as_body(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences, bullets as body where the article is a list of them and sums up nothing."""
    kinds = Counter(s.kind for s in sentences)
    if kinds[SentenceKind.BULLET] <= kinds[SentenceKind.BODY]:
        return list(sentences)
    return [replace(s, kind=SentenceKind.BODY) if s.kind is SentenceKind.BULLET else s for s in sentences]


def _without_deeds(text: str, events: list[EventMention]) -> list[EventMention]:
    """Drop what only names how the victims told of before it were killed."""
    kept = events[:1]
    kept += [e for b, e in pairwise(events) if not wording.names_the_deed(text, e, b)]
    return kept


class Reader:
    """One article with its mentions sorted into sentences."""

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        places: Sequence[PlaceMention],
        times: Sequence[TimeMention],
        events: Sequence[EventMention],
    ) -> None:
        self.article = article
        self.sentences = _with_bullets_as_body(sentences)
        self.places = _by_sentence(sentences, places)
        self.times = _by_sentence(sentences, times)
        told = _by_sentence(sentences, [e for e in events if wording.is_told(article.text, e)])
        self.events = [_without_deeds(article.text, row) for row in told]
        self.story = Story(article, self.sentences, places, times)

    def read_body(self, ledger: Ledger) -> list[Claim]:
        """Put the claims of body and captions into ``ledger``; return those that nothing before places."""
        waiting: list[Claim] = []
        for number, sentence in self._sentences_of(SentenceKind.BODY, SentenceKind.CAPTION):
            for claim in self._claims(number, sentence, ledger):
                for complete in [claim] if claim.is_share else self._complete(claim, ledger):
                    if self._only_refers_back(complete, ledger, waiting):
                        continue
                    if complete.is_share and complete.where is not None:
                        ledger.add_share(complete)
                    elif complete.names_unknown_place:
                        ledger.open(complete)
                    elif complete.where is None and ledger.find(complete) is None:
                        waiting.append(complete)
                    else:
                        ledger.add(complete)
        return waiting

    def read_summaries(self, ledger: Ledger) -> list[Claim]:
        """Put the claims of headline and bullets to what the body tells; return those it does not tell."""
        waiting: list[Claim] = []
        for number, sentence in self._sentences_of(SentenceKind.HEADLINE, SentenceKind.BULLET):
            for claim in self._claims(number, sentence, ledger):
                summed_up = ledger.find_summarised(claim, self.article.text)
                if summed_up is None and claim.where and claim.where.distance >= FAR_FROM_DEFINITE:
                    elsewhere = replace(claim, where=None)
                    summed_up = ledger.find_summarised(elsewhere, self.article.text)
                    claim = elsewhere if summed_up else claim
                if summed_up is not None:
                    ledger.join(claim, summed_up)
                elif claim.where is not None:
                    ledger.add(claim)
                else:
                    waiting.append(claim)
        return waiting

    def _sentences_of(self, *kinds: SentenceKind) -> Iterator[tuple[int, Sentence]]:
        """Yield the sentences of these kinds with their numbers, word-for-word repeats left out."""
        for number, sentence in enumerate(self.sentences):
            if sentence.kind in kinds and sentence.repeats is None:
                yield number, sentence

    def _claims(self, number: int, sentence: Sentence, ledger: Ledger) -> Iterator[Claim]:
        """Yield a claim for every trigger of the sentence and every place it happened at."""
        events = self.events[number] or self._continuation(number, sentence, ledger)
        if not events or "?" in self.article.text[sentence.end - 3 : sentence.end]:
            return
        clauses = Clauses.of(self.article.text, sentence, events)
        asides = find_asides(self.article.text, sentence, events, self.times[number])
        shares = counted_places(self.article.text, sentence, self.places[number])
        for event in events:
            when = self._told_when(clauses, event, asides)
            when = self.story.same_day(when, ledger) or self.story.in_war(sentence)
            if FAMILY_OF[event.sub_event_type] is Family.CLASH and self.story.is_history(event, when):
                continue
            when = when or self._said_later(number) or undated(self.story.latest)
            shares_here = shares if FAMILY_OF[event.sub_event_type] in OUTCOME_OF else []
            wheres = self._own_places(clauses, event, asides, shares_here, ledger)
            rest = without_shares(event.toll, shares_here) if shares_here else event.toll
            if rest is not None:
                left = event if rest is event.toll else replace(event, toll=rest)
                yield from self._at_places(left, number, when, wheres)
            if shares_here:
                yield from self._shares(event, number, when, shares_here, wheres, ledger)
                shares = []

    def _at_places(
        self, event: EventMention, number: int, when: When, wheres: Sequence[Where]
    ) -> Iterator[Claim]:
        """Yield a claim of the trigger for each of the places of its sentence, or one without place."""
        text, sentence = self.article.text, self.sentences[number]
        for where in wheres:
            toll = share_of(text, sentence, event, where, wheres)
            share = event if toll is event.toll else replace(event, toll=toll)
            yield self._claim(share, number, where, when)
        if not wheres:
            yield self._claim(event, number, None, when)

    def _shares(
        self,
        event: EventMention,
        number: int,
        when: When,
        shares: Sequence[Share],
        wheres: Sequence[Where],
        ledger: Ledger,
    ) -> Iterator[Claim]:
        """Yield a claim for each place that is told with dead of its own; "the raids" keep their kind."""
        told = ledger.latest
        around = [w.mention.place for w in wheres if w.mention.place]
        if told is not None and number - told.last <= STORY_HOLDS:
            around += [told.where.mention.place] if told.where and told.where.mention.place else []
            if GENERIC in event.reasons:
                event = replace(event, sub_event_type=told.lead.event.sub_event_type)
        for share in shares:
            named = share.mention if share.mention and share.mention.place else None
            known = named is not None and named.place is not None and is_near(named.place, around)
            where = carried_place(named, event, "the count beside it") if named and known else None
            claim = self._claim(replace(event, toll=toll_of(share)), number, where, when)
            claim = self.story.dated(claim, ledger)
            yield replace(
                claim,
                is_share=True,
                names_unknown_place=not known,
                is_definite=False,
                is_outcome=False,
                refers_back=False,
            )

    def _told_when(self, clauses: Clauses, event: EventMention, asides: Sequence[Aside]) -> When | None:
        """When its sentence says it happened; by the rest of the sentence where it is counted from that."""
        times, published = self.times[event.sentence], self.article.published
        own = on_its_side(times, event, asides)
        when = time_in_sentence(clauses, event, own, published)
        if when is not None or len(own) == len(times):
            return when
        others = [t for t in times if t not in own]
        return counted_back(event, time_in_sentence(clauses, event, others, published), asides)

    def _claim(self, event: EventMention, number: int, where: Where | None, when: When) -> Claim:
        text, sentence, family = self.article.text, self.sentences[number], FAMILY_OF[event.sub_event_type]
        sentence_families = {FAMILY_OF[e.sub_event_type] for e in self.events[number]}
        is_backdrop = len(self.events[number]) > 1 and wording.is_backdrop(text, event, sentence)
        is_search = wording.tells_of_search(text, sentence)
        sites = wording.sites_named(text, sentence)
        is_outcome = wording.is_outcome(event, family, has_own_place=where is not None, is_search=is_search)
        if is_search and is_outcome and wording.adds_to_toll(text, event):
            event = replace(event, toll=Toll())
        return Claim(
            event=event,
            sentence=sentence,
            number=number,
            family=family,
            where=where,
            when=when,
            is_outcome=is_outcome
            or is_backdrop
            or wording.is_work_of_strike(event, family, sentence_families),
            is_definite=wording.is_definite(text, event, sentence)
            or self._tells_again(sentence, family)
            or (family is Family.STRIKE and wording.strikes_known_site(text, event, sentence)),
            refers_back=REFERS_BACK in event.reasons,
            tells_of_another=wording.tells_of_another(text, sentence),
            is_one_more=wording.tells_one_more(text, event, sentence),
            tells_of_habit=wording.tells_of_habit(text, sentence),
            names_no_town=wording.names_some_town(text, sentence),
            of_search=is_search and is_outcome,
            sites=sites,
            known_sites=wording.sites_known(text, sentence) if sites else sites,
        )

    def _tells_again(self, sentence: Sentence, family: Family) -> bool:
        """Whether the sentence is about an attack told before: "the attack took place in ..."."""
        return family in OUTCOME_OF and wording.told_again(self.article.text, sentence) is not None

    def _own_places(
        self,
        clauses: Clauses,
        event: EventMention,
        asides: Sequence[Aside],
        shares: Sequence[Share],
        ledger: Ledger,
    ) -> list[Where]:
        """The places of the trigger in its own sentence; "the attack took place" keeps the attack's place."""
        known = ledger.latest.where if ledger.latest else None
        if event.confidence == CONTINUATION_CONFIDENCE and known is not None:
            return []
        counted = {share.mention.start for share in shares if share.mention}
        places = [
            m
            for m in places_on_its_side(self.places[event.sentence], event, asides)
            if m.start not in counted
        ]
        return places_in_sentence(clauses, event, FAMILY_OF[event.sub_event_type], places)

    def _continuation(self, number: int, sentence: Sentence, ledger: Ledger) -> list[EventMention]:
        """Return "the attack took place ..." as a mention of the event told last, if there is one."""
        last = ledger.latest
        if last is None or number - last.last > STORY_HOLDS or not last.families & OUTCOME_OF:
            return []
        span = wording.told_again(self.article.text, sentence)
        if span is None:
            return []
        named = [c for c in last.claims if not c.is_outcome] or last.claims
        mention = EventMention(
            start=span[0],
            end=span[1],
            text=self.article.text[span[0] : span[1]],
            sentence=number,
            sub_event_type=named[-1].event.sub_event_type,
            confidence=CONTINUATION_CONFIDENCE,
        )
        return [mention]

    def _said_later(self, number: int) -> When | None:
        """Return the bound set by when the speaker of a quotation, named after it, said so."""
        sentence, text = self.sentences[number], self.article.text
        if not text.startswith(_OPENING_QUOTES, sentence.start):
            return None
        for at in range(number + 1, min(number + QUOTE_SENTENCES, len(self.sentences))):
            if self.sentences[at].paragraph != sentence.paragraph:
                break
            said = said_by(Clauses.of(text, self.sentences[at], []), self.times[at], self.article.published)
            if said is not None:
                return said
        return None

    def _complete(self, claim: Claim, ledger: Ledger) -> list[Claim]:
        """Give ``claim`` the date and place its context tells, one claim for each of several places."""
        claim = self._at_protest(claim, ledger)
        if claim.where is None:
            claim = replace(claim, where=self.story.country_defended(claim))
        if self._points_elsewhere(claim, ledger):
            claim = replace(claim, where=None)
        elif claim.where is None:
            if self._is_at_unknown_place(claim):
                return [replace(claim, names_unknown_place=True)]
            wheres = self.story.by_anaphor(claim, ledger)
            if wheres:
                return [self.story.dated(replace(claim, where=where), ledger) for where in wheres]
        elif self._is_national_sum(claim) and ledger.find(claim) is None:
            return [replace(claim, where=None, names_unknown_place=True)]
        if claim.where is None and ledger.find(claim) is not None:
            return [claim]
        claim = self.story.dated(claim, ledger)
        if claim.where is not None:
            return [claim]
        return [replace(claim, where=self.story.place_before(claim, ledger))]

    def _at_protest(self, claim: Claim, ledger: Ledger) -> Claim:
        """Return people shot at a demonstration as its victims, whoever else is killed as they are."""
        text = self.article.text
        kind, deaths = claim.event.sub_event_type, claim.event.toll.fatalities
        if kind is SubEventType.PEACEFUL_PROTEST and deaths and wording.tells_of_shots(text, claim.sentence):
            return _with_kind(claim, SubEventType.EXCESSIVE_FORCE)
        if kind is not SubEventType.ATTACK or _counts_a_long_time(claim):
            return claim
        last = ledger.latest
        after = (
            last is not None and claim.number - last.last <= NEXT and Family.DEMONSTRATION in last.families
        )
        told = last.where.mention.place if after and last and last.where else None
        same = (
            claim.place is None
            or (told is not None and told.id == claim.place.id)
            or ledger.tells_of_protests
        )
        shot = wording.is_shot_at_protest(text, claim.event, claim.sentence, after_protest=after and same)
        if not shot or self._is_at_unknown_place(claim):
            return claim
        return _with_kind(claim, SubEventType.EXCESSIVE_FORCE)

    def _is_at_unknown_place(self, claim: Claim) -> bool:
        """Whether the sentence names a place that is in no gazetteer, and the claim does not point back."""
        text, mentions = self.article.text, self.places[claim.number]
        if claim.is_definite or lies_in_known_town(text, claim.sentence):
            return False
        if names_unknown_place(text, claim.sentence, mentions, self.times[claim.number]):
            return True
        is_taken = claim.family is Family.TERRITORY
        return is_taken and takes_unknown_place(text, claim.sentence, claim.event, mentions)

    def _is_national_sum(self, claim: Claim) -> bool:
        """Whether it only counts victims of a whole country, of whatever happened in it."""
        if claim.place is None or claim.place.kind is not PlaceKind.COUNTRY:
            return False
        return claim.is_outcome or wording.is_vague(claim.event)

    def _points_elsewhere(self, claim: Claim, ledger: Ledger) -> bool:
        """Whether "the attack" was told before and the place in its sentence belongs to something else."""
        if claim.where is None or not (claim.is_definite or claim.is_outcome):
            return False
        if ledger.find(claim) is not None:
            return False
        if claim.is_outcome and not claim.is_definite:
            told = ledger.find(replace(claim, where=None))
            near = told is not None and claim.number - told.last <= STORY_HOLDS
            return near and claim.where.is_speakers
        if claim.where.precision is PlacePrecision.COUNTRY:
            return ledger.find(replace(claim, where=None)) is not None
        adds_deaths = claim.event.toll.fatalities is not None
        if claim.where.distance < FAR_FROM_DEFINITE and (adds_deaths or not claim.refers_back):
            return False
        return ledger.find(replace(claim, where=None)) is not None

    def _only_refers_back(self, claim: Claim, ledger: Ledger, waiting: Sequence[Claim]) -> bool:
        """Whether "the attack" adds nothing: no date, no toll, no place that a lead still waits for."""
        if not claim.refers_back or claim.when.stated or claim.event.toll.spans:
            return False
        if ledger.find(claim) is not None:
            return False
        if claim.where is None or claim.where.carried:
            return True
        awaited = any(claim.number - w.number <= NAMED_WITHIN for w in waiting)
        beside = claim.where.distance <= BESIDE and not claim.is_definite
        return not (awaited or beside)


def _counts_a_long_time(claim: Claim) -> bool:
    """Whether it sums up longer than any one protest lasts: "4,000 killed by the army since 2021"."""
    return claim.when.is_period and claim.when.days > LONGEST_PROTESTS_DAYS


def _with_kind(claim: Claim, kind: SubEventType) -> Claim:
    event = replace(claim.event, sub_event_type=kind)
    return replace(claim, event=event, family=FAMILY_OF[kind])
