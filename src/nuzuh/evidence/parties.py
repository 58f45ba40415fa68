"""Who took a place: the scenario's actor behind a claim that names it, or that only says "rebels"."""

import datetime as dt
from collections.abc import Iterable

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.ground import Ground
from nuzuh.evidence.sides import of_the_state, unnamed
from nuzuh.evidence.topics import parts
from nuzuh.scenario.schema import Event


def days(claim: Claim) -> tuple[dt.date | None, dt.date]:
    """First and last day on which an event may have begun: by the day of publication, if nothing else is told.

    Raises
    ------
    ValueError
        If the claim's report is undated.
    """
    if claim.known is None:
        raise ValueError(f"claim {claim.claim} has no day of publication")
    last = min(claim.valid_to or claim.valid_from or claim.known, claim.known)
    return (min(claim.valid_from, last) if claim.valid_from else None), last


def meet(a: Claim, b: Claim) -> bool:
    """Whether two claims can speak of the same days."""
    (start, end), (begin, stop) = days(a), days(b)
    return (start or end) <= stop and (begin or stop) <= end


def could_be(claim: Claim, ground: Ground) -> frozenset[str]:
    """Actors of the scenario that a claim can mean: the one that it names; for "rebels", any but the state's."""
    if named := ground.actor(claim.actor):
        return frozenset([named])
    known = ground.scenario.settings.actors
    if not claim.actor:
        return frozenset(known)
    if not all(map(unnamed, parts(claim.actor))):
        return frozenset()
    return frozenset(key for key, actor in known.items() if not of_the_state(f"{key} {actor.name}"))


def holder(place: str, day: dt.date, events: Iterable[Event]) -> Event | None:
    """The event that says who holds a place on a day."""
    so_far = [e for e in events if e.kind == "control" and e.place == place and e.valid_from <= day]
    return max(so_far, key=lambda e: (e.valid_from, e.known), default=None)


def party(
    claim: Claim, place: str, ground: Ground, told: Iterable[Claim], events: list[Event]
) -> tuple[str | None, str]:
    """Find who a claim of control speaks of.

    By rule: the actor that it names; else the only one that other claims name for the place and the days; else, for
    "rebels", the only one that it can mean among those that hold a place at the other end of a road.

    Parameters
    ----------
    claim : Claim
        A claim of control, dated.
    place : str
        Short name of the place.
    told : iterable of Claim
        Claims of control.
    events : list of Event
        The scenario's events.

    Returns
    -------
    str or None
        Key of the actor.
    str
        How it was found; empty if the claim names it.
    """
    if told_outright := ground.actor(claim.actor):
        return told_outright, ""
    options = could_be(claim, ground)
    others = [c for c in told if place in map(ground.place, parts(c.place)) and meet(c, claim) and not c.negated]
    named = {actor for c in others if (actor := ground.actor(c.actor)) in options}
    if len(named) == 1:
        return named.pop(), "so other claims name them"
    if claim.actor and not named:
        roads = ground.scenario.routes
        near = {*roads["to"][roads["from"] == place], *roads["from"][roads["to"] == place]}
        first, last = days(claim)
        holding = {e.actor for p in near if (e := holder(p, first or last, events)) and e.actor in options}
        if len(holding) == 1:
            return holding.pop(), "they hold the places next to it"
    return None, ""


def dispute(claim: Claim, place: str, actor: str, ground: Ground, told: Iterable[Claim]) -> Claim | None:
    """Find a claim that denies that an actor took a place, or tells of another that did in the same days."""
    for other in told:
        here = place in map(ground.place, parts(other.place)) and bool(other.actor)
        against = other.negated == (actor in could_be(other, ground))
        if here and against and meet(other, claim):
            return other
    return None
