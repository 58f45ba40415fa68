"""The forecaster of counts and its baselines: one contract, and what each is for."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.forecast.baselines import Formula, Last, Trend
from nuzuh.forecast.blend import EACH, MODEL, Blend
from nuzuh.forecast.calibrate import ALARMS, fit
from nuzuh.forecast.camps import Camps
from nuzuh.forecast.forecaster import LEVELS, Forecaster
from nuzuh.forecast.hindcast import against, run, score, trial
from nuzuh.forecast.priors import Growth
from nuzuh.scenario import InputError
from nuzuh.scenario.reports import Report, Reports

START = dt.date(2031, 3, 1)
FORECASTERS = [Blend(Growth()), Camps(Growth()), Last(), Trend(), Formula()]
every_forecaster = pytest.mark.parametrize("forecaster", FORECASTERS, ids=lambda f: type(f).__name__)


def day(k: int) -> dt.date:
    return START + dt.timedelta(days=k)


def reports(**counts: list[tuple[int, float]]) -> Reports:
    rows = [Report(k, place, people, False) for place, series in counts.items() for k, people in series]
    return Reports(START, "Home", tuple(sorted(rows)))


def predicted(forecaster: Forecaster, known: Reports, *origins: int) -> list[np.ndarray]:
    return [p.quantiles for p in forecaster.predict(known, [day(k) for k in origins], [7, 30, 90])]


SERIES = st.dictionaries(st.integers(0, 120), st.integers(0, 10**6).map(float), min_size=1, max_size=12)


@every_forecaster
@settings(max_examples=30)
@given(counts=st.dictionaries(st.sampled_from("abcd"), SERIES, min_size=1))
def test_quantiles_are_finite_ordered_and_not_negative(
    forecaster: Forecaster, counts: dict[str, dict[int, float]]
) -> None:
    known = reports(**{place: list(series.items()) for place, series in counts.items()})
    (values,) = predicted(forecaster, known, 120)
    assert values.shape == (len(LEVELS), 3, len(counts))
    assert np.isfinite(values).all()
    assert (values >= 0).all()
    assert (np.diff(values, axis=0) >= 0).all()


@every_forecaster
@settings(max_examples=30)
@given(counts=st.dictionaries(st.sampled_from("abcd"), SERIES, min_size=1), origin=st.integers(0, 120))
def test_what_comes_later_does_not_touch_a_forecast(
    forecaster: Forecaster, counts: dict[str, dict[int, float]], origin: int
) -> None:
    known = reports(**{place: list(series.items()) for place, series in counts.items()})
    cut = known.by(day(origin))
    if cut.rows:
        assert np.array_equal(predicted(forecaster, known, origin), predicted(forecaster, cut, origin))


@every_forecaster
def test_several_origins_at_once_are_those_one_by_one(forecaster: Forecaster) -> None:
    known = reports(a=[(k, 100.0 * k) for k in range(0, 90, 10)], b=[(0, 0.0), (50, 900.0)])
    together = predicted(forecaster, known, 20, 50, 85)
    assert all(
        np.array_equal(one, predicted(forecaster, known, k)[0]) for one, k in zip(together, (20, 50, 85), strict=True)
    )


@every_forecaster
def test_before_the_first_count_there_is_nothing_to_go_on_from(forecaster: Forecaster) -> None:
    with pytest.raises(InputError, match=r"holds no count by 2031-03-05.*take 2031-03-11 or later"):
        predicted(forecaster, reports(a=[(10, 5.0)]), 4)
    with pytest.raises(InputError, match="holds no count at all"):
        predicted(forecaster, reports(), 4)


def test_an_empty_place_may_open_and_the_longer_it_was_empty_the_less() -> None:
    def chance(since: int) -> float:
        (values,) = predicted(Camps(Growth()), reports(a=[(since, 0.0), (100, 0.0)], b=[(0, 5000.0)]), 100)
        return float((values[:, 2, 0] > 0).mean())

    assert 1 > chance(100) > chance(0) > 0


def test_a_stale_count_is_less_sure() -> None:
    fresh, stale = (predicted(Camps(Growth()), reports(a=[(0, 900.0), (k, 1000.0)]), 100)[0] for k in (99, 20))
    width = [np.log(v[-1, 0, 0] / v[0, 0, 0]) for v in (fresh, stale)]
    assert width[0] < width[1]


def made_up(seed: int, growth: float) -> Reports:
    """A conflict whose places grow by a share a week, with little noise."""
    rng = np.random.default_rng(seed)
    series = {
        place: [(k, 1000 * float(np.exp(growth * k / 7 + 0.02 * rng.normal()))) for k in range(0, 300, 7)]
        for place in "abc"
    }
    return reports(**series)


def test_a_trial_knows_what_came_and_its_intervals_hold_some_of_it() -> None:
    held = trial(reports(a=[(0, 100.0), (60, 160.0), (100, 160.0)]), 15, [30])
    # days 30 + 30 and 60 + 30 + ...: the truth is read between reports, and only near one
    assert dict(zip(held.table["origin"], held.table["truth"], strict=True)) == {day(30): 160}
    scored = run(Last(), trial(made_up(1, 0.0), 30))
    table = score(scored)
    assert (table["held50"] <= table["held90"]).all()
    assert (scored["score"] >= 0).all()


def test_a_model_of_growth_beats_the_last_count_where_there_is_growth() -> None:
    held = trial(made_up(2, 0.03), 30)
    scores = [score(run(f, held))["score"] for f in (Camps(Growth()), Last())]
    assert (scores[0] < scores[1]).all()


def test_before_any_outcome_is_known_the_blend_has_the_weights_it_begins_with() -> None:
    known, growth = made_up(5, 0.02), Growth()
    each = [predicted(f, known, 35)[0] for f in (Camps(growth), Last(), Trend(), Formula())]
    expected = sum(w * v for w, v in zip((MODEL, EACH, EACH, EACH), each, strict=True))
    assert np.allclose(predicted(Blend(growth), known, 35)[0], expected)


def test_the_blend_turns_to_what_did_better_in_this_conflict() -> None:
    # flat counts, and a model that expects the wildest of changes
    known, wild = made_up(6, 0.0), Growth(spread=1, conflict_weight=300, place_weight=100)
    held = against(known, [day(240)], [7, 30])
    blend, model, last = (score(run(f, held))["score"] for f in (Blend(wild), Camps(wild), Last()))
    assert ((blend - last) < 0.2 * (model - last)).all()
    early = against(known, [day(40)], [30])
    blend, model, last = (score(run(f, early))["score"] for f in (Blend(wild), Camps(wild), Last()))
    assert ((blend - last) > 0.5 * (model - last)).all()


def test_the_truth_between_reports_is_known_with_the_later_of_them() -> None:
    table = against(reports(a=[(0, 100.0), (58, 160.0), (64, 160.0)]), [day(30)], [30]).table
    assert list(table["known"]) == [day(64)]


def test_a_fit_forecasts_no_worse_than_where_it_began() -> None:
    held = [trial(made_up(seed, 0.02), 60) for seed in (3, 4)]
    called: list[None] = []
    fitted = fit(held, 30, lambda: called.append(None))
    assert 30 <= len(called) <= 30 + len(ALARMS)
    cost = [np.mean([score(run(Camps(g), t))["score"].mean() for t in held]) for g in (fitted, Growth())]
    assert cost[0] <= cost[1]


def test_origins_are_told_apart_by_what_was_known() -> None:
    known = reports(a=[(k, 1000.0 + 10 * k) for k in range(0, 200, 10)])
    medians = [float(values[9, 0, 0]) for values in predicted(Camps(Growth()), known, 50, 100, 150)]
    assert all(a < b for a, b in pairwise(medians))
