"""Names of places in reports, and where they are."""

import pytest

from nuzuh.evidence.documents import Document
from nuzuh.evidence.gazetteer import Gazetteer
from nuzuh.evidence.places import Named, places


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def found(text: str, gazetteer: Gazetteer) -> dict[str, Named]:
    named = list(places([Document("report", text)], gazetteer))
    assert all(text[n.start : n.end] == n.text for n in named)
    return {n.text: n for n in named}


def near(named: Named, latitude: float, longitude: float) -> bool:
    assert named.latitude is not None
    assert named.longitude is not None
    return abs(named.latitude - latitude) < 1 and abs(named.longitude - longitude) < 1


def test_names_are_placed(gazetteer: Gazetteer) -> None:
    named = found("Shells fell on Goma and Bukavu in Congo, and people fled to Rwanda.", gazetteer)
    assert set(named) == {"Goma", "Bukavu", "Congo", "Rwanda"}
    assert near(named["Goma"], -1.7, 29.2)
    assert named["Rwanda"].kind == "country"
    assert named["Goma"].country == "CD"


@pytest.mark.parametrize(
    ("text", "name", "latitude", "longitude"),
    [
        ("Paris, Texas, lies in Lamar County.", "Paris", 33.7, -95.6),
        ("In France, the police of Paris closed a road.", "Paris", 48.9, 2.4),
        ("Tripoli is north of Beirut, the capital of Lebanon.", "Tripoli", 34.4, 35.8),
        ("Libya's militias fought in Tripoli and Misrata.", "Tripoli", 32.9, 13.2),
    ],
)
def test_what_else_is_named_settles_which_place_is_meant(
    gazetteer: Gazetteer, text: str, name: str, latitude: float, longitude: float
) -> None:
    assert near(found(text, gazetteer)[name], latitude, longitude)


@pytest.mark.parametrize(
    ("text", "name", "country", "kind"),
    [
        ("Tbilisi said that Gori and Zugdidi, in western Georgia, were quiet.", "Georgia", "GE", "country"),
        ("Atlanta and Savannah, Georgia, were flooded, as was Macon.", "Georgia", "US", "region"),
        ("Gwen lives in Detroit, Texas.", "Detroit", "US", "town"),
        ("Canada helped. New South Wales, Victoria and Queensland sent crews.", "Queensland", "AU", "region"),
        ("In Ethiopia, people fled Mekelle and Adigrat for Gondar.", "Gondar", "ET", "town"),
        ("In Sudan, shells fell on Omdurman; the road to Dilling is cut.", "Dilling", "SD", "town"),
        ("In Myanmar, jets struck Loikaw and villages of Kayah.", "Loikaw", "MM", "town"),
    ],
)
def test_what_is_named_together_lies_together(
    gazetteer: Gazetteer, text: str, name: str, country: str, kind: str
) -> None:
    named = found(text, gazetteer)[name]
    assert (named.country, named.kind) == (country, kind)


@pytest.mark.parametrize(
    "text", ["Mr Palmer said so.", "Police said that more would come.", "The Granada quartet played."]
)
def test_persons_and_plain_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert not set(found(text, gazetteer)) & {"Palmer", "Police", "More", "The"}


def test_short_forms_of_countries_and_regions(gazetteer: Gazetteer) -> None:
    named = found("The U.S. and the UK sent aid to Columbia, Ky., and to Barrie, Ont.", gazetteer)
    assert named["U.S."].country == "US"
    assert named["UK"].country == "GB"
    assert named["Ky."].name == "Kentucky"
    assert named["Ont."].name == "Ontario"


def test_streets_are_put_where_the_town_is(gazetteer: Gazetteer) -> None:
    named = found("In Nairobi, Kenya, a fire broke out on Moi Avenue.", gazetteer)
    assert named["Moi Avenue"].kind == "site"
    assert near(named["Moi Avenue"], -1.3, 36.8)
