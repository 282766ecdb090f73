"""Chooses the time of a trigger out of the candidates that the encoder scored."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from articles.reading.boosted import Boosted
from articles.reading.encoder import FOLDER
from articles.reading.found import Found
from articles.reading.pieces import Spanned
from articles.reading.spoken import is_told_of_before
from articles.reading.where import Asked
from articles.times.intervals import interval_of
from articles.words.closed import Speech, speech
from geodata.model import DatePrecision, SentenceKind, TimeMention

WHEN_FILE = FOLDER / "when.npz"
#: Below this no time of the text is the event's: by the encoder, and by the trees.
LIKELY_FROM, WHEN_FROM = 0.3, 0.4

WHEN_NAMES = (
    "p",
    "top",
    "share",
    "rank",
    "same_sentence",
    "sentences",
    "after",
    "gap",
    "alone_here",
    "days",
    "open_start",
    "open_end",
    "old",
    "future",
    "latest",
    "line",
    "opening",
    "before",
    "speech",
    "times",
    "told",
    "candidates",
    "others",
    "triggers_between",
    "sort",
)

_WORD = re.compile(r"[A-Za-z]+")
_SAYING = speech(Speech.NAME)
_BEFORE = (
    "on",
    "in",
    "since",
    "until",
    "by",
    "before",
    "after",
    "from",
    "during",
    "of",
    "late",
    "early",
    "between",
    "for",
)
_LINES, _SORTS = tuple(SentenceKind), ("DATE", "TIME", "DURATION", "SET")
#: "Ten days after": a distance from another event, in the sentence that tells of that one.
_APART, _SIDE = re.compile(r"P(\d+)([DWMY])"), re.compile(r"(?i)\b(?:after|before)$")
_CLAUSE_END = re.compile(r"[,;:()]|\b(?:that|which|who)\b")
#: "Entered the hamlets around Vinchos, in the department of Ayacucho, and killed": one clause.
_WHERE_IT_LIES = re.compile(
    r",\s(?:in|near|at|outside|(?:north|south|east|west)\w*\sof)\s[^,;:()]{1,60},(?=\sand\s\w+ed\b|\sand\s$)"
)
_DAYS, _SLACK = {"D": 1, "W": 7, "M": 30, "Y": 365}, {"D": 0, "W": 3, "M": 15, "Y": 182}
#: What stands before the day somebody was born on.
_BORN = re.compile(r"\bborn (?:(?:in|on|at|near) )?(?:[A-Z][\w’'-]*,? (?:in|on) )?$")
_POSSESSIVE = re.compile(r"\s?['’]s?\s")
#: The words that a possessive may belong to: to the end of the phrase, at most eight.
_PHRASE = re.compile(r"(?:\s*[\w’'-]+(?<!\bin)(?<!\bof)(?<!\bon)(?<!\bto)){1,8}")
#: A clause put in, and what closes it.
_PUT_IN = re.compile(r",\s(?:who|whose|which)\b")
_CLOSED = re.compile(r"[^,;]{0,80},")
#: "The market was still burning yesterday": that is not when it was set on fire.
_GOES_ON = re.compile(
    r"\bstill\s(?:burning|smou?ldering|smoking|ablaze|in\sflames|on\sfire|missing|recovering)\s(?:on\s)?$"
)
#: "On January 27, when two bombers killed 20": nothing else is told between the two.
_WHEN = re.compile(r",?\s+when\s[^.;:()]{0,80}$")
#: How likely the time is whose clause tells what happened then.
LED_FROM = 0.85
#: From a time longer than this no other is counted.
VAGUE_DAYS = 31
#: So many characters around a time show whether it tells when something was said.
_AROUND = 40

Scored = tuple[TimeMention, float]
Floats = npt.NDArray[np.float64]


def judge_times(
    found: Found, asked: Sequence[Asked], scored: Sequence[Sequence[Scored]], trees: Boosted | None
) -> list[list[Scored]]:
    """Return for each trigger the dated candidates with the probability that each is the event's time.

    The encoder chooses the one that belongs to the trigger, the others get 0; the trees say how likely it
    is right. By themselves they would take any day shortly before the publication.
    """
    triggers = [a.trigger.start for a in asked]
    dated = [
        [(m, p) for m, p in row if (m.date_start or m.date_end) and _may_be_of(found, a, m, triggers)]
        for a, row in zip(asked, scored, strict=True)
    ]
    if trees is None or not any(dated):
        return dated
    told = Told.of(found, asked)
    rows = [when_features(told, a, row) for a, row in zip(asked, dated, strict=True) if row]
    likely = iter(trees.probabilities(np.concatenate(rows)).tolist())
    judged = []
    for a, row in zip(asked, dated, strict=True):
        first = max(row, key=lambda x: x[1], default=None)
        sure = [next(likely) for _ in row]
        own = [q if x is first and x[1] >= LIKELY_FROM else 0.0 for x, q in zip(row, sure, strict=True)]
        judged.append(_with_led(found, a, [(m, q) for (m, _), q in zip(row, own, strict=True)]))
    return judged


def _with_led(found: Found, asked: Asked, row: list[Scored]) -> list[Scored]:
    """Return the candidates; a time whose clause tells what happened then is the trigger's, as a whole.

    So it is in "since April 2023, when ten policemen died".
    """
    text = found.article.text
    led = next((m for m, _ in row if m.end < asked.trigger.start and _leads(text, m, asked.trigger)), None)
    if led is None:
        return row
    first, last = interval_of(led.value) or (led.date_start, led.date_end)
    closed = led if led.date_start and led.date_end else replace(led, date_start=first, date_end=last)
    return [(closed, max(q, LED_FROM)) if m is led else (m, 0.0) for m, q in row]


def _leads(text: str, mention: TimeMention, trigger: Spanned) -> bool:
    return _WHEN.match(text, mention.end, trigger.start) is not None


def _may_be_of(found: Found, asked: Asked, mention: TimeMention, triggers: Sequence[int]) -> bool:
    """Whether a time may be an event's at all: no birthday, no picture's day, not that of something else.

    ``triggers`` are where the words begin that report the article's events.
    """
    text = found.article.text
    before = text[max(0, mention.start - _AROUND) : mention.start]
    if _BORN.search(before) or _GOES_ON.search(before):
        return False
    if is_of_noun(text, mention, triggers):
        return False
    number = found.sentence_at(mention.start)
    if number == asked.number:
        begins = found.sentences[number].start
        return not (
            is_told_of_before(text, asked.trigger, mention)
            or is_in_relative(text, begins, mention, asked.trigger)
        )
    return found.sentences[number].kind is not SentenceKind.BOILERPLATE


def is_of_noun(text: str, mention: Spanned, triggers: Sequence[int]) -> bool:
    """Whether a time belongs to a noun that reports nothing: "yesterday's tip", "last June's elections".

    In "Sunday's attack on the town killed two" it is the attack's, and so may be that of all it did.
    """
    if mention.end - mention.start > 2 and text[mention.end - 2 : mention.end] in ("'s", "’s"):
        end = mention.end
    elif own := _POSSESSIVE.match(text, mention.end):
        end = own.end()
    else:
        return False
    phrase = _PHRASE.match(text, end)
    return phrase is not None and not any(end <= start < phrase.end() for start in triggers)


def is_in_relative(text: str, begins: int, mention: Spanned, trigger: Spanned) -> bool:
    """Whether a time stands in a clause put in, which is closed before the trigger.

    "The man, who had fled two days ago, was killed": the sentence begins at ``begins``.
    """
    if trigger.start < mention.end:
        return False
    opened = list(_PUT_IN.finditer(text, begins, mention.start))
    return bool(
        opened
        and "," not in text[opened[-1].end() : mention.start]
        and _CLOSED.match(text[mention.end : trigger.start])
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells as a whole: where the triggers of each sentence start, and facts of each time.

    ``times`` holds a row for a time's start: its interval, line, whether it opens the text, the word before
    it, whether it dates words, how often the interval is named, its sort; ``numbers`` its sentence.
    """

    triggers: Mapping[int, Sequence[int]]
    times: Mapping[int, Sequence[float]]
    numbers: Mapping[int, int]

    @classmethod
    def of(cls, found: Found, asked: Sequence[Asked]) -> Told:
        """Look once for all triggers."""
        triggers: dict[int, list[int]] = defaultdict(list)
        for a in asked:
            triggers[a.number].append(a.trigger.start)
        intervals = Counter((m.date_start, m.date_end) for m in found.times.items)
        dated = [m for m in found.times.items if m.date_start or m.date_end]
        numbers = {m.start: found.sentence_at(m.start) for m in dated}
        return cls(
            triggers, {m.start: _of_time(found, m, numbers[m.start], intervals) for m in dated}, numbers
        )


def _of_time(
    found: Found, mention: TimeMention, number: int, intervals: Mapping[tuple[date | None, date | None], int]
) -> list[float]:
    """Return a row of ``Told.times``: the interval has five columns."""
    return [
        *_interval(found, mention),
        float(_LINES.index(found.sentences[number].kind)),
        float(number < 2),
        float(_word_before(found.article.text, mention)),
        float(when_was_said(found.article.text, mention)),
        float(intervals[mention.date_start, mention.date_end]),
        float(_SORTS.index(mention.kind)) if mention.kind in _SORTS else -1.0,
    ]


def when_features(told: Told, asked: Asked, scored: Sequence[Scored]) -> Floats:
    """Return a row of features, named in ``WHEN_NAMES``, for every dated candidate of a trigger."""
    trigger, number = asked.trigger, asked.number
    here = told.triggers[number]
    p = [q for _, q in scored]
    top = max(p)
    ranks = np.argsort(np.argsort(-np.array(p), kind="stable")).tolist()
    numbers = [told.numbers[m.start] for m, _ in scored]
    latest = max((_last(m) for m, _ in scored), default=0)
    rows = []
    for (mention, q), n, rank in zip(scored, numbers, ranks, strict=True):
        low, high = min(mention.end, trigger.end), max(mention.start, trigger.start)
        *interval, line, opening, before, speech, times, sort = told.times[mention.start]
        rows.append(
            [
                q,
                top,
                q / max(1e-6, top),
                rank,
                n == number,
                n - number,
                mention.start >= trigger.start,
                min(600, max(0, high - low)),
                numbers.count(n),
                *interval,
                _last(mention) == latest,
                line,
                opening,
                before,
                speech,
                times,
                asked.told,
                len(scored),
                len(here),
                sum(low <= start < high for start in here),
                sort,
            ]
        )
    return np.array(rows, dtype=np.float64)


def of_aside(found: Found, asked: Asked, time: TimeMention | None) -> TimeMention | None:
    """Return the time of what is told as so long before or after another thing: "came a day after they left".

    ``time`` is that of the other; it is moved by the distance. Without an aside, or with a date of its own
    in it, ``time`` is returned as it is.
    """
    first, last = np.searchsorted(found.times.numbers, [asked.number, asked.number + 1])
    for mention in found.times.items[int(first) : int(last)]:
        if mention.end > asked.trigger.start:
            break
        match = _APART.fullmatch(mention.value)
        side = _SIDE.search(mention.text)
        if not match or not side:
            continue
        between = found.article.text[mention.end : asked.trigger.start]
        if _CLAUSE_END.search(_WHERE_IT_LIES.sub(" ", between)):
            continue
        own = time is not None and time.start >= mention.end
        if time is None or (own and not _CLAUSE_END.search(found.article.text[mention.end : time.start])):
            return time
        days, slack = int(match[1]) * _DAYS[match[2]], _SLACK[match[2]]
        move = timedelta(days=days if side[0].lower() == "before" else -days)
        start, end = time.date_start or time.date_end, time.date_end or time.date_start
        if start is None or end is None or (end - start).days > VAGUE_DAYS:
            return time
        start, end = start + move - timedelta(days=slack), end + move + timedelta(days=slack)
        return replace(
            mention,
            date_start=start,
            date_end=end,
            precision=DatePrecision.of_interval(start, end),
            reasons=(f"counted from “{time.text}”",),
        )
    return time


def _last(mention: TimeMention) -> int:
    day = mention.date_end or mention.date_start
    return day.toordinal() if day else 0


def _interval(found: Found, mention: TimeMention) -> list[float]:
    """Days (logarithmic), open start, open end, days before the publication (logarithmic), after it."""
    first, last = mention.date_start or mention.date_end, mention.date_end or mention.date_start
    assert first is not None
    assert last is not None
    days = [
        math.log1p((last - first).days),
        float(mention.date_start is None),
        float(mention.date_end is None),
    ]
    published = found.article.published
    if published is None:
        return [*days, math.nan, 0.0]
    old = (published - last).days
    return [*days, math.copysign(math.log1p(abs(old)), old), float(first > published)]


def _word_before(text: str, mention: TimeMention) -> int:
    words = _WORD.findall(text[max(0, mention.start - 20) : mention.start])
    word = words[-1].lower() if words else ""
    return _BEFORE.index(word) if word in _BEFORE else -1


def when_was_said(text: str, mention: TimeMention) -> int:
    """Return 1 where a verb of saying stands right before a time, "said on Monday", 2 right after, else 0."""
    before = _WORD.findall(text[max(0, mention.start - _AROUND) : mention.start])[-3:]
    if any(w.lower() in _SAYING for w in before):
        return 1
    after = _WORD.findall(text[mention.end : mention.end + _AROUND])[:3]
    return 2 if any(w.lower() in _SAYING for w in after) else 0
