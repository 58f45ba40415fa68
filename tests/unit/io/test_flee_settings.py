"""Flee's settings file: what is taken, warned of and refused."""

import textwrap
from pathlib import Path

import pytest

from nuzuh.io.flee import read
from nuzuh.io.flee.settings import read_settings
from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.flee import FleeSettings
from tests import flee_folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "simsetting.yml"


def parse(file: Path, text: str) -> tuple[FleeSettings, list[Problem]]:
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return read_settings(file)


def refused(file: Path, text: str) -> list[Problem]:
    with pytest.raises(InputError) as error:
        parse(file, text)
    assert {problem.file for problem in error.value.problems} == {file.name}
    return list(error.value.problems)


def test_what_is_not_given_has_flees_default(file: Path) -> None:
    settings, warnings = parse(file, "move_rules:\n  camp_weight: 2\n")
    assert settings == FleeSettings.model_validate({"move_rules": {"camp_weight": 2}})
    assert settings.move_rules.max_move_speed == 360
    assert not warnings


@pytest.mark.parametrize("text", ["", "# nothing\n", "move_rules:\nspawn_rules:\n", "log_levels:\n  agent: 1\n"])
def test_empty_sections_and_log_levels_change_nothing(file: Path, text: str) -> None:
    assert parse(file, text) == (FleeSettings(), [])


@pytest.mark.parametrize(
    ("text", "column", "near"),
    [
        ("move_rules:\n  max_moov_speed: 200\n", "move_rules.max_moov_speed", "max_move_speed"),
        ("spawn_rules:\n  inset_day0: true\n", "spawn_rules.inset_day0", "insert_day0"),
        ("move_rule:\n  camp_weight: 2\n", "move_rule", "move_rules"),
        ("log_levels:\n  camps: 1\n", "log_levels.camps", "camp"),
        ("optimisations:\n  hastened: 2\n", "optimisations.hastened", "hasten"),
        (
            "spawn_rules:\n  conflict_driven_spawning:\n    spwn_mode: constant\n",
            "spawn_rules.conflict_driven_spawning.spwn_mode",
            "spawn_mode",
        ),
    ],
)
def test_an_unknown_setting_is_refused_with_the_nearest_known(file: Path, text: str, column: str, near: str) -> None:
    (problem,) = refused(file, text)
    assert problem.column == column
    assert problem.mend == f"did you mean '{near}'?"


def test_all_problems_are_told_together(file: Path) -> None:
    text = """
        colour: red
        move_rules:
          awareness_level: 9
          start_on_foot: maybe
        spawn_rules:
          flood_driven_spawning: {spawn_mode: constant}
    """
    columns = {problem.column for problem in refused(file, text)}
    assert columns == {
        "colour",
        "move_rules.awareness_level",
        "move_rules.start_on_foot",
        "spawn_rules.flood_driven_spawning",
    }


@pytest.mark.parametrize(
    ("section", "line"),
    [
        ("spawn_rules", "camps_are_sinks: true"),
        ("spawn_rules", "conflict_zone_spawning_only: false"),
        ("spawn_rules", "average_social_connectivity: 5"),
        ("move_rules", "max_crossing_speed: 10"),
    ],
)
def test_what_flee_never_heeds_is_warned_of(file: Path, section: str, line: str) -> None:
    key = line.split(":")[0]
    _, warnings = parse(file, f"{section}:\n  {line}\n")
    assert [(problem.column, "never heeds" in problem.message) for problem in warnings] == [(f"{section}.{key}", True)]


@pytest.mark.parametrize("line", ["number_of_steps: 300", "conflict_input_file: other.csv"])
def test_what_its_run_script_never_heeds_is_warned_of(file: Path, line: str) -> None:
    settings, warnings = parse(file, f"{line}\n")
    assert settings == FleeSettings()
    assert [problem.column for problem in warnings] == [line.split(":")[0]]


def test_defaults_that_flee_never_heeds_are_no_news(file: Path) -> None:
    text = """
        spawn_rules: {camps_are_sinks: false, conflict_zone_spawning_only: true, average_social_connectivity: 3}
        move_rules: {max_crossing_speed: 20}
    """
    assert parse(file, text)[1] == []


UNSUPPORTED = [
    ("spawn_rules", "flood_zone_spawning_only", "true"),
    ("spawn_rules", "flood_driven_spawn_mode", "constant"),
    ("spawn_rules", "starvation_driven_spawning", "true"),
    ("spawn_rules", "read_from_agents_csv_file", "true"),
    ("move_rules", "flood_rules", "{max_flood_level: 3}"),
    ("move_rules", "flood_forecaster", "true"),
    ("move_rules", "harvest_months", "[6, 7]"),
    ("move_rules", "two_system_decision_making", "true"),
    ("move_rules", "fixed_routes", "true"),
    ("move_rules", "flee_when_starving", "true"),
    ("move_rules", "avoid_food_deprived_locations", "true"),
    ("move_rules", "use_v1_rules", "true"),
    ("move_rules", "MatchCampEthnicity", "true"),
    ("move_rules", "MatchCampReligion", "true"),
]


@pytest.mark.parametrize(("section", "key", "value"), UNSUPPORTED)
def test_what_is_not_supported_is_refused_where_it_is_on(file: Path, section: str, key: str, value: str) -> None:
    (problem,) = refused(file, f"{section}:\n  {key}: {value}\n")
    assert problem.column == f"{section}.{key}"
    assert "not supported" in problem.message


@pytest.mark.parametrize(("section", "key"), [(section, key) for section, key, _ in UNSUPPORTED])
@pytest.mark.parametrize("off", ["false", "[]", "", "0"])
def test_what_is_not_supported_may_be_off(file: Path, section: str, key: str, off: str) -> None:
    assert parse(file, f"{section}:\n  {key}: {off}\n") == (FleeSettings(), [])


@pytest.mark.parametrize(("text", "value"), [("True", True), ("0", False), ("1", True), ("no", False)])
def test_booleans_are_yamls_or_digits(file: Path, text: str, value: bool) -> None:
    settings, _ = parse(file, f"move_rules:\n  avoid_short_stints: {text}\n")
    assert settings.move_rules.avoid_short_stints is value


def test_a_text_for_a_boolean_is_refused_as_flee_takes_it_for_true(file: Path) -> None:
    (problem,) = refused(file, 'move_rules:\n  avoid_short_stints: "false"\n')
    assert "takes any text for true" in problem.message


@pytest.mark.parametrize(
    ("given", "mode"),
    [("constant", "constant"), ("pop_ratio", "pop_ratio"), ("Poisson", "poisson"), ("POISSON", "poisson")],
)
def test_spawn_modes(file: Path, given: str, mode: str) -> None:
    settings, _ = parse(file, f"spawn_rules:\n  conflict_driven_spawning: {{spawn_mode: {given}}}\n")
    assert settings.spawn_rules.conflict_driven_spawning is not None
    assert settings.spawn_rules.conflict_driven_spawning.spawn_mode == mode


@pytest.mark.parametrize("mode", ["Constant", "POP_RATIO", "gaussian", "3"])
def test_other_spawn_modes_are_refused(file: Path, mode: str) -> None:
    (problem,) = refused(file, f"spawn_rules:\n  conflict_driven_spawning: {{spawn_mode: {mode}}}\n")
    assert problem.column == "spawn_rules.conflict_driven_spawning.spawn_mode"


@pytest.mark.parametrize(("mode", "rate"), [("constant", 7), ("Poisson", 7), ("pop_ratio", 7.9)])
def test_people_a_day_are_cut_to_whole_ones(file: Path, mode: str, rate: float) -> None:
    section = f"{{spawn_mode: {mode}, displaced_per_conflict_day: 7.9}}"
    settings, _ = parse(file, f"spawn_rules:\n  conflict_driven_spawning: {section}\n")
    assert settings.spawn_rules.conflict_driven_spawning is not None
    assert settings.spawn_rules.conflict_driven_spawning.rate == rate


def test_a_decay_may_be_null(file: Path) -> None:
    assert parse(file, "spawn_rules:\n  conflict_spawn_decay: null\n") == (FleeSettings(), [])


@pytest.mark.parametrize(
    "text",
    [
        "move_rules: [1]\n",
        "- 1\n",
        "just words\n",
        "move_rules:\n  camp_weight: .nan\n",
        "move_rules:\n  max_move_speed: .inf\n",
        "move_rules:\n  max_move_speed: 0\n",
        "move_rules:\n  max_move_speed: -1\n",
        "move_rules:\n  camp_movechance: 1.5\n",
        "optimisations:\n  hasten: 0\n",
        "move_rules:\n  camp_weight: {a: 1}\n",
    ],
)
def test_values_that_make_no_sense_are_refused(file: Path, text: str) -> None:
    assert refused(file, text)


@pytest.mark.parametrize(
    "text",
    [
        "move_rules: {",
        "a: b: c",
        "a: *b",
        "? [1]\n: 2",
        "a: !!int ''",
        "a: !!timestamp x",
        "a: !!bool x",
        "a: !!python/object:os.system x",
        "a: 2031-13-45",
        "[" * 5000,
    ],
)
def test_what_is_no_yaml_is_refused(file: Path, text: str) -> None:
    (problem,) = refused(file, text)
    assert problem.message.startswith("is no YAML")


def test_a_bomb_of_aliases_is_refused_in_few_words(file: Path) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    problems = refused(file, bomb + "move_rules:\n  camp_weight: *i\n  start_on_foot: *i\n")
    assert max(len(str(problem)) for problem in problems) < 500


def test_what_stands_twice_is_told_with_its_row(file: Path) -> None:
    settings, warnings = parse(file, "move_rules:\n  camp_weight: 2\n  camp_weight: 3\n")
    assert settings.move_rules.camp_weight == 3
    assert [(problem.row, problem.column) for problem in warnings] == [(3, "camp_weight")]


def weight(folder: Path, settings: Path | None = None) -> float:
    case, _ = read(folder, settings)
    return case.settings.move_rules.camp_weight


def test_settings_are_the_given_else_the_folders_else_the_parents_else_flees(tmp_path: Path) -> None:
    folder = flee_folder.write(tmp_path / "parent" / "folder", flee_folder.files())
    own = folder / "simsetting.yml"
    own.unlink()
    assert weight(folder) == 1
    (tmp_path / "parent" / "simsetting.yml").write_text("move_rules: {camp_weight: 2}", encoding="utf-8")
    assert weight(folder) == 2
    own.write_text("move_rules: {camp_weight: 3}", encoding="utf-8")
    assert weight(folder) == 3
    given = tmp_path / "other.yml"
    given.write_text("move_rules: {camp_weight: 4}", encoding="utf-8")
    assert weight(folder, given) == 4
    with pytest.raises(InputError, match=r"missing\.yml"):
        read(folder, tmp_path / "missing.yml")
