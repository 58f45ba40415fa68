"""Measure forecasts, and keep the figures as tables in `docs/measured/`.

The forecasts of counts are on trial as by an outsider: from an origin every 30 days, at most 20 a conflict, evenly
spread, with priors that have not seen the conflict's country. A forecast sees nothing after its origin; the tests hold
it against folders that were cut there.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from nuzuh.forecast.baselines import Formula, Last, Trend
from nuzuh.forecast.blend import Blend
from nuzuh.forecast.camps import Camps
from nuzuh.forecast.forecaster import Forecaster
from nuzuh.forecast.futures import read_futures
from nuzuh.forecast.hindcast import FIRST, HORIZONS, Trial, against, forecasts, run, score, scored
from nuzuh.forecast.priors import Growth, read_priors
from nuzuh.forecast.sensitivity import of_scenario
from nuzuh.io.flee import tables
from nuzuh.io.flee.published import published
from nuzuh.report import build
from verification.flee import FOLDERS
from verification.forecasts.fighting import fighting_of

ROOT = Path(__file__).parents[2]
MEASURED = ROOT / "docs" / "measured"
EXAMPLE = ROOT / "examples" / "homs-2024"
EVERY, MOST = 30, 20
#: Horizon at which places are looked at one by one.
MONTH = 30
#: The ensemble of the example: size, and the seeds that are compared.
MEMBERS, SEEDS = 240, (1, 2, 3)
#: The example's sensitivity: days from its as-of date, and blocks of runs.
DAYS, BLOCKS = 20, 256


def conflicts() -> list[Path]:
    """Folders of past conflicts."""
    return sorted(folder for folder in FOLDERS.iterdir() if (folder / "input_csv").is_dir())


def forecasters(growth: Growth, seen: Growth) -> dict[str, Forecaster]:
    """All that are compared: the model, its parts, what it is to beat, and one that has seen what it forecasts."""
    return {
        "last": Last(),
        "trend": Trend(),
        "formula": Formula(),
        "unalarmed": Camps(growth.model_copy(update={"alarm_inflow": 0.0})),
        "alone": Camps(growth),
        "model": Blend(growth),
        "seen": Blend(seen),
    }


def on_trial(folder: Path) -> Trial:
    """Set one conflict's trial up, within the period of its folder."""
    reports, _ = published(folder)
    start, length = tables.period(folder / "input_csv" / "sim_period.csv", [])
    days = list(range(FIRST, length - min(HORIZONS), EVERY))
    if len(days) > MOST:
        days = [days[k * len(days) // MOST] for k in range(MOST)]
    found = against(reports, [start + dt.timedelta(days=day) for day in days], HORIZONS)
    end = start + dt.timedelta(days=length)
    rows = found.table
    within = [o + dt.timedelta(days=int(h)) <= end for o, h in zip(rows["origin"], rows["horizon"], strict=True)]
    table = rows[within].reset_index(drop=True)
    return Trial(reports, sorted(set(table["origin"])), table)


def scores_of(folder: Path) -> pd.DataFrame:
    """Score all forecasters on one conflict: a row a forecaster and horizon."""
    trial = on_trial(folder)
    priors = ROOT / "priors"
    growth, seen = read_priors(priors / f"without-{folder.name}.toml"), read_priors(priors / "all.toml")
    rows = []
    for name, forecaster in forecasters(growth, seen).items():
        cases = run(forecaster, trial)
        told = score(cases).join(_sizes(cases))
        rows.append(told.rename_axis("days").reset_index().assign(method=name))
    out = pd.concat(rows)
    out.insert(0, "conflict", folder.name)
    return out


def _sizes(cases: pd.DataFrame) -> pd.Series:
    return cases.groupby("horizon").size().rename("cases")


def misses_of(folder: Path) -> pd.DataFrame:
    """Find at which places of a conflict the model misses, a month on."""
    trial = on_trial(folder)
    quantiles = forecasts(Blend(read_priors(ROOT / "priors" / f"without-{folder.name}.toml")), trial)
    cases = scored(trial.table, quantiles).assign(
        above=trial.table["truth"] > quantiles[:, -1], below=trial.table["truth"] < quantiles[:, 0]
    )
    month = cases[cases["horizon"] == MONTH]
    by_place = month.groupby("place")
    sums = by_place[["score", "above", "below"]].sum()
    out = sums.assign(share=sums["score"] / sums["score"].sum(), cases=by_place.size()).drop(columns="score")
    out.insert(0, "conflict", folder.name)
    return out.sort_values("share", ascending=False, kind="stable").reset_index()


def example() -> pd.DataFrame:
    """Hold the example's forecast against the counts that it was moved towards, for several seeds."""
    basis = build.prepare(EXAMPLE)
    names = basis.scenario.places.set_index("place")["name"].to_dict()
    out = []
    for seed in SEEDS:
        made = build.predict(basis, members=MEMBERS, seed=seed, cores=None, progress=lambda _, steps: lambda: None)
        out.append(made.fit.drop(columns=["source", "known"]).assign(seed=seed))
    fits = pd.concat(out)
    # an area has no name but its own
    fits.insert(0, "name", [names.get(where, str(where).replace("-", " ").capitalize()) for where in fits["where"]])
    return fits


def sensitivity() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find what the example's forecast hangs on: the outcomes, and the indices."""
    scenario = build.prepare(EXAMPLE).scenario
    found = of_scenario(
        scenario, as_of=scenario.settings.as_of, days=DAYS, futures=read_futures(EXAMPLE / build.FUTURES, scenario),
        size=BLOCKS, seed=1, cores=None, progress=lambda _, steps: lambda: None,
    )  # fmt: skip
    return found.outcomes, found.table


def measure(tell: Callable[[str], None]) -> None:
    """Measure everything, and write the tables."""
    for name, table in _tables(tell):
        table.to_csv(MEASURED / f"{name}.csv", index=False, float_format="%.4f", lineterminator="\n")


def _tables(tell: Callable[[str], None]) -> Iterator[tuple[str, pd.DataFrame]]:
    tell("Forecasts of the counts of past conflicts …")
    yield "scores", pd.concat([scores_of(folder) for folder in conflicts()])
    yield "misses", pd.concat([misses_of(folder) for folder in conflicts()])
    tell("The fighting of past conflicts …")
    yield "fighting", pd.concat([fighting_of(folder) for folder in conflicts()])
    tell("The example's forecast …")
    yield "example", example()
    tell("What the example's forecast hangs on …")
    outcomes, indices = sensitivity()
    yield "outcomes", outcomes
    yield "sensitivity", indices
