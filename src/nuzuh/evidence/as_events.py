"""Claims of control, attacks and roads as events of a scenario."""

import datetime as dt
from typing import Literal

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.ground import Ground, around, within
from nuzuh.evidence.parties import could_be, days, dispute, party
from nuzuh.evidence.rows import NEAR, Fate, NoRowError, World, source_of
from nuzuh.evidence.sides import unnamed
from nuzuh.evidence.topics import parts, state
from nuzuh.evidence.wording import day
from nuzuh.scenario.schema import Event, EventKind

VAGUE = dt.timedelta(days=3)
"""Widest span of days that may bound the day of an attack that is taken in."""
INTENSITY = 0.5
"""Intensity (0 to 1) of a strike, or of fighting, of which no more is known than that it happened."""

Target = tuple[Literal["place", "route"], str]
_LASTING: dict[str, tuple[str, ...]] = {
    "control": ("control",),
    "closure": ("closure", "opening"),
    "opening": ("closure", "opening"),
}  # a state holds until an event of one of these kinds
_ROADS: dict[str, EventKind] = {"closed": "closure", "open": "opening"}


def as_event(claim: Claim, world: World) -> Fate:
    """Take a claim into a scenario's events.

    Raises
    ------
    NoRowError
        If it cannot be taken for a fact of a place, a road or a crossing that the scenario has.
    """
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
        if kind not in _LASTING:
            raise NoRowError(f"its day is not told closely enough: {since}")
        before = [e for target in targets for e in _alike(kind, target, who, world) if first is None]
        if before:
            raise NoRowError(f"it may tell of {before[-1].event}, since which that has changed")
        first, how = last, "; ".join(filter(None, (how, f"so {since}, and taken as so from the last of these days")))
    _doubt(claim, kind, targets, actor, world)
    added = [_new(claim, kind, target, actor, first, last) for target in targets if not met[target]]
    world.events += added
    world.new_events += added
    where = " and ".join(target for _, target in targets)
    passing = kind not in _LASTING
    unknown = f"the scenario knows no actor {claim.actor!r}" if claim.actor and not actor and passing else ""
    rule = f"intensity {INTENSITY} by rule" if passing else ""
    told = f"{kind} at {where}" + (f" by {actor}" if actor else "") + f", {day(first)}"
    why = "; ".join(filter(None, (told, how, unknown, rule)))
    return Fate(claim.claim, "added", "events", "; ".join(e.event for e in added), why)


def _doubt(claim: Claim, kind: EventKind, targets: list[Target], actor: str | None, world: World) -> None:
    """Raise where an event cannot be taken for a fact: nobody knows who took a place, or others say otherwise."""
    shut = any(e.kind == "closure" and getattr(e, at) == name for e in world.events for at, name in targets)
    if kind == "opening" and not shut:
        raise NoRowError("the scenario has it open already")
    if kind != "control":
        return
    if actor is None and claim.actor:
        vague = all(map(unnamed, parts(claim.actor)))
        why = f"it does not tell which {claim.actor}" if vague else f"the scenario knows no actor {claim.actor!r}"
        raise NoRowError(why)
    if actor is None:
        raise NoRowError("it does not say who holds it")
    if other := dispute(claim, targets[0][1], actor, world.ground, world.control):
        denied = "denies it" if other.negated else f"says {other.actor}"
        raise NoRowError(f"it is contested: {other.report} {denied}")


def _what(claim: Claim, ground: Ground) -> tuple[EventKind, list[Target]]:
    """Kind of event, and the places or roads that it befalls."""
    told = parts(claim.place)
    if not told:
        raise NoRowError("it names no place")
    if around(claim):
        raise NoRowError(f"it speaks of what lies around {claim.place}, not of the place")
    roads: list[Target] = [("route", r) for r in ground.routes(claim)]
    place = ground.place(told[0]) if len(told) == 1 else None
    if claim.kind == "route":
        kind = _ROADS.get(state(claim))
        if kind is None:
            raise NoRowError(f"a road that is {claim.unit or 'in no stated state'} is neither closed nor open")
        if place and ground.crossing(place):
            return kind, [("place", place)]
        if not roads:
            raise NoRowError(f"the scenario has no road or crossing that this names: {claim.place}")
        return kind, roads
    if claim.kind == "attack" and roads:
        return "strike", roads
    if place is None:
        what = "no place of the scenario" if len(told) == 1 else "several places, and no one road between them"
        raise NoRowError(f"{claim.place} is {what}")
    if claim.kind == "control" and within(claim) and not ground.crossing(place):
        raise NoRowError(f"it speaks of something in {claim.place}, not of all of it")
    attack: EventKind = "fighting" if claim.means == "clash" else "strike"
    return "control" if claim.kind == "control" else attack, [("place", place)]


def _known(
    kind: EventKind,
    target: Target,
    who: frozenset[str],
    sure: bool,
    when: tuple[dt.date | None, dt.date],
    world: World,
) -> Event | None:
    """Find the event of the scenario that a claim tells of, or that set the state that it tells of.

    Where the claim is not sure who took a place, what was so from the scenario's start on is not what it tells of.
    """
    first, last = when
    alike = _alike(kind, target, who, world)
    if kind == "control" and not sure:
        alike = [e for e in alike if who and e.valid_from > world.ground.scenario.settings.start]
    lasting = _LASTING.get(kind, ())
    since = first or (None if lasting else last)
    for event in sorted(alike, key=lambda e: (e.valid_from, e.known), reverse=True):  # of two, news tells the later
        ended = event.valid_to or event.valid_from
        if since and event.valid_from <= last + NEAR and ended >= since - NEAR:
            return event
    here = (e for e in world.events if getattr(e, target[0]) == target[1])
    so_far = [e for e in here if e.kind in lasting and e.valid_from <= last <= (e.valid_to or last)]
    latest = max(so_far, key=lambda e: (e.valid_from, e.known), default=None)
    return latest if latest in alike else None


def _alike(kind: EventKind, target: Target, who: frozenset[str], world: World) -> list[Event]:
    """Events of a kind at a place or road, by those who may be meant."""
    here = [e for e in world.events if e.kind == kind and getattr(e, target[0]) == target[1]]
    return [e for e in here if not who or e.actor is None or e.actor in who]


def _new(claim: Claim, kind: EventKind, target: Target, actor: str | None, first: dt.date, last: dt.date) -> Event:
    assert claim.known is not None
    passing = kind not in _LASTING
    return Event(
        event=f"{kind}-{target[1]}-{claim.claim}",
        kind=kind,
        place=target[1] if target[0] == "place" else None,
        route=target[1] if target[0] == "route" else None,
        actor=actor,
        intensity=INTENSITY if passing else None,
        valid_from=first,
        valid_to=last if passing else None,  # who holds a place, and a closed road, stay so
        source=source_of(claim),
        known=claim.known,
    )
