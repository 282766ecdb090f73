"""Each clause keeps its own place, date and side: invented news, read from text to reports."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from articles.pipeline import find_all, read_article
from articles.reading.barred import is_search
from articles.reading.boosted import Boosted, load_boosted
from articles.reading.claims import KINDS, Choosers, Claim, find_claims, find_triggers
from articles.reading.encoder import Vectors, encode, pair_net
from articles.reading.found import gather
from articles.reading.happenings import Happening, join_claims
from articles.reading.pieces import Pieces
from articles.reading.same import SAME_FILE
from articles.reading.spoken import is_of_aside, is_told_of_before
from articles.reading.when import WHEN_FILE, is_in_relative, is_of_noun
from articles.reading.where import WHERE_FILE
from geodata.gazetteer import open_gazetteer
from geodata.model import Article, Modality, Report, Span, TimeMention
from geodata.model import SubEventType as Sub

PUBLISHED = date(2022, 6, 10)  # a Friday


def read(text: str) -> list[Report]:
    return list(read_article(Article.create(text, published=PUBLISHED)).reports)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def names(reports: list[Report]) -> list[str]:
    return [r.place.name if r.place else "" for r in reports]


@pytest.mark.parametrize(
    ("text", "sub_type"),
    [
        ("Ukrainian forces lost control of Popasna on Tuesday.", Sub.NON_STATE_OVERTAKES),
        ("Russian forces lost control of Trostianets on Tuesday.", Sub.GOVERNMENT_REGAINS),
        ("Popasna was captured by Russian infantry on Tuesday.", Sub.NON_STATE_OVERTAKES),
        ("Trostianets was recaptured by Ukrainian infantry on Tuesday.", Sub.GOVERNMENT_REGAINS),
    ],
)
def test_who_wins_is_who_acts(text: str, sub_type: Sub) -> None:
    reports = read(f"{text} The war between Russia and Ukraine goes on.")
    assert [r.sub_event_type for r in reports] == [sub_type]


def test_dates_stay_in_their_clause() -> None:
    reports = read(
        "In Trostianets, which Ukrainian troops liberated on 26 March, three bodies with bound hands were "
        "found on 29 March."
    )
    days = {r.sub_event_type: r.date_start for r in reports}
    assert days == {Sub.GOVERNMENT_REGAINS: date(2022, 3, 26), Sub.ATTACK: date(2022, 3, 29)}


def test_the_cause_of_a_strike_lends_it_no_date() -> None:
    reports = read(
        "Russian missiles struck Orikhiv on Wednesday.\n\nMoscow called the strikes an answer to the "
        "explosion in Melitopol on Sunday."
    )
    assert ("Orikhiv", date(2022, 6, 8)) in [(r.place.name, r.date_end) for r in reports if r.place]
    assert all(r.date_start != date(2022, 6, 5) for r in reports if r.place and r.place.name == "Orikhiv")


def test_the_time_of_day_is_that_of_the_story() -> None:
    [report] = read(
        "A Russian missile hit a school in Orikhiv on Tuesday. The missile struck the two-storey building at "
        "about half past six in the morning, before lessons began."
    )
    assert report.date_start == report.date_end == date(2022, 6, 7)


def test_the_ends_of_a_range_are_no_targets() -> None:
    reports = read(
        "Russian missiles struck Poltava on Tuesday. More than 50 missiles were launched at towns from Sumy "
        "in the north to Mykolaiv in the south."
    )
    assert not {"Sumy", "Mykolaiv"} & set(names(reports))


@pytest.mark.parametrize(
    "bound", ["on its way to Melitopol", "bound for Melitopol", "heading towards Melitopol"]
)
def test_where_a_train_was_bound_is_not_where_it_was_hit(bound: str) -> None:
    reports = read(
        f"Russian missiles struck the station of Orikhiv on Tuesday. A rocket also hit a train {bound}."
    )
    assert "Melitopol" not in names(reports)


def test_bodies_from_the_rubble_belong_to_the_strike() -> None:
    reports = read(
        "Rescuers ended their search in Orikhiv on Thursday after recovering two more bodies. Tuesday's "
        "missile strike on the town killed 17 people."
    )
    assert {r.sub_event_type for r in reports} == {Sub.SHELLING}
    assert max(r.toll.fatalities or 0 for r in reports) == 17


def test_a_search_of_homes_is_none_for_bodies() -> None:
    text = (
        "Police searched homes in Sumy. Rescuers searched the rubble in Izium for survivors. "
        "Troops searched and shot two men, whose bodies lay there."
    )
    article = Article.create(text)
    found = gather(article, *find_all(article, open_gazetteer()))
    spans = [m.span() for m in re.finditer("searched", found.article.text)]
    homes, rubble, _ = (Span(start=a, end=b) for a, b in spans)
    shot = Span(start=text.index("searched and"), end=text.index(" two men"))
    assert not is_search(found, 0, homes)
    assert is_search(found, 1, rubble)
    assert not is_search(found, 2, shot)


@pytest.mark.parametrize("words", ["gave up", "gave up their search", "their search", "found three bodies"])
def test_the_end_of_a_search_is_none_of_an_own_happening(words: str) -> None:
    article = Article.create("Rescuers gave up their search in Izium after they had found three bodies.")
    found = gather(article, *find_all(article, open_gazetteer()))
    assert is_search(found, 0, span(article.text, words))


def test_how_somebody_died_is_a_question() -> None:
    assert read("Doctors in Poltava will examine the soldiers to establish how each man died.") == []


def test_a_wave_dates_its_strikes() -> None:
    reports = read(
        "At least 12 people were killed across Ukraine in Tuesday's missile strikes.\n\nIn Poltava, missiles "
        "struck a district in the west of the city."
    )
    assert ("Poltava", date(2022, 6, 7)) in [(r.place.name, r.date_start) for r in reports if r.place]


def test_a_speaker_is_no_clause() -> None:
    report, *_ = read(
        "On Tuesday evening Ivan Koval, an adviser to the mayor, said Russian troops had shelled the port of "
        "Mykolaiv after a long fight."
    )
    assert report.attribution is not None
    assert "adviser" in report.attribution


class Alike(Boosted):
    """Takes any two claims for the same happening."""

    def probabilities(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.ones(len(rows))


@pytest.mark.parametrize(
    ("text", "happenings"),
    [
        ("Rebels shelled Izium on Monday. On Monday rebels shelled Kupiansk, too.", 2),
        ("Rebels shelled Izium on Monday. The shelling of Izium on Monday killed two people.", 1),
        ("Rebels shelled Izium on Monday. On Thursday rebels shelled Izium again.", 2),
        ("Rebels shelled Kharkiv on Monday. The shells hit Saltivka, a district of Kharkiv.", 1),
    ],
)
def test_two_settlements_and_two_days_are_two_happenings(text: str, happenings: int) -> None:
    article = Article.create(text, published=PUBLISHED)
    found = gather(article, *find_all(article, open_gazetteer()))
    vectors, net = encode(found.pieces), pair_net()
    trees = Choosers(load_boosted(WHERE_FILE), load_boosted(WHEN_FILE))
    claims = find_claims(found, vectors, net, trees, find_triggers(found, vectors))
    every = load_boosted(SAME_FILE)
    alike = Alike(*(getattr(every, f.name) for f in fields(every)))
    assert len(join_claims(found, vectors, net, claims, alike)) == happenings


@pytest.mark.parametrize(
    "text",
    [
        "Police in Poltava arrested a man, born in 1997, over a bomb that killed nobody.",
        "A man who was born in Sumy in 1997 was arrested by the police in Poltava for a bomb attack.",
        "Illustrative photo. A burned truck on a road near Huliaipole, November 2021.\n\n"
        "Russian troops shelled Poltava, the army said.",
    ],
)
def test_a_birth_and_a_picture_date_no_event(text: str) -> None:
    for report in read(text):
        assert report.date_start is None or report.date_start.year == PUBLISHED.year


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("The strikes came after rebels had killed two men in Izium.", True),
        ("The strikes followed an ambush near Izium.", True),
        ("The strikes came hours after a raid on Izium.", True),
        ("The strikes, which broke windows in many streets, came after a raid on Izium.", True),
        ("The strikes on Izium came after a warning.", False),
        ("The strikes came as people slept in Izium.", False),
    ],
)
@pytest.mark.parametrize("words", ["strikes", "strikes came"])
def test_what_came_before_is_told_of_another_place(text: str, before: bool, words: str) -> None:
    if words in text:
        assert is_told_of_before(text, span(text, words), span(text, "Izium")) is before


@pytest.mark.parametrize(
    ("text", "toll", "trigger", "aside"),
    [
        ("Troops killed three men, one of them wanted for a shooting in Sumy.", "three", "shooting", True),
        ("Troops killed two men accused of a grenade attack in Sumy in June.", "two", "grenade attack", True),
        ("Three men were killed in a shooting in Sumy.", "Three", "shooting", False),
        ("Two died in the blast, for which rebels were blamed, and in a raid.", "Two", "raid", False),
    ],
)
def test_what_one_of_the_fallen_had_done_has_no_toll_of_theirs(
    text: str, toll: str, trigger: str, aside: bool
) -> None:
    assert is_of_aside(text, span(text, toll), span(text, trigger)) is aside


def test_who_says_this_year_speaks_for_the_day_in_it() -> None:
    text = "Rebels raided Udy on Friday. Rebels raided and looted Udy this year."
    friday, year = (
        TimeMention(start=at, end=at + 6, text="", kind="DATE", value="", date_start=a, date_end=b)
        for at, a, b in ((22, date(2022, 6, 3), date(2022, 6, 3)), (60, date(2022, 1, 1), date(2022, 12, 31)))
    )
    base = Claim(
        trigger=span(text, "raided"),
        pieces=(0, 1),
        number=0,
        told=0.9,
        sentence=0.9,
        kinds=np.ones(len(KINDS), dtype=np.float32),
        time=friday,
        when=0.9,
    )
    assert Happening([base, replace(base, time=year), replace(base, time=year)]).time == friday


def test_a_word_is_one_trigger_however_its_pieces_are_judged() -> None:
    text = "Rebels retaliated in Izium on Monday."
    article = Article.create(text, published=PUBLISHED)
    found = gather(article, *find_all(article, open_gazetteer()))
    vectors = encode(found.pieces)
    first, last = found.pieces.of(Span(start=text.index("retaliated"), end=text.index(" in ")))
    assert last - first > 2, "no piece lies between"
    told = np.full_like(vectors.told, -9.0)
    told[:, 0] = 9.0
    told[[first, last - 1], 0] = -9.0
    told[[first, last - 1], 1] = 9.0
    triggers = find_triggers(found, replace(vectors, told=told))
    assert [t.trigger.of(text) for t in triggers] == ["retaliated"]


def test_the_sentence_that_is_shown_names_the_place() -> None:
    text = (
        "Gunmen killed 20 villagers in Barsalogho on Tuesday, the army said.\n\n"
        "Paris and Berlin condemned the killings."
    )
    (report,) = read(text)
    assert report.place is not None
    assert "Barsalogho" in text[report.excerpt.start : report.excerpt.end]


@pytest.mark.parametrize(
    ("text", "time", "triggers", "of_noun"),
    [
        ("Police in Sumy, following yesterday's tip, arrested two men.", "yesterday", ["arrested"], True),
        ("Crowds demand a recount of last June’s elections.", "last June", ["Crowds"], True),
        ("Sunday's deadly attack on the town killed two.", "Sunday", ["attack", "killed"], False),
        ("Sunday's deadly early morning suicide car bomb attack killed two.", "Sunday", ["attack"], False),
        ("On Sunday gunmen attacked the town.", "Sunday", ["attacked"], False),
    ],
)
def test_a_time_of_a_noun_that_reports_nothing_dates_nothing(
    text: str, time: str, triggers: list[str], of_noun: bool
) -> None:
    assert is_of_noun(text, span(text, time), [text.index(t) for t in triggers]) is of_noun


@pytest.mark.parametrize(
    ("text", "time", "trigger", "put_in"),
    [
        ("The man, who fled from prison two days ago, was killed by a mob.", "two days ago", "killed", True),
        ("The town, which was shelled on Monday, lies in Sumy region.", "on Monday", "shelled", False),
        ("Rebels, who on Monday took Udy, the army said, shelled Sumy.", "on Monday", "shelled", True),
        ("The men, who are from Udy, were killed on Monday.", "on Monday", "killed", False),
        ("On Monday, police said, two men were killed.", "On Monday", "killed", False),
    ],
)
def test_a_time_in_a_clause_put_in_stays_there(text: str, time: str, trigger: str, put_in: bool) -> None:
    assert is_in_relative(text, 0, span(text, time), span(text, trigger)) is put_in


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The minister attacked the government over its handling of the war in Kharkiv.", "attacked"),
        ("A missile hit a house in Izium. Rescuers searched the rubble for survivors in Izium.", "searched"),
        ("Rebels walked out of the peace talks in Juba.", "walked out of"),
    ],
)
def test_what_only_seems_to_report_stands_in_the_ledger_as_background(
    monkeypatch: pytest.MonkeyPatch, text: str, word: str
) -> None:
    def only_told(pieces: Pieces) -> Vectors:
        vectors = encode(pieces)
        return replace(vectors, told=told_at(vectors.told, *pieces.of(span(text, word))))

    monkeypatch.setattr("articles.reading.read.encode", only_told)
    reading = read_article(Article.create(text, published=PUBLISHED))
    assert [(m.text, m.modality) for m in reading.events] == [(word, Modality.BACKGROUND)]
    assert not reading.reports


def told_at(logits: npt.NDArray[np.float32], first: int, last: int) -> npt.NDArray[np.float32]:
    """What a network would say that takes pieces ``first:last`` alone for words that report."""
    told = np.full_like(logits, -9.0)
    told[:, 0] = 9.0
    told[first:last, 0], told[first:last, 1] = -9.0, 9.0
    return told
