"""Countries by their names and by what their people are called."""

import csv
from importlib import resources

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.countries import by_first_word, codes, countries, demonyms, occurrences
from nuzuh.evidence.gazetteer import Gazetteer
from nuzuh.evidence.language import english
from nuzuh.evidence.toponyms import spoken_of

NAMES = by_first_word(["Chad", "Mali", "Central African Republic", "Central African", "U.S."])


def test_every_country_has_a_name_and_people() -> None:
    text = (resources.files("nuzuh.evidence") / "languages" / "en" / "demonyms.csv").read_text(encoding="utf-8")
    called = {row["country"] for row in csv.DictReader(text.splitlines()) if row["demonyms"]}
    iso = {country.alpha_2 for country in pycountry.countries}
    assert iso <= called
    assert iso <= countries().keys()


@pytest.mark.parametrize(
    ("demonym", "country"),
    [("Chadians", "TD"), ("Sudanese", "SD"), ("Congolese", "CD"), ("Burmese", "MM"), ("Eritrean", "ER"),
     ("Basotho", "LS"), ("Poles", "PL"), ("Nigerien", "NE"), ("Nigerians", "NG"), ("French", "FR"), ("Chinese", "CN")],
)  # fmt: skip
def test_demonyms(demonym: str, country: str) -> None:
    assert demonyms(english())[demonym] == country
    assert codes(english())[demonym] == country


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chad and Mali", ["Chad", "Mali"]),
        ("the Central African Republic's army", ["Central African Republic"]),
        ("Central African troops", ["Central African"]),
        ("the U.S. army", ["U.S."]),
        ("a Chad-Mali summit", ["Chad", "Mali"]),
        ("Chadwick of Malin", []),
    ],
)
def test_names_are_found_as_whole_words_the_longest_first(text: str, found: list[str]) -> None:
    assert [name for _, name in occurrences(text, NAMES)] == found


@given(st.lists(st.sampled_from(["Chad", "Mali", "Central African", "the", "in", ",", "Chadwick"]), max_size=8))
def test_what_is_found_stands_there(told: list[str]) -> None:
    text = " ".join(told)
    found = list(occurrences(text, NAMES))
    assert all(text.startswith(name, start) for start, name in found)
    assert len(found) == sum(word in NAMES or word == "Central African" for word in told)


def test_countries_spoken_of_are_counted() -> None:
    near = spoken_of("Chadian troops left Mali. Two Chadians died near Barrie, Ont.", english(), Gazetteer())
    assert near["TD"] == 2
    assert near["ML"] == 1
    assert near["CA"] == 1
