"""A forecast rests on what was known on its as-of date, and on nothing else."""

import datetime as dt
from functools import cache

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import worlds
from tests.worlds import Cells, day

from nuzuh.forecast.forecast import forecast
from nuzuh.forecast.futures import Future, Futures
from nuzuh.io.hubverse import to_hubverse
from nuzuh.scenario import Scenario
from nuzuh.scenario.schema import TABLES, Row

ORIGIN, DAYS = 4, 4
FUTURES = Futures(
    actor="rebels",
    future=(Future(future="holds", title="holds"), Future(future="south", title="south", target="south")),
)
PLACES = ["north", "middle", "south", "west", "camp", "gate", "abroad"]
LATER = st.integers(ORIGIN + 1, ORIGIN + 30).map(day)
ANY_DAY = st.integers(-30, ORIGIN + 30).map(day)


@st.composite
def known_later(draw: st.DrawFn) -> tuple[str, Row]:
    """An event, a count, or another row that became known after the as-of date, of whatever day it tells."""
    facts: Cells = {"source": "made up", "known": draw(LATER)}
    first: dt.date = draw(ANY_DAY)
    last = draw(st.none() | st.just(first + dt.timedelta(days=3)))
    place = draw(st.sampled_from(PLACES))
    table = draw(st.sampled_from(["events", "events", "observations", "groups", "affinity", "areas", "routes"]))
    rows: dict[str, Cells] = {
        "events": {
            # a name that is there already makes it a revision
            "event": draw(st.sampled_from(["new", "middle-3", "fighting-middle-1", "north--10"])),
            "kind": draw(st.sampled_from(["control", "fighting", "strike", "closure", "opening", "capacity"])),
            "place": place,
            "actor": draw(st.sampled_from(["rebels", "government"])),
            "intensity": draw(st.floats(0, 1)),
            "valid_from": first,
            "valid_to": last,
        },
        "observations": {
            "place": place,
            "measure": draw(st.sampled_from(["present", "arrivals", "newly_displaced", "displaced_before"])),
            "low": draw(st.integers(0, 10**6)),
            "valid_to": first,
        },
        "groups": {"place": place, "group": "hill folk", "share": draw(st.floats(0, 1))},
        "affinity": {"group": "hill folk", "actor": "rebels", "value": draw(st.floats(-1, 1)), "basis": "made up"},
        "areas": {"area": "all", "place": place},
        "routes": worlds.road("north", "south", draw(st.floats(1, 50))),
    }
    return table, TABLES[table].model_validate(rows[table] | facts)


def hubverse(made: Scenario) -> str:
    told = forecast(made, as_of=day(ORIGIN), days=DAYS, futures=FUTURES, members=6, cores=1)
    assert not any((told.scenario.table(name)["known"] > pd.Timestamp(day(ORIGIN))).any() for name in TABLES)
    return to_hubverse(told.quantiles, pd.Timestamp(day(ORIGIN)), range(1, DAYS + 1)) + told.replays.to_csv()


@cache
def as_known() -> str:
    return hubverse(worlds.country())


@settings(deadline=None, max_examples=25)
@given(st.lists(known_later(), min_size=1, max_size=4, unique_by=lambda row: (row[0], row[1].known)))
def test_what_became_known_later_changes_not_a_byte(rows: list[tuple[str, Row]]) -> None:
    made = worlds.country()
    for table, row in rows:
        made = made.add(table, [row])
    assert hubverse(made) == as_known()


def test_what_was_known_by_then_does_change_it() -> None:
    facts = {"source": "made up", "known": day(ORIGIN)}
    event = TABLES["events"].model_validate(worlds.fighting("south", 3, 4, 1) | facts)
    assert hubverse(worlds.country().add("events", [event])) != as_known()
    count = {"place": "middle", "measure": "newly_displaced", "low": 50_000, "high": 50_000, "valid_to": day(4)}
    row = TABLES["observations"].model_validate(count | facts)
    assert hubverse(worlds.country().add("observations", [row])) != as_known()
