"""Finds the counts of people in a sentence: "at least 12 soldiers", "a woman", "dozens", "no one"."""

from __future__ import annotations

import re

from articles.tolls.numbers import VAGUE, value_of
from articles.tolls.people import (
    NO_PERSON,
    ORDINAL_ENDINGS,
    PERSON,
    REACH,
    SINGULAR,
    STOPS,
    WORD_NUMBERS,
    Quantity,
    classes,
    is_animal,
    is_people,
)
from articles.tolls.single import is_the_one_killed, one_person
from articles.words.closed import MONTHS, MONTHS_SHORT, Speech, speech
from articles.words.tokens import COMMA, NUMBER, OTHER, Tokens, lexicon

_N = lexicon().names


_MODIFIER = classes("at_least")
_MONTHS = MONTHS.keys() | MONTHS_SHORT.keys()
_UPPER_BOUNDS = frozenset(("up to", "as many as", "at most", "fewer than", "less than", "under"))
_LOWER_BOUNDS = frozenset(
    ("at least", "more than", "over", "no fewer than", "no less than", "not less than", "upwards of")
)
# A count begins with one of these; other units are passed over.
_COUNT_CLASSES = classes("vague a") | {NUMBER}
_COUNT_WORDS = (
    SINGULAR
    | frozenset(WORD_NUMBERS)
    | {"him", "her", "himself", "herself", "he", "she", "another", "one other"}
)
_NOBODY = frozenset(
    ("no", "no one", "no reports of", "no reported", "not one", "none", "nobody", "without", "neither", "not")
)
_BLAMED = frozenset(
    "for over about behind after claim claimed claims witnessed admitted confirm verify how".split()
)
"""What stands before the dead where nobody did something else: "no group has claimed the killings"."""
_NUMBERED = frozenset(
    "highway route motorway freeway flight resolution section battalion brigade division regiment corps "
    "squadron barrio".split()
)
"""What carries a number as its name: "on Highway 70, five traders were shot"."""
_ROADS = frozenset("rn rp nh nr hwy rt rte pk n m e road sector block checkpoint hill".split())
"""What does so where nobody is counted: "along the RN 16, eight men"; not "at the checkpoint 16 men"."""
_ALL_OF_THEM = frozenset(("all of them", "most of them", "many of them", "them", "all", "both"))
"""What stands before an age: "110 people, all of them over 60"."""
_WHICH_DAY = frozenset("same next following previous that one another".split())
"""What opens a date of its own before a count: "the same day two men"; not "on day two"."""
_NONE = frozenset(("none", "neither", "no one", "not one"))
_NO_TOTAL = _NONE | {"father", "mother", "parent"}
"""What is told of a number that is no toll: "none of the six", "a father of four"."""
_OLDEST = 110
_HYPHENS, _DATE_MARKS, _OR = ("-", "–"), ("-", "/", "."), ("to", "or")
_WIDEST = 6
"""How many times the lower number of a range its upper one may be: "1-5 soldiers", not "2 - 14 people"."""
_DATE, _LONGEST_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}"), 10
_DECADE = re.compile(r"'?s\b")
_OF_DAY = re.compile(r"\s?[ap]\.?\s?m\b")
_WHOLE_REACH = 5
_SPEAKER_REACH = 9
"""How many units after "the governor" the word "said" may stand."""

_SPEAKS = speech(Speech.TOLL)


def find_quantities(tokens: Tokens, begin: int, end: int) -> list[Quantity]:
    """Return the counts in units begin..end (end excluded), in order; ages and dates are none."""
    found: list[Quantity] = []
    words, codes = tokens.words, tokens.codes
    i = begin
    while i < end:
        counts = codes[i] in _COUNT_CLASSES or words[i] in _COUNT_WORDS
        if not counts and not is_the_one_killed(tokens, i, begin, end):
            i += 1
            continue
        quantity = _numeric(tokens, i, end) or one_person(tokens, i, begin, end)
        if quantity is None or _speaks(tokens, quantity, begin, end):
            i += 1
            continue
        if not (found and _is_whole(tokens, found[-1], quantity)):
            found.append(quantity)
        i = quantity.last + 1
    return found


def _speaks(tokens: Tokens, quantity: Quantity, begin: int, end: int) -> bool:
    """Whether one person after a comma is who tells it: "killing three, the governor, Oleh Bondar, said"."""
    if quantity.value != 1 or tokens.codes[max(begin, quantity.first - 2) : quantity.first].find(COMMA) < 0:
        return False
    for k in range(quantity.last + 1, min(end, quantity.last + 1 + _SPEAKER_REACH)):
        code = tokens.codes[k]
        if tokens.words[k] in _SPEAKS:
            return True
        if code not in (COMMA, OTHER):
            return False
    return False


def _is_whole(tokens: Tokens, part: Quantity, quantity: Quantity) -> bool:
    """Whether the count is the whole another is taken from: "two of a family of six"."""
    gap = tokens.words[part.last + 1 : quantity.first]
    return 0 < len(gap) <= _WHOLE_REACH and gap[-1] == "of" and not set(gap) & {"and", ",", "or"}


def _numeric(tokens: Tokens, i: int, end: int) -> Quantity | None:
    code = tokens.codes[i]
    if code == _N["vague"]:
        value = VAGUE.get(tokens.words[i])
        last = i
    elif code == NUMBER:
        last = _number_end(tokens, i, end)
        value = value_of([word for word in tokens.words[i : last + 1] if word != "and"])
        if value is None or _is_no_count(tokens, i, last, end, value):
            return None
    else:
        return None
    upper = _upper_end(tokens, i, last, end, value)
    noun = _noun(tokens, (upper[0] if upper else last) + 1, end)
    if noun is False:
        return None
    before = tokens.words[i - 1] if i else ""
    if upper is not None and (noun or tokens.words[last + 1] not in _OR):
        first = i - 1 if before == "between" else i
        return Quantity(
            first=first, last=upper[0], value=value, low=value, high=upper[1], has_noun=noun is True
        )
    low = value if before in _LOWER_BOUNDS else None
    high = value if before in _UPPER_BOUNDS else None
    near = {tokens.words[k] for k in range(max(0, i - 2), min(end, last + 2))}
    return Quantity(
        first=i,
        last=last,
        value=value,
        low=low,
        high=high,
        additional=bool(
            near & {"another", "additional", "further", "others", "other", "more", "also", "an additional"}
        ),
        has_noun=noun is True,
    )


def _upper_end(tokens: Tokens, first: int, last: int, end: int, value: int | None) -> tuple[int, int] | None:
    """Return the last unit and the value of the second number: "between 10 and 15", "10-15", "10 to 15"."""
    second = _second_number(tokens, first, last, end)
    if value is None or second is None:
        return None
    stop = _number_end(tokens, second, end)
    upper = value_of(tokens.words[second : stop + 1])
    if (
        upper is None
        or not value < upper <= value * _WIDEST
        or _is_no_count(tokens, second, stop, end, upper)
    ):
        return None
    return stop, upper


def _second_number(tokens: Tokens, first: int, last: int, end: int) -> int | None:
    """Return the unit in which the second number of a range begins; a date or a change is no range."""
    before = tokens.words[first - 1] if first else ""
    following = tokens.words[last + 1] if last + 1 < end else ""
    if tokens.folded[max(0, tokens.starts[first] - 1) : tokens.starts[first]] in _DATE_MARKS:
        return None
    joined = last + 1 < end and tokens.folded[tokens.ends[last] : tokens.starts[last + 1]] in _HYPHENS
    if joined and tokens.codes[last + 1] == NUMBER:
        return last + 1
    if last + 2 >= end or tokens.codes[last + 2] != NUMBER:
        return None
    between = before == "between" and following in ("and", "to")
    dash = following in _HYPHENS and tokens.words[last][0].isdigit() and tokens.words[last + 2][0].isdigit()
    return last + 2 if between or dash or (following in _OR and before != "from") else None


def _number_end(tokens: Tokens, i: int, end: int) -> int:
    last = i
    while last + 1 < end:
        nxt = tokens.codes[last + 1]
        if nxt == NUMBER and not tokens.words[last + 1][0].isdigit():  # "killed four / 2024-05-02" is no sum
            last += 1
        elif (
            tokens.words[last + 1] == "and"
            and tokens.words[last] in ("hundred", "thousand")
            and last + 2 < end
            and tokens.codes[last + 2] == NUMBER
        ):
            last += 2
        else:
            break
    return last


def _is_no_count(tokens: Tokens, first: int, last: int, end: int, value: int) -> bool:
    after = tokens.words[last + 1] if last + 1 < end else ""
    before = tokens.words[first - 1] if first else ""
    digits = tokens.words[first][0].isdigit()
    earlier = tokens.words[first - 2] if first > 1 and before.startswith(".") else before
    if last + 1 < end and (tokens.codes[last + 1] == _N["age"] or is_age(tokens, first)):
        return True
    if after in ORDINAL_ENDINGS or (digits and (earlier in _MONTHS or after in _MONTHS)):
        return True
    if digits and 1900 <= value <= 2099 and first == last and _noun(tokens, last + 1, end) is not True:
        return True
    if _is_of_ages(tokens, first) or _is_written_twice(tokens, last) or _is_footnote(tokens, first, last):
        return True
    if before in ("over", "under") and first > 1 and tokens.words[first - 2] in _ALL_OF_THEM:
        return True
    if digits and (_is_clock(tokens, first, last, end) or before in _NUMBERED):
        return True
    if digits and (_is_glued(tokens, first) or _is_in_date(tokens, first) or _is_decade(tokens, last)):
        return True
    if digits and before in _ROADS and _noun(tokens, last + 1, end) is not True:
        return True
    if before == "of" and first > 1 and tokens.words[first - 2] in _NO_TOTAL:
        return True
    if before == "day" and first > 1 and tokens.words[first - 2] in _WHICH_DAY:
        return False
    return before in ("number", "no.", "aged", "age", "source", "day", "whose", "aboard") or after == "sides"


def _is_footnote(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a number points to a note: "on March 4.[22] The town"."""
    before = tokens.folded[max(0, tokens.starts[first] - 1) : tokens.starts[first]]
    return before == "[" and tokens.folded[tokens.ends[last] : tokens.ends[last] + 1] == "]"


def _is_of_ages(tokens: Tokens, i: int) -> bool:
    """Whether a number is one of several ages: "three men aged 23, 34 and 45", "two men, 45 and 39, were"."""
    k = i - 1
    while k > 0 and tokens.codes[k] in (NUMBER, COMMA, _N["and"], _N["to"]):
        k -= 1
    if k < i - 1 and tokens.words[k] in ("aged", "ages"):
        return True
    end = i
    while end < len(tokens.codes) and tokens.codes[end] in (NUMBER, COMMA, _N["and"]):
        end += 1
    run = tokens.words[k + 2 : end - 1]
    enclosed = tokens.codes[k + 1] == COMMA and tokens.codes[end - 1] == COMMA
    numbers = [word for word, code in zip(run, tokens.codes[k + 2 : end - 1], strict=True) if code == NUMBER]
    ages = len(numbers) > 1 and all(word.isdigit() and int(word) <= _OLDEST for word in numbers)
    return enclosed and ages and (tokens.codes[k] in PERSON or is_people(tokens.words[k]))


def _is_written_twice(tokens: Tokens, last: int) -> bool:
    """Whether digits in a bracket say a number again: "fourteen (14) people"."""
    again = tokens.words[last + 1 : last + 4]
    return again[:1] == ["("] and again[2:] == [")"] and tokens.codes[last + 2] == NUMBER


def _is_glued(tokens: Tokens, i: int) -> bool:
    """Whether a number is the end of a name: "Radio24"."""
    return tokens.folded[max(0, tokens.starts[i] - 1) : tokens.starts[i]].isalpha()


def _is_decade(tokens: Tokens, last: int) -> bool:
    """Whether a number says how old or when about: "a man in his 30s", "in the 1990's"."""
    behind = tokens.folded[tokens.ends[last] : tokens.ends[last] + 3]
    return _DECADE.match(behind) is not None


def _is_in_date(tokens: Tokens, i: int) -> bool:
    """Whether a number is part of a date of digits: "2023-02-05"."""
    begin = max(0, tokens.starts[i] - _LONGEST_DATE)
    at = tokens.starts[i] - begin
    near = tokens.folded[begin : tokens.ends[i] + _LONGEST_DATE]
    return any(m.start() <= at < m.end() for m in _DATE.finditer(near))


def _is_clock(tokens: Tokens, first: int, last: int, end: int) -> bool:
    """Whether the number is part of a time of day: "at 11:30, four men"; not "12: 5 civilians"."""

    def joined(hour: int) -> bool:
        minutes = hour + 2
        return (
            hour >= 0
            and minutes < end
            and tokens.words[hour + 1] == ":"
            and tokens.words[hour][0].isdigit()
            and len(tokens.words[minutes]) == 2
            and tokens.words[minutes].isdigit()
            and tokens.starts[minutes] == tokens.ends[hour] + 1
        )

    of_day = _OF_DAY.match(tokens.folded, tokens.ends[last]) is not None
    return of_day or joined(first - 2) or joined(last)


def is_age(tokens: Tokens, i: int) -> bool:
    """Whether the number in unit ``i`` stands between commas after a person: "Olena Petrenko, 34, was"."""
    word = tokens.words[i]
    if not (word.isascii() and word.isdigit()) or int(word) > _OLDEST or i < 2:
        return False
    enclosed = tokens.codes[i - 1] == COMMA and tokens.codes[i + 1 : i + 2] in (COMMA, "|", "")
    return enclosed and (tokens.codes[i - 2] in PERSON or tokens.codes[i - 2] == OTHER)


def _noun(tokens: Tokens, i: int, end: int) -> bool | None:
    """Return True for a noun of people, False for one of things, None when no noun is known."""
    thing = False
    for k in range(i, min(end, i + REACH)):
        code = tokens.codes[k]
        begins_anew = tokens.folded[tokens.ends[k - 1] : tokens.starts[k]].strip() == "the"
        if begins_anew and tokens.words[k - 1] != "of":  # "wounded two more the next day"
            return None
        if code in PERSON or is_people(tokens.words[k]):
            return True
        if tokens.words[k] == ")":
            continue
        if code in STOPS or code == NUMBER:
            break
        thing = thing or code in NO_PERSON or is_animal(tokens.words[k])
    return False if thing else None


def is_denied(tokens: Tokens, begin: int, predicate: int) -> bool:
    """Whether "no", "nobody" or "without" stands up to four units before a death or injury word."""
    for k in range(predicate - 1, max(begin, predicate - 5) - 1, -1):
        if tokens.words[k] in _BLAMED:
            return False
        if tokens.words[k] in _NOBODY or tokens.words[k].endswith("n't"):
            return True
        if tokens.codes[k] in (NUMBER, COMMA, "|"):
            return False
    return False
