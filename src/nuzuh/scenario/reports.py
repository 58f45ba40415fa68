"""Published counts by place and day, as a forecaster takes them: what was known when, and nothing else."""

import datetime as dt
from collections.abc import Mapping, Sequence
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
    known: int | None = None  # day of its publication, since the start; None: that of the count itself

    @property
    def published(self) -> int:
        """Day on which it became known."""
        return self.day if self.known is None else self.known


@dataclass(frozen=True)
class Fighting:
    """Where there was fighting, and how far that is from the places with reports.

    Attributes
    ----------
    intensity : array, shape (days, fought)
        From day 0 on, 0 where there was none; a column a place that is fought over, in the alphabet's order.
    places : sequence of str
        Their names.
    people : array, shape (fought,)
        Who lives there.
    km : mapping of str to array of shape (fought,)
        By place with reports: road distance, infinite where no road leads.
    """

    intensity: NDArray[np.float64]
    places: Sequence[str]
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
        By day and place. Of several for one place and day the last is the later word.
    fighting : Fighting or None
        None where nothing is known of it.
    population : float
        People who live in the country, as far as its places' populations are known; 0 where none is.
    """

    start: dt.date
    country: str
    rows: tuple[Report, ...]
    fighting: Fighting | None = None
    population: float = 0.0

    def day(self, date: dt.date) -> int:
        """Days from the start to a date."""
        return (date - self.start).days

    @property
    def last(self) -> dt.date:
        """The day on which the last report was published; the start where there is none."""
        return self.start + dt.timedelta(days=max((report.published for report in self.rows), default=0))

    def by(self, date: dt.date) -> "Reports":
        """What was published by a date, that day included, the last word on each day; the fighting is not cut."""
        last = self.day(date)
        words = {(report.day, report.place): report for report in self.rows if report.published <= last}
        return replace(self, rows=tuple(words.values()))

    def series(self) -> dict[str, list[Report]]:
        """The reports of each place, by day, the last word on each; places in the alphabet's order."""
        out: dict[str, dict[int, Report]] = {place: {} for place in sorted({report.place for report in self.rows})}
        for report in self.rows:
            out[report.place][report.day] = report
        return {place: list(words.values()) for place, words in out.items()}
