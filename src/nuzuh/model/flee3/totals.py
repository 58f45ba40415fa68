"""How many people appear a day: from published counts, with Flee's debt rule."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.flee import Counts, FleeCase


class Totals(NamedTuple):
    """What the published counts say by day (D) and place (P)."""

    data: NDArray[np.int64]  # (D, P) the count of a camp, as Flee compares it; 0 where none was published
    day0: NDArray[np.int64]  # (P,) the count on day 0
    arriving: NDArray[np.int64]  # (D,) people that appear
    raw: NDArray[np.int64]  # (D,) sum of the daily differences so far
    debt: NDArray[np.int64]  # (D,) people that appeared too early and are made up for


def corrected(case: FleeCase) -> dict[str, Counts]:
    """Rescale the counts before each registration correction so that they meet the count on its day.

    Counts are divided by ``hasten`` first, as all people are.
    """
    hasten = case.settings.optimisations.hasten
    table = {name: Counts(days, people / hasten) for name, (days, people) in case.counts.items()}
    for name, day in zip(case.corrections["place"], case.corrections["day"], strict=True):
        days, people = table[name]
        for row in np.flatnonzero(days == day):
            # a count of 0 before it makes what is earlier no number, which matters only if it is asked for
            with np.errstate(divide="ignore", invalid="ignore"):
                people[:row] *= people[row] / people[row - 1]
    return table


def interpolated(counts: Counts, last: int) -> NDArray[np.int64]:
    """Count on the days 0 to `last` - 1: linear between counts, constant outside, cut to whole people.

    Each day lies between the first count in the file that is later and the one before that, in whatever order they are.
    """
    days, people = counts
    day = np.arange(last)
    after = np.searchsorted(np.maximum.accumulate(days), day, side="right")
    left, right = np.maximum(after - 1, 0), np.minimum(after, len(days) - 1)
    span = np.where(after < len(days), days[right] - days[left], 1)
    between = people[left] + (day - days[left]) / np.maximum(span, 1) * (people[right] - people[left])
    course = np.trunc(np.where(day <= days[0], people[0], between))
    if not np.isfinite(course).all():
        raise InputError([Problem("registration_corrections.csv", "a count is rescaled from 0", mend="drop the row")])
    return course.astype(np.int64)


def totals(case: FleeCase, fix: bool = False) -> Totals:
    """Count who appears when.

    Parameters
    ----------
    case : FleeCase
        With counts.
    fix : bool
        Leave the total out of the sum of the camps on day 0, where Flee counts it in.

    Returns
    -------
    Totals
        People.
    """
    rules = case.settings.spawn_rules
    fields = {name: interpolated(counts, case.days) for name, counts in corrected(case).items()}
    names = list(fields)
    summed = [fields[name] for name in (names[1:] if rules.sum_from_camps else ["total"])]
    course: NDArray[np.int64] = np.sum([np.zeros(case.days), *summed], axis=0).astype(np.int64)
    first = int(course[0])
    if rules.sum_from_camps and not fix and names:
        first += int(fields[names[0]][0])
    daily = np.diff(course, prepend=course[0] - first * (not rules.empty_camps_on_day0))
    arriving, debts = np.zeros(case.days, dtype=np.int64), np.zeros(case.days, dtype=np.int64)
    debt = 0
    for day, difference in enumerate(daily):
        new = 0 if day == 0 and rules.insert_day0 else int(difference) - debt
        debt, arriving[day] = (-new, 0) if new < 0 else (0, new)
        debts[day] = debt
    from_conflict = rules.conflict_driven_spawning is not None
    shown = {
        name: field - (field[0] if rules.empty_camps_on_day0 and not from_conflict else 0)
        for name, field in fields.items()
    }
    if from_conflict:
        arriving, debts, daily = np.zeros_like(arriving), np.zeros_like(debts), np.zeros_like(daily)
    return Totals(
        _by_place(case, shown),
        _by_place(case, {name: field[:1] for name, field in fields.items()}, 1)[0],
        arriving,
        np.cumsum(daily),
        debts,
    )


def _by_place(case: FleeCase, fields: Mapping[str, NDArray[np.int64]], days: int | None = None) -> NDArray[np.int64]:
    none = np.zeros(days or case.days, dtype=np.int64)
    return np.stack([fields.get(name, none) for name in case.places["place"]], axis=1)
