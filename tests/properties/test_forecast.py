"""A forecast rests on what was known on its as-of date, and on nothing else."""

import datetime as dt
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.forecast.forecast import forecast
from nuzuh.forecast.futures import Future, Futures
from nuzuh.io.hubverse import to_hubverse
from nuzuh.scenario import Scenario
from nuzuh.scenario.schema import TABLES, Row
from tests import worlds
from tests.worlds import Cells, day

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
    text = to_hubverse(told.quantiles, pd.Timestamp(day(ORIGIN)), range(1, DAYS + 1))
    return text + told.futures.to_csv() + told.replays.to_csv()


@cache
def as_known() -> str:
    return hubverse(worlds.country())


@settings(max_examples=25)
@given(st.lists(known_later(), min_size=1, max_size=4, unique_by=lambda row: (row[0], row[1].known)))
def test_what_became_known_later_changes_not_a_byte(rows: list[tuple[str, Row]]) -> None:
    made = worlds.country()
    for table, row in rows:
        made = made.add(table, [row])
    assert hubverse(made) == as_known()


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("events", worlds.held("south", "rebels", 2)),
        ("events", worlds.held("middle", "government", 4)),
        ("events", worlds.held("north", "government")),  # a revision of what was known from the start
        ("events", worlds.fighting("south", 0, 4, 1)),
        ("events", worlds.closed("middle--south", 0)),
        ("observations", {"area": "all", "measure": "present", "low": 10**6, "valid_to": day(4)}),
        ("routes", worlds.road("middle", "camp", 1)),
        ("groups", {"place": "middle", "group": "hill folk", "share": 0}),
        ("affinity", {"group": "hill folk", "actor": "rebels", "value": 1, "basis": "made up"}),
    ],
)
def test_what_would_matter_most_changes_nothing_if_it_became_known_a_day_late(table: str, cells: Cells) -> None:
    def told(known: int) -> str:
        facts = {"source": "made up", "known": day(known)}
        return hubverse(worlds.country().add(table, [TABLES[table].model_validate(cells | facts)]))

    assert told(ORIGIN + 1) == as_known()
    assert told(ORIGIN) != as_known()
