"""A Flee case as arrays: what the rules and the engine see."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.flee3.closures import Links, State
from nuzuh.model.flee3.groups import groups
from nuzuh.model.flee3.kinds import Kinds, kinds
from nuzuh.model.flee3.network import Network, Tables
from nuzuh.model.flee3.scores import decay, scores
from nuzuh.model.flee3.totals import Totals, totals
from nuzuh.scenario.flee import FleeCase

FROM_TOTALS, CONSTANT, POP_RATIO, POISSON = range(4)
#: Flee prunes no routes below this threshold.
LEAST_PRUNING = 1.001


class Arrays(NamedTuple):
    """What a run needs of the places, by day (D), place (P) and group (G)."""

    move_chance: NDArray[np.float64]  # (D, P) chance to leave, a day
    town: NDArray[np.bool_]  # (D, P)
    camp: NDArray[np.bool_]  # (D, P)
    score: NDArray[np.float64]  # (D, P) attractiveness
    lure: NDArray[np.float64]  # (D, P) factor by population
    capacity: NDArray[np.float64]  # (P,) scaled; infinite if there is no limit
    size: NDArray[np.float64]  # (P,) capacity before scaling, or a population where there is none
    population: NDArray[np.float64]  # (P,) on day 0
    deactivation: NDArray[np.float64]  # (P,) chance a day that somebody in a camp stays there for good
    # who appears
    day0: NDArray[np.float64]  # (P,) people in camps before the first day
    arriving: NDArray[np.float64]  # (D,)
    spawn_factor: NDArray[np.float64]  # (D, P) weight of a resident as the source of who appears
    fighting: NDArray[np.float64]  # (D, P) intensity when people appear
    share: NDArray[np.float64]  # (P, G) of each group among them, running sum
    power: NDArray[np.float64]  # (G,) power of the score of a place in a group's eyes


class Rules(NamedTuple):
    """The settings that the engine heeds."""

    levels: int  # of recent travel, to a full day's travel a day
    steps: int  # of distance within a day, to a full day's travel
    walk_steps: int  # a day, on foot
    awareness: int  # steps that people look ahead; 0: nobody moves
    memory: bool  # whether recent travel matters: avoid_short_stints
    start_on_foot: bool
    take_from_population: bool
    camps_are_sinks: bool
    sinks_empty: bool  # whether who stays for good makes room
    spawn_mode: int
    spawn_rate: float
    weight_softening: float
    weight_power: float
    buffer: float
    pruning: float
    pop_base: float
    pop_power: float


@dataclass(frozen=True)
class World:
    """A Flee case, ready to run.

    Attributes
    ----------
    case : FleeCase
        Where it comes from.
    places : tuple of str
        In the order of the arrays.
    camps : tuple of int
        Places that are camps at the start: those that counts are kept of.
    groups : tuple of str
        In the order of the arrays.
    links : Links
        The road network.
    networks : list of (State, array of bool, shape (places,))
        What is open, and which places are markers, in each of its states.
    totals : Totals
        What the published counts say.
    kinds : Kinds
        What every place is, by day.
    arrays : Arrays
        Places, as the engine sees them.
    network : Network
        Roads, as it sees them.
    rules : Rules
        Its settings.
    """

    case: FleeCase
    places: tuple[str, ...]
    camps: tuple[int, ...]
    groups: tuple[str, ...]
    links: Links
    networks: list[tuple[State, NDArray[np.bool_]]]
    totals: Totals
    kinds: Kinds
    arrays: Arrays
    network: Network
    rules: Rules


def build(case: FleeCase, *, fix: bool = False, levels: int = 2, fineness: int = 8) -> World:
    """Build the world of a case.

    Parameters
    ----------
    case : FleeCase
        What the folder says.
    fix : bool
        Mend Flee's oddities; see docs/model/flee3.md.
    levels : int
        Levels of recent travel up to a full day's travel a day.
    fineness : int
        Steps of a day's distance to one such level.

    Returns
    -------
    World
        Arrays and settings.
    """
    move, spawn = case.settings.move_rules, case.settings.spawn_rules
    published, places = totals(case, fix), kinds(case, fix)
    tables = Tables(case, places.marker, levels * fineness, fix)
    is_camp = case.places["kind"].str.lower().str.contains("camp").to_numpy()
    people = np.floor_divide(case.places["size"].fillna(0.0).to_numpy(float), case.settings.optimisations.hasten)
    capacity, population = np.where(is_camp, people, -1.0), np.where(is_camp, 0.0, people)
    driven = spawn.conflict_driven_spawning
    if spawn.insert_day0 and driven is None and not fix:
        # who is there on day 0 fills a camp, and lowers its capacity as well
        capacity = np.where(capacity > 0, capacity - published.day0, capacity)
    scaled = capacity * move.capacity_scaling
    idps = case.places["initial_idps"].fillna(0.0).to_numpy(float)
    inserted = (published.day0 * spawn.insert_day0 + idps) * (not spawn.empty_camps_on_day0)
    names, power, share = groups(case)
    arrays = Arrays(
        move_chance=places.move_chance,
        town=places.town,
        camp=places.camp,
        score=scores(_foreign(case, fix), places.camp, places.conflict, places.since, case.settings),
        lure=_lure(case, places.camp, population, fix),
        capacity=np.where(scaled < 1, np.inf, scaled),
        size=capacity,
        population=population,
        deactivation=np.array(case.places["deactivation_probability"].fillna(0.0), dtype=float),
        day0=np.where(places.camp_at_start, inserted, 0.0),
        arriving=published.arriving.astype(float),
        spawn_factor=_spawn_factor(case, places),
        fighting=places.spawning,
        share=np.cumsum(share, axis=1),
        power=power,
    )
    mode = {"constant": CONSTANT, "pop_ratio": POP_RATIO}.get(driven.spawn_mode, POISSON) if driven else FROM_TOTALS
    rules = Rules(
        levels=levels,
        steps=levels * fineness,
        walk_steps=tables.steps(move.max_walk_speed),
        awareness=tables.awareness,
        memory=move.avoid_short_stints,
        start_on_foot=move.start_on_foot,
        take_from_population=spawn.take_from_population,
        camps_are_sinks=spawn.camps_are_sinks if fix else spawn.camps_are_sicks,
        sinks_empty=fix,
        spawn_mode=mode,
        spawn_rate=float(driven.rate) if driven else 0.0,
        weight_softening=move.weight_softening,
        # level 0 is meant to choose among the links evenly
        weight_power=0.0 if fix and move.awareness_level == 0 else move.weight_power,
        buffer=move.capacity_buffer,
        pruning=move.pruning_threshold if move.pruning_threshold >= LEAST_PRUNING else np.inf,
        pop_base=move.movechance_pop_base,
        pop_power=move.movechance_pop_scale_factor,
    )
    camps = tuple(int(k) for k in np.flatnonzero(places.camp_at_start))
    return World(
        case=case,
        places=tuple(case.places["place"]),
        camps=camps,
        groups=names,
        links=tables.links,
        networks=tables.networks,
        totals=published,
        kinds=places,
        arrays=arrays,
        network=tables.network(),
        rules=rules,
    )


def _foreign(case: FleeCase, fix: bool) -> NDArray[np.bool_]:
    """Tell which places are abroad; home is the country of the first place in the file."""
    country = case.places["country"].replace("", "unknown")
    home = country.iloc[0]
    if fix:
        fighting = case.places["kind"].str.lower().str.contains("conflict")
        home = country[fighting].mode().iloc[0] if fighting.any() else home
    return np.asarray(country != home)


def _lure(case: FleeCase, camp: NDArray[np.bool_], population: NDArray[np.float64], fix: bool) -> NDArray[np.float64]:
    """Factor by population outside camps; Flee takes the smaller of 1 and the population where it means the larger."""
    move = case.settings.move_rules
    if not move.use_pop_for_loc_weight:
        return np.ones(camp.shape)
    bound = np.maximum(1.0, population) if fix else np.minimum(1.0, population)
    return np.where(camp, 1.0, bound**move.pop_power_for_loc_weight)


def _spawn_factor(case: FleeCase, places: Kinds) -> NDArray[np.float64]:
    """Weight of a resident, by day and place; on days without a change it is yesterday's, as Flee refreshes it late."""
    spawn = case.settings.spawn_rules
    elapsed = places.refreshed[:, None] - places.since
    return places.spawning * decay(elapsed, spawn.conflict_spawn_decay, spawn.conflict_spawn_decay_interval)
