"""Adoption: claims become rows of a scenario, by rule, each with the claim as its source."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from nuzuh.evidence.as_counts import as_count
from nuzuh.evidence.as_events import as_event
from nuzuh.evidence.claims import Claim
from nuzuh.evidence.reconcile import Settled
from nuzuh.evidence.rows import Fate, NoRowError, World
from nuzuh.scenario import Scenario


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


def adopt(
    claims: Iterable[Claim], scenario: Scenario, as_of: dt.date | None = None, settled: Iterable[Settled] = ()
) -> Adopted:
    """Take the claims that state a dated fact of a place that the scenario has into the scenario.

    Control becomes a control event; an attack a strike, or fighting, at the place, or a strike on the roads over the
    bridge; a road, bridge or crossing destroyed, closed or open again a closure or opening; a figure of people who left
    their homes since the scenario's start an observation of ``newly_displaced``. Everything else stays evidence, with
    the reason in the log. Only what is reported counts as a fact: nothing projected, denied, historical or supposed,
    and what a party claims only where independent sources agree on it. The rules are in ``docs/reconciliation.md``.

    Parameters
    ----------
    claims : iterable of Claim
        Claims known by the as-of date.
    scenario : Scenario
        The scenario that they enter; it is cut to the as-of date.
    as_of : date, optional
        The day whose knowledge this rests on; the scenario's own by default.
    settled : iterable of Settled, optional
        What these claims come to, taken together.

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
    world = World.of(known, kept, settled)
    log = tuple(_take(claim, world) for claim in kept)
    return Adopted(known.add("events", world.new_events).add("observations", world.new_counts), log)


def _take(claim: Claim, world: World) -> Fate:
    try:
        _fact(claim, world)
        if claim.kind == "displacement":
            return as_count(claim, world)
        return as_event(claim, world)
    except NoRowError as reason:
        return Fate(claim.claim, "left out", None, None, str(reason))


def _fact(claim: Claim, world: World) -> None:
    """Raise unless a claim states a fact, of a known day of publication, that the scenario has a table for."""
    if claim.negated:
        raise NoRowError("it is a denial")
    if claim.status == "claimed" and claim.claim not in world.confirmed:
        raise NoRowError("it is claimed, and no independent source agrees")
    if claim.status not in ("reported", "claimed"):
        raise NoRowError(f"it is {claim.status}, not reported as a fact")
    if claim.known is None:
        raise NoRowError("its report is undated")
    if claim.kind not in ("control", "attack", "route", "displacement"):
        raise NoRowError(f"a claim of kind {claim.kind} enters no table of a scenario; it stays evidence")
