"""Scores of a forecast of counts, by what came."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuzuh.commands.common import honest_failure
from nuzuh.commands.forecasting import read_counts

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.forecast.hindcast import Trial


def score(
    forecast: Annotated[Path, typer.Argument(metavar="FORECAST", help="Forecast of counts in the hubverse's form.")],
    folder: Annotated[Path, typer.Option("--truth", metavar="FLEE_FOLDER", help="Folder with the counts that came.")],
    more: Annotated[float, typer.Option(min=0, help="Warn where more people than this arrive on balance.")] = 5000,
    chance: Annotated[float, typer.Option(min=0.05, max=0.95, help="Warn where that is as likely as this.")] = 0.5,
) -> None:
    """Score a forecast of counts by what came, beside the last count: a row a target and horizon, as CSV.

    With net arrivals go the warnings it would have given: hits, misses, false alarms, and how long before. Draws, if
    the forecast has any, give the CRPS and the energy score of all places together.

    Example: `nuzuh score forecast.csv --truth mali2012`
    """
    with honest_failure():
        import pandas as pd

        from nuzuh.forecast import evaluate
        from nuzuh.forecast.hindcast import against, of_arrivals
        from nuzuh.scenario import InputError, Problem

        present = _quantiles(forecast, "present")
        if present.empty:
            mend = "write it with nuzuh forecast"
            raise InputError([Problem(forecast.name, "has no quantiles of 'present'", mend=mend)])
        origins, horizons = (sorted(set(present.index.get_level_values(k))) for k in ("origin", "horizon"))
        held = against(read_counts(folder)[0], origins, horizons)
        if held.table.empty:
            mend = "give the folder that it was made from"
            raise InputError([Problem(forecast.name, "is of no day that came", mend=mend)])
        tables = {"present": evaluate.present(held, *_cases(forecast, "present", held))}
        net = of_arrivals(held)
        if len(net.table) and not _quantiles(forecast, "arrivals").empty:
            tables["arrivals"] = evaluate.arrivals(net, *_cases(forecast, "arrivals", net), more, chance)
        typer.echo(pd.concat(tables, names=["target", "horizon"]).round(4).to_csv(lineterminator="\n"), nl=False)


def _quantiles(forecast: Path, target: str) -> "pd.DataFrame":
    """Read the quantiles of a target, of levels that can be scored."""
    from nuzuh.forecast.forecaster import LEVELS
    from nuzuh.io.hubverse import read_values
    from nuzuh.scenario import InputError, Problem

    quantiles = read_values(forecast, target, "quantile")
    levels = quantiles.columns.to_numpy(float)
    if len(levels) and not (set(LEVELS) <= set(levels) and abs(levels + levels[::-1] - 1).max() < 1e-9):
        what = f"has levels of '{target}' other than 0.05, 0.1, … 0.95 and further ones in pairs about 0.5"
        raise InputError([Problem(forecast.name, what)])
    return quantiles


def _cases(forecast: Path, target: str, held: "Trial") -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Quantiles and draws, if there are any, of a trial's cases."""
    from nuzuh.io.hubverse import read_values
    from nuzuh.scenario import InputError, Problem

    cases = held.table.set_index(["origin", "horizon", "place"]).index
    both = _quantiles(forecast, target), read_values(forecast, target, "sample")
    for values in both:
        lacking = cases.difference(values.index)
        if not values.empty and len(lacking):
            what = f"says nothing of '{target}' at {lacking[0][2]} from {lacking[0][0]}"
            raise InputError([Problem(forecast.name, what, mend="give the folder that it was made from")])
    quantiles, draws = both
    return quantiles.loc[cases], draws if draws.empty else draws.loc[cases]
