"""What people remember of their recent travel, and whether it makes them go on.

Flee keeps an index of recent travel, halved every day: r' = (r + x / v) / 2 with the distance x of the day and the
daily speed v. Here r is counted in levels and x in steps, ``fineness`` steps to a level; both engines count alike.
"""

from nuzuh.model.kernel import kernel


@kernel
def recent(level: int, steps: int, fineness: int) -> int:
    """Recent travel at a day's end, rounded to levels, a half to the even one.

    Parameters
    ----------
    level : int
        Recent travel at the day's start.
    steps : int
        Distance of the day.
    fineness : int
        Steps to a level.
    """
    twice = 2 * fineness
    whole, rest = divmod(fineness * level + steps, twice)
    return int(whole + (2 * rest > twice or (2 * rest == twice and whole % 2 == 1)))


@kernel
def presses_on(level: int, steps: int, fineness: int, full_day: int) -> bool:
    """Whether somebody goes on through a town: who has come less than a full day's way in two days does."""
    return fineness * level + steps < full_day
