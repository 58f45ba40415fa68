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

An undated report resolves only dates that have a year. How a language writes them is in its ``dates.toml``, of which a
form tells by one of these rules.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from nuzuh.evidence.anchored import anchors, matches, positions, words
from nuzuh.evidence.figures import number
from nuzuh.evidence.forms import filled
from nuzuh.evidence.language import Language

_LEAD = 6  # words of a date before the one that tells it, at most: "on Monday, 27 to 29 November"
Day = dt.date
_DAY = dt.timedelta(days=1)
_DAYS = frozenset(f"{day:{width}}".strip() for day in range(1, 32) for width in ("", "02"))
_YEARS = frozenset([str(year) for year in range(1900, 2100)])


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


def periods(text: str, published: Day | None, language: Language) -> list[Period]:
    """Find and resolve the dates in a text, from left to right, without overlap.

    Parameters
    ----------
    text : str
        A sentence.
    published : date or None
        Day of publication; without it, only dates that have a year are found.
    language : Language
        The language that it is written in.
    """
    return list(_periods(text, published, language))


@lru_cache(maxsize=1_000)  # a sentence is asked for by what is told in it, and by what is told after it
def _periods(text: str, published: Day | None, language: Language) -> tuple[Period, ...]:
    taken: list[Period] = []
    known = _known(language)
    signs = known.signs.intersection(words(text))
    for form in known.forms if signs else ():
        if any(map(signs.isdisjoint, form.holds)) or (published is None and form.tells not in _ABSOLUTE):
            continue
        resolve = _RULES[form.tells]
        for match in matches(form.pattern, text, positions(text, form.holds[0]), _LEAD):
            if any(match.start() < p.end and match.end() > p.start for p in taken):
                continue
            try:
                span = resolve(match, published or Day.min, known)
            except (ValueError, OverflowError):
                continue
            if span is not None:
                taken.append(_since(text, match, span, published, known))
    return tuple(sorted(taken, key=lambda p: p.start))


def _since(text: str, match: re.Match[str], span: Span, published: Day | None, known: "_Known") -> Period:
    before = known.bound.search(text[max(0, match.start() - 90) : match.start()])
    year = (span[1] - span[0]).days >= 360
    if before is None:
        return Period(*span, match.start(), match.end(), False, year)
    start = match.start() - len(before[0])
    if before["since"] or before["since2"]:
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


def _day_month(m: re.Match[str], published: Day, known: "_Known") -> Span | None:
    g = m.groupdict()
    month = known.months[g["month"].lower()]
    year = int(g["year"]) if g.get("year") else None
    last_month = known.months[(g.get("month2") or g["month"]).lower()]
    if year is None and published == Day.min:
        return None
    last_day = int(g.get("day2") or g["day"])
    last = Day(year, last_month, last_day) if year else _latest(last_month, last_day, published)
    first = Day(last.year, month, int(g["day"]))
    if first > last:
        first = Day(last.year - 1, month, int(g["day"]))
    return first, last


def _month_alone(m: re.Match[str], published: Day, known: "_Known") -> Span | None:
    month = known.months[m["month"].lower()]
    if m["year"]:
        return _month(int(m["year"]), month)
    if published == Day.min:
        return None
    first, last = _month(published.year - (month > published.month), month)
    return first, min(last, published)


def _year(m: re.Match[str], published: Day, known: "_Known") -> Span:
    year = int(m["year"])
    return Day(year, 1, 1), Day(int(m["year2"] or year), 12, 31)


def _weekday(m: re.Match[str], published: Day, known: "_Known") -> Span:
    back = (published.weekday() - known.weekdays[m["weekday"].lower()]) % 7
    day = published + (7 - back) * _DAY if m.groupdict().get("next") else published - back * _DAY
    return day, day


def _night_before(m: re.Match[str], published: Day, known: "_Known") -> Span:
    day = published - (published.weekday() - known.weekdays[m["weekday"].lower()]) % 7 * _DAY
    return day - _DAY, day


def _ago(m: re.Match[str], published: Day, known: "_Known") -> Span | None:
    unit, n = known.units[m["unit"].lower()], known.count(m["n"])
    if n is None:
        return None
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


def _past(m: re.Match[str], published: Day, known: "_Known") -> Span | None:
    n, unit = known.count(m["n"]) or 3 if m["n"] else 1, known.units[m["unit"].lower()]
    if unit == "hour":
        return published - max(1, n // 24) * _DAY, published
    days = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}[unit]
    return published - n * days * _DAY, published


def _calendar(m: re.Match[str], published: Day, known: "_Known") -> Span:
    unit, back = known.units[m["unit"].lower()], m.groupdict().get("back")
    if unit == "week":
        monday = published - published.weekday() * _DAY
        return (monday - 7 * _DAY, monday - _DAY) if back else (monday, published)
    if unit == "month":
        first = published.replace(day=1)
        return _month((first - _DAY).year, (first - _DAY).month) if back else (first, published)
    if back:
        return Day(published.year - 1, 1, 1), Day(published.year - 1, 12, 31)
    return Day(published.year, 1, 1), published


def _fixed(first: int, last: int) -> "Resolve":
    return lambda m, published, known: (published - first * _DAY, published - last * _DAY)


def _iso(m: re.Match[str], published: Day, known: "_Known") -> Span:
    day = Day.fromisoformat(m[0])
    return day, day


Resolve = Callable[[re.Match[str], Day, "_Known"], Span | None]

_RULES: dict[str, Resolve] = {
    "iso": _iso,
    "day_month": _day_month,
    "month": _month_alone,
    "year": _year,
    "weekday": _weekday,
    "night_before": _night_before,
    "last_night": _fixed(1, 0),
    "today": _fixed(0, 0),
    "yesterday": _fixed(1, 1),
    "ago": _ago,
    "past": _past,
    "calendar": _calendar,
}
_ABSOLUTE = frozenset(["iso", "day_month", "month", "year"])  # may be told with a year


class _Form(NamedTuple):
    """A way of writing a date, what it tells, and words of which a text must hold one each."""

    pattern: re.Pattern[str]
    tells: str
    holds: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class _Known:
    """How a language writes dates: its months and weekdays by number, and its forms in the order of their claims."""

    language: Language
    months: dict[str, int]
    weekdays: dict[str, int]
    units: dict[str, str]
    single: frozenset[str]
    several: frozenset[str]
    bound: re.Pattern[str]
    dateline: re.Pattern[str]
    forms: tuple[_Form, ...]
    signs: frozenset[str]

    def count(self, told: str) -> int | None:
        """How many units are told; None where nobody says."""
        word = told.lower()
        if word in self.several:
            return None
        return 1 if word in self.single else int(number(word, self.language))


def dateline(language: Language) -> re.Pattern[str]:
    """What matches the day of an article between its title and its first words: "(AFP) Friday 1 Jul 2016 Raids …"."""
    return _known(language).dateline


@cache
def _known(language: Language) -> _Known:
    told = language.table("dates")
    months = {name: month for month, names in enumerate(told["months"], start=1) for name in names}
    weekdays = {name: day for day, names in enumerate(told["weekdays"]) for name in names}
    units = {name: unit for unit, names in told["units"].items() for name in names}
    sets = {"months": months, "weekdays": weekdays, "units": units, "days": _DAYS, "years": _YEARS}
    slots = told["parts"] | {name: list(held) for name, held in sets.items()}
    forms = tuple(
        _Form(
            re.compile(filled(form["form"], slots), re.IGNORECASE),
            form["tells"],
            tuple(frozenset(sets[row[1:-1]]) if row.startswith("{") else anchors(row) for row in form["holds"]),
        )
        for form in told["form"]
    )
    return _Known(
        language, months, weekdays, units, frozenset(told["single"]), frozenset(told["several"]),
        re.compile(filled("{bound}", slots), re.IGNORECASE), re.compile(filled("{dateline}", slots)),
        forms, frozenset[str]().union(*(words for form in forms for words in form.holds)),
    )  # fmt: skip
