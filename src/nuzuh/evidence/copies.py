"""Which passages of a report are copied from an earlier one, so that one wire story on five sites is one source.

Two texts that share a run of a few words do so by chance; a sentence most of whose runs stand in one earlier report was
copied from it, as it is or lightly edited (Broder 1997, "On the resemblance and containment of documents"). Every run
of `RUN` words is kept with the first report that carries it, so the work grows with the words, not with the pairs of
reports, and the result is exact: thousands of reports fit in memory, and nothing need be estimated from samples of
their runs.

1. Reports stand in the order of publication; of one day, in that of their names; undated ones last.
2. A sentence is copied from an earlier report if at least `COPIED` of the runs that begin in it come from there. A
   shorter one than `SHORTEST` words goes with the sentence before it.
3. What is copied counts as its origin's, edits included: a copy of a copy has the first of the three as its origin.
4. A report is nearly the same as an earlier one if at least `SAME` of its runs come from there.
"""

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.documents import Document
from nuzuh.evidence.language import Language, language
from nuzuh.evidence.sentences import sentences

RUN = 4
"""Words of a run."""

COPIED = 0.5
"""Least share of a copied sentence's runs. Of 365 news articles on one war, nearly all sentences share less than 0.3 or
more than 0.7 with an earlier article; read by eye, those between 0.4 and 0.7 are edited copies."""

SHORTEST = 10
"""Words of the shortest sentence that is judged by itself: of fewer, a set phrase or two are half."""

SAME = 0.8
"""Least share of a report's runs that makes it nearly the same as another."""


class Passage(NamedTuple):
    """A sentence of a report, from character ``start`` up to ``end``, and the name of the report that it comes from."""

    start: int
    end: int
    origin: str


@dataclass(frozen=True)
class Copies:
    """What reports have from each other.

    Attributes
    ----------
    passages : mapping
        By the name of a report: its sentences, from left to right, each with its origin, which is the report itself
        where it was not copied.
    same : mapping
        Report to the earlier one that it is nearly the same as.
    """

    passages: Mapping[str, tuple[Passage, ...]]
    same: Mapping[str, str]

    def origin_of(self, claim: Claim) -> str:
        """The earliest report that carries the sentence that a claim rests on; the claim's own if none does."""
        own = self.passages.get(claim.report, ())
        at = bisect_right(own, claim.start, key=lambda passage: passage.start) - 1
        return own[at].origin if at >= 0 else claim.report


def copied(documents: Iterable[Document]) -> Copies:
    """Find what reports have from each other, in whatever order they are given.

    Parameters
    ----------
    documents : iterable of Document
        Reports, each with a name of its own.
    """
    carrier: dict[str, str] = {}  # by run of words: the origin of the first passage that holds it
    passages: dict[str, tuple[Passage, ...]] = {}
    same: dict[str, str] = {}
    for document in sorted(documents, key=lambda d: (d.published or dt.date.max, d.name, d.text)):
        name, every = document.name, Counter[str]()
        found: list[Passage] = []
        for start, end, runs in _passages(document.text, language(document.language)):
            carriers = Counter(carrier.get(run, name) for run in runs)
            every += carriers
            origin, share = _most(carriers, name)
            if len(runs) < SHORTEST:
                origin = found[-1].origin if found else name
            elif share < COPIED * len(runs):
                origin = name
            found.append(Passage(start, end, origin))
            for run in runs:
                carrier.setdefault(run, origin)
        passages[name] = tuple(found)
        origin, share = _most(every, name)
        if origin != name and share >= SAME * every.total():
            same[name] = origin
    return Copies(passages, same)


def _most(carriers: Counter[str], name: str) -> tuple[str, int]:
    return min(carriers.items(), key=lambda held: (-held[1], held[0]), default=(name, 0))


def _passages(text: str, language: Language) -> Iterator[tuple[int, int, list[str]]]:
    """Sentences of a text, each with the runs of words that begin in it."""
    words = [(m.start(), m[0]) for m in re.finditer(r"\w+", text.lower())]
    at = 0
    for span in sentences(text, language):
        runs = []
        while at < len(words) and words[at][0] < span.end:
            if at + RUN <= len(words):
                runs.append(" ".join(word for _, word in words[at : at + RUN]))
            at += 1
        yield span.start, span.end, runs
