"""What must hold of reconciliation whatever the claims are."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.gazetteer import Place
from nuzuh.evidence.reconcile import reconcile
from nuzuh.evidence.sources import Sources, names, tellers
from nuzuh.evidence.weigh import same_figure

DAYS = st.dates(dt.date(2023, 2, 1), dt.date(2023, 2, 20))
PLACES = st.sampled_from([None, "Goma", "Sake", "Goma;Sake", "Kenya"])
TEXTS = st.sampled_from(["what is said", "the bridge was hit", "people left Gomah"])


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    text = draw(TEXTS)
    low, high = draw(st.tuples(*[st.none() | st.integers(0, 50) | st.just(900)] * 2))
    if low is not None and high is not None:
        low, high = sorted((low, high))
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    return Claim(
        report=draw(st.sampled_from("abcd")),
        kind=draw(st.sampled_from(["displacement", "casualty", "control", "attack", "route", "distance", "release"])),
        place=draw(PLACES),
        place_to=draw(st.sampled_from([None, "Sake"])),
        actor=draw(st.sampled_from([None, "M23", "rebels", "army", "M23;army"])),
        low=low,
        high=high,
        qualifier=draw(st.sampled_from([None, "about"])),
        unit=draw(st.sampled_from([None, "people", "families", "civilians killed", "closed", "open"])),
        scope=draw(st.sampled_from([None, "episode", "since 2011", "since offensive"])),
        status=draw(st.sampled_from(["reported", "claimed", "projected"])),
        negated=draw(st.booleans()),
        valid_from=draw(st.sampled_from([None, first])),
        valid_to=draw(st.sampled_from([None, last])),
        known=draw(st.none() | DAYS),
        attributed_to=draw(
            st.sampled_from([None, "OCHA", "UNHCR;Ada", "Ada", "resident", "a local resident", "X Union"])
        ),
        start=0,
        end=len(text),
        text=text,
    )


def where(name: str) -> Place:
    return Place(name, "town", "KE" if "kenya" not in name.lower() else "", float(len(name)), 0.0)


@settings(max_examples=60)
@given(st.lists(claims(), max_size=12).flatmap(lambda told: st.tuples(st.just(told), st.permutations(told))))
def test_order_of_reading_changes_nothing(both: tuple[list[Claim], list[Claim]]) -> None:
    told, shuffled = both
    assert reconcile(told, where) == reconcile(shuffled, where)


@settings(max_examples=60)
@given(st.lists(claims(), min_size=1, max_size=12))
def test_saying_it_twice_changes_nothing(told: list[Claim]) -> None:
    assert reconcile([*told, told[0]], where) == reconcile(told, where)


@settings(max_examples=60)
@given(st.lists(claims(), min_size=1, max_size=12), claims(), st.data())
def test_a_source_that_says_more_is_still_one(told: list[Claim], more: Claim, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(told))
    more = more.model_copy(update={"report": one.report, "attributed_to": one.attributed_to})
    sources = Sources.learn([*told, more])
    before = tellers(told, sources, same_figure)
    counted = sources.of(one) or sources.report(one) in before  # else it retold what a source had said, and still may
    after = tellers([*told, more], sources, same_figure)
    assert not counted or set(after) <= set(before)


@settings(max_examples=60)
@given(st.lists(claims(), min_size=1, max_size=12), st.data())
def test_a_copy_is_no_source_of_its_own(told: list[Claim], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(told))
    copy = one.model_copy(update={"report": "copy"})
    found = {
        s.sources for s in reconcile([*told, copy], where, lambda c: one.report if c.report == "copy" else c.report)
    }
    assert not any("copy" in names for names in found)


@settings(max_examples=60)
@given(st.lists(claims(), max_size=12), DAYS)
def test_nothing_is_known_before_it_was_published(told: list[Claim], day: dt.date) -> None:
    early = [c for c in told if c.known and c.known <= day]
    for one in reconcile(early, where):
        assert one.known is not None and one.known <= day
        assert not any(
            f"{d.day} {d:%B %Y}" in line for d in (c.known for c in told) if d and d > day for line in one.trail
        )


@settings(max_examples=60)
@given(st.lists(claims(), max_size=12))
def test_bounds_and_sources_hold(told: list[Claim]) -> None:
    by_id = {c.claim: c for c in told}
    affirmed = {c.claim for c in told if not c.negated}
    found = reconcile(told, where)
    for one in found:
        own = [by_id[c] for c in one.claims]
        assert (one.low is None) == (one.high is None)
        if one.best is not None:
            assert one.low is not None and one.high is not None and one.low <= one.best <= one.high
        named = {n for c in own for n in names(c.attributed_to)}
        silent = {c.report for c in own if not c.attributed_to}
        assert 1 <= one.independent_sources <= len(named) + len(silent)
        assert one.independent_sources == len(one.sources) == len(set(one.sources))
        assert one.reports == tuple(sorted({c.report for c in own}))
    assert affirmed <= {c for one in found for c in one.claims}, "a claim was lost"
