"""Scenarios are frozen, are cut to what was known, and grow by rows that fit."""

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from nuzuh.scenario import InputError, Scenario, load
from nuzuh.scenario.schema import TABLES, Area, Event, Observation, Route
from tests import worlds
from tests.worlds import day, held, road, town

FACTS = {"source": "made up", "known": day(2)}


def test_tables_handed_out_are_copies() -> None:
    world = worlds.country()
    for name in TABLES:
        before = world.table(name).copy(deep=True)
        handed = world.table(name)
        handed["source"] = "spoilt"
        handed.loc[handed.index[0], "known"] = pd.Timestamp("1999-01-01")
        pd.testing.assert_frame_equal(world.table(name), before)
        pd.testing.assert_frame_equal(getattr(world, name), before)


def test_a_scenario_is_frozen() -> None:
    world = worlds.country()
    with pytest.raises(dataclasses.FrozenInstanceError):
        world.settings = world.settings  # type: ignore[misc]
    with pytest.raises(TypeError):
        world.tables["places"] = world.places  # type: ignore[index]


def test_columns_are_those_of_the_schema_in_its_order() -> None:
    observations = worlds.country().observations
    assert list(observations) == [
        "place", "area", "measure", "low", "high", "qualifier", "valid_from", "valid_to", "source", "known",
    ]  # fmt: skip
    assert observations["low"].dtype == float
    assert observations["known"].dtype == "datetime64[s]"
    assert worlds.country().places["population"].dtype == "Int64"


def test_as_of_leaves_out_what_was_not_known_yet() -> None:
    world = worlds.country()
    assert set(world.as_of(day(0)).events["valid_from"].dt.date) == {day(-10)}
    assert "middle-3" not in set(world.as_of(day(3)).events["event"])
    assert "middle-3" in set(world.as_of(day(4)).events["event"])
    assert [len(world.as_of(day(d)).observations) for d in (3, 4, 5)] == [0, 1, 2]


def test_as_of_keeps_the_last_revision_known() -> None:
    events = [
        {"event": "fight", "kind": "fighting", "place": "a", "intensity": level, "valid_from": day(1), "known": day(k)}
        for k, level in ((5, 0.5), (2, 0.2), (3, 0.3))  # not in the order in which they became known
    ]
    world = worlds.scenario([town("a"), town("b")], [road("a", "b")], events=[*events, held("b", "rebels")])
    assert world.as_of(day(1)).events["event"].tolist() == ["b--10"]
    for when, level in ((2, 0.2), (3, 0.3), (4, 0.3), (5, 0.5), (9, 0.5)):
        told = world.as_of(day(when)).events.set_index("event")
        assert told.loc["fight", "intensity"] == level


@pytest.mark.parametrize("table", ["groups", "affinity", "areas"])
def test_rows_without_a_name_are_revised_by_what_they_are_about(table: str) -> None:
    rows = {
        "groups": [{"place": "a", "group": "g", "share": s, "known": day(k)} for k, s in ((1, 0.1), (3, 0.3))],
        "affinity": [
            {"group": "g", "actor": "rebels", "value": s, "basis": "", "known": day(k)} for k, s in ((1, 0.1), (3, 0.3))
        ],
        "areas": [{"area": "x", "place": "a", "source": f"{k}", "known": day(k)} for k in (1, 3)],
    }
    for row in rows["affinity"]:
        row["basis"] = "made up"
    if table == "affinity":
        rows["groups"] = rows["groups"][:1]
    world = worlds.scenario([town("a"), town("b")], [road("a", "b")], **{table: rows[table], "groups": rows["groups"]})
    known = [world.as_of(day(d)).table(table) for d in (2, 4)]
    assert [data["known"].dt.date.tolist() for data in known] == [[day(1)], [day(3)]]


def test_counts_are_not_revisions_of_each_other() -> None:
    row = {"place": "a", "measure": "present", "low": 5, "valid_to": day(1), "known": day(2)}
    world = worlds.scenario([town("a"), town("b")], [road("a", "b")], observations=[row, row])
    assert len(world.as_of(day(2)).observations) == 2


def test_as_of_takes_along_what_speaks_of_things_not_known_yet() -> None:
    world = worlds.scenario(
        [town("a"), town("b"), town("late", known=day(3))],
        [road("a", "b"), road("b", "late"), road("a", "late", route="also")],
        events=[
            {"event": "shut", "kind": "closure", "route": "b--late", "valid_from": day(1)},
            held("late", "rebels"),
            held("a", "rebels"),
        ],
        areas=[{"area": "old", "place": "a"}, {"area": "new", "place": "late"}, {"area": "old", "place": "late"}],
        observations=[
            {"area": area, "measure": "present", "low": 5, "valid_to": day(1)} for area in ("old", "new")
        ],
        groups=[{"place": "late", "group": "latecomers", "share": 1}, {"place": "a", "group": "first", "share": 1}],
        affinity=[{"group": g, "actor": "rebels", "value": 1, "basis": "made up"} for g in ("latecomers", "first")],
        capital="a",
        focus="late",
        coast="new",
    )  # fmt: skip
    early = world.as_of(day(2))
    assert early.places["place"].tolist() == ["a", "b"]
    assert early.routes["route"].tolist() == ["a--b"]
    assert early.events["event"].tolist() == ["a--10"]
    assert early.areas["area"].tolist() == ["old"]
    assert early.observations["area"].tolist() == ["old"]
    assert early.groups["group"].tolist() == ["first"]
    assert early.affinity["group"].tolist() == ["first"]
    assert (early.settings.capital, early.settings.focus, early.settings.coast) == ("a", None, None)
    late = world.as_of(day(3))
    assert {name: len(data) for name, data in late.tables.items()} == {
        name: len(data) for name, data in world.tables.items()
    }
    assert late.settings == world.settings


def test_as_of_before_any_place_was_known() -> None:
    with pytest.raises(InputError, match="no place was known on 2031-02-08"):
        worlds.country().as_of(day(-21))


def test_as_of_leaves_the_scenario_as_it_was() -> None:
    world = worlds.country()
    world.as_of(day(0))
    assert len(world.observations) == 2


def test_add_returns_another_scenario_with_the_rows_at_the_end() -> None:
    world = worlds.country()
    row = Observation(place="west", measure="present", low=100, valid_to=day(2), **FACTS)
    more = world.add("observations", [row]).add("observations", [row])
    assert len(world.observations) == 2
    assert more.observations["low"].tolist()[2:] == [100, 100]
    assert more.observations.index.is_unique
    assert more.observations.dtypes.equals(world.observations.dtypes)
    assert len(more.as_of(day(1)).observations) == 0


def test_add_to_an_empty_table() -> None:
    bare = worlds.scenario([town("a"), town("b")], [road("a", "b")])
    event = Event(event="e", kind="fighting", place="a", intensity=0.5, valid_from=day(0), **FACTS)
    grown = bare.add("events", [event])
    assert grown.events["event"].tolist() == ["e"]
    assert grown.events.dtypes.equals(bare.events.dtypes)
    assert grown.events.index.tolist() == [2]
    assert bare.add("events", []).events.empty


def test_add_refuses_what_does_not_fit() -> None:
    world = worlds.country()
    with pytest.raises(InputError) as told:
        world.add("areas", [Area(area="all", place="nowhere", **FACTS), Area(area="all", place="abrod", **FACTS)])
    assert [(p.file, p.row, p.column) for p in told.value.problems] == [
        ("areas.csv", 8, "place"),
        ("areas.csv", 9, "place"),
    ]
    assert "did you mean 'abroad'?" in told.value.problems[1].mend
    with pytest.raises(InputError, match="stands twice"):
        world.add("routes", [Route.model_validate(road("north", "middle") | worlds.KNOWN)])


def same(one: Scenario, other: Scenario) -> None:
    assert one.settings == other.settings
    for name in TABLES:
        pd.testing.assert_frame_equal(
            one.table(name).reset_index(drop=True), other.table(name).reset_index(drop=True), check_exact=True
        )


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    world = worlds.country(capital="south", coast="all", focus="middle")
    world.save(tmp_path)
    same(load(tmp_path), world)


def test_saving_a_cut_scenario_keeps_the_cut(tmp_path: Path) -> None:
    cut = worlds.country().as_of(day(4))
    cut.save(tmp_path)
    same(load(str(tmp_path)), cut)
