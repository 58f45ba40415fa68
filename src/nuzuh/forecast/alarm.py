"""How much of the fighting within reach of a place is new: who fled it is not all counted yet."""

import numpy as np

from nuzuh.scenario.reports import Fighting

#: Days for which a rise in fighting is new (assumption: a month, in which most who flee a place have left it).
NEW_DAYS = 30
#: Road distance over which fighting counts for 1/e (assumption: a day's drive).
REACH_KM = 300.0
#: Power of the people who live where there is fighting, and how many live anywhere (assumption: between counting
#: places and counting people, as populations are seldom known).
PEOPLE_POWER, FEWEST = 0.5, 1000.0


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
    if fighting is None or place not in fighting.km:
        return 0.0
    known = fighting.intensity[: max(day + 1, 0)]
    if not len(known):
        return 0.0
    ever = known.max(axis=0) > 0  # who is fought over later is not known yet
    known = known[:, ever]
    rises = np.diff(known, axis=0, prepend=known[:1]).clip(min=0)[max(day + 1 - NEW_DAYS, 0) :].sum(axis=0)
    weight = (fighting.people[ever] + FEWEST) ** PEOPLE_POWER * np.exp(-fighting.km[place][ever] / REACH_KM)
    worst = weight @ known.max(axis=0).clip(max=1)
    return float(weight @ rises.clip(max=1) / worst) if worst > 0 else 0.0
