"""How much of the fighting within reach of a place is new: who fled it is not all counted yet."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.scenario.reports import Fighting

#: Days for which a rise in fighting is new (assumption: a month, in which most who flee a place have left it).
NEW_DAYS = 30
#: Road distance over which fighting counts for 1/e (assumption: a day's drive).
REACH_KM = 300.0
#: Power of the people who live where there is fighting, and how many live anywhere (assumption: between counting
#: places and counting people, as populations are seldom known).
PEOPLE_POWER, FEWEST = 0.5, 1000.0


class Near(NamedTuple):
    """The places that were fought over by a day, as seen from another place."""

    places: list[str]
    weight: NDArray[np.float64]  # by people and distance
    worst: NDArray[np.float64]  # that it was so far, at most 1
    new: NDArray[np.float64]  # by how much it rose in the past month, at most 1
    lately: NDArray[np.float64]  # the worst of the past month, at most 1


def near(fighting: Fighting | None, place: str, day: int) -> Near | None:
    """Weigh the fighting within reach of a place by what is known on a day; None where nothing is."""
    if fighting is None or place not in fighting.km:
        return None
    known = fighting.intensity[: max(day + 1, 0)]
    if not len(known):
        return None
    ever = known.max(axis=0) > 0  # who is fought over later is not known yet
    known, month = known[:, ever], max(day + 1 - NEW_DAYS, 0)
    rises = np.diff(known, axis=0, prepend=known[:1]).clip(min=0)[month:].sum(axis=0)
    weight = (fighting.people[ever] + FEWEST) ** PEOPLE_POWER * np.exp(-fighting.km[place][ever] / REACH_KM)
    places = [name for name, fought in zip(fighting.places, ever, strict=True) if fought]
    lately = known[month:].max(axis=0, initial=0)  # the table may end before the day
    return Near(places, weight, known.max(axis=0).clip(max=1), rises.clip(max=1), lately.clip(max=1))


def alarm(fighting: Fighting | None, place: str, day: int) -> float:
    r"""Alarm of a place with reports.

    .. math:: A = \sum_i w_i \min(1, r_i) / \sum_i w_i m_i, \qquad w_i = (p_i + p_0)^{1/2} e^{-d_i / d_0}

    over the places i that were fought over: :math:`r_i` is by how much fighting rose there in the past month (what is
    there on day 0 is not new), :math:`m_i` the worst that it was, at most 1, :math:`p_i` the people, :math:`d_i` the
    road distance.

    Returns
    -------
    float
        0 (nothing is new) or more; 1 where all of it is.
    """
    seen = near(fighting, place, day)
    worst = seen.weight @ seen.worst if seen else 0.0
    return float(seen.weight @ seen.new / worst) if seen and worst > 0 else 0.0
