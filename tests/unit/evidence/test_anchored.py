"""Patterns looked for at the words that they must hold find what a search of the whole text finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence import dates, figures
from nuzuh.evidence.anchored import matches, positions, words
from nuzuh.evidence.language import english, pattern
from nuzuh.evidence.placenames import place_names

NAMES = place_names(english())
PATTERNS = [
    *((form.pattern, form.holds[0], dates._LEAD) for form in dates._known(english()).forms),
    *((NAMES.forms[f"told_{where}"], NAMES.lists[where], lead) for where, lead in (("before", 0), ("behind", 12))),
    (NAMES.forms["region"], NAMES.lists["sides"], 4),
    (NAMES.forms["pointing"], frozenset(NAMES.pointed), 3),
    (NAMES.forms["located"], NAMES.lists["where"], 0),
]
told = st.sampled_from(
    [
        "The",
        "the",
        "there",
        "this",
        "of",
        "in",
        "from",
        "near",
        "near,",
        "into",
        "and",
        "to",
        "the",
        "far",
        "north-eastern",
        "northern",
        "central",
        "coastal",
        "coast",
        "border",
        "frontier",
        "with",
        "neighbouring",
        "city",
        "cities",
        "town",
        "towns,",
        "village",
        "district",
        "province",
        "governorate",
        "area",
        "camp",
        "outskirts",
        "its",
        "Goma",
        "Beni",
        "Bukavu",
        "al-Fashir",
        "Al",
        "Kivu",
        "Ituri",
        "Sudan",
        "Sudanese-Chadian",
        "besieged",
        "whole",
        "rebel-held",
        "capital",
        "on",
        "late",
        "last",
        "past",
        "27",
        "3rd",
        "November",
        "March",
        "May",
        "2023",
        "2019-2021",
        "(2020)",
        "Monday",
        "Friday,",
        "overnight",
        "night",
        "into",
        "early",
        "morning",
        "today",
        "yesterday",
        "two",
        "weeks",
        "day",
        "days",
        "ago",
        "earlier",
        "within",
        "week",
        "after",
        "previous",
        "month",
        "since",
        "until",
        "hours",
        "more",
        "than",
        "about",
        "at",
        "least",
        "a",
        "few",
        "hundred",
        "dozens",
        "of",
        "thousand",
        "1,200",
        "45",
        "million",
        "between",
        "three",
        "half",
        "an",
        "estimated",
        "in",
        "their",
        "hundreds",
        "said",
        "Jane",
        "Doe,",
        "42,",
        "told",
        "Mr",
        "Minister",
        "who",
        "says",
    ]
)
texts = st.lists(told, max_size=14).map(" ".join)


@pytest.mark.parametrize(
    ("pattern", "known", "lead"), PATTERNS, ids=lambda v: v.pattern[:20] if hasattr(v, "pattern") else ""
)
@given(text=texts)
def test_a_pattern_finds_what_a_search_finds(
    pattern: re.Pattern[str], known: frozenset[str], lead: int, text: str
) -> None:
    found = [m.span() for m in matches(pattern, text, positions(text, known), lead)]
    assert found == [m.span() for m in pattern.finditer(text)]


@given(text=texts)
def test_figures_and_persons_too(text: str) -> None:
    known = figures._known(english())
    numerals = [k for k, word in enumerate(words(text)) if word in known.numerals or word.isdigit()]
    assert [m.span() for m in matches(known.figure, text, numerals, figures._LEAD)] == [
        m.span() for m in known.figure.finditer(text)
    ]
    person = pattern(english(), "person")
    beside = [
        k
        for k, word in enumerate(words(text))
        if word in english()["person_beside"] or (len(word) == 2 and word.isdigit())
    ]
    assert [m.span() for m in matches(person, text, beside, 3)] == [m.span() for m in person.finditer(text)]


def test_a_pattern_is_not_found_where_its_words_are_not() -> None:
    assert not list(matches(re.compile("in Goma"), "Rain in Goma", positions("Rain in Goma", frozenset(["rain"]))))
