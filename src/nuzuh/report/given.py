"""Run a Flee folder under the rules of nuzuh, in Flee's own terms: how many people there are is given.

No camp's count after day 0 is used; of all counts together, the sum is.
"""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.flee3 import Record
from nuzuh.engine.given import given
from nuzuh.io.flee import to_scenario
from nuzuh.model.flee3 import world as flee3
from nuzuh.model.parameters import PRIORS, Parameters, draw
from nuzuh.model.world import Arrays, Builder
from nuzuh.report.flee import Outcome, last_day
from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.flee import FleeCase

#: Medians of the priors, but for what these were not made for, months of flight abroad: chosen for seven conflicts
#: together by `verification/given.py`, which tells what a choice without each of them comes to.
SETTING = draw(np.full((1, len(PRIORS)), 0.5))[0]._replace(
    threat_floor=0.02, threat_power=1.0, kin_pull=0.9, size_power=0.55, travel_scale_days=3.0
)


@dataclass(frozen=True)
class GivenWorld:
    """A Flee case of which it is given how many people there are on each day.

    Attributes
    ----------
    flee : World
        The case in Flee's terms.
    arrays : Arrays
        The same for the rules of nuzuh.
    rows : array of int
        Where the places of `arrays` stand among those of `flee`; a place that no route reaches is not among them.
    camps : array of bool, shape (places of arrays,)
        Where the people are: camps, and what else counts are published of.
    begin : array, shape (places of flee,)
        People before the first day.
    arriving : array, shape (days,)
        People that come, to all camps together.
    """

    flee: flee3.World
    arrays: Arrays
    rows: NDArray[np.int64]
    camps: NDArray[np.bool_]
    begin: NDArray[np.float64]
    arriving: NDArray[np.float64]

    def present(self, p: Parameters) -> NDArray[np.float64]:
        """Expected people by day and place of `flee`; whom a camp has that no route reaches, it keeps."""
        people = np.tile(self.begin, (len(self.arriving), 1))
        people[:, self.rows] = given(self.arrays, self.camps, self.begin[self.rows], self.arriving, p)
        return people


def build(case: FleeCase) -> tuple[GivenWorld, list[Problem]]:
    """Build the world of a case.

    Parameters
    ----------
    case : FleeCase
        What the folder says; nobody is left out for speed (``hasten`` counts as 1).

    Returns
    -------
    GivenWorld
        Ready to run.
    list of Problem
        What the rules of nuzuh do without, or otherwise.

    Raises
    ------
    InputError
        If the folder does not give how many people there are, or cannot be made a scenario.
    """
    if case.settings.spawn_rules.conflict_driven_spawning is not None:
        message = "the number of people is not given: conflict_driven_spawning makes its own"
        raise InputError([Problem("simsetting.yml", message, mend="leave that out, or run it with --rules flee3")])
    everyone = case.settings.optimisations.model_copy(update={"hasten": 1})
    case = replace(case, settings=case.settings.model_copy(update={"optimisations": everyone}))
    flee = flee3.build(case)
    scenario, notes = to_scenario(case)
    last = case.start + dt.timedelta(days=case.days - 1)
    world = Builder(scenario.as_of(last), last, case.days).build()
    spawn, totals = case.settings.spawn_rules, flee.totals
    at_first = float(totals.day0.sum()) * (spawn.insert_day0 and not spawn.empty_camps_on_day0)
    known = np.array([_known(case, place) for place in flee.places])
    begin = at_first * known / max(known.sum(), 1.0)
    arriving = totals.arriving.astype(float)
    # who is there on day 0, in camps of which no count is known by then, comes on it
    arriving[0] += at_first - begin.sum()
    rows = np.array([flee.places.index(place) for place in world.places])
    camps = np.isin(rows, flee.camps) | np.isin(world.places, list(case.counts))
    if not camps.any():
        raise InputError([Problem("locations.csv", "no route reaches a camp", mend="join one in routes.csv")])
    return GivenWorld(flee, world.arrays, rows, camps, begin, arriving), notes


def _known(case: FleeCase, place: str) -> float:
    """Count of a place that was the last by day 0, as it was published; 0 if there was none."""
    if place not in case.counts:
        return 0.0
    days, people = case.counts[place]
    by_then = np.flatnonzero(days <= 0)
    return float(people[by_then[np.argmax(days[by_then])]]) if by_then.size else 0.0


def run_folder(world: GivenWorld, until: int | None) -> Outcome:
    """Run the days under `SETTING`.

    Parameters
    ----------
    world : GivenWorld
        From `build`.
    until : int or None
        Day before which to stop; None for the last.

    Returns
    -------
    Outcome
        One run: expected counts.

    Raises
    ------
    InputError
        If there is no such day.
    """
    last = last_day(world.flee, 0, until)
    return Outcome(world.flee, 0, [Record(world.present(SETTING)[:last], np.zeros(last))], [], "nuzuh")
