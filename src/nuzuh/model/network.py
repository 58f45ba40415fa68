"""The road network of one day: what is open, how long it takes, and the way from each place to each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra


@dataclass(frozen=True)
class Roads:
    """Directed roads.

    Attributes
    ----------
    start, end : array of int, shape (roads,)
        Indices of the places that each joins.
    route : array of int, shape (roads,)
        Row of the routes table that each comes from.
    km : array, shape (roads,)
        Length.
    ticks : array of int, shape (roads,)
        Travel time in half hours, at least 1.
    throughput : array of int, shape (roads,)
        People a day.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    route: NDArray[np.int64]
    km: NDArray[np.float64]
    ticks: NDArray[np.int64]
    throughput: NDArray[np.int64]


def shortest(
    roads: Roads, cost: NDArray[np.float64], passable: NDArray[np.bool_], outside: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Shortest ways between all places, none of which leads through a country beyond the border.

    Parameters
    ----------
    roads : Roads
        All roads.
    cost : array, shape (roads,)
        What each costs; above 0.
    passable : array of bool, shape (roads,)
        Which may be taken.
    outside : array of bool, shape (places,)
        Which places are countries: a way may begin or end there, not lead through.

    Returns
    -------
    array, shape (places, places)
        Cost from the first to the second, infinite where no way leads.
    array of int, shape (places, places)
        The road to take first, -1 where there is none.
    """
    size = outside.size
    inner = np.flatnonzero(passable & ~outside[roads.start])
    # the cheapest of parallel roads: sorted by cost, the first of each pair of places
    inner = inner[np.lexsort((inner, cost[inner], roads.end[inner], roads.start[inner]))]
    pair = roads.start[inner] * size + roads.end[inner]
    inner = inner[np.unique(pair, return_index=True)[1]]
    by_pair = np.full((size, size), -1, dtype=np.int64)
    by_pair[roads.start[inner], roads.end[inner]] = inner
    # backwards from each destination, so that the predecessor is the next place on the way
    graph = csr_array((cost[inner], (roads.end[inner], roads.start[inner])), shape=(size, size))
    back, following = dijkstra(graph, return_predecessors=True)
    total = back.T.copy()
    origin, target = np.nonzero(following.T >= 0)
    first = np.full((size, size), -1, dtype=np.int32)
    first[origin, target] = by_pair[origin, following.T[origin, target]]
    for road in np.flatnonzero(passable & outside[roads.start]):
        country, via = roads.start[road], cost[road] + back[:, roads.end[road]]
        better = (via < total[country]) & (np.arange(size) != country)
        total[country, better] = via[better]
        first[country, better] = road
    return total, first
