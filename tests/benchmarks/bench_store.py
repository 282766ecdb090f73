"""Measures storing and joining without reading: milliseconds an article, thousand by thousand.

Run ``python tests/benchmarks/bench_store.py [--articles 10000] [--batch 50] [--profile]``. The articles and
what was read in them are made here: 600 words, some 40 mentions and four reports each, towns as uneven as in
news, one day's news after another, every seventh article a copy, one report in six without an exact day.
Every thousand articles tell as much as the thousand before, of other days and in other words, so that what
a thousand takes tells how the store's size weighs and not what happened in it. Processor time is counted, not
waiting.
Exits with 1 when the last thousand takes over 15 % longer than the first, or over 5 ms an article.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from geodata.model import (
    Article,
    Candidate,
    Certainty,
    DatePrecision,
    EventMention,
    Modality,
    Place,
    PlaceKind,
    PlaceMention,
    PlacePrecision,
    PlaceRole,
    PlaceUse,
    Reading,
    Report,
    Sentence,
    SentenceKind,
    Span,
    SubEventType,
    TimeMention,
    Toll,
)
from geodata.store import Store

LIMIT_MS = 5.0
GROWTH = 1.15
PER_DAY = 40
# Whole days of news; after so many articles the same happens again, in other words.
ROUND = 1_000
_FIRST_DAY = date(2022, 3, 1)
_TOWNS = 3_000
_OUTLETS = tuple(f"Outlet {n}" for n in range(25))
_KINDS = (
    *[SubEventType.SHELLING] * 4,
    *[SubEventType.AIR_STRIKE] * 2,
    SubEventType.ARMED_CLASH,
    SubEventType.ATTACK,
    SubEventType.REMOTE_EXPLOSIVE,
    SubEventType.PEACEFUL_PROTEST,
)
_WORDS = [
    a + b + c
    for a in ("bar", "mil", "tor", "ves", "kal")
    for b in ("on", "ari", "esk", "um", "id", "och")
    for c in ("ter", "ing", "ova", "ment", "ders", "lin", "pol", "ka")
]


def make_towns(dice: random.Random) -> list[Place]:
    """Return made towns, each in one of 25 units."""
    towns = []
    for n in range(_TOWNS):
        latitude, longitude = round(dice.uniform(44.5, 52.2), 4), round(dice.uniform(22.5, 40.0), 4)
        unit = f"UA.{int(latitude - 44) // 2 * 5 + int(longitude - 22) // 4:02}"
        towns.append(
            Place(
                id=f"made:{n}", name=f"Town{n}", kind=PlaceKind.SETTLEMENT, latitude=latitude,
                longitude=longitude, country_code="UA", admin1=unit, admin1_name=f"Unit {unit}",
                admin2=f"{unit}.{n % 12}", population=dice.randrange(300, 90_000),
            )
        )  # fmt: skip
    return towns


class News:
    """Makes articles in the order of their days; the same seed gives the same ones."""

    def __init__(self, seed: int = 0) -> None:
        self.seed, self.dice, self.wording = seed, random.Random(seed), random.Random(seed + 1)
        self.towns = make_towns(self.dice)
        self.happenings: list[tuple[Place, SubEventType, date, int | None, str]] = []
        self._happen(_FIRST_DAY - timedelta(days=1))

    def articles(self, count: int) -> Iterator[tuple[Article, Reading]]:
        """Yield articles with what was read in them."""
        last: list[tuple[str, list[Report]]] = []
        for number in range(count):
            if number % ROUND == 0:
                self.dice.seed(self.seed)
            today = _FIRST_DAY + timedelta(days=number // PER_DAY)
            if number % PER_DAY == 0:
                self._happen(today)
                last = []
            outlet = self.dice.choice(_OUTLETS)
            if last and self.dice.random() < 0.15:
                text, told = self.dice.choice(last)
            else:
                text, told = self._tell(number, today)
                last.append((text, told))
            yield self._article(number, today, outlet, text, told)

    def _happen(self, today: date) -> None:
        """Let some sixty things happen on a day, most where most happened before."""
        self.happenings = self.happenings[-60:]
        for _ in range(60):
            town = self.towns[int(_TOWNS * self.dice.random() ** 4)]
            toll = self.dice.choice((None, None, 1, 1, 2, 3, 5, 12))
            words = " ".join(self.wording.choices(_WORDS, k=6))
            self.happenings.append((town, self.dice.choice(_KINDS), today, toll, words))

    def _tell(self, number: int, today: date) -> tuple[str, list[Report]]:
        """Return a text of some 600 words and the reports in it, which stand at its sentences."""
        dice, wording = self.dice, self.wording
        sentences = [f"Story {number}."]
        told: list[Report] = []
        at = len(sentences[0]) + 1
        chosen = dice.sample(self.happenings, dice.randrange(2, 7))
        for n in range(32):
            if n % 5 == 0 and n // 5 < len(chosen):
                town, kind, day, toll, words = chosen[n // 5]
                dead = "" if toll is None else f" killing {toll}"
                line = f"Shells hit {town.name} {words}{dead}, {' '.join(wording.choices(_WORDS, k=8))}."
                told.append(_report(dice, at, line, town, kind, day, toll, today))
            else:
                line = " ".join(wording.choices(_WORDS, k=18)) + "."
            sentences.append(line)
            at += len(line) + 1
        return " ".join(sentences), told

    def _article(
        self, number: int, today: date, outlet: str, text: str, told: list[Report]
    ) -> tuple[Article, Reading]:
        article = Article.create(
            text, title=f"Story {number}", published=today, outlet=outlet,
            url=f"https://{outlet[7:]}.example/{number}",
        )  # fmt: skip
        reports = tuple(
            replace(report, id=f"{article.id}-{n}", article_id=article.id) for n, report in enumerate(told)
        )
        return article, self._reading(article, reports)

    def _reading(self, article: Article, reports: tuple[Report, ...]) -> Reading:
        sentences, places, times, events = [], [], [], []
        at = 0
        for n, line in enumerate(article.text.split(". ")):
            sentences.append(
                Sentence(
                    start=at,
                    end=min(len(article.text), at + len(line) + 1),
                    paragraph=n // 4,
                    kind=SentenceKind.BODY,
                )
            )
            if n % 2 == 0:
                places.append(self._mention(at))
            if n % 4 == 0:
                times.append(_time(at, article.published or _FIRST_DAY))
            if n % 3 == 0:
                events.append(_trigger(at, n))
            at += len(line) + 2
        return Reading(
            article_id=article.id, sentences=tuple(sentences), places=tuple(places), times=tuple(times),
            events=tuple(events), reports=reports,
        )  # fmt: skip

    def _mention(self, at: int) -> PlaceMention:
        some = [self.towns[int(_TOWNS * self.dice.random() ** 3)] for _ in range(3)]
        parts = (("population", 0.4), ("near the others", 0.3), ("named before", 0.1))
        known = [
            Candidate(place=p, score=0.9 - n / 4, parts=parts) for n, p in enumerate(dict.fromkeys(some))
        ]
        return PlaceMention(
            start=at, end=at + 6, text="Town", use=PlaceUse.LITERAL, role=PlaceRole.EVENT,
            candidates=tuple(known), place=some[0], latitude=some[0].latitude, longitude=some[0].longitude,
            precision=PlacePrecision.SETTLEMENT, confidence=0.8, reasons=("most people live there",),
        )  # fmt: skip


def _time(at: int, day: date) -> TimeMention:
    return TimeMention(
        start=at, end=at + 6, text="Monday", value=day.isoformat(), kind="DATE", date_start=day, date_end=day,
        precision=DatePrecision.DAY, reasons=("the Monday before publication",),
    )  # fmt: skip


def _trigger(at: int, sentence: int) -> EventMention:
    return EventMention(
        start=at, end=at + 6, text="Shells", sentence=sentence, sub_event_type=SubEventType.SHELLING,
        modality=Modality.HAPPENED, certainty=Certainty.STATED, toll=Toll(),
        confidence=0.8,
    )  # fmt: skip


def _report(
    dice: random.Random,
    at: int,
    line: str,
    town: Place,
    kind: SubEventType,
    day: date,
    toll: int | None,
    today: date,
) -> Report:
    start: date | None = day
    end: date | None = day
    chance = dice.random()
    if chance < 0.08:
        start, end = None, today
    elif chance < 0.16:
        start = day - timedelta(days=dice.randrange(1, 6))
    return Report(
        id="", article_id="", excerpt=Span(start=at, end=at + len(line)),
        trigger_span=Span(start=at, end=at + 6), sub_event_type=kind, place=town, latitude=town.latitude,
        longitude=town.longitude, place_precision=PlacePrecision.SETTLEMENT, place_confidence=0.8,
        place_spans=(Span(start=at + 11, end=at + 11 + len(town.name)),), date_start=start, date_end=end,
        date_precision=DatePrecision.of_interval(start, end), published=today,
        toll=Toll(fatalities=toll if dice.random() < 0.8 else None), reasons=("made",),
    )  # fmt: skip


def run(count: int, batch: int, name: str) -> list[float]:
    """Store and join so many articles; return the milliseconds an article of each thousand."""
    made = News().articles(count)
    costs: list[float] = []
    step = max(batch, count // 10)
    with Store(name) as store:
        for first in range(0, count, step):
            spent = 0.0
            pairs = list(islice(made, step))
            for start in range(0, len(pairs), batch):
                started = time.process_time()
                store.save_readings(pairs[start : start + batch])
                spent += time.process_time() - started
            costs.append(spent / len(pairs) * 1_000)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{first + len(pairs):>7,} articles: {costs[-1]:5.2f} ms an article, {memory:,.0f} MB")  # noqa: T201
        counts = store.counts()
        there = len(store.article_ids()) + len(store.shelved())
    if there != count:
        sys.exit(f"{count - there:,} of {count:,} articles are neither in force nor kept aside")
    print(f"{counts['reports']:,} reports in {counts['events']:,} events, {counts['unjoined']} unjoined")  # noqa: T201
    return costs


def main() -> int:
    """Print the figures; return 1 when a bar is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--batch", type=int, default=50)
    options.add_argument("--profile", action="store_true", help="print what takes the time")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        watching = cProfile.Profile()
        if chosen.profile:
            watching.enable()
        costs = run(chosen.articles, chosen.batch, str(Path(folder) / "bench.db"))
        watching.disable()
        if chosen.profile:
            pstats.Stats(watching).sort_stats("cumulative").print_stats(60)
    return int(costs[-1] > LIMIT_MS or costs[-1] > GROWTH * costs[0])


if __name__ == "__main__":
    sys.exit(main())
