"""Finding the triggers of all frames in a sentence: a phrase matcher knows every row of words that one stands for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import NamedTuple

from spacy.matcher import PhraseMatcher

from nuzuh.evidence.mentions import Sentence
from nuzuh.evidence.patterns import Frame, Step, frames
from nuzuh.evidence.vocabulary import pipeline

_FAR = re.compile(r"(?:\b|\d)(?:kms?|kilomet(?:re|er)s?|miles?)\b", re.IGNORECASE)
_LETTERS = re.compile("[a-z]+")
_GAP = 6  # words that "..." stands for, at most


@dataclass(frozen=True)
class Trigger:
    """A trigger of a frame, from token ``i`` up to, not including, token ``j``."""

    frame: Frame
    i: int
    j: int


class _Ends(NamedTuple):
    """Rows of words, and the first word of each."""

    phrases: frozenset[str]
    firsts: frozenset[str]


@dataclass(frozen=True)
class _Tools:
    """``ends`` has, for a trigger with a gap, what must follow it."""

    firsts: frozenset[str]
    matcher: PhraseMatcher
    frames: dict[str, Frame]
    ends: dict[str, _Ends]


def may_have_triggers(text: str) -> bool:
    """Whether a text holds the first word of any trigger."""
    return not _tools().firsts.isdisjoint(_LETTERS.findall(text.lower())) or _FAR.search(text) is not None


def triggers(sentence: Sentence) -> list[Trigger]:
    """Triggers from left to right; of those of one frame that overlap, the longest."""
    tools = _tools()
    found: list[Trigger] = []
    strings = sentence.doc.vocab.strings
    for key, i, j in tools.matcher(sentence.doc):
        name = strings[key]
        ends = tools.ends.get(name)
        if ends is None:
            found.append(Trigger(tools.frames[name], i, j))
        elif (after := _end(sentence.low, j, ends)) is not None:
            found.append(Trigger(tools.frames[name], i, after))
    found.sort(key=lambda t: (t.i - t.j, t.i))
    kept: list[Trigger] = []
    for trigger in found:
        if all(trigger.frame is not t.frame or trigger.j <= t.i or trigger.i >= t.j for t in kept):
            kept.append(trigger)
    return sorted(kept, key=lambda t: (t.i, t.j, t.frame.kind, t.frame.name))


def _end(low: tuple[str, ...], j: int, ends: _Ends) -> int | None:
    for k in range(j, min(j + _GAP + 1, len(low))):
        for length in (3, 2, 1) if low[k] in ends.firsts else ():
            if " ".join(low[k : k + length]) in ends.phrases:
                return min(k + length, len(low))
        if not low[k][0].isalnum() and low[k] not in (",", "-", "'s", "’s", "’", "'"):
            return None
    return None


def _phrases(steps: Iterable[Step]) -> list[str]:
    """Every row of words that some steps stand for."""
    options = [[*sorted(step.words), *([""] if step.optional else [])] for step in steps]
    return [" ".join(filter(None, row)) for row in product(*options)]


@cache
def _tools() -> _Tools:
    nlp = pipeline()
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    by_key: dict[str, Frame] = {}
    ends: dict[str, _Ends] = {}
    firsts: set[str] = set()
    for number, frame in enumerate(frames()):
        for at, trigger in enumerate(frame.triggers):
            key = f"{number}.{at}"
            by_key[key] = frame
            gap = next((n for n, step in enumerate(trigger) if not step.words), None)
            phrases = _phrases(trigger[:gap])
            if gap is not None:
                after = frozenset(_phrases(trigger[gap + 1 :]))
                ends[key] = _Ends(after, frozenset(p.split()[0] for p in after))
            firsts |= {_LETTERS.findall(p)[0] for p in phrases}
            matcher.add(key, list(map(nlp.make_doc, phrases)))
    return _Tools(frozenset(firsts), matcher, by_key, ends)
