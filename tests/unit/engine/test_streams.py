"""Random streams: known answers, keys, and distributions held against scipy's.

Every key is fixed, so that a test always gives the same verdict. A test of a distribution would refuse a right sampler
for one key in a million.
"""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from nuzuh.engine.streams import at, binomial, mixed, multinomial, one_of, stream, uniform

FALSE_ALARM = 1e-6
DRAWS = 20_000


def test_known_answers_of_splitmix64() -> None:
    # the first outputs of the generator with the state 1234567
    state = [np.uint64((1234567 + k * 0x9E3779B97F4A7C15) % 2**64) for k in range(1, 4)]
    assert [int(mixed(word)) for word in state] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def first(seed: int = 3, member: int = 5, day: int = 7, purpose: int = 2, index: int = 11) -> float:
    return uniform(at(stream(seed, member), day, purpose, index))


def test_the_same_key_gives_the_same_draws_whatever_was_drawn_before() -> None:
    fresh, used = stream(3, 5), stream(3, 5)
    for _ in range(9):
        uniform(at(used, 1, 1, 1))
        uniform(used)
    at(fresh, 7, 2, 11)
    at(used, 7, 2, 11)
    assert [uniform(fresh) for _ in range(5)] == [uniform(used) for _ in range(5)]


def test_every_part_of_the_key_counts() -> None:
    draws = {first(), first(seed=4), first(member=6), first(day=8), first(purpose=3), first(index=12)}
    draws |= {first(seed=5, member=3), first(day=2, purpose=7), first(index=7, day=11), first(seed=2**32 - 1)}
    assert len(draws) == 10


def test_uniform_draws_are_within_0_and_1_and_uniform() -> None:
    s = at(stream(1, 1), 0, 0, 0)
    draws = np.array([uniform(s) for _ in range(DRAWS)])
    assert draws.min() > 0
    assert draws.max() < 1
    assert stats.kstest(draws, "uniform").pvalue > FALSE_ALARM
    # and one after the other, they do not depend on each other
    grid = np.histogram2d(draws[::2], draws[1::2], bins=8)[0]
    assert stats.chisquare(grid.ravel()).pvalue > FALSE_ALARM


def test_first_draws_of_neighbouring_streams_are_uniform() -> None:
    draws = [first(index=index, day=day) for index in range(200) for day in range(50)]
    assert stats.kstest(draws, "uniform").pvalue > FALSE_ALARM


def agrees(counts: NDArray[np.int64], expected: NDArray[np.float64]) -> bool:
    """Chi-square test, cells that expect fewer than 5 lumped together."""
    few = expected < 5
    observed = [*counts[~few], counts[few].sum()]
    wanted = [*expected[~few], expected[few].sum()]
    if wanted[-1] < 5:
        observed[-2:], wanted[-2:] = [sum(observed[-2:])], [sum(wanted[-2:])]
    return bool(stats.chisquare(observed, wanted).pvalue > FALSE_ALARM)


def is_binomial(draws: Sequence[int], n: int, p: float) -> bool:
    """Whether draws are of the binomial distribution: by value if these are few, else in 40 bins of equal weight."""
    values, exact = np.array(draws), stats.binom(n, p)
    assert 0 <= values.min() <= values.max() <= n
    least, most = exact.ppf([1e-9, 1 - 1e-9]).astype(int)
    edges = np.arange(least, most + 1) if most - least <= 60 else exact.ppf(np.arange(1, 41) / 41).astype(int)
    upto = np.concatenate([[0.0], exact.cdf(edges[:-1]), [1.0]])
    counts = np.bincount(np.searchsorted(edges[:-1], values), minlength=len(edges))
    return agrees(counts, np.diff(upto) * len(values))


@pytest.mark.parametrize(
    ("n", "p"),
    [(1, 0.3), (5, 0.5), (12, 0.9), (40, 0.02), (60, 0.2), (1000, 0.002), (50, 0.25), (40, 0.5), (1000, 0.3),
     (30_000, 0.0004), (100_000, 0.7), (3_000_000, 0.011), (2_000_000_000, 0.4), (2_000_000_000, 3e-9)],
)  # fmt: skip
def test_binomial(n: int, p: float) -> None:
    s = at(stream(2, 1), 3, 4, 5)
    assert is_binomial([binomial(s, n, p) for _ in range(DRAWS)], n, p)


def test_the_test_of_the_binomial_can_fail() -> None:
    s = at(stream(2, 1), 3, 4, 5)
    draws = [binomial(s, 1000, 0.3) for _ in range(DRAWS)]
    assert not is_binomial(draws, 1000, 0.302)
    assert not is_binomial([binomial(s, 1000, 0.29 + 0.02 * (k % 2)) for k in range(DRAWS)], 1000, 0.3)


@pytest.mark.parametrize(("n", "p", "expected"), [(0, 0.5, 0), (7, 0.0, 0), (7, 1.0, 7), (7, -0.1, 0), (7, 1.5, 7)])
def test_binomial_at_its_limits(n: int, p: float, expected: int) -> None:
    assert binomial(at(stream(2, 1), 3, 4, 5), n, p) == expected


def test_one_of_the_choices_by_weight() -> None:
    s = at(stream(4, 1), 3, 4, 5)
    upto = np.cumsum([0.0, 3.0, 0.0, 1.0, 4.0, 0.0])
    counts = np.bincount([one_of(s, upto) for _ in range(DRAWS)], minlength=6)
    assert counts[[0, 2, 5]].sum() == 0
    assert agrees(counts[[1, 3, 4]], DRAWS * np.array([3, 1, 4]) / 8)


def test_multinomial_of_few_people_outcome_by_outcome() -> None:
    s = at(stream(5, 1), 3, 4, 5)
    weights, n = np.array([2.0, 0.0, 1.0, 3.0]), 4
    upto = np.cumsum(weights)
    seen = [tuple(multinomial(s, n, upto)) for _ in range(DRAWS)]
    outcomes = [o for o in itertools.product(range(n + 1), repeat=4) if sum(o) == n]
    expected = stats.multinomial(n, weights / weights.sum()).pmf(outcomes) * DRAWS
    assert agrees(np.array([seen.count(o) for o in outcomes]), expected)


@pytest.mark.parametrize("n", [30, 500, 100_000])
def test_multinomial_of_many_people(n: int) -> None:
    s = at(stream(6, 1), 3, 4, 5)
    # some choices that many take, and a tail of choices that hardly anyone does
    weights = np.array([50.0, 0.02, 30.0, 0.0, 1.0, 0.5, 10.0, 0.01, 8.47])
    share, upto = weights / weights.sum(), np.cumsum(weights)
    draws = np.array([multinomial(s, n, upto) for _ in range(DRAWS // 4)])
    assert (draws.sum(axis=1) == n).all()
    assert (draws >= 0).all()
    for k in np.flatnonzero(share):
        assert is_binomial(draws[:, k], n, share[k])
    # sums of choices are binomial only where the choices depend on each other as they should
    for pair in ([0, 2], [0, 4], [1, 5], [6, 7, 8]):
        assert is_binomial(draws[:, pair].sum(axis=1), n, share[pair].sum())
    assert (draws[:, 3] == 0).all()
