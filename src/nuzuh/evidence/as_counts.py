"""Claims of displaced people as published counts of a scenario."""

import datetime as dt
from typing import Literal

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.ground import around, within
from nuzuh.evidence.rows import NEAR, Fate, NoRowError, World, source_of
from nuzuh.evidence.topics import counted, has_figure, parts
from nuzuh.evidence.wording import day, says
from nuzuh.scenario.schema import Observation

SAME_START = dt.timedelta(days=3)
"""How far from the scenario's start a total may begin to be one since its start ("in the past week")."""


def as_count(claim: Claim, world: World) -> Fate:
    """Take a figure of people who left their homes, in the country or at a place, into a scenario's observations.

    Raises
    ------
    NoRowError
        If it is no count of the people who left home since the scenario's start, nor a bound of it.
    """
    row, least = _row(claim, world)
    where = str(row.area or row.place)
    for old in world.counts:
        if (old.area, old.place, old.measure) == (row.area, row.place, row.measure) and _tells(old, row):
            met = f"{where}, {old.measure}, {old.valid_to}"
            return Fate(claim.claim, "already known", "observations", met, f"the scenario has it, from {old.source}")
    start = world.ground.scenario.settings.start
    if claim.valid_from is None or claim.valid_from < start - SAME_START:
        since = f"from {day(claim.valid_from)} on" if claim.valid_from else "from a day that it does not say"
        raise NoRowError(f"it counts {since}, the scenario from {day(start)}")
    world.counts.append(row)
    world.new_counts.append(row)
    why = f"{says(claim)} displaced since {day(claim.valid_from)}" + (f"; {least}" if least else "")
    return Fate(claim.claim, "added", "observations", f"{where}, {row.measure}, {row.valid_to}", why)


def _row(claim: Claim, world: World) -> tuple[Observation, str]:
    """The observation that a claim makes, and why it tells the least only, if it does."""
    assert claim.known is not None
    at, where = _where(claim, world)
    unit, group = counted(claim)
    if not has_figure(claim):
        raise NoRowError("it gives no figure")
    if unit != "people" or group:
        raise NoRowError(f"it counts {group or unit}, not all people")
    if claim.scope == "since 2011":
        raise NoRowError(f"it counts since 2011, the scenario from {day(world.ground.scenario.settings.start)}")
    least = _least(claim, world.ground.scenario.settings.start)
    if least and claim.low is None:
        raise NoRowError(f"{says(claim)}: {least}, and no least is told")
    last = min(claim.valid_to or claim.known, claim.known)
    row = Observation(
        area=where if at == "area" else None,
        place=where if at == "place" else None,
        measure="newly_displaced",
        low=claim.low,
        high=None if least else claim.high,
        qualifier="at least" if least else claim.qualifier or "exact",
        valid_from=min(claim.valid_from, last) if claim.valid_from else None,
        valid_to=last,
        source=source_of(claim),
        known=claim.known,
    )
    return row, least


def _where(claim: Claim, world: World) -> tuple[Literal["area", "place"], str]:
    ground, told = world.ground, parts(claim.place)
    if claim.place_to and not told:
        raise NoRowError(f"people who came to {claim.place_to} are not counted by where they came from")
    if all(ground.national(p) for p in told):
        if ground.whole is None:
            raise NoRowError("no area of the scenario covers the country")
        return "area", ground.whole
    place = ground.place(told[0]) if len(told) == 1 else None
    if place is None or not ground.inhabited(place) or around(claim):
        raise NoRowError(f"a figure for {claim.place} is no count of a place of the scenario where people live")
    return "place", place


def _least(claim: Claim, start: dt.date) -> str:
    """Why a figure is but the least of those who left home since a start; empty if it is their number."""
    low, high = claim.low, claim.high
    if low is not None and high is not None and low != high and high >= 2 * low:
        return "a range as wide as this is told by its least"
    if claim.valid_from and claim.valid_from > start + SAME_START:
        return "who fled since then are the least of those who fled since the start"
    if within(claim):
        return "who fled a part of a place are the least of those who fled it"
    return ""


def _tells(old: Observation, new: Observation) -> bool:
    """Whether a count that the scenario has says what a new one does: the same, or as the least that it was before."""
    if _figure(old) == _figure(new) and abs(old.valid_to - new.valid_to) <= NEAR:
        return True
    return new.high is None and _figure(old) >= _figure(new) and old.valid_to <= new.valid_to + NEAR


def _figure(row: Observation) -> float:
    return row.low if row.low is not None else row.high or 0.0
