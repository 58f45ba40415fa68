"""Published counts by place and day, as a forecaster takes them: what was known when, and nothing else."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import NamedTuple


class Report(NamedTuple):
    """One published count of the people present at a place."""

    day: int  # since the start
    place: str
    people: float
    reregistered: bool  # people were registered anew for it: it differs from the one before by more than movement


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
    """

    start: dt.date
    country: str
    rows: tuple[Report, ...]

    def day(self, date: dt.date) -> int:
        """Days from the start to a date."""
        return (date - self.start).days

    def by(self, date: dt.date) -> "Reports":
        """What was published by a date, that day included."""
        last = self.day(date)
        return replace(self, rows=tuple(report for report in self.rows if report.day <= last))

    def series(self) -> dict[str, list[Report]]:
        """The reports of each place, by day; places in the alphabet's order."""
        out: dict[str, list[Report]] = {place: [] for place in sorted({report.place for report in self.rows})}
        for report in self.rows:
            out[report.place].append(report)
        return out
