"""What a forecast hangs on: Sobol's indices against a function that has them in closed form, and of small forecasts."""

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import Result
from numpy.typing import NDArray
from typer.testing import CliRunner

from nuzuh.cli import app
from nuzuh.forecast import sobol
from nuzuh.forecast.futures import Future, Futures
from nuzuh.forecast.sensitivity import PLACES, Sensitivity, of_scenario
from nuzuh.model.parameters import PRIORS
from tests import flee_folder, worlds
from tests.worlds import day

#: Ishigami & Homma 1990, with a = 7 and b = 0.1; a fourth input does nothing.
FIRST, TOTAL = [0.3139, 0.4424, 0.0, 0.0], [0.5576, 0.4424, 0.2437, 0.0]


def ishigami(u: NDArray[np.float64], b: float = 0.1) -> NDArray[np.float64]:
    x = np.pi * (2 * u - 1)
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0]))


def agrees(table: pd.DataFrame) -> bool:
    return np.allclose(table["first"], FIRST, atol=0.02) and np.allclose(table["total"], TOTAL, atol=0.02)


@pytest.mark.parametrize("seed", [0, 1])
def test_ishigamis_function_has_its_known_indices(seed: int) -> None:
    u = sobol.design(4, 2048, seed)
    table = sobol.indices(ishigami(u), 4, seed)
    assert agrees(table)
    assert not agrees(sobol.indices(ishigami(u, b=0.05), 4, seed))
    assert (table.iloc[3] == 0).all()
    for kind in ("first", "total"):
        assert (table[f"{kind}_low"] <= table[kind]).all()
        assert (table[kind] <= table[f"{kind}_high"]).all()
    pd.testing.assert_frame_equal(table, sobol.indices(ishigami(u), 4, seed))
    assert not table.equals(sobol.indices(ishigami(u), 4, seed + 1))


def test_a_design_has_independent_draws_first_and_last_in_a_block_and_changes_one_input_between() -> None:
    u = sobol.design(3, 64, seed=5)
    assert u.shape == (64 * 5, 3)
    assert ((u > 0) & (u < 1)).all()
    blocks = u.reshape(64, 5, 3)
    for k in range(3):
        changed = blocks[:, 1 + k] != blocks[:, 0]
        assert (changed == (np.arange(3) == k)).all()
        assert (blocks[:, 1 + k, k] == blocks[:, -1, k]).all()
    assert (sobol.base(u, 3) == np.concatenate([blocks[:, 0], blocks[:, -1]])).all()


def test_what_never_changes_hangs_on_nothing() -> None:
    assert (sobol.indices(np.full(40, 3.0), 3, seed=1) == 0).all(axis=None)


def found(cores: int, seed: int = 1, futures: Futures | None = None) -> Sensitivity:
    return of_scenario(
        worlds.country(), as_of=day(5), days=4, futures=futures, size=16, seed=seed, cores=cores,
        progress=lambda _, steps: lambda: None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Sensitivity:
    return found(cores=1)


def test_a_scenarios_forecast_hangs_on_the_same_on_any_number_of_cores(told: Sensitivity) -> None:
    pd.testing.assert_frame_equal(told.table, found(cores=2).table)
    assert not told.table.equals(found(cores=1, seed=2).table)


def test_every_outcome_has_every_factor(told: Sensitivity) -> None:
    names = [*(prior.name for prior in PRIORS), "future", "chance"]
    assert told.factors["factor"].tolist() == names
    assert told.runs == 16 * (len(names) + 2)
    assert told.outcomes["outcome"][0] == "newly displaced, all places"
    assert 1 < len(told.outcomes) <= 1 + PLACES
    for _, table in told.table.groupby("outcome"):
        assert table["factor"].tolist() == names
    assert (told.outcomes["low"] <= told.outcomes["median"]).all()
    assert (told.outcomes["median"] <= told.outcomes["high"]).all()


def total(found: Sensitivity, factor: str) -> float:
    """The total index of a factor of how many leave their homes."""
    rows = found.table[found.table["outcome"] == "newly displaced, all places"].set_index("factor")
    return float(rows["total"][factor])


def test_who_leaves_home_hangs_on_the_rate_and_not_on_what_is_for_later(told: Sensitivity) -> None:
    assert total(told, "leave_rate") > 0.2
    assert total(told, "again") == pytest.approx(0, abs=1e-3)
    assert total(told, "chance") < 0.01


def test_the_future_counts_where_there_are_several() -> None:
    alone = Futures(actor="rebels", future=(Future(future="holds", title="It holds"),))
    assert total(found(cores=1, futures=alone), "future") == 0
    several = (Future(future="holds", title="It holds"), Future(future="on", title="South is taken", target="south"))
    assert total(found(cores=1, futures=Futures(actor="rebels", future=several)), "future") > 0.001


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["sensitivity", *map(str, arguments)], env={"COLUMNS": "200", "TERM": "dumb"})


def test_a_scenarios_from_the_command_line(tmp_path: Path) -> None:
    folder = worlds.save(worlds.country(), tmp_path / "country")
    out = tmp_path / "out"
    done = call(folder, "--days", 3, "--samples", 8, "--out", out)
    assert done.exit_code == 0, done.output
    assert sorted(file.name for file in out.iterdir()) == ["provenance.json", "sensitivity.csv", "sensitivity.html"]
    rows = list(csv.DictReader(io.StringIO((out / "sensitivity.csv").read_text(encoding="utf-8"))))
    assert {row["factor"] for row in rows} >= {"leave_rate", "future", "chance"}
    html = (out / "sensitivity.html").read_text(encoding="utf-8")
    assert "newly displaced, all places" in html
    assert "src=" not in html.split("</style>")[1].split("<script")[0]


def test_a_flee_folders_from_the_command_line(tmp_path: Path) -> None:
    folder = flee_folder.write(tmp_path / "folder", flee_folder.files())
    priors = Path(__file__).parents[3] / "priors"
    out = tmp_path / "out"
    done = call(folder, "--days", 7, "--samples", 8, "--priors", priors, "--out", out)
    assert done.exit_code == 0, done.output
    text = (out / "sensitivity.csv").read_text(encoding="utf-8")
    assert '"total, width of the 90 % interval",spread,' in text


def test_what_is_wrong_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    folder = flee_folder.write(tmp_path / "folder", flee_folder.files())
    out = tmp_path / "out"
    for options, code, message in (
        (("--samples", 10), 2, "10 is no power of 2"),
        ((), 1, "--priors: is needed"),
        (("--priors", tmp_path), 1, "fewer than two files of priors"),
    ):
        done = call(folder, *options, "--out", out)
        assert done.exit_code == code
        assert message in done.stderr
        assert not out.exists()
    country = worlds.save(worlds.country(), tmp_path / "country")
    done = call(country, "--as-of", "2031-01-01", "--out", out)
    assert done.exit_code == 1
    assert "before the start" in done.stderr
