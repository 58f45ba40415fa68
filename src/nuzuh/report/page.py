"""The situation report as one HTML file that needs nothing beside itself."""

import base64
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from nuzuh.report import brief, days, falls, figures, said, words
from nuzuh.report.charts import charts
from nuzuh.report.html import as_json, asset, bokeh, environment, policy
from nuzuh.report.map import country_map
from nuzuh.report.outlines import Box, outlines
from nuzuh.report.situation import Situation

#: Rows of a long table that are shown at once; the rest opens on demand.
ROWS = 12


def write_report(situation: Situation, folder: Path) -> None:
    """Write the situation report.

    Parameters
    ----------
    situation : Situation
        What it tells.
    folder : Path
        An existing folder; ``report.html`` is written into it.
    """
    (folder / "report.html").write_text(page(situation), encoding="utf-8", newline="\n")


def page(situation: Situation) -> str:
    """Lay out the situation report as HTML.

    Every text is escaped by the templates. The page's security policy allows nothing but its own two scripts, by
    their hashes, so that even a text that slipped through could neither run nor load anything.
    """
    claims = said.said(situation)
    settled = said.topics(situation, claims)
    world = days.by_day(situation)
    rings = outlines(Box(*world["region"]))
    fans = charts(situation)
    scripts = [bokeh(), asset("page.js")]
    data = {
        "world": world,
        "map": country_map(Box(*world["region"]), rings),
        "charts": {fan.name: fan.item for fan in fans},
    }
    tiles = figures.headline(situation)
    flows = days.movements(situation)
    fit = figures.fit(situation)
    stays = figures.destinations(situation)
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            s=situation,
            scenario=situation.scenario,
            settings=situation.scenario.settings,
            forecast=situation.forecast,
            title=situation.scenario.settings.title,
            policy=policy(scripts),
            style=Markup(asset("style.css")),
            scripts=[Markup(script) for script in scripts],
            data=as_json(data),
            tiles=tiles,
            counts=figures.counts(situation),
            topics=settled,
            claims=claims,
            disputed=[topic for topic in settled if topic.settled.verdict in ("differ", "updated", "not comparable")],
            events=said.events_since(situation),
            new_claims=said.claims_since(claims, situation.changed_since),
            world=world,
            sketch=brief.sketch(world, rings),
            outlined=bool(rings),
            fans=fans,
            futures=figures.futures(situation),
            stays=stays,
            flows=flows,
            downloads=_downloads(situation, stays, flows),
            fall=falls.fall(situation),
            trapped=figures.trapped(situation),
            needs=[s for s in claims if s.claim.kind == "needs"],
            fit=fit,
            unmet=sum(not row["met"] for row in fit),
            parameters=situation.forecast.parameters.to_dict("records"),
            sources=brief.sources(situation),
            mixed=tiles[-2].told,
            evenly=figures.estimate(situation.forecast.even, "newly_displaced", situation.last_day),
            horizons=figures.horizons(situation),
            since_stamp=pd.Timestamp(situation.changed_since),
            rows=ROWS,
            version=version("nuzuh"),
        )
    )


def _downloads(situation: Situation, stays: list[figures.Stay], flows: list[Any]) -> dict[str, str]:
    """Tables as addresses that hold the CSV file itself."""
    end = situation.last_day
    people = ["people_median", "people_5_percent", "people_95_percent"]
    tables = {
        "moves": words.csv_text(
            ["from", "to", "first_day", "last_day", *people],
            [[situation.name(a), situation.name(b), situation.as_of, end, *_three(told)] for a, b, told in flows],
        ),
        "present": words.csv_text(
            ["place", "kind", "day", *people],
            [
                [stay.name, stay.kind, when, *_three(told)]
                for stay in stays
                for when, told in zip(figures.horizons(situation), (stay.now, stay.week, stay.end), strict=True)
            ],
        ),
    }
    return {
        name: "data:text/csv;charset=utf-8;base64," + base64.b64encode(text.encode("utf-8-sig")).decode()
        for name, text in tables.items()
    }


def _three(told: words.Range) -> list[int]:
    return [round(told.median), round(told.low), round(told.high)]
