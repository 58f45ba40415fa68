"""One run under the ``flee3`` rules."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.hops import days
from nuzuh.engine.streams import stream
from nuzuh.engine.whereabouts import State, scratch, start
from nuzuh.model.flee3.world import World
from nuzuh.scenario import InputError, Problem


class Record(NamedTuple):
    """What a run counts, in people, at the end of each day (D)."""

    present: NDArray[np.float64]  # (D, P) at each place; whole numbers but in the mean field
    on_road: NDArray[np.float64]  # (D,)


class Position(NamedTuple):
    """Where a run has come to: it can go on from here."""

    state: State
    day: int  # the next day to go by


@dataclass(frozen=True)
class Member:
    """One run: a world, the number that keys its draws, and where it begins and ends.

    Attributes
    ----------
    world : World
        What it runs on.
    number : int
        Key of its draws.
    begin : Position or None
        Where it begins; None: before the first day.
    until : int or None
        Day before which it ends; None: it runs to the last.
    sampled : bool
        Draw; else take the expectation of every draw: the mean field.
    """

    world: World
    number: int
    begin: Position | None = None
    until: int | None = None
    sampled: bool = True

    def run(self, seed: int) -> tuple[Record, Position]:
        """Run it.

        Parameters
        ----------
        seed : int
            Key of the ensemble's draws.

        Returns
        -------
        Record
            Counts of the days that went by.
        Position
            Where it has come to.

        Raises
        ------
        InputError
            If people appear while nowhere is there fighting, or more than live in a place.
        """
        w, n, r = self.world.arrays, self.world.network, self.world.rules
        first, last = self.begin.day if self.begin else 0, self.until or self.world.case.days
        state = State(*map(np.copy, self.begin.state)) if self.begin else start(w, n, r)
        record = Record(np.zeros((last - first, len(self.world.places))), np.zeros(last - first))
        draws = stream(seed, self.number)
        nowhere = days(first, last, state, w, n, r, scratch(state, w, n, r), draws, self.sampled, *record)
        problems = []
        if nowhere > 0:
            problems.append(
                Problem("conflicts.csv", f"{nowhere:.0f} people appear on days without fighting; Flee stops here")
            )
        problems += [
            Problem("locations.csv", f"more people appear in {self.world.places[k]} than live there; Flee stops here")
            for k in np.flatnonzero(state.population < 0)
        ]
        if problems:
            raise InputError(problems)
        return record, Position(state, last)
