"""What is part of what: a group of all people, a town of its region and country, days of a longer time."""

from collections.abc import Iterable
from dataclasses import replace

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.countries import countries
from nuzuh.evidence.names import fold
from nuzuh.evidence.sources import Sources
from nuzuh.evidence.topics import Subject, Where, has_figure, window
from nuzuh.evidence.weigh import Verdict, day_of, range_of


def enclosing(subject: Subject, where: Where) -> list[Subject]:
    """Subjects of the same kind at the region and the country that a subject's one place lies in."""
    place = where(subject.places[0]) if len(subject.places) == 1 else None
    if place is None:
        return []
    region = where(place.region) if place.region else None
    names = [region.name if region else "", countries().get(place.country, "")]
    return [replace(subject, places=(fold(name),)) for name in names if name and fold(name) not in subject.places]


def part_of(
    part: Iterable[Claim], whole: Iterable[Claim], sources: Sources, *, within_its_days: bool
) -> Verdict | None:
    """How figures stand to figures of what theirs is a part of.

    Parameters
    ----------
    part, whole : iterable of Claim
        Claims of the one and of the other.
    within_its_days : bool
        Whether only figures count of which the part's days are known to lie within the whole's. Not asked within one
        period, which is lined up already.

    Returns
    -------
    str or None
        ``differ`` if a part is told as larger than a whole of the same day or later: both cannot be right. ``part of``
        if one report or one source tells both. None otherwise: who counts a part and who counts the whole may count
        by different rules.
    """
    some, rest = ([c for c in own if has_figure(c) and not c.negated] for own in (part, whole))
    pairs = [(a, b) for a in some for b in rest if not within_its_days or _within(a, b)]
    if any(range_of(a)[0] > range_of(b)[1] and day_of(a) <= day_of(b) for a, b in pairs):
        return "differ"
    together = (sources.report(a) == sources.report(b) or sources.of(a) & sources.of(b) for a, b in pairs)
    return "part of" if any(together) else None


def _within(a: Claim, b: Claim) -> bool:
    if a.scope == "since 2011" and b.scope != "since 2011":
        return False
    inner, outer = window(a), window(b)
    return inner is not None and outer is not None and outer[0] <= inner[0] and inner[1] <= outer[1]
