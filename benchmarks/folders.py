"""Seconds, people, ratio and peak memory a folder: ours beside Flee's."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.process import alone, peak_mb
from nuzuh.engine.flee3 import Member
from verification.flee import FOLDERS, HASTEN, world_of

#: Seconds of Flee on a folder at full size, one core, as recorded with its results.
RECORDED = {"mali2012": 71.0, "mali2017_adm1": 1_973.0}
REPEATS = 7


@dataclass(frozen=True)
class Cost:
    """What one member costs.

    Attributes
    ----------
    seconds : float
        The least of several runs: what the machine can do when nothing else disturbs it.
    spread : float
        The longest, as a multiple of the least.
    people : float
        In the run on its last day.
    person_days : float
        Sum of people over days.
    memory : float
        Peak of the process, MB.
    """

    name: str
    days: int
    seconds: float
    spread: float
    people: float
    person_days: float
    memory: float


def measure(name: str) -> Cost:
    """Time members of a folder at full size, one after the other, on one core."""
    world = world_of(name, 1)
    Member(world, 0).run(1)
    times = []
    for k in range(REPEATS):
        began = time.perf_counter()
        record, _ = Member(world, k).run(1)
        times.append(time.perf_counter() - began)
    everyone = record.present.sum(axis=1) + record.on_road
    return Cost(name, world.case.days, min(times), max(times) / min(times), everyone[-1], everyone.sum(), peak_mb())


def flee_seconds(name: str, flee: Path) -> float:
    """Run Flee itself on a folder at full size."""
    folder, settings = FOLDERS / name, FOLDERS / "simsetting.yml"
    command = [sys.executable, "runscripts/run.py", folder / "input_csv", folder / "source_data", "0", settings]
    began = time.perf_counter()
    subprocess.run(command, cwd=flee, check=True, capture_output=True, env=os.environ | {"PYTHONPATH": str(flee)})
    return time.perf_counter() - began


def table(flee: Path | None = None) -> list[tuple[Cost, float, str]]:
    """Measure every folder.

    Returns
    -------
    list of (Cost, float, str)
        Ours, Flee's seconds, and how these came about: measured, recorded, or estimated from the least recorded cost of
        a person and day.
    """
    costs = [alone(measure, name) for name in HASTEN]
    rate = min(RECORDED[c.name] / c.person_days for c in costs if c.name in RECORDED)
    rows = []
    for cost in costs:
        if flee:
            rows.append((cost, flee_seconds(cost.name, flee), "measured"))
        elif cost.name in RECORDED:
            rows.append((cost, RECORDED[cost.name], "recorded"))
        else:
            rows.append((cost, rate * cost.person_days, "estimated"))
    return rows


def geometric_mean(ratios: list[float]) -> float:
    """Geometric mean."""
    return float(np.exp(np.mean(np.log(ratios))))
