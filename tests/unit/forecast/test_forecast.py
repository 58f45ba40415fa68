"""A forecast from an as-of date on a small world."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from nuzuh.forecast.forecast import VARIABLES, forecast
from nuzuh.forecast.forecast import worlds as worlds_of
from nuzuh.forecast.futures import PACES, Future, Futures
from nuzuh.forecast.history import COURSES
from nuzuh.forecast.result import QUANTILES, TOTAL, Forecast
from nuzuh.model.parameters import PRIORS
from nuzuh.scenario import InputError, Scenario
from tests import worlds
from tests.worlds import day, fighting, road, town

ORIGIN, DAYS = 5, 6
FUTURES = Futures(
    actor="rebels",
    future=(
        Future(future="holds", title="The front holds"),
        Future(future="south", title="South is taken", target="south"),
    ),
)


def made(scenario: Scenario | None = None, members: int = 24, futures: Futures | None = FUTURES, seed: int = 1,
         cores: int | None = None) -> Forecast:  # fmt: skip
    return forecast(
        scenario or worlds.country(),
        as_of=day(ORIGIN),
        days=DAYS,
        futures=futures,
        members=members,
        seed=seed,
        cores=cores,
    )


@pytest.fixture(scope="module")
def told() -> Forecast:
    return made()


@pytest.fixture(scope="module")
def alone() -> Forecast:
    """One member, so that every quantile is what it counted."""
    world = worlds.country()
    bare = Scenario(world.settings, {**world.tables, "observations": world.observations.iloc[:0]})
    return made(bare, members=1, futures=None)


def test_dimensions_and_names(told: Forecast) -> None:
    places = list(worlds.country().places["place"])
    data = told.quantiles
    assert set(data.data_vars) == set(VARIABLES)
    assert data["quantile"].to_numpy() == pytest.approx(QUANTILES)
    assert data["time"].to_index().equals(pd.date_range(day(0), day(ORIGIN + DAYS)))
    assert data["location"].to_numpy().tolist() == [*places, TOTAL]
    for name, variable in data.data_vars.items():
        assert variable.dims == ("quantile", "time", "location")
        assert variable.attrs == {"units": "people", "long_name": VARIABLES[str(name)]}
    assert told.even["location"].to_numpy().tolist() == [TOTAL] == told.by_future["location"].to_numpy().tolist()
    assert told.by_future["future"].to_numpy().tolist() == ["holds", "south"]
    assert (told.origin, told.days, told.members, told.seed) == (day(ORIGIN), DAYS, 24, 1)


@pytest.mark.parametrize("part", ["quantiles", "even", "by_future"])
def test_quantiles_are_in_order_and_of_people(told: Forecast, part: str) -> None:
    data: xr.Dataset = getattr(told, part)
    for variable in data.data_vars.values():
        assert variable.dtype == np.int64
        assert (variable >= 0).all()
        assert (variable.diff("quantile") >= 0).all()


def test_newly_displaced_never_fall(told: Forecast) -> None:
    for data in (told.quantiles, told.even, told.by_future):
        assert (data["newly_displaced"].diff("time") >= 0).all()
    assert (told.quantiles["newly_displaced"].sel(location=["gate", "camp", "abroad"]) == 0).all()
    assert told.quantiles["newly_displaced"].sel(location="middle", quantile=0.5)[-1] > 0


def test_a_total_is_at_least_any_of_its_places(told: Forecast) -> None:
    for name in VARIABLES:
        places = told.quantiles[name].sel(location=told.quantiles["location"] != TOTAL)
        assert (told.quantiles[name].sel(location=TOTAL) >= places.max("location")).all()


def test_of_one_member_places_sum_to_the_total(alone: Forecast) -> None:
    data = alone.quantiles
    assert (data.isel(quantile=0) == data.isel(quantile=-1)).all()
    one = data.isel(quantile=0)
    sums = one.sel(location=one["location"] != TOTAL).sum("location")
    for name in ("newly_displaced", "arrivals", "arrivals_since_origin", "trapped"):
        np.testing.assert_array_equal(sums[name], one[name].sel(location=TOTAL), err_msg=name)
    # those on the road are present in the total alone
    assert (sums["present"] <= one["present"].sel(location=TOTAL)).all()
    assert (one["present"].sel(location=TOTAL) <= one["newly_displaced"].sel(location=TOTAL)).all()
    assert one["newly_displaced"].sel(location=TOTAL)[-1] > 0


def test_arrivals_since_the_origin_are_none_at_the_origin_and_add_up_after_it(told: Forecast, alone: Forecast) -> None:
    assert (told.quantiles["arrivals_since_origin"].sel(time=slice(None, str(day(ORIGIN)))) == 0).all()
    one = alone.quantiles.isel(quantile=0)
    after = one["arrivals"].sel(time=slice(str(day(ORIGIN + 1)), None)).cumsum("time")
    np.testing.assert_array_equal(after, one["arrivals_since_origin"].isel(time=slice(ORIGIN + 1, None)))
    assert after[-1].sum() > 0
    np.testing.assert_array_equal(
        alone.flows["arrivals"].isel(quantile=0).sum("home").sel(destination=one["location"].to_numpy()),
        one["arrivals_since_origin"].isel(time=-1),
    )


def test_flows(told: Forecast) -> None:
    flows = told.flows["arrivals"]
    assert flows.dims == ("quantile", "home", "destination")
    assert flows["quantile"].to_numpy().tolist() == [0.05, 0.5, 0.95]
    assert (flows.diff("quantile") >= 0).all()
    for place in flows["home"].to_numpy():
        assert (flows.sel(home=place, destination=place) == 0).all()


def test_futures_share_their_past_and_differ_by_the_fighting(told: Forecast) -> None:
    past = told.by_future.sel(time=slice(None, str(day(ORIGIN))))
    assert past.sel(future="holds").drop_vars("future").equals(past.sel(future="south").drop_vars("future"))
    last = told.by_future["newly_displaced"].sel(quantile=0.5).isel(time=-1, location=0)
    assert last.sel(future="south") > last.sel(future="holds")


def test_weights_of_the_futures(told: Forecast) -> None:
    table = told.futures
    assert table["future"].tolist() == ["holds", "south"]
    # one place taken, none ahead but the target, no stall: (1 + 1) / (1 + 2)
    assert table["weight"].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert table["even"].tolist() == [0.5, 0.5]
    assert table["why"].str.contains("chance to get so far").all()
    within = told.by_future["newly_displaced"].isel(location=0, time=-1)
    for data in (told.even, told.quantiles.sel(location=[TOTAL])):
        mixed = data["newly_displaced"].isel(location=0, time=-1)
        assert (within.min("future") <= mixed).all()
        assert (mixed <= within.max("future")).all()


def test_the_rule_is_run_again_from_earlier_days_with_what_was_known_then(told: Forecast) -> None:
    # six days back is before the start; three days back nothing had fallen
    assert set(told.replays["as_of"]) == {day(ORIGIN - 3)}
    assert told.replays.set_index("future")["weight"].to_dict() == pytest.approx({"holds": 2 / 3, "south": 1 / 3})


def test_parameters_before_and_after_the_counts(told: Forecast) -> None:
    table = told.parameters.set_index("parameter")
    assert list(table.index) == [prior.name for prior in PRIORS]
    for stage in ("prior_", ""):
        assert (table[f"{stage}low"] <= table[f"{stage}median"]).all()
        assert (table[f"{stage}median"] <= table[f"{stage}high"]).all()


def test_counts_are_held_against_what_the_model_says(told: Forecast) -> None:
    fit = told.fit
    assert fit["where"].tolist() == ["middle", "all"]
    assert fit["low"].tolist() == [9000, 10_000]
    assert (fit["model_low"] <= fit["model_high"]).all()


def test_the_forecast_goes_where_the_counts_are() -> None:
    def median(low: float) -> float:
        world = worlds.country()
        counts = world.observations.iloc[:1].assign(low=low, high=low, qualifier="exact")
        moved = Scenario(world.settings, {**world.tables, "observations": counts})
        return float(made(moved, members=60, futures=None).fit["model_median"].iloc[0])

    few, many = median(500), median(30_000)
    assert few < 6000 < many


def test_another_seed_gives_other_numbers_the_same_seed_the_same(told: Forecast) -> None:
    assert made().quantiles.identical(told.quantiles)
    assert not made(seed=2).quantiles.equals(told.quantiles)


def test_the_number_of_threads_does_not_change_the_numbers(told: Forecast) -> None:
    one = made(cores=1)
    for part in ("quantiles", "even", "by_future", "flows"):
        assert getattr(one, part).identical(getattr(told, part))
    pd.testing.assert_frame_equal(one.parameters, told.parameters)


@pytest.mark.parametrize("members", [1, 2, 3])
def test_few_members_are_enough_to_run(members: int) -> None:
    told = made(members=members)
    assert told.parameters[["low", "median", "high"]].notna().all(axis=None)
    assert told.quantiles["newly_displaced"].sel(location="middle").max() > 0


def test_without_futures_the_fighting_goes_on_as_it_has_so_far() -> None:
    told = made(members=6, futures=None)
    assert told.futures["future"].tolist() == ["as-before"]
    assert told.futures["weight"].tolist() == [1.0]
    assert "so far it began" in told.futures["why"].item()
    assert told.fighting == "The fighting goes on as it has so far (100%)"


def test_fighting_that_goes_on_displaces_more_than_fighting_that_fades() -> None:
    def after(goes_on: bool) -> float:
        future = Future(future="f", title="t", goes_on=goes_on)
        world = worlds.scenario(
            [town("north", 40_000), town("south", 200_000)],
            [road("north", "south")],
            events=[fighting("north", 1, None)],
        )
        told = forecast(world, as_of=day(4), days=30, futures=Futures(actor="", future=(future,)), members=30)
        return float(told.quantiles["newly_displaced"].sel(location="total", quantile=0.5)[-1])

    assert after(goes_on=True) > 1.05 * after(goes_on=False)


def test_a_front_advances_in_each_course_of_the_fighting() -> None:
    known, south = worlds.country().as_of(day(ORIGIN)), FUTURES.future[1]
    branches = Futures(actor="rebels", future=(south, south.model_copy(update={"goes_on": True})))
    bare, goes_on = worlds_of(known, branches, day(ORIGIN), DAYS, seed=1)
    assert (len(bare), len(goes_on)) == (PACES, COURSES)
    for number, world in enumerate(goes_on):
        np.testing.assert_array_equal(world.arrays.holder, bare[number % PACES].arrays.holder)


def test_on_the_day_of_the_start() -> None:
    told = forecast(worlds.country(), as_of=day(0), days=2, members=4)
    assert told.quantiles.sizes["time"] == 3
    assert told.replays.empty
    assert told.fit.empty


def test_progress_counts_every_run() -> None:
    steps: dict[str, list[int]] = {}

    def progress(label: str, number: int):  # type: ignore[no-untyped-def]
        steps[label] = [number, 0]

        def step() -> None:
            steps[label][1] += 1

        return step

    forecast(worlds.country(), as_of=day(ORIGIN), days=2, members=6, progress=progress)
    assert steps
    assert all(wanted == done > 0 for wanted, done in steps.values())


def test_an_as_of_date_before_the_start() -> None:
    with pytest.raises(InputError, match="the as-of date 2031-02-28 is before the start 2031-03-01") as told:
        forecast(worlds.country(), as_of=day(-1), days=3)
    assert told.value.problems[0].mend


def test_nothing_was_known_by_the_as_of_date() -> None:
    late = worlds.scenario([worlds.town("a", known=day(9))], events=[fighting("a", 0, 1)])
    with pytest.raises(InputError, match="no place was known"):
        forecast(late, as_of=day(3), days=3)


def test_of_one_future_all_runs_say_what_its_runs_say() -> None:
    told = made(members=60, futures=None)
    for name in told.by_future:
        all_runs = told.quantiles[name].sel(location=TOTAL)
        np.testing.assert_array_equal(told.by_future[name].sel(future="as-before", location=TOTAL), all_runs)
