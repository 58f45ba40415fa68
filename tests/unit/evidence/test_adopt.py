"""Claims that become rows of a scenario, and those that do not."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.evidence.adopt import adopt
from nuzuh.evidence.as_events import INTENSITY
from nuzuh.evidence.claims import Claim
from nuzuh.evidence.reconcile import reconcile
from nuzuh.evidence.rows import Fate
from nuzuh.scenario import Scenario, Settings
from nuzuh.scenario.schema import TABLES, Actor, Area, Event, Observation, Place, Route
from nuzuh.scenario.tables import frame

START = dt.date(2023, 2, 1)
BASIS: dict[str, Any] = {"source": "invented", "known": dt.date(2023, 1, 1)}


def place(name: str, kind: str = "town", country: str = "CD", **more: Any) -> Place:
    given = {"place": name.lower(), "name": name, "kind": kind, "country": country, "latitude": 0, "longitude": 29}
    return Place.model_validate(given | {"population": 1000} | more | BASIS)


def route(start: str, end: str, km: float, via: str = "") -> Route:
    given = {"route": f"{start}--{end}", "from": start, "to": end, "distance_km": km, "speed_km_day": 100, "via": via}
    return Route.model_validate(given | BASIS)


def scenario(*events: Event, counts: tuple[Observation, ...] = ()) -> Scenario:
    rows: dict[str, list[Any]] = {
        "places": [
            place("Goma", aliases="Ngoma"),
            place("Sake"),
            place("Masisi"),
            place("Gisenyi", country="RW"),
            place("Corniche crossing", kind="crossing", place="corniche"),
        ],
        "routes": [
            route("goma", "sake", 20, "Sake bridge"),
            route("sake", "masisi", 40),
            route("goma", "masisi", 200),
            route("goma", "corniche", 3),
            route("corniche", "gisenyi", 2, "Corniche crossing"),
        ],
        "areas": [
            Area(area=a, place=p, **BASIS)
            for a, of in (("kivu", "goma sake masisi"), ("lakes", "goma sake masisi gisenyi"), ("west", "masisi"))
            for p in of.split()
        ],
        "events": list(events),
        "observations": list(counts),
    }
    given = Settings(
        title="Invented",
        start=START,
        as_of=dt.date(2023, 2, 12),
        actors={
            "m23": Actor(name="March 23 Movement", aliases=("M23", "M23 rebels")),
            "army": Actor(name="Congolese army", aliases=("FARDC",)),
        },
    )
    return Scenario(given, {name: frame(name, rows.get(name, [])) for name in TABLES})


def claim(kind: str = "control", **more: Any) -> Claim:
    text = more.pop("text", "what the report says")
    given: dict[str, Any] = {"report": "a", "place": "Goma", "actor": "M23", "valid_from": dt.date(2023, 2, 9)}
    given |= {"valid_to": dt.date(2023, 2, 10), "known": dt.date(2023, 2, 10)}
    return Claim.model_validate({"kind": kind, "start": 0, "end": len(text), "text": text} | given | more)


def total(**more: Any) -> Claim:
    given: dict[str, Any] = {"place": None, "actor": None, "low": 52_000, "high": 52_000, "unit": "people"}
    return claim("displacement", **(given | {"valid_from": START, "qualifier": "about"} | more))


def control(day: int, actor: str = "m23", name: str = "was") -> Event:
    return Event(event=name, kind="control", place="goma", actor=actor, valid_from=dt.date(2023, 2, day), **BASIS)


def only(told: Claim, world: Scenario) -> Fate:
    (fate,) = adopt([told], world).log
    return fate


def test_control_becomes_an_event_with_the_claim_as_its_source() -> None:
    told = claim(place="N'goma", actor="M23 rebels")
    done = adopt([told], scenario(control(1, "army")))
    row = done.scenario.events.iloc[-1]
    assert (row["kind"], row["place"], row["actor"]) == ("control", "goma", "m23")
    assert (row["valid_from"].date(), row["known"].date()) == (told.valid_from, told.known)
    assert row.isna()["valid_to"], "a place stays with who took it"
    assert told.claim in row["source"] and "a" in row["source"]
    assert (done.log[0].outcome, done.log[0].row) == ("added", row["event"])


def test_attack_becomes_a_strike_at_the_place() -> None:
    done = adopt([claim("attack", actor="somebody else")], scenario())
    row = done.scenario.events.iloc[-1]
    assert (row["kind"], row["place"], row["intensity"]) == ("strike", "goma", INTENSITY)
    assert row.isna()["actor"] and "somebody else" in done.log[0].why
    assert row["valid_to"].date() == dt.date(2023, 2, 10)


def test_a_clash_becomes_fighting() -> None:
    row = adopt([claim("attack", means="clash")], scenario()).scenario.events.iloc[-1]
    assert (row["kind"], row["place"], row["intensity"]) == ("fighting", "goma", INTENSITY)


@pytest.mark.parametrize("first", [None, dt.date(2023, 1, 30)])
def test_what_lasts_is_so_from_the_last_day_on_which_it_may_have_begun(first: dt.date | None) -> None:
    done = adopt([claim(valid_from=first)], scenario(control(1, "army")))
    assert done.scenario.events.iloc[-1]["valid_from"].date() == dt.date(2023, 2, 10)
    assert "from the last of these days" in done.log[0].why


def test_what_a_party_claims_is_taken_where_independent_sources_agree() -> None:
    party = claim("attack", status="claimed", attributed_to="Congolese army")
    other = claim("attack", report="b", attributed_to="Kivu Observatory")
    denied = claim("attack", report="b", attributed_to="Kivu Observatory", negated=True)

    def fate(*told: Claim) -> str:
        log = adopt(told, scenario(), settled=reconcile(told)).log
        return next(f.outcome for f in log if f.claim == party.claim)

    assert fate(party) == "left out"
    assert fate(party, other) == "added"
    assert fate(party, denied) == "left out"
    assert fate(party, other.model_copy(update={"attributed_to": "Congolese army"})) == "left out"
    assert adopt([party, other], scenario()).log[0].outcome == "left out", "nobody settled them"


@pytest.mark.parametrize("told_at", ["Sake", "Sake bridge", "Goma;Masisi"])
@pytest.mark.parametrize(("kind", "became"), [("attack", "strike"), ("route", "closure")])
def test_a_bridge_is_found_by_its_place_or_on_the_way_between_two(told_at: str, kind: str, became: str) -> None:
    told = claim(kind, place=told_at, unit="destroyed", text="the bridge was blown up")
    row = adopt([told], scenario()).scenario.events.iloc[-1]
    assert (row["kind"], row["route"]) == (became, "goma--sake")


def test_a_road_is_found_by_its_ends_and_a_crossing_by_its_name() -> None:
    cut = claim("route", place="Masisi;Sake", unit="cut", actor=None)
    shut = claim("route", place="Corniche", unit="closed", actor=None)
    rows = adopt([cut, shut], scenario()).scenario.events
    assert set(rows["route"].dropna()) == {"sake--masisi"}
    assert set(rows["place"].dropna()) == {"corniche"}


def test_reopened_becomes_an_opening_only_of_what_was_closed() -> None:
    opened = claim("route", place="Corniche", unit="reopened")
    assert only(opened, scenario()).outcome == "left out"
    shut = Event(event="shut", kind="closure", place="corniche", valid_from=START, **BASIS)
    assert adopt([opened], scenario(shut)).scenario.events["kind"].tolist() == ["closure", "opening"]


def test_national_total_since_the_start_becomes_an_observation() -> None:
    told = total(high=None, qualifier="at least")
    row = adopt([told], scenario()).scenario.observations.iloc[-1]
    assert (row["area"], row["measure"], row["low"], row["qualifier"]) == (
        "kivu",
        "newly_displaced",
        52_000,
        "at least",
    )
    assert row.isna()["high"] and row.isna()["place"]
    assert (row["valid_to"].date(), row["known"].date()) == (told.known, told.known)


@pytest.mark.parametrize(
    "told",
    [
        {"low": 1000, "high": 9999, "qualifier": "between"},
        {"low": 1000, "high": 1200, "valid_from": dt.date(2023, 2, 9)},
        {"low": 1000, "high": 1000, "text": "people left the western districts of Goma"},
    ],
)
def test_a_vague_or_partial_figure_is_told_by_its_least(told: dict[str, Any]) -> None:
    row = adopt([total(place="Goma", **told)], scenario()).scenario.observations.iloc[-1]
    assert (row["place"], row["measure"], row["low"], row["qualifier"]) == ("goma", "newly_displaced", 1000, "at least")
    assert row.isna()["high"] and row.isna()["area"]


def test_a_least_that_is_less_than_what_was_counted_before_adds_nothing() -> None:
    told = total(place="Goma", low=1000, high=9999)
    count = Observation(place="goma", measure="newly_displaced", low=5000, valid_to=dt.date(2023, 2, 8), **BASIS)
    assert only(told, scenario(counts=(count,))).outcome == "already known"
    later = count.model_copy(update={"valid_to": dt.date(2023, 2, 13)})
    fewer = count.model_copy(update={"low": 500})
    assert [only(told, scenario(counts=(c,))).outcome for c in (later, fewer)] == ["added", "added"]


def test_the_country_may_be_named() -> None:
    assert only(total(place="Democratic Republic of Congo"), scenario()).outcome == "added"
    assert only(total(place="Rwanda"), scenario()).outcome == "left out"


def test_no_area_covers_the_country() -> None:
    world = scenario()
    bare = Scenario(world.settings, {**world.tables, "areas": frame("areas", [])})
    assert "covers" in only(total(), bare).why


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (claim(negated=True), "denial"),
        (claim(status="claimed"), "claimed"),
        (claim(status="projected"), "projected"),
        (claim(status="historical"), "historical"),
        (claim(status="hypothetical"), "hypothetical"),
        (claim(known=None), "undated"),
        (claim(place=None), "no place"),
        (claim(place="Bukavu"), "no place of the scenario"),
        (claim(place="eastern Congo"), "no place of the scenario"),
        (claim(actor="Wazalendo"), "no actor"),
        (claim(actor="rebels"), "which rebels"),
        (claim(actor=None), "does not say who"),
        (claim(text="M23 took villages on the outskirts of Goma"), "around Goma"),
        (claim(text="M23 holds much of Goma province"), "around Goma"),
        (claim(text="M23 took two villages near Goma"), "around Goma"),
        (claim(text="M23 took parts of the city of Goma"), "something in Goma"),
        (claim(text="M23 seized Goma's international airport"), "something in Goma"),
        (claim("attack", valid_from=None, valid_to=None), "not told closely enough"),
        (claim("attack", valid_from=dt.date(2023, 1, 30)), "not told closely enough"),
        (claim("route", unit="congested"), "neither closed nor open"),
        (claim("route", unit="closed"), "no road or crossing"),
        (claim("population", low=5), "enters no table"),
        (total(low=None, high=None), "no figure"),
        (total(low=None, high=9999, valid_from=dt.date(2023, 2, 8)), "no least is told"),
        (total(unit="families"), "families"),
        (total(group="women"), "women"),
        (total(place_to="Goma"), "where they came from"),
        (total(place="Corniche"), "where people live"),
        (total(place="Goma", text="people fled the outskirts of Goma"), "where people live"),
        (total(place="Goma;Sake"), "where people live"),
        (total(valid_from=None), "from a day that it does not say"),
        (total(valid_from=dt.date(2023, 1, 20)), "from 20 January 2023"),
        (total(scope="since 2011"), "since 2011"),
    ],
)
def test_left_out_with_the_reason(told: Claim, why: str) -> None:
    done = adopt([told], scenario())
    assert done.log[0].outcome == "left out" and why in done.log[0].why
    assert done.log[0].table is None and done.log[0].row is None
    assert done.scenario.events.empty and done.scenario.observations.empty


def test_a_crossing_is_no_part_of_a_town() -> None:
    told = claim(place="Corniche", text="M23 seized the Corniche border crossing")
    assert only(told, scenario()).outcome == "added"
    assert only(claim(text="M23 took the town of Goma"), scenario()).outcome == "added"
    assert only(claim("attack", text="jets struck parts of Goma"), scenario()).outcome == "added"


def test_what_lies_around_another_place_does_not_matter() -> None:
    told = claim(place="Sake", text="having reached the outskirts of Goma, M23 took Sake")
    assert only(told, scenario()).outcome == "added"


@pytest.mark.parametrize("day", [7, 8, 9, 10, 12])
def test_an_event_within_two_days_is_known(day: int) -> None:
    fate = only(claim(), scenario(control(day)))
    assert (fate.outcome, fate.row) == ("already known", "was")


def test_who_holds_a_place_already_is_known_even_without_a_day() -> None:
    undated = claim(valid_from=None, valid_to=None)
    assert only(undated, scenario(control(2))).outcome == "already known"
    lost = control(4, "army", "lost")
    assert "may tell of was" in only(undated, scenario(control(2), lost)).why
    assert only(claim(), scenario(control(2), lost)).outcome == "added"


def test_a_closure_that_has_ended_is_not_the_one_told_of() -> None:
    told = claim("route", place="Corniche", unit="closed")
    shut = Event(event="shut", kind="closure", place="corniche", valid_from=START, **BASIS)
    over = shut.model_copy(update={"valid_to": dt.date(2023, 2, 3)})
    assert [only(told, scenario(e)).outcome for e in (shut, over)] == ["already known", "added"]


@pytest.mark.parametrize(("day", "outcome"), [(8, "already known"), (12, "already known"), (7, "added")])
def test_an_equal_count_within_two_days_is_known(day: int, outcome: str) -> None:
    count = Observation(area="kivu", measure="newly_displaced", low=52_000, valid_to=dt.date(2023, 2, day), **BASIS)
    assert only(total(), scenario(counts=(count,))).outcome == outcome


@pytest.mark.parametrize("other", [{"actor": "FARDC"}, {"negated": True}])
def test_contested_control_stays_evidence(other: dict[str, Any]) -> None:
    done = adopt([claim(), claim(report="b", **other)], scenario())
    assert done.scenario.events.empty
    assert "contested: b" in done.log[0].why


def test_control_that_changes_on_another_day_is_not_contested() -> None:
    days = {"valid_from": dt.date(2023, 2, 2), "valid_to": dt.date(2023, 2, 3)}
    done = adopt([claim(), claim(report="b", actor="FARDC", **days)], scenario())
    assert sorted(done.scenario.events["actor"]) == ["army", "m23"]


@pytest.mark.parametrize("actor", ["rebels", None])
def test_who_it_was_is_learnt_from_other_claims_of_the_place_and_days(actor: str | None) -> None:
    other = claim(report="b", status="reported", valid_from=dt.date(2023, 1, 30))  # of no close day itself
    done = adopt([claim(actor=actor), other], scenario())
    assert done.scenario.events["actor"].tolist() == ["m23"]
    assert "other claims name them" in done.log[0].why


def test_rebels_are_those_who_hold_the_places_next_to_it() -> None:
    sake = Event(event="sake", kind="control", place="sake", actor="m23", valid_from=dt.date(2023, 2, 3), **BASIS)
    army = Event(event="army", kind="control", place="masisi", actor="army", valid_from=START, **BASIS)
    done = adopt([claim(actor="rebels")], scenario(sake, army))
    assert done.scenario.events.iloc[-1]["actor"] == "m23" and "next to it" in done.log[0].why
    assert only(claim(actor="rebels"), scenario(army)).outcome == "left out"
    assert only(claim(actor=None), scenario(sake, army)).outcome == "left out"


def test_rebels_took_it_is_known_where_they_did_but_not_where_they_always_held_it() -> None:
    undated = claim(actor="rebels", valid_from=None)
    assert only(undated, scenario(control(3))).outcome == "already known"
    assert only(undated, scenario(control(3, "army"))).outcome == "left out"
    assert only(claim(actor=None, valid_from=None), scenario(control(1, "army"))).outcome == "left out"


def test_rebels_and_who_leads_them_are_no_contradiction() -> None:
    done = adopt([claim(actor="M23"), claim(report="b", actor="rebels")], scenario())
    assert [f.outcome for f in done.log] == ["added", "already known"]


def test_two_reports_of_one_event_add_it_once() -> None:
    done = adopt([claim(), claim(report="b"), total(), total(report="b")], scenario())
    assert [f.outcome for f in done.log].count("already known") == 2
    assert (len(done.scenario.events), len(done.scenario.observations)) == (1, 1)


def test_nothing_of_the_future_gets_in() -> None:
    with pytest.raises(ValueError, match="published after 2023-02-09"):
        adopt([claim()], scenario(), dt.date(2023, 2, 9))
    later = control(9).model_copy(update={"known": dt.date(2023, 2, 12)})
    done = adopt([claim()], scenario(later), dt.date(2023, 2, 10))
    assert done.log[0].outcome == "added", "the scenario is cut to the as-of date too"
    assert done.scenario.events["event"].tolist() == [done.log[0].row]


EMPTY = scenario()
TOLD = [claim(), claim(report="b"), claim("attack"), claim(place="Bukavu"), total(), total(low=None)]


@settings(max_examples=15)
@given(st.lists(st.sampled_from(TOLD), max_size=8).flatmap(lambda c: st.tuples(st.just(c), st.permutations(c))))
def test_every_claim_has_one_fate_in_any_order(both: tuple[list[Claim], list[Claim]]) -> None:
    told, shuffled = both
    one, other = adopt(told, EMPTY), adopt(shuffled, EMPTY)
    assert one.log == other.log
    assert one.scenario.events.equals(other.scenario.events)
    assert sorted(f.claim for f in one.log) == sorted({c.claim for c in told})
