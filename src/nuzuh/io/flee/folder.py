"""A whole Flee folder."""

from collections.abc import Callable, Container, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

import pandas as pd

from nuzuh.io.flee import counts, tables
from nuzuh.io.flee.settings import find, read_settings
from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.flee import FleeCase, FleeSettings, MoveRules

T = TypeVar("T")
#: Files that Flee reads for rules that are not supported, or whose values no rule heeds.
_UNUSED = ("region_attributes_*.csv", "location_attributes_*.csv", "agents.csv", "major_routes.csv")


def is_flee_folder(folder: Path) -> bool:
    """Whether a folder looks like one of Flee's."""
    return (folder / "input_csv").is_dir()


def read(folder: Path, settings: Path | None = None) -> tuple[FleeCase, list[Problem]]:
    """Read a Flee folder, unchanged.

    Parameters
    ----------
    folder : Path
        With ``input_csv`` and ``source_data``.
    settings : Path or None
        Settings file; None for the folder's own ``simsetting.yml``, else its parent's, else Flee's defaults.

    Returns
    -------
    FleeCase
        What it says.
    list of Problem
        What Flee ignores, or does otherwise than it seems.

    Raises
    ------
    InputError
        With all that is wrong with it.
    """
    inputs, sources = folder / "input_csv", folder / "source_data"
    problems = [
        Problem(f"{part.name}/", f"is no folder in {folder}", mend="give a Flee folder")
        for part in (inputs, sources)
        if not part.is_dir()
    ]
    if problems:
        raise InputError(problems)
    warnings: list[Problem] = []

    def attempt(read: Callable[[], T]) -> T | None:
        """Read a table, or note what is wrong with it, so that all problems are told together."""
        try:
            return read()
        except InputError as error:
            problems.extend(error.problems)
            return None

    chosen = attempt(partial(read_settings, settings or find(folder)))
    period = attempt(partial(tables.period, inputs / "sim_period.csv", warnings))
    places = attempt(partial(tables.places, inputs / "locations.csv", warnings))
    published = corrections = None
    if period is not None:
        published = attempt(partial(counts.counts, sources / "data_layout.csv", period[0], warnings))
    if period is not None and published is not None:
        path = inputs / "registration_corrections.csv"
        corrections = attempt(partial(counts.corrections, path, published[0], period[0], warnings))
    # without places or a period, these would only repeat that they are missing
    links = closures = conflicts = changes = None
    demographics = {}
    if places is not None:
        known = set(places["place"])
        links = attempt(partial(tables.links, inputs / "routes.csv", known, warnings))
        closures = attempt(partial(tables.closures, inputs / "closures.csv", places, warnings))
        changes = attempt(partial(tables.changes, inputs / "location_changes.csv", known, warnings))
        for path in sorted(inputs.glob("demographics_*.csv")):
            table = attempt(partial(tables.demographics, path, known, warnings))
            if table is not None:
                demographics[path.stem.removeprefix("demographics_")] = table
    if places is not None and period is not None:
        conflicts = attempt(
            partial(tables.conflicts, inputs / "conflicts.csv", set(places["place"]), period[1], warnings)
        )
    if problems or chosen is None or period is None or places is None or published is None:
        raise InputError(problems)
    rules, unheeded = chosen
    if problems := _unmet(rules, demographics, published[0]):
        raise InputError(problems)
    case = FleeCase(
        name=folder.resolve().name,
        start=period[0],
        days=period[1],
        settings=rules,
        places=places,
        links=links,
        closures=closures,
        conflicts=conflicts,
        changes=changes,
        demographics=demographics,
        counts=published[0],
        sources=published[1],
        corrections=corrections,
    )
    return case, [*unheeded, *warnings, *_unused(inputs), *_uncounted(case)]


def _unused(inputs: Path) -> list[Problem]:
    files = sorted(path.name for pattern in _UNUSED for path in inputs.glob(pattern))
    return [Problem(file, "no rule here heeds it") for file in files]


def _uncounted(case: FleeCase) -> list[Problem]:
    """Tell of camps without counts, and of counts without a place."""
    file, names = "data_layout.csv", set(case.places["place"])
    strays = [name for name in list(case.counts)[1:] if name not in names]
    camps = case.places.loc[case.places["kind"].str.contains("camp"), "place"]
    return [
        *(Problem(file, f"'{name}' is not in locations.csv: its counts are in the sum only") for name in strays),
        *(
            Problem(file, f"the camp '{name}' has no counts; Flee stops here")
            for name in camps
            if name not in case.counts
        ),
    ]


def _unmet(rules: FleeSettings, demographics: Mapping[str, pd.DataFrame], counted: Container[str]) -> list[Problem]:
    """Tell what the settings ask for and the folder does not have."""
    move: MoveRules = rules.move_rules
    problems = []
    if move.ChildrenAvoidHazards and "age" not in demographics:
        problems.append(Problem("demographics_age.csv", "is missing, and ChildrenAvoidHazards asks for ages"))
    if move.ChildrenAvoidHazards and move.BoysTakeRisk:
        genders = demographics["gender"]["value"] if "gender" in demographics else ()
        if "male" not in set(genders):
            problems.append(Problem("demographics_gender.csv", "has no row male, and BoysTakeRisk asks for it"))
    if not rules.spawn_rules.sum_from_camps and "total" not in counted:
        problems.append(Problem("data_layout.csv", "has no row total, and sum_from_camps is off"))
    return problems
