"""What falls apart if the focus falls, as the report tells it."""

from dataclasses import dataclass

import pandas as pd

from nuzuh.report.connectivity import AIMS, Loss, State, attacker, cut_off
from nuzuh.report.situation import Situation


@dataclass(frozen=True)
class Fall:
    """What the fall of a place does to the roads of others.

    Attributes
    ----------
    focus, taker : str
        Names of the place that falls and of the actor that takes it.
    fallen : bool
        Whether that actor, or nobody but one actor, holds all; then there is nothing to compare.
    lost, longer : tuple of Row
        Places that lose a road to something, and those that keep all but must go further.
    residents : int
        Residents of the places that lose a road.
    """

    focus: str
    taker: str | None
    lost: tuple["Row", ...]
    longer: tuple["Row", ...]
    residents: int


@dataclass(frozen=True)
class Row:
    """A place, its holder and residents, and for capital, coast and border what became of the road."""

    name: str
    holder: str
    residents: int
    cells: tuple[tuple[str, str], ...]


def fall(situation: Situation) -> Fall | None:
    """Compute what the fall of the settings' focus cuts off on the as-of date; None where no focus is set."""
    scenario = situation.scenario
    focus = scenario.settings.focus
    if focus is None:
        return None
    state = State.on(scenario, situation.as_of)
    taker = attacker(scenario, state, focus)
    name = situation.name(focus)
    if taker is None:
        return Fall(name, None, (), (), 0)
    losses = cut_off(scenario, state, focus, taker)
    rows = [(_row(situation, state, loss), bool(loss.lost)) for loss in losses]
    lost = sorted((row for row, gone in rows if gone), key=lambda r: (-r.residents, r.name))
    longer = sorted((row for row, gone in rows if not gone), key=lambda r: (-r.residents, r.name))
    return Fall(name, situation.actor(taker), tuple(lost), tuple(longer), sum(row.residents for row in lost))


def _row(situation: Situation, state: State, loss: Loss) -> Row:
    residents = situation.places["population"].get(loss.place)
    holder = state.holder.get(loss.place)
    return Row(
        situation.name(loss.place),
        situation.actor(holder) if holder else "not known",
        0 if pd.isna(residents) else int(residents),
        tuple(_cell(loss, aim) for aim in AIMS),
    )


def _cell(loss: Loss, aim: str) -> tuple[str, str]:
    """Return how a road fares, as a class of style and in words."""
    before, after = loss.before.get(aim), loss.after.get(aim)
    if before is None:
        return "none", "none before"
    if after is None:
        return "lost", f"lost (was {before:.0f} km)"
    if aim in loss.longer:
        return "longer", f"{before:.0f} → {after:.0f} km"
    return "kept", f"{after:.0f} km"
