"""Looking up names of places: in the index of the world, and before it in the supplement.

The supplement, ``data/supplement.csv``, holds what the index lacks (crossings, bridges, camps, regions by custom) and
the spelling that English news uses; see ``docs/places.md``.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from nuzuh.evidence.index import SORT, open_index
from nuzuh.evidence.names import fold, skeleton

_SMALL = 15_000  # people; a smaller town, or a region with as few, is only meant where its country is spoken of
_KEPT = 100_000  # names whose places are kept in memory, some 30 MB
_DATA = resources.files("nuzuh.evidence") / "data"
_AXES = (("north", "south"), ("east", "west"))
_PART = re.compile(
    r"(?:far )?(?=[nsew])(?P<northsouth>north|south)?-?(?P<eastwest>east|west)?(?:ern)? (?P<land>\w.+)", re.IGNORECASE
)


@dataclass(frozen=True)
class Place:
    """A place that has a name.

    Attributes
    ----------
    name : str
        The spelling that claims use.
    kind : str
        town, region, county, country, crossing, camp, bridge, airbase, coast, road, or part (of a land).
    country : str
        ISO 3166 code of its country; empty where it has none.
    latitude, longitude : float or None
        In degrees, WGS 84.
    population : int
        Residents; 0 where unknown.
    region, county : str
        What a town lies in; empty where unknown.
    """

    name: str
    kind: str
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    region: str = ""
    county: str = ""


class Gazetteer:
    """Looks names up.

    Parameters
    ----------
    places : iterable of (Place, aliases)
        Further places, those of a scenario, say; they go before all others of the same name.
    """

    def __init__(self, places: Iterable[tuple[Place, Iterable[str]]] = ()) -> None:
        self._index = open_index()
        self._own: dict[str, Place] = dict(_supplement())
        callers = [(fold(name), place) for place, aliases in places for name in (place.name, *aliases)]
        self._own.update(callers)
        self._first = frozenset(folded for folded, _ in callers)
        self._bones: dict[str, list[tuple[str, Place]]] = {}
        for folded, place in self._own.items():
            self._bones.setdefault(skeleton(folded), []).append((folded, place))
        self._regions = frozenset(folded for (folded,) in self._index.execute("SELECT folded FROM regions"))
        self._rows = lru_cache(maxsize=_KEPT)(self._look_up)
        self._countries = lru_cache(maxsize=_KEPT)(self._only_country)

    def find(self, name: str, near: Counter[str] | None = None) -> Place | None:
        """Find the place that a name most likely means.

        Parameters
        ----------
        name : str
            As written.
        near : Counter of str, optional
            How often the text speaks of each country, by code. A town of a country that is spoken of goes before a
            bigger one elsewhere, and small towns are found in such countries only.

        Returns
        -------
        Place or None
        """
        near = near or Counter()
        options = self.options(name, near)
        if len(options) < 2:
            return options[0] if options else None
        return max(
            options,
            key=lambda p: (
                p.kind in ("country", "continent"),
                _nearness(p, near),
                fold(name) in (fold(p.name), fold(SORT.sub("", p.name))),
                p.population,
            ),
        )

    def options(self, name: str, near: Counter[str]) -> list[Place]:
        """List the places that a name may mean; small ones only where their country is spoken of."""
        folded = fold(name)
        own = self._own.get(folded)
        if folded in self._first or len(folded) < 3:
            return [own] if own else []
        found = [
            p
            for p in self._rows(folded)
            if p.country in near
            or p.kind in ("country", "continent", "region")
            or (p.kind != "county" and p.population >= _SMALL)
        ]
        if own and _nearness(own, near) >= max((_nearness(p, near) for p in found), default=0):
            return [own]  # a place of the supplement, unless its country is less spoken of than a namesake's
        return found

    def spelt(self, name: str, place: Place) -> str:
        """Spell a name as English news does, where the supplement or the caller says how; else as it is written."""
        return place.name if place.kind == "country" or self._own.get(fold(name)) is place else name

    def locate(self, name: str, near: Counter[str] | None = None) -> Place | None:
        """Find a place, or a part of a country or region by its direction: "eastern Chad", "north-west Nigeria".

        Such a part is put in the middle of the towns that lie in the outer third of the land.

        Parameters
        ----------
        name : str
            As written, or as a claim has it.
        near : Counter of str, optional
            How often the text speaks of each country, by code.

        Returns
        -------
        Place or None
        """
        place, part = self.find(name, near), _PART.fullmatch(name)
        if place is not None or part is None:
            return place
        land = self.find(part["land"], near)
        if land is None or land.kind not in ("country", "region"):
            return None
        towns = self._index.execute(
            "SELECT latitude, longitude FROM places WHERE kind = 'town' AND country = ? AND region LIKE ?",
            (land.country, land.name if land.kind == "region" else "%"),
        ).fetchall()
        for axis, (upper, lower) in enumerate(_AXES):
            side = (part[upper + lower] or "").lower()
            if side and towns:
                values = [town[axis] for town in towns]
                third = (max(values) - min(values)) / 3
                edge = max(values) - third if side == upper else min(values) + third
                towns = [t for t in towns if (t[axis] >= edge if side == upper else t[axis] <= edge)]
        if not towns:
            return None
        return Place(name, "part", land.country, *(sum(values) / len(towns) for values in zip(*towns, strict=True)))

    def _look_up(self, folded: str) -> list[Place]:
        rows = self._index.execute(
            "SELECT name, kind, country, latitude, longitude, population, region, county "
            "FROM names JOIN places USING (id) WHERE folded = ? ORDER BY population DESC, id",
            (folded,),
        )
        return [Place(*row) for row in rows]

    def country_of(self, name: str) -> str | None:
        """Code of the country of a place of the supplement, or of the caller's, or of the only region of that name."""
        return self._countries(name)

    def _only_country(self, name: str) -> str | None:
        folded = fold(name)
        place = self._own.get(folded)
        if place is not None or folded not in self._regions:
            return place.country if place else None
        options = self.options(name, Counter())
        largest = max(options, key=lambda p: p.population, default=None)
        alone = {p.country for p in options if p.kind == "region"}
        return largest.country if largest and largest.kind == "region" and len(alone) == 1 else None

    def find_misspelt(self, name: str, near: Counter[str]) -> Place | None:
        """Find the one place of the supplement, or of a country spoken of, whose consonants are those of a name.

        Transliterations differ in their vowels (Rustan, Rastan). Names of fewer than four consonants are too short.
        """
        bones = skeleton(name)
        if len(bones) < 4:
            return None
        found = {place for _, place in self._bones.get(bones, ()) if near[place.country]}
        return found.pop() if len(found) == 1 else None


def _nearness(place: Place, near: Counter[str]) -> int:
    most = max(near.values(), default=0)
    mentions = near[place.country]
    return 2 if mentions and mentions * 3 >= most else 1 if mentions else 0


def _supplement() -> Iterator[tuple[str, Place]]:
    with (_DATA / "supplement.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            at = (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else (None, None)
            place = Place(row["name"], row["kind"], row["country"], *at)
            for name in (row["name"], *filter(None, row["aliases"].split(";"))):
                yield fold(name), place
