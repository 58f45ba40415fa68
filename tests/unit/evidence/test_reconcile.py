"""Settling claims: invented claims of other conflicts."""

import datetime as dt
from typing import Any

import pytest

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.gazetteer import Place
from nuzuh.evidence.names import fold
from nuzuh.evidence.reconcile import Settled, reconcile
from nuzuh.evidence.sources import UNITED_NATIONS, Sources

AT = {"Dunbar": (0.0, 0.0), "Mill": (0.0, 0.2), "Port": (0.0, 0.5), "Farm": (3.0, 0.2)}
INSIDE = {fold(name): region for name, region in (("Goma", "Nord Kivu"), ("Nord Kivu", ""))}


def where(name: str) -> Place | None:
    if fold(name) in INSIDE:
        return Place(name, "town", "CD", region=INSIDE[fold(name)])
    return Place(name, "town", "", *AT[name]) if name in AT else None


def claim(report: str = "a", kind: str = "displacement", day: int = 10, **more: Any) -> Claim:
    text = more.pop("text", "what the report says")
    given: dict[str, Any] = {
        "place": "Goma",
        "valid_from": dt.date(2023, 2, day - 1),
        "valid_to": dt.date(2023, 2, day),
    }
    given |= {"known": dt.date(2023, 2, day), "unit": "people" if kind == "displacement" else None}
    if "low" in more and "high" not in more:
        given["high"] = more["low"]
    return Claim.model_validate(
        {"report": report, "kind": kind, "start": 0, "end": len(text), "text": text} | given | more
    )


def settle(*claims: Claim) -> dict[str, Settled]:
    found = reconcile(claims, where)
    assert len({s.topic for s in found}) == len(found), "a topic stands twice"
    return {s.topic: s for s in found}


def test_figures_that_can_all_be_right_agree() -> None:
    found = settle(
        claim("a", low=1000, high=9999), claim("b", low=3000, high=None), claim("c", low=4000, qualifier="about")
    )
    one = found["People fled Goma"]
    assert (one.verdict, one.low, one.high, one.independent_sources) == ("agree", 1000, 9999, 3)
    assert one.reports == ("a", "b", "c")


def test_figures_that_cannot_all_be_right_differ() -> None:
    one = settle(claim("a", low=100, high=999), claim("b", low=1000, high=9999))["People fled Goma"]
    assert (one.verdict, one.low, one.high, one.independent_sources) == ("differ", 100, 9999, 2)


def test_about_leaves_room_and_exact_does_not() -> None:
    exact = settle(claim("a", low=100), claim("b", low=103))["People fled Goma"]
    about = settle(claim("a", low=100, qualifier="about"), claim("b", low=103))["People fled Goma"]
    assert (exact.verdict, about.verdict) == ("differ", "agree")


def test_later_figure_of_the_same_family_of_sources_supersedes() -> None:
    found = settle(
        claim("a", place="Ethiopia", low=50_000, attributed_to="OCHA", scope="since offensive"),
        claim("b", place="Ethiopia", low=80_000, attributed_to="UNHCR", day=12, valid_from=dt.date(2023, 2, 9)),
    )
    one = found["People displaced in Ethiopia since 9 February 2023"]
    assert (one.verdict, one.low, one.best, one.high) == ("updated", 50_000, 80_000, 80_000)
    assert (one.sources, one.known) == ((UNITED_NATIONS,), dt.date(2023, 2, 12))


@pytest.mark.parametrize(("earlier", "verdict"), [(500, "not comparable"), (1500, "differ")])
def test_later_figure_of_another_source_does_not_supersede(earlier: float, verdict: str) -> None:
    one = settle(
        claim("a", low=earlier, attributed_to="Red Cross of Kivu"),
        claim("b", low=900, attributed_to="Kivu army", day=12),
    )["People fled Goma"]
    assert (one.verdict, one.independent_sources, one.best) == (verdict, 2, 900)


def test_two_reports_that_quote_one_agency_are_one_source() -> None:
    found = settle(
        claim("a", low=700, attributed_to="Kivu Observatory"),
        claim("b", low=700, attributed_to="Kivu Observatory"),
        claim("c", low=700),
        claim("d", low=90),
    )
    one = found["People fled Goma"]
    assert one.sources == ("Kivu Observatory", "d"), "c retells what the Observatory says; d says something else"
    assert one.best == 700
    quoted = found["People fled Goma, according to Kivu Observatory"]
    assert (quoted.verdict, quoted.independent_sources, quoted.reports) == ("agree", 1, ("a", "b"))


def test_a_paragraph_that_two_reports_carry_is_one_source() -> None:
    told = [claim("a", low=700), claim("b", low=700), claim("c", low=90)]
    assert reconcile(told[:2], where)[0].independent_sources == 2

    def copied(c: Claim) -> str:
        return "a" if c.report == "b" else c.report

    (one,) = reconcile(told[:2], where, copied)
    assert (one.verdict, one.sources, one.reports) == ("single", ("a",), ("a", "b"))
    assert reconcile(told, where, copied)[0].sources == ("a", "c")


def test_families_are_not_people() -> None:
    found = settle(claim("a", low=700), claim("a", low=700, unit="families"))
    beside = found["Families fled Goma; People fled Goma"]
    assert (beside.verdict, beside.low, beside.high, beside.unit) == ("not comparable", None, None, "")


@pytest.mark.parametrize(("other", "verdict"), [("Kivu Observatory", "part of"), ("Kivu army", "not comparable")])
def test_civilians_are_part_of_a_toll_only_if_one_source_tells_both(other: str, verdict: str) -> None:
    shared: dict[str, Any] = {"kind": "casualty", "valid_from": dt.date(2023, 2, 1)}
    found = settle(
        claim("a", low=80, unit="people killed", attributed_to="Kivu Observatory", **shared),
        claim("b", low=20, unit="civilians killed", attributed_to=other, **shared),
    )
    both = found["Civilians killed in Goma since 1 February 2023; People killed in Goma since 1 February 2023"]
    assert (both.verdict, both.low, both.high) == (verdict, 20, 80)


@pytest.mark.parametrize("who", ["children", "soldiers"])
def test_a_group_is_part_of_all_and_cannot_be_more(who: str) -> None:
    shared: dict[str, Any] = {"kind": "casualty", "valid_from": dt.date(2023, 2, 1), "attributed_to": "Kivu army"}
    some = claim("a", low=20, unit=f"{who} killed", **shared)
    topic = f"{who.capitalize()} killed in Goma since 1 February 2023; People killed in Goma since 1 February 2023"
    assert settle(some, claim("b", low=80, unit="people killed", **shared))[topic].verdict == "part of"
    assert settle(some, claim("b", low=15, unit="people killed", **shared))[topic].verdict == "differ"
    later = shared | {"day": 12}
    assert (
        settle(claim("a", low=90, unit=f"{who} killed", **later), claim("b", low=80, unit="people killed", **shared))[
            topic
        ].verdict
        == "part of"
    ), "the total is of an earlier day: it may have grown since"


@pytest.mark.parametrize(
    ("wider", "title"),
    [
        ("Nord Kivu", "People fled Nord Kivu"),
        ("Democratic Republic of Congo", "People displaced in Democratic Republic of Congo since 9 February 2023"),
        (None, "People displaced in Democratic Republic of Congo since 9 February 2023"),
    ],
)
def test_a_town_is_part_of_its_region_and_country(wider: str | None, title: str) -> None:
    nation = claim("z", place="Democratic Republic of Congo", low=None)
    told = claim("a", low=700), claim("a", place=wider, low=5000), *([] if wider else [nation])
    one = settle(*told)[f"People fled Goma; {title}"]
    assert (one.verdict, one.low, one.best, one.high) == ("part of", 700, None, 5000)


def test_a_town_has_no_more_than_its_country_in_the_same_days() -> None:
    title = "People fled Goma; People fled Nord Kivu"
    town = claim("a", low=7000)
    assert settle(town, claim("b", place="Nord Kivu", low=5000))[title].verdict == "differ"
    others = claim("b", place="Nord Kivu", low=9000), claim("a", place="Nord Kivu", low=9000, group="women")
    earlier = claim("a", place="Nord Kivu", low=9000, day=5)
    assert title not in settle(town, *others), "another report counts, or only some"
    assert title not in settle(town, earlier), "the days of the one are not within those of the other"


def test_a_week_is_part_of_the_months_around_it() -> None:
    week = claim("a", place="Sudan", low=9e4, valid_from=dt.date(2023, 2, 3))
    months = claim("a", place="Sudan", low=2e5, valid_from=dt.date(2022, 11, 1))
    title = "People displaced in Sudan since 3 February 2023; People displaced in Sudan since 1 November 2022"
    assert settle(week, months)[title].verdict == "part of"
    other = months.model_copy(update={"report": "b"})
    assert settle(week, other)["; ".join(reversed(title.split("; ")))].verdict == "not comparable"


def test_those_who_flee_as_civilians_are_people() -> None:
    assert settle(claim("a", low=700, unit="civilians"), claim("b", low=700))["People fled Goma"].verdict == "agree"


def test_other_scope_is_not_comparable() -> None:
    found = settle(
        claim("a", place="Sudan", low=6e6, scope="since 2011"), claim("b", place="Sudan", low=9e4, scope="episode")
    )
    both = found["People displaced in Sudan since 2011; People displaced in Sudan since 9 February 2023"]
    assert both.verdict == "not comparable"


def test_undated_total_is_of_the_latest_period_of_its_unit() -> None:
    found = settle(
        claim("a", place="Sudan", low=9e4, valid_from=dt.date(2023, 1, 1)),
        claim("a", place="Sudan", low=7e3, unit="families", valid_from=dt.date(2023, 2, 1)),
        claim("b", place=None, low=9e4, valid_from=None),
    )
    assert found["People displaced in Sudan since 1 January 2023"].reports == ("a", "b")


def test_a_group_without_a_figure_is_part_of_all() -> None:
    found = settle(claim("a", low=700), claim("b", low=None, group="Banyamulenge"))
    assert found["Banyamulenge fled Goma; People fled Goma"].verdict == "part of"


def test_what_is_projected_stays_apart() -> None:
    found = settle(claim("a", low=700), claim("a", low=None, high=9000, status="projected"))
    assert set(found) == {"People fled Goma", "People who may yet be displaced in Goma"}


def test_history_and_suppositions_are_left_out() -> None:
    assert not settle(claim(low=5, status="historical"), claim(low=5, status="hypothetical"))
    assert not settle(claim(kind="control", actor="M23", negated=True))


def test_spellings_of_one_place_come_as_one_and_say_so() -> None:
    found = settle(
        claim("a", place="Bukavu", low=7, text="seven left Bukavu"),
        claim("b", place="Bukavu", low=7, text="7 left Bukavou"),
    )
    assert "Bukavou is taken as Bukavu" in found["People fled Bukavu"].spelt


def test_movement_with_and_without_destination_is_one() -> None:
    assert settle(claim("a", low=7), claim("b", low=7, place_to="Gisenyi"))["People fled Goma"].verdict == "agree"


def test_who_holds_a_place_is_contested_denied_or_updated() -> None:
    took = claim("a", "control", actor="M23 rebels")
    held = claim("b", "control", actor="Congolese army")
    assert settle(took, held)["Who holds Goma"].verdict == "differ"
    assert (
        settle(took, claim("b", "control", actor="M23 rebels", negated=True))["M23 rebels took Goma"].verdict
        == "differ"
    )
    back = claim("b", "control", actor="Congolese army", day=12, valid_from=dt.date(2023, 2, 12))
    assert settle(took, back)["Who holds Goma"].verdict == "updated"


def test_control_told_on_many_days_is_one_topic() -> None:
    late = claim("b", "control", actor="M23", valid_from=None, day=20)
    one = settle(claim("a", "control", actor="M23"), late)["M23 took Goma"]
    assert (one.verdict, one.reports) == ("agree", ("a", "b"))


def test_bare_rebels_may_be_any_party_but_the_state() -> None:
    rebels = claim("a", "control", actor="rebels")
    assert settle(rebels, claim("b", "control", actor="M23"))["M23 took Goma"].verdict == "agree"
    assert settle(rebels, claim("b", "control", actor="Congolese army"))["Who holds Goma"].verdict == "differ"


def test_attacks_on_other_days_are_other_attacks() -> None:
    found = reconcile([claim("a", "attack", day=3), claim("b", "attack", day=20)], where)
    assert [s.verdict for s in found] == ["single", "single"]


def test_bridge_between_two_places_meets_the_one_told_by_its_town() -> None:
    at_mill = claim("a", "attack", place="Mill", actor="Kivu army", text="struck the bridge")
    between = claim("b", "attack", place="Dunbar;Port", text="hit a bridge", attributed_to="Kivu Observatory")
    astray = claim("c", "attack", place="Farm", actor="Kivu army", text="blew up the bridge")
    one = settle(at_mill, between, astray)["Attack on the bridge at Mill by Kivu army"]
    assert one.reports == ("a", "b")
    apart = settle(between, astray)
    assert apart["Attack on the bridge between Dunbar and Port"].verdict == "single"


def test_one_claim_of_two_places_is_one_topic_and_meets_each() -> None:
    both = claim("a", "control", place="Sake;Goma", actor="M23")
    assert set(settle(both)) == {"M23 took Sake and Goma"}
    found = settle(both, claim("b", "control", place="Goma", actor="M23"))
    assert found["M23 took Goma"].verdict == "agree"


def test_a_distance_has_no_direction() -> None:
    told: dict[str, Any] = {"unit": "km", "valid_from": None, "valid_to": None}
    found = settle(
        claim("a", "distance", place="Goma", place_to="Sake", low=20, **told),
        claim("b", "distance", place="Sake", place_to="Goma", low=27, **told),
        claim("c", "distance", place="Goma", low=5, actor="M23", **told),
    )
    assert (found["Distance between Goma and Sake"].verdict, found["Distance of M23 from Goma"].high) == ("differ", 5)


def test_road_closed_and_then_open_again() -> None:
    closed = claim("a", "route", unit="cut", text="the road is cut")
    opened = claim("b", "route", unit="reopened", text="the road reopened", day=11, valid_from=dt.date(2023, 2, 11))
    jammed = claim("a", "route", unit="congested", text="jams")
    found = settle(closed, opened, jammed)
    assert found["Road at Goma: cut and reopened"].verdict == "updated"
    assert found["Road at Goma: congested"].verdict == "single"


@pytest.mark.parametrize(
    ("attributed", "sources"),
    [
        ("World Food Programme;OCHA", {UNITED_NATIONS}),
        ("UK-based monitoring group;a war monitor", {"monitor"}),
        ("army officer;Reuters", {"army officer"}),
        ("Reuters", {"Reuters"}),
        ("Kivu Observatory;Ada Example", {"Kivu Observatory"}),
        ("witness and residents", {"witness", "residents"}),
        (None, set()),
    ],
)
def test_who_is_behind(attributed: str | None, sources: set[str]) -> None:
    told = claim(attributed_to=attributed)
    assert Sources.learn([told]).of(told) == sources


def test_a_body_and_its_unnamed_member_are_one_source() -> None:
    told = [claim("a", low=7, attributed_to="army officer"), claim("b", low=7, attributed_to="army")]
    assert settle(*told, claim("c", low=7, attributed_to="navy"))["People fled Goma"].sources == ("army", "navy")


def test_who_speaks_for_whom_is_learnt_across_reports() -> None:
    beside, alone = claim("a", attributed_to="Kivu Observatory;Ada Example"), claim("b", attributed_to="Ada Example")
    assert Sources.learn([alone, beside]).of(alone) == {"Kivu Observatory"}
    monitor = claim("a", attributed_to="a war monitor")
    assert Sources.learn([monitor, beside]).of(monitor) == {"Kivu Observatory"}


def test_an_unnamed_monitor_is_the_only_one_that_is_named_anywhere() -> None:
    unnamed, named = claim("a", attributed_to="a war monitor"), claim("b", attributed_to="Kivu Observatory")
    assert Sources.learn([unnamed, named]).of(unnamed) == {"Kivu Observatory"}
    other = claim("c", attributed_to="Lake Observatory")
    assert Sources.learn([unnamed, named, other]).of(unnamed) == {"monitor"}


def test_the_trail_tells_who_says_what_and_where() -> None:
    one = settle(claim("a", low=700, attributed_to="Kivu army"), claim("b", low=900), claim("c", low=None))[
        "People fled Goma"
    ]
    assert one.trail == (
        "700 people (Kivu army) in a, 10 February 2023",
        "900 people (its own words) in b, 10 February 2023",
    )
    assert (one.why, one.claims) == ("The figures cannot all be right", tuple(sorted(one.claims)))
    assert len(one.claims) == 3, "who gives no figure is kept, though not told"


def test_what_to_look_at_first_comes_first() -> None:
    found = reconcile(
        [claim("a", low=7), claim("b", low=7), claim("a", place="Sake", low=7), claim("b", place="Sake", low=90)], where
    )
    assert [s.verdict for s in sorted(found, key=Settled.attention)] == ["differ", "agree"]
