"""Published counts by place and day, as a forecaster takes them: what was known when, and nothing else."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Report(NamedTuple):
    """One published count of the people present at a place."""

    day: int  # since the start
    place: str
    people: float
    reregistered: bool  # people were registered anew for it: it differs from the one before by more than movement


@dataclass(frozen=True)
class Fighting:
    """Where there was fighting, and how far that is from the places with reports.

    Attributes
    ----------
    intensity : array, shape (days, fought)
        From day 0 on, 0 where there was none; a column a place that is fought over, in the alphabet's order.
    people : array, shape (fought,)
        Who lives there.
    km : mapping of str to array of shape (fought,)
        By place with reports: road distance, infinite where no road leads.
    """

    intensity: NDArray[np.float64]
    people: NDArray[np.float64]
    km: Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Reports:
    """All that was published of one conflict.

    Attributes
    ----------
    start : date
        Day 0.
    country : str
        The country that people flee.
    rows : tuple of Report
        By day and place; one a place and day.
    fighting : Fighting or None
        None where nothing is known of it.
    """

    start: dt.date
    country: str
    rows: tuple[Report, ...]
    fighting: Fighting | None = None

    def day(self, date: dt.date) -> int:
        """Days from the start to a date."""
        return (date - self.start).days

    def by(self, date: dt.date) -> "Reports":
        """What was published by a date, that day included; the fighting is not cut."""
        last = self.day(date)
        return replace(self, rows=tuple(report for report in self.rows if report.day <= last))

    def series(self) -> dict[str, list[Report]]:
        """The reports of each place, by day; places in the alphabet's order."""
        out: dict[str, list[Report]] = {place: [] for place in sorted({report.place for report in self.rows})}
        for report in self.rows:
            out[report.place].append(report)
        return out
