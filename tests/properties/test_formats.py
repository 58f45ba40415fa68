"""Claims are read back from CSV and GeoJSON as they were written."""

import csv
import datetime as dt
import io
import json
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.commands.writing import write_claims
from nuzuh.evidence.claims import Claim, Kind, Means, Qualifier, Scope, Status
from nuzuh.io.text import visible

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
NAME = st.one_of(st.sampled_from(["Goma", "near Bukavu", "Goma; Bunia", "Uganda", "=cmd()", "'Ayn"]), TEXT)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    low, high = sorted(draw(st.tuples(st.integers(0, 10**8), st.integers(0, 10**8))))
    text, start = draw(TEXT), draw(st.integers(0, 1000))
    told = {field: draw(maybe(TEXT)) for field in ("actor", "group", "unit", "attributed_to")}
    told |= {field: draw(maybe(NAME)) for field in ("place", "place_to")}
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    days = {"valid_from": first, "valid_to": last, "known": last}
    told |= {field: draw(maybe(st.just(day))) for field, day in days.items()}
    chosen = {"means": Means, "qualifier": Qualifier, "scope": Scope}
    told |= {field: draw(maybe(st.sampled_from(get_args(kind)))) for field, kind in chosen.items()}
    told |= {"kind": draw(st.sampled_from(get_args(Kind))), "status": draw(st.sampled_from(get_args(Status)))}
    told |= {"low": draw(maybe(st.just(low))), "high": draw(maybe(st.just(high))), "negated": draw(st.booleans())}
    report = draw(st.sampled_from(["a.txt", "=b.txt", "b,\n.txt"]))
    return Claim.model_validate(told | {"report": report, "text": text, "start": start, "end": start + len(text)})


def written(format: Any, found: list[Claim]) -> str:
    out = io.StringIO(newline="")
    write_claims(found, format, out)
    return out.getvalue()


def fields(claim: Claim) -> dict[str, Any]:
    told = claim.model_dump(mode="json", exclude={"text", "attributed_to"})
    return told | {b: told[b] and float(told[b]) for b in ("low", "high")}


@settings(max_examples=60)
@given(st.lists(claims(), max_size=5))
def test_csv_is_read_back(found: list[Claim]) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", found), newline="")))
    for claim, row in zip(found, rows, strict=True):
        for field, value in fields(claim).items():
            told = row[field].removeprefix("'")
            if value is None:
                assert told == ""
            elif isinstance(value, bool):
                assert told == str(value).lower()
            elif isinstance(value, str):
                assert told == visible(value)
            else:
                assert float(row[field]) == value


@settings(max_examples=60)
@given(st.lists(claims(), max_size=5))
def test_geojson_is_read_back(found: list[Claim]) -> None:
    features = json.loads(written("geojson", found))["features"]
    for claim, feature in zip(found, features, strict=True):
        assert feature["id"] == claim.claim
        assert {field: feature["properties"][field] for field in fields(claim)} == fields(claim)
        geometry = feature["geometry"]
        assert geometry is None or geometry["type"] in ("Point", "MultiPoint", "LineString")


@settings(max_examples=60)
@given(st.lists(claims(), max_size=5))
def test_every_format_writes_any_claims(found: list[Claim]) -> None:
    for format in ("table", "jsonl", "acled", "idu", "hxl"):
        told = written(format, found)
        told.encode("utf-8")
        if format != "jsonl":
            assert "\x1b" not in told
    assert [
        Claim.model_validate(_without_id(json.loads(line))) for line in written("jsonl", found).splitlines()
    ] == found


def _without_id(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key != "claim"}
