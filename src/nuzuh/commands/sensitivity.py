"""What a forecast hangs on, from the command line."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuzuh.commands.common import Cores, Seed, day, honest_failure, progress_bars

if TYPE_CHECKING:
    from nuzuh.forecast.priors import Growth


def _power(size: int) -> int:
    if size & (size - 1):
        raise typer.BadParameter(f"{size} is no power of 2; write 64, 128, 256 …")
    return size


def sensitivity(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO|FLEE_FOLDER", help="Folder of either kind.")],
    out: Annotated[Path, typer.Option(help="Folder to write: sensitivity.html and sensitivity.csv.")],
    as_of: Annotated[
        dt.date | None,
        typer.Option(parser=day, help="Day to forecast from. Default: the scenario's, or that of the last count."),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="Days after it.")] = 20,
    priors: Annotated[
        Path | None,
        typer.Option(help="Flee folder: folder of fits by `nuzuh calibrate`, between which parameters are varied."),
    ] = None,
    samples: Annotated[
        int, typer.Option(min=8, max=2**16, callback=_power, help="Blocks of runs, one run a factor and two; 2ⁿ.")
    ] = 256,
    seed: Seed = 1,
    cores: Cores = None,
) -> None:
    """Find what a forecast hangs on: Sobol's indices of its parameters, with intervals.

    Of a scenario, the parameters by their priors, the future of the fighting, and chance; of a Flee folder, the
    parameters as far as fits to several sets of past conflicts differ.

    Example: `nuzuh sensitivity examples/homs-2024 --days 20 --out build/sensitivity`
    """
    from nuzuh.io.flee.folder import is_flee_folder
    from nuzuh.io.whole import whole_folder

    with honest_failure(), whole_folder(out) as draft, progress_bars() as progress:
        from nuzuh.commands.forecasting import read_counts
        from nuzuh.forecast.futures import read_futures
        from nuzuh.forecast.sensitivity import of_counts, of_scenario
        from nuzuh.report import build, sensitivity
        from nuzuh.report.provenance import made_from

        if is_flee_folder(scenario):
            fits, (reports, _) = _fits(priors), read_counts(scenario)
            title, origin = scenario.resolve().name, as_of or reports.last
            found = of_counts(
                reports, fits, as_of=origin, days=days, size=samples, seed=seed, cores=cores, progress=progress
            )
        else:
            basis = build.prepare(scenario, as_of)
            title, origin = basis.scenario.settings.title, as_of or basis.scenario.settings.as_of
            futures = read_futures(scenario / build.FUTURES, basis.scenario)
            found = of_scenario(
                basis.scenario, as_of=origin, days=days, futures=futures, size=samples, seed=seed, cores=cores,
                progress=progress,
            )  # fmt: skip
        call = {"as_of": origin.isoformat(), "days": days, "samples": samples, "seed": seed}
        sensitivity.write(found, draft, f"{title}, {days} days from {origin}", made_from(scenario) | call)
    typer.echo(f"What it hangs on is in {out / 'sensitivity.html'}")


def _fits(folder: Path | None) -> "list[Growth]":
    from nuzuh.forecast.priors import read_priors
    from nuzuh.scenario import InputError, Problem

    files = sorted(folder.glob("*.toml")) if folder else []
    if len(files) < 2:
        told = "holds fewer than two files of priors" if folder else "is needed to forecast counts"
        raise InputError([Problem(str(folder or "--priors"), told, mend="write one with nuzuh calibrate")])
    return [read_priors(file) for file in files]
