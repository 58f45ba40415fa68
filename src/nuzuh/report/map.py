"""The map: a bokeh figure that the page's script fills for the day that the slider stands on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from bokeh.core.properties import value
from bokeh.embed import json_item
from bokeh.models import ColumnDataSource, HoverTool, PanTool, Range1d, TapTool, WheelZoomTool
from bokeh.plotting import figure
from numpy.typing import NDArray

from nuzuh.report.outlines import Box

LAND, LAND_EDGE, SEA = "#f6f4ef", "#b9b2a3", "#dfe9ee"
ACCENT, FIGHT, INK = "#0b5c7a", "#8a1c1c", "#20303a"


def country_map(region: Box, rings: Sequence[NDArray[np.float64]]) -> dict[str, Any]:
    """Lay out the map of a region.

    Parameters
    ----------
    region : Box
        What it shows at first.
    rings : sequence of array, shape (points, 2)
        Outlines of countries.

    Returns
    -------
    dict
        The figure for ``Bokeh.embed.embed_item``. Its data sources are named after what they hold, and empty.
    """
    pan, wheel = PanTool(), WheelZoomTool()
    plot = figure(
        name="map",
        tools=[pan, wheel],
        active_drag=pan,
        active_scroll=wheel,
        toolbar_location=None,
        x_range=Range1d(region.left, region.right),
        y_range=Range1d(region.bottom, region.top),
        sizing_mode="stretch_both",
        min_border=0,
        background_fill_color=SEA,
        outline_line_color=LAND_EDGE,
        output_backend="canvas",
    )
    plot.axis.visible = False
    plot.grid.visible = False
    land = {"xs": [r[:, 0].round().tolist() for r in rings], "ys": [r[:, 1].round().tolist() for r in rings]}
    plot.patches("xs", "ys", source=ColumnDataSource(land), fill_color=LAND, line_color=LAND_EDGE, line_width=1)
    if not rings:
        plot.background_fill_color = LAND
    _lines(plot)
    _people(plot)
    _places(plot)
    item: dict[str, Any] = json_item(plot)
    return item


def _source(name: str, columns: str) -> ColumnDataSource:
    return ColumnDataSource({column: [] for column in columns.split()}, name=name)


def _lines(plot: figure) -> None:
    roads, beyond, shut, front = (_source(n, "x0 y0 x1 y1") for n in ("roads", "beyond", "shut", "barrier"))
    plot.segment(
        "x0", "y0", "x1", "y1", source=beyond, line_color="#8d8a83", line_width=1.2, line_dash=[1, 4], name="roads"
    )
    plot.segment("x0", "y0", "x1", "y1", source=roads, line_color="#8d8a83", line_width=1.3, name="roads")
    plot.segment("x0", "y0", "x1", "y1", source=shut, line_color="white", line_width=3.5, name="roads")
    plot.segment("x0", "y0", "x1", "y1", source=shut, line_color=FIGHT, line_width=2, line_dash=[5, 4], name="roads")
    plot.segment("x0", "y0", "x1", "y1", source=front, line_color=INK, line_width=1.3, name="front")
    plot.scatter(
        "x", "y", source=_source("front", "x y angle size"), marker="dash", angle="angle", size="size",
        line_color="white", line_width=6, line_cap="round", name="front",
    )  # fmt: skip
    plot.scatter(
        "x", "y", source=plot.renderers[-1].data_source, marker="dash", angle="angle", size="size", line_color=INK,
        line_width=3.2, line_cap="round", name="front",
    )  # fmt: skip


def _people(plot: figure) -> None:
    present = plot.scatter(
        "x", "y", size="size", source=_source("present", "x y size"), fill_color=ACCENT, fill_alpha=0.28,
        line_color=ACCENT, line_alpha=0.75, name="present",
    )  # fmt: skip
    arrivals = plot.scatter(
        "x", "y", size="size", source=_source("arrivals", "x y size"), fill_color=None, line_color=ACCENT,
        line_width=2.5, name="arrivals",
    )  # fmt: skip
    flows = plot.multi_line(
        "xs", "ys", source=_source("flows", "xs ys width what told"), line_color=ACCENT, line_alpha=0.6,
        line_width="width", line_cap="round", name="flows",
    )  # fmt: skip
    plot.scatter(
        "x", "y", source=_source("heads", "x y angle size"), marker="triangle", angle="angle", size="size",
        fill_color=ACCENT, line_color="white", line_width=0.5, name="flows",
    )  # fmt: skip
    plot.add_tools(HoverTool(renderers=[flows], tooltips=[("On the move", "@what"), ("People", "@told")]))
    for still in (present, arrivals):
        still.nonselection_glyph = None


def _places(plot: figure) -> None:
    marks = plot.scatter(
        "x", "y", source=_source("marks", "x y shape what size"), marker="shape", size="size", fill_color="#ffd54a",
        line_color=FIGHT, line_width=1.2, name="marks",
    )  # fmt: skip
    dots = plot.scatter(
        "x", "y", marker="shape", size="size", fill_color="colour", line_color=INK, line_width=0.8, name="places",
        source=_source("places", "x y shape size colour name held present arrivals residents"),
    )  # fmt: skip
    dots.nonselection_glyph = None
    dots.selection_glyph = None
    plot.scatter(
        "x", "y", source=_source("gates", "x y"), marker="x", size=12, line_color="white", line_width=5, name="roads"
    )
    plot.scatter(
        "x", "y", source=plot.renderers[-1].data_source, marker="x", size=11, line_color=FIGHT, line_width=2.6,
        name="roads",
    )  # fmt: skip
    plot.text(
        "x", "y", text="text", x_offset=8, y_offset=4, source=_source("labels", "x y text"), name="labels",
        text_font_size="12px", text_color=INK, background_fill_color="white", background_fill_alpha=0.6,
        padding=1, border_radius=3,
        text_font=value("system-ui, Arial, sans-serif"),
    )  # fmt: skip
    plot.add_tools(
        TapTool(renderers=[dots]),
        HoverTool(
            renderers=[dots],
            tooltips=[
                ("Place", "@name"),
                ("Held by", "@held"),
                ("Displaced, present", "@present"),
                ("Arrivals that day", "@arrivals"),
                ("Residents", "@residents"),
            ],
        ),
        HoverTool(renderers=[marks], tooltips=[("Fighting", "@what")]),
    )
