"""Parameter sets move towards the counts, as far as the counts and the sets' spread allow."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from nuzuh.engine.run import Record
from nuzuh.forecast.assimilate import (
    COUNT_ERROR,
    DRIFT,
    FLOOR,
    MODEL_ERROR,
    OPEN_END,
    ROUNDS,
    SHARED_ERROR,
    Counts,
    counts,
    drifted,
    modelled,
    moved,
    prior_scores,
)
from nuzuh.scenario import Scenario
from tests import worlds
from tests.worlds import Cells, day, road, town

SETS = 600


def made(*observations: Cells) -> Scenario:
    rows = [{"measure": "present", "valid_to": day(2), "known": day(3)} | row for row in observations]
    return worlds.scenario(
        [town("a"), town("b"), town("c"), town("abroad", 10**6, kind="country")],
        [road("a", "b"), road("b", "c"), road("c", "abroad")],
        areas=[{"area": area, "place": p} for area, places in (("all", "abc"), ("two", "ca")) for p in places],
        observations=rows,
    )


def collected(*observations: Cells, last: int = 4) -> Counts:
    scenario = made(*observations)
    return counts(scenario, worlds.world(scenario, last + 1), last)


def test_counts_of_places_areas_and_the_whole() -> None:
    published = collected({"place": "b", "low": 5}, {"area": "two", "low": 6}, {"area": "all", "low": 7})
    assert published.table["where"].tolist() == ["b", "two", "all"]
    assert [sorted(places.tolist()) for places in published.places] == [[1], [0, 2], [0, 1, 2]]
    expected = [np.hypot(COUNT_ERROR, MODEL_ERROR[extent]) for extent in ("place", "area", "whole")]
    assert published.table["error"].tolist() == pytest.approx(expected)
    assert published.table["low"].tolist() == [5, 6, 7]


def test_counts_of_days_outside_the_run_and_of_those_displaced_before_are_left_out() -> None:
    published = collected(
        {"place": "a", "low": 1, "valid_to": day(-1)},
        {"place": "a", "low": 2, "valid_to": day(0)},
        {"place": "a", "low": 3, "valid_to": day(4)},
        {"place": "a", "low": 4, "valid_to": day(5), "known": day(6)},
        {"place": "a", "low": 5, "measure": "displaced_before"},
    )
    assert published.table["low"].tolist() == [2, 3]


def test_no_counts() -> None:
    published = collected()
    assert published.places == []
    assert list(published.table)[:3] == ["where", "measure", "day"]
    assert modelled(published, worlds.world(made(), 3), records()).shape == (2, 0)
    scores = prior_scores(1, 9, 3)
    np.testing.assert_array_equal(moved(scores, np.empty((9, 0)), published, 1, 0), scores)


def records() -> Sequence[Record]:
    """Two runs of three days and four places, whose figures tell the day and the place."""
    day_and_place = 10 * np.arange(3)[:, None] + np.arange(4)
    return [
        Record(*[(100 * k + day_and_place) * scale for k in (1, 2, 3, 4)], np.zeros(3), np.zeros((4, 4)))
        for scale in (1, 2)
    ]


def test_what_a_member_says_of_a_count() -> None:
    scenario = made(
        {"place": "b", "low": 1, "measure": "newly_displaced"},
        {"area": "two", "low": 1, "valid_to": day(1)},
        {"place": "c", "low": 1, "measure": "arrivals"},
        {"place": "c", "low": 1, "measure": "arrivals", "valid_from": day(1)},
        {"place": "c", "low": 1, "measure": "arrivals", "valid_from": day(-5), "valid_to": day(1)},
    )
    world = worlds.world(scenario, 3)
    said = modelled(counts(scenario, world, 2), world, records())
    assert said[0].tolist() == [121, (200 + 10) + (200 + 12), 302 + 312 + 322, 312 + 322, 302 + 312]
    assert said[1].tolist() == (2 * said[0]).tolist()


def test_sets_are_drawn_from_the_prior() -> None:
    scores = prior_scores(1, SETS, 4)
    assert scores.shape == (SETS, 4)
    assert scores.mean(axis=0) == pytest.approx(np.zeros(4), abs=0.02)
    assert scores.std(axis=0) == pytest.approx(np.ones(4), abs=0.02)
    assert not np.array_equal(scores, prior_scores(2, SETS, 4))


def published(*rows: dict[str, object]) -> Counts:
    """Counts, each of its own place and of the error told."""
    common = {"measure": "present", "low": np.nan, "high": np.nan, "error": 0.5}
    table = pd.DataFrame([{"where": f"p{k}"} | common | row for k, row in enumerate(rows)])
    return Counts(table, [np.array([0])] * len(rows))


def people(logarithm: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(np.exp(logarithm) - FLOOR)


def smoothed(held: Counts, slopes: Sequence[float], seed: int = 1, sets: int = SETS) -> NDArray[np.float64]:
    """Two parameters, of which the first one moves the logarithm of what is said of each count by its slope."""
    scores = prior_scores(seed, sets, 2)
    for turn in range(ROUNDS):
        said = people(np.log(10_000) + np.outer(scores[:, 0], slopes))
        scores = moved(scores, said, held, seed, turn)
    return scores


@pytest.mark.parametrize("error", [0.3, 0.5, 1.0])
def test_a_known_posterior_of_one_count(error: float) -> None:
    # the logarithm is linear in a standard normal score, so the posterior is normal and known: slope 0.8, count 1 above
    figure = float(people(np.log(10_000) + 1))
    scores = smoothed(published({"low": figure, "high": figure, "error": error}), [0.8])
    precision = 1 + (0.8 / error) ** 2
    assert scores[:, 0].mean() == pytest.approx(0.8 / error**2 / precision, abs=0.1)
    assert scores[:, 0].std() == pytest.approx(precision**-0.5, rel=0.15)
    # what the count does not tell of stays as it was
    assert scores[:, 1].mean() == pytest.approx(0, abs=0.15)
    assert scores[:, 1].std() == pytest.approx(1, abs=0.15)


def test_counts_of_one_series_tell_less_than_of_two_that_are_independent() -> None:
    figure = float(people(np.log(10_000) + 1))
    row = {"low": figure, "high": figure}
    alone = smoothed(published(row | {"where": "a"}, row | {"where": "b"}), [0.8, 0.8])
    shared = smoothed(published(row | {"where": "a"}, row | {"where": "a"}), [0.8, 0.8])
    for scores, variance in ((alone, 0.5**2 / 2), (shared, 0.5**2 * (1 + SHARED_ERROR) / 2)):
        precision = 1 + 0.8**2 / variance
        assert scores[:, 0].mean() == pytest.approx(0.8 / variance / precision, abs=0.1)
        assert scores[:, 0].std() == pytest.approx(precision**-0.5, rel=0.15)


def test_figures_within_a_counts_range_are_not_moved() -> None:
    held = published({"low": 0, "high": 1e9})
    np.testing.assert_array_equal(smoothed(held, [0.8]), prior_scores(1, SETS, 2))


@pytest.mark.parametrize("beyond", [1, -1])
def test_figures_beyond_a_counts_range_move_to_its_nearer_end(beyond: int) -> None:
    ends = {"low": float(people(np.log(10_000) - 0.2)), "high": float(people(np.log(10_000) + 0.2))}
    scores = prior_scores(1, SETS, 2)
    said = people(np.log(10_000) + beyond + 0.1 * scores[:, :1])
    after = moved(scores, said, published(ends), 1, 0)
    # lower scores say less
    assert beyond * (after[:, 0] - scores[:, 0]).mean() < 0
    exact = ends["high" if beyond > 0 else "low"]
    np.testing.assert_allclose(after, moved(scores, said, published({"low": exact, "high": exact}), 1, 0))


@pytest.mark.parametrize(("column", "beyond"), [("low", 1), ("high", -1)])
def test_an_open_end_is_looser_on_its_open_side_and_firmer_on_the_other(column: str, beyond: int) -> None:
    scores = prior_scores(1, SETS, 2)
    for side, factor in ((beyond, OPEN_END), (-beyond, 1 / OPEN_END)):
        said = people(np.log(10_000) + side + 0.1 * scores[:, :1])
        opened = moved(scores, said, published({column: float(people(np.log(10_000)))}), 1, 0)
        both = {"low": float(people(np.log(10_000))), "high": float(people(np.log(10_000))), "error": 0.5 * factor}
        np.testing.assert_allclose(opened, moved(scores, said, published(both), 1, 0))


def test_moving_is_a_matter_of_the_seed_alone() -> None:
    held = published({"low": 20_000, "high": 20_000})
    np.testing.assert_array_equal(smoothed(held, [0.8]), smoothed(held, [0.8]))
    assert not np.array_equal(smoothed(held, [0.8]), smoothed(held, [0.8], seed=2))


def test_after_the_as_of_date_the_sets_drift() -> None:
    scores = prior_scores(1, SETS, 4)
    step = drifted(scores, 1) - scores
    assert step.mean(axis=0) == pytest.approx(np.zeros(4), abs=0.02)
    assert step.std(axis=0) == pytest.approx(np.full(4, DRIFT), abs=0.02)
    assert np.abs(np.corrcoef(step.T, scores.T)[:4, 4:]).max() < 0.2
