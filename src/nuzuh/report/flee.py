"""Run a Flee folder, and write what comes out of it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from nuzuh.engine.ensemble import run_all
from nuzuh.engine.flee3 import Member, Position, Record
from nuzuh.engine.saved import load, save
from nuzuh.engine.whereabouts import start
from nuzuh.forecast.forecast import Progress
from nuzuh.io.flee import read, to_out, to_scenario
from nuzuh.io.flee.settings import find
from nuzuh.io.netcdf import write_netcdf
from nuzuh.model.flee3.world import World
from nuzuh.report.provenance import made_from
from nuzuh.scenario import InputError, Problem


@dataclass(frozen=True)
class Outcome:
    """An ensemble of runs of one folder.

    Attributes
    ----------
    world : World
        What they ran on.
    first : int
        The first day that went by.
    records : sequence of Record
        What each member counted.
    positions : sequence of Position
        Where each has come to.
    rules : str
        Name of the rule set.
    """

    world: World
    first: int
    records: Sequence[Record]
    positions: Sequence[Position]
    rules: str = "flee3"


def provenance(folder: Path, settings: Path | None, call: dict[str, object]) -> dict[str, object]:
    """Tell what runs were made from: the call, the files of the folder, and the settings wherever they are."""
    used = settings or find(folder)
    return made_from(folder) | {
        "call": call,
        "settings": used and {"file": str(used), "sha256": hashlib.sha256(used.read_bytes()).hexdigest()},
    }


def import_folder(folder: Path, settings: Path | None, draft: Path) -> list[Problem]:
    """Write a scenario made of a folder, and ``provenance.json``; return what there is to note of it."""
    case, unheeded = read(folder, settings)
    scenario, changed = to_scenario(case)
    scenario.save(draft)
    made = provenance(folder, settings, {"import": "flee"})
    (draft / "provenance.json").write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    return [*unheeded, *changed]


def run_folder(
    world: World,
    *,
    members: int,
    seed: int,
    cores: int | None,
    sampled: bool,
    until: int | None,
    resume: Path | None,
    progress: Progress,
) -> Outcome:
    """Run an ensemble on a folder's world.

    Parameters
    ----------
    world : World
        From `nuzuh.model.flee3.world.build`.
    members, seed, cores : int
        Size of the ensemble, key of its draws, threads.
    sampled : bool
        Draw; else take expectations.
    until : int or None
        Day before which to stop; None for the last.
    resume : Path or None
        File with the states from which to go on.
    progress : callable
        Told how far the work has come.

    Returns
    -------
    Outcome
        What each member counted.

    Raises
    ------
    InputError
        If the folder cannot be run, or the states are of another world or day.
    """
    begin: Sequence[Position | None] = [None] * members
    if resume:
        begin = load(resume, Position(start(world.arrays, world.network, world.rules), 0))
    first = begin[0].day if begin[0] else 0
    last = last_day(world, first, until)
    step = progress("Running the days", len(begin))
    members_run = [Member(world, k, start, last, sampled) for k, start in enumerate(begin)]
    records, positions = zip(*run_all(members_run, seed=seed, cores=cores, progress=step), strict=True)
    return Outcome(world, first, records, positions)


def last_day(world: World, first: int, until: int | None) -> int:
    """Day before which a run that begins on `first` stops; refuse one that does not go by."""
    last = until or world.case.days
    if not first < last <= world.case.days:
        message = f"there is no day from {first} to before {last}"
        raise InputError([Problem("sim_period.csv", message, mend=f"stop before day {first + 1} to {world.case.days}")])
    return last


def write_folder(outcome: Outcome, draft: Path, provenance: dict[str, object]) -> None:
    """Write ``out.csv`` (the first member, as Flee writes its only run), ``present.nc`` (all) and ``provenance.json``.

    Parameters
    ----------
    outcome : Outcome
        From `run_folder`.
    draft : Path
        Folder to write into.
    provenance : dict
        What it takes to run it again.
    """
    world = outcome.world
    record, camps = outcome.records[0], list(world.camps)
    days = slice(outcome.first, outcome.first + len(record.on_road))
    present = np.stack([record.present for record in outcome.records])
    whole = np.rint(record.present[:, camps]).astype(np.int64)
    names = [world.places[k] for k in camps]
    everyone = np.rint(record.present.sum(axis=1) + record.on_road).astype(np.int64)
    totals = world.totals
    text = to_out(
        world.case.start,
        outcome.first,
        names,
        whole,
        totals.data[days][:, camps],
        everyone,
        totals.raw[days],
        totals.debt[days],
    )
    (draft / "out.csv").write_text(text, encoding="utf-8")
    dataset = xr.Dataset(
        {
            "present": (("member", "time", "location"), present, _meaning("people displaced, at a place")),
            "on_road": (
                ("member", "time"),
                np.stack([r.on_road for r in outcome.records]),
                _meaning("people on the road"),
            ),
            "count": (("time", "location"), totals.data[days].astype(float), _meaning("published count, interpolated")),
        },
        coords={
            "member": np.arange(len(present)),
            "time": pd.date_range(
                pd.Timestamp(world.case.start) + pd.Timedelta(days=days.start), periods=len(everyone)
            ),
            "location": list(world.places),
        },
    )
    title = f"People displaced by place and day: {world.case.name}, rules {outcome.rules}"
    history = f"nuzuh run {json.dumps(provenance['call'])}"
    source, comment = f"nuzuh {provenance['nuzuh']}", "A run, no forecast: the fighting of all days is the folder's"
    write_netcdf(dataset, draft / "present.nc", title=title, history=history, source=source, comment=comment)
    (draft / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n", encoding="utf-8")


def _meaning(name: str) -> dict[str, str]:
    return {"units": "1", "long_name": f"{name}, at the end of the day"}


def keep(outcome: Outcome, path: Path) -> None:
    """Keep where the members have come to."""
    save(outcome.positions, path)
