"""Which routes people weigh at a place, and what they remember of the one that they take."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.flee3.closures import Links, Lists, State

#: The places that a route leads through after a person has left.
Route = tuple[int, ...]


@dataclass(frozen=True)
class Option:
    """A route that is weighed at a place.

    Attributes
    ----------
    route : tuple of int
        Places, the goal last.
    km : float
        Its length.
    """

    route: Route
    km: float


def options(place: int, links: Links, state: State, marker: NDArray[np.bool_], awareness: int) -> Iterator[Option]:
    """List the routes from a place to those of which its people are aware.

    Routes have no loops. A marker is passed through: it is no goal, and no step. Between the same two places the
    parallel links are weighed each.

    Parameters
    ----------
    place : int
        Where people are.
    links, state
        The open network. Where a link is forced, its end is all that is weighed.
    marker : array of bool, shape (places,)
        Which places are markers.
    awareness : int
        Steps that people look ahead; 0: they see no route at all.

    Yields
    ------
    Option
        In Flee's order.
    """

    def ahead(origins: Route, link: int, km: float, step: int) -> Iterator[Option]:
        end = int(links.end[link])
        km += links.km[link]
        if marker[end]:
            step -= 1
        else:
            yield Option((*origins, end)[1:], km)
        if awareness > step:
            for following in state.open[end]:
                if links.end[following] not in origins:
                    yield from ahead((*origins, end), following, km, step + 1)

    forced = [link for link in state.open[place] if link in state.forced]
    for link in forced:
        yield Option((int(links.end[link]),), float(links.km[link]))
    for link in () if forced or awareness == 0 else state.open[place]:
        yield from ahead((place,), link, 0.0, 1)


def first_link(place: int, to: int, links: Links, lists: Lists) -> int:
    """Find the first link in a place's list that leads to another; -1 if none is open."""
    return next((link for link in lists[place] if links.end[link] == to), -1)
