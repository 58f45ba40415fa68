"""Which links are open, by day, in the order in which people look through them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.scenario.flee import FleeCase


@dataclass(frozen=True)
class Links:
    """Directed links.

    Attributes
    ----------
    start, end : array of int, shape (links,)
        Places.
    km : array, shape (links,)
        Length.
    speed : array, shape (links,)
        Km a day of whoever drives.
    walking : array, shape (links,)
        Chance that somebody walks on a day.
    forced : array of bool, shape (links,)
        Whether everybody at its start is meant to take it.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    km: NDArray[np.float64]
    speed: NDArray[np.float64]
    walking: NDArray[np.float64]
    forced: NDArray[np.bool_]


#: Links of every place, in order.
Lists = tuple[tuple[int, ...], ...]


class State(NamedTuple):
    """The network between two closures."""

    open: Lists
    forced: frozenset[int]  # links that everybody at their start takes


def directed(case: FleeCase, fix: bool = False) -> tuple[Links, Lists]:
    """Make each route two links.

    A forced redirection is read and forgotten, as in Flee; but the value 1 adds a second, ordinary pair of links beside
    the first, and the value 2 turns the route round.

    Parameters
    ----------
    case : FleeCase
        Places and links.
    fix : bool
        Force whom it says; add no second pair.

    Returns
    -------
    Links
        All of them.
    Lists
        The links that leave each place.
    """
    index = {name: k for k, name in enumerate(case.places["place"])}
    rows: list[tuple[int, int, int, bool]] = []
    for row, (name1, name2, redirection) in enumerate(
        zip(case.links["start"], case.links["end"], case.links["redirection"], strict=True)
    ):
        start, end = (index[name1], index[name2]) if redirection != 2 else (index[name2], index[name1])
        for _ in range(2 if redirection == 1 and not fix else 1):
            rows += [(row, start, end, fix and redirection > 0), (row, end, start, False)]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    of = table[:, 0]
    leaving: list[list[int]] = [[] for _ in index]
    for link, place in enumerate(table[:, 1].tolist()):
        leaving[place].append(link)
    links = Links(
        table[:, 1],
        table[:, 2],
        case.links["km"].to_numpy(float)[of],
        case.links["max_move_speed"].fillna(case.settings.move_rules.max_move_speed).to_numpy(float)[of],
        case.links["walk_probability"].to_numpy(float)[of],
        table[:, 3].astype(bool),
    )
    return links, tuple(map(tuple, leaving))


class _Network:
    """The open and the closed links of every place."""

    def __init__(self, links: Links, lists: Lists, countries: list[str], names: list[str], fix: bool) -> None:
        self.links, self.countries, self.names, self.fix = links, countries, names, fix
        self.open = [list(leaving) for leaving in lists]
        self.closed: list[list[int]] = [[] for _ in lists]
        self.forced = set(np.flatnonzero(links.forced).tolist())

    @property
    def state(self) -> State:
        return State(tuple(map(tuple, self.open)), frozenset(self.forced))

    def redirect(self, name1: str, name2: str, forced: bool) -> None:
        """Lift a forced redirection, or set it again."""
        named = {
            link
            for leaving in self.open
            for link in leaving
            if (self.names[self.links.start[link]], self.names[self.links.end[link]]) == (name1, name2)
        }
        self.forced = self.forced | named if forced else self.forced - named

    def close(self, start: int, end: int) -> set[int]:
        """Close all links from one place to another."""
        return self._move(self.open, self.closed, start, end)

    def reopen(self, start: int, end: int) -> None:
        """Open all closed links from one place to another, behind those that are open."""
        self._move(self.closed, self.open, start, end)

    def _move(self, source: list[list[int]], target: list[list[int]], start: int, end: int) -> set[int]:
        moved = [link for link in source[start] if self.links.end[link] == end]
        source[start] = [link for link in source[start] if link not in moved]
        target[start] += moved
        return set(moved)

    def pairs(self, kind: str, name1: str, name2: str, closing: bool) -> list[tuple[int, int]]:
        """Name the pairs of places between which a closure acts."""
        lists = self.open if closing else self.closed
        if kind == "location":
            here = [k for k, name in enumerate(self.names) if name == name1]
            beyond = [(k, int(self.links.end[link])) for k in here for link in lists[k]]
            return beyond + [(end, start) for start, end in beyond]
        if kind == "country":
            return [
                (k, int(self.links.end[link]))
                for source, target in ((name1, name2), (name2, name1))
                for k, country in enumerate(self.countries)
                if country == source
                for link in lists[k]
                if self.countries[self.links.end[link]] == target
            ]
        if kind == "link" and self.fix and {name1, name2} <= set(self.names):
            first, second = self.names.index(name1), self.names.index(name2)
            return [(first, second), (second, first)]
        # Flee compares the names of a link's ends by identity, so that it never finds the link
        return []


def courses(
    case: FleeCase, links: Links, lists: Lists, fix: bool = False
) -> tuple[NDArray[np.int64], list[State], list[tuple[int, int]]]:
    """Follow closures from day to day.

    Parameters
    ----------
    case : FleeCase
        Closures, and the places' countries.
    links, lists
        From `directed`.
    fix : bool
        Heed closures of single links, and of redirections.

    Returns
    -------
    array of int, shape (days,)
        State of the network, by day.
    list of State
        What is open in each.
    list of (int, int)
        Day and link of every closing: who is on that link turns back at its end.
    """
    # an empty country is the country 'unknown'
    countries = [country or "unknown" for country in case.places["country"]]
    network = _Network(links, lists, countries, list(case.places["place"]), fix)
    dates: dict[int, list[tuple[str, str, str, bool]]] = {}
    for row in case.closures.itertuples():
        dates.setdefault(row.start, []).append((row.kind, row.name1, row.name2, True))
        dates.setdefault(row.end, []).append((row.kind, row.name1, row.name2, False))
    states, closings = [network.state], []
    course = np.zeros(case.days, dtype=np.int64)
    for day in range(case.days):
        for kind, name1, name2, closing in dates.get(day, ()):
            if kind == "remove_forced_redirection" and fix:
                network.redirect(name1, name2, not closing)
            for start, end in network.pairs(kind, name1, name2, closing):
                if closing:
                    closings += [(day, link) for link in sorted(network.close(start, end))]
                else:
                    network.reopen(start, end)
        if day in dates and network.state not in states:
            states.append(network.state)
        course[day] = states.index(network.state) if day in dates else course[max(day - 1, 0)]
    return course, states, closings
