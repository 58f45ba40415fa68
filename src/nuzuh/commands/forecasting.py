"""Forecasts of published counts: from a Flee folder, and the priors that they take from past conflicts."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nuzuh.commands.common import honest_failure, progress_bars, tell

if TYPE_CHECKING:
    from nuzuh.forecast.forecaster import Forecaster
    from nuzuh.forecast.priors import Growth
    from nuzuh.scenario.reports import Reports

#: Days after which a last count is called old.
OLD = 60
#: How a count is forecast: the model with the baselines' part in it, the model alone, and what it is to beat.
Method = Literal["model", "alone", "formula", "trend", "last"]

Folders = Annotated[list[Path], typer.Argument(metavar="FLEE_FOLDER...", help="Past conflicts, a Flee folder each.")]


def forecast_counts(
    folder: Path,
    as_of: Sequence[dt.date],
    horizons: Sequence[int],
    format: Literal["hubverse", "netcdf"],
    priors: Path | None,
    method: Method,
    seed: int,
    out: Path,
) -> None:
    """Forecast the counts of a Flee folder from each as-of date, and write the quantiles."""
    import pandas as pd

    from nuzuh.forecast.priors import DEFAULT, read_priors
    from nuzuh.forecast.totals import DENSE, with_total
    from nuzuh.io.hubverse import to_hubverse
    from nuzuh.io.netcdf import write_netcdf
    from nuzuh.io.whole import whole_file
    from nuzuh.report.provenance import made_from

    reports = _read(folder)
    growth = read_priors(priors or DEFAULT)
    last = reports.start + dt.timedelta(days=max((report.day for report in reports.rows), default=0))
    origins = sorted(set(as_of)) or [last]
    fighting = _fighting(reports, method, growth)
    tell(f"note: {fighting}")
    for origin in origins:
        for note in _rests_on(reports.by(origin), origin):
            tell(f"note: {note}")
    predictions = [
        with_total(prediction, growth.together, seed)
        for prediction in _forecaster(method, growth).predict(reports, origins, horizons, DENSE)
    ]
    with whole_file(out) as draft:
        if format == "netcdf":
            source = f"nuzuh {made_from(folder)['nuzuh']}"
            history = f"forecast from {origins[0]}, method {method}"
            data = predictions[0].dataset()
            write_netcdf(data, draft, title=folder.name, history=history, source=source, comment=fighting)
        else:
            parts = [to_hubverse(p.dataset().round(), pd.Timestamp(p.origin), horizons) for p in predictions]
            rest = [part.split("\n", 1)[1] for part in parts[1:]]
            draft.write_text("".join([parts[0], *rest]), encoding="utf-8", newline="\n")


def _fighting(reports: "Reports", method: Method, growth: "Growth") -> str:
    """Tell which future of the fighting is taken."""
    alarmed = method in ("model", "alone") and reports.fighting is not None and growth.alarm_inflow
    how = "what was new of it in the month before counts, and nothing to come" if alarmed else "it has no part in this"
    return f"futures of the fighting: none is supposed; {how}"


def _forecaster(method: Method, growth: "Growth") -> "Forecaster":
    from nuzuh.forecast import baselines
    from nuzuh.forecast.blend import Blend
    from nuzuh.forecast.camps import Camps

    if method in ("model", "alone"):
        return Blend(growth) if method == "model" else Camps(growth)
    return {"formula": baselines.Formula, "trend": baselines.Trend, "last": baselines.Last}[method]()


def _read(folder: Path) -> "Reports":
    """Read a folder's counts, and tell what was left out."""
    from nuzuh.io.flee.published import published

    reports, notes = published(folder)
    for note in notes:
        tell(f"note: {note}: left out")
    return reports


def _rests_on(reports: "Reports", origin: dt.date) -> list[str]:
    """Tell where a forecast rests on little."""
    series = reports.series()
    if not series:
        return []
    age = reports.day(origin) - max(report.day for report in reports.rows)
    once = [place for place, counts in series.items() if len(counts) == 1]
    stale = [f"{origin}: the last count is {age} days old"] * (age > OLD)
    return stale + [f"{origin}: one count only, so other conflicts say the rest: {', '.join(once)}"] * bool(once)


def calibrate(
    folders: Folders,
    out: Annotated[Path, typer.Option(help="Folder to write: all.toml, and without-NAME.toml for each conflict.")],
    steps: Annotated[int, typer.Option(min=1, help="Evaluations a fit, at most.")] = 400,
    every: Annotated[int, typer.Option(min=1, help="Days between the days to forecast from.")] = 20,
) -> None:
    """Fit the priors of the forecast of counts to past conflicts: to all, and without each and its country's others.

    Example: `nuzuh calibrate flee/mali2012 flee/syria2013 --out priors`
    """
    with honest_failure(), progress_bars() as progress:
        from nuzuh.forecast.calibrate import ALARMS, fit
        from nuzuh.forecast.hindcast import trial
        from nuzuh.forecast.priors import priors_text
        from nuzuh.io.whole import whole_file

        read = {folder.resolve().name: _read(folder) for folder in folders}
        country = {name: reports.country for name, reports in read.items()}
        trials = {name: trial(reports, every) for name, reports in read.items()}
        chosen = {"all": sorted(trials)} | {
            f"without-{name}": [other for other in sorted(trials) if country[other] != country[name]] for name in trials
        }
        texts: dict[tuple[str, ...], str] = {}
        for file, names in chosen.items():
            conflicts = tuple(names)
            if not conflicts:
                tell(f"note: no {file}.toml: there is no conflict of another country")
                continue
            if conflicts not in texts:
                step = progress(f"Fitting {file}", steps + len(ALARMS))
                growth = fit([trials[name] for name in conflicts], steps, step)
                texts[conflicts] = priors_text(growth, {"conflicts": names, "steps": steps, "every": every})
            with whole_file(out / f"{file}.toml") as draft:
                draft.write_text(texts[conflicts], encoding="utf-8", newline="\n")
    typer.echo(f"The priors are in {out}")


def score(
    forecast: Annotated[Path, typer.Argument(metavar="FORECAST", help="Forecast of counts in the hubverse's form.")],
    folder: Annotated[Path, typer.Option("--truth", metavar="FLEE_FOLDER", help="Folder with the counts that came.")],
    more: Annotated[float, typer.Option(min=0, help="Warn where a place gains more people than this.")] = 5000,
    chance: Annotated[float, typer.Option(min=0.05, max=0.95, help="Warn where that is as likely as this.")] = 0.5,
) -> None:
    """Score a forecast of counts by what came, beside the last count: a row a horizon, as CSV.

    With it goes what warnings it would have given: hits, misses and false alarms, as many days ahead as the horizon.

    Example: `nuzuh score forecast.csv --truth mali2012`
    """
    with honest_failure():
        from nuzuh.forecast.baselines import Last
        from nuzuh.forecast.forecaster import LEVELS
        from nuzuh.forecast.hindcast import against, run, scored, warnings_of
        from nuzuh.forecast.hindcast import score as summed
        from nuzuh.io.hubverse import read_quantiles
        from nuzuh.scenario import InputError, Problem

        quantiles = read_quantiles(forecast, "present")
        if list(quantiles.columns) != list(LEVELS):
            raise InputError([Problem(forecast.name, "has other levels than 0.05, 0.1, … 0.95")])
        origins, horizons = (sorted(set(quantiles.index.get_level_values(k))) for k in ("origin", "horizon"))
        held = against(_read(folder), origins, horizons)
        cases = held.table.set_index(["origin", "horizon", "place"]).index
        lacking = cases.difference(quantiles.index)
        if held.table.empty or len(lacking):
            what = f"says nothing of {lacking[0][2]} from {lacking[0][0]}" if len(lacking) else "is of no day that came"
            raise InputError([Problem(forecast.name, what, mend="give the folder that it was made from")])
        table = summed(scored(held.table, quantiles.loc[cases].to_numpy()))
        last = summed(run(Last(), held))["score"]
        table = table.assign(last=last, skill=1 - table["score"] / last)
        table = table.join(warnings_of(held, quantiles.loc[cases].to_numpy(), more, chance))
        typer.echo(table.round(4).to_csv(lineterminator="\n"), nl=False)
