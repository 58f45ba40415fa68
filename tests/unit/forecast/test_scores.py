"""Scores: by hand, and against scoringrules."""

import numpy as np
import pytest
import scoringrules

from nuzuh.forecast import scores

RNG = np.random.default_rng(5)
LEVELS = np.round(np.arange(1, 20) * 0.05, 2)


def test_the_pinball_score_by_hand() -> None:
    quantiles, levels = np.array([[1.0, 2.0, 4.0]]), np.array([0.25, 0.5, 0.75])
    # off by 2, 1 and -1: 2 (0.25 * 2 + 0.5 * 1 + 0.25 * 1) / 3
    assert scores.pinball(quantiles, levels, np.array([3.0])) == pytest.approx(2 * 1.25 / 3)


def test_the_pinball_score_is_that_of_scoringrules() -> None:
    quantiles, truth = np.sort(RNG.normal(size=(8, 19)), axis=1), RNG.normal(size=8)
    assert scores.pinball(quantiles, LEVELS, truth) == pytest.approx(
        scoringrules.crps_quantile(truth, quantiles, LEVELS)
    )


def test_the_crps_is_that_of_scoringrules() -> None:
    draws, truth = RNG.gamma(2, size=(8, 50)), RNG.gamma(2, size=8)
    assert scores.crps(draws, truth) == pytest.approx(scoringrules.crps_ensemble(truth, draws, estimator="nrg"))


def test_the_crps_of_one_draw_is_its_distance() -> None:
    assert scores.crps(np.array([[3.0]]), np.array([5.0])) == pytest.approx(2)
    assert scores.crps(np.array([[4.0, 6.0]]), np.array([5.0])) == pytest.approx(1 - 0.5)


def test_the_energy_score_is_that_of_scoringrules() -> None:
    draws, truth = RNG.normal(size=(4, 30, 3)), RNG.normal(size=(4, 3))
    assert scores.energy(draws, truth) == pytest.approx(scoringrules.es_ensemble(truth, draws, m_axis=-2, v_axis=-1))


def test_the_weighted_interval_score_is_that_of_scoringrules() -> None:
    quantiles, truth = np.sort(RNG.normal(size=(8, 19)), axis=1), RNG.normal(size=8)
    low, middle, high = quantiles[:, :9], quantiles[:, 9], quantiles[:, :9:-1]
    theirs = scoringrules.weighted_interval_score(truth, middle, low, high, 2 * LEVELS[:9])
    assert scores.weighted_interval(quantiles, LEVELS, truth) == pytest.approx(theirs)


def test_an_interval_holds_its_ends() -> None:
    low, high, truth = np.array([1.0, 1, 1]), np.array([2.0, 2, 2]), np.array([1.0, 2, 2.1])
    assert scores.held(low, high, truth).tolist() == [True, True, False]


def test_the_pit_is_uniform_where_truth_is_of_the_draws_kind() -> None:
    values = scores.pit(RNG.normal(size=(4000, 99)), RNG.normal(size=4000))
    shifted = scores.pit(RNG.normal(size=(4000, 99)), RNG.normal(0.5, size=4000))
    # four standard errors of the mean of 4,000 uniform draws
    assert abs(values.mean() - 0.5) < 4 * (1 / 12 / 4000) ** 0.5 < abs(shifted.mean() - 0.5)
    assert scores.pit(np.array([[1.0, 2.0]]), np.array([2.0])) == pytest.approx(0.75)


def test_the_scaled_error_of_no_change_is_one() -> None:
    past = np.array([1.0, 3.0, 2.0, 6.0])
    usual = np.abs(np.diff(past))
    assert scores.scaled_error(past[:-1], past[1:], usual) == pytest.approx(1)
    assert scores.scaled_error(past[1:], past[1:], usual) == 0
    # off by 10 and 1 where 4 and 0 were usual
    assert scores.scaled_error(np.array([20.0, 5]), np.array([10.0, 6]), np.array([4.0, 0])) == pytest.approx(11 / 4)


def test_the_averaged_relative_difference_by_hand() -> None:
    truth = np.array([[100.0, 300.0], [0.0, 0.0]])
    assert scores.relative_difference(truth + np.array([[10, -30], [5, 0]]), truth).tolist() == [0.1, 0]


def test_warnings_by_hand() -> None:
    quantiles, levels = np.array([[1.0, 5, 9]] * 4), np.array([0.25, 0.5, 0.75])
    truth, threshold = np.array([6.0, 3, 8, 2]), np.array([4.0, 4, 6, 6])
    after = np.array([12.0, np.nan, 20, np.nan])
    assert scores.warned(quantiles, levels, truth, threshold, after, 0.5) == (1, 1, 1, 1, 12)
    assert scores.warned(quantiles, levels, truth, threshold, after, 0.25) == (2, 0, 2, 0, 16)
    never = scores.warned(quantiles, levels, truth, threshold, after, 0.75)
    assert never[:4] == (0, 2, 0, 2)
    assert np.isnan(never.lead_days)
