"""What claims that are to become rows of a scenario need to know, and what becomes of each."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.ground import Ground, around, within
from nuzuh.evidence.reconcile import Settled
from nuzuh.scenario import Scenario
from nuzuh.scenario.schema import Event, Observation

NEAR = dt.timedelta(days=2)
"""Events of one kind, place and actor, and equal counts of one area, are the same if no more than this apart."""

Outcome = Literal["added", "already known", "left out"]


@dataclass(frozen=True)
class Fate:
    """What became of one claim.

    Attributes
    ----------
    claim : str
        Its id.
    outcome : str
        ``added``; ``already known``: it says what the scenario holds; or ``left out``.
    table, row : str or None
        The row that it became or met: an event's name, or area, measure and day of an observation. None if left out.
    why : str
        The reason, in words.
    """

    claim: str
    outcome: Outcome
    table: str | None
    row: str | None
    why: str


class NoRowError(Exception):
    """A claim that becomes no row, and why."""


@dataclass
class World:
    """The scenario's events and counts, those that claims have added so far, and what is told of control.

    Attributes
    ----------
    confirmed : frozenset of str
        Claims that independent sources agree on.
    """

    ground: Ground
    confirmed: frozenset[str]
    control: list[Claim]
    events: list[Event]
    counts: list[Observation]
    new_events: list[Event] = field(default_factory=list)
    new_counts: list[Observation] = field(default_factory=list)

    @classmethod
    def of(cls, scenario: Scenario, claims: list[Claim], settled: Iterable[Settled]) -> "World":
        """Collect them for claims that are to enter a scenario."""
        events = [Event.model_validate(r) for r in _records(scenario.events)]
        counts = [Observation.model_validate(r) for r in _records(scenario.observations)]
        agreed = (s for s in settled if s.verdict == "agree" and s.independent_sources > 1)
        confirmed = frozenset(claim for s in agreed for claim in s.claims)
        control = [
            c
            for c in claims
            if c.kind == "control"
            and c.known
            and not around(c)
            and not within(c)
            and (c.status == "reported" or c.claim in confirmed)
        ]
        return cls(Ground(scenario), confirmed, control, events, counts)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items() if pd.notna(v)} for row in table.to_dict("records")]


def source_of(claim: Claim) -> str:
    """Source of a row that a claim became: its id, and the report."""
    return f"{claim.claim} in {claim.report}"
