"""When something was so: dates as news writes them, resolved against the day of publication by stated rules.

============================  ================================================================
"on Thursday"                 the latest Thursday, the day of publication included
"next Thursday"               the first Thursday after publication
"overnight"                   the day before publication to the day of publication
"overnight into Friday"       the latest Friday and the day before it
"last week, previous week"    Monday to Sunday of the calendar week before
"the past week"               from seven days before publication until it
"nine days ago"               that day; of weeks a day more or less, of months and years the whole one
"a week after …"              seven days before publication, a day more or less: what it is told of happened then
"27 November", "in March"     the latest such day or month, the day of publication included
"since …"                     from the first day of the rest until publication
============================  ================================================================

An undated report resolves only dates that have a year.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from nuzuh.evidence.anchored import anchors, matches, positions, words
from nuzuh.evidence.figures import number

_LEAD = 6  # words of a date before the one that tells it, at most: "on Monday, 27 to 29 November"
Day = dt.date
_DAY = dt.timedelta(days=1)
_WEEKDAYS = {d.lower(): i for i, d in enumerate(calendar.day_name)}
_MONTHS = {m.lower(): i for i, m in enumerate(calendar.month_name) if m} | {
    m.lower(): i for i, m in enumerate(calendar.month_abbr) if m
} | {"sept": 9}  # fmt: skip

_W = r"(?P<{0}>" + "|".join(d.capitalize() for d in _WEEKDAYS) + r")"
_M = r"(?P<{0}>" + "|".join(sorted((m.capitalize() for m in _MONTHS), key=len, reverse=True)) + r")\b\.?"
_N = r"(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|several|a few|a couple of)"
_UNIT = r"(?P<unit>day|week|month|year|decade|hour)s?"
_PART = r"(?: (?:morning|afternoon|evening|night))?"


_BOUND = re.compile(
    r"\b(since|until|till|before)(?: (?:early|late|mid|at least|the start of|the beginning of))?[ -]$"
    r"|\b(since) [^,.;:]{1,110} (?:in|on) $",  # "since the war broke out in 2011"
    re.IGNORECASE,
)


class Period(NamedTuple):
    """When something was so.

    Attributes
    ----------
    first, last : date or None
        Closed interval; ``first`` is None where only an end is known.
    start, end : int
        Where it stands in the text, in characters.
    since : bool
        Whether it counts from ``first`` on.
    year : bool
        Whether it is no finer than a year.
    """

    first: Day | None
    last: Day | None
    start: int
    end: int
    since: bool = False
    year: bool = False


Span = tuple[Day, Day]


def periods(text: str, published: Day | None) -> list[Period]:
    """Find and resolve the dates in a text, from left to right, without overlap.

    Parameters
    ----------
    text : str
        A sentence.
    published : date or None
        Day of publication; without it, only dates that have a year are found.
    """
    return list(_periods(text, published))


@lru_cache(maxsize=1_000)  # a sentence is asked for by what is told in it, and by what is told after it
def _periods(text: str, published: Day | None) -> tuple[Period, ...]:
    taken: list[Period] = []
    signs = _SIGNS.intersection(words(text))
    for rule, pattern in _RULES if signs else ():
        if any(map(signs.isdisjoint, rule.words)) or (rule.relative and published is None):
            continue
        for match in matches(pattern, text, positions(text, rule.words[0]), _LEAD):
            if any(match.start() < p.end and match.end() > p.start for p in taken):
                continue
            try:
                span = rule.resolve(match, published or Day.min)
            except (ValueError, OverflowError):
                continue
            if span is not None:
                taken.append(_since(text, match, span, published))
    return tuple(sorted(taken, key=lambda p: p.start))


def _since(text: str, match: re.Match[str], span: Span, published: Day | None) -> Period:
    before = _BOUND.search(text[max(0, match.start() - 90) : match.start()])
    year = (span[1] - span[0]).days >= 360
    if before is None:
        return Period(*span, match.start(), match.end(), False, year)
    start = match.start() - len(before[0])
    if before[2] or before[1].lower() == "since":
        return Period(span[0], published, start, match.end(), True, year)
    return Period(None, span[1], start, match.end(), False, year)


def _latest(month: int, day: int, published: Day) -> Day:
    for year in (published.year, published.year - 1):
        if (month, day) != (2, 29) or calendar.isleap(year):
            found = Day(year, month, day)
            if found <= published:
                return found
    return Day(published.year - 1, month, min(day, 28))


def _month(year: int, month: int) -> Span:
    return Day(year, month, 1), Day(year, month, calendar.monthrange(year, month)[1])


def _day_month(m: re.Match[str], published: Day) -> Span | None:
    g = m.groupdict()
    month = _MONTHS[g["month"].lower()]
    year = int(g["year"]) if g.get("year") else None
    last_month = _MONTHS[(g.get("month2") or g["month"]).lower()]
    if year is None and published == Day.min:
        return None
    last_day = int(g.get("day2") or g["day"])
    last = Day(year, last_month, last_day) if year else _latest(last_month, last_day, published)
    first = Day(last.year, month, int(g["day"]))
    if first > last:
        first = Day(last.year - 1, month, int(g["day"]))
    return first, last


def _month_alone(m: re.Match[str], published: Day) -> Span | None:
    month = _MONTHS[m["month"].lower()]
    if m["year"]:
        return _month(int(m["year"]), month)
    if published == Day.min:
        return None
    first, last = _month(published.year - (month > published.month), month)
    return first, min(last, published)


def _year(m: re.Match[str], published: Day) -> Span:
    year = int(m["year"])
    return Day(year, 1, 1), Day(int(m["year2"]) if m["year2"] else year, 12, 31)


def _weekday(m: re.Match[str], published: Day) -> Span:
    back = (published.weekday() - _WEEKDAYS[m["weekday"].lower()]) % 7
    day = published + (7 - back) * _DAY if m["next"] else published - back * _DAY
    return day, day


def _overnight_into(m: re.Match[str], published: Day) -> Span:
    day = published - (published.weekday() - _WEEKDAYS[m["weekday"].lower()]) % 7 * _DAY
    return day - _DAY, day


def _ago(m: re.Match[str], published: Day) -> Span | None:
    word, unit = m["n"].lower(), m["unit"].lower()
    if word.startswith(("several", "a few", "a couple")):
        return None
    n = int(number(word)) if word not in ("a", "an") else 1
    if unit == "hour":
        return published - _DAY, published
    if unit in ("year", "decade"):
        year = published.year - n * (10 if unit == "decade" else 1)
        return Day(year, 1, 1), Day(year, 12, 31)
    if unit == "month":
        months = published.year * 12 + published.month - 1 - n
        return _month(months // 12, months % 12 + 1)
    day = published - n * (7 if unit == "week" else 1) * _DAY
    slack = _DAY * (unit == "week")
    return day - slack, day + slack


def _past(m: re.Match[str], published: Day) -> Span | None:
    word = (m["n"] or "one").lower()
    if word.startswith(("several", "a few", "a couple")):
        word = "three"
    n = int(number(word)) if word not in ("a", "an") else 1
    unit = m["unit"].lower()
    if unit == "hour":
        return published - max(1, n // 24) * _DAY, published
    days = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}[unit]
    return published - n * days * _DAY, published


def _calendar(m: re.Match[str], published: Day) -> Span:
    which, unit = m["which"].lower(), m["unit"].lower()
    back = which in ("last", "previous", "the previous")
    if unit == "week":
        monday = published - published.weekday() * _DAY
        return (monday - 7 * _DAY, monday - _DAY) if back else (monday, published)
    if unit == "month":
        first = published.replace(day=1)
        return _month((first - _DAY).year, (first - _DAY).month) if back else (first, published)
    if back:
        return Day(published.year - 1, 1, 1), Day(published.year - 1, 12, 31)
    return Day(published.year, 1, 1), published


def _fixed(first: int, last: int) -> Callable[[re.Match[str], Day], Span]:
    return lambda m, published: (published - first * _DAY, published - last * _DAY)


def _iso(m: re.Match[str], published: Day) -> Span:
    day = Day.fromisoformat(m[0])
    return day, day


Resolve = Callable[[re.Match[str], Day], Span | None]


class _Rule(NamedTuple):
    """A way of telling a date, what resolves it, words of which a text must hold one each, and if it is relative."""

    pattern: str
    resolve: Resolve
    words: tuple[frozenset[str], ...]
    relative: bool


def _after(words: str) -> str:
    return r"(?<=[ -])(?:" + "|".join(rf"(?<=\b{w}[ -])" for w in words.split("|")) + ")"


def _rules() -> Iterator[_Rule]:
    """Rules in the order in which they claim the text."""
    month, month2, weekday = _M.format("month"), _M.format("month2"), _W.format("weekday")
    day, day2 = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?:,? (?P<year>(?:19|20)\d\d)(?!\d))?"
    to = r"(?: ?[-–] ?| to | and | until )"
    months, weekdays = frozenset(_MONTHS), frozenset([*_WEEKDAYS, *(f"{d}s" for d in _WEEKDAYS)])
    units = frozenset(f"{unit}{s}" for unit in ("day", "week", "month", "year", "decade", "hour") for s in ("", "s"))
    leads = "in|since|of|from|early|late|mid|during|until|before|after|by|between|for"
    yield _Rule(r"\b\d{4}-\d\d-\d\d\b", _iso, (_YEARS,), False)
    named = rf"\b(?:(?:on )?(?:{'|'.join(_WEEKDAYS)}),? )?"
    yield _Rule(rf"\b{day} {month}{to}{day2} {month2}{year}", _day_month, (months, _DAYS), False)
    yield _Rule(rf"\b{day}{to}{day2} {month}{year}", _day_month, (months, _DAYS), False)
    yield _Rule(rf"\b{month} {day}{to}(?:{month2} )?{day2}(?!\d|,\d){year}", _day_month, (months, _DAYS), False)
    yield _Rule(rf"{named}{day}(?: of)? {month}{year}", _day_month, (months, _DAYS), False)
    yield _Rule(rf"{named}{month} {day}(?!\d|,\d){year}", _day_month, (months, _DAYS), False)
    yield _Rule(rf"{_after(leads + '|this|last')}{month}{year}", _month_alone, (months,), False)
    many = r"(?! ?(?:%|people|civilians|fighters|families|residents))"
    years = r"(?P<year>(?:19|20)\d\d)(?:[-–](?P<year2>(?:19|20)\d\d))?(?![\d,%]\d|\d)"
    yield _Rule(rf"(?:{_after(leads + '|the')}|(?<=\()){years}{many}", _year, (_YEARS,), False)
    night = "|".join(_WEEKDAYS)
    yield _Rule(
        rf"\b(?:overnight|(?:{night}) night) (?:and )?(?:in)?to (?:early )?{weekday}{_PART}",
        _overnight_into,
        (weekdays, anchors("overnight night")),
        True,
    )
    yield _Rule(
        rf"\b(?:(?P<next>next|coming) |last |this |late |early |on )*{weekday}{_PART}", _weekday, (weekdays,), True
    )
    yield _Rule(
        r"\b(?:overnight|last night|in the early hours)\b", _fixed(1, 0), (anchors("overnight night hours"),), True
    )
    yield _Rule(
        r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b",
        _fixed(0, 0),
        (anchors("today tonight morning afternoon evening"),),
        True,
    )
    yield _Rule(r"\byesterday\b", _fixed(1, 1), (anchors("yesterday"),), True)
    yield _Rule(rf"\b{_N} {_UNIT} (?:ago|earlier)\b", _ago, (anchors("ago earlier"), units), True)
    yield _Rule(rf"\b{_N} {_UNIT} (?=after\b)", _ago, (anchors("after"), units), True)
    yield _Rule(rf"\bwithin {_N} {_UNIT}\b", _past, (anchors("within"), units), True)
    yield _Rule(
        rf"\b(?:(?:past|last) {_N}|(?:the|this) past(?P<one>)) {_UNIT}\b", _past, (anchors("past last"), units), True
    )
    which = r"(?P<which>last|the previous|previous|this|earlier this|so far this)"
    yield _Rule(rf"\b{which} (?P<unit>week|month|year)\b", _calendar, (anchors("week month year"),), True)


_DAYS = frozenset(f"{day:{width}}".strip() for day in range(1, 32) for width in ("", "02"))
_YEARS = frozenset([str(year) for year in range(1900, 2100)])
_RULES = [(rule, re.compile(rule.pattern, re.IGNORECASE)) for rule in _rules()]
_SIGNS = frozenset[str]().union(*(words for rule, _ in _RULES for words in rule.words))
