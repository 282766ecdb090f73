"""Goes through an article sentence by sentence and turns its triggers into claims with place and date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from articles.assemble.clauses import ANOTHER_CLAUSE, Clauses
from articles.assemble.families import BACKDROP_WORDS, OUTCOME_OF, STATES, Family
from articles.assemble.happenings import (
    Claim,
    Happening,
    Ledger,
    family_of,
    is_definite,
    is_outcome,
)
from articles.assemble.when import When, latest_day, said_by, time_in_sentence, undated
from articles.assemble.where import (
    REACH_BACK,
    Where,
    carried_place,
    is_usable,
    names_unknown_place,
    places_by_anaphor,
    places_in_sentence,
)
from articles.model import (
    EventMention,
    Modality,
    PlaceMention,
    PlaceRole,
    PlaceUse,
    Sentence,
    SentenceKind,
    TimeMention,
)
from articles.triggers import REFERS_BACK
from geodata.model import Article, PlaceKind, PlacePrecision, Toll

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
# A place this near to a trigger is its own: "attacks near X".
BESIDE = 2.2
# A place this far from "the attack" in its sentence is not where the attack was.
FAR_FROM_DEFINITE = 2.5
# "The attack took place" reports nothing by itself; no trigger of the tables has this confidence.
CONTINUATION_CONFIDENCE = 0.25
# How many sentences a quotation may have before its speaker is named.
QUOTE_SENTENCES = 4
_OPENING_QUOTES = ("“", "‘", '"', "'")

_EARLIER = re.compile(
    r"\b(?:recently|previously|earlier|in the past|formerly|once"
    r"|had (?:also |already |been )?\w+(?:ed|en))\b",
    re.IGNORECASE,
)
_COUNTED_FROM_STORY = re.compile(
    r"\b(?:before|earlier|later|after|previous|next|following|same)\b", re.IGNORECASE
)
_ANOTHER = re.compile(r"\b(?:another|previous|separate|earlier)\b|\bbackground:", re.IGNORECASE)
_OBJECT_NAME = re.compile(
    r"\s+(?:the\s+)?(?P<name>[A-Z][\w-]+)(?!\s+(?:forces|troops|soldiers|army|military|positions)\b)"
)
_SAME_DAY = re.compile(r"(?:on )?(?:the same|that(?: same)?) (?:day|night|morning|afternoon|evening)")
_SOME_TOWN = re.compile(
    r"\b(?:an?|two|three|four|five|several|some)\s+(?:[\w-]+\s+){0,3}(?:villages?|towns?|cit(?:y|ies)|"
    r"camps?|communit\w+|"
    r"settlements?|roads?|highways?)\b(?!\s+of\b)"
)
_DENIES = re.compile(r"\b(?:denied|denies|deny|rejected)\b")
_BACKDROP = re.compile(r"\b(?:as|amid|during|despite|since|while|from|flee|fleeing)\s+(?:[\w-]+\s+){0,2}$")
_TOOK_PLACE = re.compile(
    r"\b(?:the|this|these)\s+(?:[\w-]+\s+){0,2}?(?P<what>attacks?|strikes?|explosions?|blasts?|"
    r"shelling|bombings?|"
    r"raids?|massacre|killings?|incident|assault|clash(?:es)?|fighting|shooting|ambush)\s+(?:\w+ly\s+)?"
    r"(?:took place|happened|occurred|came|began|hit|struck|was|were|left|caused|lasted|destroyed|damaged)\b",
    re.IGNORECASE,
)
# A participle before its noun names a state: "in a recaptured area", "over liberated towns".
_ATTRIBUTIVE = re.compile(
    r"(?s:.*)\b(?:an?|the|in|of|over|across|newly|recently|through)\s+(?:re)?(?:captured|taken|occupied|"
    r"liberated|"
    r"conquered|annexed|freed|seized)\s+(?:area|town|cit|village|region|territor|land|part|settlement|"
    r"provinc)(?s:.*)",
    re.IGNORECASE,
)
# "fighting the fire", "battling for their lives"
_FIGURE_OF_SPEECH = re.compile(
    r"\s+(?:the |a |an |against )?(?:fires?\b|blazes?\b|flames\b|floods?\b|corruption\b|for (?:his|her|"
    r"their) li)"
)
_ALSO = re.compile(
    r"\b(?:also|another|same (?:day|night|time|morning)|in addition|meanwhile|elsewhere|separately"
    r"|(?:hours?|minutes|shortly|moments) (?:later|earlier|before|after|afterwards)|later (?:that|the "
    r"same) day)\b",
    re.IGNORECASE,
)


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


def _is_told(text: str, event: EventMention) -> bool:
    """Whether the mention says that something happened: no plan, no "rebel-held", no "freed area"."""
    if event.modality is not Modality.HAPPENED or text[event.start - 1 : event.start] == "-":
        return False
    if _FIGURE_OF_SPEECH.match(text, event.end):
        return False
    if _ATTRIBUTIVE.fullmatch(text, max(0, event.start - 12), min(len(text), event.end + 12)):
        return False
    return event.text.lower().replace(" ", "|") not in STATES


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
        self.events = _by_sentence(sentences, [e for e in events if _is_told(article.text, e)])
        self.latest = latest_day(times, article.published)
        self.usable = [m for m in sorted(places, key=lambda m: m.start) if is_usable(m)]
        self._usable_starts = [m.start for m in self.usable]
        body = (
            m.start for m in self.usable if self.sentences[self._sentence_of(m)].kind is SentenceKind.BODY
        )
        self._first_in_body = next(body, None)
        codes = Counter(m.place.country_code for m in self.usable if m.place and m.place.country_code)
        self.main_country = codes.most_common(1)[0][0] if codes else None
        self.dateline = next(
            (m for m in places if m.role is PlaceRole.DATELINE and m.use is PlaceUse.LITERAL and m.place),
            None,
        )

    def read_body(self, ledger: Ledger) -> list[Claim]:
        """Put the claims of body and captions into ``ledger``; return those that nothing before places."""
        waiting: list[Claim] = []
        for number, sentence in self._sentences_of(SentenceKind.BODY, SentenceKind.CAPTION):
            for claim in self._claims(number, sentence, ledger):
                for complete in self._complete(claim, ledger):
                    if self._only_refers_back(complete, ledger, waiting):
                        continue
                    if complete.names_unknown_place:
                        ledger.open(complete)
                    elif complete.where is None and ledger.find(complete) is None:
                        waiting.append(complete)
                    else:
                        ledger.add(complete)
        return waiting

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

    def read_summaries(self, ledger: Ledger) -> list[Claim]:
        """Put the claims of headline and bullets to what the body tells; return those it does not tell."""
        waiting: list[Claim] = []
        for number, sentence in self._sentences_of(SentenceKind.HEADLINE, SentenceKind.BULLET):
            for claim in self._claims(number, sentence, ledger):
                summed_up = ledger.find_summarised(claim, self.article.text)
                if summed_up is None and claim.where and claim.where.distance >= ANOTHER_CLAUSE:
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
        for event in events:
            family = family_of(event)
            when = time_in_sentence(clauses, event, self.times[number], self.article.published)
            when = self._same_day(when, ledger)
            if family is Family.CLASH and self._is_history(event, when):
                continue
            wheres = self._own_places(clauses, event, ledger)
            chosen: list[Where | None] = [*wheres] or [None]
            for where in chosen:
                yield Claim(
                    event=replace(event, toll=_share(event, where, wheres)) if where else event,
                    sentence=sentence,
                    number=number,
                    family=family,
                    where=where,
                    when=when or self._said_later(number) or undated(self.latest),
                    is_outcome=is_outcome(event, family, has_own_place=where is not None)
                    or (len(events) > 1 and self._is_backdrop(event, sentence)),
                    is_definite=is_definite(self.article.text, event, sentence),
                    refers_back=REFERS_BACK in event.reasons,
                    tells_of_another=bool(_ANOTHER.search(self.article.text, sentence.start, sentence.end)),
                    names_no_town=bool(_SOME_TOWN.search(self.article.text, sentence.start, sentence.end)),
                )

    def _is_history(self, event: EventMention, when: When | None) -> bool:
        """Whether it recalls how a war began: "fighting broke out in November last year"."""
        if when is None or when.date_end is None or self.latest is None:
            return False
        last_word = event.text.lower().rsplit(None, 1)[-1]
        return last_word in BACKDROP_WORDS and (self.latest - when.date_end).days > HISTORY_DAYS

    def _same_day(self, when: When | None, ledger: Ledger) -> When | None:
        """Let "on the same day" be the day of the event told last, not the last day named."""
        told = next((h for h in reversed(ledger.happenings[-6:]) if self._is_news(h)), None)
        if when is None or told is None or not when.spans:
            return when
        words = when.spans[0].of(self.article.text).lower()
        if not _SAME_DAY.fullmatch(words):
            return when
        return replace(when, date_start=told.when.date_start, date_end=told.when.date_end)

    def _is_news(self, happening: Happening) -> bool:
        """Whether a happening is dated, and to the weeks before publication."""
        end = happening.when.date_end
        if not happening.when.date_start or end is None:
            return False
        return self.latest is None or (self.latest - end).days <= HISTORY_DAYS

    def _is_backdrop(self, event: EventMention, sentence: Sentence) -> bool:
        """Whether the trigger only paints the background of another: "..., as fighting intensified"."""
        before = self.article.text[max(sentence.start, event.start - 40) : event.start]
        return event.text.lower() in BACKDROP_WORDS and bool(_BACKDROP.search(before))

    def _own_places(self, clauses: Clauses, event: EventMention, ledger: Ledger) -> list[Where]:
        """The places of the trigger in its own sentence; "the attack took place" keeps the attack's place."""
        known = ledger.latest.where if ledger.latest else None
        if event.confidence == CONTINUATION_CONFIDENCE and known is not None:
            return []
        return places_in_sentence(clauses, event, family_of(event), self.places[event.sentence])

    def _continuation(self, number: int, sentence: Sentence, ledger: Ledger) -> list[EventMention]:
        """Return "the attack took place ..." as a mention of the event told last, if there is one."""
        last = ledger.latest
        if last is None or number - last.last > STORY_HOLDS or not last.families & OUTCOME_OF:
            return []
        found = _TOOK_PLACE.search(self.article.text, sentence.start, sentence.end)
        if found is None or _DENIES.search(self.article.text, sentence.start, sentence.end):
            return []
        start, end = found.span("what")
        named = [c for c in last.claims if not c.is_outcome] or last.claims
        kind = named[-1].event.sub_event_type
        text = found["what"]
        return [
            EventMention(
                start=start,
                end=end,
                text=text,
                sentence=number,
                sub_event_type=kind,
                confidence=CONTINUATION_CONFIDENCE,
            )
        ]

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
        if self._points_elsewhere(claim, ledger):
            claim = replace(claim, where=None)
        elif claim.where is None:
            wheres = self._by_anaphor(claim, ledger)
            if wheres:
                return [self._dated(replace(claim, where=where), ledger) for where in wheres]
            mentions = self.places[claim.number]
            unknown = names_unknown_place(
                self.article.text, claim.sentence, mentions, self.times[claim.number]
            ) or self._takes_unknown(claim)
            if unknown and not claim.is_definite:
                return [replace(claim, names_unknown_place=True)]
        elif self._is_national_sum(claim) and ledger.find(claim) is None:
            return [replace(claim, where=None, names_unknown_place=True)]
        if claim.where is None and ledger.find(claim) is not None:
            return [claim]
        claim = self._dated(claim, ledger)
        if claim.where is not None:
            return [claim]
        return [replace(claim, where=self._place_of_story(claim, ledger))]

    def _by_anaphor(self, claim: Claim, ledger: Ledger) -> list[Where]:
        last = ledger.latest
        told = last.where.mention if last and last.where and claim.number - last.last <= REACH_BACK else None
        earlier = self._earlier(claim.number)
        if self.dateline is not None:
            earlier = [self.dateline, *earlier]
        previous = self.sentences[max(0, claim.number - 1)].start
        return places_by_anaphor(self.article.text, claim.sentence, earlier, told, claim.event, previous)

    def _takes_unknown(self, claim: Claim) -> bool:
        """Whether the object of taking or leaving is a name no gazetteer knows: "seized Karuba and "
        "Mushaki"."""
        if claim.family is not Family.TERRITORY:
            return False
        found = _OBJECT_NAME.match(self.article.text, claim.event.end, claim.sentence.end)
        return found is not None and not any(
            m.start < found.end("name") and found.start("name") < m.end for m in self.places[claim.number]
        )

    def _is_national_sum(self, claim: Claim) -> bool:
        """Whether it only counts victims of a whole country, of whatever happened in it."""
        return claim.is_outcome and claim.place is not None and claim.place.kind is PlaceKind.COUNTRY

    def _points_elsewhere(self, claim: Claim, ledger: Ledger) -> bool:
        """Whether "the attack" was told before and the place in its sentence belongs to something else."""
        if claim.where is None or not (claim.is_definite or claim.is_outcome):
            return False
        if ledger.find(claim) is not None:
            return False
        if claim.is_outcome and not claim.is_definite:
            told = ledger.find(replace(claim, where=None))
            near = told is not None and claim.number - told.last <= STORY_HOLDS
            return near and claim.where.distance >= FAR_FROM_DEFINITE
        if claim.where.precision is PlacePrecision.COUNTRY:
            return ledger.find(replace(claim, where=None)) is not None
        adds_deaths = claim.event.toll.fatalities is not None
        if claim.where.distance < FAR_FROM_DEFINITE and (adds_deaths or not claim.refers_back):
            return False
        return ledger.find(replace(claim, where=None)) is not None

    def _earlier(self, number: int) -> list[PlaceMention]:
        """The usable mentions of the last few sentences, nearest last."""
        end = bisect_right(self._usable_starts, self.sentences[number].start - 1)
        start = bisect_right(self._usable_starts, self.sentences[max(0, number - REACH_BACK)].start - 1)
        return self.usable[start:end]

    def _dated(self, claim: Claim, ledger: Ledger) -> Claim:
        """Give an undated claim the date of the story it continues."""
        if claim.when.stated or claim.when.spans or ledger.latest is None:
            return claim
        words = claim.sentence
        if _EARLIER.search(self.article.text, words.start, words.end):
            return claim
        before = ledger.latest
        same_paragraph = before.claims[-1].sentence.paragraph == words.paragraph
        takes_up = claim.is_definite or _ALSO.search(self.article.text, words.start, words.end)
        near = 0 <= claim.number - before.last <= (STORY_HOLDS if takes_up or same_paragraph else 0)
        if not near or not before.when.date_start or before.when.is_borrowed:
            return claim
        reason = "dated by the sentence before, which it continues"
        return replace(claim, when=replace(before.when, stated=False, reason=reason))

    def _place_of_story(self, claim: Claim, ledger: Ledger) -> Where | None:
        """Return the place told of just before, for a claim that names none."""
        if claim.event.text.lower() in BACKDROP_WORDS and not claim.when.stated and not claim.is_definite:
            return None
        settled = claim.family in STAYS_IN_TOWN and not self._tells_of_many_places(ledger)
        if claim.family not in CARRIES_PLACE and not settled and not self._goes_on(claim, ledger):
            return None
        longest = LONGEST_PERIOD_DAYS if claim.when.is_period else LONGEST_STORY_DAYS
        if claim.when.stated and claim.when.days > longest:
            return None
        happening = next((h for h in reversed(ledger.happenings[-4:]) if h.where), None)
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

    def _starts_anew(self, claim: Claim, happening: Happening, ledger: Ledger) -> bool:
        """Whether a dated claim in a later paragraph tells another story than ``happening``."""
        before = happening.claims[-1]
        words = " ".join(span.of(self.article.text) for span in claim.when.spans)
        if before.sentence.paragraph == claim.sentence.paragraph or _COUNTED_FROM_STORY.search(words):
            return False
        if claim.family not in CARRIES_PLACE:
            return self._tells_of_many_places(ledger)
        return self._tells_of_many_places(ledger) and not claim.when.overlaps(happening.when)

    def _tells_of_many_places(self, ledger: Ledger) -> bool:
        """Whether what was told so far happened in more than one town."""
        places = {
            h.where.mention.place.id for h in ledger.happenings[:20] if h.where and h.where.mention.place
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

    def _sentence_of(self, mention: PlaceMention) -> int:
        return max(0, bisect_right(self.sentences, mention.start, key=lambda s: s.start) - 1)

    def _is_in_body(self, mention: PlaceMention) -> bool:
        return self.sentences[self._sentence_of(mention)].kind is SentenceKind.BODY

    def _paragraph_of(self, mention: PlaceMention) -> int:
        return self.sentences[self._sentence_of(mention)].paragraph

    def place_late(self, claim: Claim, ledger: Ledger) -> Claim:
        """Place a claim that nothing before it placed: by what follows, by the dateline, or not at all."""
        following = self._named_next(claim, ledger) if self._leads(claim) else None
        if following is not None and following.where is not None:
            where = carried_place(following.where.mention, claim.event, "the same event told later")
            return replace(claim, where=where)
        if self.dateline is not None and claim.number < DATELINE_REACH and self._leads(claim):
            return replace(claim, where=carried_place(self.dateline, claim.event, "the dateline"))
        country = self._country_of(claim)
        if country is not None:
            return replace(claim, where=carried_place(country, claim.event, "the country it tells of"))
        return claim

    def _country_of(self, claim: Claim) -> PlaceMention | None:
        """The country for what is told of a longer time and of no single place: "strikes in recent weeks"."""
        if claim.is_outcome or claim.family not in TOLD_OF_COUNTRIES or not claim.when.stated:
            return None
        in_range = SHORTEST_PERIOD_DAYS <= claim.when.days <= LONGEST_PERIOD_TOLD
        if not in_range or claim.names_unknown_place or claim.event.text.lower() in BACKDROP_WORDS:
            return None
        named = [m for m in self.places[claim.number] if m.place and m.place.kind is PlaceKind.COUNTRY]
        return next((m for m in named if m.place and m.place.country_code == self.main_country), None)

    def _leads(self, claim: Claim) -> bool:
        """Whether no place was named before the claim, so that it can only be named after it."""
        return self._first_in_body is None or self._first_in_body >= claim.sentence.start

    def _named_next(self, claim: Claim, ledger: Ledger) -> Happening | None:
        following = []
        for happening in ledger.happenings:
            gap = happening.claims[0].number - claim.number
            alike = claim.family in happening.families or (claim.is_outcome and happening.only_outcomes)
            if alike and 0 <= gap <= NAMED_WITHIN:
                same_type = any(
                    c.event.sub_event_type is claim.event.sub_event_type for c in happening.claims
                )
                following.append((not same_type, gap, happening))
        return min(following, key=lambda f: f[:2])[2] if following else None


def _share(event: EventMention, where: Where, wheres: Sequence[Where]) -> Toll:
    """Return the part of the sentence's toll that belongs to one of its places.

    A toll told between two places belongs to the first of them; a toll of all places together is no one
    place's number, only a bound for each.
    """
    toll = event.toll
    if len(wheres) < 2 or not toll.spans:
        return toll
    ends = [w.mention.end for w in wheres]
    last = bisect_right(ends, toll.spans[0].start) - 1
    if 0 <= last < len(wheres) - 1:
        return toll if wheres[last] is where else Toll()
    return Toll(fatalities_high=toll.fatalities_high or toll.fatalities, spans=toll.spans)
