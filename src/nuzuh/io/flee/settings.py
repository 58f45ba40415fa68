"""Flee's settings file, simsetting.yml."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from nuzuh.io.flee.text import read_text
from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.flee import FleeSettings, MoveRules, Optimisations, SpawnRules

FILE = "simsetting.yml"
_SECTIONS: dict[str, type[BaseModel]] = {
    "spawn_rules": SpawnRules,
    "move_rules": MoveRules,
    "optimisations": Optimisations,
}
_LOGS = {"agent", "link", "camp", "init", "conflict", "idp_totals", "granularity"}
#: Settings that Flee knows and that are not supported here: refused where they are switched on.
_UNSUPPORTED = {
    "spawn_rules": {
        "flood_zone_spawning_only": "floods are not supported",
        "flood_driven_spawning": "floods are not supported",
        "flood_driven_spawn_mode": "floods are not supported",
        "starvation_driven_spawning": "food security is not supported",
        "read_from_agents_csv_file": "single agents are not supported",
    },
    "move_rules": {
        "flood_rules": "floods are not supported",
        "harvest_months": "farming is not supported",
        "two_system_decision_making": "the two-system rule is not supported, and Flee never applies it",
        "fixed_routes": "fixed routes are not supported",
        "flee_when_starving": "food security is not supported",
        "avoid_food_deprived_locations": "food security is not supported",
        "use_v1_rules": "the rules of Flee 1 are not supported",
        "MatchCampReligion": "matching is not supported; Flee stops as soon as anyone is on a road",
        "MatchCampEthnicity": "matching is not supported; Flee stops as soon as anyone is on a road",
        "MatchTownEthnicity": "matching is not supported; Flee stops as soon as anyone is on a road",
        "MatchConflictEthnicity": "matching is not supported; Flee stops as soon as anyone is on a road",
    },
}
#: Settings that nothing in Flee's run heeds, with the value that makes no difference.
_UNHEEDED: dict[str, dict[str, tuple[object, str]]] = {
    "spawn_rules": {
        "camps_are_sinks": (False, "Flee reads it under the name camps_are_sicks"),
        "conflict_zone_spawning_only": (True, "only places in conflict have a weight"),
        "average_social_connectivity": (3.0, "it matters to the two-system rule only"),
    },
    "move_rules": {
        "max_crossing_speed": (20.0, "no rule reads it"),
        "avg_religion_fraction": (0.25, "it matters to matching only"),
    },
    "": {
        "number_of_steps": (None, "sim_period.csv says how many days"),
        "conflict_input_file": (None, "conflicts.csv of the folder is read"),
        "default_conflict_intensity": (None, "it matters to changes of a place's kind only"),
    },
}
_GONE = {"avg_religion_fraction"}


def find(folder: Path) -> Path | None:
    """Find the settings of a folder: its own, else its parent's."""
    return next((path / FILE for path in (folder, folder.resolve().parent) if (path / FILE).is_file()), None)


def read_settings(path: Path | None) -> tuple[FleeSettings, list[Problem]]:
    """Read settings.

    Parameters
    ----------
    path : Path or None
        The file; None for Flee's defaults.

    Returns
    -------
    FleeSettings
        What it says, and Flee's defaults for the rest.
    list of Problem
        What Flee would not heed.

    Raises
    ------
    InputError
        If it cannot be read, or names a setting that Flee does not know, or one that is not supported.
    """
    if path is None:
        return FleeSettings(), []
    content = _load(path)
    problems: list[Problem] = []
    unheeded = [
        Problem(path.name, f"Flee never heeds it: {why}", column=key)
        for key, (_, why) in _UNHEEDED[""].items()
        if content.pop(key, None) is not None
    ]
    logs = content.pop("log_levels", None)
    if isinstance(logs, dict):
        problems += [_unknown(path.name, "log_levels", key, _LOGS) for key in logs if key not in _LOGS]
    problems += [_unknown(path.name, "", key, set(_SECTIONS)) for key in content if key not in _SECTIONS]
    clean: dict[str, dict[str, Any]] = {}
    for section, model in _SECTIONS.items():
        given = content.get(section)
        if given is not None and not isinstance(given, dict):
            problems.append(
                Problem(path.name, "is no section of settings", column=section, mend="write key: value below")
            )
            continue
        clean[section] = {}
        for key, value in (given or {}).items():
            column = f"{section}.{key}"
            neutral, why = _UNHEEDED.get(section, {}).get(str(key), (value, ""))
            if value != neutral:
                unheeded.append(Problem(path.name, f"Flee never heeds it: {why}", column=column))
            if key in _UNSUPPORTED.get(section, {}):
                if value not in (False, None, 0, [], {}):
                    problems.append(Problem(path.name, _UNSUPPORTED[section][key], column=column, mend="switch it off"))
            elif key in model.model_fields:
                # bool("false") is True in Flee; what is meant is not clear
                if model.model_fields[key].annotation is bool and value not in (True, False, 0, 1):
                    problems.append(Problem(path.name, f"{value!r} is neither true nor false", column=column))
                else:
                    clean[section][key] = value
            elif key not in _GONE:
                known = set(model.model_fields) | set(_UNSUPPORTED.get(section, {}))
                problems.append(_unknown(path.name, section, key, known))
    clean["spawn_rules"] = _none_is_default(clean.get("spawn_rules", {}), given=content.get("spawn_rules"))
    try:
        settings = FleeSettings.model_validate(clean)
    except ValidationError as error:
        for detail in error.errors():
            column = ".".join(map(str, detail["loc"]))
            problems.append(Problem(path.name, f"{detail['input']!r}: {detail['msg'].lower()}", column=column))
    if problems:
        raise InputError(problems)
    return settings, unheeded


def _none_is_default(spawn: dict[str, Any], given: Any) -> dict[str, Any]:
    """Flee takes an empty ``conflict_driven_spawning`` for switched off."""
    if isinstance(given, dict) and given.get("conflict_driven_spawning", 0) is None:
        spawn.pop("conflict_driven_spawning", None)
    return spawn


def _load(path: Path) -> dict[Any, Any]:
    try:
        content = yaml.safe_load(read_text(path))
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "it cannot be made out"
        raise InputError([Problem(path.name, f"is no YAML: {said}", row=mark.line + 1 if mark else None)]) from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise InputError([Problem(path.name, "holds no settings", mend="write sections such as move_rules:")])
    return content


def _unknown(file: str, section: str, key: object, known: set[str]) -> Problem:
    near = process.extractOne(str(key), sorted(known), score_cutoff=70)
    mend = f"did you mean {near[0]}?" if near else "known are " + ", ".join(sorted(known))
    return Problem(file, "is no setting of Flee", column=f"{section}.{key}".strip("."), mend=mend)
