"""Random streams that are counted, not remembered: the same key gives the same numbers anywhere.

A stream is keyed by (seed, member, day, purpose, index), so that numbers depend neither on threads nor on what other
places drew: two runs that differ in one event share every draw that the event does not touch.
"""

import math

import numba
import numpy as np
from numpy.typing import NDArray

Stream = NDArray[np.uint32]

# Philox4x32 multipliers and key increments: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3".
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint32(0x9E3779B9), np.uint32(0xBB67AE85)
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)


@numba.njit(cache=True, nogil=True)
def stream(seed: int, member: int) -> Stream:
    """Open a member's streams, before the first of them is chosen with `at`.

    Parameters
    ----------
    seed, member : int
        Each from 0 to 2**32 - 1.

    Returns
    -------
    array of uint32, shape (6,)
        Two words of key, the draw's number, and three words of counter.
    """
    opened = np.zeros(6, dtype=np.uint32)
    opened[0], opened[1] = seed, member
    return opened


@numba.njit(cache=True, nogil=True)
def at(s: Stream, day: int, purpose: int, index: int) -> Stream:
    """Go to the beginning of one stream, in place (a new array for each of millions would cost more than its draws).

    Parameters
    ----------
    s : array of uint32, shape (6,)
        From `stream`.
    day, purpose, index : int
        Each from 0 to 2**32 - 1.
    """
    s[2], s[3], s[4], s[5] = 0, index, day, purpose
    return s


@numba.njit(cache=True, nogil=True)
def philox(s: Stream) -> tuple[np.uint32, np.uint32, np.uint32, np.uint32]:
    """Ten rounds of Philox4x32 on a stream's counter, under its key."""
    k0, k1 = np.uint32(s[0]), np.uint32(s[1])
    c0, c1, c2, c3 = np.uint32(s[2]), np.uint32(s[3]), np.uint32(s[4]), np.uint32(s[5])
    for _ in range(10):
        p0, p1 = _M0 * np.uint64(c0), _M1 * np.uint64(c2)
        c0, c1, c2, c3 = (
            np.uint32(p1 >> _HALF) ^ c1 ^ k0,
            np.uint32(p1 & _LOW),
            np.uint32(p0 >> _HALF) ^ c3 ^ k1,
            np.uint32(p0 & _LOW),
        )
        k0, k1 = np.uint32(k0 + _W0), np.uint32(k1 + _W1)
    return c0, c1, c2, c3


@numba.njit(cache=True, nogil=True)
def uniform(s: Stream) -> float:
    """Next draw from (0, 1), with 53 bits; moves the stream on by one."""
    a, b, _, _ = philox(s)
    s[2] += np.uint32(1)
    whole = (np.uint64(a) << np.uint64(21)) ^ (np.uint64(b) >> np.uint64(11))
    return (np.float64(whole) + 0.5) * (1.0 / 9007199254740992.0)


@numba.njit(cache=True, nogil=True)
def _inverted(s: Stream, n: int, p: float) -> int:
    """Binomial by inversion, for a small mean (Kachitvichyanukul & Schmeiser 1988, BINV)."""
    ratio = p / (1 - p)
    if n <= 8:  # most places hold a few people of each home: products cost less than powers
        chance = 1.0
        for _ in range(n):
            chance *= 1 - p
    else:
        chance = math.exp(n * math.log1p(-p))
    u = uniform(s)
    k = 0
    while u > chance and k < n:
        u -= chance
        k += 1
        chance *= ratio * (n - k + 1) / k
    return k


@numba.njit(cache=True, nogil=True)
def _rejected(s: Stream, n: int, p: float) -> int:
    """Binomial by transformed rejection, for a mean of 10 and more and p up to 1/2 (Hörmann 1993, BTRS)."""
    spread = math.sqrt(n * p * (1 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = n * p + 0.5
    v_r = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * spread
    odds = math.log(p / (1 - p))
    mode = math.floor((n + 1) * p)
    h = math.lgamma(mode + 1) + math.lgamma(n - mode + 1)
    while True:
        v = uniform(s)
        u = uniform(s) - 0.5
        us = 0.5 - abs(u)
        k = math.floor((2 * a / us + b) * u + c)
        if k < 0 or k > n:
            continue
        if us >= 0.07 and v <= v_r:
            return int(k)
        v = math.log(v * alpha / (a / (us * us) + b))
        if v <= h - math.lgamma(k + 1) - math.lgamma(n - k + 1) + (k - mode) * odds:
            return int(k)


@numba.njit(cache=True, nogil=True)
def binomial(s: Stream, n: int, p: float) -> int:
    """Draw how many of `n` people do what each does with the chance `p`."""
    if n <= 0 or p <= 0:
        return 0
    if p >= 1:
        return n
    if p > 0.5:
        return n - binomial(s, n, 1 - p)
    return _inverted(s, n, p) if n * p < 10 else _rejected(s, n, p)


@numba.njit(cache=True, nogil=True)
def multinomial(s: Stream, n: int, upto: NDArray[np.float64], without: int) -> NDArray[np.int64]:
    """Draw how `n` people split over choices, none of whom takes the choice `without` (-1: all may be taken).

    Few people choose one by one, by inversion; many are split by conditional binomials. Both have the same
    distribution.

    Parameters
    ----------
    s : Stream
        Where the draws come from.
    n : int
        People.
    upto : array, shape (choices,)
        Running sum of the choices' shares; the last is 1.
    without : int
        A choice that is left out; the others' shares grow in proportion. Some other share must be above 0.

    Returns
    -------
    array of int, shape (choices,)
        People by choice; they sum to `n`.
    """
    counts = np.zeros(upto.size, dtype=np.int64)
    low, gap = 0.0, 0.0
    if without >= 0:
        low = upto[without - 1] if without > 0 else 0.0
        gap = upto[without] - low
    total = upto[-1]
    if n <= upto.size // 4:
        for _ in range(n):
            u = uniform(s) * (total - gap)
            if u >= low:
                u += gap
            counts[np.searchsorted(upto, u, side="right")] += 1
        return counts
    left, rest, last, before = n, total - gap, -1, 0.0
    for k in range(upto.size):
        share = upto[k] - before
        before = upto[k]
        if share <= 0 or k == without:
            continue
        counts[k] = binomial(s, left, min(1.0, share / rest))
        left -= counts[k]
        rest -= share
        last = k
        if left == 0:
            return counts
    counts[last] += left
    return counts
