"""Reconciliation: claims about one thing, across reports, settled into a verdict with a best figure and a trail."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations
from operator import attrgetter
from typing import get_args

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.gazetteer import Gazetteer, Place
from nuzuh.evidence.nested import enclosing, part_of
from nuzuh.evidence.sides import alike, sides
from nuzuh.evidence.sources import Origin, Sources, merged
from nuzuh.evidence.topics import (
    COUNTED,
    TIMELESS,
    Where,
    bridge,
    counted,
    has_figure,
    parts,
    periods,
    spellings,
    state,
    subjects,
)
from nuzuh.evidence.weigh import Verdict, Weighed, envelope, weigh_figures, weigh_states
from nuzuh.evidence.wording import day, listed, place_of, says, title

Classes = dict[tuple[str, str], list[Claim]]
"""Claims about one subject and period by what can be compared: for figures, by unit and group."""


@dataclass(frozen=True)
class Settled:
    """What the reports, taken together, say about one thing.

    Attributes
    ----------
    topic : str
        What it is about, for people: "People fled Homs".
    kind, place : str
        Kind of its claims, and the place or places; "the country" for a national figure without one.
    verdict : str
        ``agree``; ``differ``; ``updated`` (a later figure of the same source, or a later state, supersedes);
        ``not comparable`` (another unit, scope or group); ``part of`` (civilians among all people, a town in its
        country, a week of the months around it); ``single`` (one source in one report).
    low, best, high : float or None
        Least and most that anybody tells, and the best figure by the rule of `nuzuh.evidence.weigh.weigh_figures`; in
        ``unit``. None where nothing is counted, or the units differ.
    independent_sources : int
        How many sources do not rest on each other, by the rules of `nuzuh.evidence.sources`.
    sources : tuple of str
        They, sorted; a report that speaks for itself by its name.
    reports, claims : tuple of str
        Every report and claim that speaks of it, retellings included, sorted.
    known : date or None
        The day on which the latest of them was published.
    why : str
        Why the verdict.
    trail : tuple of str
        Who says what, in which report.
    spelt : tuple of str
        Which spellings were taken as one.
    """

    topic: str
    kind: str
    place: str
    verdict: Verdict
    low: float | None
    best: float | None
    high: float | None
    unit: str
    independent_sources: int
    sources: tuple[str, ...]
    reports: tuple[str, ...]
    claims: tuple[str, ...]
    known: dt.date | None
    why: str
    trail: tuple[str, ...]
    spelt: tuple[str, ...]

    def attention(self) -> tuple[int, int, int, str, tuple[str, ...]]:
        """Sort key by which what to look at first comes first: by verdict, then most sources and claims."""
        return _VERDICTS.index(self.verdict), -self.independent_sources, -len(self.claims), self.topic, self.claims


_VERDICTS = get_args(Verdict)


def reconcile(
    claims: Iterable[Claim], where: Where | None = None, origin: Origin = attrgetter("report")
) -> list[Settled]:
    """Line claims about the same thing up, and settle each.

    History, suppositions and what nobody affirms are left out; what is projected is kept apart. The result depends
    neither on the order of the claims nor on how often one is repeated.

    Parameters
    ----------
    claims : iterable of Claim
        Of any number of reports.
    where : callable, optional
        A place by its name, or None; by default the gazetteer's. It lets "a bridge between A and B" meet the bridge at
        a town between them, and tells what lies in what.
    origin : callable, optional
        The earliest report that carries the passage that a claim rests on, for passages of several reports; by default
        the claim's own.

    Returns
    -------
    list of Settled
        Sorted by kind, place and topic.
    """
    kept = sorted(
        {c.claim: c for c in claims if c.status not in ("historical", "hypothetical")}.values(),
        key=lambda c: (c.known or dt.date.min, c.report, c.start, c.claim),
    )
    sources, look = Sources.learn(kept, origin), where or _gazetteer()
    lined_up = {
        subject: [_classes(subject.kind, told) for told in periods(subject.kind, about)]
        for subject, about in subjects(kept, look).items()
    }
    found: list[Settled] = []
    for subject, split in lined_up.items():
        for classes in split:
            for own in classes.values():
                found += _settle(own, sources)
            found += _across(classes, sources)
        if subject.kind in COUNTED:
            found += _other_days(split, sources)
            for wider in enclosing(subject, look):
                found += _of_wider_place(split, lined_up.get(wider, []), sources)
    # one claim about two places settles both at once
    return sorted(set(found), key=lambda s: (s.kind, s.place, s.topic, s.verdict, s.claims))


def _gazetteer() -> Where:
    opened: list[Gazetteer] = []  # only if it is asked for

    def where(name: str) -> Place | None:
        if not opened:
            opened.append(Gazetteer())
        return opened[0].locate(name)

    return where


def _classes(kind: str, claims: list[Claim]) -> Classes:
    """Split claims about one subject and period into what can be compared with each other."""
    if kind in COUNTED or kind in TIMELESS:
        found: Classes = {}
        for claim in claims:
            found.setdefault(counted(claim), []).append(claim)
        return found
    if kind == "control":  # whoever is said to hold it: that is the question
        return {("", ""): claims}
    if kind == "route":
        jammed = [c for c in claims if state(c) not in ("closed", "open", "")]
        return {k: v for k, v in {("", ""): [c for c in claims if c not in jammed], ("", "jam"): jammed}.items() if v}
    if kind == "attack":
        on_bridge = [c for c in claims if bridge(c)]
        groups = alike(on_bridge) + alike(c for c in claims if c not in on_bridge)
    else:
        groups = alike(claims)
    return {("", str(n)): group for n, group in enumerate(groups)}


def _settle(claims: list[Claim], sources: Sources) -> list[Settled]:
    """Settle comparable claims, and by itself what several reports quote one source for, where sources differ."""
    if all(c.negated for c in claims):
        return []
    kind = claims[0].kind
    if kind not in COUNTED and kind not in TIMELESS:
        said = sides(claims)
        contested = kind == "control" and len(said) > 1
        topic = f"Who holds {place_of(claims)}" if contested else title(claims)
        return [_settled(topic, claims, weigh_states(claims, sources, said))]
    told = [c for c in claims if not c.negated]
    whole = _settled(title(told), told, weigh_figures(told, sources))
    by_source = []
    if whole.verdict != "agree" and whole.independent_sources > 1:
        for name in whole.sources:
            own = [c for c in told if name in sources.of(c) and has_figure(c)]
            if len({c.report for c in own}) > 1:
                weighed = replace(weigh_figures(own, sources), sources=(name,))
                by_source.append(_settled(f"{title(told)}, according to {name}", own, weighed))
    return [whole, *by_source]


def _across(classes: Classes, sources: Sources) -> list[Settled]:
    """Say how figures of one subject and period stand to each other that count different things."""
    found = []
    for (one, mine), (two, yours) in combinations(sorted(classes.items()), 2):
        if mine[0].kind not in COUNTED or not any(map(has_figure, mine + yours)):
            continue
        # "people killed" and "families killed", but not "people killed" and "people injured"
        if one[0] != two[0] and not one[1] and not two[1] and one[0].split()[1:] == two[0].split()[1:]:
            found += _beside([mine, yours], sources, "not comparable", f"{one[0]} are not {two[0]}")
        elif one[0] == two[0] and not one[1]:
            found += _beside([yours, mine], sources, *_group(yours, mine, two[1], sources))
    return found


def _group(part: list[Claim], whole: list[Claim], group: str, sources: Sources) -> tuple[Verdict, str]:
    """Whether a group is a part of all: without figures always; with figures if one source or report tells both."""
    figures = any(map(has_figure, whole)) and any(map(has_figure, part))
    verdict = part_of(part, whole, sources, within_its_days=False) if figures else "part of"
    if verdict is None:
        return "not comparable", f"one source counts {group}, another all people"
    return verdict, f"{group} are among all people" + (", and cannot be more" if verdict == "differ" else "")


def _other_days(split: list[Classes], sources: Sources) -> list[Settled]:
    """Set figures of one thing that count from different days side by side: a part, or not comparable."""
    found = []
    for key in sorted({k for classes in split for k in classes}):
        told = [[c for c in classes[key] if has_figure(c)] for classes in split if key in classes]
        told = [own for own in told if own]
        apart: list[list[Claim]] = []
        for one, other in combinations(told, 2):
            nested = _nested(one, other, sources, "the days of one lie within those of the other")
            nested = nested or _nested(other, one, sources, "the days of one lie within those of the other")
            found += nested
            apart += [] if nested else [own for own in (one, other) if own not in apart]
        if apart:
            found += _beside(apart, sources, "not comparable", "they count from different days")
    return found


def _of_wider_place(split: list[Classes], wider: list[Classes], sources: Sources) -> list[Settled]:
    """Say where figures of a place are part of figures of the region or country that it lies in."""
    return [
        settled
        for classes in split
        for around in wider
        for (unit, group), part in classes.items()
        for key in dict.fromkeys([(unit, group), (unit, "")])
        if key in around
        for settled in _nested(part, around[key], sources, "the one place lies in the other")
    ]


def _nested(part: list[Claim], whole: list[Claim], sources: Sources, why: str) -> list[Settled]:
    verdict = part_of(part, whole, sources, within_its_days=True)
    if verdict is None:
        return []
    return _beside([part, whole], sources, verdict, why + (", and cannot be more" if verdict == "differ" else ""))


def _beside(groups: list[list[Claim]], sources: Sources, verdict: Verdict, why: str) -> list[Settled]:
    """Set claims side by side that count different things; no best figure, and no bounds across units."""
    told = [[c for c in own if not c.negated] for own in groups]
    if not all(told):
        return []
    together = [c for own in told for c in own]
    one_unit = len({counted(c)[0] for c in together}) == 1
    low, high = envelope(together) if one_unit else (None, None)
    behind = merged(name for own in told for name in weigh_figures(own, sources).sources)
    weighed = Weighed(verdict, tuple(sorted(set(behind.values()))), why, low, None, high)
    return [_settled("; ".join(map(title, told)), together, weighed)]


def _settled(topic: str, claims: list[Claim], weighed: Weighed) -> Settled:
    days = [c.known for c in claims if c.known]
    units = {counted(c)[0] for c in claims if has_figure(c)} if weighed.low is not None else set()
    return Settled(
        topic=topic,
        kind=claims[0].kind,
        place=place_of(claims),
        verdict=weighed.verdict,
        low=weighed.low,
        best=weighed.best,
        high=weighed.high,
        unit=units.pop() if len(units) == 1 else "",
        independent_sources=len(weighed.sources),
        sources=weighed.sources,
        reports=tuple(sorted({c.report for c in claims})),
        claims=tuple(sorted(c.claim for c in claims)),
        known=max(days, default=None),
        why=weighed.why[:1].upper() + weighed.why[1:],
        trail=_trail(claims),
        spelt=tuple(sorted(f"{word} is taken as {name}" for word, name in spellings(claims).items())),
    )


def _trail(claims: list[Claim]) -> tuple[str, ...]:
    """Tell who says what, where; who gives no figure only if nobody does."""
    counted_in = claims[0].kind in COUNTED or claims[0].kind in TIMELESS
    figures = [c for c in claims if has_figure(c)] if counted_in else []
    said: dict[str, set[str]] = {}
    for claim in sorted(figures or claims, key=lambda c: (c.report, c.start, c.claim)):
        teller = listed(parts(claim.attributed_to)) or "its own words"
        dated = f", {day(claim.known)}" if claim.known else ""
        said.setdefault(f"{says(claim)} ({teller})", set()).add(f"{claim.report}{dated}")
    return tuple(f"{what} in {listed(sorted(where))}" for what, where in said.items())
