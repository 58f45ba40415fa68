"""Claims in the columns of others: which have a row, and what stands in it."""

import re
from collections import Counter
from typing import Any

import pytest

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.located import locate
from nuzuh.evidence.tables.acled import ACLED
from nuzuh.evidence.tables.column import Table
from nuzuh.evidence.tables.facts import FACTS, feature
from nuzuh.evidence.tables.hxl import HXL
from nuzuh.evidence.tables.idu import IDU

TEXT = {"a.txt": "The Democratic Republic of Congo. Congolese troops, Congolese rebels, Goma, Bukavu."}.get
DAY = {"valid_from": "2031-03-02", "valid_to": "2031-03-02", "known": "2031-03-04"}
FLIGHT = {"kind": "displacement", "unit": "people", "low": 4000, "high": 4000, "qualifier": "exact", **DAY}
STRIKE = {"kind": "attack", "place": "Goma", "means": "air", **DAY}
FALL = {"kind": "control", "place": "Goma", "actor": "M23", **DAY}


def claim(start: int = 0, **told: Any) -> Claim:
    text = told.pop("text", "so it was told")
    told = {"report": "a.txt", "start": start, "end": start + len(text), "text": text} | told
    return Claim.model_validate(told)


def rows(table: Table, *claims: Claim) -> tuple[list[dict[str, Any]], Counter[str]]:
    left: Counter[str] = Counter()
    return list(table.rows(locate(claims, TEXT), lambda why: left.update([why]))), left


def row(table: Table, *claims: Claim) -> dict[str, Any]:
    (one,), left = rows(table, *claims)
    assert not left
    return one


def left_out(table: Table, one: Claim) -> str:
    found, left = rows(table, one)
    assert found == []
    (why,) = left
    return why


@pytest.mark.parametrize("table", [FACTS, HXL, ACLED, IDU])
def test_columns_are_named_once_and_explained(table: Table) -> None:
    assert len(set(table.names)) == len(table.names)
    assert all(column.meaning.endswith((".", "…")) for column in table.columns)


def test_every_field_of_a_claim_has_a_column() -> None:
    assert {*Claim.model_fields, "claim"} - {"text"} <= set(FACTS.names)


def test_facts() -> None:
    one = claim(**FLIGHT | {"place": "Goma", "place_to": "Bukavu", "attributed_to": "mayor"})
    told = row(FACTS, one)
    assert {k: told[k] for k in ("claim", "place", "low", "unit", "negated", "valid_from", "country", "quote")} == {
        "claim": one.claim,
        "place": "Goma",
        "low": 4000,
        "unit": "people",
        "negated": False,
        "valid_from": "2031-03-02",
        "country": "Democratic Republic of Congo",
        "quote": "so it was told",
    }
    assert told["latitude"] == pytest.approx(-1.68, abs=0.1)
    assert told["latitude_to"] == pytest.approx(-2.5, abs=0.1)


@pytest.mark.parametrize(
    ("place", "place_to", "kind"),
    [
        ("Goma", "Bukavu", "LineString"),
        ("Goma", None, "Point"),
        (None, "Goma", "Point"),
        ("Goma; Bukavu", None, "MultiPoint"),
        ("Goma; Bukavu", "Bunia", "MultiPoint"),
        ("Goma", "Uganda", "Point"),
        ("Goma; Nowhere-at-All", "Bukavu", "Point"),
    ],
)
def test_geometry_is_longitude_first(place: str | None, place_to: str | None, kind: str) -> None:
    (one,) = locate([claim(**FLIGHT | {"place": place, "place_to": place_to})], TEXT)
    geometry: Any = feature(one)["geometry"]
    assert geometry["type"] == kind
    first = geometry["coordinates"] if kind == "Point" else geometry["coordinates"][0]
    assert first == pytest.approx([29.23, -1.68], abs=0.1)


@pytest.mark.parametrize("place", [None, "Uganda", "Nowhere-at-All"])
def test_no_place_has_no_geometry(place: str | None) -> None:
    (one,) = locate([claim(**FLIGHT | {"place": place})], TEXT)
    assert feature(one)["geometry"] is None


#: Hashtags and attributes of HXL's dictionary, version 1.1 final, and the attributes that are our own.
CORE = {"meta", "event", "country", "adm1", "loc", "geo", "date", "group", "affected", "population", "indicator",
        "status", "description"}  # fmt: skip
ATTRIBUTES = {"id", "source", "type", "name", "code", "dest", "lat", "lon", "start", "end", "reported", "displaced",
              "ind", "hh", "killed", "injured", "num"}  # fmt: skip
OWN = {"v_iso3", "min", "max", "means", "scope", "quote", "attributed", "group"}


def test_hashtags_are_those_of_the_standard() -> None:
    tags = [column.tag for column in HXL.columns]
    assert len(set(tags)) == len(tags)
    for tag in tags:
        assert re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)+|#population(\+\w+)*", tag), tag
        name, *attributes = tag.removeprefix("#").split("+")
        assert name in CORE
        assert set(attributes) <= ATTRIBUTES | OWN


@pytest.mark.parametrize(
    ("told", "column"),
    [
        (FLIGHT, "displaced"),
        (FLIGHT | {"unit": "families"}, "displaced_households"),
        (FLIGHT | {"unit": "households"}, "displaced_households"),
        ({"kind": "casualty", "unit": "people killed", "low": 4000, "high": 4000}, "killed"),
        ({"kind": "casualty", "unit": "people wounded", "low": 4000, "high": 4000}, "injured"),
        ({"kind": "population", "unit": "people", "low": 4000, "high": 4000}, "population"),
        ({"kind": "distance", "unit": "km", "low": 4000, "high": 4000}, "other"),
        ({"kind": "attack", "unit": "strikes", "low": 4000, "high": 4000}, "other"),
        (FLIGHT | {"unit": "houses"}, "other"),
    ],
)
def test_each_measure_has_its_own_columns(told: dict[str, Any], column: str) -> None:
    one = row(HXL, claim(**told))
    filled = {name for name, cell in one.items() if cell == 4000}
    assert filled == {f"{column}_min", f"{column}_max"}


def test_a_denial_is_told_in_hxl() -> None:
    assert row(HXL, claim(**FLIGHT | {"negated": True}))["status"] == "denied"


@pytest.mark.parametrize(
    ("told", "types"),
    [
        (STRIKE, ("Explosions/Remote violence", "Air/drone strike")),
        (STRIKE | {"means": "shelling"}, ("Explosions/Remote violence", "Shelling/artillery/missile attack")),
        (STRIKE | {"means": "bomb"}, ("Explosions/Remote violence", "Remote explosive/landmine/IED")),
        (STRIKE | {"means": "bomb", "text": "a suicide bomber"}, ("Explosions/Remote violence", "Suicide bomb")),
        (STRIKE | {"means": "clash"}, ("Battles", "Armed clash")),
        (FALL, ("Battles", "Non-state actor overtakes territory")),
        (FALL | {"actor": "Congolese government"}, ("Battles", "Government regains territory")),
        (FALL | {"actor": "FARDC"}, ("Battles", "Government regains territory")),
        (FALL | {"actor": "Rwanda"}, ("Battles", "Non-state actor overtakes territory")),
        (FALL | {"actor": "militants"}, ("Battles", "Non-state actor overtakes territory")),
        (
            FALL | {"text": "M23 took Goma without a fight"},
            ("Strategic developments", "Non-violent transfer of territory"),
        ),
    ],
)
def test_acled_types(told: dict[str, Any], types: tuple[str, str]) -> None:
    one = row(ACLED, claim(**told))
    assert (one["event_type"], one["sub_event_type"]) == types
    peaceful = types[0] == "Strategic developments"
    assert one["disorder_type"] == ("Strategic developments" if peaceful else "Political violence")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (FLIGHT, "displacement is no ACLED event"),
        (STRIKE | {"means": None}, "the means of the attack are not told"),
        (STRIKE | {"place": None}, "no place, or several"),
        (STRIKE | {"place": "Goma; Bukavu"}, "no place, or several"),
        (STRIKE | {"place": "Uganda"}, "the place is a country"),
        (STRIKE | {"valid_from": None}, "the day is not told within a month"),
        (STRIKE | {"valid_from": "2031-01-01"}, "the day is not told within a month"),
        (STRIKE | {"status": "historical"}, "denied, projected"),
        (STRIKE | {"status": "projected"}, "denied, projected"),
        (STRIKE | {"negated": True}, "denied, projected"),
        (FALL | {"actor": None}, "it is not told which side took it"),
        (FALL | {"actor": "Taliban"}, "it is not told which side took it"),
    ],
)
def test_what_is_no_acled_event_is_left_out(told: dict[str, Any], why: str) -> None:
    assert left_out(ACLED, claim(**told)).startswith(why)


@pytest.mark.parametrize(
    ("first", "last", "day", "precision"),
    [
        ("2031-03-02", "2031-03-02", "2031-03-02", 1),
        ("2031-03-01", "2031-03-03", "2031-03-02", 2),
        ("2031-03-01", "2031-03-08", "2031-03-04", 2),
        ("2031-03-01", "2031-03-09", "2031-03-05", 3),
        ("2031-03-01", "2031-04-01", "2031-03-16", 3),
    ],
)
def test_acled_time_precision(first: str, last: str, day: str, precision: int) -> None:
    one = row(ACLED, claim(**STRIKE | {"valid_from": first, "valid_to": last}))
    assert (one["event_date"], one["year"], one["time_precision"]) == (day, 2031, precision)


@pytest.mark.parametrize(
    ("place", "precision"),
    [("Goma", 1), ("northern Goma", 1), ("near Goma", 2), ("outskirts of Goma", 2), ("North Kivu", 3)],
)
def test_acled_geo_precision(place: str, precision: int) -> None:
    one = row(ACLED, claim(**STRIKE | {"place": place}))
    assert one["geo_precision"] == precision
    assert one["iso"] == 180


@pytest.mark.parametrize(
    ("actor", "kind"),
    [
        ("Congolese government", "State forces"),
        ("Rwandan government", "External/Other forces"),
        ("Rwanda", "External/Other forces"),
        ("M23", "Rebel group"),
        ("militants", None),
        (None, None),
    ],
)
def test_acled_types_of_actors(actor: str | None, kind: str | None) -> None:
    assert row(ACLED, claim(**STRIKE | {"actor": actor}))["inter1"] == kind


def test_acled_actors() -> None:
    one = row(ACLED, claim(**STRIKE | {"actor": "Rwanda; M23"}))
    told = {"actor1": "Rwanda", "inter1": "External/Other forces", "assoc_actor_1": "M23", "actor2": None}
    assert {name: one[name] for name in told} == told
    assert re.fullmatch("CODc[0-9a-f]{12}", one["event_id_cnty"])


DEAD = {"kind": "casualty", "place": "Goma", "unit": "people killed", "low": 12, "high": 12, **DAY}


def test_the_dead_of_the_same_words_are_the_events() -> None:
    strike = claim(**STRIKE, text="Drone strikes on Goma killed 12 people")
    (one,), _ = rows(ACLED, strike, claim(start=5, **DEAD, text="strikes on Goma killed 12 people"))
    assert one["fatalities"] == 12


@pytest.mark.parametrize(
    ("strike", "dead"),
    [
        (STRIKE, None),
        (STRIKE, DEAD | {"start": 500}),
        (STRIKE, DEAD | {"place": "Bukavu"}),
        (STRIKE, DEAD | {"valid_from": "2031-03-01"}),
        (STRIKE, DEAD | {"unit": "people wounded"}),
        (STRIKE, DEAD | {"low": None, "qualifier": "up to"}),
        (STRIKE, DEAD | {"negated": True}),
    ],
)
def test_other_dead_are_not(strike: dict[str, Any], dead: dict[str, Any] | None) -> None:
    others = [claim(**dead)] if dead else []
    (one,), _ = rows(ACLED, claim(**strike), *others)
    assert one["fatalities"] is None


def test_the_dead_of_two_events_are_those_of_neither() -> None:
    found, _ = rows(ACLED, claim(**STRIKE), claim(**STRIKE | {"means": "clash"}), claim(**DEAD))
    assert [one["fatalities"] for one in found] == [None, None]


def test_idu() -> None:
    one = row(IDU, claim(**FLIGHT | {"place": "Goma", "place_to": "Bukavu", "attributed_to": "IOM"}))
    told = {
        "iso3": "COD",
        "role": "Triangulation",
        "displacement_type": "Conflict",
        "qualifier": "total",
        "figure": 4000,
        "displacement_date": "2031-03-02",
        "displacement_start_date": "2031-03-02",
        "year": 2031,
        "sources": "IOM",
        "locations_name": "Goma; Bukavu",
        "locations_type": "Origin; Destination",
        "created_at": "2031-03-04",
    }
    assert {name: one[name] for name in told} == told
    assert one["latitude"] == pytest.approx(-2.1, abs=0.1)
    assert one["centroid"] == f"[{one['latitude']}, {one['longitude']}]"
    assert len(one["locations_coordinates"].split("; ")) == 2


@pytest.mark.parametrize(
    ("told", "qualifier", "figure"),
    [
        ({"qualifier": "about"}, "approximately", 4000),
        ({"qualifier": "at least", "high": None}, "more than or equal", 4000),
        ({"qualifier": "up to", "low": None}, "less than or equal", 4000),
        ({"qualifier": "between", "low": 100, "high": 999}, "more than or equal", 100),
    ],
)
def test_idu_qualifiers(told: dict[str, Any], qualifier: str, figure: int) -> None:
    one = row(IDU, claim(**FLIGHT | told))
    assert (one["qualifier"], one["figure"]) == (qualifier, figure)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (STRIKE, "attack is no displacement"),
        (FLIGHT | {"unit": "families"}, "counted in families"),
        (FLIGHT | {"unit": "households"}, "counted in households"),
        (FLIGHT | {"low": None, "high": None}, "displacement without a figure"),
        (FLIGHT | {"status": "projected"}, "denied, projected"),
        (FLIGHT | {"negated": True}, "denied, projected"),
        (FLIGHT | {"scope": "since 2011"}, "a total of many years"),
        (FLIGHT | {"place": "Goma", "place_to": "Uganda"}, "across a border"),
        (FLIGHT | {"place": "Goma; Kampala"}, "the country is not known"),
        (FLIGHT | {"text": "floods drove 4,000 from home"}, "displaced by a natural hazard"),
    ],
)
def test_what_idu_does_not_count_is_left_out(told: dict[str, Any], why: str) -> None:
    assert left_out(IDU, claim(**told)).startswith(why)


def test_what_a_report_says_is_no_markup_on_idmcs_map() -> None:
    one = row(IDU, claim(**FLIGHT, text="<script>4,000 fled"))
    assert "<script>" not in one["standard_popup_text"]
    assert "&lt;script&gt;4,000 fled" in one["standard_popup_text"]
    assert one["standard_info_text"] == "<b> Democratic Republic of Congo: 4,000 displacements, 2 March 2031 </b>"
