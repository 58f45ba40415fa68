"""Lining claims up: which of them speak of the same thing, at the same place, over the same time."""

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.countries import countries
from nuzuh.evidence.gazetteer import Place
from nuzuh.evidence.names import fold, skeleton

Where = Callable[[str], Place | None]
"""A place by its name, or None."""

COUNTED = ("displacement", "casualty")
"""Kinds whose figures grow from a first day on, so that this day is a part of what they count."""
TIMELESS = ("distance", "population")
STATES = ("control", "route")
"""Kinds of which the latest claim tells how it is now."""

_SAME_START = dt.timedelta(days=3)
_SAME_EVENT = dt.timedelta(days=2)
_EVERYBODY = re.compile(r"^(people|persons?|individuals?|civilians?|residents?|inhabitants|locals|syrians?|)$")
_PART = re.compile(r"\b(civilians?|children|women|men|soldiers|fighters|rebels|militants)\b")
_VERB = re.compile(r"\b(killed|dead|injured|wounded|missing|captured|detained|trapped)\b")
_CLOSED = re.compile(r"\b(destroyed|closed|cut|blocked|severed|impassable|shut)\b")
_OPEN = re.compile(r"\b(open|opened|reopened|restored|cleared)\b")


def parts(names: str | None) -> tuple[str, ...]:
    """Split a claim's places or actors at ``;``; a city goes by its name alone."""
    return tuple(n.strip().removesuffix(" city") for n in (names or "").split(";") if n.strip())


def has_figure(claim: Claim) -> bool:
    """Whether a claim gives a bound at all."""
    return claim.low is not None or claim.high is not None


def bridge(claim: Claim) -> bool:
    """Whether a claim speaks of a bridge."""
    return bool(re.search(r"\bbridges?\b", f"{claim.text} {claim.unit} {claim.place}".lower()))


def state(claim: Claim) -> str:
    """State of a road as one of ``closed``, ``open``, or the claim's own word."""
    word = (claim.unit or "").lower()
    return "closed" if _CLOSED.search(word) else "open" if _OPEN.search(word) else word


def counted(claim: Claim) -> tuple[str, str]:
    """What a figure counts: its unit, and the group that is counted ("" for everybody).

    Families and people are different units. Those who flee as "civilians" or "residents" are everybody there; of the
    dead, civilians are a part.
    """
    told = (claim.unit or "").lower()
    inner = re.search(r"\((.+?)\)", told)
    bare = re.sub(r"\(.*?\)", "", told).strip()
    group = (claim.group or (inner.group(1) if inner else "")).lower().strip()
    if claim.kind not in COUNTED:
        return (bare if has_figure(claim) else ""), group
    verb, part = _VERB.search(bare), _PART.search(bare)
    group = group or (part.group() if part else "")
    if _EVERYBODY.match(group) and (claim.kind == "displacement" or "civilian" not in group):
        group = ""
    unit = "families" if re.search("famil|househ", bare) else "people"
    fate = {"dead": "killed", "wounded": "injured"}.get(verb.group(), verb.group()) if verb else "killed"
    return (f"{unit} {fate}" if claim.kind == "casualty" else unit), group


@cache
def _nations() -> frozenset[str]:
    return frozenset(map(fold, countries().values()))


def is_country(name: str) -> bool:
    """Whether a name is a country's."""
    return fold(name) in _nations()


@dataclass(frozen=True, order=True)
class Subject:
    """What claims must share to be lined up: kind, folded place or places, and whether it is still to come."""

    kind: str
    places: tuple[str, ...]
    projected: bool = False
    front: str = ""


def subjects(claims: Iterable[Claim], where: Where | None = None) -> dict[Subject, list[Claim]]:
    """Group claims by what and where.

    A figure belongs to all places that it names together; an event to each of them. A distance has no direction; one
    with an actor, or to one place alone, is of a front. A national figure without a place is of the one country that
    others of its kind name.

    Parameters
    ----------
    claims : iterable of Claim
        Distinct claims, in an order that does not depend on how they were read.
    where : callable, optional
        Places by name; by their coordinates a bridge "between" two places meets one that is told by the town it is at.
    """
    kept = list(claims)
    nations: dict[str, set[str]] = {}
    for claim in kept:
        nations.setdefault(claim.kind, set()).update(fold(p) for p in parts(claim.place) if is_country(p))
    found: dict[Subject, list[Claim]] = {}
    for claim in kept:
        for places in _places(claim, nations[claim.kind], kept, where):
            front = "front" if claim.kind == "distance" and (claim.actor or len(places) < 2) else ""
            subject = Subject(claim.kind, places, claim.status == "projected", front)
            found.setdefault(subject, []).append(claim)
    return found


def _places(claim: Claim, nations: set[str], claims: list[Claim], where: Where | None) -> list[tuple[str, ...]]:
    named = tuple(sorted({fold(p) for p in parts(claim.place)}))
    if claim.kind == "distance":
        return [tuple(sorted({*named, *(fold(p) for p in parts(claim.place_to))}))]
    if not named and not claim.place_to and len(nations) == 1:
        named = tuple(nations)
    if not named:
        return [tuple(f"to {fold(p)}" for p in parts(claim.place_to)) or ("",)]
    if claim.kind in ("displacement", "casualty", "population"):
        return [named]
    if len(named) == 2 and bridge(claim):
        at = _on_the_way(claim, claims, where) if where else None
        return [(at,)] if at else [named]
    return [(place,) for place in named]


def _on_the_way(claim: Claim, claims: list[Claim], where: Where) -> str | None:
    """Find the one place between the two that a claim names where others tell of a bridge at the same time."""
    ends = [_at(where(p)) for p in parts(claim.place)]
    found = set()
    for other in claims:
        if other.kind == claim.kind and bridge(other) and len(parts(other.place)) == 1 and _meet(claim, other):
            at = _at(where(parts(other.place)[0]))
            if at and ends[0] and ends[1] and at not in ends:
                detour = km(ends[0], at) + km(at, ends[1])
                if detour <= 1.2 * km(ends[0], ends[1]):
                    found.add(fold(parts(other.place)[0]))
    return found.pop() if len(found) == 1 else None


def _at(place: Place | None) -> tuple[float, float] | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in km between two points given as latitude and longitude in degrees."""
    (la, lo), (lb, mo) = (map(math.radians, p) for p in (a, b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((mo - lo) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(h))


def window(claim: Claim) -> tuple[dt.date, dt.date] | None:
    """First and last day on which an event may have been, or None for a claim without a day.

    What was so "by" a day, and is no total, was so in the days before it.
    """
    if claim.valid_from:
        return claim.valid_from, max(claim.valid_to or claim.valid_from, claim.valid_from)
    if claim.valid_to and claim.kind not in COUNTED:
        return claim.valid_to - _SAME_EVENT, claim.valid_to
    return None


def _meet(a: Claim, b: Claim) -> bool:
    one, two = window(a), window(b)
    return not one or not two or (one[0] <= two[1] + _SAME_EVENT and two[0] <= one[1] + _SAME_EVENT)


def running(claim: Claim) -> bool:
    """Whether a figure is a total that grows from a first day on, rather than the toll of one event."""
    days = window(claim)
    return (
        claim.kind == "displacement"
        or claim.scope in ("since offensive", "past week")
        or (days is not None and days[1] - days[0] > _SAME_START)
    )


def periods(kind: str, claims: list[Claim]) -> list[list[Claim]]:
    """Split claims about one subject by when: running totals by the day they start from, events by their days.

    Totals that start within three days of each other count the same ("in the past week", "since 27 November"). Events
    are the same if their days are at most two days apart; tolls, if their days meet. An undated claim is of the latest
    period that has a figure of its unit and group. A distance, a population, who holds a place and whether a road is
    open are not split.

    Returns
    -------
    list of lists of Claim
        In the order of time; tolls before totals.
    """
    if kind in TIMELESS or kind in STATES:
        return [claims]
    war = [c for c in claims if c.scope == "since 2011"]
    rest = [c for c in claims if c.scope != "since 2011"]
    if kind in COUNTED:
        found = _chained([c for c in rest if not running(c)], dt.timedelta(0))
        found += _chained([c for c in rest if running(c)], _SAME_START, by_start=True)
    else:
        found = _chained(rest, _SAME_EVENT)
    undated = [c for c in rest if not window(c)]
    if undated and not found:
        found, undated = [undated], []
    for claim in undated:
        like = [p for p in found if any(counted(c) == counted(claim) for c in p)] or found
        like[-1].append(claim)
    return ([war] if war else []) + found


def _chained(claims: list[Claim], gap: dt.timedelta, *, by_start: bool = False) -> list[list[Claim]]:
    found: list[list[Claim]] = []
    reach = dt.date.min
    for (first, last), claim in sorted(((w, c) for c in claims if (w := window(c))), key=lambda item: item[0]):
        end = first if by_start else last
        if found and first - reach <= gap:
            found[-1].append(claim)
            reach = max(reach, end)
        else:
            found.append([claim])
            reach = end
    return found


def spellings(claims: Iterable[Claim]) -> dict[str, str]:
    """Names as the reports write them, where that is not the name that they were settled to: written to settled."""
    found = {}
    for claim in claims:
        for name in (*parts(claim.place), *parts(claim.place_to), *parts(claim.actor)):
            for word in re.findall(r"[^\W\d_][\w'’-]{3,}", claim.text):
                alike = fold(word) == fold(name) or (
                    min(len(word), len(name)) >= 5 and skeleton(word) == skeleton(name)
                )
                derived = word.lower().startswith(name.lower())  # Israel's, Israeli
                if word[0].isupper() and alike and not derived:
                    found[word] = name
    return found


def usual(names: Iterable[str]) -> str:
    """Return the commonest of several spellings; of equally common ones the first by the alphabet."""
    count: Mapping[str, int] = Counter(names)
    return min(count, key=lambda name: (-count[name], name), default="")
