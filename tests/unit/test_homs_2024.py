"""The example scenario homs-2024: whole, sourced, and free of hindsight."""

import math
import re
from pathlib import Path

import pandas as pd
import pytest

from nuzuh.report.build import Basis, prepare
from nuzuh.scenario import Scenario, load
from nuzuh.scenario.schema import TABLES

FOLDER = Path(__file__).parents[2] / "examples" / "homs-2024"
LAST = pd.Timestamp("2024-12-07")
START = pd.Timestamp("2024-11-27")
CAPITALS = {
    "damascus",
    "aleppo",
    "homs",
    "hama",
    "latakia",
    "tartus",
    "idlib",
    "raqqa",
    "deir-ez-zor",
    "hasakah",
    "daraa",
    "suwayda",
    "quneitra",
}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(FOLDER)


@pytest.fixture(scope="module")
def basis() -> Basis:
    """The tables with what the dispatches add, as a forecast uses them."""
    return prepare(FOLDER)


def great_circle_km(a: pd.Series, b: pd.Series) -> float:
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (a.latitude, a.longitude, b.latitude, b.longitude))
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


def residents(scenario: Scenario) -> pd.DataFrame:
    return scenario.places[scenario.places["kind"].isin(["town", "camp"])]


def holders(scenario: Scenario, day: pd.Timestamp) -> pd.Series:
    events = scenario.events
    control = events[(events["kind"] == "control") & (events["valid_from"] <= day)]
    return control.sort_values("valid_from", kind="stable").groupby("place")["actor"].last()


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_known_after_the_last_day(scenario: Scenario, table: str) -> None:
    rows = scenario.table(table)
    assert len(rows)
    assert rows["known"].max() <= LAST


@pytest.mark.parametrize("table", ["events", "observations"])
def test_nothing_is_so_after_it_was_known(scenario: Scenario, table: str) -> None:
    rows = scenario.table(table)
    assert (rows["valid_from"].isna() | (rows["valid_from"] <= rows["known"])).all()
    assert (rows["valid_to"].isna() | (rows["valid_to"] <= rows["known"])).all()


@pytest.mark.parametrize("table", TABLES)
def test_no_source_tells_of_a_later_day(scenario: Scenario, table: str) -> None:
    rows = scenario.table(table)
    for source, known in zip(rows["source"], rows["known"], strict=True):
        for day, month in re.findall(r"\b(\d{1,2}) (Nov|Dec)\b(?! 20[01])", source):
            assert pd.Timestamp(f"{day} {month} 2024") <= known, source


def test_covers_the_country(scenario: Scenario) -> None:
    places = scenario.places.set_index("place")
    assert len(places) >= 60
    assert len(scenario.routes) >= 120
    assert set(places.index[places["kind"] == "town"]) >= CAPITALS
    assert {"lebanon", "turkiye", "iraq", "jordan"} == set(places.index[places["kind"] == "country"])
    assert 15e6 < residents(scenario)["population"].sum() < 25e6


def test_world_is_whole_before_the_start(scenario: Scenario) -> None:
    before = scenario.as_of((START - pd.Timedelta(days=1)).date())
    assert len(before.places) == len(scenario.places)
    assert len(before.routes) == len(scenario.routes)
    assert before.settings.focus == "homs"
    syrian = before.places[before.places["country"] == "SY"]
    held = holders(before, START)
    assert set(syrian["place"]) == set(held.index)
    assert held["homs"] == "government"
    assert held["idlib"] == "hts"


def test_front_moves_as_it_became_known(basis: Basis) -> None:
    scenario = basis.scenario
    for place, day in {"aleppo": "2024-11-30", "hama": "2024-12-05", "rastan": "2024-12-06"}.items():
        when = pd.Timestamp(day)
        eve = when - pd.Timedelta(days=1)
        assert holders(scenario.as_of(eve.date()), eve)[place] == "government"
        assert holders(scenario.as_of(when.date()), when)[place] == "hts"
    last = holders(scenario, LAST)
    assert last[["homs", "damascus", "tartus"]].eq("government").all()


def test_rastan_bridge_is_on_the_road_that_its_loss_closes(basis: Basis) -> None:
    scenario = basis.scenario
    routes = scenario.routes.set_index("route")
    name = routes.index[routes["via"].map(lambda via: "Rastan bridge" in via)].item()
    assert {routes.at[name, "from"], routes.at[name, "to"]} == {"hama", "rastan"}
    events = scenario.events
    assert set(events.loc[events["route"] == name, "kind"]) == {"strike", "closure"}


def added(basis: Basis, table: str) -> pd.DataFrame:
    """Rows of a table that the dispatches added."""
    rows = basis.scenario.table(table)
    return rows[rows["source"].str.fullmatch(r"c[0-9a-f]{12} in .*")]


def test_the_dispatches_tell_what_the_tables_leave_to_them(scenario: Scenario, basis: Basis) -> None:
    tables, told = scenario.as_of(LAST.date()), added(basis, "events")
    told = told.astype(object).where(told.notna(), None)
    events = {(r.kind, r.place or r.route, r.actor, r.valid_from) for r in told.itertuples()}
    assert events >= {
        ("control", "rastan", "hts", pd.Timestamp("2024-12-06")),
        ("control", "talbiseh", "hts", pd.Timestamp("2024-12-06")),
        ("strike", "hama--rastan", "russia", pd.Timestamp("2024-12-05")),
        ("closure", "hama--rastan", None, pd.Timestamp("2024-12-06")),
    }
    counts = added(basis, "observations")
    assert ("homs", "newly_displaced", 1000.0) in set(
        zip(counts["place"], counts["measure"], counts["low"], strict=True)
    )
    for table in ("events", "observations"):
        assert len(basis.scenario.table(table)) == len(tables.table(table)) + len(added(basis, table))


def test_what_the_dispatches_add_leads_back_to_their_words(basis: Basis) -> None:
    claims = {c.claim: c for c in basis.claims}
    texts = {d.name: d.text for d in basis.documents}
    for table in ("events", "observations"):
        for row in added(basis, table).itertuples():
            claim = claims[str(row.source).partition(" ")[0]]
            assert str(row.source) == f"{claim.claim} in {claim.report}"
            assert texts[claim.report][claim.start : claim.end] == claim.text
            assert row.known.date() == claim.known


def test_residents_belong_to_groups(scenario: Scenario) -> None:
    groups = scenario.groups
    shares = groups.groupby("place")["share"].sum()
    assert set(shares.index) == set(residents(scenario)["place"])
    assert shares.to_numpy() == pytest.approx(1)
    assert groups["group"].nunique() <= 7
    assert set(scenario.affinity["group"]) == set(groups["group"])


def test_groups_stand_somehow_to_everyone_who_holds_a_place(scenario: Scenario) -> None:
    events = scenario.events
    holding = set(events.loc[events["kind"] == "control", "actor"])
    for _, rows in scenario.affinity.groupby("group"):
        assert set(rows["actor"]) == holding


@pytest.mark.parametrize("table", ["groups", "affinity"])
def test_judgements_name_themselves(scenario: Scenario, table: str) -> None:
    assert scenario.table(table)["source"].str.startswith("assumption: ").all()


def test_intensity_names_itself_an_assumption(scenario: Scenario) -> None:
    events = scenario.events
    assert events.loc[events["kind"] == "fighting", "source"].str.startswith("assumption: ").all()


def test_roads_are_no_shorter_than_the_crow_flies(scenario: Scenario) -> None:
    places = scenario.places.set_index("place")
    for route in scenario.routes.to_dict("records"):
        crow = great_circle_km(places.loc[route["from"]], places.loc[route["to"]])
        assert 0.98 * crow <= route["distance_km"] <= 1.6 * crow + 5, route["route"]


def test_names_and_aliases_lead_to_one_place(scenario: Scenario) -> None:
    seen: dict[str, str] = {}
    for place in scenario.places.to_dict("records"):
        for name in {n.casefold() for n in (place["place"], place["name"], *place["aliases"])}:
            assert seen.setdefault(name, place["place"]) == place["place"], name
