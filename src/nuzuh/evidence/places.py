"""Names of places in reports, and where they are."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from nuzuh.evidence.countries import capitals, continents
from nuzuh.evidence.detect import context
from nuzuh.evidence.documents import Document
from nuzuh.evidence.gazetteer import Gazetteer, Place
from nuzuh.evidence.index import SEAT
from nuzuh.evidence.language import language
from nuzuh.evidence.names import fold
from nuzuh.evidence.sentences import sentences
from nuzuh.evidence.toponyms import Toponym, names

#: Two places that are named together are commonly this near.
_NEAR_KM = 150.0


@dataclass(frozen=True)
class Named:
    """A place that a report names.

    Attributes
    ----------
    report : str
        Name of the report.
    start, end : int
        Span of ``text`` in the report's kept text, in code points.
    text : str
        The name as written.
    name, kind : str
        The spelling that claims use; town, region, country, ….
    country : str or None
        ISO 3166 code of its country.
    latitude, longitude : float or None
        Degrees, WGS 84; None where the gazetteer does not know them.
    """

    report: str
    start: int
    end: int
    text: str
    name: str
    kind: str
    country: str | None
    latitude: float | None
    longitude: float | None


def places(documents: Iterable[Document], gazetteer: Gazetteer | None = None) -> Iterator[Named]:
    """Find the places that reports name, in the order of the reports and of their text."""
    gazetteer = gazetteer or Gazetteer()
    for document in documents:
        text = document.text
        about = context(text, language(document.language), document.published, gazetteer)
        found = [
            (span.start, toponym)
            for span in sentences(text, language(document.language))
            for toponym in names(text[span.start : span.end], span, about, gazetteer)
        ]
        chosen = settled(text, found, about.near, gazetteer)
        last: Place | None = None
        for before, toponym in found:
            start, end = before + toponym.start, before + toponym.end
            place = chosen.get(toponym.name, toponym.place)
            if place is not None and place.kind in ("town", "county"):
                last = place
            # a street or a hospital is put where the town is that was named before it
            place = place or (last if toponym.kind == "site" else None)
            at = (place.country or None, place.latitude, place.longitude) if place else (None, None, None)
            kind = place.kind if place and toponym.place and toponym.kind == toponym.place.kind else toponym.kind
            yield Named(document.name, start, end, text[start:end], toponym.name, kind, *at)


def settled(
    text: str, found: list[tuple[int, Toponym]], spoken: Counter[str], gazetteer: Gazetteer
) -> dict[str, Place]:
    """Settle which of several places of one name is meant, by what else is named.

    A place gains most by being named with what it lies in ("Paris, Texas"); then by names that it is listed with, by
    other names of the text that lie near it, or that it lies in, by how much its country is spoken of, by being a
    capital, and, unless it is a county, by its size.

    Parameters
    ----------
    text : str
        A report.
    found : list of (int, Toponym)
        All its names; each counts its characters from the number before it.
    spoken : Counter of str
        How often the text speaks of each country, by code.
    gazetteer : Gazetteer
        Has the places that a name may mean.

    Returns
    -------
    dict
        A place by name.
    """
    named = {t.name: t.place for _, t in found if t.place is not None}
    inside, listed = _beside(text, found)
    chosen = {}
    for name, place in named.items():
        others = [p for other, p in named.items() if other != name]
        if place.kind == "country":
            namesake = _region_meant(place, gazetteer.options(name, spoken), others)
            if namesake is not None:
                chosen[name] = namesake
        elif place.kind not in ("region", "continent"):
            options = [place, *(p for p in gazetteer.options(name, spoken) if not _holds(p, place))]

            def weight(p: Place, name: str = name, others: list[Place] = others) -> float:
                return (
                    _size(p)
                    - (fold(name) != fold(p.name))
                    + 4.0 * any(_holds(outer, p) for outer in inside[name])
                    + 1.5 * any(other.country == p.country for other in listed[name])
                    + 0.75 * math.log2(1 + sum(_km(p, o) < _NEAR_KM for o in others))
                    + 1.0 * min(sum(_holds(o, p) for o in others if o.kind != "country"), 2)
                    + 1.5 * spoken[p.country] / max(spoken.total(), 1)
                )

            chosen[name] = max(options, key=weight)
    return chosen


def _beside(text: str, found: list[tuple[int, Toponym]]) -> tuple[dict[str, list[Place]], dict[str, list[Place]]]:
    """What is named right behind each name, as what it lies in may be; and what each name is listed with."""
    inside: dict[str, list[Place]] = defaultdict(list)
    listed: dict[str, list[Place]] = defaultdict(list)
    for (i, one), (j, other) in pairwise(found):
        if one.place is None or other.place is None:
            continue
        between = text[i + one.end : j + other.start]
        if between in (", ", " (", " in ", ", in "):
            inside[one.name].append(other.place)
        if between in (", ", " and ", ", and ", " or "):
            listed[one.name].append(other.place)
            listed[other.name].append(one.place)
    return inside, listed


def _holds(outer: Place, p: Place) -> bool:
    """Whether a place lies in another."""
    if outer.kind == "continent":
        return continents().get(p.country) == outer.name
    if outer.kind == "country":
        return p.country == outer.country and p.kind != "country"
    within = {"region": p.region, "county": p.county}.get(outer.kind)
    return bool(within) and p.country == outer.country and within == outer.name


def _region_meant(country: Place, options: list[Place], others: list[Place]) -> Place | None:
    """Region that has a country's name (Georgia), where more of what else is named lies in the region."""
    held = {p: sum(_holds(p, o) for o in others) for p in options if p.kind in ("country", "region")}
    region = max((p for p in held if p.kind == "region"), key=held.__getitem__, default=None)
    return region if region is not None and held[region] > held.get(country, 0) else None


def _size(p: Place) -> float:
    """Order of magnitude of a place's people; a region has more than the index gives it, a capital means more."""
    if p.kind == "county":
        return 3.0
    people = p.population / SEAT if p.kind == "region" else p.population
    return math.log10(people + 100) + (p.kind == "town" and capitals().get(p.country) == p.name)


def _km(a: Place, b: Place) -> float:
    """Distance as the crow flies."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return math.inf
    x = math.radians(b.longitude - a.longitude) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return 6371 * math.hypot(x, math.radians(b.latitude - a.latitude))
