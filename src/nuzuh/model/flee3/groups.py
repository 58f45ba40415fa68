"""The groups that the rules tell apart, and how many of each there are among who appears at a place."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nuzuh.scenario.flee import FleeCase

#: Who is younger minds the safety of a place more than others do.
CHILD_BELOW = 19
#: Boys and men who are older do not mind it at all.
BOY_ABOVE = 14


def groups(case: FleeCase) -> tuple[tuple[str, ...], NDArray[np.float64], NDArray[np.float64]]:
    """Divide people by how they see the score of a place.

    With ``ChildrenAvoidHazards``, a child's score is squared; with ``BoysTakeRisk`` as well, a boy's or a man's is 1.
    Without, everybody is of one group.

    Parameters
    ----------
    case : FleeCase
        Its demographics hold ``age`` and ``gender`` where the rules ask for them; attributes are independent.

    Returns
    -------
    tuple of str
        Names of the groups.
    array, shape (groups,)
        Power of the score in each group's eyes.
    array, shape (places, groups)
        Share of each group among those who appear at a place.
    """
    rules = case.settings.move_rules
    size = len(case.places)
    if not rules.ChildrenAvoidHazards:
        return ("all",), np.ones(1), np.ones((size, 1))
    age, gender = case.demographics["age"], case.demographics.get("gender")
    share = np.empty((size, 3))
    for k, place in enumerate(case.places["place"]):
        ages = _shares(age, place)
        years = age["value"].to_numpy(float)
        boys = 0.0
        if rules.BoysTakeRisk and gender is not None:
            boys = float(_shares(gender, place)[(gender["value"] == "male").to_numpy()].sum())
        bold = boys * (years > BOY_ABOVE)
        share[k] = (
            np.sum(ages * (1 - bold) * (years >= CHILD_BELOW)),
            np.sum(ages * (1 - bold) * (years < CHILD_BELOW)),
            np.sum(ages * bold),
        )
    return ("adults", "children", "boys and men"), np.array([1.0, 2.0, 0.0]), share


def _shares(table: pd.DataFrame, place: str) -> NDArray[np.float64]:
    weights = table[place if place in table.columns else "Default"].to_numpy(float)
    return np.asarray(weights / weights.sum())
