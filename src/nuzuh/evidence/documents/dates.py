"""The day of publication: as it is stated, or as a text tells it of itself.

Of a text without a stated day, these are looked for in turn, in its first `HEAD` characters, and only with a year:

1. A label with a colon, or one that begins a line: "Published: 5 March 2025", "Updated on 5 March 2025",
   "Date: 2025-03-05". Of several, publication goes before the others.
2. A dateline: a line that begins with a place and a date, then a dash, a colon or an agency: "GOMA, 3 February 2025 —".
3. A line that is nothing but a date, with or without a weekday, a time, and a place or an author: "Goma, 6 Dec 2024".
4. The very beginning of the text: "Wed 05 Apr 2017 Clashes near …", a date that a small letter does not follow, as it
   would a sentence.
5. An agency, a weekday and a date in the first line, before a new sentence: "Markets shut AFP Wed 05 Apr 2017 Shops".
6. The heading of an update or a report: "Flash Update No. 3, as of 5 March 2025", "Situation Report | 5 March 2025".

A weekday must be that of the date. A numeric date counts if its order is plain: 2025-03-05, 25/03/2025, 05/05/2025, but
not 04/05/2025. What a sentence tells ("on 5 March 2025 they left") is never the day of publication, and neither is a
bare weekday, nor anything further down: an undated report is better than one dated wrongly.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from nuzuh.evidence.digits import latin_digits
from nuzuh.evidence.documents.document import UnreadableError

HEAD = 600
"""Characters that are looked at: a title, a line of authors, a dateline, and a sentence or two."""

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
_DAYS = [name.lower()[:3] for name in calendar.day_name]

_WEEKDAY = r"(?:(?P<weekday>Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?,? +)?"
_MONTH = r"(?P<{}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<{}>(?:19|20)\d\d)(?![\d/-])"
_DATE = (
    rf"{_WEEKDAY}(?<![\d./-])(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?{_MONTH.format('m1')},?[ -]{_YEAR.format('y1')}"
    rf"|{_MONTH.format('m2')} (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? ?{_YEAR.format('y2')}"
    rf"|(?P<y3>(?:19|20)\d\d)(?P<by>[-/.])(?P<m3>\d\d?)(?P=by)(?P<d3>\d\d?)(?:T[\d:.]+Z?)?(?!\d|[-/.]\d)"
    rf"|(?P<a>\d\d?)(?P<by4>[-/.])(?P<b>\d\d?)(?P=by4){_YEAR.format('y4')})"
)
_TIME = r"(?:,? ?(?:at |\| ?|[-–] ?)?\d\d?[:.]\d\d(?: ?[ap]\.?m\.?)?(?: ?\(?[A-Z]{2,4}(?:[+-]\d\d?)?\)?)?)?"
_NAME = r"[^\W\d_a-z][\w'’.-]*"
_NAMES = rf"{_NAME}(?: (?:{_NAME}|al|and|de|el|of|the)){{0,5}}"
_PLACE = rf"{_NAMES}(?:, {_NAMES})?"
_REPORT = r"(?i:updates?|reports?|sitrep|bulletin|snapshot|overview|brief(?:ing)?|alert|dispatch)"
_LABEL = r"(?i:(?:(?:^|[|•·] *)(?:{0})(?:(?: date)?[:|–— -]*| +on +| +at +)|^.{{0,80}}?\b(?:{0})(?: date)? *: *))"
_PUBLISHED = "date of publication|publication|published|posted|released|issued"

_RULES = [
    rf"{_LABEL.format(_PUBLISHED)}{_DATE}(?!, (?!at)[a-z])",
    rf"{_LABEL.format('(?:last )?(?:updated|modified)')}{_DATE}(?!, (?!at)[a-z])",
    rf"^(?i:date *: *){_DATE}",
    rf"^{_PLACE},? \(?{_DATE}\)?{_TIME}(?: ?[—–:]| -+ | ?\([A-Z][\w ./]+\))",
    rf"^(?:(?:By )?{_PLACE} ?[,|–—-]? ?)?\(?{_DATE}\)?{_TIME}(?:,? ?[|–—-]? ?{_PLACE})?$",
    rf"\A\ufeff?\(?{_DATE}\)?{_TIME}(?= [^\Wa-z_]| by [A-Z]| at \d| ?[—–:|\n]| -)",
    rf"\A[^\n]{{0,160}}?\b(?:[A-Z]{{2,4}}|Reuters) (?=[MTWFS][a-z]+ ){_DATE}(?= [^\Wa-z_])",
    rf"^.{{0,100}}?\b{_REPORT}\b(?:[^\n.;]|No\.){{0,50}}?\b(?i:as of|as at) (?:[\d:.h]+(?: hours)?,? (?:on )?)?{_DATE}",
    rf"^.{{0,100}}?\b{_REPORT}\b(?: *(?:#|(?i:no\.?|number)) *\d+)? *[,|:(–—-] *{_DATE}\)?{_TIME}$",
    rf"^\(?(?i:as of|as at) (?:[\d:.h]+(?: hours)?,? (?:on )?)?{_DATE}\)?{_TIME}$",
]
_INFERRED = [re.compile(rule.replace(_DATE, f"(?i:{_DATE})"), re.MULTILINE) for rule in _RULES]


def stated(text: str) -> dt.date:
    """Read a day as metadata write it: as YYYY-MM-DD with or without a time, or as a mail or a feed does.

    Raises
    ------
    UnreadableError
        If it is no date.
    """
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text.strip()).date()  # as it is where it was written, not in UTC
    except (ValueError, IndexError, OverflowError):
        raise UnreadableError(f"'{text[:40]}' is no date", "write the date as YYYY-MM-DD", column="published") from None


def inferred(text: str) -> dt.date | None:
    """The day of publication that a text tells of itself, by the rules above."""
    head = latin_digits(text[:HEAD])
    return next((day for rule in _INFERRED for match in rule.finditer(head) for day in _day(match)), None)


def _day(match: re.Match[str]) -> Iterator[dt.date]:
    told = match.groupdict()
    year = int(next(filter(None, (told[f"y{n}"] for n in (1, 2, 3, 4)))))
    if told["a"]:
        a, b = int(told["a"]), int(told["b"])
        if a <= 12 and b <= 12 and a != b:
            return
        day, month = (a, b) if a > 12 else (b, a)
    else:
        day = int(told["d1"] or told["d2"] or told["d3"])
        name = told["m1"] or told["m2"]
        month = _MONTHS[name.lower()] if name else int(told["m3"])
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return
    if not told["weekday"] or _DAYS[found.weekday()] == told["weekday"].lower()[:3]:
        yield found
