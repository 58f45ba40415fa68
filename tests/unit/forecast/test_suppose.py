"""What is supposed to happen after the as-of date: read, and run beside the unchanged forecast."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from nuzuh.forecast.forecast import VARIABLES, forecast
from nuzuh.forecast.futures import Future, Futures
from nuzuh.forecast.result import TOTAL, Difference, Forecast
from nuzuh.forecast.suppose import joined, read_suppositions
from nuzuh.io.hubverse import to_hubverse
from nuzuh.scenario import InputError, Scenario
from nuzuh.scenario.schema import TABLES
from tests import worlds
from tests.worlds import Cells, closed, day, fighting, held

ORIGIN, DAYS = 5, 6
FUTURES = Futures(
    actor="rebels",
    future=(
        Future(future="holds", title="The front holds"),
        Future(future="south", title="South is taken", target="south"),
    ),
)
HEADER = "event,kind,place,route,actor,intensity,valid_from,valid_to,source,known\n"


def events(*rows: Cells) -> pd.DataFrame:
    return worlds.scenario([worlds.town("a")], events=rows).events


def made(futures: Futures | None = FUTURES, members: int = 24, scenario: Scenario | None = None,
         **suppose: pd.DataFrame) -> Forecast:  # fmt: skip
    return forecast(
        scenario or worlds.country(), as_of=day(ORIGIN), days=DAYS, futures=futures, suppose=suppose, members=members
    )


def only(**suppose: pd.DataFrame) -> Difference:
    (one,) = made(**suppose).differences
    return one


def at(data: xr.Dataset, measure: str, location: str) -> Any:
    return data[measure].sel(location=location)


@pytest.fixture(scope="module")
def shut() -> Difference:
    return only(shut=events(closed("south--camp", ORIGIN + 3)))


@pytest.fixture(scope="module")
def unchanged() -> Forecast:
    return made()


@pytest.mark.parametrize(
    "supposed",
    [
        events(),
        events(closed("south--camp", ORIGIN + 2, kind="opening")),  # it is open
        events(held("north", "rebels", ORIGIN + 2)),  # they hold it
        events(closed("south--camp", ORIGIN + DAYS + 1)),  # it comes too late
    ],
)
def test_what_changes_nothing_changes_not_a_byte(unchanged: Forecast, supposed: pd.DataFrame) -> None:
    told = made(nothing=supposed)
    (one,) = told.differences
    assert one.name == "nothing"
    for data in (one.quantiles, one.by_future, one.above, one.below):
        assert set(data.data_vars) == set(VARIABLES)
        assert all((values == 0).all() for values in data.data_vars.values())
    texts = [to_hubverse(each.quantiles, pd.Timestamp(day(ORIGIN)), range(1, DAYS + 1)) for each in (told, unchanged)]
    assert texts[0] == texts[1]


def test_suppositions_stand_beside_the_forecast_and_leave_it_and_one_another_alone(unchanged: Forecast) -> None:
    road, town = events(closed("south--camp", ORIGIN + 3)), events(held("south", "rebels", ORIGIN + 1))
    both = made(road=road, town=town)
    xr.testing.assert_identical(both.quantiles, unchanged.quantiles)
    xr.testing.assert_identical(both.flows, unchanged.flows)
    assert [one.name for one in both.differences] == ["road", "town"]
    for one, alone in zip(both.differences, (only(road=road), only(town=town)), strict=True):
        xr.testing.assert_identical(one.quantiles, alone.quantiles)
        xr.testing.assert_identical(one.above, alone.above)


def test_nothing_differs_before_the_first_supposed_day(shut: Difference) -> None:
    times = shut.quantiles["time"].to_index()
    assert times.equals(pd.date_range(day(ORIGIN), day(ORIGIN + DAYS)))
    before = shut.quantiles.sel(time=slice(None, str(day(ORIGIN + 2))))
    assert all((values == 0).all() for values in before.data_vars.values())
    assert (shut.quantiles["present"].sel(time=slice(str(day(ORIGIN + 3)), None)) != 0).any()


def test_a_road_that_shuts_keeps_people_from_its_end(shut: Difference) -> None:
    arrivals = at(shut.quantiles, "arrivals_since_origin", "camp").isel(time=-1)
    assert (arrivals <= 0).all()
    assert arrivals.sel(quantile=0.5) < 0
    assert at(shut.below, "arrivals_since_origin", "camp")[-1] > 0.5
    assert at(shut.above, "arrivals_since_origin", "camp")[-1] == 0


def test_a_camp_draws_people_by_the_room_that_it_is_given() -> None:
    room = {"event": "more", "kind": "capacity", "place": "camp", "valid_from": day(ORIGIN + 1)}
    larger, closing = (only(room=events(room | {"intensity": people})) for people in (200_000, 0))
    assert at(larger.quantiles, "arrivals_since_origin", "camp").isel(time=-1).sel(quantile=0.5) > 0
    assert at(larger.below, "arrivals_since_origin", "camp")[-1] < 0.1
    assert at(closing.quantiles, "arrivals_since_origin", "camp").isel(time=-1).sel(quantile=0.5) < 0
    assert at(closing.above, "arrivals_since_origin", "camp")[-1] == 0


def test_a_town_that_is_taken_drives_people_out_where_it_would_have_held() -> None:
    taken = only(taken=events(fighting("south", ORIGIN + 1, ORIGIN + 1), held("south", "rebels", ORIGIN + 1)))
    holds = at(taken.by_future.sel(future="holds"), "newly_displaced", TOTAL).isel(time=-1)
    south = at(taken.by_future.sel(future="south"), "newly_displaced", TOTAL).isel(time=-1)
    assert holds.sel(quantile=0.05) > 0
    assert south.sel(quantile=0.5) < holds.sel(quantile=0.5)


def test_the_difference_is_that_to_a_forecast_of_a_world_in_which_the_event_is_known() -> None:
    """One member, so that quantiles are what it counted; the event was announced by the as-of date."""
    bare = worlds.country()
    bare = Scenario(bare.settings, {**bare.tables, "observations": bare.observations.iloc[:0]})
    row = closed("middle--south", ORIGIN + 2)
    told = bare.add("events", [TABLES["events"].model_validate(row | worlds.KNOWN)])
    known = made(None, 1, told).quantiles - made(None, 1, bare).quantiles
    (one,) = made(None, 1, bare, shut=events(row)).differences
    assert (known["present"] != 0).any()
    xr.testing.assert_equal(one.quantiles, known.sel(time=one.quantiles["time"]))
    for chance, sign in ((one.above, 1), (one.below, -1)):
        expected = np.sign(known["present"].isel(quantile=0).sel(time=chance["time"])) == sign
        np.testing.assert_array_equal(chance["present"], expected)


def test_the_chances_are_of_members_by_the_weights_of_their_futures() -> None:
    """That the south stays the government's matters where the front would have taken it, and nowhere else."""

    def fewer(*weights: float) -> float:
        weighted = zip(FUTURES.future, weights, strict=True)
        futures = FUTURES.model_copy(
            update={"future": tuple(future.model_copy(update={"weight": weight}) for future, weight in weighted)}
        )
        (one,) = made(futures, holds=events(held("south", "government", ORIGIN + 1))).differences
        assert (one.by_future.sel(future="holds")["newly_displaced"] == 0).all()
        assert at(one.above, "newly_displaced", TOTAL)[-1] == 0
        return float(at(one.below, "newly_displaced", TOTAL)[-1])

    assert fewer(1, 0) == 0
    assert 0.2 < fewer(0, 1) <= 1
    assert fewer(1, 3) == pytest.approx(0.75 * fewer(0, 1))


def test_who_is_supposed_to_hold_a_place_stands_instead_of_what_a_future_says_of_it() -> None:
    future = events(held("south", "rebels", 8), fighting("south", 7, 8), held("west", "rebels", 9))
    supposed = events(held("south", "government", 10), closed("south--camp", 6))
    assert joined(future, supposed)["event"].tolist() == ["west-9", "south-10", "closed-south--camp-6"]
    assert joined(future, events(fighting("south", 6, 6)))["event"].tolist()[:3] == future["event"].tolist()


def table(folder: Path, name: str, *rows: str) -> Path:
    file = folder / name
    file.write_text(HEADER + "".join(f"{row},supposed,2031-03-06\n" for row in rows), encoding="utf-8")
    return file


def read(*files: Path) -> dict[str, pd.DataFrame]:
    return dict(read_suppositions(files, worlds.country(), day(ORIGIN)))


def problems(*files: Path) -> list[str]:
    with pytest.raises(InputError) as error:
        read(*files)
    return [str(problem) for problem in error.value.problems]


def test_a_table_of_events_is_read_in_the_order_of_its_days(tmp_path: Path) -> None:
    file = table(
        tmp_path, "camp.csv", "later,capacity,camp,,,9000,2031-03-10,", "first,capacity,camp,,,20000,2031-03-08,"
    )
    told = read(file, table(tmp_path, "none.csv"))
    assert list(told) == ["camp", "none"]
    assert told["camp"]["event"].tolist() == ["first", "later"]
    assert set(told["camp"]["known"]) == {pd.Timestamp(day(ORIGIN))}
    assert told["none"].empty


def test_all_problems_are_told_together_with_file_row_column_and_mend(tmp_path: Path) -> None:
    first = table(
        tmp_path,
        "first.csv",
        "a,control,sout,,rebels,,2031-03-08,",
        "b,closure,,south--camp,,,2031-03-06,",
        "c,closure,,south--cmp,,,2031-03-08,",
        "middle-3,control,middle,,rebels,,2031-03-08,",
        "d,strike,,south--camp,,0.5,2031-03-08,",
        "e,control,west,,rebels,,2031-03-08,2031-03-10",
        "f,closure,,middle--south,,,2031-03-09,",
        "g,opening,,middle--south,,,2031-03-09,",
        "h,fighting,south,,rebel,2,2031-03-09,",
        "i,capacity,camp,,,100,2031-03-09,",
        "i,capacity,camp,,,200,2031-03-09,",
    )
    second = table(tmp_path, "second.csv", "a,riot,south,,,,2031-03-08,", "b,control,south,,rebels,,8 March,")
    (tmp_path / "other").mkdir()
    third = table(tmp_path / "other", "second.csv")
    assert problems(first, second, third, tmp_path / "none.csv") == [
        "second.csv: two suppositions have this name (rename one of the files)",
        "first.csv, row 2, column 'place': 'sout' is not among the places (did you mean 'south'?)",
        "first.csv, row 3, column 'valid_from': 2031-03-06 is not after the as-of date "
        "(suppose it for 2031-03-07 or later)",
        "first.csv, row 4, column 'route': 'south--cmp' is not among the routes (did you mean 'south--camp'?)",
        "first.csv, row 5, column 'event': 'middle-3' is an event of the scenario "
        "(give it a name of its own: what is known stays)",
        "first.csv, row 6, column 'route': strike on a road changes nothing "
        "(name a place; to shut the road, suppose a closure)",
        "first.csv, row 7, column 'valid_to': a holder stays until another takes the place "
        "(leave it blank, and say who takes it)",
        "first.csv, row 9, column 'kind': 'middle--south' has another passage from that day by row 8 "
        "(keep one of the two rows, or change its day)",
        "first.csv, row 10, column 'intensity': 2 is out of range (0 none to 1 heaviest)",
        "first.csv, row 10, column 'actor': 'rebel' is not among the actors (did you mean 'rebels'?)",
        "first.csv, row 12, column 'event': 'i' stands twice (rename one; a revision needs a later 'known')",
        "first.csv, row 12, column 'intensity': 'camp' has another capacity from that day by row 11 "
        "(keep one of the two rows, or change its day)",
        "second.csv, row 2, column 'kind': 'riot' is not one of the choices "
        "(use 'control', 'fighting', 'strike', 'closure', 'opening' or 'capacity')",
        "second.csv, row 3, column 'valid_from': '8 March' is no date (write a date as YYYY-MM-DD)",
        f"{tmp_path / 'none.csv'}: there is no such file (name a table of events)",
    ]


def test_a_place_that_was_not_known_by_then_cannot_be_spoken_of(tmp_path: Path) -> None:
    made = worlds.country()
    places = made.places
    places.loc[places["place"] == "camp", "known"] = pd.Timestamp(day(ORIGIN + 1))
    file = table(tmp_path, "new.csv", "a,fighting,camp,,,0.5,2031-03-08,")
    assert list(read_suppositions([file], made, day(ORIGIN))) == ["new"]
    with pytest.raises(InputError, match="'camp' is not among the places"):
        read_suppositions([file], Scenario(made.settings, {**made.tables, "places": places}), day(ORIGIN))


def test_a_bridge_is_told_by_the_route_that_passes_it(tmp_path: Path) -> None:
    made = worlds.country()
    routes = made.routes
    routes["via"] = [("Long Bridge",) if route == "south--camp" else () for route in routes["route"]]
    file = table(tmp_path, "bridge.csv", "a,closure,long bridge,,,,2031-03-08,")
    with pytest.raises(InputError, match="it is on the route 'south--camp': name that under 'route'"):
        read_suppositions([file], Scenario(made.settings, {**made.tables, "routes": routes}), day(ORIGIN))


def test_what_says_the_same_twice_is_no_contradiction(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "same.csv",
        "a,closure,,south--camp,,,2031-03-08,2031-03-09",
        "b,closure,,south--camp,,,2031-03-08,",
        "c,control,south,,rebels,,2031-03-08,",
        "d,capacity,south,,,500,2031-03-08,",
    )
    assert len(read(file)["same"]) == 4
