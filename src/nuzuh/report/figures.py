"""The figures of the report: what is forecast, and what others counted."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from nuzuh.forecast.result import TOTAL
from nuzuh.report.situation import Situation, Source
from nuzuh.report.words import LEAST_TOLD, Range, day, people, span

#: Days ahead for which figures are told, beside the last day forecast.
WEEK = 7


def measures(start: dt.date) -> dict[str, str]:
    """What each measure counts, in words."""
    since = day(start, "%B")
    return {
        "newly_displaced": f"left home since {since}",
        "present": f"displaced since {since}, there that day",
        "arrivals": "arrived in the days counted",
        "displaced_before": f"displaced already before {since}",
    }


def estimate(data: xr.Dataset, measure: str, when: dt.date, location: str = TOTAL) -> Range:
    """Median and 90 % interval of a measure at a place on a day."""
    values = data[measure].sel(time=np.datetime64(when), location=location)
    return Range(*(float(values.sel(quantile=q, method="nearest")) for q in (0.05, 0.5, 0.95)))


def horizons(situation: Situation) -> tuple[dt.date, dt.date, dt.date]:
    """The as-of date, a week on (or the last day, if that is sooner), and the last day forecast."""
    week = situation.as_of + dt.timedelta(days=WEEK)
    return situation.as_of, min(week, situation.last_day), situation.last_day


@dataclass(frozen=True)
class Tile:
    """A headline figure: what it counts, on which day, and the estimate."""

    label: str
    when: dt.date
    told: Range
    forecast: bool


def headline(situation: Situation) -> list[Tile]:
    """Newly displaced so far, in a week and at the end; then those who are displaced at the end."""
    now, week, end = horizons(situation)
    quantiles = situation.forecast.quantiles
    rows = [("Newly displaced by", "newly_displaced", now)]
    rows += [("Newly displaced by", "newly_displaced", when) for when in dict.fromkeys((week, end))]
    rows += [("Still displaced on", "present", end)]
    return [Tile(label, when, estimate(quantiles, m, when), when > now) for label, m, when in rows]


@dataclass(frozen=True)
class Count:
    """A published count: where, what it counts, the figure, the day it is of, its publication, and who says so."""

    where: str
    counts: str
    figure: str
    as_of: object
    published: object
    source: Source


def counts(situation: Situation) -> list[Count]:
    """Published counts, those of the latest day first."""
    what = measures(situation.scenario.settings.start)
    found = []
    table = situation.scenario.observations
    table = table.assign(least=table["low"].fillna(table["high"]))
    table = table.sort_values(["valid_to", "known", "least"], ascending=False, kind="stable")
    for row in table.itertuples(index=False):
        where = situation.name(row.place if pd.notna(row.place) else row.area)
        figure = span(row.low, row.high, row.qualifier)
        source = situation.source_of(row.source)
        found.append(Count(where, what[str(row.measure)], figure, row.valid_to, row.known, source))
    return found


@dataclass(frozen=True)
class Branch:
    """A future of the fighting: its weights, and the newly displaced by the last day within it."""

    title: str
    weight: float
    even: float
    why: str
    told: Range
    replayed: tuple[tuple[object, float, str], ...]


def futures(situation: Situation) -> list[Branch]:
    """Futures of the fighting, with the same rule's weights on earlier days."""
    forecast = situation.forecast
    return [
        Branch(
            str(row.title),
            float(row.weight),
            float(row.even),
            str(row.why),
            estimate(forecast.by_future.sel(future=row.future), "newly_displaced", situation.last_day),
            tuple(
                (then.as_of, float(then.weight), str(then.why))
                for then in forecast.replays[forecast.replays["future"] == row.future].itertuples(index=False)
            ),
        )
        for row in forecast.futures.itertuples(index=False)
    ]


def _at(situation: Situation, measure: str, days: tuple[dt.date, ...]) -> dict[str, list[list[float]]]:
    """5 %, 50 % and 95 % quantiles on some days, by place."""
    cut = situation.forecast.quantiles[measure].sel(time=[np.datetime64(d) for d in days])
    cut = cut.sel(quantile=[0.05, 0.5, 0.95], method="nearest").transpose("location", "time", "quantile")
    by_place = zip(cut["location"].to_numpy(), cut.to_numpy().astype(float).tolist(), strict=True)
    return {str(place): values for place, values in by_place if place != TOTAL}


@dataclass(frozen=True)
class Stay:
    """A destination: people displaced there on the as-of date, in a week and on the last day, and arrivals."""

    name: str
    kind: str
    now: Range
    week: Range
    end: Range


def destinations(situation: Situation) -> list[Stay]:
    """Where displaced people are and are expected, most on the last day first; places with hardly any left out."""
    rows = [
        Stay(situation.name(place), str(situation.places["kind"].get(place)), *(Range(*v) for v in values))
        for place, values in _at(situation, "present", horizons(situation)).items()
        if max(v[2] for v in values) >= LEAST_TOLD
    ]
    return sorted(rows, key=lambda row: (-row.end.median, -row.end.high, row.name))


def trapped(situation: Situation) -> list[tuple[str, Range, Range]]:
    """Places where people would leave and cannot: how many on the as-of date, and on the last day."""
    values = _at(situation, "trapped", (situation.as_of, situation.last_day))
    found = [
        (situation.name(place), Range(*now), Range(*end))
        for place, (now, end) in values.items()
        if max(now[2], end[2]) >= LEAST_TOLD
    ]
    return sorted(found, key=lambda row: (-row[1].median, -row[1].high, row[0]))


def fit(situation: Situation) -> list[dict[str, object]]:
    """Hold the model against each published count that it was held to."""
    what = {"newly_displaced": "newly displaced", "present": "present", "arrivals": "arrivals"}
    return [
        {
            "where": situation.name(row.where),
            "measure": what.get(str(row.measure), str(row.measure)),
            "day": row.day,
            "counted": span(row.low, row.high, row.qualifier),
            "model": Range(float(row.model_low), float(row.model_median), float(row.model_high)),
            "source": situation.source_of(row.source),
            "met": met(float(row.low), float(row.high), float(row.model_low), float(row.model_high)),
        }
        for row in situation.forecast.fit.itertuples(index=False)
    ]


def met(low: float, high: float, model_low: float, model_high: float) -> bool:
    """Whether a count and the model's interval have a figure in common; a bound that is NaN is open."""
    return not (model_high < low or model_low > high)


def compact(value: float) -> str:
    """Write a parameter's value with three significant digits."""
    return f"{value:.3g}" if abs(value) < 10_000 else people(value)
