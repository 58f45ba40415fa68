"""People counted as they hop from place to place under the ``flee3`` rules.

A day: people appear → links close → who is on the road advances → who is at a place leaves, or stays → whoever arrives
with some of the day left goes on, hop by hop → camps keep some for good.
"""

import numpy as np
from numpy.typing import NDArray

from nuzuh.engine.streams import Stream, at, poisson, thin, uniform
from nuzuh.engine.whereabouts import LISTED, LOTS, Scratch, State
from nuzuh.model.flee3.choice import REFUSED_BELOW, room, weigh
from nuzuh.model.flee3.memory import presses_on
from nuzuh.model.flee3.network import Network
from nuzuh.model.flee3.world import CONSTANT, FROM_TOTALS, POP_RATIO, Arrays, Rules
from nuzuh.model.kernel import inlined, inner, kernel

APPEAR, ADVANCE, LEAVE, KEEP, HOP = range(10, 15)
#: So few people choose one by one, which is then quicker; the distribution is the same.
FEW = 6
#: Columns of a lot: people who leave one place together, as they carry the same memory.
STAND, FOOT, GROUP, LEVEL, STEPS = range(5)
DRIVING, WALKING, ON_FOOT = range(3)


# A kernel takes the arrays that it uses often out of their tuples once: taking one out counts references, which costs
# more than the work.


@inlined
def _fill(
    place: int,
    people: float,
    present: NDArray[np.float64],
    capacity: NDArray[np.float64],
    buffer: float,
    rooms: NDArray[np.float64],
    version: NDArray[np.int64],
) -> None:
    """Add people to a place, or take them away, and note what room that leaves."""
    present[place] += people
    if capacity[place] < np.inf:
        now = room(present[place], capacity[place], buffer)
        if now != rooms[place]:
            rooms[place] = now
            version[0] += 1


@inlined
def _arrive(
    stand: int,
    g: int,
    level: int,
    steps: int,
    people: float,
    arrived: NDArray[np.float64],
    listed: NDArray[np.int64],
    count: NDArray[np.int64],
) -> None:
    """Note who has reached a place and may go on the same day."""
    if arrived[stand, g, level, steps] == 0.0:
        k = count[LISTED]
        listed[k, 0], listed[k, 1], listed[k, 2], listed[k, 3] = stand, g, level, steps
        count[LISTED] += 1
    arrived[stand, g, level, steps] += people


@inner
def appear(day: int, st: State, w: Arrays, r: Rules, k: Scratch, s: Stream, sampled: bool) -> float:
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
            _fill(place, left, st.present, w.capacity, r.buffer, k.rooms, k.version)
            before = 0.0
            for g in range(groups):
                share = w.share[place, g] - before
                people = thin(s, left, min(1.0, share / (1.0 - before)), sampled) if g < groups - 1 else left
                before = w.share[place, g]
                left -= people
                st.here[place, 1 if r.start_on_foot else 0, g, 0] += people
    return nowhere


@inner
def close(day: int, st: State, n: Network, k: Scratch) -> None:
    """Turn round whoever is on a link that closes today: they find out at its end."""
    for c in range(n.closing_day.size):
        if n.closing_day[c] == day:
            for slot in range(n.slot_leg.size):
                if n.leg_link[n.slot_leg[slot]] == n.closing_link[c]:
                    st.back[slot] += st.road[slot]
                    st.road[slot] = 0.0
                    k.busy[1, slot] |= k.busy[0, slot]


@inner
def advance(
    day: int, turned: int, st: State, w: Arrays, n: Network, r: Rules, k: Scratch, s: Stream, sampled: bool
) -> None:
    """Move everybody on the road by a day; slots are in such an order that nobody moves twice."""
    on = st.back if turned else st.road
    present, capacity, stand_place, rooms, version = st.present, w.capacity, n.stand_place, k.rooms, k.version
    slots, groups, levels = on.shape
    slot_leg, slot_foot, slot_drive, slot_walk, slot_left = (
        n.slot_leg,
        n.slot_foot,
        n.slot_drive,
        n.slot_walk,
        n.slot_left,
    )
    leg_walking, leg_speed, leg_stand, leg_back = n.leg_walking, n.leg_speed, n.leg_stand, n.leg_back
    after, arrived, listed, count, recents, busy = k.after, k.arrived, k.listed, k.lengths, k.recents, k.busy[turned]
    for slot in range(slots):
        if not busy[slot]:
            continue
        busy[slot] = False
        leg = slot_leg[slot]
        for g in range(groups):
            for level in range(levels):
                people = on[slot, g, level]
                if people == 0.0:
                    continue
                on[slot, g, level] = 0.0
                walkers = people
                if not slot_foot[slot]:
                    at(s, day, ADVANCE, (2 * slot + turned) * groups * levels + g * levels + level)
                    walkers = thin(s, people, leg_walking[leg], sampled)
                for walking in range(2):
                    moving = walkers if walking else people - walkers
                    if moving == 0.0:
                        continue
                    further = slot_walk[slot] if walking else slot_drive[slot]
                    if further >= 0:
                        on[further, g, recents[level, r.walk_steps if walking else leg_speed[leg]]] += moving
                        busy[further] = True
                    elif turned:
                        stand = leg_back[leg]
                        after[stand, 0, g, recents[level, slot_left[slot]]] += moving
                        _fill(stand_place[stand], moving, present, capacity, r.buffer, rooms, version)
                    else:
                        _arrive(leg_stand[leg], g, level, slot_left[slot], moving, arrived, listed, count)


@inner
def restless(day: int, st: State, w: Arrays, r: Rules, chance: NDArray[np.float64]) -> None:
    """Fill in the chance to leave each place on a day, scaled by how many live there."""
    for place in range(chance.size):
        chance[place] = w.move_chance[day, place]
        if r.pop_power != 0.0:
            chance[place] *= (max(st.population[place], w.size[place]) / r.pop_base) ** r.pop_power


@inner
def leave(day: int, st: State, w: Arrays, n: Network, k: Scratch, s: Stream, sampled: bool) -> None:
    """Draw who leaves each place, and note them; the others stay.

    Camps come first: their people are Flee's oldest agents, which decide before those who find the room they leave.
    """
    here, present, capacity, stand_place = st.here, st.present, w.capacity, n.stand_place
    after, recents, lots, leaving, count = k.after, k.recents, k.lots, k.people, k.lengths
    chance = k.chance
    stands, feet, groups, levels = here.shape
    for turn in range(2 * stands):
        stand = turn % stands
        place = stand_place[stand]
        if present[place] == 0.0 or (capacity[place] < np.inf) != (turn < stands):
            continue
        for foot in range(feet):
            for g in range(groups):
                for level in range(levels):
                    people = here[stand, foot, g, level]
                    if people == 0.0:
                        continue
                    here[stand, foot, g, level] = 0.0
                    at(s, day, LEAVE, ((stand * feet + foot) * groups + g) * levels + level)
                    gone = thin(s, people, chance[place], sampled)
                    after[stand, foot, g, recents[level, 0]] += people - gone
                    if gone > 0.0:
                        lot = lots[count[LOTS]]
                        lot[STAND], lot[FOOT], lot[GROUP], lot[LEVEL], lot[STEPS] = stand, foot, g, level, 0
                        leaving[count[LOTS]] = gone
                        count[LOTS] += 1


@inner
def go_on(
    day: int, wave: int, st: State, w: Arrays, n: Network, r: Rules, k: Scratch, s: Stream, sampled: bool
) -> None:
    """Let those who have arrived settle, or note that they leave again at once."""
    present, capacity, stand_place, town = st.present, w.capacity, n.stand_place, w.town[day]
    after, arrived, listed, count, recents = k.after, k.arrived, k.listed, k.lengths, k.recents
    lots, leaving, rooms, version = k.lots, k.people, k.rooms, k.version
    chance = k.chance
    _, groups, levels, wide = arrived.shape
    fineness = r.steps // r.levels
    arrivals = count[LISTED]
    for j in range(arrivals):
        stand, g, level, steps = listed[j, 0], listed[j, 1], listed[j, 2], listed[j, 3]
        people = arrived[stand, g, level, steps]
        _fill(stand_place[stand], people, present, capacity, r.buffer, rooms, version)
    count[LISTED] = 0
    for j in range(arrivals):
        stand, g, level, steps = listed[j, 0], listed[j, 1], listed[j, 2], listed[j, 3]
        people = arrived[stand, g, level, steps]
        arrived[stand, g, level, steps] = 0.0
        place = stand_place[stand]
        if r.memory and town[place] and presses_on(level, steps, fineness, r.steps):
            gone = people
        else:
            at(s, day, HOP + 2 * wave, ((stand * groups + g) * levels + level) * wide + steps)
            gone = thin(s, people, chance[place], sampled)
        after[stand, 0, g, recents[level, steps]] += people - gone
        if gone > 0.0:
            lot = lots[count[LOTS]]
            lot[STAND], lot[FOOT], lot[GROUP], lot[LEVEL], lot[STEPS] = stand, 0, g, level, steps
            leaving[count[LOTS]] = gone
            count[LOTS] += 1


@inner
def _choose(
    people: float,
    upto: NDArray[np.float64],
    g: int,
    first: int,
    last: int,
    taking: NDArray[np.float64],
    s: Stream,
    sampled: bool,
) -> None:
    """Split people over options by the running sum of their weights."""
    total = upto[g, last - 1]
    for o in range(last - first):
        taking[o] = 0.0
    if sampled and people <= FEW:
        for _ in range(int(people)):
            u = uniform(s) * total
            o = first
            while o < last - 1 and upto[g, o] <= u:
                o += 1
            taking[o - first] += 1.0
        return
    left, before = people, 0.0
    for o in range(first, last):
        weight = upto[g, o] - before
        if left > 0.0 and weight > 0.0:
            taking[o - first] = thin(s, left, min(1.0, weight / (total - before)), sampled)
            left -= taking[o - first]
            before = upto[g, o]


@inner
def depart(
    day: int, wave: int, st: State, w: Arrays, n: Network, r: Rules, k: Scratch, s: Stream, sampled: bool
) -> None:
    """Send those who leave on their way, for what is left of the day.

    They follow the route that they remember, or choose one. Who finds it gone, or the camp at its end full, stays and
    forgets it.
    """
    present, capacity, camp = st.present, w.capacity, w.camp[day]
    ranges, option_leg, option_end = n.option_range[n.state[day]], n.option_leg, n.option_end
    stand_place, stand_goal, stand_leg = n.stand_place, n.stand_goal, n.stand_leg[n.state[day]]
    leg_stand, leg_steps, leg_walking, leg_speed, entry = n.leg_stand, n.leg_steps, n.leg_walking, n.leg_speed, n.entry
    road, after, arrived, listed, count, recents = st.road, k.after, k.arrived, k.listed, k.lengths, k.recents
    lots, leaving, rooms, version, sees = k.lots, k.people, k.rooms, k.version, k.sees[n.state[day]]
    upto, stamp, taking, busy = k.upto, k.stamp, k.taking, k.busy[0]
    score, lure, power, near, home = w.score[day], w.lure[day], w.power, n.option_near, n.option_home
    _, groups, levels, wide = arrived.shape
    for lot in range(count[LOTS]):
        stand, foot, g = lots[lot, STAND], lots[lot, FOOT], lots[lot, GROUP]
        level, steps, people = lots[lot, LEVEL], lots[lot, STEPS], leaving[lot]
        place = stand_place[stand]
        at(s, day, HOP + 2 * wave + 1, (((stand * 2 + foot) * groups + g) * levels + level) * wide + steps)
        _fill(place, -people, present, capacity, r.buffer, rooms, version)
        first, last = ranges[place], ranges[place + 1]
        chosen = stand_goal[stand] < 0 and first < last
        if chosen:
            holds = version[0 if sees[place] else 1]
            if stamp[g, place] != holds:
                weigh(first, last, power[g], score, lure, rooms, option_end, near, home, r, upto[g])
                stamp[g, place] = holds
            _choose(people, upto, g, first, last, taking, s, sampled)
        else:
            first, last = 0, 1
            taking[0] = people
        for o in range(first, last):
            moving = taking[o - first]
            if moving == 0.0:
                continue
            leg = option_leg[o] if chosen else stand_leg[stand]
            goal = option_end[o] if chosen else stand_goal[stand]
            if leg < 0 or (camp[goal] and rooms[goal] < REFUSED_BELOW):
                after[place, foot, g, recents[level, steps]] += moving
                _fill(place, moving, present, capacity, r.buffer, rooms, version)
                continue
            walkers = moving if foot else thin(s, moving, leg_walking[leg], sampled)
            for walking in range(2):
                part = walkers if walking else moving - walkers
                if part == 0.0:
                    continue
                speed = r.walk_steps if walking else leg_speed[leg]
                slot = entry[leg, ON_FOOT if foot else walking]
                gone = steps + leg_steps[leg]
                end = leg_stand[leg]
                if slot >= 0:
                    road[slot, g, recents[level, steps + speed]] += part
                    busy[slot] = True
                elif steps == 0 or gone < speed:
                    # on the first hop of a day the way is shorter than the speed, whatever the steps say
                    _arrive(end, g, level, gone, part, arrived, listed, count)
                else:
                    after[end, 0, g, recents[level, gone]] += part
                    _fill(stand_place[end], part, present, capacity, r.buffer, rooms, version)
    count[LOTS] = 0


@inner
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
                        _fill(place, -staying, st.present, w.capacity, r.buffer, k.rooms, k.version)


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
        _fill(place, 0.0, st.present, w.capacity, r.buffer, k.rooms, k.version)
    for day in range(first, last):
        # weights change with the day; and, near places that may fill up, with their room
        k.version[:] += 1
        k.stamp[:] = -1
        nowhere += appear(day, st, w, r, k, s, sampled)
        close(day, st, n, k)
        advance(day, 0, st, w, n, r, k, s, sampled)
        advance(day, 1, st, w, n, r, k, s, sampled)
        restless(day, st, w, r, k.chance)
        leave(day, st, w, n, k, s, sampled)
        depart(day, 0, st, w, n, r, k, s, sampled)
        wave = 1
        while k.lengths[LISTED] > 0:
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
