import csv
from collections import Counter
from importlib import resources

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
        ("Nassib", "Nassib"),
        ("Jirah Air Base", "Jirah Air Base"),
        ("Saiqal", "Saiqal Air Base"),
        ("Areesha camp", "Areesha"),
        ("Qara Qozak bridge", "Qara Qozak bridge"),
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


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Mekele", "Mekelle", "ET"), ("Avdiivka", "Avdeevka", "UA"), ("El Fasher", "Al-Fashir", "SD"),
        ("Nord-Kivu", "North Kivu", "CD"), ("Arakan", "Rakhine", "MM"), ("Bosaso", "Boosaaso", "SO"),
        ("Rangoon", "Yangon", "MM"), ("Hodeidah", "Al Hudaydah", "YE"),
    ],
)  # fmt: skip
def test_spellings_of_one_place_find_it(gazetteer: Gazetteer, one: str, other: str, country: str) -> None:
    near = Counter({country: 2})
    found = gazetteer.find(one, near)
    assert found is not None
    assert found.country == country
    assert gazetteer.find(other, near) == found


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [("Victoria", "SC", "town"), ("Victoria", "AU", "region"), ("Hama", "SY", "town"), ("Adre", "TD", "town"),
     ("Tigray", "ET", "region"), ("Ituri", "CD", "region"), ("Rakhine", "MM", "region"), ("Dilling", "SD", "town")],
)  # fmt: skip
def test_places_of_many_countries(gazetteer: Gazetteer, name: str, country: str, kind: str) -> None:
    found = gazetteer.find(name, Counter({country: 5}))
    assert found is not None
    assert (found.country, found.kind) == (country, kind)
    assert found.latitude is not None


@pytest.mark.parametrize(
    ("part", "whole", "north", "east"),
    [("eastern Chad", "N'Djamena", 0, 1), ("northern Ethiopia", "Addis Ababa", 1, 0),
     ("south-west Nigeria", "Abuja", -1, -1), ("far north Cameroon", "Yaounde", 1, 0)],
)  # fmt: skip
def test_a_part_of_a_country_lies_in_its_direction(
    gazetteer: Gazetteer, part: str, whole: str, north: int, east: int
) -> None:
    found, capital = gazetteer.locate(part), gazetteer.find(whole)
    assert found is not None
    assert capital is not None
    assert found.country == capital.country
    assert north * (found.latitude - capital.latitude) >= 0  # type: ignore[operator]
    assert east * (found.longitude - capital.longitude) >= 0  # type: ignore[operator]


@pytest.mark.parametrize("name", ["eastern Xqzvw", "eastern Goma"])
def test_a_direction_of_no_land_is_no_place(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.locate(name) is None


def test_every_row_of_the_tables_names_its_source() -> None:
    for table in ("data/supplement.csv", "data/regions.csv", "languages/en/demonyms.csv"):
        text = (resources.files("nuzuh.evidence") / table).read_text(encoding="utf-8")
        assert all(row["source"].strip() for row in csv.DictReader(text.splitlines())), table


def test_what_is_not_there_is_not_found(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Xqzvw") is None
    assert gazetteer.find("") is None
