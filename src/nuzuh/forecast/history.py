r"""Futures of the fighting from the conflict's own history: where it begins, how it spreads along roads, when it ends.

A place is fought over or quiet. From one day to the next a quiet place is fought over with the chance
:math:`1 - e^{-\lambda}`, by a rate of its own where fighting has been before, another where the next place on a road is
fought over, and a third anywhere else; a place that is fought over becomes quiet with :math:`1 - e^{-\mu}`. Times and
days known so far make each rate a gamma distribution (times + a, days + b): the conjugate posterior of a constant
hazard (Kalbfleisch & Prentice 2002, The Statistical Analysis of Failure Time Data, chapter 3).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from nuzuh.engine.ensemble import uniform_draws
from nuzuh.model.world import FIGHTING_HALF_LIFE_DAYS, QUIET_BELOW, Builder

#: Courses that the fighting may take, which the runs share evenly.
COURSES = 30
#: Times that fighting is thought to have begun before any is known (assumption: the half of Jeffreys' rule).
BEGINS_TIMES = 0.5
#: In so many days of a place (assumption: so few that a month of some towns outweighs them).
BEGINS_DAYS = 50.0
#: Times that fighting is thought to have ended before any is known, in so many days of it (assumption: once in a mean
#: course of fighting that halves in a week).
ENDS_TIMES = 1.0
ENDS_DAYS = FIGHTING_HALF_LIFE_DAYS / np.log(2)
#: Kinds of quiet place, by index.
ELSEWHERE, BESIDE, BEFORE = range(3)
#: Purpose of the draws: rates, what happens at each place, and how intense the fighting that begins is.
RATES, HAPPENS, INTENSITY = 9, 10, 11


class History(NamedTuple):
    """How often fighting began and ended in the days known.

    Attributes
    ----------
    begun, quiet_days : array, shape (3,)
        Times that fighting began at a quiet place, and days that such places were quiet: elsewhere, beside fighting,
        and where there was fighting before.
    ended, fought_days : float
        Times that it ended, and days that places were fought over.
    """

    begun: NDArray[np.float64]
    quiet_days: NDArray[np.float64]
    ended: float
    fought_days: float

    def __str__(self) -> str:
        kinds = ("elsewhere", "beside fighting", "where it had been before")
        begun = ", ".join(
            f"{times:.0f} times in {days:,.0f} place-days {kind}"
            for times, days, kind in zip(self.begun, self.quiet_days, kinds, strict=True)
        )
        return f"so far it began {begun}, and ended {self.ended:.0f} times in {self.fought_days:,.0f}"


class Past(NamedTuple):
    """The fighting known, and where it may be.

    Attributes
    ----------
    intensity : array, shape (days, places)
        What is there on the first day has not begun then.
    beside : array, shape (places, places)
        Whether a road joins two places.
    may : array, shape (places,)
        Places that may be fought over.
    """

    intensity: NDArray[np.float64]
    beside: NDArray[np.bool_]
    may: NDArray[np.bool_]


def past(builder: Builder) -> Past:
    """Take the fighting from what a builder of worlds knows; any town may be fought over, and what else has been."""
    intensity = builder.known_fighting()
    return Past(intensity, builder.beside, (builder.table["kind"] == "town").to_numpy() | (intensity > 0).any(axis=0))


def history(past: Past) -> History:
    """Count how often fighting began and ended."""
    fought = past.intensity >= QUIET_BELOW
    before, after = fought[:-1], fought[1:]
    kind = _kind(before, np.logical_or.accumulate(before), past.beside)
    quiet = ~before & past.may
    kinds = np.arange(3)[:, None, None]
    return History(
        begun=(quiet & after & (kind == kinds)).sum(axis=(1, 2)).astype(float),
        quiet_days=(quiet & (kind == kinds)).sum(axis=(1, 2)).astype(float),
        ended=float((before & ~after).sum()),
        fought_days=float(before.sum()),
    )


def courses(past: Past, days: int, seed: int) -> NDArray[np.float64]:
    """Draw what the fighting may do next, if it goes on as it has.

    Fighting that goes on keeps its intensity; where it begins, that is drawn from all days of fighting so far (1 where
    there was none).

    Parameters
    ----------
    past : Past
        What is known.
    days : int
        Days to come.
    seed : int
        Key of the draws.

    Returns
    -------
    array, shape (`COURSES`, days, places)
        Intensity.
    """
    known, (intensity, beside, may) = history(past), past
    seen = intensity >= QUIET_BELOW
    u = uniform_draws(seed, RATES, 0, COURSES, 4)
    begin = gammaincinv(BEGINS_TIMES + known.begun, u[:, :3]) / (BEGINS_DAYS + known.quiet_days)
    end = gammaincinv(ENDS_TIMES + known.ended, u[:, 3:]) / (ENDS_DAYS + known.fought_days)
    levels = np.sort(intensity[seen]) if seen.any() else np.ones(1)
    level = np.tile(intensity[-1], (COURSES, 1))
    ever = np.tile(seen.any(axis=0), (COURSES, 1))
    ahead = np.empty((COURSES, days, len(may)))
    for day in range(days):
        fought = level >= QUIET_BELOW
        rate = np.where(fought, end, np.take_along_axis(begin, _kind(fought, ever, beside), axis=1) * may)
        changes = uniform_draws(seed, HAPPENS, day, COURSES, len(may)) < -np.expm1(-rate)
        drawn = uniform_draws(seed, INTENSITY, day, COURSES, len(may)) * len(levels)
        level = np.where(changes, np.where(fought, 0.0, levels[drawn.astype(int)]), level)
        ever |= level >= QUIET_BELOW
        ahead[:, day] = level
    return ahead


def _kind(fought: NDArray[np.bool_], ever: NDArray[np.bool_], beside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Kind of each place, if it is quiet."""
    return np.where(ever, BEFORE, np.where(fought @ beside, BESIDE, ELSEWHERE))
