"""The state of a forecast of counts: carried on, taken back by a revision, and never touched by what comes later."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.forecast import camps
from nuzuh.forecast.blend import Blend
from nuzuh.forecast.camps import Camps, states
from nuzuh.forecast.forecaster import Forecaster
from nuzuh.forecast.growth import State, observe
from nuzuh.forecast.priors import Growth
from nuzuh.scenario.reports import Report, Reports

START, GROWTH, DAYS = dt.date(2031, 3, 1), Growth(), 60


def day(k: int) -> dt.date:
    return START + dt.timedelta(days=k)


@st.composite
def published(draw: st.DrawFn) -> Reports:
    """Counts of three places, some published late, some again with another figure."""
    rows = []
    for place in "abc"[: draw(st.integers(1, 3))]:
        for counted in draw(st.sets(st.integers(0, DAYS), max_size=10)):
            words = sorted(draw(st.sets(st.integers(counted, DAYS), min_size=1, max_size=3)))
            rows += [
                Report(counted, place, float(draw(st.integers(0, 10**5))), draw(st.booleans()), known)
                for known in words
            ]
    return Reports(START, "Home", tuple(sorted(rows, key=lambda row: (row.day, row.place, row.published))))


ORIGINS = st.lists(st.integers(0, DAYS), min_size=1, max_size=6, unique=True).map(sorted)


def from_the_start(reports: Reports, origin: int) -> State:
    """The state of a world in which each count had been known as it is told on the origin, in the order of the days."""
    state = State()
    for report in reports.by(day(origin)).rows:
        state = observe(state, report, GROWTH)
    return state


@given(published(), ORIGINS)
def test_a_state_carried_on_is_that_from_the_start(reports: Reports, origins: list[int]) -> None:
    """To the bit: late counts and revisions are taken in as if they had been known in time."""
    carried = states(reports, [day(k) for k in origins], GROWTH)
    assert list(carried) == [from_the_start(reports, k) for k in origins]


def test_nothing_is_taken_in_again_unless_it_was_revised(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    def watched(state: State, report: Report, growth: Growth) -> State:
        taken.append(report.day)
        return observe(state, report, growth)

    monkeypatch.setattr(camps, "observe", watched)
    counts = [Report(k, "a", 1000.0, False) for k in range(0, 50, 10)]
    revised = (*counts[:3], Report(20, "a", 900.0, False, 35), *counts[3:])
    list(states(Reports(START, "Home", revised), [day(k) for k in (15, 30, 34, 35, 50)], GROWTH))
    assert taken == [0, 10, 20, 30, 20, 30, 40]


@pytest.mark.parametrize("forecaster", [Camps(GROWTH), Blend(GROWTH)], ids=["alone", "blend"])
@settings(max_examples=40)
@given(published(), ORIGINS)
def test_what_is_published_later_does_not_touch_a_forecast(
    forecaster: Forecaster, reports: Reports, origins: list[int]
) -> None:
    """Late counts of earlier days and revisions among it, and several origins in one call."""
    days = [day(k) for k in origins if reports.by(day(k)).rows]
    if days:
        for date, whole in zip(days, forecaster.predict(reports, days, [0, 7, 30]), strict=True):
            (cut,) = forecaster.predict(reports.by(date), [date], [0, 7, 30])
            assert np.array_equal(whole.quantiles, cut.quantiles)
            assert (whole.places, whole.ages) == (cut.places, cut.ages)


def test_a_revision_moves_the_forecast_as_the_true_count_would_have() -> None:
    """From the day on which it is known, and not before."""
    counts = [Report(k, "a", 1000.0 + 10 * k, False) for k in range(0, 50, 7)]
    wrong = [Report(21, "a", 9000.0, False, 21), counts[3]._replace(known=40)]
    revised = Reports(START, "Home", (*counts[:3], *wrong, *counts[4:]))
    right = Reports(START, "Home", tuple(counts))

    def median(reports: Reports, origin: int) -> float:
        (told,) = Camps(GROWTH).predict(reports, [day(origin)], [30])
        return float(told.quantiles[9, 0, 0])

    assert median(revised, 39) != median(right, 39)
    assert median(revised, 40) == median(right, 40)


def test_a_late_count_is_as_old_as_its_day() -> None:
    late = Reports(START, "Home", (Report(0, "a", 900.0, False), Report(10, "a", 1000.0, False, 40)))
    before, after = (next(iter(Camps(GROWTH).predict(late, [day(k)], [7]))) for k in (39, 40))
    assert (before.ages, after.ages) == ([39], [30])
