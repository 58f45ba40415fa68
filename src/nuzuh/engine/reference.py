"""The ``flee3`` rules agent by agent: plain, slow, for reading and for checking the fast engine.

Agents are moved in their order, as Flee moves them: everybody decides, then everybody travels, and whoever arrives with
some of the day left decides again at once. Recent travel is counted in levels and steps as the fast engine counts it,
or exactly.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.flee3.choice import REFUSED_BELOW, room
from nuzuh.model.flee3.memory import recent
from nuzuh.model.flee3.routes import Route, first_link, options
from nuzuh.model.flee3.world import CONSTANT, FROM_TOTALS, POP_RATIO, World


@dataclass(slots=True)
class Agent:
    """Somebody: where, with what memory."""

    place: int
    group: int
    foot: bool  # the first leg is still ahead, or under way
    link: int = -1  # -1 at a place
    gone_km: float = 0.0  # on the link
    closed: bool = False  # the link has closed behind
    route: Route = ()  # what is left of it
    recent: float = 0.0  # travel of the last days: levels, or shares of a full day
    today: float = 0.0  # travel of the day: steps, or km
    hops: int = 0  # legs ended today
    kept: bool = False  # stays in a camp for good


@dataclass
class Reference:
    """One run of the ``flee3`` rules, agent by agent.

    Attributes
    ----------
    world : World
        What it runs on.
    random : Generator
        Where its draws come from.
    exact : bool
        Count recent travel exactly, as Flee does; else in the world's levels.
    """

    world: World
    random: np.random.Generator
    exact: bool = False
    agents: list[Agent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.present = np.zeros(len(self.world.places))
        self.population = self.world.arrays.population.copy()
        self.max_speed = self.world.case.settings.move_rules.max_move_speed
        self.walk_speed = self.world.case.settings.move_rules.max_walk_speed

    def run(self, days: int | None = None) -> NDArray[np.float64]:
        """Run from the first day.

        Parameters
        ----------
        days : int or None
            How many; None for all.

        Returns
        -------
        array, shape (days, places)
            People at each place at the end of each day.
        """
        record = []
        for day in range(days or self.world.case.days):
            self._appear(day)
            self._close(day)
            for agent in self.agents:
                if agent.link < 0 and not agent.kept:
                    self._decide(agent, day, pressed=False)
            for agent in self.agents:
                self._travel(agent, day)
            for agent in self.agents:
                agent.recent, agent.today, agent.hops = self._recent(agent), 0.0, 0
            self._keep(day)
            record.append(self.present.copy())
        return np.array(record)

    def _appear(self, day: int) -> None:
        w, r = self.world.arrays, self.world.rules
        if day == 0:
            for place, people in enumerate(w.day0):
                self._add(place, int(people))
        if r.spawn_mode == FROM_TOTALS:
            weights = w.spawn_factor[day] * self.population
            coming = self.random.multinomial(int(w.arriving[day]), weights / max(weights.sum(), 1e-300))
        elif r.spawn_mode == CONSTANT:
            coming = np.floor(r.spawn_rate * w.fighting[day])
        elif r.spawn_mode == POP_RATIO:
            coming = np.floor(r.spawn_rate * w.fighting[day] * self.population)
        else:
            coming = self.random.poisson(r.spawn_rate * w.fighting[day])
        for place, people in enumerate(coming):
            self._add(place, int(people))
            if r.take_from_population and w.fighting[day, place] > 0:
                self.population[place] -= people

    def _add(self, place: int, people: int) -> None:
        for _ in range(people):
            group = int(np.searchsorted(self.world.arrays.share[place], self.random.random(), side="right"))
            group = min(group, len(self.world.groups) - 1)
            self.agents.append(Agent(place, group, self.world.rules.start_on_foot))
            self.present[place] += 1

    def _close(self, day: int) -> None:
        n = self.world.network
        closing = set(n.closing_link[n.closing_day == day].tolist())
        for agent in self.agents:
            agent.closed |= agent.link in closing

    def _decide(self, agent: Agent, day: int, *, pressed: bool) -> None:
        """Let an agent at a place leave, or stay."""
        w, n, r = self.world.arrays, self.world.network, self.world.rules
        place = agent.place
        size = max(self.population[place], w.size[place])
        chance = w.move_chance[day, place] * (size / r.pop_base) ** r.pop_power
        if w.town[day, place] and pressed:
            chance = 1.0
        if self.random.random() >= chance:
            return
        state, _ = self.world.networks[n.state[day]]
        if not agent.route:
            agent.route = self._choose(agent, day)
        if not agent.route:
            return
        goal, link = agent.route[-1], first_link(place, agent.route[0], self.world.links, state.open)
        if link < 0 or (w.camp[day, goal] and self._room(goal) < REFUSED_BELOW):
            agent.route = ()
            return
        agent.route = agent.route[1:]
        agent.link, agent.gone_km, agent.closed = link, 0.0, False
        self.present[place] -= 1

    def _choose(self, agent: Agent, day: int) -> Route:
        w, r, move = self.world.arrays, self.world.rules, self.world.case.settings.move_rules
        state, marker = self.world.networks[self.world.network.state[day]]
        routes, weights = [], []
        for option in options(agent.place, self.world.links, state, marker, r.awareness):
            goal = option.route[-1]
            score = w.score[day, goal] ** w.power[agent.group] * w.lure[day, goal] * self._home(agent.place, goal)
            near = (move.softening + option.km) ** -move.distance_power
            routes.append(option.route)
            weights.append(((move.weight_softening + score) * near * self._room(goal)) ** r.weight_power)
        if not routes:
            return ()
        kept = np.where(np.array(weights) >= max(weights) / r.pruning, weights, 0.0)
        upto = np.cumsum(kept if kept.sum() > 0 else np.ones(len(routes)))
        return routes[int(np.searchsorted(upto, self.random.random() * upto[-1], side="right"))]

    def _home(self, place: int, goal: int) -> float:
        n = self.world.network
        first, last = n.option_range[0, place], n.option_range[0, place + 1]
        return float(next((n.option_home[k] for k in range(first, last) if n.option_end[k] == goal), 1.0))

    def _room(self, place: int) -> float:
        return room(self.present[place], self.world.arrays.capacity[place], self.world.rules.buffer)

    def _travel(self, agent: Agent, day: int) -> None:
        """Let an agent on a link come as far as a day leads, and go on from where it ends."""
        while agent.link >= 0:
            links, link = self.world.links, agent.link
            walks = agent.foot or self.random.random() < links.walking[link]
            speed = self.walk_speed if walks else float(links.speed[link])
            agent.gone_km += speed
            if agent.gone_km <= links.km[link]:
                agent.today += self._measured(speed)
                return
            agent.today += self._measured(links.km[link] - (agent.gone_km - speed))
            agent.hops += 1
            # on the first leg that ends on a day, the way of the day is shorter than its speed
            goes_on = not agent.closed and (agent.hops == 1 or agent.today < self._measured(speed))
            agent.place = int(links.start[link] if agent.closed else links.end[link])
            agent.link, agent.foot, agent.closed = -1, False, False
            self.present[agent.place] += 1
            if goes_on:
                self._decide(agent, day, pressed=self.world.rules.memory and self._presses_on(agent))

    def _keep(self, day: int) -> None:
        w, r = self.world.arrays, self.world.rules
        for agent in self.agents if r.camps_are_sinks else ():
            if agent.link < 0 and not agent.kept and w.camp[day, agent.place]:
                agent.kept = bool(self.random.random() < w.deactivation[agent.place])
                self.present[agent.place] -= agent.kept and r.sinks_empty

    def _measured(self, km: float) -> float:
        """Measure a way within a day: in km, or in steps of which any has one."""
        return km if self.exact else max(1, round(km * self.world.rules.steps / self.max_speed))

    def _recent(self, agent: Agent) -> float:
        r = self.world.rules
        if not r.memory:
            return 0.0
        if self.exact:
            return (agent.recent + agent.today / self.max_speed) / 2
        return recent(int(agent.recent), int(agent.today), r.steps // r.levels)

    def _presses_on(self, agent: Agent) -> bool:
        r = self.world.rules
        if self.exact:
            return agent.recent + agent.today / self.max_speed < 1
        return agent.recent * (r.steps // r.levels) + agent.today < r.steps
