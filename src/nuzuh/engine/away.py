"""Who is displaced where: people by group, place and home, kept as lists."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.kernel import inner, kernel

#: The displaced of one home at one place, as a row that is kept.
CELL = np.dtype([("group", np.int32), ("place", np.int32), ("home", np.int32), ("people", np.float64)])

Cells = NDArray[np.void]


class Away(NamedTuple):
    """The displaced, by group (G), place (P) and home: lists, so that a pass over them touches nothing else."""

    homes: NDArray[np.int32]  # (G, P, P) whose people are there: the first `lengths`
    people: NDArray[np.float64]  # (G, P, P) how many, in the order of `homes`
    rank: NDArray[np.int32]  # (G, P, P) of each home in that order, from 1; 0: nobody is there
    lengths: NDArray[np.int64]  # (G, P)


@inner
def settle(
    homes: NDArray[np.int32],
    people: NDArray[np.float64],
    rank: NDArray[np.int32],
    lengths: NDArray[np.int64],
    group: int,
    place: int,
    home: int,
    coming: float,
) -> None:
    """Let people stay at a place; the arrays are those of `Away`."""
    at = rank[group, place, home] - 1
    if at < 0:
        at = lengths[group, place]
        lengths[group, place] = at + 1
        homes[group, place, at], people[group, place, at], rank[group, place, home] = home, 0.0, at + 1
    people[group, place, at] += coming


@inner
def go(away: Away, group: int, place: int, gone: NDArray[np.float64]) -> None:
    """Let people leave a place, so many of each home in the order of the list; homes of nobody drop out of it."""
    homes, people, rank = away.homes[group, place], away.people[group, place], away.rank[group, place]
    kept = 0
    for k in range(away.lengths[group, place]):
        home, left = homes[k], people[k] - gone[k]
        rank[home] = kept + 1 if left > 0.0 else 0
        homes[kept], people[kept] = home, left
        kept += left > 0.0
    away.lengths[group, place] = kept


@kernel
def spread(cells: Cells, groups: int, places: int) -> Away:
    """Lay rows out: what is not touched of these arrays takes no memory."""
    shape = (groups, places, places)
    away = Away(
        np.empty(shape, dtype=np.int32), np.empty(shape), np.zeros(shape, dtype=np.int32),
        np.zeros((groups, places), dtype=np.int64),
    )  # fmt: skip
    homes, people, rank, lengths = away
    for k in range(len(cells)):
        cell = cells[k]
        settle(homes, people, rank, lengths, cell["group"], cell["place"], cell["home"], cell["people"])
    return away


@kernel
def gather(away: Away) -> Cells:
    """Collect the displaced as rows, in the order of the lists, which decides who draws first."""
    cells = np.empty(away.lengths.sum(), dtype=CELL)
    row = 0
    for group, place in np.ndindex(away.lengths.shape):
        for k in range(away.lengths[group, place]):
            cells[row]["group"], cells[row]["place"] = group, place
            cells[row]["home"], cells[row]["people"] = away.homes[group, place, k], away.people[group, place, k]
            row += 1
    return cells


@kernel
def sheltered(away: Away) -> NDArray[np.float64]:
    """Count the displaced by group and place."""
    count = np.zeros(away.lengths.shape)
    for group, place in np.ndindex(away.lengths.shape):
        count[group, place] = away.people[group, place, : away.lengths[group, place]].sum()
    return count
