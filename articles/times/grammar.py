"""The grammar of temporal expressions: patterns over token classes, and the one regex made of them."""

from __future__ import annotations

import re

from articles.times.tokens import LETTER, OTHER

#: Named parts of patterns. Words in capitals are token classes or earlier names of this table; blanks
#: mean nothing; the rest is the syntax of ``re``.
MACROS: tuple[tuple[str, str], ...] = (
    ("UNIT1", "(?: DAY1|WEEK1|MONTH1|YEAR1|QUARTER1|DECADE1|CENTURY1|WEEKEND1|TIME1|RARE1)"),
    ("MANY", "(?: (?:KIND|WHOLE|LONG){0,2} UNITS)"),
    ("UNITX", "(?: MANY|UNIT1|NIGHT)"),
    ("MON", "(?: MONTH|MAY|(?:MABBR|MAR) DOT?)"),
    ("DAYN", "(?: DAYNUM|ORDNUM)"),
    ("DAYORD", "(?: DAYNUM|ORDNUM|TENS DASH? ORD|ORD)"),
    ("SPELLED", "(?: (?:TEEN TENS (?:DASH? ONE)?|TEEN TEEN)(?! DASH? UNITX))"),
    ("BCYEAR", "(?: (?:YEAR|INT|DAYNUM|MILITARY) BC)"),
    ("YR", "(?: BCYEAR|YEAR|YEAR2|SPELLED)"),
    ("BESIDE", "(?: LAST|BYGONE|NEXT|PREVIOUS|FOLLOWING|COMING)"),
    # "That" before another such word, or before a weekday without a preposition, begins a clause.
    (
        "WHICHTHAT",
        "(?: THAT (?! BESIDE|THIS|CURRENT|LATEST|WEEKDAY)|(?<=ON|OF|BY|FROM|SINCE) THAT (?=WEEKDAY))",
    ),
    ("WHICH", "(?: BESIDE|THIS|WHICHTHAT|SAME|CURRENT|LATEST)"),
    ("WHICHYEAR", "(?: THE? WHICH{1,2} YEAR1)"),
    ("SEAS", "(?: SEASON|FALL)"),
    # numbers
    ("TENTEEN", "(?: TENS (?:DASH? ONE)?|TEEN|ONE)"),
    ("WORDNUM", "(?: (?:A|TENTEEN) HUNDRED HUNDRED? (?:AND? TENTEEN)?|HUNDRED (?=UNITS)|TENTEEN)"),
    ("FRACTION", "(?: DAYNUM SLASH DAYNUM)"),
    ("DIGITS", "(?: DAYNUM FRACTION|FRACTION|DAYNUM|INT|YEAR|DECIMAL|MILITARY)"),
    ("ANUM", "(?: A (?=(?:MORE|KIND|WHOLE)? UNIT1|DASH UNIT1))"),
    ("VAGUENUM", "(?: A? VAGUE|A? COUPLE OF?)"),
    ("ANDHALF", "(?: AND A? HALF|AND A? QUARTER1)"),
    ("NUM", "(?: (?:DIGITS|WORDNUM|VAGUENUM|ANUM) ANDHALF?)"),
    ("NUMBER", "(?: NUM (?:(?:TO|DASH|AND) NUM)?)"),
    ("ROUGHLY", "(?: (?:ABOUT|MORE THAN|LESS THAN|AT? LEAST|UP TO|OVER|A? ABOUT){1,2})"),
    # parts of a period, of a day, hours
    (
        "EDGE",
        "(?: (?:EARLY|LATE|MID|EARLIER|LATER) (?:IN|ON|DASH)? THE?"
        "|THE? (?:EARLY|LATE|MID|START|END|LATTER) (?:HALF|PERIOD)? (?:OF|DASH) THE?"
        "|THE (?:EARLY|LATE|MID) DASH?|MID)",
    ),
    ("PARTX", "(?: PART|NIGHT|NOON)"),
    ("ZONED", "(?: LOCAL TIMEWORD|ZONE)"),
    (
        "HOUROFDAY",
        "(?: (?:CLOCK (?:AM|PM|HRS)?|HOURAMPM|DAYNUM (?:AM|PM)|(?:ONE|TEEN|DAYNUM) OCLOCK (?:AM|PM)?|HRS"
        "|(?<=AT|ABOUT) DAYNUM (?=IN THE PARTX)|MILITARY (?=ZONED)|YEAR (?=ZONE))"
        " (?:LPAR ZONED RPAR|ZONED)?)",
    ),
    ("WDAY", "(?: WEEKDAY|WDABBR DOT?)"),
    ("EML", "(?: EARLY|MID|LATE)"),
    ("WHENDAY", "(?: (?:EML (?:IN|ON|DASH)?)? THE? EML? PARTX UNITS? (?:OF|ON) THE?)"),
    (
        "BEFOREDATE",
        "(?: HOUROFDAY ON? WHENDAY|HOUROFDAY (?:COMMA|ON|OF)?"
        "|HOUROFDAY IN THE PARTX ON?|WHENDAY|NOON ON?|(?:MID DASH)? PART ON?)",
    ),
    ("ATHOUR", "(?: (?:AT|COMMA)? HOUROFDAY)"),
    ("ITSYEAR", "(?: (?:COMMA|OF)? YR|DASH YEAR (?! UNITX|DASH)|OF? WHICHYEAR|COMMA WHICHYEAR)"),
    ("JOIN", "(?: DASH|SLASH|TO|COMMA? AND)"),
    (
        "FEAST",
        "(?: ORTHODOX? CHRISTMAS (?:DAY1|EVE|NIGHT)?|THANKSGIVING DAY1?|ORTHODOX? EASTER WEEKDAY?"
        "|ORTHODOX? GOOD WEEKDAY|NEW YEAR1 POSS? (?:DAY1|EVE))",
    ),
    ("LASTWEEK", "(?: OF? THE? WHICH WEEK1)"),
    ("MONTHDAY", "(?: MON DAYN|THE? DAYORD OF? MON)"),
    ("STRETCHOF", "(?: (?:LAST|ORD|SECOND|WHOLE|START|END) NUM? (?:DAY1|WEEK1|UNITS) OF)"),
)

#: (rule, pattern): earlier rows win. The rule is the name of the function in ``read_dates``,
#: ``read_periods`` or ``read_units`` that reads what it matched.
RULES: tuple[tuple[str, str], ...] = (
    ("iso_date", "ISODATE"),
    ("numeric_date", "NUMDATE"),
    (
        "night_into",
        "(?:THE? NIGHT|OVERNIGHT) (?:(?:OF|FROM|ON)? WEEKDAY NIGHT? (?:TO|INTO|DASH) WEEKDAY"
        "|BETWEEN WEEKDAY AND WEEKDAY|(?:TO|INTO) (?:WEEKDAY|THE? MONTHDAY ITSYEAR?))",
    ),
    (
        "date_range",
        "WHENDAY? (?:WDAY COMMA?)? EDGE? MON DAYN (?:COMMA DAYN){0,9} JOIN DAYN"
        " (?! (?:COMMA|DASH)? (?:MON|UNITX|LOWMAY)) (?:COMMA? YR)?",
    ),
    ("date_range", "WHENDAY? (?:THE? DAYORD COMMA){0,9} THE? DAYORD JOIN THE? DAYORD OF? MON ITSYEAR?"),
    (
        "week_of",
        "(?:THE|ITS)? WEEK1 (?:OF|ENDED|START|STARTING|TO) (?:WDAY COMMA?)?"
        " (?:MON DAYN (?:JOIN DAYN)?|THE? DAYORD (?:JOIN THE? DAYORD)? OF? MON) ITSYEAR?"
        "|(?:THE|ITS)? WEEK1 (?:ENDED|TO) WEEKDAY",
    ),
    (
        "nth_weekday",
        "THE? (?:ORD|SECOND|LAST|WHOLE) WEEKDAY (?:OF|IN) (?:MON ITSYEAR?|THE? WHICH{1,2} MONTH1)",
    ),
    ("unit_beyond", "THE (?:UNIT1|NIGHT) (?:BEFORE LAST|AFTER NEXT) (?! WEEKDAY|UNIT1|MON|SEAS|NIGHT)"),
    ("night_before", "THE NIGHT (?:BEFORE|EARLIER) (?! THE)"),
    (
        "beside_day",
        "(?:THE DAY1 (?:BEFORE|AFTER)|THE? EVE OF) (?:RELDAY|THE? WHICH{0,2} WEEKDAY|MONTHDAY ITSYEAR?)",
    ),
    ("day_of_that_month", "THE? (?:ORDNUM|ORD) OF THE? WHICH{1,2} MONTH1"),
    ("half_of_month", "THE? (?:ORD|SECOND) HALF OF (?:MON ITSYEAR?|THE? WHICH{1,2} MON)"),
    (
        "date",
        "BEFOREDATE? (?:(?:THE? WHICH{1,2})? WDAY (?:COMMA|PARTX OF?)?)? EDGE? THE? DAYORD (?:OF|DASH)?"
        " (?:MON|LOWMAY (?=COMMA? YEAR)) (?! DAYNUM) ITSYEAR? ATHOUR?",
    ),
    (
        "date",
        "BEFOREDATE? (?:(?:THE? WHICH{1,2})? WDAY (?:COMMA|PARTX)?)? EDGE?"
        " (?:(?:LAST|THIS|NEXT)? MON THE? DAYORD|LOWMAY DAYN (?=COMMA? YEAR))"
        " (?:COMMA? YR|OF (?:YEAR|WHICHYEAR)|COMMA? WHICHYEAR)? ATHOUR?",
    ),
    ("date", "EDGE? MON ITSYEAR"),
    ("short_quarter", "QSHORT OF? YEAR"),
    (
        "quarter",
        "(?:THE|ITS|WHICH)? (?:YEAR|YEAR1 POSS)? (?:FISCAL DASH?)? (?:YEAR1 DASH (?:EARLIER|AGO))?"
        " (?:ORD|SECOND) FISCAL? DASH? QUARTER1 (?:(?:OF|IN)? (?:WHICHYEAR|THE? FISCAL? YEAR))?",
    ),
    ("quarter", "WHICHYEAR POSS FISCAL? (?:(?:ORD|SECOND) DASH?)? QUARTER1"),
    ("half", "THE? (?:ORD|SECOND|LAST|LATTER) HALF OF (?:WHICHYEAR|YEAR)"),
    ("part_of_month", "(?:THE|ITS)? STRETCHOF (?:EDGE? MON (?:(?:OF|COMMA)? YR|OF WHICHYEAR)?)"),
    ("part_of_month", "(?:THE|ITS)? STRETCHOF THE? WHICH{1,2} MONTH1"),
    (
        "date",
        "BEFOREDATE? EDGE? (?:THE? WHICH{1,2})? WEEKDAY (?! PARTS|UNITS) (?:COMMA? PARTX)?"
        " (?:ATHOUR|LASTWEEK)?",
    ),
    (
        "date",
        "(?:THE? (?:LAST|BYGONE|THIS|NEXT|COMING)|(?<=ON)) WDABBR (?:COMMA? PARTX)? ATHOUR?"
        "|WDABBR DOT? (?:PARTX|ATHOUR)|HOUROFDAY ON? WDABBR",
    ),
    ("weekdays", "EACH? (?:WEEKDAYS|EACH WEEKDAY|WEEKDAY (?:PARTS|UNITS)) PARTX?"),
    ("relative_day", "BEFOREDATE? EDGE? RELDAY PARTX? ATHOUR?"),
    ("holiday", "(?:THE? EVE OF)? (?:LAST|THIS|NEXT)? FEAST (?:COMMA? YR)?"),
    ("last_part", "EDGE? THE? (?:BESIDE|THIS|THAT|SAME){1,2} (?:PART|NIGHT)"),
    ("season", "EDGE? THE? WHICH{0,2} (?:SEAS (?:OF? (?:YR|WHICHYEAR)|DASH YEAR)|YEAR SEAS)"),
    ("season", "EDGE? (?:THE? WHICH{1,2} SEAS|THE SEASON|THE FALL (?! OF)|EDGE? SEASON)"),
    ("decade", "EDGE? THE? (?:DECADENUM BC?|TEEN? NAMED_DECADE)"),
    ("century", "EDGE? THE? (?:ORDNUM|ORD|TENS DASH ORD) DASH? CENTURY1 BC?"),
    ("last_month", "EDGE? THE? WHICH{1,2} MON"),
    ("day_of_war", "THE? (?:DAY1 (?:DAYNUM|INT|YEAR)|(?:ORDNUM|ORD) DAY1) OF (?:THE? OTHER? WAR)?"),
    (
        "ago",
        "ROUGHLY? NUMBER MORE? UNITX (?:AND SO)? (?:AGO|EARLIER|LATER|BEFORE|AFTER|FROM PRESENT)",
    ),
    ("ago", "THE (?:DAY1|WEEK1|MONTH1|YEAR1) (?:BEFORE|AFTER|EARLIER|FOLLOWING) (?! THE)"),
    ("year_ago_period", "THE? YEAR1 DASH (?:AGO|EARLIER) (?:PERIOD|QUARTER1|ORD QUARTER1)"),
    ("ago", "(?:A|THE)? (?:YEAR1|MONTH1|WEEK1|DAY1) DASH (?:AGO|EARLIER)"),
    (
        "last_units",
        "(?:EACH OF)? (?:THE|ITS|THESE)? (?:BESIDE|ORD|SECOND|THAT|SAME|WHOLE|LATEST|THIS) NUMBER MORE?"
        " DASH? UNITX OLD?",
    ),
    ("last_units", "(?:THE|ITS)? (?:BESIDE|RECENT|FUTURE) UNITS"),
    ("durations", "ROUGHLY? (?:TENTEEN|DAYNUM|INT) (?:TO|AND) (?:TENTEEN|DAYNUM|INT) UNITS"),
    (
        "duration",
        "ROUGHLY? NUMBER MORE? DASH? (?:MANY|(?:KIND|WHOLE)? UNIT1) ANDHALF? (?:DASH? (?:LONG|OLD))?",
    ),
    ("edge_unit", "EDGE (?:THE? WHICH{1,2}|OF)? UNIT1"),
    ("edge_unit", "YEAR1 END|UNIT1 (?:POSS|DASH) END"),
    ("the_quarter", "THE LATEST (?:PERIOD|QUARTER1)"),
    ("quarter_of_year", "THE YEAR QUARTER1"),
    ("last_unit", "EDGE? THE? WHICH{1,2} FISCAL? (?:UNIT1|PERIOD)"),
    ("every", "EACH UNIT1|EACH OTHER UNIT1|EACH NUM UNITS|EACH PARTX|EACH MON|PER UNIT1"),
    ("frequency", "FREQUENCY"),
    ("date", "EDGE? MON"),
    (
        "year_range",
        "EDGE? (?:THE UNITS)? YEAR (?:DASH|SLASH) (?:YEAR|DAYNUM|INT|YEAR2|MILITARY) (?! UNITX|DASH|SLASH)",
    ),
    ("bc_range", "(?:YEAR|INT|DAYNUM) (?:DASH|TO|AND) BCYEAR"),
    ("year", "EDGE? (?:THE (?:YEAR1|UNITS))? FISCAL? YR (?! ZONE)|THE YEAR1 ONE HUNDRED"),
    ("fiscal_year", "THE? FISCAL YEAR1"),
    ("day_of_month", "(?:WHENDAY|(?:ON|BY|FROM|TO|SINCE|OF|AND) THE) ORDNUM (?! OF? MON|OF THE? WHICH)"),
    ("the_quarter", "(?:THE|ITS) QUARTER1"),
    ("the_unit", "THE WHOLE? (?:WEEK1|MONTH1|YEAR1|DECADE1|WEEKEND1|PART|NIGHT)"),
    ("clock", "HOUROFDAY (?:IN THE PARTX)?"),
    ("noon", "NOON"),
    ("overnight_day", "OVERNIGHT (?:ON|FROM)? WEEKDAY"),
    ("overnight", "OVERNIGHT"),
    ("bare_shift", "ABOUT? UNITS (?:LATER|EARLIER|BEFORE)"),
    ("bare_units", "UNITS|UNIT1 DASH LONG"),
    ("reference", "RIGHT? PRESENT|CURRENT|THE PRESENTNOUN|(?:MODERN|PRESENTNOUN) DASH? DAY1|THESE UNITS"),
    ("the_past", "THE BYGONE"),
    ("reference", "MORE? PAST|RECENT"),
    ("reference", "FORMER"),
    ("soon", "SOON"),
    ("future", "THE? NEAR? FUTURE"),
    ("time_of_story", "(?:THIS|THAT|THE SAME) TIMEWORD|AT THE TIMEWORD"),
    ("bare_part", "NIGHT (?:DASH TIMEWORD)?|PART"),
)

#: Classes that alone never make an expression; a stretch without any other class is skipped unread.
_IDLE = (
    "THE A OF IN INTO ON AT BY FROM TO AND BETWEEN BEFORE AFTER SINCE OVER FOR THIS THAT SAME THESE EACH ITS "
    "LONG OLD MORE OTHER PERIOD TIMEWORD LESS THAN LEAST UP ABOUT WHOLE RIGHT ONCE WAR NEAR MODERN LATTER "
    "LOCAL AS NEW SO KIND GOOD ORTHODOX COMMA DASH DOT SLASH LPAR RPAR POSS DAYNUM INT DECIMAL MILITARY ORD "
    "SECOND ONE TEEN TENS HUNDRED COUPLE VAGUE HALF EVE LOWMAY EARLIER LATER LAST NEXT PREVIOUS "
    "FOLLOWING COMING LATEST AHEAD EARLY LATE MID START END FISCAL PER ENDED STARTING"
).split()

_WORD = re.compile(r"[A-Z][A-Z_0-9]*")


def _spell(pattern: str, names: dict[str, str]) -> str:
    """Replace every name in a pattern by what it stands for and drop the blanks."""
    return _WORD.sub(lambda match: names[match[0]], pattern).replace(" ", "")


def _compile() -> re.Pattern[str]:
    """Return the one regex of all rules; group ``n`` is row ``n``, counted from 1.

    A look at the first letter before each row would save .6 of 2.5 ms per article of 600 words, of which the
    whole reading takes 110: too little for what it costs to read.
    """
    names = dict(LETTER)
    for name, pattern in MACROS:
        names[name] = _spell(pattern, names)
    rows = [_spell(row, names) for _, row in RULES]
    if any(re.fullmatch(row, "") for row in rows):
        raise ValueError("a rule must not match the empty string: the walk through a text would never end")
    return re.compile("|".join(f"({row})" for row in rows))


def _stretches() -> re.Pattern[str]:
    """Return the regex of the stretches worth reading: some idle words, one that is not, what follows."""
    idle = "".join(LETTER[name] for name in _IDLE)
    idle_alone = "TEEN (?:TENS|TEEN)|LATEST PERIOD|(?:AT|BY|IN) THIS TIMEWORD"
    core = f"(?:[^{OTHER}{idle}]|{_spell(idle_alone, LETTER)})"
    return re.compile(f"[{idle}]{{0,8}}{core}[^{OTHER}]*")


#: Matches one expression in a string of token letters; its last group is the number of its row, from 1.
EXPRESSION = _compile()
STRETCH = _stretches()
