"""What a text's frame gives its items and keeps from others: stamps, bullets, times of speech, furniture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from reading_samples import PLACES

from articles.pipeline import read_article
from articles.reading.claims import KINDS, Claim
from articles.reading.found import Found, gather
from articles.reading.happenings import Happening
from articles.reading.owned import own_tolls
from articles.reading.read import _is_furniture, keep_without_place
from articles.reading.reports import dates_of
from articles.reading.spoken import (
    is_destination,
    is_in_byline,
    is_in_words,
    is_of_care,
    is_of_country,
    is_official_at,
    is_spoken_at,
)
from articles.sentences import split_sentences
from articles.times import find_times
from geodata.model import Article, PlaceMention, PlaceUse, SentenceKind, Span
from geodata.model import SubEventType as Sub


def read(text: str, published: date | None = date(2023, 6, 15)) -> Found:
    article = Article.create(text, published=published)
    return gather(article, split_sentences(text), [], find_times(text, published))


def claim(found: Found, trigger: str, told: float = 0.9) -> Claim:
    start = found.article.text.index(trigger)
    kinds = np.zeros(len(KINDS), dtype=np.float32)
    kinds[KINDS.index(Sub.SHELLING)] = 1.0
    return Claim(
        trigger=Span(start=start, end=start + len(trigger)),
        pieces=(0, 1),
        number=found.sentence_at(start),
        told=told,
        sentence=0.9,
        kinds=kinds,
        dead=tuple(t for t in found.tolls.items if t.killed is not None),
        hurt=tuple(t for t in found.tolls.items if t.injured is not None),
    )


def deaths_of(found: Found, *triggers: str) -> list[int | None]:
    happenings = [Happening([claim(found, trigger)]) for trigger in triggers]
    own_tolls(found, happenings)
    return [h.claims[0].toll.fatalities for h in happenings]


def test_a_toll_stays_in_its_main_clause() -> None:
    found = read("Rockets hit Izium, where a man died; in Lyman a raid left five people dead.")
    assert deaths_of(found, "hit", "raid") == [1, 5]


def test_when_it_was_said_dates_no_event_but_bounds_it() -> None:
    found = read("Shells hit a market, police said on Tuesday.")
    assert found.times.items == []
    dates = dates_of(found, Happening([claim(found, "hit")]))
    assert (dates.start, dates.end) == (None, date(2023, 6, 13))
    assert "known by “Tuesday”" in dates.reason
    assert [t.text for t in read("Shells hit a market on Monday, police said on Tuesday.").times.items] == [
        "Monday"
    ]


def test_an_entry_of_a_running_report_is_bounded_by_its_stamp() -> None:
    found = read("Live\n\n8 Jun 2023 at 6:15pm\nShells hit a market.\n\n9 Jun 2023 at 7am\nA mine burst.")
    assert dates_of(found, Happening([claim(found, "hit")])).end == date(2023, 6, 8)
    assert dates_of(found, Happening([claim(found, "burst")])).end == date(2023, 6, 9)


def test_an_undated_event_of_an_undated_article_ends_with_the_latest_day_told() -> None:
    found = read("Shells hit a market. On 8 June 2023 the army came. It left on 5 June 2023.", None)
    assert dates_of(found, Happening([claim(found, "hit")])).end == date(2023, 6, 8)
    assert dates_of(read("Shells hit a market.", None), Happening([claim(found, "hit")])).end is None


def test_a_toll_belongs_to_what_its_own_sentence_tells() -> None:
    found = read("A mine killed two people. Clashes left 21 fighters dead.")
    assert deaths_of(found, "mine", "Clashes") == [2, 21]


def test_a_toll_that_stands_alone_belongs_to_the_nearest_happening() -> None:
    found = read("Clashes went on. A mine burst. Two people were killed.")
    assert deaths_of(found, "Clashes", "burst") == [None, 2]


def test_what_is_hardly_told_takes_no_toll_from_what_is() -> None:
    found = read("A mine burst. Two people were killed.")
    happenings = [Happening([claim(found, "burst")]), Happening([claim(found, "killed", told=0.3)])]
    own_tolls(found, happenings)
    assert [h.claims[0].toll.fatalities for h in happenings] == [2, None]


def test_no_toll_crosses_from_bullet_to_bullet_or_from_entry_to_entry() -> None:
    found = read("- Explosions were heard.\n- Two people were killed in a town.")
    assert deaths_of(found, "Explosions") == [None]
    found = read("6:15pm\nExplosions were heard.\n\n7:20pm\nTwo people were killed in a town.")
    assert deaths_of(found, "Explosions") == [None]
    assert deaths_of(read("Explosions were heard. Two people were killed."), "Explosions") == [2]


def test_a_toll_of_another_place_stays_in_its_sentence() -> None:
    text = "Shells hit Kupiansk. Five people were injured in Sumy."
    names = [(text.index(n), n) for n in ("Kupiansk", "Sumy")]
    one, sumy = (PlaceMention(start=s, end=s + len(n), text=n, place=PLACES[n]) for s, n in names)
    for told, place, expected in (([one, sumy], one, None), ([one], one, 5), ([one, sumy], sumy, 5)):
        found = gather(Article.create(text), split_sentences(text), told, [])
        happening = Happening([replace(claim(found, "hit"), place=place)])
        own_tolls(found, [happening])
        assert happening.claims[0].toll.injured == expected


def test_a_running_total_is_no_ones_toll() -> None:
    found = read("Gunmen raided a market. Since January, 40 people have been killed.")
    assert deaths_of(found, "raided") == [None]


def test_what_only_the_furniture_tells_is_no_event() -> None:
    found = read("A bomb burst.\n\nMost read\nGunmen storm a prison\nShells hit a market")
    assert found.sentences[-1].kind is SentenceKind.BOILERPLATE
    bomb, shells = claim(found, "burst"), claim(found, "hit")
    assert _is_furniture(found, Happening([shells]))
    assert not _is_furniture(found, Happening([bomb, shells]))


def test_items_stand_under_what_opens_their_list_and_what_follows_under_its_own_heading() -> None:
    text = (
        "Report of the staff\n\nOver the past day, troops shelled these villages in the north:\n- Udy\n"
        "- Kozacha Lopan\n\nThe staff said more would follow.\n\nKupiansk axis:\n\nTwo attacks were made."
        "\n\nLyman axis:\n\nNone was made."
    )
    found = read(text)
    heads = {}
    for number, sentence in enumerate(found.sentences):
        head = found.headings[number]
        words = text[sentence.start : sentence.end]
        heads[words] = None if head is None else text[found.sentences[head].start : found.sentences[head].end]
    assert heads["Udy"] == heads["Kozacha Lopan"]
    assert (heads["Udy"] or "").startswith("Over the past day")
    assert heads["The staff said more would follow."] == "Report of the staff"
    assert heads["Two attacks were made."] == "Kupiansk axis:"
    assert heads["None was made."] == "Lyman axis:"


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Reached by telephone in Goma, a teacher said rebels had burned his village.", True),
        ("Rebels burned a village, a teacher said by phone from Goma.", True),
        ("The minister told reporters in Goma that rebels burned a village.", True),
        ("At a news conference in Goma the minister spoke of a raid.", True),
        ("The army said on Friday in Goma that it had won.", True),
        ("Speaking from her office in Goma, the director said rebels burned a village.", True),
        ("Rebels burned a village, said a man who has found shelter in Goma.", True),
        ("Speaking from a hospital bed in Goma, a trader said rebels burned his shop.", True),
        ("A priest who now lives in Goma said rebels burned his church.", True),
        ("Gunmen killed a teacher who lived in Goma.", False),
        ("Judges in Goma sentenced a rebel.", True),
        ("The warlord has been convicted by a court in Goma.", True),
        ("He is to be tried for the raid by a military court in Goma.", True),
        ("Rebels burned a court in Goma.", False),
        ("Police charged protesters outside a court in Goma.", False),
        ("Riot police charged at a crowd near the court in Goma.", False),
        ("The army said rebels in Goma burned a market.", False),
        ("Rebels burned a market in Goma, a teacher said.", False),
        ("He said so. In Goma rebels burned a market.", False),
    ],
)
def test_where_somebody_speaks_is_not_where_it_happened(text: str, spoken: bool) -> None:
    start = text.index("Goma")
    begin = max(s.start for s in split_sentences(text) if s.start <= start)
    assert is_spoken_at(text, begin, Span(start=start, end=start + 4)) is spoken


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("Two raiders died, according to the governor in Goma, and a car burned.", True),
        ("Two raiders died, according to a military spokesman in Goma.", True),
        ("Two raiders died, according to witnesses in Goma.", False),
        ("According to the governor, rebels burned a market in Goma.", False),
        ("Rebels killed the governor in Goma.", False),
        ("Two raiders died; the general staff in Goma has not said anything.", True),
        ("The military command in Goma denies any such raid.", True),
        ("The embassy in Goma did not immediately comment.", True),
        ("Rebels attacked the military command in Goma and said so.", False),
        ("Rebels in Goma denied it.", False),
    ],
)
def test_an_official_tells_what_happened_elsewhere(text: str, official: bool) -> None:
    start = text.index("Goma")
    assert is_official_at(text, 0, Span(start=start, end=start + 4)) is official


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("One died at once and four were taken to hospital in Goma.", True),
        ("The wounded were rushed to the main military hospital in Goma.", True),
        ("A girl died in hospital in Goma.", True),
        ("The wounded were rushed to a hospital in Goma, where a mob burned the gate.", False),
        ("Twelve were hurt and taken to hospitals in Beni and Goma.", True),
        ("Nine patients died when a shell hit the hospital in Goma.", False),
        ("Rebels were taken to court in Goma.", False),
    ],
)
def test_where_the_wounded_are_brought_is_not_where_it_happened(text: str, treated: bool) -> None:
    start = text.index("Goma")
    assert is_of_care(text, 0, Span(start=start, end=start + 4)) is treated


@pytest.mark.parametrize(
    ("text", "wrote"),
    [
        ("By a staff reporter in Goma\n\nRebels burned a market.", True),
        ("From our own correspondent in Goma", True),
        ("By JOHN SMITH and Amy Lee in Goma\nRebels burned a market.", True),
        ("By Friday in Goma rebels had burned a market.", False),
        ("By nightfall in Goma\n\nthe market burned.", False),
        ("From our correspondent in Goma: rebels burned a market.", False),
    ],
)
def test_where_the_author_writes_is_not_where_it_happened(text: str, wrote: bool) -> None:
    start = text.index("Goma")
    assert is_in_byline(text, 0, Span(start=start, end=start + 4)) is wrote


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A bomb went off in Kidal on Monday. Six soldiers died, according to the governor in Gao.", "Kidal"),
        ("Six soldiers died in an ambush on Monday, according to the governor in Gao.", "Gao"),
        ("A bomb went off in Kidal on Monday. Six men were taken to hospital in Gao.", "Kidal"),
        ("Six men were taken to hospital in Gao after a bomb went off on Monday.", "Gao"),
        ("Gunmen killed eight in Gao on Monday. Six were taken to hospitals in Gao and Mopti.", "Gao"),
    ],
)
def test_an_official_is_where_it_happened_if_nothing_else_is_told(text: str, place: str) -> None:
    reports = read_article(Article.create(text, published=date(2022, 7, 1))).reports
    assert {r.place.name for r in reports if r.place is not None} == {place}


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("A rocket hit a train bound for Kyiv.", True),
        ("Gunmen stopped a bus on its way to Kyiv.", True),
        ("The convoy was ambushed en route to the city of Kyiv.", True),
        ("A column heading towards Kyiv was shelled.", True),
        ("A farmer who has fled to Kyiv saw it.", True),
        ("The wounded were airlifted to Kyiv.", True),
        ("The wounded were airlifted to Kyiv, where two later died.", True),
        ("A farmer who has fled to Kyiv, where he lives, saw it.", True),
        ("Guards were rushed to Kyiv, where crowds had burned cars.", False),
        ("A rocket hit the road to Kyiv.", False),
        ("Beaten, the soldiers fled to Kyiv.", False),
        ("The way to Kyiv was mined.", False),
        ("Troops were bound by an oath. Kyiv was shelled.", False),
    ],
)
def test_where_somebody_was_bound_is_no_place_of_an_event(text: str, bound: bool) -> None:
    start = text.index("Kyiv")
    assert is_destination(text, 0, Span(start=start, end=start + 4)) is bound


@pytest.mark.parametrize(
    ("text", "of_country"),
    [
        ("Gunmen raided two Somali villages.", True),
        ("Gunmen raided a Somali border town.", True),
        ("Gunmen raided Somali traders.", False),
    ],
)
def test_a_peoples_name_says_where_its_towns_are(text: str, of_country: bool) -> None:
    start = text.index("Somali")
    mention = PlaceMention(start=start, end=start + 6, text="Somali", use=PlaceUse.DEMONYM)
    assert is_of_country(text, mention) is of_country


def test_what_is_told_surely_with_no_likely_place_loses_its_place_and_stays() -> None:
    found = read("An envoy spoke of Kupiansk. Two shells hit the post.")
    place = PlaceMention(start=18, end=26, text="Kupiansk", place=PLACES["Kupiansk"], confidence=0.9)

    def kept(told: float, where: float, real: float = 0.2, beside: float = 0.0) -> tuple[float, bool]:
        happening = Happening([replace(claim(found, "hit", told), place=place, where=where)], real=real)
        other = Happening([replace(claim(found, "spoke"), place=place, where=0.9)], real=beside)
        keep_without_place(found, [happening, other])
        return happening.real, happening.place is not None

    assert kept(told=0.9, where=0.15) == (0.9, False)
    assert kept(told=0.9, where=0.4) == (0.2, True)
    assert kept(told=0.6, where=0.15) == (0.2, True)
    assert kept(told=0.9, where=0.15, real=0.7) == (0.7, True)
    assert kept(told=0.9, where=0.15, beside=0.9) == (0.2, True)


@pytest.mark.parametrize(
    ("trigger", "behind", "words"),
    [
        ("attacked", " the Russian command over it.", True),
        ("attacked", " the minister over his handling of the war.", True),
        ("attacked", " the village over the river.", False),
        ("attacked", " the base for the third time.", False),
        ("shelled", " the town over it.", False),
    ],
)
def test_an_attack_with_words_is_none(trigger: str, behind: str, words: bool) -> None:
    assert is_in_words(trigger, behind) is words
