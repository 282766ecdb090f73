"""What a new user sees first: the events that the sample dispatches are read as, and where nothing may be."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from test_samples import SAMPLES

from articles.pipeline import read_article, read_articles
from articles.sources import read_file
from geodata.model import Article, Event, PlacePrecision, Reading, Report
from geodata.model import SubEventType as Sub

Expected = tuple[str, str, str | None, str, Sub, int | None]
# Dispatch; place; first and last day ("" and None: the text states none); sub-type; deaths.
EVENTS: tuple[Expected, ...] = (
    ("hostomel", "Antonov Airport", "2022-02-24", "2022-02-24", Sub.ARMED_CLASH, None),
    ("hostomel", "Antonov Airport", "2022-02-24", "2022-02-24", Sub.NON_STATE_OVERTAKES, None),
    ("hostomel", "Snake Island", "2022-02-24", "2022-02-24", Sub.NON_STATE_OVERTAKES, None),
    ("bread-queue", "Chernihiv", "2022-03-16", "2022-03-16", Sub.SHELLING, 10),
    ("bread-queue", "Chernihiv", "2022-02-24", "2022-03-17", Sub.SHELLING, None),
    ("theatre-council", "Mariupol", "2022-03-16", "2022-03-16", Sub.AIR_STRIKE, 300),
    ("mykolaiv", "Mykolaiv", "2022-03-29", "2022-03-29", Sub.SHELLING, 15),
    ("bucha", "Bucha", "2022-04-02", "2022-04-02", Sub.ATTACK, 20),
    ("bucha", "Bucha", "2022-03-21", "2022-03-31", Sub.GOVERNMENT_REGAINS, None),
    ("bucha", "Motyzhyn", "2022-03-01", "2022-03-31", Sub.ABDUCTION, None),
    ("04-08-kramatorsk", "Kramatorsk", "2022-04-08", "2022-04-08", Sub.SHELLING, 50),
    ("04-10-kramatorsk", "Kramatorsk", "2022-04-08", "2022-04-08", Sub.SHELLING, 57),
    ("theatre-investigation", "Mariupol", "2022-03-16", "2022-03-16", Sub.AIR_STRIKE, 600),
    ("bilohorivka", "Bilohorivka", "2022-05-07", "2022-05-07", Sub.AIR_STRIKE, 60),
    ("bilohorivka", "Pryvillia", "2022-05-07", "2022-05-07", Sub.SHELLING, 2),
    ("kremenchuk", "Kremenchuk", "2022-06-27", "2022-06-27", Sub.SHELLING, 18),
    ("snake-island", "Snake Island", "2022-06-30", "2022-06-30", Sub.NON_VIOLENT_TRANSFER, None),
    ("snake-island", "Snake Island", "2022-02-24", "2022-02-24", Sub.NON_STATE_OVERTAKES, None),
    ("serhiivka", "Serhiivka", "2022-07-01", "2022-07-01", Sub.SHELLING, 21),
    ("chasiv-yar", "Chasiv Yar", "2022-07-09", "2022-07-09", Sub.SHELLING, 34),
    ("chasiv-yar", "Kharkiv", "2022-07-11", "2022-07-11", Sub.SHELLING, 3),
    ("vinnytsia", "Vinnytsia", "2022-07-14", "2022-07-14", Sub.SHELLING, 23),
    ("saky", "Saky Air Base", "2022-08-09", "2022-08-09", Sub.REMOTE_EXPLOSIVE, 1),
    ("counter-offensive", "Kharkiv Oblast", "2022-09-12", "2022-09-13", Sub.GOVERNMENT_REGAINS, None),
    ("counter-offensive", "Zaliznychne", "2022-09-11", "2022-09-11", Sub.ATTACK, 4),
    ("counter-offensive", "Hrakove", "2022-09-07", "2022-09-07", Sub.GOVERNMENT_REGAINS, None),
    ("counter-offensive", "Hrakove", "2022-09-09", "2022-09-09", Sub.ATTACK, 2),
    ("counter-offensive", "Kharkiv", "2022-09-11", "2022-09-11", Sub.SHELLING, None),
    ("izium", "Izium", "2022-04-01", "2022-04-01", Sub.NON_STATE_OVERTAKES, None),
    ("izium", "Izium", "2022-09-10", "2022-09-10", Sub.GOVERNMENT_REGAINS, None),
    ("zaporizhzhia", "Zaporizhzhia", "2022-09-30", "2022-09-30", Sub.SHELLING, 30),
    ("kupiansk", "Kupiansk", "2022-09-25", "2022-09-25", Sub.ATTACK, 24),
    ("lyman", "Lyman", "2022-10-01", "2022-10-01", Sub.GOVERNMENT_REGAINS, None),
    ("kerch", "Kerch Strait", "2022-10-08", "2022-10-08", Sub.REMOTE_EXPLOSIVE, 3),
    ("10-11-missile", "Ukraine", "2022-10-10", "2022-10-10", Sub.SHELLING, 19),
    ("10-11-missile", "Kyiv", "2022-10-10", "2022-10-10", Sub.SHELLING, None),
    ("10-11-missile", "Ternopil", "2022-10-10", "2022-10-10", Sub.SHELLING, None),
    ("kherson", "Kherson", "2022-11-11", "2022-11-11", Sub.NON_VIOLENT_TRANSFER, None),
    ("kherson", "Kherson Oblast", "2022-11-10", "2022-11-10", Sub.GOVERNMENT_REGAINS, None),
    ("kherson", "Kherson", "2022-03-01", "2022-03-07", Sub.NON_STATE_OVERTAKES, None),
    ("przewodow", "Przewodów", "2022-11-15", "2022-11-15", Sub.SHELLING, 2),
    ("chaplyne", "Chaplyne", None, "", Sub.SHELLING, 25),
)
# Dispatches that tell one happening only, in however many sentences.
TELL_ONE = (
    "theatre-council mykolaiv 04-08-kramatorsk 04-10-kramatorsk theatre-investigation kremenchuk vinnytsia "
    "olenivka saky zaporizhzhia kupiansk kerch przewodow chaplyne"
).split()
# Named for who speaks, for where something lies or was bound, and so never where anything happened.
NOT_PINNED = (
    ("kremenchuk", "Kursk Oblast"),
    ("snake-island", "Danube Delta"),
    ("mykolaiv", "Odesa"),
    ("10-11-missile", "Crimea"),
    ("kherson", "Dnieper"),
    ("kherson", "Kyiv"),
    ("przewodow", "Warsaw"),
    ("przewodow", "Brussels"),
    ("chaplyne", "Donbas"),
    ("chaplyne", "New York City"),
    ("izium", "Kharkiv"),
)
# The dispatches are read by weights that never saw them; what they missed of place, both days, sub-type and
# deaths together, split in two, or pinned in passing when these floors were set.
MOST_MISSED, MOST_SPLIT, MOST_PINNED, MOST_UNPLACED = 15, 7, 2, 2
# A decree signed in Moscow is taken for an agreement there.
MOST_BEYOND = 1
# Ukraine, the Black Sea, the east of Poland and the Caucasus, where one side's fighters come from.
THEATRE = (42.9, 52.5, 22.0, 46.0)


def articles_of(stems: str = "") -> list[Article]:
    paths = [path for path in SAMPLES if stems in path.stem]
    assert paths
    return [found for path in paths for found in read_file(path) if isinstance(found, Article)]


@lru_cache(maxsize=1)
def demo() -> tuple[list[Reading], list[Event]]:
    return read_articles(articles_of())


def reports_of(stem: str) -> list[Report]:
    [article] = articles_of(stem)
    return list(read_article(article).reports)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def is_read(expected: Expected, reports: list[Report]) -> bool:
    _, place, first, last, sub_type, deaths = expected
    told = [
        (r.place.name if r.place else "", r.date_start, r.date_end, r.sub_event_type, r.toll.fatalities)
        for r in reports
    ]
    return (place, day(first), day(last), sub_type, deaths) in told


def test_what_the_dispatches_tell_is_read() -> None:
    missed = [e[:2] for e in EVENTS if not is_read(e, reports_of(e[0]))]
    assert len(missed) <= MOST_MISSED, missed


def test_one_happening_is_one_report() -> None:
    several = [stem for stem in TELL_ONE if len(reports_of(stem)) != 1]
    assert len(several) <= MOST_SPLIT, several


def test_a_place_in_passing_gets_no_pin() -> None:
    pinned = [(s, p) for s, p in NOT_PINNED if p in [r.place.name for r in reports_of(s) if r.place]]
    assert len(pinned) <= MOST_PINNED, pinned


def test_every_event_is_in_the_theatre_and_before_its_news() -> None:
    south, north, west, east = THEATRE
    unplaced = [e.lead for e in demo()[1] if e.lead.place is None]
    assert len(unplaced) <= MOST_UNPLACED, unplaced
    beyond = []
    for lead in (e.lead for e in demo()[1] if e.lead.place is not None):
        assert lead.place is not None
        assert lead.latitude is not None
        assert lead.longitude is not None
        if not (south <= lead.latitude <= north and west <= lead.longitude <= east):
            beyond.append(lead)
        assert lead.place.country_code in ("UA", "PL", "RU", None), lead
        assert lead.published is None or lead.date_end is None or lead.date_end <= lead.published
    assert len(beyond) <= MOST_BEYOND, beyond


def test_few_events_are_put_at_a_whole_country() -> None:
    wide = [e.lead for e in demo()[1] if e.lead.place_precision is PlacePrecision.COUNTRY]
    assert len(wide) <= 2, wide


def test_dispatches_on_one_happening_make_one_event() -> None:
    told_twice = {
        (e.lead.place.name, e.lead.date_start)
        for e in demo()[1]
        if e.lead.place is not None and len(e.reports) > 1
    }
    assert ("Snake Island", date(2022, 6, 30)) in told_twice


def test_sources_are_speakers() -> None:
    verbs = (" had ", " has ", " was ", " were ", " killed", " after ", " battle")
    for reading in demo()[0]:
        for report in reading.reports:
            assert not any(verb in f" {report.attribution or ''} " for verb in verbs), report.attribution


def test_the_other_sides_account_lends_no_actor() -> None:
    strike = reports_of("theatre-investigation")[0]
    assert "Ukraine" not in (strike.actor1 or "")
