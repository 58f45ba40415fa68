"""The fast engine against Flee's own results on its folders, several runs each, at the same scale."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nuzuh.engine.ensemble import run_all
from nuzuh.engine.flee3 import Member
from nuzuh.io.flee import read
from nuzuh.model.flee3.world import World, build

SHARED = Path(__file__).parents[2] / "shared"
FOLDERS, REFERENCE = SHARED / "flee", SHARED / "flee-reference"
#: By how much Flee scaled people down in these runs.
HASTEN = {
    "car2013": 50,
    "mali2012": 50,
    "mali2017_adm1": 50,
    "nigeria2016": 50,
    "ssudan2013": 50,
    "ssudan2016": 50,
    "syria2013": 200,
}
MEMBERS, EVERY, SHUFFLES, CLOSE = 60, 10, 400, 0.02


def relative_difference(simulated: NDArray[np.float64], data: NDArray[np.float64]) -> float:
    """Flee's rescaled averaged relative difference: mean over days of sum |sim (total / total sim) - data| / total."""
    total = data.sum(axis=1)
    some = total > 0
    scaled = simulated[some] * (total[some] / np.maximum(simulated[some].sum(axis=1), 1e-9))[:, None]
    return float((np.abs(scaled - data[some]).sum(axis=1) / total[some]).mean())


def world_of(name: str, hasten: int) -> World:
    """Build the world of a folder, with people scaled down."""
    case, _ = read(FOLDERS / name)
    scaled = case.settings.model_copy(
        update={"optimisations": case.settings.optimisations.model_copy(update={"hasten": hasten})}
    )
    return build(replace(case, settings=scaled))


@dataclass(frozen=True)
class Comparison:
    """One folder: ours beside Flee's.

    Attributes
    ----------
    ours, theirs : float
        Averaged relative difference, mean over runs.
    p_value : float
        How often five of our own runs are as far from the others as Flee's are.
    """

    name: str
    runs: int
    ours: float
    theirs: float
    p_value: float

    @property
    def close(self) -> bool:
        """Whether the averaged relative differences are within the target."""
        return abs(self.ours - self.theirs) <= CLOSE


def _distance(few: NDArray[np.float64], many: NDArray[np.float64]) -> float:
    """Mean square of the z-scores of camp counts on every tenth day."""
    spread = many.var(axis=0, ddof=1) * (1 / len(few) + 1 / len(many)) + 0.25 / len(few)
    return float(((few.mean(axis=0) - many.mean(axis=0)) ** 2 / spread).mean())


def compare(name: str, wrong: bool = False) -> Comparison:
    """Hold our runs against Flee's.

    The test: the distance of Flee's runs from ours is one of those that as many of our own runs, drawn at random, have
    from the rest. It allows for camps and days that depend on each other, and for full camps.
    """
    world = world_of(name, HASTEN[name])
    if wrong:
        world = replace(world, arrays=world.arrays._replace(move_chance=world.arrays.move_chance * 0.8))
    table = pd.read_csv(REFERENCE / f"{name}.csv")
    runs = [column for column in table if column.startswith("run")]
    camps = [world.places[k] for k in world.camps]
    wide = {
        column: table.pivot(index="day", columns="camp", values=column)[camps].to_numpy(float)
        for column in ["data", *runs]
    }
    theirs = np.stack([wide[run] for run in runs])
    members = [Member(world, k) for k in range(MEMBERS)]
    ours = np.stack([record.present[:, list(world.camps)] for record, _ in run_all(members, seed=3)])
    seen = slice(EVERY - 1, None, EVERY)
    distance = _distance(theirs[:, seen], ours[:, seen])
    random = np.random.default_rng(1)
    beyond = 0
    for _ in range(SHUFFLES):
        order = random.permutation(MEMBERS)
        few, rest = order[: len(runs)], order[len(runs) :]
        beyond += _distance(ours[few][:, seen], ours[rest][:, seen]) >= distance
    return Comparison(
        name,
        len(runs),
        float(np.mean([relative_difference(run, wide["data"]) for run in ours])),
        float(np.mean([relative_difference(run, wide["data"]) for run in theirs])),
        (beyond + 1) / (SHUFFLES + 1),
    )
