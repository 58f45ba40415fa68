"""What a sentence speaks of, and what its text speaks of as a whole."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from spacy.tokens import Doc

from nuzuh.evidence.dates import Period
from nuzuh.evidence.figures import Figure
from nuzuh.evidence.sentences import Span

Label = Literal["place", "people", "actor", "way", "source", "date"]


@dataclass(frozen=True)
class Mention:
    """Something that a sentence speaks of, from token ``i`` up to, not including, token ``j``.

    ``name`` is that of the place, actor or source, the kind of way, or the group of people. ``kind`` is that of the
    place ("town", "region", …; "the" for "the city", whose name is still to be found) or the unit of people ("bare" for
    a figure that stands where a noun would).
    """

    label: Label
    i: int
    j: int
    name: str | None = None
    kind: str = ""
    figure: Figure | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Context:
    """What a text as a whole speaks of.

    Attributes
    ----------
    published : date or None
        The day of publication.
    near : Counter of str
        How often it speaks of each country, by code.
    lower : frozenset of str
        Its words that are written in small letters somewhere.
    persons : frozenset of str
        Its words that are names of persons.
    """

    published: dt.date | None
    near: Counter[str] = field(default_factory=Counter)
    lower: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()

    @cached_property
    def country(self) -> str | None:
        """Code of the country that the text speaks of most."""
        most = self.near.most_common(1)
        return most[0][0] if most and most[0][1] >= 2 else None


@dataclass(frozen=True)
class Sentence:
    """A sentence: its tokens, what it speaks of, from left to right, and the sentence before it in its paragraph.

    ``offsets`` has, where the tokens' text was mended, where each of its characters stood.
    """

    span: Span
    doc: Doc
    mentions: tuple[Mention, ...]
    before: str = ""
    offsets: tuple[int, ...] = ()

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the tokens' text stand in the report."""
        if self.offsets:
            start, end = self.offsets[start], self.offsets[end - 1] + 1
        return self.span.start + start, self.span.start + end

    @cached_property
    def low(self) -> tuple[str, ...]:
        """Tokens in small letters."""
        return tuple(t.lower_ for t in self.doc)

    @cached_property
    def text(self) -> tuple[str, ...]:
        """Tokens as written."""
        return tuple(t.text for t in self.doc)

    @cached_property
    def _sorted(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.label, []).append(mention)
        return found

    def of(self, *labels: str) -> list[Mention]:
        """Mentions of some labels, those of each from left to right."""
        return [m for label in labels for m in self._sorted.get(label, ())]

    def at(self, k: int, *labels: str) -> Mention | None:
        """The mention of some label that covers token ``k``."""
        return next((m for label in labels for m in self._sorted.get(label, ()) if m.i <= k < m.j), None)

    def starting(self, k: int, *labels: str) -> Mention | None:
        """The mention of some label that begins at token ``k``."""
        return next((m for label in labels for m in self._sorted.get(label, ()) if m.i == k), None)
