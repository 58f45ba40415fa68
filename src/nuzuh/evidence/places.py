"""Names of places in reports, and where they are."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nuzuh.evidence.detect import context
from nuzuh.evidence.documents import Document
from nuzuh.evidence.gazetteer import Gazetteer, Place
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
        about = context(text, document.published, gazetteer)
        found = [
            (span.start, toponym)
            for span in sentences(text)
            for toponym in names(text[span.start : span.end], span, about, gazetteer)
        ]
        chosen = settled([t for _, t in found], about.near, gazetteer)
        last: Place | None = None
        for before, toponym in found:
            start, end = before + toponym.start, before + toponym.end
            place = chosen.get(toponym.name, toponym.place)
            if place is not None and place.kind in ("town", "county"):
                last = place
            # a street or a hospital is put where the town is that was named before it
            place = place or (last if toponym.kind == "site" else None)
            at = (place.country or None, place.latitude, place.longitude) if place else (None, None, None)
            yield Named(document.name, start, end, text[start:end], toponym.name, toponym.kind, *at)


def settled(found: list[Toponym], spoken: Counter[str], gazetteer: Gazetteer) -> dict[str, Place]:
    """Settle which of several places of one name is meant, by what else is named.

    A place gains by each other name of the text that lies near it, or that it lies in, by how much its country is
    spoken of, and, unless it is a county, by its size.

    Parameters
    ----------
    found : list of Toponym
        All names of a text.
    spoken : Counter of str
        How often the text speaks of each country, by code.
    gazetteer : Gazetteer
        Has the places that a name may mean.

    Returns
    -------
    dict
        A place by name.
    """
    named = {t.name: t.place for t in found if t.place is not None}
    held = {(p.country, p.name) for p in named.values() if p.kind in ("region", "county")}
    chosen = {}
    for name, place in named.items():
        if place.kind in ("country", "region", "continent"):
            continue
        others = [p for other, p in named.items() if other != name and p.kind != "country" and p.latitude is not None]

        def weight(p: Place, others: list[Place] = others) -> float:
            near = sum(_km(p, o) < _NEAR_KM for o in others)
            inside = ((p.country, p.region) in held) + ((p.country, p.county) in held)
            share = spoken[p.country] / max(spoken.total(), 1)
            size = 3.0 if p.kind == "county" else math.log10(p.population + 100)
            return size + min(near, 2) + 1.5 * inside + 1.5 * share

        chosen[name] = max([place, *gazetteer.options(name, spoken)], key=weight)
    return chosen


def _km(a: Place, b: Place) -> float:
    """Distance as the crow flies."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return math.inf
    x = math.radians(b.longitude - a.longitude) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return 6371 * math.hypot(x, math.radians(b.latitude - a.latitude))
