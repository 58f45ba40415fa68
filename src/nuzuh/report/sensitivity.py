"""The page that shows what a forecast hangs on: for each outcome, a chart of the factors' indices."""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from bokeh.embed import json_item
from bokeh.models import ColumnDataSource, NumeralTickFormatter
from bokeh.plotting import figure
from markupsafe import Markup

from nuzuh.forecast.sensitivity import Sensitivity
from nuzuh.report.charts import quiet_axes
from nuzuh.report.html import as_json, asset, bokeh, environment, policy
from nuzuh.report.map import ACCENT, INK
from nuzuh.report.words import Range

#: Factors drawn for an outcome: the first by their total index, with as much of the spread as this.
DRAWN, LEAST = 8, 0.01
#: Height of a chart, in pixels: its axis, and each factor.
AXIS, ROW = 34, 26
#: How far the two dots of a factor stand off its middle, in rows.
_OFF = 0.19


def write(found: Sensitivity, folder: Path, title: str, call: Mapping[str, object]) -> None:
    """Write ``sensitivity.csv``, ``sensitivity.html`` and ``provenance.json`` into an existing, empty folder.

    Parameters
    ----------
    found : Sensitivity
        What the forecast hangs on.
    folder : Path
        Where to write.
    title : str
        What was forecast, and from when to when.
    call : mapping
        What it takes to find the same again.
    """
    found.table.round(4).to_csv(folder / "sensitivity.csv", index=False, lineterminator="\n")
    (folder / "sensitivity.html").write_text(page(found, title), encoding="utf-8", newline="\n")
    told = json.dumps(call, indent=2, sort_keys=True) + "\n"
    (folder / "provenance.json").write_text(told, encoding="utf-8", newline="\n")


def page(found: Sensitivity, title: str) -> str:
    """Lay the charts out as HTML that needs nothing beside itself."""
    by_outcome = dict(iter(found.table.groupby("outcome", sort=False)))
    charts = [
        {
            "name": str(k),
            "outcome": row.outcome,
            "told": Range(row.low, row.median, row.high),
            "leads": _leads(by_outcome[row.outcome]),
            "height": AXIS + ROW * len(_drawn(by_outcome[row.outcome])),
        }
        for k, row in enumerate(found.outcomes.itertuples())
    ]
    items = {c["name"]: _chart(_drawn(by_outcome[c["outcome"]]), c["height"]) for c in charts}
    scripts = [bokeh(), asset("charts.js")]
    seen = {factor for outcome in by_outcome.values() for factor in _drawn(outcome)["factor"]}
    return (
        environment()
        .get_template("sensitivity.html.j2")
        .render(
            title=title,
            policy=policy(scripts),
            style=Markup(asset("style.css")),
            scripts=[Markup(script) for script in scripts],
            data=as_json(items),
            charts=charts,
            factors=[row for row in found.factors.to_dict("records") if row["factor"] in seen],
            runs=found.runs,
            version=version("nuzuh"),
        )
    )


def _drawn(table: pd.DataFrame) -> pd.DataFrame:
    """Factors to draw, the weightiest first."""
    order = table.sort_values("total", ascending=False, kind="stable")
    return order[order["total"] >= LEAST].head(DRAWN)


def _leads(table: pd.DataFrame) -> str:
    """Say in words what weighs most, for who does not see the chart."""
    return ", ".join(f"{row.factor} {row.total:.2f}" for row in _drawn(table).head(3).itertuples()) or "nothing"


def _chart(table: pd.DataFrame, height: int) -> dict[str, Any]:
    factors = list(table["factor"])
    plot = figure(
        height=height, sizing_mode="stretch_width", y_range=factors[::-1], tools=[], toolbar_location=None,
        x_range=(-0.02, max(1.0, table["total_high"].max() * 1.02)),
        min_border=0, min_border_right=12, outline_line_color=None,
        background_fill_color=None, border_fill_color=None,
    )  # fmt: skip
    for kind, colour, fill, off in (("total", ACCENT, ACCENT, _OFF), ("first", INK, "white", -_OFF)):
        source = ColumnDataSource(
            {
                "factor": [(factor, off) for factor in factors],
                "at": table[kind].clip(lower=0).tolist(),
                "low": table[f"{kind}_low"].clip(lower=0).tolist(),
                "high": table[f"{kind}_high"].clip(lower=0).tolist(),
            }
        )
        plot.segment("low", "factor", "high", "factor", source=source, line_color=colour, line_width=2)
        plot.scatter("at", "factor", source=source, size=8, line_color=colour, fill_color=fill, line_width=2)
    quiet_axes(plot)
    plot.xaxis.formatter = NumeralTickFormatter(format="0 %")
    plot.yaxis.major_label_text_font_size = "12px"
    plot.xgrid.visible, plot.ygrid.visible = True, False
    plot.xgrid.grid_line_color = "#d9dee2"
    item: dict[str, Any] = json_item(plot)
    return item
