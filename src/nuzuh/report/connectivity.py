"""What a place's fall cuts off: roads to the capital, to the coast and to a border, before and after.

The rule: people of a place pass on open roads, through places that are open and held by nobody or by whoever holds
their own place. A place that another actor holds is not passed, nor is a closed place or a country beyond the border.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx
import pandas as pd

from nuzuh.scenario import Scenario

#: What a road may lead to, in the order of the table.
AIMS = ("capital", "coast", "border")
#: A way counts as longer from this on, in km.
LONGER_KM = 5.0


@dataclass(frozen=True)
class State:
    """Who holds what, and what is closed, on one day.

    Attributes
    ----------
    holder : mapping
        Place to actor; a place that nobody is known to hold is absent.
    closed_places, closed_routes : frozenset of str
        What cannot be passed.
    """

    holder: Mapping[str, str]
    closed_places: frozenset[str]
    closed_routes: frozenset[str]

    @classmethod
    def on(cls, scenario: Scenario, when: dt.date) -> "State":
        """Find the state of a day; of several events the latest that is valid counts."""
        events = scenario.events
        stamp = pd.Timestamp(when)
        so = events[
            (events["valid_from"] <= stamp) & (events["valid_to"].isna() | (events["valid_to"] >= stamp))
        ].sort_values(["valid_from", "known"], kind="stable")
        control = so[so["kind"] == "control"]
        gates = so[so["kind"].isin(["closure", "opening"])]
        closed = {}
        for column in ("place", "route"):
            last = gates.dropna(subset=column).drop_duplicates(column, keep="last")
            closed[column] = frozenset(last.loc[last["kind"] == "closure", column])
        return cls(dict(zip(control["place"], control["actor"], strict=True)), closed["place"], closed["route"])


@dataclass(frozen=True)
class Loss:
    """A place that loses, or must go further for, a road to something.

    Attributes
    ----------
    place : str
        Its short name.
    before, after : mapping
        Of `AIMS`, the road distance to the nearest in km, before and after; what no road leads to is absent.
    """

    place: str
    before: Mapping[str, float]
    after: Mapping[str, float]

    @property
    def lost(self) -> tuple[str, ...]:
        """What a road led to before, and does not after."""
        return tuple(aim for aim in AIMS if aim in self.before and aim not in self.after)

    @property
    def longer(self) -> tuple[str, ...]:
        """What a road still leads to, by a way that is longer by `LONGER_KM` at least."""
        return tuple(
            aim
            for aim in AIMS
            if aim in self.before and aim in self.after and self.after[aim] >= self.before[aim] + LONGER_KM
        )


def attacker(scenario: Scenario, state: State, focus: str) -> str | None:
    """Who is likeliest to take a place: the other actor that holds the place nearest to it by road, or None."""
    roads = _roads(scenario, state).to_undirected()
    holder = state.holder.get(focus)
    near = nx.single_source_dijkstra_path_length(roads, focus, weight="km") if focus in roads else {}
    hostile = ((km, place) for place, km in near.items() if state.holder.get(place, holder) != holder)
    return state.holder[found[1]] if (found := min(hostile, default=None)) else None


def cut_off(scenario: Scenario, state: State, focus: str, taker: str) -> list[Loss]:
    """Compare the road network before and after an actor takes a place and its roads.

    Parameters
    ----------
    scenario : Scenario
        The roads, the places, and the settings that name the capital and the coast.
    state : State
        Who holds what before.
    focus : str
        The place that falls.
    taker : str
        The actor that takes it.

    Returns
    -------
    list of Loss
        Towns and camps that lose a road or must take a longer one, the focus itself left out.
    """
    fallen = State({**state.holder, focus: taker}, state.closed_places, state.closed_routes)
    before, after = ways(scenario, state), ways(scenario, fallen)
    losses = (Loss(place, before[place], after[place]) for place in before if place != focus)
    return [loss for loss in losses if loss.lost or loss.longer]


def ways(scenario: Scenario, state: State) -> dict[str, dict[str, float]]:
    """Road distance in km from each town and camp to the nearest capital, coast and open border crossing.

    Returns
    -------
    dict
        By place; what no road leads to is absent. A place that is closed has none.
    """
    places = scenario.places
    settings = scenario.settings
    areas = scenario.areas
    aims = {
        "capital": [settings.capital] if settings.capital else [],
        "coast": list(areas.loc[areas["area"] == settings.coast, "place"]),
        "border": list(places.loc[places["kind"] == "crossing", "place"]),
    }
    roads = _roads(scenario, state)
    homes = places.loc[places["kind"].isin(["town", "camp"]), "place"]
    found: dict[str, dict[str, float]] = {place: {} for place in homes}
    for side in sorted({state.holder.get(place, "") for place in homes}):
        own = roads.subgraph(n for n in roads if not side or state.holder.get(n, side) == side).reverse()
        for aim, targets in aims.items():
            for place, km in _nearest(own, targets).items():
                if place in found and state.holder.get(place, "") == side:
                    found[place][aim] = km
    return found


def _nearest(roads: nx.DiGraph, targets: Iterable[str]) -> dict[str, float]:
    there = {target for target in targets if target in roads}
    lengths: dict[str, float] = nx.multi_source_dijkstra_path_length(roads, there, weight="km") if there else {}
    return lengths


def _roads(scenario: Scenario, state: State) -> nx.DiGraph:
    """Open roads between open places of the country and its crossings."""
    places = scenario.places
    graph = nx.DiGraph()
    graph.add_nodes_from(set(places.loc[places["kind"] != "country", "place"]) - state.closed_places)
    columns = scenario.routes[["route", "from", "to", "distance_km", "one_way"]]
    for route, start, end, km, one_way in columns.itertuples(index=False):
        if route in state.closed_routes or start not in graph or end not in graph:
            continue
        for one, other in [(start, end)] if one_way else [(start, end), (end, start)]:
            if not graph.has_edge(one, other) or graph[one][other]["km"] > km:
                graph.add_edge(one, other, km=km)
    return graph
