r"""How the count of a place goes on: a damped inflow, a spread learnt from the place's own past, and jumps.

Between two reports, :math:`\Delta` days apart, a count n of a place goes to

.. math:: n + a\,H(\Delta) + s\sqrt{v}\,\sigma\Delta^{\eta}\varepsilon + J, \qquad H(\Delta) = D(1 - e^{-\Delta/D})

with a the inflow (people a day, damped over D days), :math:`s = n + \kappa \bar n` the place's size (:math:`\bar n` is
the mean of all places with people), v how restless the place is, and J a jump, there with the chance
:math:`1 - e^{-\lambda\Delta}`: a re-registration, or a wave of another kind. The inflow and v are estimated report by
report (a dynamic linear model with an unknown variance: West & Harrison 1997, Bayesian Forecasting and Dynamic Models,
chapters 4 and 10); a report moves them as much as it is no jump. v is drawn to that of the conflict, and that to the
priors'. The state is carried on; nothing is run again.
"""

from dataclasses import dataclass, field, replace
from math import exp, inf, log1p, sqrt
from typing import NamedTuple

from nuzuh.forecast.priors import Growth
from nuzuh.scenario.reports import Report

#: A report farther off than this many standard deviations tells no more of how restless a place is than one at it.
FARTHEST = 5.0


class Place(NamedTuple):
    """What is known of one place.

    Attributes
    ----------
    since, day : int
        Days of the first report and of the last.
    people : float
        The last report.
    inflow : float
        Estimated inflow on that day, people a day.
    doubt : float
        Variance of the inflow, in units of its variance where nothing is known.
    squares, weight : float
        Sum of the squared errors of past predictions, relative to those expected, and of their weights; both fade.
    """

    since: int
    day: int
    people: float
    inflow: float = 0.0
    doubt: float = 1.0
    squares: float = 0.0
    weight: float = 0.0


class Ahead(NamedTuple):
    """What is to be expected of a place some days after its last report, jumps aside."""

    people: float
    variance: float  # of people
    jump: float  # chance that there is a jump
    jump_sd: float  # of people


@dataclass(frozen=True)
class State:
    """What is known of a conflict: its places, and how restless all of them are (as for a `Place`)."""

    places: dict[str, Place] = field(default_factory=dict)
    squares: float = 0.0
    weight: float = 0.0

    @property
    def mean_people(self) -> float:
        """The mean count of the places with people; 0 where there is none."""
        counts = [place.people for place in self.places.values() if place.people > 0]
        return sum(counts) / len(counts) if counts else 0.0


def size(state: State, people: float, growth: Growth) -> float:
    """Size s of a place with so many people, to which its changes are in proportion."""
    return people + growth.floor_share * state.mean_people


def restlessness(state: State, place: Place, growth: Growth) -> float:
    """Variance v of a place's changes, relative to the priors'."""
    conflict = (growth.conflict_weight + state.squares) / (growth.conflict_weight + state.weight)
    return (growth.place_weight * conflict + place.squares) / (growth.place_weight + place.weight)


def ahead(state: State, place: Place, days: float, growth: Growth, alarm: float = 0.0) -> Ahead:
    """Predict the count of a place with people, so many days after its last report, under so much alarm."""
    scale, reach = size(state, place.people, growth), horizon(days, growth)
    inflow = reach**2 * place.doubt * growth.inflow_sd**2
    change = growth.spread**2 * days ** (2 * growth.spread_power)
    restless = restlessness(state, place, growth)
    variance = restless * scale**2 * (inflow + change)
    alarmed = growth.alarm_inflow * alarm * sqrt(restless) * growth.inflow_sd * scale
    people = max(place.people + (place.inflow + alarmed) * reach, growth.least_left * place.people)
    return Ahead(people, variance, 1 - exp(-growth.jump_rate * days), growth.jump_sd * scale)


def horizon(days: float, growth: Growth) -> float:
    """Days H that a damped inflow counts for."""
    return growth.damping_days * (1 - exp(-days / growth.damping_days))


def observe(state: State, report: Report, growth: Growth) -> State:
    """Carry the state on by one report, which is no earlier than those before it."""
    before = state.places.get(report.place)
    if before is None:
        return _with(state, report, Place(report.day, report.day, report.people))
    days = report.day - before.day
    if days == 0 or before.people <= 0:
        return _with(state, report, Place(before.since, report.day, report.people))
    expected = ahead(state, before, days, growth)
    error = report.people - before.people - before.inflow * horizon(days, growth)
    smooth = 0.0 if report.reregistered else 1 - _jumped(error, expected)
    return _learn(state, before, report, smooth, error, expected, growth)


def _learn(
    state: State, before: Place, report: Report, smooth: float, error: float, expected: Ahead, growth: Growth
) -> State:
    """Take from a report what it says of the inflow and of the spread, as far as it is no jump."""
    days = report.day - before.day
    reach, kept = horizon(days, growth), exp(-days / growth.damping_days)
    restless = restlessness(state, before, growth)
    scale = size(state, before.people, growth)
    unit = restless * (growth.inflow_sd * scale) ** 2
    gain = smooth * reach * before.doubt * unit / expected.variance
    square = restless * min(error**2 / expected.variance, FARTHEST**2)
    place = Place(
        since=before.since,
        day=report.day,
        people=report.people,
        inflow=(before.inflow + gain * error) * kept,
        doubt=before.doubt * (1 - gain * reach) * kept**2 + 1 - kept**2,
        squares=before.squares * growth.memory + smooth * square,
        weight=before.weight * growth.memory + smooth,
    )
    shared = growth.shared_memory
    state = replace(state, squares=state.squares * shared + smooth * square, weight=state.weight * shared + smooth)
    return _with(state, report, place)


def _jumped(error: float, expected: Ahead) -> float:
    """Chance that a report holds a jump, given how far it is off."""
    wide = expected.variance + expected.jump_sd**2
    # the ratio of the two densities, with and without
    odds = expected.jump / (1 - expected.jump) if expected.jump < 1 else inf
    exponent = min(0.5 * error**2 * (1 / expected.variance - 1 / wide), 500.0)
    odds *= sqrt(expected.variance / wide) * exp(exponent)
    return odds / (1 + odds) if odds < inf else 1.0


def _with(state: State, report: Report, place: Place) -> State:
    return replace(state, places=state.places | {report.place: place})


def log_spread(expected: Ahead) -> float:
    """Standard deviation of the logarithm of a count that cannot be negative."""
    return sqrt(log1p(expected.variance / expected.people**2))
