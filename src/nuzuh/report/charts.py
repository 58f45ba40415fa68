"""Fan charts: what the members say of a number of people, day by day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from bokeh.embed import json_item
from bokeh.models import ColumnDataSource, DatetimeTickFormatter, HoverTool, NumeralTickFormatter, Span
from bokeh.plotting import figure

from nuzuh.forecast.result import TOTAL
from nuzuh.report.figures import estimate
from nuzuh.report.map import ACCENT, FIGHT, INK
from nuzuh.report.situation import Situation
from nuzuh.report.words import Range, day

#: Destinations that get a chart of their own.
DESTINATIONS = 6
#: An area is the whole country if this share of its residents live there.
_WHOLE = 0.95
_BANDS = {"low": 0.05, "quarter": 0.25, "median": 0.5, "three": 0.75, "high": 0.95}


@dataclass(frozen=True)
class Chart:
    """A fan chart with what stands around it.

    Attributes
    ----------
    name : str
        Short name for the page's script.
    title : str
        What is counted, and where.
    now, then : Range
        On the as-of date, and on the last day.
    points : int
        How many published counts are drawn.
    item : dict
        The figure for ``Bokeh.embed.embed_item``.
    """

    name: str
    title: str
    now: Range
    then: Range
    points: int
    item: dict[str, Any]


def charts(situation: Situation) -> list[Chart]:
    """Draw the totals, then the destinations where most people are expected on the last day."""
    start = situation.scenario.settings.start
    whole = _whole_areas(situation.scenario.places, situation.scenario.areas)
    since = f"Newly displaced since {day(start, '%B')}, all places"
    drawn = [
        _chart(situation, "total-new", since, TOTAL, "newly_displaced", whole),
        _chart(situation, "total-present", "Displaced and not returned, all places", TOTAL, "present", whole),
    ]
    present = situation.forecast.quantiles["present"].sel(quantile=0.5, method="nearest").isel(time=-1)
    present = present.drop_sel(location=TOTAL)
    order = present["location"].to_numpy()[np.argsort(-present.to_numpy(), kind="stable")][:DESTINATIONS]
    return drawn + [
        _chart(situation, f"place-{k}", situation.name(place), str(place), "present", set())
        for k, place in enumerate(order)
        if float(present.sel(location=place)) >= 1
    ]


def _whole_areas(places: pd.DataFrame, areas: pd.DataFrame) -> set[str]:
    home = places[places["kind"] != "country"].set_index("place")["population"].astype(float).fillna(0.0)
    residents = areas.assign(people=areas["place"].map(home)).groupby("area")["people"].sum()
    return set(residents.index[residents >= _WHOLE * home.sum()])


def _chart(situation: Situation, name: str, title: str, location: str, measure: str, areas: set[str]) -> Chart:
    values = situation.forecast.quantiles[measure].sel(location=location)
    counts = situation.scenario.observations
    where = counts["area"].isin(areas) if areas else counts["place"] == location
    counts = counts[where & (counts["measure"] == measure)]
    now, then = (
        estimate(situation.forecast.quantiles, measure, when, location)
        for when in (situation.as_of, situation.last_day)
    )
    return Chart(name, title, now, then, len(counts), json_item(fan(values, situation.as_of, counts)))


def fan(values: xr.DataArray, origin: dt.date, counts: pd.DataFrame) -> figure:
    """Draw quantiles by day, and published counts upon them.

    Parameters
    ----------
    values : DataArray
        Dimensions (quantile, time), in people.
    origin : date
        The as-of date, which gets a dashed line.
    counts : DataFrame
        Rows of the table of observations.
    """
    bands = {k: values.sel(quantile=q, method="nearest").to_numpy().round().tolist() for k, q in _BANDS.items()}
    data: dict[str, Any] = bands | {"day": _stamps(pd.DatetimeIndex(values["time"].to_numpy()))}
    source = ColumnDataSource(data)
    low, high = counts["low"].astype(float), counts["high"].astype(float)
    top, bottom = max([*data["high"], *high.dropna(), *low.dropna(), 10.0]), min([*data["low"], 0.0])
    plot = figure(
        height=210, sizing_mode="stretch_width", x_axis_type="datetime", y_range=(1.08 * bottom, 1.08 * top), tools=[],
        toolbar_location=None, min_border=0, min_border_right=12, outline_line_color=None,
        background_fill_color=None, border_fill_color=None,
    )  # fmt: skip
    stamp = _stamps(pd.DatetimeIndex([pd.Timestamp(origin)]))[0]
    plot.varea("day", "low", "high", source=source, fill_color=ACCENT, fill_alpha=0.18)
    plot.varea("day", "quarter", "three", source=source, fill_color=ACCENT, fill_alpha=0.3)
    line = plot.line("day", "median", source=source, line_color=ACCENT, line_width=2.2)
    plot.add_layout(Span(location=stamp, dimension="height", line_color=INK, line_dash=[3, 3], line_width=1))
    if bottom < 0:
        plot.add_layout(Span(location=0, dimension="width", line_color=INK, line_width=1))
    if len(counts):
        told = ColumnDataSource(
            {
                "day": _stamps(pd.DatetimeIndex(counts["valid_to"])),
                "low": low.fillna(high).tolist(),
                "high": high.fillna(low).tolist(),
                # "at least" points up, "up to" points down, a range or an exact figure is a dot
                "shape": ["triangle" if h else "inverted_triangle" if lo else "circle"
                          for lo, h in zip(low.isna(), high.isna(), strict=True)],
            }
        )  # fmt: skip
        plot.segment("day", "low", "day", "high", source=told, line_color=FIGHT, line_width=2)
        dots = {
            "source": told,
            "marker": "shape",
            "size": 8,
            "fill_color": "white",
            "line_color": FIGHT,
            "line_width": 2,
        }
        plot.scatter("day", "low", **dots)
        plot.scatter("day", "high", **dots)
    plot.add_tools(
        HoverTool(
            renderers=[line], visible=False, mode="vline", line_policy="nearest", attachment="horizontal",
            tooltips=[("Day", "@day{%d %b}"), ("Median", "@median{0,0}"), ("90 % interval", "@low{0,0} – @high{0,0}")],
            formatters={"@day": "datetime"},
        )
    )  # fmt: skip
    _style(plot)
    return plot


def _style(plot: figure) -> None:
    plot.yaxis.formatter = NumeralTickFormatter(format="0[.]0a")
    plot.xaxis.formatter = DatetimeTickFormatter(days="%d %b", months="%d %b")
    plot.yaxis.ticker.desired_num_ticks = 4
    plot.xaxis.ticker.desired_num_ticks = 5
    plot.xgrid.visible = False
    plot.ygrid.grid_line_color = "#d9dee2"
    quiet_axes(plot)


def quiet_axes(plot: figure) -> None:
    """Draw a chart's axes thin and grey."""
    for axis in plot.axis:
        axis.axis_line_color = "#9aa5ad"
        axis.major_tick_line_color = "#9aa5ad"
        axis.minor_tick_line_color = None
        axis.major_label_text_color = "#44525c"
        axis.major_label_text_font_size = "11px"


def _stamps(times: pd.DatetimeIndex) -> list[int]:
    """Milliseconds since 1970, as bokeh counts time."""
    return [int(v) for v in times.to_numpy().astype("datetime64[ms]").astype(np.int64)]
