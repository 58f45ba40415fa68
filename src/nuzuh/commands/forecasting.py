"""Forecasts of published counts: from a Flee folder, and the priors that they take from past conflicts."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nuzuh.commands.common import Cores, honest_failure, progress_bars, tell

if TYPE_CHECKING:
    from nuzuh.forecast.forecaster import Forecaster
    from nuzuh.forecast.priors import Growth
    from nuzuh.scenario.reports import Reports

#: Days after which a place's last count is called old.
OLD = 60
#: How a count is forecast: the model with the baselines' part in it, the model alone, and what it is to beat.
Method = Literal["model", "alone", "formula", "trend", "last"]

Folders = Annotated[list[Path], typer.Argument(metavar="FLEE_FOLDER...", help="Past conflicts, a Flee folder each.")]


def forecast_counts(
    folder: Path,
    as_of: Sequence[dt.date],
    every: int | None,
    horizons: Sequence[int],
    format: Literal["hubverse", "netcdf"],
    priors: Path | None,
    method: Method,
    seed: int,
    draws: int,
    flows: Path | None,
    out: Path,
) -> None:
    """Forecast the counts of a Flee folder from each as-of date, and write the quantiles."""
    import pandas as pd

    from nuzuh.forecast.flows import attributed
    from nuzuh.forecast.priors import DEFAULT, read_priors
    from nuzuh.forecast.told import told
    from nuzuh.forecast.totals import DENSE
    from nuzuh.io.hubverse import to_hubverse
    from nuzuh.io.netcdf import write_netcdf
    from nuzuh.io.whole import whole_file
    from nuzuh.report.provenance import made_from

    reports, notes = read_counts(folder)
    growth = read_priors(priors or DEFAULT)
    origins = _origins(reports, as_of, every)
    fighting = _fighting(reports, method, growth)
    rests = [fighting, *(note for origin in origins for note in _rests_on(reports.by(origin), origin))]
    for note in rests:
        tell(f"note: {note}")
    predictions = _forecaster(method, growth).predict(reports, origins, [0, *horizons], DENSE)
    tables = [told(prediction, growth.together, seed, draws) for prediction in predictions]
    by_origin = list(zip(origins, tables, strict=True))
    if flows:
        with whole_file(flows) as draft:
            homes = pd.concat([attributed(table, reports, origin) for origin, table in by_origin])
            homes.round(4).to_csv(draft, index=False, lineterminator="\n")
    with whole_file(out) as draft:
        if format == "netcdf":
            source = f"nuzuh {made_from(folder)['nuzuh']}"
            history = f"forecast from {origins[0]}, method {method}, seed {seed}"
            comment = "; ".join([*notes, *rests])
            write_netcdf(tables[0], draft, title=folder.name, history=history, source=source, comment=comment)
        else:
            parts = [to_hubverse(table, pd.Timestamp(origin), horizons) for origin, table in by_origin]
            rest = [part.split("\n", 1)[1] for part in parts[1:]]
            draft.write_text("".join([parts[0], *rest]), encoding="utf-8", newline="\n")


def _origins(reports: "Reports", as_of: Sequence[dt.date], every: int | None) -> list[dt.date]:
    """Days to forecast from: those asked for, so many days apart, or that of the last count."""
    days = sorted(report.published for report in reports.rows) or [0]
    first, last = (reports.start + dt.timedelta(days=day) for day in (days[0], days[-1]))
    if every:
        return [reports.start + dt.timedelta(days=day) for day in range(days[0], days[-1] + 1, every)]
    asked = sorted(set(as_of)) or [last]
    early = [origin for origin in asked if origin < first]
    if 0 < len(early) < len(asked):
        tell(f"note: no forecast from {', '.join(map(str, early))}: the first count is of {first}")
    return asked[len(early) :] or asked


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


def read_counts(folder: Path) -> tuple["Reports", list[str]]:
    """Read a folder's counts, and tell what was left out."""
    from nuzuh.io.flee.published import published

    reports, problems = published(folder)
    notes = [f"{problem}: left out" for problem in problems]
    for note in notes:
        tell(f"note: {note}")
    return reports, notes


def _rests_on(reports: "Reports", origin: dt.date) -> list[str]:
    """Tell what a forecast rests on, and where that is little."""
    series = reports.series()
    if not series:
        return []
    ages = {place: reports.day(origin) - counts[-1].day for place, counts in series.items()}
    last = origin - dt.timedelta(days=min(ages.values()))
    counted = f"counts that it rests on: {len(reports.rows)}, the last of {last}; places: {len(series)}"
    few = {
        f"last counted more than {OLD} days before": [place for place, age in ages.items() if age > OLD],
        "one count only, so other conflicts say the rest": [p for p, counts in series.items() if len(counts) == 1],
        f"more people than the {reports.population:.0f} listed for {reports.country}": [
            p for p, counts in series.items() if 0 < reports.population < counts[-1].people
        ],
    }
    return [f"{origin}: {counted}", *(f"{origin}: {what}: {', '.join(them)}" for what, them in few.items() if them)]


def calibrate(
    folders: Folders,
    out: Annotated[Path, typer.Option(help="Folder to write: all.toml, and without-NAME.toml for each conflict.")],
    steps: Annotated[int, typer.Option(min=1, help="Evaluations a fit, at most.")] = 400,
    every: Annotated[int, typer.Option(min=1, help="Days between the days to forecast from.")] = 20,
    cores: Cores = None,
) -> None:
    """Fit the priors of the forecast of counts to past conflicts: to all, and without each and its country's others.

    Example: `nuzuh calibrate flee/mali2012 flee/syria2013 --out priors`
    """
    with honest_failure(), progress_bars() as progress:
        from nuzuh.forecast.calibrate import fit_each
        from nuzuh.forecast.hindcast import trial
        from nuzuh.forecast.priors import priors_text
        from nuzuh.io.whole import whole_file

        for path in folders:
            if path.is_file():  # as a shell's * gives them
                tell(f"note: {path.name}: is no folder: left out")
        read = {folder.resolve().name: read_counts(folder)[0] for folder in folders if not folder.is_file()}
        country = {name: reports.country for name, reports in read.items()}
        trials = {name: trial(reports, every) for name, reports in read.items()}
        chosen = {"all": sorted(trials)} | {
            f"without-{name}": [other for other in sorted(trials) if country[other] != country[name]] for name in trials
        }
        for file in (file for file, names in chosen.items() if not names):
            tell(f"note: no {file}.toml: there is no conflict of another country")
        # conflicts of one country are left out together: their fits are one
        sets = sorted({tuple(names) for names in chosen.values() if names})
        step = progress(f"Fitting {len(sets)} sets of conflicts", len(sets))
        fits = {}
        fitted = fit_each([[trials[name] for name in conflicts] for conflicts in sets], steps, cores)
        for conflicts, growth in zip(sets, fitted, strict=True):
            fits[conflicts] = priors_text(growth, {"conflicts": list(conflicts), "steps": steps, "every": every})
            step()
        for file, names in chosen.items():
            if names:
                with whole_file(out / f"{file}.toml") as draft:
                    draft.write_text(fits[tuple(names)], encoding="utf-8", newline="\n")
    typer.echo(f"The priors are in {out}")
