"""Patterns looked for where a word stands that they must hold: far quicker than at every character of a text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+|\d+")


def anchors(told: str) -> frozenset[str]:
    """Words, given with spaces between them, of which what a pattern matches holds one."""
    return frozenset(told.split())


@lru_cache(maxsize=8)  # several patterns are looked for in one sentence
def words(text: str) -> tuple[str, ...]:
    """Rows of letters and rows of digits of a text, in small letters."""
    return tuple(map(str.lower, _WORD.findall(text)))


@lru_cache(maxsize=8)
def _starts(text: str) -> tuple[int, ...]:
    """Where each word of a text begins."""
    return tuple([m.start() for m in _WORD.finditer(text)])


def positions(text: str, known: frozenset[str]) -> list[int]:
    """Which of a text's words are one of some words."""
    told = words(text)
    return [] if known.isdisjoint(told) else [k for k, word in enumerate(told) if word in known]


def matches(pattern: re.Pattern[str], text: str, at: Sequence[int], lead: int = 0) -> Iterator[re.Match[str]]:
    """Find what a pattern matches in a text, from left to right, as `re.Pattern.finditer` does.

    Parameters
    ----------
    pattern : re.Pattern
        It begins at a word, and holds one of some words.
    text : str
        A text.
    at : sequence of int
        Which of the text's words those are.
    lead : int
        How many words of a match may stand before that, at most.
    """
    starts, done = _starts(text) if at else (), 0
    for k in at:
        for start in starts[max(0, k - lead) : k + 1]:
            if start >= done and (match := pattern.match(text, start)) is not None:
                yield match
                done = match.end()
