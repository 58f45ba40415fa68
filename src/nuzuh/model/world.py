"""A scenario as arrays by day: what the rules see."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nuzuh.model.network import Roads, shortest
from nuzuh.model.travel import FRONT_DELAY_TICKS, TICKS_A_DAY
from nuzuh.scenario import Scenario

#: Fighting that was on when it was last heard of is thought to halve in a week (assumption).
FIGHTING_HALF_LIFE_DAYS = 7.0
#: Intensity from which a day does not count as quiet (assumption).
QUIET_BELOW = 0.05
#: Fighting touches all of a place of up to so many people; of a larger one, the share that falls with the square root
#: of its size (assumption: half way between the whole city and a few quarters of it).
TOUCHED_PEOPLE = 50_000
#: People that a camp is thought to be made for if nothing is known of its size (assumption: UNHCR's Handbook for
#: Emergencies would have no camp be larger).
UNKNOWN_CAMP_PEOPLE = 20_000
_UNLIMITED = 2**40


class Arrays(NamedTuple):
    """What one run needs, by day (D), place (P), group (G), actor (A), road (E) and state of the network (N)."""

    residents: NDArray[np.int64]  # (G, P) people at home on the first day
    size: NDArray[np.float64]  # (D, P) people that live there, or that it can shelter
    abroad: NDArray[np.float64]  # (P,) people of a country beyond the border
    stays: NDArray[np.float64]  # (P,) 1 where people can stay, 0 at a crossing
    capacity: NDArray[np.float64]  # (D, P) infinite if unknown
    affinity: NDArray[np.float64]  # (G, A)
    holder: NDArray[np.int64]  # (D, P) -1 for none
    days_held: NDArray[np.float64]  # (D, P)
    fighting: NDArray[np.float64]  # (D, P) intensity, times the share of the place that it touches
    quiet: NDArray[np.float64]  # (D, P) days
    network: NDArray[np.int64]  # (D,) index of the network's state
    km: NDArray[np.float64]  # (N, P, P) open-road distance
    ticks: NDArray[np.float64]  # (N, P, P) travel time, infinite where there is no way
    first: NDArray[np.int32]  # (N, P, P) road to take first, -1 for none
    road_end: NDArray[np.int64]  # (E,)
    road_start: NDArray[np.int64]  # (E,)
    road_ticks: NDArray[np.int64]  # (N, E)
    road_open: NDArray[np.bool_]  # (N, E)
    throughput: NDArray[np.int64]  # (E,)


@dataclass(frozen=True)
class World:
    """A scenario as arrays, with the names of what they are indexed by.

    Attributes
    ----------
    start : date
        Day 0.
    places, groups, actors : tuple of str
        Names in the order of the arrays.
    arrays : Arrays
        What the engine runs on.
    """

    start: dt.date
    places: tuple[str, ...]
    groups: tuple[str, ...]
    actors: tuple[str, ...]
    arrays: Arrays


class Builder:
    """Turns a scenario, and supposed events after it, into worlds that share what they have in common.

    Parameters
    ----------
    scenario : Scenario
        The world as it was known; see `Scenario.as_of`.
    known_to : date
        The day up to which it was known.
    days : int
        Number of days of the worlds, from the scenario's start.
    """

    def __init__(self, scenario: Scenario, known_to: dt.date, days: int) -> None:
        self.scenario = scenario
        self.start = scenario.settings.start
        self.days = days
        self.known_day = (known_to - self.start).days
        self.table = scenario.places.reset_index(drop=True)
        self.places = tuple(self.table["place"])
        self.index = {name: k for k, name in enumerate(self.places)}
        self.actors = tuple(scenario.settings.actors)
        self.outside = (self.table["kind"] == "country").to_numpy()
        self._states: dict[bytes, int] = {}
        self._networks: list[
            tuple[
                NDArray[np.float64],
                NDArray[np.float64],
                NDArray[np.int32],
                NDArray[np.int64],
                NDArray[np.bool_],
            ]
        ] = []

    def build(self, supposed: pd.DataFrame | None = None, ahead: NDArray[np.float64] | None = None) -> World:
        """Build the world in which further events happen.

        Parameters
        ----------
        supposed : DataFrame or None
            Events with the columns of the events table that are thought to happen after the day up to which the
            scenario was known.
        ahead : array, shape (days, places), or None
            Intensity of fighting from the day after that on, to the last day, beside that of those events. None: what
            was on fades.
        """
        events = self.scenario.events
        if supposed is not None and len(supposed):
            events = pd.concat([events, supposed], ignore_index=True)
        holder, days_held, changed = self._control(events)
        fighting = self._fighting(events, ahead)
        groups, residents = self._residents
        population = self.table["population"].to_numpy(float, na_value=0.0)
        capacity = self._capacity(events)
        camp = (self.table["kind"] == "camp") & self.table["population"].isna()
        unknown = np.where(camp, UNKNOWN_CAMP_PEOPLE, 0.0)
        shelter = np.where(np.isfinite(capacity), capacity, unknown)
        network = self._network(events, holder)
        km, ticks, first, road_ticks, road_open = (np.stack(part) for part in zip(*self._networks, strict=True))
        arrays = Arrays(
            residents=residents,
            size=np.where(self.outside, 0.0, np.maximum(population, shelter)),
            abroad=np.where(self.outside, population, 0.0),
            stays=(self.table["kind"] != "crossing").to_numpy(float),
            capacity=capacity,
            affinity=self._affinity(groups),
            holder=holder,
            days_held=days_held,
            fighting=fighting * np.minimum(1.0, np.sqrt(TOUCHED_PEOPLE / np.maximum(population, 1.0))),
            quiet=_since((fighting >= QUIET_BELOW) | changed),
            network=network,
            km=km,
            ticks=ticks,
            first=first,
            road_start=self._roads.start,
            road_end=self._roads.end,
            road_ticks=road_ticks,
            road_open=road_open,
            throughput=self._roads.throughput,
        )
        return World(self.start, self.places, groups, self.actors, arrays)

    def _day(self, when: pd.Timestamp) -> int:
        return int((when.date() - self.start).days)

    def _span(self, event: pd.Series) -> slice:
        """Days of the world on which an event is so."""
        last = self.days - 1 if pd.isna(event["valid_to"]) else self._day(event["valid_to"])
        return slice(max(self._day(event["valid_from"]), 0), max(last + 1, 0))

    @cached_property
    def _residents(self) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """Groups, and residents by group and place; who belongs to no group named is 'other'."""
        shares = self.scenario.groups.pivot(index="group", columns="place", values="share")
        shares = shares.reindex(columns=list(self.places)).fillna(0.0)
        rest = np.clip(1 - shares.sum(axis=0), 0, None)
        if (rest > 1e-6).any():
            shares.loc["other"] = rest + (shares.loc["other"] if "other" in shares.index else 0.0)
        people = self.table["population"].to_numpy(float, na_value=0.0) * ~self.outside
        exact = shares.to_numpy() / shares.to_numpy().sum(axis=0) * people
        # rounding the running sum keeps every place's total
        edges = np.rint(np.cumsum(exact, axis=0)).astype(np.int64)
        return tuple(shares.index), np.diff(edges, axis=0, prepend=0)

    def _affinity(self, groups: tuple[str, ...]) -> NDArray[np.float64]:
        table = self.scenario.affinity.pivot(index="group", columns="actor", values="value")
        ordered = table.reindex(index=list(groups), columns=list(self.actors)).fillna(0.0)
        return np.asarray(ordered, dtype=float)

    def _capacity(self, events: pd.DataFrame) -> NDArray[np.float64]:
        capacity = np.tile(self.table["capacity"].to_numpy(float, na_value=np.inf), (self.days, 1))
        for _, event in events[(events["kind"] == "capacity") & events["place"].notna()].iterrows():
            capacity[self._span(event), self.index[event["place"]]] = event["intensity"]
        return capacity

    def _control(self, events: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
        """Holder by day, days since it took the place after the start, and whether the place changed hands that day."""
        control = events[events["kind"] == "control"].sort_values(["valid_from", "known"], kind="stable")
        holder = np.full((self.days, len(self.places)), -1, dtype=np.int64)
        before = np.full(len(self.places), -1, dtype=np.int64)
        for _, event in control.iterrows():
            day, place = self._day(event["valid_from"]), self.index[event["place"]]
            holder[max(day, 0) :, place] = self.actors.index(event["actor"])
            if day < 0:
                before[place] = self.actors.index(event["actor"])
        earlier = np.vstack([np.where(before >= 0, before, holder[0]), holder[:-1]])
        changed = holder != earlier
        return holder, _since(changed), changed

    def known_fighting(self) -> NDArray[np.float64]:
        """Intensity of fighting and strikes by day, from the start to the day up to which it is known, and place."""
        return self._intensity(self._fights(self.scenario.events)[0])[: self.known_day + 1]

    @cached_property
    def beside(self) -> NDArray[np.bool_]:
        """Whether a road joins two places of the country (place, place), open or closed."""
        joined = np.zeros((len(self.places), len(self.places)), dtype=bool)
        joined[self._roads.start, self._roads.end] = joined[self._roads.end, self._roads.start] = True
        inside = ~self.outside
        return np.asarray(joined & inside & inside[:, None])

    def _fights(self, events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Events of fighting: those known, and those supposed to come."""
        fights = events[events["kind"].isin(["fighting", "strike"]) & events["place"].notna()]
        told = fights["valid_from"] <= pd.Timestamp(self.start) + pd.Timedelta(days=self.known_day)
        return fights[told], fights[~told]

    def _fighting(self, events: pd.DataFrame, ahead: NDArray[np.float64] | None) -> NDArray[np.float64]:
        known, supposed = map(self._intensity, self._fights(events))
        # what is known ends with the as-of day, which does not end the fighting
        last = min(self.known_day, self.days - 1)
        after = np.arange(1, self.days - last)[:, None]
        known[last + 1 :] = known[last] * 0.5 ** (after / FIGHTING_HALF_LIFE_DAYS) if ahead is None else ahead
        return np.maximum(known, supposed)

    def _intensity(self, fights: pd.DataFrame) -> NDArray[np.float64]:
        intensity = np.zeros((self.days, len(self.places)))
        for _, event in fights.iterrows():
            span, place = self._span(event), self.index[event["place"]]
            intensity[span, place] = np.maximum(intensity[span, place], event["intensity"])
        return intensity

    @cached_property
    def _roads(self) -> Roads:
        routes = self.scenario.routes.reset_index(drop=True)
        start, end = (routes[side].map(self.index).to_numpy(np.int64) for side in ("from", "to"))
        both = np.flatnonzero(~routes["one_way"].to_numpy())
        row = np.concatenate([np.arange(len(routes)), both])
        days = (routes["distance_km"] / routes["speed_km_day"]).to_numpy()
        throughput = routes["people_per_day"].fillna(_UNLIMITED).to_numpy()
        return Roads(
            start=np.concatenate([start, end[both]]),
            end=np.concatenate([end, start[both]]),
            route=row,
            km=routes["distance_km"].to_numpy()[row],
            ticks=np.maximum(1, np.ceil(days * TICKS_A_DAY)).astype(np.int64)[row],
            throughput=throughput.astype(np.int64)[row],
        )

    def _closed(self, events: pd.DataFrame) -> NDArray[np.bool_]:
        """Whether each road is closed, by day: by itself, or because a place at its end is."""
        routes = {name: k for k, name in enumerate(self.scenario.routes["route"])}
        closed_route = np.zeros((self.days, len(routes)), dtype=bool)
        closed_place = np.zeros((self.days, len(self.places)), dtype=bool)
        for _, event in (
            events[events["kind"].isin(["closure", "opening"])]
            .sort_values(["valid_from", "known"], kind="stable")
            .iterrows()
        ):
            target, name, column = (
                (closed_route, routes, "route") if pd.notna(event["route"]) else (closed_place, self.index, "place")
            )
            target[self._span(event), name[event[column]]] = event["kind"] == "closure"
        roads = self._roads
        return closed_route[:, roads.route] | closed_place[:, roads.start] | closed_place[:, roads.end]

    def _network(self, events: pd.DataFrame, holder: NDArray[np.int64]) -> NDArray[np.int64]:
        """State of the network by day; equal days share one."""
        roads, closed = self._roads, self._closed(events)
        ends = holder[:, roads.start], holder[:, roads.end]
        front = (ends[0] != ends[1]) & (ends[0] >= 0) & (ends[1] >= 0)
        return np.array([self._state(~closed[day], front[day]) for day in range(self.days)])

    def _state(self, passable: NDArray[np.bool_], front: NDArray[np.bool_]) -> int:
        key = passable.tobytes() + front.tobytes()
        if key not in self._states:
            roads = self._roads
            ticks = roads.ticks + FRONT_DELAY_TICKS * front
            time, first = shortest(roads, ticks.astype(float), passable, self.outside)
            km, _ = shortest(roads, roads.km, passable, self.outside)
            self._states[key] = len(self._networks)
            self._networks.append((km, time, first, ticks, passable))
        return self._states[key]


def _since(marks: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Days since the last mark, by day (first axis); infinite before the first."""
    day = np.arange(marks.shape[0], dtype=float)[:, None]
    return day - np.maximum.accumulate(np.where(marks, day, -np.inf), axis=0)
