"""People counted as they hop from place to place under the ``flee3`` rules.

A day: people appear → links close → who is on the road advances → who is at a place leaves, or stays → whoever arrives
with some of the day left goes on, hop by hop → camps keep some for good.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.streams import Stream, at, poisson, thin, uniform
from nuzuh.model.flee3.choice import REFUSED_BELOW, room, weigh
from nuzuh.model.flee3.memory import presses_on, recent
from nuzuh.model.flee3.network import Network
from nuzuh.model.flee3.world import CONSTANT, FROM_TOTALS, POP_RATIO, Arrays, Rules
from nuzuh.model.kernel import inlined, kernel

APPEAR, ADVANCE, LEAVE, KEEP, HOP = range(10, 15)
#: So few people choose one by one, which is then quicker; the distribution is the same.
FEW = 6
#: Columns of a lot: people who leave one place together, as they carry the same memory.
STAND, FOOT, GROUP, LEVEL, STEPS = range(5)
DRIVING, WALKING, ON_FOOT = range(3)


class State(NamedTuple):
    """Where everyone is, in people; whole numbers but in the mean field."""

    here: NDArray[np.float64]  # (stands, 2, groups, levels) at a place; 1: the first leg is still ahead
    road: NDArray[np.float64]  # (slots, groups, levels) on a link
    back: NDArray[np.float64]  # (slots, groups, levels) on a link that has closed behind them
    present: NDArray[np.float64]  # (places,) at each place, those who stay there for good too
    kept: NDArray[np.float64]  # (places,) who stay for good
    population: NDArray[np.float64]  # (places,) residents


class Scratch(NamedTuple):
    """Room to work in, which outlives no day."""

    after: NDArray[np.float64]  # like State.here: where people are at the day's end
    arrived: NDArray[np.float64]  # (stands * groups * levels, steps) who has arrived and may go on
    listed: NDArray[np.int64]  # (cells, 2) which of these are not empty
    lots: NDArray[np.int64]  # (lots, 5)
    people: NDArray[np.float64]  # (lots,)
    rooms: NDArray[np.float64]  # (places,)
    upto: NDArray[np.float64]  # (groups, options) running sums of weights
    stamp: NDArray[np.int64]  # (groups, places) version of rooms for which they hold
    taking: NDArray[np.float64]  # (options of a place,)
    count: NDArray[np.int64]  # (3,) lengths of `listed` and `lots`, version of rooms


LISTED, LOTS, VERSION = range(3)


def start(w: Arrays, n: Network, r: Rules) -> State:
    """Nobody is anywhere yet."""
    stands, slots, groups = n.stand_place.size, n.slot_leg.size, w.power.size
    levels = _furthest(n, r) // (r.steps // r.levels) + 1 if r.memory else 1
    return State(
        np.zeros((stands, 2, groups, levels)),
        np.zeros((slots, groups, levels)),
        np.zeros((slots, groups, levels)),
        np.zeros(w.population.size),
        np.zeros(w.population.size),
        w.population.copy(),
    )


def _furthest(n: Network, r: Rules) -> int:
    """Steps that nobody exceeds in a day: a day's speed may be added just before a day's speed is reached."""
    return 2 * max(int(n.leg_speed.max(initial=1)), r.steps)


def scratch(st: State, w: Arrays, n: Network, r: Rules) -> Scratch:
    """Make room to work in."""
    stands, _, groups, levels = st.here.shape
    cells = stands * groups * levels
    wide = _furthest(n, r) + 1
    options = np.diff(n.option_range, axis=1).max(initial=1)
    return Scratch(
        after=np.zeros_like(st.here),
        arrived=np.zeros((cells, wide)),
        listed=np.empty((cells * wide, 2), dtype=np.int64),
        lots=np.empty((cells * max(2, wide), 5), dtype=np.int64),
        people=np.empty(cells * max(2, wide)),
        rooms=np.ones(w.population.size),
        upto=np.zeros((groups, n.option_leg.size)),
        stamp=np.full((groups, w.population.size), -1, dtype=np.int64),
        taking=np.zeros(options),
        count=np.zeros(3, dtype=np.int64),
    )


@inlined
def _fill(
    place: int,
    people: float,
    present: NDArray[np.float64],
    capacity: NDArray[np.float64],
    buffer: float,
    k: Scratch,
) -> None:
    """Add people to a place, or take them away, and note what room that leaves."""
    present[place] += people
    if capacity[place] < np.inf:
        now = room(present[place], capacity[place], buffer)
        if now != k.rooms[place]:
            k.rooms[place] = now
            k.count[VERSION] += 1


@inlined
def _arrive(stand: int, group: int, level: int, steps: int, people: float, k: Scratch) -> None:
    """Note who has reached a place and may go on the same day."""
    _, _, groups, levels = k.after.shape
    cell = (stand * groups + group) * levels + level
    if k.arrived[cell, steps] == 0.0:
        k.listed[k.count[LISTED], 0], k.listed[k.count[LISTED], 1] = cell, steps
        k.count[LISTED] += 1
    k.arrived[cell, steps] += people


@inlined
def _lot(stand: int, foot: int, group: int, level: int, steps: int, people: float, k: Scratch) -> None:
    """Note who leaves a place."""
    lot = k.count[LOTS]
    k.lots[lot, STAND], k.lots[lot, FOOT], k.lots[lot, GROUP] = stand, foot, group
    k.lots[lot, LEVEL], k.lots[lot, STEPS] = level, steps
    k.people[lot] = people
    k.count[LOTS] += 1


@kernel
def appear(
    day: int, st: State, w: Arrays, r: Rules, k: Scratch, s: Stream, sampled: bool
) -> float:
    """Let the day's newly displaced appear, and before the first day those who are in camps already.

    Returns
    -------
    float
        People who have no place to come from: nowhere is there fighting.
    """
    places, groups = w.share.shape
    coming = np.zeros(places)
    nowhere = 0.0
    if r.spawn_mode == FROM_TOTALS:
        total = 0.0
        for place in range(places):
            total += w.spawn_factor[day, place] * st.population[place]
        left = w.arriving[day]
        if total <= 0.0:
            nowhere = left
        at(s, day, APPEAR, 0)
        for place in range(places):
            weight = w.spawn_factor[day, place] * st.population[place]
            if left > 0.0 and weight > 0.0:
                coming[place] = thin(s, left, min(1.0, weight / total), sampled)
                left -= coming[place]
                total -= weight
    else:
        for place in range(places):
            rate = r.spawn_rate * w.fighting[day, place]
            if r.spawn_mode == CONSTANT:
                coming[place] = np.floor(rate)
            elif r.spawn_mode == POP_RATIO:
                coming[place] = np.floor(rate * st.population[place])
            elif rate > 0.0:
                coming[place] = poisson(at(s, day, APPEAR, 2 * place + 1), rate) if sampled else rate
    for place in range(places):
        if r.take_from_population and w.fighting[day, place] > 0.0:
            st.population[place] -= coming[place]
        left = coming[place] + (w.day0[place] if day == 0 else 0.0)
        if left > 0.0:
            at(s, day, APPEAR, 2 * place + 2)
            _fill(place, left, st.present, w.capacity, r.buffer, k)
            before = 0.0
            for g in range(groups):
                share = w.share[place, g] - before
                people = thin(s, left, min(1.0, share / (1.0 - before)), sampled) if g < groups - 1 else left
                before = w.share[place, g]
                left -= people
                st.here[place, 1 if r.start_on_foot else 0, g, 0] += people
    return nowhere


@kernel
def close(day: int, st: State, n: Network) -> None:
    """Turn round whoever is on a link that closes today: they find out at its end."""
    for c in range(n.closing_day.size):
        if n.closing_day[c] == day:
            for slot in range(n.slot_leg.size):
                if n.leg_link[n.slot_leg[slot]] == n.closing_link[c]:
                    st.back[slot] += st.road[slot]
                    st.road[slot] = 0.0


@kernel
def advance(
    day: int,
    on: NDArray[np.float64],
    turned: bool,
    n: Network,
    r: Rules,
    k: Scratch,
    s: Stream,
    sampled: bool,
) -> None:
    """Move everybody on the road by a day; slots are in such an order that nobody moves twice."""
    slots, groups, levels = on.shape
    fineness = r.steps // r.levels
    for slot in range(slots):
        leg = n.slot_leg[slot]
        for g in range(groups):
            for level in range(levels):
                people = on[slot, g, level]
                if people == 0.0:
                    continue
                on[slot, g, level] = 0.0
                walkers = people
                if not n.slot_foot[slot]:
                    cell = (2 * slot + turned) * groups * levels + g * levels + level
                    walkers = thin(at(s, day, ADVANCE, cell), people, n.leg_walking[leg], sampled)
                for walking in range(2):
                    moving = walkers if walking else people - walkers
                    if moving == 0.0:
                        continue
                    further = n.slot_walk[slot] if walking else n.slot_drive[slot]
                    if further >= 0:
                        steps = r.walk_steps if walking else n.leg_speed[leg]
                        on[further, g, recent(level, steps, fineness) if r.memory else 0] += moving
                    elif turned:
                        new = recent(level, n.slot_left[slot], fineness) if r.memory else 0
                        k.after[n.leg_back[leg], 0, g, new] += moving
                    else:
                        _arrive(n.leg_stand[leg], g, level, n.slot_left[slot], moving, k)


@kernel
def leave(
    day: int, st: State, w: Arrays, n: Network, r: Rules, k: Scratch, s: Stream, sampled: bool
) -> None:
    """Draw who leaves each place, and note them; the others stay."""
    stands, feet, groups, levels = st.here.shape
    fineness = r.steps // r.levels
    for stand in range(stands):
        place = n.stand_place[stand]
        chance = w.move_chance[day, place]
        if r.pop_power != 0.0:
            chance *= (max(st.population[place], w.size[place]) / r.pop_base) ** r.pop_power
        for foot in range(feet):
            for g in range(groups):
                for level in range(levels):
                    people = st.here[stand, foot, g, level]
                    if people == 0.0:
                        continue
                    st.here[stand, foot, g, level] = 0.0
                    cell = ((stand * feet + foot) * groups + g) * levels + level
                    leaving = thin(at(s, day, LEAVE, cell), people, chance, sampled)
                    k.after[stand, foot, g, recent(level, 0, fineness) if r.memory else 0] += people - leaving
                    if leaving > 0.0:
                        _lot(stand, foot, g, level, 0, leaving, k)


@kernel
def go_on(
    day: int, wave: int, st: State, w: Arrays, n: Network, r: Rules, k: Scratch, s: Stream, sampled: bool
) -> None:
    """Let those who have arrived settle, or note that they leave again at once."""
    _, _, groups, levels = k.after.shape
    wide = k.arrived.shape[1]
    fineness = r.steps // r.levels
    arrivals = k.count[LISTED]
    for j in range(arrivals):
        cell, steps = k.listed[j, 0], k.listed[j, 1]
        _fill(n.stand_place[cell // (groups * levels)], k.arrived[cell, steps], st.present, w.capacity, r.buffer, k)
    k.count[LISTED] = 0
    for j in range(arrivals):
        cell, steps = k.listed[j, 0], k.listed[j, 1]
        people = k.arrived[cell, steps]
        k.arrived[cell, steps] = 0.0
        at(s, day, HOP + 2 * wave, cell * wide + steps)
        level, g, stand = cell % levels, cell // levels % groups, cell // (levels * groups)
        place = n.stand_place[stand]
        chance = w.move_chance[day, place]
        if r.pop_power != 0.0:
            chance *= (max(st.population[place], w.size[place]) / r.pop_base) ** r.pop_power
        if r.memory and w.town[day, place] and presses_on(level, steps, fineness, r.steps):
            chance = 1.0
        leaving = thin(s, people, chance, sampled)
        k.after[stand, 0, g, recent(level, steps, fineness) if r.memory else 0] += people - leaving
        if leaving > 0.0:
            _lot(stand, 0, g, level, steps, leaving, k)


@kernel
def _choose(
    people: float, upto: NDArray[np.float64], first: int, last: int, taking: NDArray[np.float64], s: Stream, sampled: bool
) -> None:
    """Split people over options by the running sum of their weights."""
    total = upto[last - 1]
    for o in range(first, last):
        taking[o - first] = 0.0
    if sampled and people <= FEW:
        for _ in range(int(people)):
            u = uniform(s) * total
            o = first
            while o < last - 1 and upto[o] <= u:
                o += 1
            taking[o - first] += 1.0
        return
    left, before = people, 0.0
    for o in range(first, last):
        weight = upto[o] - before
        if left > 0.0 and weight > 0.0:
            share = weight / (total - before)
            taking[o - first] = thin(s, left, min(1.0, share), sampled)
            left -= taking[o - first]
            before = upto[o]


@kernel
def depart(
    day: int, wave: int, st: State, w: Arrays, n: Network, r: Rules, k: Scratch, s: Stream, sampled: bool
) -> None:
    """Send those who leave on their way, for what is left of the day.

    They follow the route that they remember, or choose one. Who finds it gone, or the camp at its end full, stays and
    forgets it.
    """
    fineness = r.steps // r.levels
    state = n.state[day]
    for lot in range(k.count[LOTS]):
        stand, foot, g = k.lots[lot, STAND], k.lots[lot, FOOT], k.lots[lot, GROUP]
        level, steps, people = k.lots[lot, LEVEL], k.lots[lot, STEPS], k.people[lot]
        place = n.stand_place[stand]
        at(s, day, HOP + 2 * wave + 1, lot)
        _fill(place, -people, st.present, w.capacity, r.buffer, k)
        first, last = n.option_range[state, place], n.option_range[state, place + 1]
        remembered = n.stand_goal[stand] >= 0
        if remembered or first == last:
            first, last = 0, 1
            k.taking[0] = people
        else:
            if k.stamp[g, place] != k.count[VERSION]:
                weigh(place, g, day, w, n, r, k.rooms, k.upto[g])
                k.stamp[g, place] = k.count[VERSION]
            _choose(people, k.upto[g], first, last, k.taking, s, sampled)
        for o in range(last - first):
            moving = k.taking[o]
            if moving == 0.0:
                continue
            if remembered:
                leg, goal = n.stand_leg[state, stand], n.stand_goal[stand]
            elif n.option_range[state, place] == n.option_range[state, place + 1]:
                leg, goal = -1, place
            else:
                leg, goal = n.option_leg[first + o], n.option_end[first + o]
            if leg < 0 or (w.camp[day, goal] and k.rooms[goal] < REFUSED_BELOW):
                k.after[place, foot, g, recent(level, steps, fineness) if r.memory else 0] += moving
                _fill(place, moving, st.present, w.capacity, r.buffer, k)
                continue
            walkers = moving if foot else thin(s, moving, n.leg_walking[leg], sampled)
            for walking in range(2):
                part = walkers if walking else moving - walkers
                if part == 0.0:
                    continue
                speed = r.walk_steps if walking else n.leg_speed[leg]
                slot = n.entry[leg, ON_FOOT if foot else walking]
                gone = steps + n.leg_steps[leg]
                end = n.leg_stand[leg]
                if slot >= 0:
                    st.road[slot, g, recent(level, steps + speed, fineness) if r.memory else 0] += part
                elif steps == 0 or gone < speed:
                    # on the first hop of a day the way is shorter than the speed, whatever the steps say
                    _arrive(end, g, level, gone, part, k)
                else:
                    k.after[end, 0, g, recent(level, gone, fineness) if r.memory else 0] += part
                    _fill(n.stand_place[end], part, st.present, w.capacity, r.buffer, k)
    k.count[LOTS] = 0


@kernel
def keep(day: int, st: State, w: Arrays, n: Network, r: Rules, k: Scratch, s: Stream, sampled: bool) -> None:
    """Let camps keep some people for good; they fill the camp still, unless the rules are mended."""
    stands, feet, groups, levels = k.after.shape
    for stand in range(stands):
        place = n.stand_place[stand]
        if not w.camp[day, place] or w.deactivation[place] <= 0.0:
            continue
        at(s, day, KEEP, stand)
        for foot in range(feet):
            for g in range(groups):
                for level in range(levels):
                    staying = thin(s, k.after[stand, foot, g, level], w.deactivation[place], sampled)
                    k.after[stand, foot, g, level] -= staying
                    st.kept[place] += staying
                    if r.sinks_empty:
                        _fill(place, -staying, st.present, w.capacity, r.buffer, k)


@kernel
def days(
    first: int,
    last: int,
    st: State,
    w: Arrays,
    n: Network,
    r: Rules,
    k: Scratch,
    s: Stream,
    sampled: bool,
    present: NDArray[np.float64],
    on_road: NDArray[np.float64],
) -> float:
    """Let days go by; the state is changed in place.

    Parameters
    ----------
    first, last : int
        From the first to before the last.
    st : State
        Where everyone is.
    w, n, r
        Places, roads and settings.
    k : Scratch
        Room to work in.
    s : Stream
        The member's draws.
    sampled : bool
        Draw, or take the expectation of every draw (the mean field).
    present : array, shape (days, places)
        Filled in: people at each place at the end of each day.
    on_road : array, shape (days,)
        Filled in: people on the road then.

    Returns
    -------
    float
        People who should have appeared and had no place to come from.
    """
    nowhere = 0.0
    for place in range(st.present.size):
        _fill(place, 0.0, st.present, w.capacity, r.buffer, k)
    for day in range(first, last):
        k.count[VERSION] += 1
        nowhere += appear(day, st, w, r, k, s, sampled)
        close(day, st, n)
        advance(day, st.road, False, n, r, k, s, sampled)
        advance(day, st.back, True, n, r, k, s, sampled)
        leave(day, st, w, n, r, k, s, sampled)
        depart(day, 0, st, w, n, r, k, s, sampled)
        wave = 1
        while k.count[LISTED] > 0:
            go_on(day, wave, st, w, n, r, k, s, sampled)
            depart(day, wave, st, w, n, r, k, s, sampled)
            wave += 1
        if r.camps_are_sinks:
            keep(day, st, w, n, r, k, s, sampled)
        st.here[:] = k.after
        k.after[:] = 0.0
        present[day - first] = st.present
        on_road[day - first] = st.road.sum() + st.back.sum()
    return nowhere
