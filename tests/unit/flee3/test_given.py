"""A Flee folder under the rules of nuzuh: of counts after day 0, only their sum is used."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from nuzuh.engine.flee3 import Member
from nuzuh.io.flee import read
from nuzuh.report import given
from nuzuh.scenario import InputError
from nuzuh.scenario.flee import Counts, FleeCase
from tests.flee_cases import case, link, place
from tests.flee_folder import files, write
from tests.unit.flee3.test_commands import SHARED, done, refused
from tests.unit.test_cli import call
from verification.flee import relative_difference
from verification.given.measure import choose

DAYS = np.array([-3, 0, 5, 10])


def border(east: list[int], west: list[int], capacity: float = np.nan, **more: object) -> FleeCase:
    """Fighting in a town between two camps that are counted on the days -3, 0, 5 and 10."""
    return case(
        [place("Alba", "conflict_zone", 10_000), place("East", "camp", capacity), place("West", "camp")],
        [link("Alba", "East", 100), link("Alba", "West", 150)],
        counts={"East": Counts(DAYS, np.array(east, float)), "West": Counts(DAYS, np.array(west, float))},
        **{"spawn": {"sum_from_camps": True}, **more},
    )


def present(made: FleeCase) -> NDArray[np.float64]:
    return given.build(made)[0].present(given.SETTING)


def no_later_count_is_used() -> None:
    """Change the later counts of both camps, their sum as it was: nothing changes."""
    one = border([60, 100, 500, 900], [0, 50, 250, 300])
    other = border([60, 100, 300, 200], [0, 50, 450, 1000])
    np.testing.assert_array_equal(present(one), present(other))


def test_no_count_of_a_camp_after_day_0_is_used() -> None:
    no_later_count_is_used()


def _last(made: FleeCase, name: str) -> float:
    return float(made.counts[name].people[-1]) if name in made.counts else 0.0


def test_a_rule_that_used_a_later_count_would_be_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given, "_known", _last)
    with pytest.raises(AssertionError):
        no_later_count_is_used()


def test_the_sum_is_used_and_the_counts_of_day_0_are() -> None:
    made = present(border([60, 100, 500, 900], [0, 50, 250, 300]))
    np.testing.assert_allclose(made[0], [0, 100, 50])
    np.testing.assert_allclose(made[[5, 10, 15]].sum(axis=1), [750, 1200, 1200])
    assert not np.array_equal(made, present(border([60, 100, 500, 900], [0, 50, 250, 900])))
    assert not np.array_equal(made, present(border([60, 120, 500, 900], [0, 30, 250, 300])))


def test_a_correction_reaches_the_sum_alone() -> None:
    """The camp's count of day 0 is as it was published then; the sum is as corrected."""
    made = present(border([60, 100, 50, 900], [0, 50, 250, 300], corrections=[("East", 5)]))
    np.testing.assert_allclose(made[0], [0, 100 * 2 / 3, 100 / 3])


def test_who_is_there_on_day_0_in_no_camp_that_is_counted_by_then_is_shared_by_the_rules() -> None:
    late = Counts(np.array([4, 9]), np.array([300.0, 300.0]))
    made = case(
        [place("Alba", "conflict_zone", 10_000), place("East", "camp"), place("West", "camp")],
        [link("Alba", "East", 100), link("Alba", "West", 150)],
        counts={"East": late},
        spawn={"sum_from_camps": True},
    )
    first = present(made)[0]
    assert first.sum() == pytest.approx(300)
    assert first[1] > first[2] > 0


def test_when_the_sum_falls_nobody_comes_until_it_is_made_up_for() -> None:
    made = present(border([0, 100, 50, 200], [0, 0, 0, 0])).sum(axis=1)
    assert made[5] == pytest.approx(100)
    assert made[10] == pytest.approx(200)
    assert (np.diff(made) >= 0).all()


def test_people_are_not_fewer_for_speed() -> None:
    whole, hastened = (present(border([0, 0, 500, 900], [0, 50, 250, 300], hasten=n)) for n in (1, 50))
    np.testing.assert_array_equal(whole, hastened)


def test_capacities_can_be_blanked() -> None:
    counts = [0, 0, 500, 900], [0, 0, 250, 300]
    made = border(*counts, capacity=400)
    assert present(made)[-1, 1] < 500
    np.testing.assert_array_equal(present(made.without_capacities()), present(border(*counts)))
    assert made.without_capacities().places["size"].iloc[0] == 10_000


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: border([0] * 4, [0] * 4, spawn={"conflict_driven_spawning": {}}), "conflict_driven_spawning"),
        (
            lambda: case([place("Alba", "conflict_zone", 10), place("Brod")], [link("Alba", "Brod", 9)]),
            "reaches a camp",
        ),
    ],
)
def test_what_gives_no_number_or_has_no_camp_is_refused(made: Callable[[], FleeCase], message: str) -> None:
    with pytest.raises(InputError, match=message):
        given.build(made())


def test_a_run_writes_what_flee_writes_and_what_it_was_made_with(tmp_path: Path) -> None:
    folder = write(tmp_path / "valley", files())
    done("run", folder, "--rules", "nuzuh", "--blank-capacities", "--until", 9, "--out", tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "out.csv")
    assert len(table) == 9
    np.testing.assert_allclose(table["refugees in camps (simulation)"], table["Eyre sim"] + table["Fenn sim"])
    made = json.loads((tmp_path / "out" / "provenance.json").read_text())["call"]
    assert made["rules"] == "nuzuh"
    assert made["blank_capacities"] is True
    assert made["parameters"] == given.SETTING._asdict()


def test_options_of_draws_and_days_that_are_none_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "valley", files())
    result = call("run", folder, "--rules", "nuzuh", "--members", 3, "--fix-flee-bugs", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "--members, --fix-flee-bugs" in " ".join(result.stderr.replace("│", " ").split())
    assert "no day from 0" in refused("run", folder, "--rules", "nuzuh", "--until", 99, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_setting_is_chosen_by_what_counts_alone() -> None:
    tried = np.array([[[0.1, 0.9], [0.1, 0.9]], [[0.3, 0.2], [0.3, 0.2]]])
    assert choose(tried, np.array([True, False])) == 0
    assert choose(tried, np.array([True, True])) == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seven folders are not at ../shared/flee")
@pytest.mark.parametrize("blanked", [False, True])
def test_on_mali2012_it_is_closer_than_flee(blanked: bool) -> None:
    made = read(SHARED / "mali2012")[0]
    world = given.build(made.without_capacities() if blanked else made)[0]
    camps = list(world.flee.camps)
    data = world.flee.totals.data[:, camps].astype(float)
    flee, _ = Member(world.flee, 0, sampled=False).run(seed=1)
    ours = relative_difference(world.present(given.SETTING)[:, camps], data)
    assert ours < relative_difference(flee.present[:, camps], data)
