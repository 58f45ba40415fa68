"""The parameters of the movement rules: unit, prior and reference of each."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri


class Parameters(NamedTuple):
    """One value of every parameter of `PRIORS`, in its order; see there for units and meaning."""

    front_reach_km: float
    front_memory_days: float
    fighting_threat: float
    leave_rate: float
    threat_floor: float
    threat_power: float
    again: float
    safety_pull: float
    trust_pull: float
    kin_pull: float
    size_power: float
    travel_scale_days: float
    abroad_pull: float
    quiet_days: float
    return_rate: float


@dataclass(frozen=True)
class Prior:
    """What is thought of a parameter before any count is seen.

    Attributes
    ----------
    low, high : float
        Its 5 % and 95 % quantiles.
    shape : str
        ``"lognormal"`` for a scale, ``"uniform"`` for a share or a power (then low and high are its ends).
    unit, meaning, basis : str
        Basis names the reference, or says "assumption" and why.
    """

    name: str
    low: float
    high: float
    shape: str
    unit: str
    meaning: str
    basis: str

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values below which the prior has the probabilities `u`."""
        if self.shape == "uniform":
            return self.low + (self.high - self.low) * u
        middle, spread = (
            np.log(self.low * self.high) / 2,
            np.log(self.high / self.low) / 2 / ndtri(0.95),
        )
        return np.asarray(np.exp(middle + spread * ndtri(u)))


PRIORS = (
    Prior("front_reach_km", 10, 80, "lognormal", "km", "road distance over which a front's threat falls to 1/e",
          "assumption: a day's to two days' advance of a fast front"),
    Prior("front_memory_days", 2, 15, "lognormal", "d", "days in which a capture's threat falls to 1/e",
          "assumption: fear lasts from days to two weeks after a town has changed hands"),
    Prior("fighting_threat", 0.1, 0.9, "lognormal", "1", "threat to everyone where fighting is heaviest",
          "assumption: from a tenth of the worst threat to nearly all of it"),
    Prior("leave_rate", 0.02, 0.5, "lognormal", "d-1", "rate of leaving home at the worst threat",
          "assumption: half of a town gone within one day to one month of the worst threat"),
    Prior("threat_floor", 0.02, 0.4, "uniform", "1", "threat below which nobody leaves",
          "assumption: people bear with some danger"),
    Prior("threat_power", 1.0, 3.0, "uniform", "1", "power of threat in the rate of leaving",
          "assumption: from in proportion to strongly convex"),
    Prior("again", 0.5, 3.0, "lognormal", "1", "rate of leaving of the displaced, relative to residents",
          "assumption: who has fled already is tied less to the place, but poorer"),
    Prior("safety_pull", 2.0, 10.0, "uniform", "1", "how strongly threat at a destination repels",
          "assumption: the worst threat cuts a destination's weight by 7 to 20,000"),
    Prior("trust_pull", 0.5, 4.0, "uniform", "1", "how strongly trust in a destination's holder attracts",
          "assumption: full trust against full distrust weighs 3 to 3,000 to 1"),
    Prior("kin_pull", 0.1, 0.9, "uniform", "1", "share of a destination's pull that its own group exerts",
          "assumption: refuge with kin and in one's own community, against size alone"),
    Prior("size_power", 0.4, 1.0, "uniform", "1", "power of a destination's size in its weight",
          "gravity models of migration, e.g. Lewer & Van den Berg 2008, Economics Letters 99, 164-167; range assumed"),
    Prior("travel_scale_days", 0.15, 1.5, "lognormal", "d", "travel time in which a destination's weight falls to 1/e",
          "assumption: most flight is to the nearest safe place, hours to a day and a half away"),
    Prior("abroad_pull", 0.001, 0.1, "lognormal", "1", "weight of a resident abroad relative to one at home",
          "assumption: few cross a border in the first weeks"),
    Prior("quiet_days", 4, 30, "lognormal", "d", "days without fighting before a home is thought quiet",
          "assumption: from days to a month"),
    Prior("return_rate", 0.003, 0.1, "lognormal", "d-1", "rate of going home once quiet under a trusted holder",
          "assumption: half are home within a week to most of a year"),
)  # fmt: skip


def draw(u: NDArray[np.float64]) -> list[Parameters]:
    """Turn uniform draws into parameters.

    Parameters
    ----------
    u : array, shape (members, len(PRIORS))
        Probabilities in (0, 1).

    Returns
    -------
    list of Parameters
        One a member.
    """
    columns = [prior.quantile(u[:, k]) for k, prior in enumerate(PRIORS)]
    return [Parameters(*map(float, values)) for values in zip(*columns, strict=True)]
