"""Commands that run the model: forecasts, the situation report, Flee's folders."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nuzuh.commands.common import MEMBERS, Cores, Members, ScenarioPath, Seed, day, honest_failure, progress_bars, tell
from nuzuh.commands.forecasting import Method, forecast_counts

if TYPE_CHECKING:
    from nuzuh.forecast.result import Forecast

#: Days that a forecast of a Flee folder goes if nobody says how many.
LAST_DAY = 90

Evidence = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Ledger to take the evidence from, instead of the scenario's own reports."),
]


Suppose = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Scenario: events that are supposed to happen after that day, a table in the columns of events.csv. "
        "Given several times, several suppositions, each beside the unchanged forecast.",
    ),
]


def _days(text: str) -> tuple[int, ...]:
    try:
        days = tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError:
        days = ()
    if not days or days[0] < 1 or days[-1] > 366:
        raise typer.BadParameter(f"'{text}' names no days; write them as 7,30 (1 to 366)", param_hint="--horizons")
    return days


def forecast(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO|FLEE_FOLDER", help="Folder of either kind.")],
    out: Annotated[Path, typer.Option(help="File to write.")],
    as_of: Annotated[
        list[dt.date] | None,
        typer.Option(
            parser=day,
            help="Day to forecast from, with only what was known then; of a Flee folder, several. "
            "Default: the scenario's, or that of the last count.",
        ),
    ] = None,
    horizons: Annotated[
        str | None,
        typer.Option(metavar="DAYS", help="Days after it to write, such as 7,30. Default: every day."),
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, max=366, help="Days to go, every day written.")] = None,
    every: Annotated[
        int | None, typer.Option(min=1, help="Flee folder: from every so many days, from the first count to the last.")
    ] = None,
    format: Annotated[Literal["hubverse", "netcdf"], typer.Option(help="How to write the quantiles.")] = "hubverse",
    suppose: Suppose = None,
    priors: Annotated[
        Path | None,
        typer.Option(help="Flee folder: what past conflicts say, from `nuzuh calibrate`. Default: all seven."),
    ] = None,
    method: Annotated[Method, typer.Option(help="Flee folder: the model, or what it is to beat.")] = "model",
    draws: Annotated[int, typer.Option(min=0, max=4000, help="Flee folder: draws to write with the quantiles.")] = 0,
    flows: Annotated[
        Path | None, typer.Option(help="Flee folder: CSV to write, from where the arrivals come by a stated rule.")
    ] = None,
    members: Members = MEMBERS,
    seed: Seed = 1,
    cores: Cores = None,
    ledger: Evidence = None,
) -> None:
    """Forecast displacement from a day, with only what was known then.

    Of a scenario, by the movement model; of a Flee folder, the count of every camp, from the counts published so far.

    With `--suppose`, by how much that would differ goes into NAME-differences.csv and .html beside the file.

    Example: `nuzuh forecast examples/homs-2024 --as-of 2024-12-07 --horizons 1,5,20 --out forecast.csv`

    Example: `nuzuh forecast examples/homs-2024 --suppose examples/homs-2024/suppose/homs-taken.csv --out forecast.csv`
    """
    from nuzuh.io.flee.folder import is_flee_folder

    if (horizons and days) or (as_of and every):
        raise typer.BadParameter("give --horizons or --days, --as-of or --every")
    written = _days(horizons) if horizons else range(1, days + 1) if days else None
    origins = as_of or []
    flee_folder = is_flee_folder(scenario)
    if (len(origins) > 1 or every) and (format == "netcdf" or not flee_folder):
        raise typer.BadParameter("of a scenario, or as NetCDF, one day at a time", param_hint="--as-of")
    if (draws or flows) and not flee_folder:
        raise typer.BadParameter("are for Flee folders", param_hint="--draws, --flows")
    if suppose and flee_folder:
        why = "a forecast of counts knows no roads, holders or capacities, so an event to come cannot be told in it"
        raise typer.BadParameter(f"{why}; suppose it of what 'nuzuh import flee' makes", param_hint="--suppose")

    with honest_failure(), progress_bars() as progress:
        if flee_folder:
            ahead = written or range(1, LAST_DAY + 1)
            forecast_counts(
                scenario, origins, every, ahead, format, priors, method, seed=seed, draws=draws, flows=flows, out=out
            )
            return
        from nuzuh.io.whole import whole_file
        from nuzuh.report import build

        begin = progress("Reading the scenario and its reports", 1)
        origin = origins[0] if origins else None
        basis = build.prepare(scenario, origin, ledger)
        begin()
        last = written[-1] if written else None
        predicted = build.predict(
            basis, origin, last, suppose=suppose or (), members=members, seed=seed, cores=cores, progress=progress
        )
        _rests_on(predicted)
        told = written or range(1, predicted.days + 1)
        with whole_file(out) as draft:
            if format == "netcdf":
                build.write_netcdf_of(predicted, draft)
            else:
                build.write_forecast(predicted, draft, told)
            if suppose:
                table, page = (out.with_name(f"{out.stem}-differences{kind}") for kind in (".csv", ".html"))
                with whole_file(table) as csv, whole_file(page) as html:
                    build.write_differences(basis, predicted, csv, html, told)


def _rests_on(predicted: "Forecast") -> None:
    """Tell which futures of the fighting a forecast takes, and what of a supposition comes too late to matter."""
    tell(f"note: futures of the fighting: {predicted.fighting}")
    for one in predicted.differences:
        end = predicted.origin + dt.timedelta(days=predicted.days)
        late = one.events["event"][one.events["valid_from"].dt.date > end]
        if len(late):
            tell(f"note: {one.name}: after the last day forecast, {end}, and without effect: {', '.join(late)}")


def report(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Option(help="Folder to write: report.html and the files behind it.")],
    as_of: Annotated[
        dt.date | None, typer.Option(parser=day, help="Day to report as of. Default: the scenario's.")
    ] = None,
    since: Annotated[
        dt.date | None,
        typer.Option(parser=day, help="Day since which to tell what changed. Default: three days before."),
    ] = None,
    suppose: Suppose = None,
    members: Members = MEMBERS,
    seed: Seed = 1,
    cores: Cores = None,
    ledger: Evidence = None,
) -> None:
    """Write the situation report: what is so, what is said, and what may come.

    With `--suppose`, by how much that would differ goes into differences.csv and differences.html beside it.

    Example: `nuzuh report examples/homs-2024 --out build/homs-2024`
    """
    from nuzuh.io.whole import whole_folder

    with honest_failure(), whole_folder(out) as draft, progress_bars() as progress:
        from nuzuh.report import build

        step = progress("Reading the scenario and its reports", 1)
        basis = build.prepare(scenario, as_of, ledger)
        step()
        predicted = build.predict(
            basis, as_of, suppose=suppose or (), members=members, seed=seed, cores=cores, progress=progress
        )
        _rests_on(predicted)
        step = progress("Writing the report", 1)
        build.write(basis, predicted, draft, since)
        step()
    typer.echo(f"The report is in {out / 'report.html'}")


def run(
    folder: Annotated[Path, typer.Argument(metavar="FLEE_FOLDER", help="Folder with input_csv and source_data.")],
    out: Annotated[Path, typer.Option(help="Folder to write: out.csv as Flee writes it, and present.nc.")],
    rules: Annotated[
        Literal["flee3", "nuzuh"],
        typer.Option(
            help="Flee's rules; or those of nuzuh, which take only the sum of later counts, and draw nothing."
        ),
    ] = "flee3",
    settings: Annotated[
        Path | None,
        typer.Option(help="Settings. Default: the folder's own simsetting.yml, its parent's, or Flee's defaults."),
    ] = None,
    blank_capacities: Annotated[
        bool, typer.Option("--blank-capacities", help="Leave out how many people a camp can hold.")
    ] = False,
    members: Annotated[int, typer.Option(min=1, max=100_000, help="Runs of the ensemble.")] = 1,
    seed: Seed = 1,
    cores: Cores = None,
    mean_field: Annotated[bool, typer.Option("--mean-field", help="Expected counts, without sampling.")] = False,
    fix_flee_bugs: Annotated[bool, typer.Option("--fix-flee-bugs", help="Mend Flee's oddities.")] = False,
    until: Annotated[int | None, typer.Option(min=1, help="Day before which to stop. Default: the last.")] = None,
    keep: Annotated[Path | None, typer.Option(help="File to keep where the runs have come to.")] = None,
    resume: Annotated[Path | None, typer.Option(help="File that --keep wrote: go on from there.")] = None,
) -> None:
    """Run a Flee folder, unchanged, under Flee's rules or those of nuzuh.

    Example: `nuzuh run mali2012 --members 100 --out build/mali2012`
    """
    drawn = {"members": members > 1, "keep": keep, "resume": resume, "fix-flee-bugs": fix_flee_bugs}
    if rules == "nuzuh" and any(drawn.values()):
        asked = ", ".join(f"--{name}" for name, value in drawn.items() if value)
        raise typer.BadParameter(
            f"{asked}: only with flee3; expected counts are one run, of all days", param_hint="--rules"
        )
    from nuzuh.io.whole import whole_file, whole_folder

    with honest_failure(), whole_folder(out) as draft, progress_bars() as progress:
        from nuzuh.io.flee import read as read_folder
        from nuzuh.model.flee3.world import build
        from nuzuh.report import flee, given

        step = progress("Reading the folder", 1)
        case, unheeded = read_folder(folder, settings)
        if blank_capacities:
            case = case.without_capacities()
        step()
        for note in unheeded:
            tell(f"note: {note}")
        call: dict[str, object] = {"rules": rules, "blank_capacities": blank_capacities}
        if rules == "nuzuh":
            world, changed = given.build(case)
            for note in changed:
                tell(f"note: {note}")
            outcome = given.run_folder(world, until)
            call["parameters"] = given.SETTING._asdict()
        else:
            outcome = flee.run_folder(
                build(case, fix=fix_flee_bugs),
                members=1 if mean_field else members,
                seed=seed,
                cores=cores,
                sampled=not mean_field,
                until=until,
                resume=resume,
                progress=progress,
            )
            call |= {"members": len(outcome.records), "seed": seed, "mean_field": mean_field}
            call["fix_flee_bugs"] = fix_flee_bugs
        flee.write_folder(outcome, draft, flee.provenance(folder, settings, call))
        if keep:
            with whole_file(keep) as file:
                flee.keep(outcome, file)
    typer.echo(f"The runs are in {out}")
