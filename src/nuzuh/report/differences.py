"""What suppositions change: a table of all places and days, and a page that stands on its own."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import pandas as pd
import xarray as xr
from bokeh.embed import json_item
from bokeh.models import SaveTool
from bokeh.plotting import figure
from markupsafe import Markup

from nuzuh.forecast.result import TOTAL, Difference, Forecast
from nuzuh.io.csv import Csv
from nuzuh.io.hubverse import TARGETS
from nuzuh.report.charts import fan
from nuzuh.report.figures import estimate
from nuzuh.report.html import as_json, asset, bokeh, environment, policy
from nuzuh.report.said import event
from nuzuh.report.situation import Situation
from nuzuh.report.words import LEAST_TOLD, Range, days, people

#: Targets as the table names them, and how people read them.
MEASURES = {
    "newly displaced": "Newly displaced",
    "present": "Displaced and not returned",
    "arrivals": "Arrivals since the as-of date",
    "trapped": "Would leave and cannot",
}
_VARIABLES = {target: TARGETS.get(target, target) for target in MEASURES}
_LEVELS = {5: 0.05, 25: 0.25, 50: 0.5, 75: 0.75, 95: 0.95}
_COLUMNS = ["supposed", "origin_date", "target", "horizon", "target_end_date", "location",
            *(f"people_{percent}_percent" for percent in _LEVELS), "chance_more", "chance_fewer"]  # fmt: skip
#: Places that get a chart of their own, and rows of the table of places.
_CHARTED, _ROWS = 3, 15


def table(forecast: Forecast, horizons: Sequence[int]) -> str:
    """Write by how much each supposition differs from the unchanged forecast, as CSV.

    A row is a supposition, target, horizon and location: quantiles of supposed less unchanged, in people, and the
    chances that there are more and fewer people than unchanged.
    """
    return "".join(Csv(_COLUMNS).text(_rows(forecast, horizons)))


def _rows(forecast: Forecast, horizons: Sequence[int]) -> Iterator[dict[str, object]]:
    origin = pd.Timestamp(forecast.origin)
    for difference in forecast.differences:
        for target, variable in _VARIABLES.items():
            values = difference.quantiles[variable].sel(quantile=list(_LEVELS.values()), method="nearest")
            for horizon in horizons:
                when = origin + pd.Timedelta(days=horizon)
                figures = values.sel(time=when).transpose("location", "quantile").to_numpy().tolist()
                chances = (data[variable].sel(time=when).to_numpy() for data in (difference.above, difference.below))
                names = [difference.name, f"{origin:%Y-%m-%d}", target, horizon, f"{when:%Y-%m-%d}"]
                for location, told, more, fewer in zip(values["location"].to_numpy(), figures, *chances, strict=True):
                    cells = [*names, str(location), *told, round(float(more), 4), round(float(fewer), 4)]
                    yield dict(zip(_COLUMNS, cells, strict=True))


def signed(value: float) -> str:
    """Write a difference in people: with its sign and two significant digits, or that it is next to nothing."""
    if abs(value) < 10:
        return "0" if abs(value) < 0.5 else "about 0"
    return ("+" if value > 0 else "\N{MINUS SIGN}") + people(abs(value))


class Gap(Range):
    """A difference as it is shown: median, and 5 % and 95 % quantiles."""

    @property
    def mid(self) -> str:
        """The median in words."""
        return signed(self.median)

    @property
    def interval(self) -> str:
        """The 90 % interval in words."""
        low, high = signed(self.low), signed(self.high)
        return low if low == high else f"{low} to {high}"


@dataclass(frozen=True)
class Supposition:
    """A supposition as the page shows it; differences are of the last day, one for each of `MEASURES`.

    Attributes
    ----------
    name : str
        Its name.
    events : list of tuple
        What is supposed, when, and by whom.
    totals : list of Gap
        Of all places.
    chances : list of tuple of float
        That there are more people in all places, and that there are fewer.
    futures : list of tuple
        Of all places within each future of the fighting: its title, its weight, and the differences.
    places : list of tuple
        Where most changes: the place's name, and the differences.
    charts : dict of str to str
        Name of each chart for the page's script, and what it shows.
    """

    name: str
    events: list[tuple[str, str, str]]
    totals: list[Gap]
    chances: list[tuple[float, float]]
    futures: list[tuple[str, float, list[Gap]]]
    places: list[tuple[str, list[Gap]]]
    charts: dict[str, str]


def page(situation: Situation) -> str:
    """Lay out what the suppositions of a forecast change, as one HTML file that needs nothing beside itself."""
    items: dict[str, object] = {}
    shown = [_shown(situation, difference, items) for difference in situation.forecast.differences]
    scripts = [bokeh(), asset("charts.js")]
    return (
        environment()
        .get_template("differences.html.j2")
        .render(
            s=situation,
            title=situation.scenario.settings.title,
            forecast=situation.forecast,
            suppositions=shown,
            labels=list(MEASURES.values()),
            policy=policy(scripts),
            style=Markup(asset("style.css")),
            scripts=[Markup(script) for script in scripts],
            data=as_json(items),
            version=version("nuzuh"),
        )
    )


def _shown(situation: Situation, difference: Difference, items: dict[str, object]) -> Supposition:
    """Put a supposition into words, and its charts into `items`."""
    when = np.datetime64(situation.last_day)
    ends = [data.sel(time=when, location=TOTAL) for data in (difference.above, difference.below)]
    places = _places(difference)
    return Supposition(
        name=difference.name,
        events=[
            (event(situation, row).what, days(row.valid_from, row.valid_to), str(row.source))
            for row in difference.events.itertuples(index=False)
        ],
        totals=_gaps(situation, difference.quantiles, TOTAL),
        chances=[(float(ends[0][name]), float(ends[1][name])) for name in _VARIABLES.values()],
        futures=[
            (row.title, row.weight, _gaps(situation, difference.by_future.sel(future=row.future), TOTAL))
            for row in situation.forecast.futures.itertuples(index=False)
        ],
        places=[(situation.name(p), _gaps(situation, difference.quantiles, p)) for p in places[:_ROWS]],
        charts=_charts(situation, difference, places, items),
    )


def _gaps(situation: Situation, data: xr.Dataset, location: str) -> list[Gap]:
    told = (estimate(data, variable, situation.last_day, location) for variable in _VARIABLES.values())
    return [Gap(one.low, one.median, one.high) for one in told]


def _places(difference: Difference) -> list[str]:
    """Places at which enough people may be more or fewer on the last day, those of the largest medians first."""
    last = abs(difference.quantiles[list(_VARIABLES.values())].isel(time=-1).drop_sel(location=TOTAL).to_array())
    reach = last.sel(quantile=[0.05, 0.95], method="nearest").max(["variable", "quantile"]).to_numpy()
    median = last.sel(quantile=0.5, method="nearest").max("variable").to_numpy()
    order = np.lexsort((-reach, -median))
    return [str(last["location"].to_numpy()[k]) for k in order if reach[k] >= LEAST_TOLD]


def _charts(
    situation: Situation, difference: Difference, places: Sequence[str], items: dict[str, object]
) -> dict[str, str]:
    """Draw the totals, and the people present where most changes; nothing where nothing does."""
    named = {}
    drawn = [(target, TOTAL) for target in ("newly displaced", "present", "trapped")]
    for target, location in [*drawn, *(("present", place) for place in places[:_CHARTED])]:
        values = difference.quantiles[_VARIABLES[target]].sel(location=location)
        if (values != 0).any():
            where = "all places" if location == TOTAL else situation.name(location)
            name, told = str(len(items)), f"{MEASURES[target]}, {where}: {difference.name} less unchanged"
            named[name], items[name] = told, json_item(_chart(situation, values, told))
    return named


def _chart(situation: Situation, values: xr.DataArray, title: str) -> figure:
    plot = fan(values, situation.as_of, situation.scenario.observations.iloc[:0])
    # what is saved as a picture must say what it shows
    plot.title.text = textwrap.fill(f"{title}, 50 and 90 % intervals", 46)
    plot.title.text_font_size, plot.title.text_font_style, plot.height = "12px", "normal", 280
    plot.yaxis.axis_label, plot.yaxis.axis_label_text_font_style = "people", "normal"
    plot.add_tools(SaveTool(filename=title))
    plot.toolbar.logo, plot.toolbar_location = None, "right"
    return plot
