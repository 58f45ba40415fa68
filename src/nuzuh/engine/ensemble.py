"""Many runs on all cores, with the same numbers on any number of them."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.run import Position, Record, run, start
from nuzuh.engine.streams import at, stream, uniform
from nuzuh.model.parameters import Parameters
from nuzuh.model.world import World

Outcome = TypeVar("Outcome", covariant=True)


@dataclass(frozen=True)
class Member:
    """One run under the ``nuzuh`` rules.

    Attributes
    ----------
    world : World
        What it runs on.
    parameters : Parameters
        The rules' parameters.
    number : int
        Key of its draws.
    begin : Position or None
        Where it begins; None: before the first day.
    sampled : bool
        Draw; else take the expectation of every draw: the mean field.
    """

    world: World
    parameters: Parameters
    number: int
    begin: Position | None = None
    sampled: bool = True

    def run(self, seed: int) -> tuple[Record, Position]:
        """Run it to the world's last day: what it counts, and where it comes to."""
        arrays = self.world.arrays
        return run(arrays, self.parameters, seed, self.number, self.begin or start(arrays), self.sampled)


def uniform_draws(seed: int, purpose: int, turn: int, members: int, size: int) -> NDArray[np.float64]:
    """Draw a Latin hypercube: one draw in each of `members` equal slices of every column, in an order of its own.

    Parameters
    ----------
    seed, purpose, turn : int
        Key of the draws.
    members, size : int
        Rows and columns.

    Returns
    -------
    array, shape (members, size)
        In (0, 1).
    """
    draws = np.empty((members, size))
    for k in range(size):
        s = at(stream(seed, 0), turn, purpose, k)
        order = np.argsort([uniform(s) for _ in range(members)], kind="stable")
        draws[:, k] = (order + [uniform(s) for _ in range(members)]) / members
    return draws


class Runnable(Protocol[Outcome]):
    """A run of an ensemble, under whatever rules."""

    def run(self, seed: int) -> Outcome:
        """Run it; `seed` keys all draws of the ensemble."""
        ...


def run_all(
    members: Sequence[Runnable[Outcome]],
    *,
    seed: int,
    cores: int | None = None,
    progress: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """Run an ensemble; what is taken from the iterator is not kept here.

    Parameters
    ----------
    members : sequence of Runnable
        What to run.
    seed : int
        Key of all draws, 0 to 2**32 - 1.
    cores : int or None
        Threads; None for one a core. The numbers do not depend on it.
    progress : callable
        Called after each member.

    Yields
    ------
    Outcome
        What each member comes to, in the order of the members.
    """

    def one(member: Runnable[Outcome]) -> Outcome:
        outcome = member.run(seed)
        progress()
        return outcome

    with ThreadPoolExecutor(cores or os.cpu_count()) as pool:
        try:
            yield from pool.map(one, members)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
