"""Flee's settings file, simsetting.yml."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from nuzuh.io.flee.text import near, read_text
from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.flee import ConflictDrivenSpawning, FleeSettings, MoveRules, Optimisations, SpawnRules

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
        "starvation_driven_spawning": "food security is not supported",
        "read_from_agents_csv_file": "single agents are not supported",
    },
    "move_rules": {
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
    content, unheeded = _load(path)
    problems: list[Problem] = []
    unheeded += [
        Problem(path.name, f"Flee never heeds it: {why}", column=key)
        for key, (_, why) in _UNHEEDED[""].items()
        if content.pop(key, None) is not None
    ]
    logs = content.pop("log_levels", None)
    if isinstance(logs, dict):
        problems += [_unknown(path.name, "log_levels", key, _LOGS) for key in logs if key not in _LOGS]
    for key, value in content.items():
        if why := _unsupported("", key):
            problems += _switched_on(path.name, str(key), value, why)
        elif key not in _SECTIONS:
            problems.append(_unknown(path.name, "", key, {*_SECTIONS, *_UNHEEDED[""], "log_levels"}))
    clean = {section: _section(path.name, section, content.get(section), problems, unheeded) for section in _SECTIONS}
    try:
        settings = FleeSettings.model_validate(clean)
    except ValidationError as error:
        for detail in error.errors():
            column = ".".join(map(str, detail["loc"]))
            if detail["type"] == "extra_forbidden":  # the one section within a section
                *section_of, key = detail["loc"]
                known = set(ConflictDrivenSpawning.model_fields)
                problems.append(_unknown(path.name, ".".join(map(str, section_of)), key, known))
            else:
                message = f"{_shown(detail['input'])}: {detail['msg'].lower()}"
                problems.append(Problem(path.name, message, column=column))
    if problems:
        raise InputError(problems)
    return settings, unheeded


def _section(
    file: str, section: str, given: Any, problems: list[Problem], unheeded: list[Problem]
) -> dict[str, object]:
    """Take from a section what there is a rule for."""
    if not isinstance(given, dict | None):
        problems.append(Problem(file, "is no section of settings", column=section, mend="write key: value below"))
        return {}
    fields, clean = _SECTIONS[section].model_fields, {}
    for key, value in (given or {}).items():
        column = f"{section}.{key}"
        neutral, why = _UNHEEDED.get(section, {}).get(str(key), (value, ""))
        if value != neutral:
            unheeded.append(Problem(file, f"Flee never heeds it: {why}", column=column))
        if unsupported := _unsupported(section, key):
            problems += _switched_on(file, column, value, unsupported)
        elif key not in fields:
            if key not in _GONE:
                problems.append(_unknown(file, section, key, {*fields, *_UNSUPPORTED.get(section, {})}))
        elif fields[key].annotation is bool and value not in (True, False, 0, 1):
            message = f"{_shown(value)} is neither true nor false"
            if isinstance(value, str) and value:
                message += ", and Flee takes any text for true"
            problems.append(Problem(file, message, column=column, mend="write true or false, unquoted"))
        else:
            clean[str(key)] = value
    return clean


def _shown(value: object) -> str:
    """Quote a value; of a list or section, which aliases can make endless, its type must do."""
    return f"a {type(value).__name__}" if isinstance(value, list | dict) else f"{value!r:.60}"


def _unsupported(section: str, key: object) -> str | None:
    """Tell why a setting of Flee is not supported; None if it is, or if Flee does not know it."""
    if str(key).startswith("flood_"):
        return "floods are not supported"
    return _UNSUPPORTED.get(section, {}).get(str(key))


def _switched_on(file: str, column: str, value: object, why: str) -> list[Problem]:
    return [] if value in (False, None, 0, [], {}) else [Problem(file, why, column=column, mend="switch it off")]


def _load(path: Path) -> tuple[dict[Any, Any], list[Problem]]:
    """Load the file, and note what it says twice."""
    text = read_text(path)
    try:
        content = yaml.safe_load(text)
        twice = _twice(path.name, yaml.compose(text, yaml.SafeLoader))
    # a tag that does not fit its value ends in whatever its constructor stumbles over
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError, LookupError, AttributeError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "it cannot be made out"
        raise InputError([Problem(path.name, f"is no YAML: {said}", row=mark.line + 1 if mark else None)]) from None
    if content is None:
        return {}, []
    if not isinstance(content, dict):
        raise InputError([Problem(path.name, "holds no settings", mend="write sections such as move_rules:")])
    return content, twice


def _twice(file: str, top: yaml.Node | None) -> list[Problem]:
    """Tell which keys stand twice, at the top or within a section: the last counts, as in Flee."""
    maps = [top, *(value for _, value in top.value)] if isinstance(top, yaml.MappingNode) else []
    out = []
    for node in maps:
        seen: set[str] = set()
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else []:
            name = str(key.value)
            if name in seen:
                out.append(Problem(file, "stands twice: the last counts", key.start_mark.line + 1, name))
            seen.add(name)
    return out


def _unknown(file: str, section: str, key: object, known: set[str]) -> Problem:
    mend = near(str(key), known) or "known are " + ", ".join(sorted(known))
    return Problem(file, "is no setting of Flee", column=f"{section}.{key}".strip("."), mend=mend)
