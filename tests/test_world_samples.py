"""The dispatches from other wars: nothing they are read as may be invented, whatever else is missed."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

import pytest
from test_samples import WORLD_SAMPLES

from articles.pipeline import read_article
from articles.sources import read_file
from geodata.model import Article, Report

# Dispatch: the countries it tells of; its main event's place, first and last day, and dead.
TOLD: dict[str, tuple[str, str, str, str, int]] = {
    "saada-prison": ("YE AE SA", "Saada", "2022-01-21", "2022-01-21", 70),
    "dedebit-camp": ("ET ER", "Dedebit", "2022-01-07", "2022-01-07", 56),
    "mogadishu-zobe": ("SO", "Mogadishu", "2022-10-29", "2022-10-29", 100),
    "kishishe": ("CD RW UG", "Kishishe", "2022-11-29", "2022-11-30", 131),
    "pazigyi": ("MM", "Pa Zi Gyi", "2023-04-11", "2023-04-11", 171),
    "moura-report": ("ML", "Moura", "2022-03-27", "2022-03-31", 500),
    "stepanakert-depot": ("AZ AM", "Stepanakert", "2023-09-25", "2023-09-25", 20),
    "tudun-biri": ("NG", "Tudun Biri", "2023-12-03", "2023-12-03", 85),
    "tabeen-school": ("PS IL", "Gaza", "2024-08-10", "2024-08-10", 93),
    "barsalogho": ("BF", "Barsalogho", "2024-08-24", "2024-08-24", 200),
    "aleppo": ("SY LB", "Aleppo", "2024-11-29", "2024-11-29", 4),
    "wharf-jeremie": ("HT", "Port-au-Prince", "2024-12-06", "2024-12-11", 207),
    "catatumbo": ("CO VE", "Norte de Santander", "2025-01-16", "2025-01-20", 80),
    "el-fasher-hospital": ("SD", "El Fasher", "2025-01-24", "2025-01-24", 70),
}
LEAST_FOUND = 9
"""Main events that must be read with place, days and dead; the others are the reading's to win."""


@lru_cache(maxsize=1)
def read_all() -> dict[str, tuple[Article, tuple[Report, ...]]]:
    found = {}
    for path in WORLD_SAMPLES:
        [article] = [one for one in read_file(path) if isinstance(one, Article)]
        found[path.stem[11:]] = (article, tuple(read_article(article).reports))
    return found


def test_each_dispatch_is_listed() -> None:
    assert {path.stem[11:] for path in WORLD_SAMPLES} == set(TOLD)


@pytest.mark.parametrize("name", TOLD)
def test_nothing_lies_in_a_country_that_is_not_told_of(name: str) -> None:
    countries = TOLD[name][0].split()
    _, reports = read_all()[name]
    assert reports
    elsewhere = {
        r.place.label for r in reports if r.place and r.place.country_code not in (*countries, "", None)
    }
    assert elsewhere == set()


@pytest.mark.parametrize("name", TOLD)
def test_no_day_lies_after_publication_and_no_toll_is_made_up(name: str) -> None:
    article, reports = read_all()[name]
    assert all(r.date_start is None or r.date_start <= (article.published or date.max) for r in reports)
    numbers = {int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", article.text)}
    words = "one two three four five six seven eight nine ten eleven twelve thirteen".split()
    numbers |= {value for value, word in enumerate(words, 1) if re.search(rf"\b{word}\b", article.text, re.I)}
    numbers |= {12} if "a dozen" in article.text else set()
    tolls = {r.toll.fatalities for r in reports if r.toll.fatalities}
    assert {n for n in tolls if n not in numbers and not _is_sum(n, numbers)} == set()


def _is_sum(number: int, numbers: set[int]) -> bool:
    return any(number - one in numbers for one in numbers)


def test_most_main_events_are_found_where_and_when_they_happened() -> None:
    found = {
        name for name, (_, *told) in TOLD.items() if any(_is(report, *told) for report in read_all()[name][1])
    }
    assert len(found) >= LEAST_FOUND, sorted(set(TOLD) - found)


def _is(report: Report, place: str, first: str, last: str, dead: int) -> bool:
    days = (date.fromisoformat(first), date.fromisoformat(last))
    where = report.place.label if report.place else ""
    return place in where and (report.date_start, report.date_end) == days and report.toll.fatalities == dead
