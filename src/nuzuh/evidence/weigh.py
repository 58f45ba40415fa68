"""Weighing what several claims say of one thing: do they agree, and what is the best figure."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import Literal

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.sources import Sources, tellers
from nuzuh.evidence.topics import COUNTED, has_figure, running, state, window

Verdict = Literal["differ", "updated", "not comparable", "part of", "agree", "single"]
"""How claims about one thing stand to each other; those to look at first come first."""

ABOUT = 0.05
"""Share by which a figure told as "about" may be off on either side and still be the same figure."""


@dataclass(frozen=True)
class Weighed:
    """What claims about one thing come to: see `nuzuh.evidence.reconcile.Settled`."""

    verdict: Verdict
    sources: tuple[str, ...]
    why: str
    low: float | None = None
    best: float | None = None
    high: float | None = None


def range_of(claim: Claim) -> tuple[float, float]:
    """Least and most that a figure can mean; infinite where a bound is open."""
    slack = ABOUT if claim.qualifier == "about" else 0.0
    low = -math.inf if claim.low is None else claim.low * (1 - slack)
    return low, math.inf if claim.high is None else claim.high * (1 + slack)


def same_figure(a: Claim, b: Claim) -> bool:
    """Whether the figures of two claims can both be right; a claim without a figure fits any."""
    (low, high), (least, most) = range_of(a), range_of(b)
    return low <= most and least <= high


def point(claim: Claim) -> float:
    """One number for a figure: the bound that is told, or the middle of both.

    The middle of a range that at least doubles ("thousands") is the geometric one, to two digits.
    """
    low, high = claim.low, claim.high
    if low is None or high is None:
        return float(low if high is None and low is not None else high or 0.0)
    if low <= 0 or high < 2 * low:
        return (low + high) / 2
    middle = math.sqrt(low * high)
    digits = 1 - math.floor(math.log10(middle))
    return min(max(round(middle, digits), low), high)


def envelope(claims: Iterable[Claim]) -> tuple[float | None, float | None]:
    """Least and most that is told, over all bounds; (None, None) without a figure."""
    bounds = [b for c in claims for b in (c.low, c.high) if b is not None]
    return (min(bounds), max(bounds)) if bounds else (None, None)


def day_of(claim: Claim) -> tuple[dt.date, dt.date]:
    """The day that a figure is of, then the day that it was published on."""
    known = claim.known or dt.date.min
    return min(claim.valid_to or known, known) if claim.known else claim.valid_to or dt.date.min, known


def weigh_figures(claims: list[Claim], sources: Sources) -> Weighed:
    """Weigh figures of one thing, over one period, in one unit.

    Each source's latest figure supersedes its earlier ones. If all latest figures can be right together, the claims
    agree, or are updated where one was superseded; otherwise they differ, unless what differs are totals of other days
    that have grown in between: these are not comparable. The best figure is the latest of the
    best-grounded source: a named one before a report's own word, then the one that most reports quote, then the one
    heard from last. Without a named source it is the median of the latest figures.
    """
    told = tellers(claims, sources, same_figure)
    figures = {name: [c for c in own if has_figure(c)] for name, own in told.items()}
    figures = {name: own for name, own in figures.items() if own}
    latest = {name: [c for c in own if day_of(c) == max(map(day_of, own))] for name, own in figures.items()}
    last = sorted({c.claim: c for own in latest.values() for c in own}.values(), key=lambda c: c.claim)
    superseded = any(not same_figure(old, new) for name, own in figures.items() for old in own for new in latest[name])
    unlike = [(a, b) for a, b in combinations(last, 2) if not same_figure(a, b)]
    clash = any(not _grown(a, b) for a, b in unlike)
    names = {name for name in figures if any(sources.of(c) for c in figures[name])}
    best = None
    if names:
        first = min(sorted(names), key=lambda n: (-len({sources.report(c) for c in figures[n]}), -_ordinal(latest[n])))
        best = median(point(c) for c in latest[first])
    elif last:
        best = median(point(c) for c in last)
    low, high = envelope(claims)
    verdict: Verdict = (
        "differ"
        if clash
        else "not comparable"
        if unlike
        else "updated"
        if superseded
        else _agreed(claims, told, sources)
    )
    why = {
        "differ": "the figures cannot all be right",
        "not comparable": "a total that grows, told of different days by different sources",
        "updated": "a later figure of the same source supersedes",
        "agree": "the figures can all be right" if last else "no figure is told",
        "single": "one report alone says so",
    }[verdict]
    return Weighed(verdict, tuple(sorted(told)), why, low, best, high)


def _grown(a: Claim, b: Claim) -> bool:
    """Whether two unlike figures are of one running total, the later the higher."""
    old, new = sorted((a, b), key=day_of)
    return a.kind in COUNTED and running(a) and day_of(old)[0] < day_of(new)[0] and range_of(old)[1] < range_of(new)[0]


def _ordinal(claims: list[Claim]) -> int:
    return max(day.toordinal() for c in claims for day in day_of(c)[1:])


def _agreed(claims: list[Claim], told: dict[str, list[Claim]], sources: Sources) -> Literal["agree", "single"]:
    return "single" if len(set(map(sources.report, claims))) == 1 and len(told) <= 1 else "agree"


def weigh_states(claims: list[Claim], sources: Sources, sides: list[list[Claim]]) -> Weighed:
    """Weigh statements that something happened, or that a place or road is in some state.

    Parameters
    ----------
    sides : list of lists of Claim
        The claims that are not denials, by what they say: who holds the place, say. One list if all say the same.

    Returns
    -------
    Weighed
        They differ if somebody denies it, or if more than one side may speak of the latest day that any speaks of;
        they are updated if only one does.
    """
    told = tellers(claims, sources, lambda a, b: state(a) == state(b) and a.negated == b.negated)
    if any(c.negated for c in claims):
        return Weighed("differ", tuple(sorted(told)), "it is also denied")
    if len(sides) < 2:
        verdict = _agreed(claims, told, sources)
        return Weighed(
            verdict, tuple(sorted(told)), "one report alone says so" if verdict == "single" else "all say the same"
        )
    latest = max(_when(c)[0] for side in sides for c in side)
    if sum(any(_when(c)[1] >= latest for c in side) for side in sides) == 1:
        return Weighed("updated", tuple(sorted(told)), "the later state supersedes")
    return Weighed("differ", tuple(sorted(told)), "they cannot all be right at one time")


def _when(claim: Claim) -> tuple[dt.date, dt.date]:
    known = claim.known or dt.date.min
    return window(claim) or (known, known)
