"""Where everyone is under the ``flee3`` rules, and room to work in."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.flee3.memory import recent
from nuzuh.model.flee3.network import Network
from nuzuh.model.flee3.world import Arrays, Rules


class State(NamedTuple):
    """Where everyone is, in people; whole numbers but in the mean field."""

    here: NDArray[np.float64]  # (stands, 2, groups, levels) at a place; 1: the first leg is still ahead
    road: NDArray[np.float64]  # (slots, groups, levels) on a link
    back: NDArray[np.float64]  # (slots, groups, levels) on a link that has closed behind them
    present: NDArray[np.float64]  # (places,) at each place, those who stay there for good too
    kept: NDArray[np.float64]  # (places,) who stay for good
    population: NDArray[np.float64]  # (places,) residents


class Scratch(NamedTuple):
    """Room to work in, which outlives no day."""

    after: NDArray[np.float64]  # like State.here: where people are at the day's end
    arrived: NDArray[np.float64]  # (stands, groups, levels, steps) who has arrived and may go on
    listed: NDArray[np.int64]  # (cells, 4) which of these are not empty: stand, group, level, steps
    lots: NDArray[np.int64]  # (lots, 5)
    people: NDArray[np.float64]  # (lots,)
    rooms: NDArray[np.float64]  # (places,)
    chance: NDArray[np.float64]  # (places,) to leave
    upto: NDArray[np.float64]  # (groups, options) running sums of weights
    stamp: NDArray[np.int64]  # (groups, places) version of rooms for which they hold
    sees: NDArray[np.bool_]  # (states, places) whether any route from a place leads to one that may fill up
    version: NDArray[np.int64]  # (2,) of rooms; of the day
    taking: NDArray[np.float64]  # (options of a place,)
    recents: NDArray[np.int64]  # (levels, steps) level of recent travel after a day of so many steps
    busy: NDArray[np.bool_]  # (2, slots) whether anybody is on a slot, and on one that is closed
    lengths: NDArray[np.int64]  # (2,) lengths of `listed` and `lots`


LISTED, LOTS = range(2)


def start(w: Arrays, n: Network, r: Rules) -> State:
    """Nobody is anywhere yet."""
    stands, slots, groups = n.stand_place.size, n.slot_leg.size, w.power.size
    levels = _furthest(n, r) // (r.steps // r.levels) + 1 if r.memory else 1
    return State(
        np.zeros((stands, 2, groups, levels)),
        np.zeros((slots, groups, levels)),
        np.zeros((slots, groups, levels)),
        np.zeros(w.population.size),
        np.zeros(w.population.size),
        w.population.copy(),
    )


def _furthest(n: Network, r: Rules) -> int:
    """Steps that nobody exceeds in a day: a day's speed may be added just before a day's speed is reached."""
    return 2 * max(int(n.leg_speed.max(initial=1)), r.steps)


def scratch(st: State, w: Arrays, n: Network, r: Rules) -> Scratch:
    """Make room to work in."""
    stands, _, groups, levels = st.here.shape
    cells = stands * groups * levels
    wide = _furthest(n, r) + 1
    options = np.diff(n.option_range, axis=1).max(initial=1)
    limited = np.isfinite(w.capacity)
    # where recent travel does not matter, there is one level
    recents = np.zeros((levels, wide), dtype=np.int64)
    for level, steps in np.ndindex(recents.shape if r.memory else (0, 0)):
        recents[level, steps] = recent(level, steps, r.steps // r.levels)
    return Scratch(
        after=np.zeros_like(st.here),
        arrived=np.zeros((stands, groups, levels, wide)),
        listed=np.empty((cells * wide, 4), dtype=np.int64),
        lots=np.empty((cells * max(2, wide), 5), dtype=np.int64),
        people=np.empty(cells * max(2, wide)),
        rooms=np.ones(w.population.size),
        chance=np.zeros(w.population.size),
        upto=np.zeros((groups, n.option_leg.size)),
        stamp=np.full((groups, w.population.size), -1, dtype=np.int64),
        sees=np.array([[limited[n.option_end[a:b]].any() for a, b in pairwise(row)] for row in n.option_range]),
        version=np.zeros(2, dtype=np.int64),
        taking=np.zeros(options),
        recents=recents,
        busy=np.stack([st.road.any(axis=(1, 2)), st.back.any(axis=(1, 2))]),
        lengths=np.zeros(2, dtype=np.int64),
    )
