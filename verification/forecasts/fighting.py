"""Hold the futures of the fighting from its own history against what came, conflict by conflict."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from nuzuh.forecast.history import courses, past
from nuzuh.io.flee import read, to_scenario
from nuzuh.model.world import QUIET_BELOW, Builder
from nuzuh.scenario import Scenario

#: Days ahead that are looked at; days from the start to the first origin, and from one to the next.
AHEAD = (30, 90)
FIRST, EVERY = 60, 60
#: Quantiles that the number of places fought over is to lie between.
ENDS = (0.05, 0.95)


def fighting_of(folder: Path) -> pd.DataFrame:
    """Score one conflict: a row for so many days ahead, means over all origins.

    Returns
    -------
    DataFrame
        ``conflict``, ``days``, ``origins``; Brier scores of whether a place is fought over, if it goes on as so far
        (``history``), stays as it is (``stays``), or is over (``fades``); ``held90``, the share of origins after which
        as many places were fought over as the middle 90 % of the courses has.
    """
    case, _ = read(folder, None)
    scenario, _ = to_scenario(case)
    rows = pd.DataFrame(_cases(scenario, case.days))
    out = rows.groupby("days").mean().assign(origins=rows.groupby("days").size())
    return out.assign(conflict=folder.name).reset_index()


def _cases(scenario: Scenario, days: int) -> Iterator[dict[str, float]]:
    start = scenario.settings.start
    came = Builder(scenario, start + dt.timedelta(days=days - 1), days).known_fighting() >= QUIET_BELOW
    for origin in range(FIRST, days - min(AHEAD), EVERY):
        date = start + dt.timedelta(days=origin)
        known = past(Builder(scenario.as_of(date), date, origin + 1))
        drawn = courses(known, max(AHEAD), seed=1)[:, :, known.may] >= QUIET_BELOW
        now = known.intensity[-1, known.may] >= QUIET_BELOW
        for ahead in AHEAD:
            if origin + ahead < days:
                truth = came[origin + ahead, known.may]
                chance = drawn[:, ahead - 1].mean(axis=0)
                low, high = np.quantile(drawn[:, ahead - 1].sum(axis=1), ENDS)
                yield {
                    "days": ahead,
                    "history": np.mean((chance - truth) ** 2),
                    "stays": np.mean(now != truth),
                    "fades": truth.mean(),
                    "held90": low <= truth.sum() <= high,
                }
