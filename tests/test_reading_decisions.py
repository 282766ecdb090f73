"""What always holds of a decision, whatever the weights: lists, areas, who took ground, shared tolls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from reading_samples import PLACES

from articles.reading.claims import KINDS, Claim, mix_kinds
from articles.reading.found import gather
from articles.reading.happenings import Happening
from articles.reading.pairs import OFFSETS, Table, Triggers, candidates, features
from articles.reading.precision import precision_of
from articles.reading.reports import dates_of, to_reports
from articles.reading.sure import Story
from articles.reading.territory import by_taker
from articles.reading.when import judge_times, of_aside, when_was_said
from articles.reading.where import Asked, choose_places, list_of
from articles.sentences import split_sentences
from articles.times import find_times
from articles.tolls import find_tolls
from geodata.model import (
    Article,
    DatePrecision,
    EventMention,
    PlaceMention,
    PlacePrecision,
    PlaceUse,
    Span,
    TimeMention,
)
from geodata.model import SubEventType as Sub
from geodata.model.precision import VAGUE_RADIUS_KM


def mention(text: str, name: str) -> PlaceMention:
    start = text.index(name)
    return PlaceMention(start=start, end=start + len(name), text=name, place=PLACES[name], confidence=0.9)


def claim(text: str, trigger: str, kind: Sub, **more: object) -> Claim:
    start = text.index(trigger)
    kinds = np.zeros(len(KINDS), dtype=np.float32)
    kinds[KINDS.index(kind)] = 1.0
    span = Span(start=start, end=start + len(trigger))
    values = {"trigger": span, "pieces": (0, 1), "number": 0, "told": 0.9, "sentence": 0.9, "kinds": kinds}
    return Claim(**{**values, **more})  # type: ignore[arg-type]


def test_names_joined_by_commas_and_and_are_one_list_but_a_place_and_its_region_are_none() -> None:
    text = "Shells hit Orikhiv, Nikopol and Sumy, and mines were found in Kupiansk, Kharkiv region."
    names = ["Orikhiv", "Nikopol", "Sumy", "Kupiansk", "Kharkiv region"]
    mentions = [mention(text, name) for name in names]
    article = Article.create(text)
    numbers = list_of(gather(article, split_sentences(text), mentions, []), mentions)
    assert numbers[0] == numbers[1] == numbers[2]
    assert len({numbers[2], numbers[3], numbers[4]}) == 3


def test_the_area_around_a_chosen_place_is_no_second_place() -> None:
    text = "Shelling hit Kupiansk in the Kharkiv region and Sumy."
    scored = [(mention(text, n), p) for n, p in (("Kupiansk", 0.9), ("Kharkiv region", 0.7), ("Sumy", 0.6))]
    assert [m.text for m, _ in choose_places(scored)] == ["Kupiansk", "Sumy"]


def test_an_area_that_the_text_puts_around_a_place_is_no_second_place() -> None:
    text = "Troops left Baidoa in the Kharkiv region on Thursday."
    scored = [(mention(text, "Baidoa"), 0.9), (mention(text, "Kharkiv region"), 0.6)]
    assert [m.text for m, _ in choose_places(scored, text)] == ["Baidoa"]
    assert len(choose_places(scored)) == 2


def test_the_likeliest_place_is_taken_where_none_is_sure_and_none_where_all_are_unlikely() -> None:
    text = "Shelling hit Kupiansk, an official said in Sumy."
    one, other = mention(text, "Kupiansk"), mention(text, "Sumy")
    assert [m.text for m, _ in choose_places([(one, 0.3), (other, 0.2)])] == ["Kupiansk"]
    assert choose_places([(one, 0.05), (other, 0.02)]) == []


def test_an_area_that_is_far_likelier_than_a_place_in_it_is_the_place() -> None:
    text = "Drones hit a depot in the Kharkiv region; traffic in Kupiansk stopped."
    area, town = mention(text, "Kharkiv region"), mention(text, "Kupiansk")
    assert [m.text for m, _ in choose_places([(area, 0.9), (town, 0.6)])] == ["Kharkiv region"]
    assert [m.text for m, _ in choose_places([(area, 0.7), (town, 0.6)])] == ["Kupiansk"]


def test_a_government_named_by_its_capital_is_no_place_of_an_event() -> None:
    text = "Shelling hit Kupiansk; Nairobi condemned it."
    capital = replace(mention(text, "Nairobi"), use=PlaceUse.METONYM)
    assert [m.text for m, _ in choose_places([(mention(text, "Kupiansk"), 0.2), (capital, 0.9)])] == [
        "Kupiansk"
    ]
    assert choose_places([(capital, 0.9)]) == []


@pytest.mark.parametrize(
    ("kind", "trigger", "taker", "country", "expected"),
    [
        (Sub.GOVERNMENT_REGAINS, "captured", "Military Forces of Russia", "UA", Sub.NON_STATE_OVERTAKES),
        (Sub.NON_STATE_OVERTAKES, "retook", "Military Forces of Ukraine", "UA", Sub.GOVERNMENT_REGAINS),
        (Sub.GOVERNMENT_REGAINS, "seized", "Al Shabaab", "SO", Sub.NON_STATE_OVERTAKES),
        (Sub.GOVERNMENT_REGAINS, "raised their flag", "Al Shabaab", "SO", Sub.NON_STATE_OVERTAKES),
        (Sub.GOVERNMENT_REGAINS, "advanced", "Military Forces of Russia", "UA", Sub.NON_STATE_OVERTAKES),
        (Sub.NON_STATE_OVERTAKES, "advanced", "Military Forces of Ukraine", "UA", Sub.GOVERNMENT_REGAINS),
        (Sub.NON_STATE_OVERTAKES, "withdrew", "Military Forces of Ukraine", "UA", Sub.NON_STATE_OVERTAKES),
        (Sub.GOVERNMENT_REGAINS, "captured", None, "UA", Sub.GOVERNMENT_REGAINS),
        (Sub.SHELLING, "seized", "Military Forces of Russia", "UA", Sub.SHELLING),
    ],
)
def test_who_took_ground_decides_the_sub_type(
    kind: Sub, trigger: str, taker: str | None, country: str, expected: Sub
) -> None:
    assert by_taker(kind, trigger, taker, country) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells hit Kupiansk.", PlacePrecision.SETTLEMENT),
        ("Shells fell near Kupiansk.", PlacePrecision.NEAR),
        ("Shells hit the railway station in Kupiansk.", PlacePrecision.SITE),
        ("Shells hit the Kharkiv region.", PlacePrecision.REGION),
    ],
)
def test_how_exactly_the_words_say_where(text: str, expected: PlacePrecision) -> None:
    name = "Kharkiv region" if "region" in text else "Kupiansk"
    assert precision_of(text, mention(text, name)) is expected


def test_what_the_lexicon_says_moves_a_doubtful_sub_type_and_not_a_sure_one() -> None:
    word = EventMention(start=0, end=5, text="bombs", sentence=0, sub_event_type=Sub.AIR_STRIKE)
    flat = np.zeros(len(KINDS), dtype=np.float32)
    doubtful = np.full(len(KINDS), 0.001, dtype=np.float32)
    doubtful[KINDS.index(Sub.SHELLING)], doubtful[KINDS.index(Sub.AIR_STRIKE)] = 0.5, 0.45
    assert KINDS[int(np.argmax(mix_kinds(doubtful, flat, word, [word])))] is Sub.AIR_STRIKE
    sure = np.full(len(KINDS), 0.001, dtype=np.float32)
    sure[KINDS.index(Sub.SHELLING)] = 0.97
    assert KINDS[int(np.argmax(mix_kinds(sure, flat, word, [word])))] is Sub.SHELLING


def test_a_stated_day_after_publication_is_kept_and_said() -> None:
    text = "Shells will have hit Orikhiv on 20 June."
    day = date(2023, 6, 20)
    time = TimeMention(start=32, end=39, text="20 June", value="2023-06-20", date_start=day, date_end=day)
    found = gather(Article.create(text, published=date(2023, 6, 15)), split_sentences(text), [], [])
    dates = dates_of(found, Happening([claim(text, "hit", Sub.SHELLING, time=time, when=0.9)]))
    assert (dates.start, dates.end, dates.precision) == (day, day, DatePrecision.DAY)
    assert "after the day of publication" in dates.reason


def test_the_time_of_a_happening_is_what_most_of_its_surer_claims_say() -> None:
    text = "Soldiers raided the town on Tuesday and killed five, one of them wanted for a shooting last week."
    tuesday, week = find_times(text, date(2023, 3, 17))
    claims = [
        claim(text, "raided", Sub.ARMED_CLASH, time=tuesday, when=0.85),
        claim(text, "killed", Sub.ARMED_CLASH, time=tuesday, when=0.8),
        claim(text, "shooting", Sub.ARMED_CLASH, time=week, when=0.95, told=0.3),
    ]
    assert Happening(claims).time is tuesday
    assert Happening(claims[2:]).time is week


class Sure:
    """Trees that take every time for right."""

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        return np.full(len(rows), 0.9)


def test_the_encoder_chooses_the_time_and_the_trees_say_how_sure_it_is() -> None:
    text = "Shelling hit Udy on Tuesday. Officials met yesterday."
    article = Article.create(text, published=date(2023, 3, 17))
    times = find_times(text, date(2023, 3, 17))
    found = gather(article, split_sentences(text), [], times)
    asked = Asked(Span(start=0, end=8), 0, 0.9)
    scored = [list(zip(times, p, strict=True)) for p in ((0.7, 0.5), (0.1, 0.2))]
    judged = judge_times(found, [asked, asked], scored, Sure())  # type: ignore[arg-type]
    assert [[p for _, p in row] for row in judged] == [[0.9, 0.0], [0.0, 0.0]]


def test_an_undated_happening_is_open_to_the_past_and_ends_with_the_publication() -> None:
    text = "Shells hit Orikhiv."
    found = gather(Article.create(text, published=date(2023, 6, 15)), split_sentences(text), [], [])
    dates = dates_of(found, Happening([claim(text, "hit", Sub.SHELLING)]))
    assert (dates.start, dates.end) == (None, date(2023, 6, 15))


def test_a_toll_of_two_places_together_bounds_each_and_is_neither_ones() -> None:
    text = "Strikes killed nine people in Orikhiv and Nikopol."
    found = gather(Article.create(text), split_sentences(text), [], [])
    base = claim(text, "Strikes", Sub.SHELLING, dead=tuple(find_tolls(text)))
    shared = claim(text, "Strikes", Sub.SHELLING, together=base.toll, place=mention(text, "Orikhiv"))
    [report] = to_reports(found, [Happening([shared])])
    assert (report.toll.fatalities, report.toll.fatalities_high) == (None, 9)


def test_fighters_told_of_besides_widen_the_toll() -> None:
    text = "Raiders fought the police, killing one officer. The army said two raiders had been killed too."
    found = gather(Article.create(text), split_sentences(text), [], [])
    one, two = find_tolls(text)
    told = [
        claim(text, word, Sub.ARMED_CLASH, dead=(toll,)) for word, toll in (("fought", one), ("killed", two))
    ]
    [report] = to_reports(found, [Happening(told)])
    assert (report.toll.fatalities_low, report.toll.fatalities, report.toll.fatalities_high) == (1, 3, 3)


def test_a_town_that_stands_for_an_unlisted_village_is_near_it_and_unsure() -> None:
    text = "Strikes hit Novoselo, beside Kupiansk."
    village = PlaceMention(start=12, end=20, text="Novoselo", confidence=0.9)
    told = claim(
        text, "Strikes", Sub.SHELLING, place=village, next_place=mention(text, "Kupiansk"), where_next=0.2
    )
    found = gather(Article.create(text), split_sentences(text), [], [])
    [report] = to_reports(found, [Happening([told])])
    assert report.place_precision is PlacePrecision.NEAR
    assert report.place_confidence == 0.2


@pytest.mark.parametrize(
    ("told_where", "radius_km"), [("near Kupiansk", VAGUE_RADIUS_KM), ("in Kupiansk", 0.0)]
)
def test_what_is_near_a_town_may_lie_anywhere_around_it(told_where: str, radius_km: float) -> None:
    text = f"Shells fell {told_where}."
    told = claim(text, "Shells", Sub.SHELLING, place=mention(text, "Kupiansk"))
    found = gather(Article.create(text), split_sentences(text), [], [])
    [report] = to_reports(found, [Happening([told])])
    assert report.radius_km == radius_km


def test_pairs_of_a_trigger_and_names_are_described_alike_one_by_one_and_together() -> None:
    text = "Shells hit Orikhiv and Nikopol. Officials met in Sumy. Drones struck Kupiansk."
    names = ["Orikhiv", "Nikopol", "Sumy", "Kupiansk"]
    found = gather(Article.create(text), split_sentences(text), [mention(text, n) for n in names], [])
    table = Table.of(found, found.places)
    start = text.index("struck")
    trigger = Span(start=start, end=start + len("struck"))
    pieces = found.pieces.of(trigger)
    near = candidates(found, found.places, 2)
    assert near.tolist() == [0, 1, 2, 3]
    asked = Triggers.of([(trigger, pieces, 2)])
    rows = features(table, near, asked.at(np.zeros(4, dtype=np.int64)))
    for k in near.tolist():
        assert features(table, near[k : k + 1], asked).tolist() == [rows[k].tolist()]
    between = rows[:, 2] - OFFSETS[2]
    assert between.tolist() == [2, 1, 0, 0]  # names that begin between each one and the trigger
    assert len(set(rows[:, 0].tolist())) == 3  # two sentences before, one before, the trigger's own


@pytest.mark.parametrize(
    ("text", "time", "expected"),
    [
        ("Two died in the blast on Sunday, police said on Monday.", "on Monday", 1),
        ("Two died in the blast on Sunday, police said on Monday.", "on Sunday", 2),
        ("On Monday police said that a blast on Sunday had killed two.", "On Monday", 2),
        ("A blast on Sunday killed two people in the market of the town.", "on Sunday", 0),
    ],
)
def test_a_time_beside_a_verb_of_saying_is_marked(text: str, time: str, expected: int) -> None:
    start = text.index(time)
    assert (
        when_was_said(text, TimeMention(start=start, end=start + len(time), text=time, value="XXXX"))
        == expected
    )


def test_what_else_is_told_of_a_place_speaks_for_a_retelling() -> None:
    text = "Shelling hit Orikhiv. The shelling in Orikhiv hit a school. Drones hit Sumy."
    here, again, other = mention(text, "Orikhiv"), mention(text, "Orikhiv"), mention(text, "Sumy")
    told = [
        Happening([claim(text, "Shelling", Sub.SHELLING, place=here)]),
        Happening([claim(text, "shelling", Sub.SHELLING, place=again, number=1)], like=0.4),
        Happening([claim(text, "Drones", Sub.AIR_STRIKE, place=other, number=2)]),
    ]
    story = Story.of(told)
    before, after, alike, _ = story.here[id(told[1])]
    assert (before, after, alike) == (1.0, 0.0, 1.0)
    assert story.here[id(told[0])][:3] == [0.0, 1.0, 0.0]
    assert story.here[id(told[2])][:3] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("The attack on Friday came a day after troops withdrew.", "withdrew", date(2022, 6, 30)),
        ("The attack on Friday came a day after troops withdrew.", "attack", date(2022, 7, 1)),
        ("Ten days after the fall of the town, shells hit it on Friday.", "fall", date(2022, 6, 21)),
        ("Ten days after the fall of the town, shells hit it on Friday.", "hit", date(2022, 7, 1)),
        ("Friday's talks ended two days before rebels seized the town.", "seized", date(2022, 7, 3)),
        (
            "Friday's blast came a day after rebels entered Udy, in the north, and murdered two.",
            "murdered",
            date(2022, 6, 30),
        ),
    ],
)
def test_what_is_told_as_so_long_before_or_after_keeps_its_own_day(
    text: str, trigger: str, expected: date
) -> None:
    published = date(2022, 7, 2)
    found = gather(
        Article.create(text, published=published), split_sentences(text), [], find_times(text, published)
    )
    start = text.index(trigger)
    friday = next(m for m in found.times.items if m.date_start == date(2022, 7, 1))
    time = of_aside(found, Asked(Span(start=start, end=start + len(trigger)), 0, 1.0), friday)
    assert time is not None
    assert (time.date_start, time.date_end) == (expected, expected)
    assert time is friday or time.reasons == (f"counted from “{friday.text}”",)
    told = dates_of(found, Happening([claim(text, trigger, Sub.ATTACK, time=time)]))
    assert told.reason == ", ".join((f"dated by “{time.text}”", *time.reasons)) + (
        ", which lies after the day of publication" if expected > published else ""
    )
