"""Adoption: claims become rows of a scenario, by rule, each with the claim as its source."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.ground import Ground, around, within
from nuzuh.evidence.parties import could_be, days, dispute, party
from nuzuh.evidence.sides import unnamed
from nuzuh.evidence.topics import counted, has_figure, parts, state
from nuzuh.evidence.wording import day, says
from nuzuh.scenario import Scenario
from nuzuh.scenario.schema import Event, EventKind, Observation

NEAR = dt.timedelta(days=2)
"""Events of one kind, place and actor, and equal counts of one area, are the same if no more than this apart."""
VAGUE = dt.timedelta(days=3)
"""Widest span of days that may bound the day of an event that is taken in."""
SAME_START = dt.timedelta(days=3)
"""How far from the scenario's start a total may begin to be one since its start ("in the past week")."""
STRIKE_INTENSITY = 0.5
"""Intensity (0 to 1) of a strike of which no more is known than that it happened."""

Target = tuple[Literal["place", "route"], str]
Outcome = Literal["added", "already known", "left out"]
_EVENTS: dict[str, EventKind] = {"control": "control", "attack": "strike"}
_LASTING: dict[str, tuple[str, ...]] = {
    "control": ("control",),
    "closure": ("closure", "opening"),
    "opening": ("closure", "opening"),
}  # a state holds until an event of one of these kinds
_ROADS: dict[str, EventKind] = {"closed": "closure", "open": "opening"}


@dataclass(frozen=True)
class Fate:
    """What became of one claim.

    Attributes
    ----------
    claim : str
        Its id.
    outcome : str
        ``added``; ``already known``: it says what the scenario holds; or ``left out``.
    table, row : str or None
        The row that it became or met: an event's name, or area, measure and day of an observation. None if left out.
    why : str
        The reason, in words.
    """

    claim: str
    outcome: Outcome
    table: str | None
    row: str | None
    why: str


@dataclass(frozen=True)
class Adopted:
    """A scenario with what claims add to it.

    Attributes
    ----------
    scenario : Scenario
        The scenario as known on the as-of date, with the added rows.
    log : tuple of Fate
        What became of each claim, in the order of publication, report and text.
    """

    scenario: Scenario
    log: tuple[Fate, ...]


class _NoRowError(Exception):
    """A claim that becomes no row, and why."""


def adopt(claims: Iterable[Claim], scenario: Scenario, as_of: dt.date | None = None) -> Adopted:
    """Take the claims that state a dated fact of a place that the scenario has into the scenario.

    Control becomes a control event; an attack a strike at the place, or on the roads over the bridge; a road, bridge or
    crossing destroyed, closed or open again a closure or opening; a national total of displaced people since the
    scenario's start an observation of ``newly_displaced``. Everything else stays evidence, with the reason in the log.
    Only what is reported counts as a fact: nothing claimed by a party, projected, denied, historical or supposed.

    Parameters
    ----------
    claims : iterable of Claim
        Claims known by the as-of date.
    scenario : Scenario
        The scenario that they enter; it is cut to the as-of date.
    as_of : date, optional
        The day whose knowledge this rests on; the scenario's own by default.

    Returns
    -------
    Adopted
        The same whatever the order of the claims.

    Raises
    ------
    ValueError
        If a claim was published after the as-of date.
    """
    cut = as_of or scenario.settings.as_of
    kept = sorted({c.claim: c for c in claims}.values(), key=lambda c: (c.known or cut, c.report, c.start, c.claim))
    if late := [c for c in kept if c.known and c.known > cut]:
        raise ValueError(f"{len(late)} claims were published after {cut}, the first in {late[0].report}")
    known = scenario.as_of(cut)
    world = _World.of(known, kept)
    log = tuple(_take(claim, world) for claim in kept)
    return Adopted(known.add("events", world.new_events).add("observations", world.new_counts), log)


@dataclass
class _World:
    """The scenario's events and counts, those that claims have added so far, and all that is told of control."""

    ground: Ground
    control: list[Claim]
    events: list[Event]
    counts: list[Observation]
    new_events: list[Event] = field(default_factory=list)
    new_counts: list[Observation] = field(default_factory=list)

    @classmethod
    def of(cls, scenario: Scenario, claims: list[Claim]) -> "_World":
        events = [Event.model_validate(r) for r in _records(scenario.events)]
        counts = [Observation.model_validate(r) for r in _records(scenario.observations)]
        control = [
            c
            for c in claims
            if c.kind == "control" and c.known and c.status == "reported" and not around(c) and not within(c)
        ]
        return cls(Ground(scenario), control, events, counts)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items() if pd.notna(v)} for row in table.to_dict("records")]


def _take(claim: Claim, world: _World) -> Fate:
    try:
        _fact(claim)
        if claim.kind == "displacement":
            return _count(claim, world)
        return _event(claim, world)
    except _NoRowError as reason:
        return Fate(claim.claim, "left out", None, None, str(reason))


def _fact(claim: Claim) -> None:
    """Raise unless a claim states a fact, of a known day of publication, that the scenario has a table for."""
    if claim.negated:
        raise _NoRowError("it is a denial")
    if claim.status != "reported":
        raise _NoRowError(f"it is {claim.status}, not reported as a fact")
    if claim.known is None:
        raise _NoRowError("its report is undated")
    if claim.kind not in ("control", "attack", "route", "displacement"):
        raise _NoRowError(f"a claim of kind {claim.kind} enters no table of a scenario; it stays evidence")


def _event(claim: Claim, world: _World) -> Fate:
    kind, targets = _what(claim, world.ground)
    (first, last), how = days(claim), ""
    actor = world.ground.actor(claim.actor)
    if kind == "control":
        actor, how = party(claim, targets[0][1], world.ground, world.control, world.events)
    who = frozenset([actor]) if actor else could_be(claim, world.ground)
    met = {target: _known(kind, target, who, actor is not None, (first, last), world) for target in targets}
    names = "; ".join(sorted({event.event for event in met.values() if event}))
    if all(met.values()):
        return Fate(claim.claim, "already known", "events", names, f"the scenario has it as {names}")
    if first is None or last - first > VAGUE:
        since = f"between {day(first)} and {day(last)}" if first else f"by {day(last)}"
        raise _NoRowError(f"its day is not told closely enough: {since}")
    _doubt(claim, kind, targets, actor, world)
    added = [_new(claim, kind, target, actor, first, last) for target in targets if not met[target]]
    world.events += added
    world.new_events += added
    where = " and ".join(target for _, target in targets)
    unknown = f"the scenario knows no actor {claim.actor!r}" if claim.actor and not actor and kind == "strike" else ""
    rule = f"intensity {STRIKE_INTENSITY} by rule" if kind == "strike" else ""
    told = f"{kind} at {where}" + (f" by {actor}" if actor else "") + f", {day(first)}"
    why = "; ".join(filter(None, (told, how, unknown, rule)))
    return Fate(claim.claim, "added", "events", "; ".join(e.event for e in added), why)


def _doubt(claim: Claim, kind: EventKind, targets: list[Target], actor: str | None, world: _World) -> None:
    """Raise where an event cannot be taken for a fact: nobody knows who took a place, or others say otherwise."""
    shut = any(e.kind == "closure" and getattr(e, at) == name for e in world.events for at, name in targets)
    if kind == "opening" and not shut:
        raise _NoRowError("the scenario has it open already")
    if kind != "control":
        return
    if actor is None and claim.actor:
        vague = all(map(unnamed, parts(claim.actor)))
        why = f"it does not tell which {claim.actor}" if vague else f"the scenario knows no actor {claim.actor!r}"
        raise _NoRowError(why)
    if actor is None:
        raise _NoRowError("it does not say who holds it")
    if other := dispute(claim, targets[0][1], actor, world.ground, world.control):
        denied = "denies it" if other.negated else f"says {other.actor}"
        raise _NoRowError(f"it is contested: {other.report} {denied}")


def _what(claim: Claim, ground: Ground) -> tuple[EventKind, list[Target]]:
    """Kind of event, and the places or roads that it befalls."""
    told = parts(claim.place)
    if not told:
        raise _NoRowError("it names no place")
    if around(claim):
        raise _NoRowError(f"it speaks of what lies around {claim.place}, not of the place")
    roads: list[Target] = [("route", r) for r in ground.routes(claim)]
    place = ground.place(told[0]) if len(told) == 1 else None
    if claim.kind == "route":
        kind = _ROADS.get(state(claim))
        if kind is None:
            raise _NoRowError(f"a road that is {claim.unit or 'in no stated state'} is neither closed nor open")
        if place and ground.crossing(place):
            return kind, [("place", place)]
        if not roads:
            raise _NoRowError(f"the scenario has no road or crossing that this names: {claim.place}")
        return kind, roads
    if claim.kind == "attack" and roads:
        return "strike", roads
    if place is None:
        what = "no place of the scenario" if len(told) == 1 else "several places, and no one road between them"
        raise _NoRowError(f"{claim.place} is {what}")
    if claim.kind == "control" and within(claim) and not ground.crossing(place):
        raise _NoRowError(f"it speaks of something in {claim.place}, not of all of it")
    return _EVENTS[claim.kind], [("place", place)]


def _known(
    kind: EventKind,
    target: Target,
    who: frozenset[str],
    sure: bool,
    when: tuple[dt.date | None, dt.date],
    world: _World,
) -> Event | None:
    """Find the event of the scenario that a claim tells of, or that set the state that it tells of.

    Where the claim is not sure who took a place, what was so from the scenario's start on is not what it tells of.
    """
    first, last = when
    here = [e for e in world.events if getattr(e, target[0]) == target[1]]
    alike = [e for e in here if e.kind == kind and (not who or e.actor is None or e.actor in who)]
    if kind == "control" and not sure:
        alike = [e for e in alike if who and e.valid_from > world.ground.scenario.settings.start]
    lasting = _LASTING.get(kind, ())
    since = first or (None if lasting else last)
    for event in alike:
        ended = event.valid_to or event.valid_from
        if since and event.valid_from <= last + NEAR and ended >= since - NEAR:
            return event
    so_far = [e for e in here if e.kind in lasting and e.valid_from <= last <= (e.valid_to or last)]
    latest = max(so_far, key=lambda e: (e.valid_from, e.known), default=None)
    return latest if latest in alike else None


def _source(claim: Claim) -> str:
    return f"{claim.claim} in {claim.report}"


def _new(claim: Claim, kind: EventKind, target: Target, actor: str | None, first: dt.date, last: dt.date) -> Event:
    assert claim.known is not None
    strike = kind == "strike"
    return Event(
        event=f"{kind}-{target[1]}-{claim.claim}",
        kind=kind,
        place=target[1] if target[0] == "place" else None,
        route=target[1] if target[0] == "route" else None,
        actor=actor,
        intensity=STRIKE_INTENSITY if strike else None,
        valid_from=first,
        valid_to=last if strike else None,  # who holds a place, and a closed road, stay so
        source=_source(claim),
        known=claim.known,
    )


def _count(claim: Claim, world: _World) -> Fate:
    """Take a national total of the displaced; leave every other figure to the evidence."""
    assert claim.known is not None
    ground, start = world.ground, world.ground.scenario.settings.start
    unit, group = counted(claim)
    if not has_figure(claim):
        raise _NoRowError("it gives no figure")
    if claim.low is not None and claim.high is not None and claim.high >= 2 * claim.low and claim.low != claim.high:
        raise _NoRowError(f"{says(claim)} is too vague to be a count")
    if claim.place_to and not claim.place:
        raise _NoRowError(f"people who came to {claim.place_to} are no national total")
    if unit != "people" or group:
        raise _NoRowError(f"it counts {group or unit}, not all people")
    if not all(ground.national(p) for p in parts(claim.place)):
        raise _NoRowError(f"a figure for {claim.place} alone is no count of the scenario's areas")
    if claim.scope == "since 2011" or claim.valid_from is None or abs(claim.valid_from - start) > SAME_START:
        since = f"from {day(claim.valid_from)} on" if claim.valid_from else "from a day that it does not say"
        raise _NoRowError(
            f"it counts {claim.scope if claim.scope == 'since 2011' else since}, the scenario from {day(start)}"
        )
    if ground.whole is None:
        raise _NoRowError("no area of the scenario covers the country")
    last = min(claim.valid_to or claim.known, claim.known)
    row = Observation(
        area=ground.whole,
        measure="newly_displaced",
        low=claim.low,
        high=claim.high,
        qualifier=claim.qualifier or "exact",
        valid_from=min(claim.valid_from, last),
        valid_to=last,
        source=_source(claim),
        known=claim.known,
    )
    name = f"{row.area}, {row.measure}, {row.valid_to}"
    for old in world.counts:
        same = (old.area, old.measure) == (row.area, row.measure) and _figure(old) == _figure(row)
        if same and abs(old.valid_to - row.valid_to) <= NEAR:
            met = f"{old.area}, {old.measure}, {old.valid_to}"
            return Fate(claim.claim, "already known", "observations", met, f"the scenario has it, from {old.source}")
    world.counts.append(row)
    world.new_counts.append(row)
    return Fate(claim.claim, "added", "observations", name, f"{says(claim)} displaced since {day(claim.valid_from)}")


def _figure(row: Observation) -> float | None:
    return row.low if row.low is not None else row.high
