from collections import Counter

import pytest

from nuzuh.evidence.gazetteer import Gazetteer, Place


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def test_the_country_spoken_of_decides_between_namesakes(gazetteer: Gazetteer) -> None:
    tripoli = gazetteer.find("Tripoli", Counter({"LB": 3}))
    assert tripoli is not None
    assert tripoli.country == "LB"
    assert gazetteer.find("Tripoli").country == "LY"  # type: ignore[union-attr]


def test_small_towns_are_found_where_their_country_is_spoken_of(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Tall Tamr", Counter({"SY": 1})) is not None
    assert gazetteer.find("Zarzis", Counter({"TN": 1})).country == "TN"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Bab al-Hawa", "Bab al-Hawa"),
        ("Nassib", "Nasib crossing"),
        ("Masnaa", "Masnaa"),
        ("Semalka", "Semalka"),
        ("Khmeimim", "Hmeimim"),
    ],
)
def test_the_supplement_holds_crossings_and_bases(gazetteer: Gazetteer, told: str, name: str) -> None:
    found = gazetteer.find(told)
    assert found is not None
    assert found.name == name
    assert found.latitude is not None


def test_vowels_may_differ_where_one_place_alone_is_meant(gazetteer: Gazetteer) -> None:
    near = Counter({"SY": 2})
    assert gazetteer.find_misspelt("Menbaj", near).name == "Manbij"  # type: ignore[union-attr]
    assert gazetteer.find_misspelt("Menbaj", Counter()) is None
    assert gazetteer.find_misspelt("Hm", near) is None


def test_places_of_the_caller_go_first() -> None:
    mine = Place("Camp Seven", "camp", "SY", 35.0, 38.0)
    gazetteer = Gazetteer([(mine, ["Seventh Camp", "Tripoli"])])
    assert gazetteer.find("seventh camp") == mine
    assert gazetteer.find("Tripoli") == mine


def test_what_is_not_there_is_not_found(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Xqzvw") is None
    assert gazetteer.find("") is None
