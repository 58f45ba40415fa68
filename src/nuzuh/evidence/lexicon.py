"""The words that the reader knows, read from ``languages/en/*.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from nuzuh.evidence.claims import Means

_DATA = resources.files("nuzuh.evidence") / "languages" / "en"


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Lexicon:
    """Words by what they stand for.

    Attributes
    ----------
    people : dict
        Unit ("people", "families", "households") by noun.
    plurals : dict
        Noun that the dead and wounded are counted by, by its singular.
    groups : dict
        Name of a group by noun.
    ways : dict
        Kind of way (bridge, road, crossing, airport) by noun.
    whole, part, modifiers, open_, facilities, facility_prefixes : frozenset
        What may stand beside a place's name: see ``words.toml``.
    be, auxiliaries : frozenset
        What may stand between a subject and its verb.
    reporting, claiming, roles, parties, pronouns : frozenset
        Who says so, and how.
    actors : dict
        Name of an actor by alias.
    sources : dict
        Name of an organisation by alias.
    sources_low : frozenset of str
        Their aliases in small letters.
    counters : frozenset of str
        Names of organisations that count displaced people.
    side_nouns : frozenset
        What makes a country the name of a side ("Russian warplanes").
    means : dict
        Means of an attack by word.
    """

    people: dict[str, str]
    plurals: dict[str, str]
    groups: dict[str, str]
    ways: dict[str, str]
    whole: frozenset[str]
    part: frozenset[str]
    modifiers: frozenset[str]
    open_: frozenset[str]
    facilities: frozenset[str]
    facility_prefixes: frozenset[str]
    be: frozenset[str]
    auxiliaries: frozenset[str]
    reporting: frozenset[str]
    claiming: frozenset[str]
    roles: frozenset[str]
    parties: frozenset[str]
    pronouns: frozenset[str]
    actors: dict[str, str]
    sources: dict[str, str]
    sources_low: frozenset[str]
    counters: frozenset[str]
    side_nouns: frozenset[str]
    means: dict[str, Means]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    words, actors, sources = _toml("words.toml"), _toml("actors.toml"), _toml("sources.toml")
    be = frozenset(words["auxiliaries"]["be"])
    return Lexicon(
        people={w: unit for unit, ws in words["people"].items() for w in ws},
        plurals=words["plural"],
        groups={w: group for group, ws in words["groups"].items() for w in ws},
        ways={w: way for way, ws in words["ways"].items() for w in ws},
        whole=frozenset(words["territory"]["whole"]),
        part=frozenset(words["territory"]["part"]),
        modifiers=frozenset(words["modifiers"]["words"]),
        open_=frozenset(words["modifiers"]["open"]),
        facilities=frozenset(words["facilities"]["words"]),
        facility_prefixes=frozenset(words["facilities"]["prefixes"]),
        be=be,
        auxiliaries=be | frozenset(words["auxiliaries"]["other"]),
        reporting=frozenset(words["reporting"]["verbs"]),
        claiming=frozenset(words["reporting"]["claiming"]),
        roles=frozenset(words["reporting"]["roles"]),
        parties=frozenset(words["reporting"]["parties"]),
        pronouns=frozenset(words["reporting"]["pronouns"]),
        actors={alias: a["name"] for a in actors["actor"] for alias in a["aliases"]},
        sources={alias: name for name, aliases in sources["sources"].items() for alias in aliases},
        sources_low=frozenset(alias.lower() for aliases in sources["sources"].values() for alias in aliases),
        counters=frozenset(sources["counters"]),
        side_nouns=frozenset(actors["sides"]["nouns"]),
        means={w: means for means, ws in actors["strikes"].items() for w in ws},
    )


@cache
def _grammar() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed) for name, listed in _toml("grammar.toml").items()}


@cache
def words(name: str) -> frozenset[str]:
    """One list of ``grammar.toml``.

    Raises
    ------
    KeyError
        If there is no list of that name.
    """
    return _grammar()[name]
