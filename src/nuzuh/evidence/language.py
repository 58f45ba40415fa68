"""A language that reports are written in: its words, and its forms, as the files of its folder have them.

Each folder of ``languages/`` is a language, named by its ISO 639 code. Rules take the language of the text they are
about, and have no words of their own. What a rule makes of a language's words (a pattern, rows of words) it keeps in a
cached function of the language. English, in which claims are written, has every list and every form; another language
leaves out what it has no use for.
"""

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from nuzuh.evidence.claims import Means
from nuzuh.evidence.forms import filled

_FOLDER = resources.files("nuzuh.evidence") / "languages"

ENGLISH = "en"
"""The language that claims are written in: names of countries, units, descriptions of places."""


@dataclass(frozen=True, eq=False)
class Language(dict[str, frozenset[str]]):
    """The lists of ``grammar.toml`` by name, and other words by what they stand for.

    Attributes
    ----------
    code : str
        ISO 639 code.
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
    monitors : frozenset of str
        Names of organisations that are called "a monitor".
    side_nouns : frozenset
        What makes a country the name of a side ("Russian warplanes").
    means : dict
        Means of an attack by word.
    endings : dict
        Endings of words by what they tell, from ``grammar.toml``.
    forms : dict
        Forms of ``forms.toml``, which `pattern` gives.
    """

    code: str
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
    monitors: frozenset[str]
    side_nouns: frozenset[str]
    means: dict[str, Means]
    endings: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, str]

    __hash__ = object.__hash__  # type: ignore[assignment]  # there is one object of each

    def table(self, name: str) -> dict[str, Any]:
        """What a file of its folder has."""
        return _table(self.code, name)

    def rows(self, name: str) -> list[dict[str, str]]:
        """Rows of a table in CSV of its folder; none where it has no such table."""
        file = _FOLDER / self.code / f"{name}.csv"
        return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines())) if file.is_file() else []

    def files(self, folder: str) -> list[Traversable]:
        """Files in TOML of a folder of its folder."""
        return [file for file in (_FOLDER / self.code / folder).iterdir() if file.name.endswith(".toml")]


def installed() -> tuple[str, ...]:
    """Codes of the languages that are read, English first."""
    codes = sorted(folder.name for folder in _FOLDER.iterdir() if (folder / "grammar.toml").is_file())
    return ENGLISH, *(code for code in codes if code != ENGLISH)


@cache
def _table(code: str, name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / code / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def language(code: str) -> Language:
    """A language by its code, read once.

    Raises
    ------
    FileNotFoundError
        If it has no folder.
    """
    words, actors, sources, grammar = (_table(code, name) for name in ("words", "actors", "sources", "grammar"))
    be = frozenset(words["auxiliaries"]["be"])
    found = Language(
        code=code,
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
        monitors=frozenset(sources["monitors"]),
        side_nouns=frozenset(actors["sides"]["nouns"]),
        means={w: means for means, ws in actors["strikes"].items() for w in ws},
        endings={name: tuple(grammar["endings"].get(name, ())) for name in _table(ENGLISH, "grammar")["endings"]},
        forms=_table(code, "forms"),
    )
    found.update({name: frozenset(grammar["lists"].get(name, ())) for name in _table(ENGLISH, "grammar")["lists"]})
    return found


@cache
def pattern(language: Language, name: str) -> re.Pattern[str]:
    """A form of ``forms.toml``, its slots filled; what nothing matches, where the language has none of that name."""
    form = filled(language.forms.get(name, "(?!)"), {**language, **language.forms})
    return re.compile(form.replace("\n", ""))  # long ones stand in several lines


def english() -> Language:
    """The language that claims are written in: names of countries, units, descriptions of places."""
    return language(ENGLISH)
