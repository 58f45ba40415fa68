"""The tables by which the engine moves people: options at a place, legs of a route, days on a leg."""

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.flee3.closures import courses, directed
from nuzuh.model.flee3.routes import Route, first_link, options
from nuzuh.scenario.flee import FleeCase

_EARTH_KM = 6371.0


class Network(NamedTuple):
    """What a run needs of the roads, by day (D), place (P), and state of the network (N).

    A *stand* (S) is a place with the rest of a route that is remembered there; the first P stands remember none. A
    *leg* (L) is a link with the rest of the route beyond it. A *slot* (K) is a leg with the days driven and walked on
    it. An *option* (O) is a route that is weighed at a place. Distances within a day are counted in steps.
    """

    state: NDArray[np.int64]  # (D,)
    option_range: NDArray[np.int64]  # (N, P + 1) first option of each place
    option_leg: NDArray[np.int64]  # (O,)
    option_end: NDArray[np.int64]  # (O,)
    option_near: NDArray[np.float64]  # (O,) what distance leaves of a weight
    option_home: NDArray[np.float64]  # (O,) what the distance to where they are leaves of it
    stand_place: NDArray[np.int64]  # (S,)
    stand_goal: NDArray[np.int64]  # (S,) end of the remembered route, -1 for none
    stand_leg: NDArray[np.int64]  # (N, S) the next leg of the remembered route, -1 if it is gone
    leg_link: NDArray[np.int64]  # (L,)
    leg_stand: NDArray[np.int64]  # (L,) where it leads
    leg_back: NDArray[np.int64]  # (L,) where who turns back stands
    leg_steps: NDArray[np.int64]  # (L,) its length
    leg_walking: NDArray[np.float64]  # (L,) chance to walk on a day
    leg_speed: NDArray[np.int64]  # (L,) steps a day of who drives
    entry: NDArray[np.int64]  # (L, 3) slot of who enters it driving, walking, on foot; -1 if that is all the way
    slot_leg: NDArray[np.int64]  # (K,)
    slot_foot: NDArray[np.bool_]  # (K,) on foot, as on every first leg
    slot_drive: NDArray[np.int64]  # (K,) slot after a day's drive, -1 if that arrives
    slot_walk: NDArray[np.int64]  # (K,) after a day's walk
    slot_left: NDArray[np.int64]  # (K,) steps still to go
    closing_day: NDArray[np.int64]  # (C,)
    closing_link: NDArray[np.int64]  # (C,)


def _come(days: tuple[int, int], speeds: tuple[float, float]) -> float:
    """How far days of driving and walking lead, km."""
    return days[0] * speeds[0] + days[1] * speeds[1]


class Tables:
    """Everything that people may remember of a route, numbered.

    Parameters
    ----------
    case : FleeCase
        Places, links and closures.
    marker : array of bool, shape (days, places)
        Which places are markers.
    steps_a_day : int
        Steps in which a day's distance is counted, to ``max_move_speed``.
    fix : bool
        Mend Flee's oddities.
    """

    def __init__(self, case: FleeCase, marker: NDArray[np.bool_], steps_a_day: int, fix: bool) -> None:
        self.case, self.fix = case, fix
        self.move = case.settings.move_rules
        # at level 0, Flee takes a link's number for a name, finds no such place, and nobody moves
        self.awareness = self.move.awareness_level or int(fix)
        self.step_km = self.move.max_move_speed / steps_a_day
        self.links, lists = directed(case, fix)
        course, states, self.closings = courses(case, self.links, lists, fix)
        self.stands: dict[tuple[int, Route], int] = {(k, ()): k for k in range(len(case.places))}
        self.legs: dict[tuple[int, Route], int] = {}
        # the same links, but other markers, are another state
        keys = [(int(state), row.tobytes()) for state, row in zip(course, marker, strict=True)]
        known = {key: n for n, key in enumerate(dict.fromkeys(keys))}
        self.state = np.array([known[key] for key in keys], dtype=np.int64)
        self.networks = [(states[state], np.frombuffer(flags, dtype=bool)) for state, flags in known]
        self._options()
        self._remembered()
        self._days()

    def steps(self, km: float) -> int:
        """Count a distance in steps; any is at least one, so that nobody hops for ever within a day."""
        return max(1, round(km / self.step_km))

    def _leg(self, link: int, rest: Route) -> int:
        """Number a leg, and where it leads and where who turns back stands."""
        leg = self.legs.setdefault((link, rest), len(self.legs))
        for place in (int(self.links.end[link]), int(self.links.start[link])):
            self.stands.setdefault((place, rest), len(self.stands))
        return leg

    def _options(self) -> None:
        weighed: list[tuple[int, int, float, float]] = []
        ranges = []
        for state, marker in self.networks:
            first = []
            for place in range(len(self.case.places)):
                first.append(len(weighed))
                for option in options(place, self.links, state, marker, self.awareness):
                    link = first_link(place, option.route[0], self.links, state.open)
                    near = (self.move.softening + option.km) ** -self.move.distance_power
                    goal = option.route[-1]
                    weighed.append((self._leg(link, option.route[1:]), goal, near, self._home(place, goal)))
            ranges.append([*first, len(weighed)])
        table = np.array(weighed, dtype=float).reshape(-1, 4)
        self.option_range = np.array(ranges, dtype=np.int64)
        self.option_leg, self.option_end = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
        self.option_near, self.option_home = table[:, 2].copy(), table[:, 3].copy()

    def _home(self, place: int, goal: int) -> float:
        """Return what the distance as the crow flies leaves of a weight; Flee takes latitude for longitude."""
        if not self.move.stay_close_to_home:
            return 1.0
        places = self.case.places.loc[[place, goal], ["latitude", "longitude"]].fillna(0.0).to_numpy()
        (y1, x1), (y2, x2) = np.radians(places if self.fix else places[:, ::-1])
        half = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
        km = 2 * _EARTH_KM * np.arctan2(np.sqrt(half), np.sqrt(1 - half))
        return float(max(1.0, km) ** -self.move.home_distance_power)

    def _remembered(self) -> None:
        """Find the next leg of every route that is remembered, in every network; this may bring up further ones."""
        following: list[list[int]] = [[] for _ in self.networks]
        number = 0
        while number < len(self.stands):
            place, rest = list(self.stands)[number]
            for n, (state, _) in enumerate(self.networks):
                link = first_link(place, rest[0], self.links, state.open) if rest else -1
                following[n].append(self._leg(link, rest[1:]) if link >= 0 else -1)
            number += 1
        self.stand_leg = np.array(following, dtype=np.int64)

    def _days(self) -> None:
        """Number the days that people may have been on each leg, those that have come farthest first."""
        slots: list[tuple[int, bool, int, int, int]] = []
        self.entry = np.full((len(self.legs), 3), -1, dtype=np.int64)
        for (link, _), leg in self.legs.items():
            km, drive, walking = self.links.km[link], self.links.speed[link], self.links.walking[link]
            for foot in (True, False) if self.move.start_on_foot else (False,):
                # days driven and walked, none of which arrives
                may = (0.0 if foot or walking == 1 else drive, self.move.max_walk_speed if foot or walking > 0 else 0.0)
                reached, frontier = {(0, 0)}, [(0, 0)]
                while frontier:
                    a, b = frontier.pop()
                    for after, speed in (((a + 1, b), may[0]), ((a, b + 1), may[1])):
                        if speed and _come(after, may) <= km and after not in reached:
                            reached.add(after)
                            frontier.append(after)
                reached.remove((0, 0))
                order = sorted(reached, key=partial(_come, speeds=may), reverse=True)
                number = {days: len(slots) + k for k, days in enumerate(order)}
                for a, b in order:
                    left = self.steps(km - _come((a, b), may))
                    slots.append((leg, foot, number.get((a + 1, b), -1), number.get((a, b + 1), -1), left))
                if foot:
                    self.entry[leg, 2] = number.get((0, 1), -1)
                else:
                    self.entry[leg, :2] = number.get((1, 0), -1), number.get((0, 1), -1)
        table = np.array(slots, dtype=np.int64).reshape(-1, 5)
        self.slot_leg, self.slot_foot = table[:, 0].copy(), table[:, 1].astype(bool)
        self.slot_drive, self.slot_walk, self.slot_left = (table[:, k].copy() for k in (2, 3, 4))

    def network(self) -> Network:
        """Return the tables."""
        link = np.array([link for link, _ in self.legs], dtype=np.int64)
        rest = [rest for _, rest in self.legs]
        ends, starts = self.links.end[link].tolist(), self.links.start[link].tolist()
        return Network(
            state=self.state,
            option_range=self.option_range,
            option_leg=self.option_leg,
            option_end=self.option_end,
            option_near=self.option_near,
            option_home=self.option_home,
            stand_place=np.array([place for place, _ in self.stands], dtype=np.int64),
            stand_goal=np.array([route[-1] if route else -1 for _, route in self.stands], dtype=np.int64),
            stand_leg=self.stand_leg,
            leg_link=link,
            leg_stand=np.array([self.stands[at] for at in zip(ends, rest, strict=True)], dtype=np.int64),
            leg_back=np.array([self.stands[at] for at in zip(starts, rest, strict=True)], dtype=np.int64),
            leg_steps=np.array([self.steps(km) for km in self.links.km[link]], dtype=np.int64),
            leg_walking=self.links.walking[link],
            leg_speed=np.array([self.steps(km) for km in self.links.speed[link]], dtype=np.int64),
            entry=self.entry,
            slot_leg=self.slot_leg,
            slot_foot=self.slot_foot,
            slot_drive=self.slot_drive,
            slot_walk=self.slot_walk,
            slot_left=self.slot_left,
            closing_day=np.array([day for day, _ in self.closings], dtype=np.int64),
            closing_link=np.array([link for _, link in self.closings], dtype=np.int64),
        )
