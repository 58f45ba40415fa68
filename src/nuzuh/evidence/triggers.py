"""Finding the triggers of all frames in a sentence, by every row of words that one stands for."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from nuzuh.evidence.anchored import words
from nuzuh.evidence.language import Language, pattern
from nuzuh.evidence.mentions import Sentence
from nuzuh.evidence.patterns import Frame, Step, frames
from nuzuh.evidence.vocabulary import Phrases

_LETTERS = re.compile(r"[^\W\d_]+")
_GAP = 6  # words that "..." stands for, at most


class Trigger(NamedTuple):
    """A trigger of a frame, from token ``i`` up to, not including, token ``j``."""

    frame: Frame
    i: int
    j: int


class _Ends(NamedTuple):
    """What must follow a trigger with a gap: rows of words, and the first word of each."""

    phrases: frozenset[str]
    firsts: frozenset[str]


def may_have_triggers(text: str, language: Language) -> bool:
    """Whether a text holds the first word of any trigger."""
    return not _firsts(language).isdisjoint(words(text)) or pattern(language, "far").search(text) is not None


def triggers(sentence: Sentence) -> list[Trigger]:
    """Triggers from left to right; of those of one frame that overlap, the longest."""
    found: list[Trigger] = []
    for (frame, ends), i, j in _known(sentence.language).find(sentence.low):
        if ends is None:
            found.append(Trigger(frame, i, j))
        elif (after := _end(sentence, j, ends)) is not None:
            found.append(Trigger(frame, i, after))
    found.sort(key=lambda t: (t.i - t.j, t.i))
    kept: list[Trigger] = []
    for trigger in found:
        if all(trigger.frame is not t.frame or trigger.j <= t.i or trigger.i >= t.j for t in kept):
            kept.append(trigger)
    return sorted(kept, key=lambda t: (t.i, t.j, t.frame.kind, t.frame.name))


def _end(sentence: Sentence, j: int, ends: _Ends) -> int | None:
    low = sentence.low
    for k in range(j, min(j + _GAP + 1, len(low))):
        for length in (3, 2, 1) if low[k] in ends.firsts else ():
            if " ".join(low[k : k + length]) in ends.phrases:
                return min(k + length, len(low))
        if not low[k][0].isalnum() and low[k] not in (",", "-") and not sentence.has(k, "owners"):
            return None
    return None


def _phrases(steps: Iterable[Step]) -> list[str]:
    """Every row of words that some steps stand for."""
    options = [[*sorted(step.words), *([""] if step.optional else [])] for step in steps]
    return [" ".join(filter(None, row)) for row in product(*options)]


def _told(language: Language) -> Iterator[tuple[str, tuple[Frame, _Ends | None]]]:
    """Rows of words that triggers begin with, up to their gap."""
    for frame in frames(language):
        for trigger in frame.triggers:
            gap = next((n for n, step in enumerate(trigger) if not step.words), None)
            ends = None
            if gap is not None:
                after = frozenset(_phrases(trigger[gap + 1 :]))
                ends = _Ends(after, frozenset(p.split()[0] for p in after))
            for phrase in _phrases(trigger[:gap]):
                yield phrase, (frame, ends)


@cache
def _known(language: Language) -> Phrases[tuple[Frame, _Ends | None]]:
    return Phrases(_told(language), language)


@cache
def _firsts(language: Language) -> frozenset[str]:
    return frozenset(_LETTERS.findall(phrase)[0] for phrase, _ in _told(language))
