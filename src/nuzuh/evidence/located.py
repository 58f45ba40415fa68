"""Claims with where their places are, and with quotes that name no private person: what is written for sharing."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import groupby
from typing import Literal

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.documents import language_of
from nuzuh.evidence.gazetteer import Gazetteer, Place
from nuzuh.evidence.language import ENGLISH, english, language
from nuzuh.evidence.privacy import masked, persons
from nuzuh.evidence.topics import parts
from nuzuh.evidence.toponyms import spoken_of

How = Literal["at", "in part of", "near"]
TextOf = Callable[[str], str | None]
_REGIONS = frozenset(["governorate", "province", "region", "countryside"])


@dataclass(frozen=True)
class Where:
    """A place that a claim names, and where it is.

    Attributes
    ----------
    name : str
        As the claim has it: "outskirts of Goma".
    how : str
        Whether the claim speaks of the place itself, of a part of it or something in it, or of what lies around it.
    place : Place or None
        The place; None where the gazetteer has none of that name.
    """

    name: str
    how: How
    place: Place | None

    @property
    def at(self) -> tuple[float, float] | None:
        """Latitude and longitude; None where they are not known. A country has none."""
        if self.place is None or self.place.latitude is None or self.place.longitude is None:
            return None
        return self.place.latitude, self.place.longitude


@dataclass(frozen=True)
class Located:
    """A claim ready to be written.

    Attributes
    ----------
    claim : Claim
        As read, with the exact text.
    places, places_to : tuple of Where
        Where it was so, and whither.
    country : str or None
        Code of the one country that it speaks of: that of its places, or else of the report.
    names : frozenset of str
        Names of private people in the report.
    told : tuple of Claim
        All claims of the report.
    """

    claim: Claim
    places: tuple[Where, ...]
    places_to: tuple[Where, ...]
    country: str | None
    names: frozenset[str]
    told: tuple[Claim, ...]

    @cached_property
    def quote(self) -> str:
        """The claim's text, with the names of private people withheld."""
        return masked(self.claim.text, self.names)

    @cached_property
    def said_by(self) -> str | None:
        """Who says so, private people by role."""
        return masked(self.claim.attributed_to, self.names) if self.claim.attributed_to else None

    @property
    def only(self) -> Where | None:
        """The place, where the claim names exactly one."""
        return self.places[0] if len(self.places) == 1 else None

    @property
    def only_to(self) -> Where | None:
        """Whither, where the claim names exactly one place."""
        return self.places_to[0] if len(self.places_to) == 1 else None


def locate(
    claims: Iterable[Claim], text_of: TextOf = lambda _: None, gazetteer: Gazetteer | None = None
) -> Iterator[Located]:
    """Find where the places of claims are.

    Places of one name are told apart by the countries that the report speaks of, and by what else its claims name.

    Parameters
    ----------
    claims : iterable of Claim
        Those of one report stand together; they are held one report at a time.
    text_of : callable, optional
        Gives the kept text of a report by its name; asked once a report, as its claims come. Where there is none, the
        texts of its claims are all there is to go by.
    gazetteer : Gazetteer, optional
        Where names of places are looked up.

    Yields
    ------
    Located
        In the order of the claims.
    """
    gazetteer = gazetteer or Gazetteer()
    for report, group in groupby(claims, key=lambda claim: claim.report):
        told = tuple(group)
        text = text_of(report) or "\n".join(claim.text for claim in told)
        named = {name for c in told for name in (*parts(c.place), *parts(c.place_to))}
        written = language(language_of(text) or ENGLISH)
        near = spoken_of("\n".join([text, *sorted(named)]), written, gazetteer)
        found = {name: _place(name, near, gazetteer) for name in sorted(named)}
        names = persons(text, written, partial(_is_place, named=named, near=near, gazetteer=gazetteer))
        for claim in told:
            at, to = (tuple(found[name] for name in parts(p)) for p in (claim.place, claim.place_to))
            yield Located(claim, at, to, _country(at or to, near), names, told)


def _is_place(name: str, named: Iterable[str], near: Counter[str], gazetteer: Gazetteer) -> bool:
    """Whether a name is that of a place where something is claimed, or of a larger one of a country spoken of."""
    told = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return any(map(told.search, named)) or any(near[p.country] for p in gazetteer.options(name, Counter()))


def _country(places: Iterable[Where], near: Counter[str]) -> str | None:
    """Code of the country that places share, or, where there are none, of the one spoken of most."""
    codes = {where.place.country if where.place else None for where in places}
    if not codes and near:
        return max(sorted(near), key=lambda code: near[code])
    return codes.pop() if len(codes) == 1 else None


@cache
def _around() -> re.Pattern[str]:
    """What a claim may put before and behind the name of a place."""
    rims = "|".join(sorted({*english()["rims"], *english().part, "city", "town", "village"}))
    sides = r"(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?(?:-central)?|central|far|coastal"
    works = "|".join(sorted({*english().facilities, *english().facility_prefixes, *_REGIONS, "city", "border", "area"}))
    return re.compile(
        rf"^(?P<before>(?:(?:near|outside|around|the|(?:{rims}) of|{sides}) )*)"
        rf"(?P<name>.+?)(?P<after>(?: (?:{works}))*)$",
        re.IGNORECASE,
    )


def _place(name: str, near: Counter[str], gazetteer: Gazetteer) -> Where:
    if place := gazetteer.locate(name, near):
        return Where(name, "in part of" if place.kind == "part" else "at", place)
    match = _around().match(name)
    if match is None or match["name"] == name:
        return Where(name, "at", gazetteer.find_misspelt(name, near))
    before, core, after = match["before"].lower().split(), match["name"], match["after"].lower().split()
    regions = [p for p in gazetteer.options(core, near) if p.kind == "region" and near[p.country]]
    if after and after[-1] in _REGIONS and regions:
        return Where(name, "at", regions[0])
    rims = {"near", "outside", "around", *english()["rims"], *_REGIONS, "border", "area"}
    return Where(name, "near" if rims & {*before, *after} else "in part of", gazetteer.find(core, near))
