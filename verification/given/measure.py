"""What the rules of nuzuh come to on Flee's folders, what Flee's do, and a split without any simulation."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.flee3 import Member
from nuzuh.io.flee import read
from nuzuh.model.parameters import Parameters
from nuzuh.report.given import SETTING, GivenWorld, build
from nuzuh.scenario.flee import FleeCase
from verification.flee import FOLDERS, HASTEN, relative_difference

NAMES = list(HASTEN)
#: Where the setting is chosen from: the ranges of the priors; for travel, more than they hold: days, not hours.
GRID = {
    "travel_scale_days": (1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
    "kin_pull": (0.1, 0.3, 0.5, 0.7, 0.9),
    "size_power": (0.4, 0.55, 0.7, 0.85, 1.0),
    "threat_floor, threat_power": ((0.02, 1.0), (0.21, 2.0)),
}
#: A capacity is taken for one set from the counts if it is within so much of the camp's largest count.
LIKE_A_COUNT = 0.1


def grid() -> list[Parameters]:
    """Every setting that is tried."""
    return [
        SETTING._replace(travel_scale_days=s, kin_pull=k, size_power=b, threat_floor=floor, threat_power=power)
        for s, k, b, (floor, power) in product(*GRID.values())
    ]


def difference(world: GivenWorld, present: NDArray[np.float64]) -> float:
    """Rescaled averaged relative difference over the camps that Flee is held to."""
    camps = list(world.flee.camps)
    return relative_difference(present[:, camps], world.flee.totals.data[:, camps].astype(float))


def by_rules(world: GivenWorld) -> float:
    """Difference of Flee's rules: of their expected counts."""
    record, _ = Member(world.flee, 0, sampled=False).run(seed=1)
    return difference(world, record.present)


def without_rules(world: GivenWorld) -> float:
    """Difference where those who come are split by capacity, or evenly where none is known: no simulation."""
    capacity, camps = world.flee.case.places["size"].to_numpy(float), list(world.flee.camps)
    weight = np.zeros(len(world.flee.places))
    weight[camps] = np.nan_to_num(capacity[camps], nan=0.0 if np.isfinite(capacity[camps]).any() else 1.0)
    came = np.cumsum(world.arriving)[:, None] * weight / weight.sum()
    return difference(world, world.begin + came)


def choose(tried: NDArray[np.float64], of: NDArray[np.bool_]) -> int:
    """Index of the setting with the least mean logarithm of the differences of some conflicts, both ways.

    Parameters
    ----------
    tried : array, shape (settings, 2, conflicts)
        Differences.
    of : array of bool, shape (conflicts,)
        Which conflicts count.
    """
    return int(np.log(tried[:, :, of]).mean(axis=(1, 2)).argmin())


def furthest(world: GivenWorld) -> str:
    """Name the camp of which the rules of nuzuh err most in the mean share of all people, and both shares."""
    camps = list(world.flee.camps)
    data, present = world.flee.totals.data[:, camps].astype(float), world.present(SETTING)[:, camps]
    some = data.sum(axis=1) > 0
    simulated, counted = ((part[some] / part[some].sum(axis=1, keepdims=True)).mean(axis=0) for part in (present, data))
    k = int(np.abs(simulated - counted).argmax())
    return f"{world.flee.places[camps[k]]}: {100 * simulated[k]:.0f} % for {100 * counted[k]:.0f} %"


def like_counts(case: FleeCase) -> tuple[int, int]:
    """How many camps have a capacity close to the largest count published of them, and how many have one."""
    places = case.places.set_index("place")
    sizes = places["size"][places["kind"].str.lower().str.contains("camp")].dropna()
    largest = {place: case.counts[place].people.max() for place in sizes.index if place in case.counts}
    return sum(abs(sizes[place] / top - 1) <= LIKE_A_COUNT for place, top in largest.items()), len(largest)


@dataclass(frozen=True)
class Measured:
    """What every way to do it comes to, with capacities (row 0) and without (row 1), by conflict."""

    flee3: NDArray[np.float64]
    split: NDArray[np.float64]
    nuzuh: NDArray[np.float64]
    held_out: NDArray[np.float64]
    furthest: list[list[str]]
    like_counts: list[tuple[int, int]]
    chosen: Parameters

    @property
    def won(self) -> list[int]:
        """On how many conflicts the rules of nuzuh are closer than Flee's, each way."""
        return [int(n) for n in (self.nuzuh < self.flee3).sum(axis=1)]


def measure() -> Measured:
    """Run everything."""
    cases = [read(FOLDERS / name)[0] for name in NAMES]
    worlds = [[build(case)[0] for case in cases], [build(case.without_capacities())[0] for case in cases]]
    settings = grid()
    tried = np.array([[[difference(w, w.present(p)) for w in row] for row in worlds] for p in settings])
    # as with the priors of counts, conflicts of a country go together: docs/decisions/0012
    home = np.array([case.places["country"].iloc[0] for case in cases])
    others = [choose(tried, home != country) for country in home]
    return Measured(
        flee3=np.array([[by_rules(w) for w in row] for row in worlds]),
        split=np.array([[without_rules(w) for w in row] for row in worlds]),
        nuzuh=np.array([[difference(w, w.present(SETTING)) for w in row] for row in worlds]),
        held_out=np.stack([tried[other, :, k] for k, other in enumerate(others)], axis=1),
        furthest=[[furthest(w) for w in row] for row in worlds],
        like_counts=[like_counts(case) for case in cases],
        chosen=settings[choose(tried, np.ones(len(NAMES), dtype=bool))],
    )
