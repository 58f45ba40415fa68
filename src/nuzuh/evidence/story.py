"""What a text tells of its story as a whole: when the fighting began."""

import csv
import datetime as dt
from functools import cache
from importlib import resources

from nuzuh.evidence.dates import periods
from nuzuh.evidence.language import Language, pattern

_RECENT = dt.timedelta(days=120)


def offensive_start(text: str, published: dt.date | None, language: Language) -> dt.date | None:
    """The day on which the fighting that a report speaks of began, where it says so.

    Of several dates the most exact is taken, of those the earliest in the text; one long before publication is
    another war's.
    """
    if published is None:
        return None
    found: list[tuple[int, int, dt.date]] = []
    for match in pattern(language, "story").finditer(text):
        lo = max(text.rfind(c, 0, match.start()) for c in ".\n") + 1
        hi = min((i for i in (text.find(c, match.end()) for c in ".\n") if i >= 0), default=len(text))
        sentence = text[lo:hi][:600]
        if not pattern(language, "began").search(sentence):
            continue
        for period in periods(sentence, published, language):
            if period.first and period.last and dt.timedelta(0) <= published - period.first <= _RECENT:
                length = 0 if period.since else (period.last - period.first).days
                if length <= 1:
                    found.append((length, match.start(), period.first))
    return min(found)[2] if found else None


@cache
def _known() -> dict[str, int]:
    """Years in which wars began from which news counts their dead and displaced, by the code of the country."""
    with (resources.files("nuzuh.evidence") / "data" / "wars.csv").open(encoding="utf-8") as file:
        return {row["country"]: int(row["year"]) for row in csv.DictReader(file)}


def war_start(text: str, published: dt.date | None, country: str | None, language: Language) -> dt.date | None:
    """The first day of the year in which the war of a country began, or else of the one that a report tells of."""
    known = _known().get(country or "")
    if known is not None and published is not None and known <= published.year:
        return dt.date(known, 1, 1)
    years = [int(m[1] or m[2]) for m in pattern(language, "war_began").finditer(text)]
    return dt.date(min(years, key=lambda y: (-years.count(y), y)), 1, 1) if years else None
