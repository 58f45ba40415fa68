"""Where the places of claims are."""

from typing import Any

import pytest

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.gazetteer import Gazetteer
from nuzuh.evidence.located import Located, locate
from nuzuh.evidence.tables.column import region

TEXT = "The Democratic Republic of Congo. Congolese troops were in Goma and Bukavu. "


def claim(**told: Any) -> Claim:
    text = told.pop("text", "people fled")
    told = {"report": "a.txt", "kind": "displacement", "start": 0, "end": len(text), "text": text} | told
    return Claim.model_validate(told)


def located(report: str = TEXT, **told: Any) -> Located:
    (one,) = locate([claim(**told)], {"a.txt": report}.get)
    return one


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("Goma", "at"),
        ("near Goma", "near"),
        ("outskirts of Goma", "near"),
        ("northern Goma", "in part of"),
        ("part of Goma", "in part of"),
        ("Goma central prison", "in part of"),
    ],
)
def test_a_place_and_what_is_said_around_it(name: str, how: str) -> None:
    (where,) = located(place=name).places
    assert (where.name, where.how) == (name, how)
    assert where.place is not None
    assert (where.place.name, where.place.country) == ("Goma", "CD")
    assert where.at == pytest.approx((-1.68, 29.23), abs=0.1)


def test_a_part_of_a_land_lies_in_its_middle_and_is_no_region_of_it() -> None:
    one = located("Chad. Chadian officials spoke of eastern Chad.", place="eastern Chad")
    (where,) = one.places
    assert where.how == "in part of"
    assert where.at == pytest.approx((13, 21.5), abs=2)
    assert one.country == "TD"
    assert region(one) is None


@pytest.mark.parametrize("name", ["border with Uganda", "Nowhere-at-All"])
def test_a_place_that_is_not_known_has_no_coordinates(name: str) -> None:
    (where,) = located(place=name).places
    assert where.place is None


def test_a_country_has_a_code_and_no_coordinates() -> None:
    one = located(place="Uganda")
    assert one.country == "UG"
    assert one.only is not None
    assert one.only.at is None


def test_the_country_of_what_has_no_place_is_that_of_the_report() -> None:
    assert located().country == "CD"
    assert located(place="Goma; Kampala").country is None


def test_a_name_is_told_apart_by_the_country_that_is_spoken_of() -> None:
    here = located("Libya. Libyan forces shelled Tripoli.", place="Tripoli")
    there = located("Lebanon. Lebanese troops went to Tripoli. Lebanon, Lebanese.", place="Tripoli")
    assert (here.country, there.country) == ("LY", "LB")


def test_names_of_private_people_are_withheld_from_quote_and_source_but_not_from_the_claim() -> None:
    text = TEXT + "Amina Sow, 42, a baker, fled. Sow fled Goma with 3,000 people."
    one = located(text, text="Sow fled Goma with 3,000 people", attributed_to="baker Amina Sow")
    assert one.quote == "[name withheld] fled Goma with 3,000 people"
    assert one.said_by == "baker [name withheld]"
    assert one.claim.text == "Sow fled Goma with 3,000 people"


def test_where_something_is_claimed_is_no_person() -> None:
    one = located(
        "Um Qatra, a village, was shelled. Rebels were in Um Qatra.", text="shelled Um Qatra", place="Um Qatra"
    )
    assert one.quote == "shelled Um Qatra"


def test_claims_alone_tell_of_persons_too() -> None:
    (one,) = locate([claim(text="Amina Sow, 42, fled with 300 people")])
    assert "Sow" not in one.quote


def test_claims_come_in_their_order_one_report_at_a_time() -> None:
    claims = [claim(report=name, place=place) for name in "ba" for place in ("Goma", "Bukavu")]
    asked: list[str] = []

    def coming() -> Any:
        for one in claims:
            asked.append(one.report)
            yield one

    found = locate(coming(), gazetteer=Gazetteer())
    next(found)
    assert asked == ["b", "b", "a"]
    assert [one.claim for one in found] == claims[1:]
