"""A Flee case: what a Flee folder says, checked, in Flee's own terms.

It is the input of the ``flee3`` rules, as a `nuzuh.scenario.Scenario` is that of the ``nuzuh`` rules.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal, NamedTuple, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Chance = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
#: The bounds keep the days on a road countable.
Speed = Annotated[float, Field(ge=1, le=10_000)]


def _any_case(mode: object) -> object:
    """Flee knows poisson in any case, and the other modes as they are."""
    return "poisson" if isinstance(mode, str) and mode.lower() == "poisson" else mode


SpawnMode = Annotated[Literal["constant", "pop_ratio", "poisson"], BeforeValidator(_any_case)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ConflictDrivenSpawning(_Section):
    """Spawning from conflict instead of from totals."""

    spawn_mode: SpawnMode = "constant"
    displaced_per_conflict_day: float | None = Field(None, ge=0)

    @property
    def rate(self) -> float:
        """People, or share of the population for ``pop_ratio``, per place in conflict and day."""
        if self.displaced_per_conflict_day is None:
            return 0.01 if self.spawn_mode == "pop_ratio" else 500.0
        return (
            self.displaced_per_conflict_day if self.spawn_mode == "pop_ratio" else int(self.displaced_per_conflict_day)
        )


class SpawnRules(_Section):
    """Section ``spawn_rules``: who appears, where and when."""

    take_from_population: bool = False
    insert_day0: bool = True
    empty_camps_on_day0: bool = False
    conflict_zone_spawning_only: bool = True
    camps_are_sinks: bool = False
    camps_are_sicks: bool = False
    sum_from_camps: bool = True
    conflict_driven_spawning: ConflictDrivenSpawning | None = None
    conflict_spawn_decay: tuple[Weight, ...] | None = None
    conflict_spawn_decay_interval: int = Field(30, ge=1)
    average_social_connectivity: Weight = 3.0


class MoveRules(_Section):
    """Section ``move_rules``: who moves, where to and how fast (km a day)."""

    max_move_speed: Speed = 360.0
    max_walk_speed: Speed = 35.0
    max_crossing_speed: Speed = 20.0
    foreign_weight: Weight = 1.0
    camp_weight: Weight = 1.0
    conflict_weight: Weight = 1.0 / 3.16227766017
    conflict_movechance: Chance = 1.0
    camp_movechance: Chance = 0.001
    idpcamp_movechance: Chance = 0.1
    default_movechance: Chance = 0.3
    awareness_level: int = Field(1, ge=-1, le=3)
    capacity_buffer: float = Field(0.9, ge=0, lt=1)
    capacity_scaling: float = Field(1.0, gt=0)
    avoid_short_stints: bool = False
    start_on_foot: bool = False
    softening: Weight = 10.0
    weight_softening: Weight = 0.0
    weight_power: Weight = 1.0
    distance_power: Weight = 1.0
    stay_close_to_home: bool = False
    home_distance_power: Weight = 0.5
    use_pop_for_loc_weight: bool = False
    pop_power_for_loc_weight: Weight = 0.1
    movechance_pop_base: float = Field(10_000.0, gt=0)
    movechance_pop_scale_factor: float = 0.0
    pruning_threshold: Weight = 1.0
    ChildrenAvoidHazards: bool = False
    BoysTakeRisk: bool = False


class Optimisations(_Section):
    """Section ``optimisations``."""

    hasten: int = Field(1, ge=1)


class FleeSettings(_Section):
    """What ``simsetting.yml`` says; defaults are Flee's own."""

    spawn_rules: SpawnRules = SpawnRules()
    move_rules: MoveRules = MoveRules()
    optimisations: Optimisations = Optimisations()


class Counts(NamedTuple):
    """Published counts of one camp, or of all, as they were published."""

    days: NDArray[np.int64]  # since the start, ascending; before it, negative
    people: NDArray[np.float64]


@dataclass(frozen=True)
class FleeCase:
    """Everything that a Flee folder says.

    Attributes
    ----------
    name : str
        Name of the folder.
    start : date
        Day 0.
    days : int
        Days to simulate.
    settings : FleeSettings
        What ``simsetting.yml`` says.
    places : DataFrame
        In the file's order: place, region, country, latitude, longitude (NaN if unknown), kind (as written),
        conflict_day (int, 0 if empty), size (population, or capacity of a camp; NaN if unknown), and
        deactivation_probability, conflict_intensity, initial_idps (NaN if the file has no such column).
    links : DataFrame
        In the file's order: start, end (names), km, redirection (0, 1 or 2), max_move_speed (km a day, NaN for the
        setting's), walk_probability (0 to 1).
    closures : DataFrame
        In the file's order: kind, name1, name2, start, end (days).
    conflicts : DataFrame
        Intensity of fighting by day (index 0, 1, …; at least `days` rows) and place (columns, in the file's order).
    changes : DataFrame
        Changes of a place's kind: place, kind, day.
    demographics : mapping of str to DataFrame
        By attribute: column ``value``, column ``Default``, and one column a place that differs; weights.
    counts : mapping of str to Counts
        By camp, in the order of ``data_layout.csv``; ``total`` is the count of all.
    sources : mapping of str to str
        Files that the counts are from, by camp.
    corrections : DataFrame
        Registration corrections: place, day (since the start), one a row, in the file's order.
    """

    name: str
    start: dt.date
    days: int
    settings: FleeSettings
    places: pd.DataFrame
    links: pd.DataFrame
    closures: pd.DataFrame
    conflicts: pd.DataFrame
    changes: pd.DataFrame
    demographics: Mapping[str, pd.DataFrame]
    counts: Mapping[str, Counts]
    sources: Mapping[str, str]
    corrections: pd.DataFrame

    def without_capacities(self) -> Self:
        """The same where nothing is known of how many people a camp can hold."""
        camps = self.places["kind"].str.lower().str.contains("camp")
        return replace(self, places=self.places.assign(size=self.places["size"].mask(camps)))
