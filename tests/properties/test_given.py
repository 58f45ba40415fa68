"""Whatever the folder: where the number of people is given, it is kept, and nobody leaves a camp."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.report.given import SETTING, build
from nuzuh.scenario.flee import Counts, FleeCase
from tests.flee_cases import case, link, place

LAST = 12


@st.composite
def folders(draw: st.DrawFn) -> FleeCase:
    """Two towns and three camps on one line of roads, with closures, and counts on some days."""
    sizes = st.sampled_from([float("nan"), 0.0, 40.0, 5000.0])
    places = [place(name, "conflict_zone", draw(st.integers(0, 10**6))) for name in ("Alba", "Brod")]
    places += [place(name, "camp", draw(sizes), country="Beyond") for name in ("Eyre", "Fenn", "Gale")]
    names = [row["place"] for row in places]
    roads = [link(a, b, draw(st.floats(1, 3000))) for a, b in pairwise(names)]
    spans = st.tuples(st.integers(-2, LAST), st.integers(-2, LAST))
    closures = [("country", "Home", "Beyond", *span) for span in draw(st.lists(spans, max_size=2))]
    fights = {
        name: draw(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=LAST, max_size=LAST)) for name in names[:2]
    }
    days = sorted(draw(st.sets(st.integers(-5, LAST), min_size=1, max_size=5)))
    people = st.lists(st.integers(0, 10**6), min_size=len(days), max_size=len(days))
    counts = {name: Counts(np.array(days), np.array(draw(people), dtype=float)) for name in names[2:]}
    return case(
        places, roads, days=LAST, closures=closures, conflicts=fights, counts=counts,
        spawn={"sum_from_camps": True, "empty_camps_on_day0": draw(st.booleans())},
    )  # fmt: skip


@given(made=folders())
@settings(deadline=None, max_examples=25)
def test_the_number_given_is_kept_and_nobody_leaves(made: FleeCase) -> None:
    world, _ = build(made)
    present = world.present(SETTING)
    totals = world.begin.sum() + np.cumsum(world.arriving)
    np.testing.assert_allclose(present.sum(axis=1), totals, rtol=1e-9, atol=1e-6)
    assert (present[0] >= world.begin - 1e-9).all()
    assert (np.diff(present, axis=0) >= 0).all()
    assert not present[:, :2].any()
