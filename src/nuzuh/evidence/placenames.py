"""How a language writes names of places."""

import re
from dataclasses import dataclass
from functools import cache

from nuzuh.evidence.countries import codes, demonyms
from nuzuh.evidence.forms import filled
from nuzuh.evidence.language import Language, english


@dataclass(frozen=True)
class PlaceNames:
    """How a language writes names of places, from its ``names.toml``.

    Attributes
    ----------
    lists : dict
        Words by what they do beside a name.
    pointed : dict
        What a noun points at that was named before ("the city"), by noun.
    directions : dict
        What claims call a direction, by direction.
    lands : dict
        Codes of countries by name alone.
    exonyms : dict
        Names that claims use, by those that the language has of its own.
    forms : dict
        Forms of names.
    """

    lists: dict[str, frozenset[str]]
    pointed: dict[str, str]
    directions: dict[str, str]
    lands: dict[str, str]
    exonyms: dict[str, str]
    forms: dict[str, re.Pattern[str]]


@cache
def place_names(language: Language) -> PlaceNames:
    """How a language writes names of places, read once."""
    told, every = language.table("names"), english().table("names")
    lists = {name: frozenset(told.get(name, ())) for name, words in every.items() if isinstance(words, list)}
    lands = {name: code for name, code in codes(language).items() if name not in demonyms(language)}
    slots = {**lists, **told["forms"], "pointed": told["pointed"], "directions": told["directions"], "lands": lands}
    forms = {
        name: re.compile(filled(told["forms"].get(name, "(?!)"), slots).replace("\n", "")) for name in every["forms"]
    }
    exonyms = {row["name"]: row["called"] for row in language.rows("exonyms")}
    return PlaceNames(lists, told["pointed"], told["directions"], lands, exonyms, forms)
