"""The words temporal expressions are made of, as tables: word class -> words -> what each stands for.

Word classes and values follow the TIMEX3 guidelines (Saurí et al., "TimeML Annotation Guidelines 1.2.1",
2006) and TIDES TIMEX2 (Ferro et al., 2005), which name the values of seasons, units and parts of the day.
"""

from __future__ import annotations

from collections.abc import Iterator

from articles.words.closed import (
    FACTORS,
    MONTHS,
    MONTHS_SHORT,
    ONES,
    ORDINALS,
    TEENS,
    TENS,
    WEEKDAYS,
    WEEKDAYS_SHORT,
)

#: What a word stands for: a number, a TIMEX3 code, or nothing beyond its class.
Value = int | str | tuple[int, str] | tuple[str, str] | None


def _count(words: str, first: int = 1, step: int = 1) -> dict[str, Value]:
    return {word: first + step * n for n, word in enumerate(words.split())}


def _plain(words: str, value: Value = None) -> dict[str, Value]:
    return dict.fromkeys(words.split(), value)


_ALSO_WORDS = frozenset(("march", "may", "mar"))

#: Word class -> word -> value. A word stands in one class only.
CLASSES: dict[str, dict[str, Value]] = {
    "MONTH": {word: number for word, number in MONTHS.items() if word not in _ALSO_WORDS},
    "MABBR": {word: number for word, number in MONTHS_SHORT.items() if word not in _ALSO_WORDS},
    # Ordinary words in lower case: they need a capital or a day beside them to be months.
    "MAY": {word: MONTHS[word] for word in ("may", "march")},
    "MAR": {"mar": MONTHS_SHORT["mar"]},
    "WEEKDAY": dict(WEEKDAYS),
    "WEEKDAYS": {f"{word}s": number for word, number in WEEKDAYS.items()},
    "WDABBR": dict(WEEKDAYS_SHORT),
    "ORD": dict(ORDINALS),
    "ONE": dict(ONES),
    "TEEN": dict(TEENS),
    "TENS": dict(TENS),
    "HUNDRED": {word: FACTORS[word] for word in ("hundred", "dozen", "thousand")},
    "COUPLE": _plain("couple pair", 2),
    "VAGUE": _plain("few several many numerous countless various"),
    # Units: the letter of the value; T marks units below the day.
    "DAY1": {"day": "D"},
    "WEEK1": {"week": "W"},
    "MONTH1": {"month": "M"},
    "YEAR1": {"year": "Y"},
    "QUARTER1": {"quarter": "Q"},
    "DECADE1": {"decade": "E"},
    "CENTURY1": {"century": "C"},
    "WEEKEND1": {"weekend": "WE"},
    "TIME1": {"hour": "TH", "minute": "TM"},
    "RARE1": {"fortnight": "F", "millennium": "L", "semester": "S"},
    "UNITS": {
        "seconds": "TS", "minutes": "TM", "mins": "TM", "hours": "TH", "hrs": "TH", "days": "D",
        "nights": "N",
        "weeks": "W", "fortnights": "F", "weekends": "WE", "months": "M", "quarters": "Q", "years": "Y",
        "decades": "E", "centuries": "C", "millennia": "L",
    },
    # Parts of the day, as TIMEX3 writes them after T.
    "PART": {
        "morning": "MO", "dawn": "MO", "daybreak": "MO", "sunrise": "MO", "midmorning": "MO",
        "afternoon": "AF", "midafternoon": "AF", "evening": "EV", "dusk": "EV", "sunset": "EV",
        "nightfall": "EV", "daytime": "DT", "nighttime": "NI", "lunchtime": "MI",
    },
    "NOON": {"noon": "12:00", "midday": "12:00", "noontime": "12:00", "midnight": "24:00"},
    "NIGHT": {"night": "NI"},
    "PARTS": {"mornings": "MO", "evenings": "EV", "afternoons": "AF"},
    "SEASON": {
        "spring": "SP", "springtime": "SP", "summer": "SU", "summertime": "SU", "autumn": "FA",
        "winter": "WI", "wintertime": "WI", "midsummer": "SU", "midwinter": "WI",
    },
    "FALL": {"fall": "FA"},
    # Days from the day they are said, and the part of the day.
    "RELDAY": {"today": (0, ""), "yesterday": (-1, ""), "tomorrow": (1, ""), "tonight": (0, "NI")},
    "OVERNIGHT": {"overnight": "NI"},
    # Value in news (TimeML) and in narratives (TIMEX2).
    "FREQUENCY": {
        "hourly": ("PT1H", "PT1H"), "daily": ("P1D", "XXXX-XX-XX"), "weekly": ("P1W", "XXXX-WXX"),
        "nightly": ("XXXX-XX-XXTNI", "XXXX-XX-XXTNI"), "biweekly": ("P2W", "P2W"),
        "fortnightly": ("P2W", "P2W"), "monthly": ("P1M", "XXXX-XX"), "quarterly": ("", "XXXX-QX"),
        "yearly": ("P1Y", "XXXX"), "annually": ("", "XXXX"), "everyday": ("", "XXXX-XX-XX"),
    },
    "NAMED_DECADE": _count("twenties thirties forties fifties sixties seventies eighties nineties", 2),
    "PRESENT": _plain("now currently presently nowadays", "PRESENT_REF"),
    "PAST": _plain("recently lately", "PAST_REF"),
    "SOON": _plain("soon", "FUTURE_REF"),
    "CURRENT": _plain("current", "PRESENT_REF"),
    "FORMER": _plain("former formerly", "PAST_REF"),
    "RECENT": _plain("recent", "PAST_REF"),
    "FUTURE": _plain("future", "FUTURE_REF"),
    "CHRISTMAS": _plain("christmas"),
    "ORTHODOX": _plain("orthodox"), "THANKSGIVING": _plain("thanksgiving"), "GOOD": _plain("good"),
    "EASTER": {"easter": 0},
    "AM": _plain("am a.m. a.m", 0),
    "PM": _plain("pm p.m. p.m", 12),
    "ZONE": _plain("gmt utc est edt cst cdt mst mdt pst pdt bst cet eet msk"),
    "BC": _plain("bc b.c. b.c bce b.c.e. b.c.e", "BC"),
    "AD": _plain("ad a.d. a.d ce c.e."),
    "SECOND": {"second": 2},
    "HALF": _plain("half"),
}  # fmt: skip

#: Class, its words, and what they all stand for: how many units away, or nothing.
_GLUE: tuple[tuple[str, str, Value], ...] = (
    ("THE", "the", None),
    ("A", "a an", 1),
    ("OF", "of", None),
    ("IN", "in during throughout", None),
    ("ON", "on", None),
    ("AT", "at", None),
    ("BY", "by", None),
    ("FROM", "from", None),
    ("TO", "to till until through thru", None),
    ("AND", "and or", None),
    ("INTO", "into", None),
    ("BETWEEN", "between", None),
    ("BEFORE", "before", -1),
    ("AFTER", "after", 1),
    ("SINCE", "since", None),
    ("OVER", "over", None),
    ("FOR", "for within", None),
    ("AS", "as", None),
    ("PER", "per", None),
    ("AGO", "ago", -1),
    ("EARLIER", "earlier previously", -1),
    ("LATER", "later afterwards afterward thereafter", 1),
    ("LAST", "last", -1),
    ("BYGONE", "past", -1),
    ("PREVIOUS", "previous preceding prior", -1),
    ("NEXT", "next", 1),
    ("COMING", "coming upcoming", 1),
    ("FOLLOWING", "following ensuing subsequent succeeding", 1),
    ("THIS", "this", 0),
    ("THAT", "that", 0),
    ("SAME", "same", 0),
    ("LATEST", "latest", 0),
    ("THESE", "these those", None),
    ("EACH", "each every", None),
    ("ITS", "its their his her our", None),
    ("EARLY", "early", None),
    ("LATE", "late", None),
    ("MID", "mid middle", None),
    ("START", "beginning start onset outset", None),
    ("END", "end close rest remainder", None),
    ("LONG", "long", None),
    ("OLD", "old", None),
    ("MORE", "more additional", None),
    ("OTHER", "another", None),
    ("FISCAL", "fiscal financial", None),
    ("PERIOD", "period", None),
    ("ENDED", "ended ending", None),
    ("STARTING", "starting commencing", None),
    ("TIMEWORD", "time", None),
    ("LESS", "less fewer", None),
    ("THAN", "than", None),
    ("LEAST", "least most", None),
    ("UP", "up", None),
    ("ABOUT", "about around nearly almost roughly approximately some just only barely circa ca", None),
    ("WHOLE", "final entire whole full", None),
    ("RIGHT", "right", None),
    ("ONCE", "once twice", None),
    ("WAR", "war invasion", None),
    ("NEAR", "near foreseeable distant", None),
    ("PRESENTNOUN", "present", None),
    ("MODERN", "modern", None),
    ("AHEAD", "ahead", None),
    ("LATTER", "latter", None),
    ("LOCAL", "local", None),
    ("OCLOCK", "o'clock", None),
    ("EVE", "eve", None),
    ("KIND", "straight consecutive solid brutal bloody trading business working "
     "successive calendar intense extra tense turbulent frantic relatively single", None),
    ("NEW", "new", None),
    ("SO", "so", None),
)  # fmt: skip
CLASSES.update({name: _plain(words, value) for name, words, value in _GLUE})

#: Punctuation the grammar looks at. Every other sign ends an expression.
SIGNS = {
    ",": "COMMA", "-": "DASH", "–": "DASH", "—": "DASH", "‑": "DASH", ".": "DOT", "/": "SLASH",
    "(": "LPAR", ")": "RPAR",
}  # fmt: skip

#: Classes of tokens that are told by their shape, not looked up.
SHAPES = (
    "DAYNUM", "INT", "YEAR", "YEAR2", "ORDNUM", "DECADENUM", "CLOCK", "HOURAMPM", "HRS", "MILITARY",
    "ISODATE", "NUMDATE", "DECIMAL", "POSS", "QSHORT",
)  # fmt: skip

# Surfaces the table above would claim although they are ordinary words when written in lower case.
_CAPITAL_ONLY = frozenset({"WDABBR", "MAY", "MAR", "AD"})


def class_names() -> tuple[str, ...]:
    """Return every class of token there is, in a fixed order."""
    return (*CLASSES, *dict.fromkeys(SIGNS.values()), *SHAPES)


def surfaces() -> Iterator[tuple[str, str, Value]]:
    """Yield (surface, class, value) for every spelling looked up: lower case, Capital and CAPITALS."""
    for name, words in CLASSES.items():
        for word, value in words.items():
            if name == "MAY":
                yield word, "LOWMAY", value
            spellings = {word, word.capitalize(), word.upper()} - ({word} if name in _CAPITAL_ONLY else set())
            for spelling in spellings:
                yield spelling, name, value
    for sign, name in SIGNS.items():
        yield sign, name, None
