"""What must hold of every scenario: it survives being saved, and as_of never looks ahead."""

import datetime as dt
import itertools
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.scenario import InputError, Scenario, load
from nuzuh.scenario.schema import TABLES, extra, fields, key_of
from tests import worlds
from tests.worlds import Cells, road, town

DATES = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
#: Any script, signs that CSV and TOML treat in their own way, and blanks at the ends.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("\"'#,;\\ \u2028\ufeff=")
TEXTS = st.text(CHARACTERS, min_size=1, max_size=12).filter(lambda text: text.strip())
NAMES = TEXTS.map(lambda text: text.replace(";", ".").strip()).filter(bool)
PEOPLE = st.floats(0, 1e10) | st.integers(0, 10**10).map(float)


def ordered(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> tuple[Any, Any]:
    """A low and a high, either of which may be left out, not both."""
    low, high = sorted((draw(values), draw(values)))
    return draw(st.sampled_from([(low, high), (low, None), (None, high)]))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    names = draw(st.lists(NAMES, min_size=2, max_size=5, unique=True))
    actors = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    facts = st.fixed_dictionaries({"source": TEXTS, "known": DATES})

    def rows(number: int, make: st.SearchStrategy[Cells]) -> list[Cells]:
        return [row | draw(facts) for row in draw(st.lists(make, max_size=number))]

    places = [
        draw(facts)
        | {
            "place": name,
            "name": draw(TEXTS),
            "aliases": tuple(draw(st.lists(NAMES, max_size=2))),
            "kind": draw(st.sampled_from(["town", "camp", "crossing", "country"])),
            "country": draw(TEXTS),
            "admin1": draw(st.none() | TEXTS),
            "latitude": draw(st.floats(-90, 90)),
            "longitude": draw(st.floats(-180, 180)),
            "population": draw(st.integers(0, 10**10)),
            "capacity": draw(st.none() | st.integers(0, 10**10)),
            "pcode": draw(st.none() | TEXTS),
        }
        for name in names
    ]
    routes = [
        draw(facts)
        | {
            "route": f"{k} {here}",
            "from": here,
            "to": there,
            "distance_km": draw(st.floats(0.1, 20_000)),
            "speed_km_day": draw(st.floats(1, 10_000)),
            "people_per_day": draw(st.none() | st.floats(0, 1e9)),
            "via": tuple(draw(st.lists(NAMES, max_size=2))),
            "one_way": draw(st.booleans()),
        }
        for k, (here, there) in enumerate(itertools.pairwise(names))
    ]

    @st.composite
    def events(draw: st.DrawFn) -> Cells:
        first, last = sorted((draw(DATES), draw(DATES)))
        kind = draw(st.sampled_from(["control", "fighting", "closure"]))
        on_road = kind == "closure" and draw(st.booleans())
        return {
            "kind": kind,
            "place": None if on_road else draw(st.sampled_from(names)),
            "route": routes[0]["route"] if on_road else None,
            "actor": draw(st.sampled_from(actors)),
            "intensity": draw(st.floats(0, 1)),
            "valid_from": first,
            "valid_to": draw(st.none() | st.just(last)),
        }

    @st.composite
    def observations(draw: st.DrawFn) -> Cells:
        low, high = ordered(draw, PEOPLE)
        first, last = sorted((draw(DATES), draw(DATES)))
        return {
            "place": draw(st.sampled_from(names)),
            "measure": draw(st.sampled_from(["present", "arrivals", "newly_displaced", "displaced_before"])),
            "low": low,
            "high": high,
            "qualifier": draw(st.sampled_from(["exact", "about", "at least", "up to", "between"])),
            "valid_from": draw(st.none() | st.just(first)),
            "valid_to": last,
        }

    # a name that comes twice is a revision, known on a day of its own
    told = rows(5, events())
    told = [row | {"event": draw(st.sampled_from(["a", "b"])), "known": worlds.day(k)} for k, row in enumerate(told)]
    groups = [{"place": names[0], "group": group, "share": 0.3} | draw(facts) for group in ("g", "ö")]
    start = draw(DATES)
    return worlds.scenario(
        places,
        routes,
        events=told,
        areas=[{"area": "x", "place": names[0]} | draw(facts)],
        observations=rows(4, observations()),
        groups=groups,
        affinity=[
            {"group": "ö", "actor": actors[0], "value": draw(st.floats(-1, 1)), "basis": draw(TEXTS)} | draw(facts)
        ],
        title=draw(TEXTS),
        start=start,
        as_of=start,
        days=draw(st.integers(1, 366)),
        capital=draw(st.none() | st.sampled_from(names)),
        coast=draw(st.sampled_from([None, "x"])),
        actors={name: {"name": draw(TEXTS), "aliases": draw(st.lists(TEXTS, max_size=2))} for name in actors},
    )


@settings(max_examples=60)
@given(scenarios())
def test_saved_and_loaded_is_the_same(made: Scenario) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made.save(Path(folder))
        again = load(folder)
    assert again.settings == made.settings
    for name in TABLES:
        there, here = again.table(name), made.table(name)
        assert there.index.tolist() == here.index.tolist()
        pd.testing.assert_frame_equal(there, here, check_exact=True, check_names=False)


@settings(max_examples=60)
@given(scenarios(), DATES | st.integers(-2, 6).map(worlds.day))
def test_as_of_shows_what_was_known_then_and_nothing_else(made: Scenario, day: dt.date) -> None:
    when = pd.Timestamp(day)
    try:
        cut = made.as_of(day)
    except InputError:
        assert not (made.places["known"] <= when).any()
        return
    for name in TABLES:
        rows, whole = cut.table(name), made.table(name)
        assert not (rows["known"] > when).any()
        pd.testing.assert_frame_equal(rows, whole.loc[rows.index])
        if key := key_of(name):
            last = whole[whole["known"] <= when].groupby(key)["known"].max()
            assert rows[key].is_unique
            assert (rows.set_index(key)["known"] == last[rows[key]]).all()
        for column, field in fields(name).items():
            target = str(extra(field, "refers_to"))
            if target and target != "actors":
                there = cut.table(target)[key_of(target) or target.removesuffix("s")]
                assert rows[column].dropna().isin(there).all()
    # nothing but a later date, a later revision or a thing not known yet takes a row away
    assert set(cut.places["place"]) == set(made.places.loc[made.places["known"] <= when, "place"])


@settings(max_examples=20)
@given(st.permutations(range(4)))
def test_the_order_of_revisions_in_the_file_does_not_matter(order: list[int]) -> None:
    rows = [worlds.fighting("a", 0, 9, 0.1 * (k + 1), known=worlds.day(k)) for k in order]
    made = worlds.scenario([town("a"), town("b")], [road("a", "b")], events=rows)
    for k in range(4):
        assert made.as_of(worlds.day(k)).events["intensity"].tolist() == [0.1 * (k + 1)]
