"""Random streams that are counted, not remembered: the same key gives the same numbers anywhere.

A stream is keyed by (seed, member, day, purpose, index), so that numbers depend neither on threads nor on what other
places drew: two runs that differ in one event share every draw that the event does not touch.
"""

import math

import numpy as np
from numpy.typing import NDArray

from nuzuh.model.kernel import kernel

Stream = NDArray[np.uint64]

# Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators" (SplitMix64).
_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
#: So few people are drawn one by one.
ONE_BY_ONE = 4
#: A choice that fewer people are expected to take is left to be taken one by one.
FEW = 3.0


@kernel
def mixed(word: np.uint64) -> np.uint64:
    """Scramble 64 bits: the output function of SplitMix64."""
    word = (word ^ (word >> np.uint64(30))) * _M1
    word = (word ^ (word >> np.uint64(27))) * _M2
    return word ^ (word >> np.uint64(31))


@kernel
def stream(seed: int, member: int) -> Stream:
    """Open a member's streams, before the first of them is chosen with `at`.

    Parameters
    ----------
    seed, member : int
        Each from 0 to 2**32 - 1.

    Returns
    -------
    array of uint64, shape (2,)
        The member's key, and the place in the stream.
    """
    opened = np.zeros(2, dtype=np.uint64)
    opened[0] = mixed((np.uint64(seed) << np.uint64(32)) + np.uint64(member) + _GAMMA)
    return opened


@kernel
def at(s: Stream, day: int, purpose: int, index: int) -> Stream:
    """Go to the beginning of one stream, in place (a new array for each of millions would cost more than its draws).

    Parameters
    ----------
    s : array of uint64, shape (2,)
        From `stream`.
    day, purpose, index : int
        Each from 0 to 2**32 - 1.
    """
    when = mixed(s[0] + ((np.uint64(day) << np.uint64(32)) + np.uint64(purpose)) * _GAMMA)
    s[1] = mixed(when + np.uint64(index) * _GAMMA)
    return s


@kernel
def uniform(s: Stream) -> float:
    """Next draw from (0, 1), with 53 bits; moves the stream on by one."""
    s[1] += _GAMMA
    return (np.float64(mixed(s[1]) >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)


@kernel
def _inverted(s: Stream, n: int, p: float) -> int:
    """Binomial by inversion, for a small mean (Kachitvichyanukul & Schmeiser 1988, BINV)."""
    ratio = p / (1 - p)
    chance = (1 - p) ** n
    u = uniform(s)
    k = 0
    while u > chance and k < n:
        u -= chance
        k += 1
        chance *= ratio * (n - k + 1) / k
    return k


@kernel
def _rejected(s: Stream, n: int, p: float) -> int:
    """Binomial by transformed rejection, for a mean of 10 and more and p up to 1/2 (Hörmann 1993, BTRS)."""
    spread = math.sqrt(n * p * (1 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = n * p + 0.5
    v_r = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * spread
    mode = math.floor((n + 1) * p)
    while True:
        v = uniform(s)
        u = uniform(s) - 0.5
        us = 0.5 - abs(u)
        k = math.floor((2 * a / us + b) * u + c)
        if k < 0 or k > n:
            continue
        if us >= 0.07 and v <= v_r:
            return int(k)
        height = math.lgamma(mode + 1) + math.lgamma(n - mode + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        if math.log(v * alpha / (a / (us * us) + b)) <= height + (k - mode) * math.log(p / (1 - p)):
            return int(k)


@kernel
def binomial(s: Stream, n: int, p: float) -> int:
    """Draw how many of `n` people do what each does with the chance `p`."""
    if n <= 0 or p <= 0:
        return 0
    if p >= 1:
        return n
    if n <= ONE_BY_ONE:
        count = 0
        for _ in range(n):
            count += uniform(s) < p
        return count
    if p > 0.5:
        return n - binomial(s, n, 1 - p)
    return _inverted(s, n, p) if n * p < 10 else _rejected(s, n, p)


@kernel
def thin(s: Stream, people: float, chance: float, sampled: bool) -> float:
    """How many people do what each does with a chance: drawn, or expected where nothing is sampled."""
    if chance >= 1.0:
        return people
    if chance <= 0.0 or people <= 0.0:
        return 0.0
    return float(binomial(s, int(people), chance)) if sampled else people * chance


@kernel
def poisson(s: Stream, mean: float) -> int:
    """Draw a Poisson number: by inversion for a small mean, else by transformed rejection (Hörmann 1993, PTRS)."""
    if mean < 10:
        k, chance, u = 0, math.exp(-mean), uniform(s)
        while u > chance and k < 1000:
            u -= chance
            k += 1
            chance *= mean / k
        return k
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    alpha = 1.1239 + 1.1328 / (b - 3.4)
    v_r = 0.9277 - 3.6224 / (b - 2)
    while True:
        u, v = uniform(s) - 0.5, uniform(s)
        us = 0.5 - abs(u)
        k = math.floor((2 * a / us + b) * u + mean + 0.43)
        if us >= 0.07 and v <= v_r:
            return k
        if k < 0 or (us < 0.013 and v > us):
            continue
        if math.log(v * alpha / (a / (us * us) + b)) <= k * math.log(mean) - mean - math.lgamma(k + 1):
            return k


@kernel
def one_of(s: Stream, upto: NDArray[np.float64]) -> int:
    """Draw a choice by inversion, from the running sum of the choices' weights."""
    return int(np.searchsorted(upto, uniform(s) * upto[-1], side="right"))


@kernel
def multinomial(s: Stream, n: int, upto: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draw how `n` people split over choices.

    Choices that many people take are drawn as conditional binomials; the people left then take one of the others, one
    by one. That is the multinomial distribution, in whatever order it is drawn.

    Parameters
    ----------
    s : Stream
        Where the draws come from.
    n : int
        People.
    upto : array, shape (choices,)
        Running sum of the choices' weights.

    Returns
    -------
    array, shape (choices,)
        People by choice; they sum to `n`.
    """
    counts = np.zeros(upto.size)
    small = np.empty(upto.size)
    left, rest, few, before = n, upto[-1], 0.0, 0.0
    for k in range(upto.size):
        weight = upto[k] - before
        before = upto[k]
        if weight * n >= FEW * upto[-1]:
            counts[k] = binomial(s, left, min(1.0, weight / rest))
            left -= counts[k]
            rest -= weight
        else:
            few += weight
        small[k] = few
    for _ in range(left):
        counts[one_of(s, small)] += 1
    return counts


@kernel
def split(s: Stream, people: float, upto: NDArray[np.float64], sampled: bool) -> NDArray[np.float64]:
    """How people split over choices: drawn, or expected where nothing is sampled; see `multinomial`."""
    if sampled:
        return multinomial(s, int(people), upto)
    shares: NDArray[np.float64] = upto * (people / upto[-1])
    for k in range(upto.size - 1, 0, -1):
        shares[k] -= shares[k - 1]
    return shares
