"""What a sentence speaks of, and what its text speaks of as a whole."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from nuzuh.evidence.dates import Period
from nuzuh.evidence.figures import Figure, figures
from nuzuh.evidence.gazetteer import Place
from nuzuh.evidence.language import Language
from nuzuh.evidence.sentences import Span

Label = Literal["place", "people", "actor", "way", "source", "date"]


#: Labels of which the mentions are found together, as one name may be only one of them.
_TOGETHER = dict.fromkeys(("actor", "source", "way"), ("actor", "source", "way"))


class Mention(NamedTuple):
    """Something that a sentence speaks of, from token ``i`` up to, not including, token ``j``.

    ``name`` is that of the place, actor or source, the kind of way, or the group of people. ``kind`` is that of the
    place ("town", "region", …; "the" for "the city", whose name is still to be found) or the unit of people ("bare" for
    a figure that stands where a noun would). ``several`` tells that they are several, nobody says how many.
    """

    label: Label
    i: int
    j: int
    name: str | None = None
    kind: str = ""
    figure: Figure | None = None
    period: Period | None = None
    several: bool = False


@dataclass(frozen=True)
class Context:
    """What a text as a whole speaks of.

    Attributes
    ----------
    language : Language
        The language that it is written in.
    published : date or None
        The day of publication.
    near : Counter of str
        How often it speaks of each country, by code.
    lower : frozenset of str
        Its words that are written in small letters somewhere.
    persons : frozenset of str
        Its words that are names of persons.
    learnt : dict of str to str
        Sides that it tells by name and initials, "the Army of the Lake (AL)", by either.
    towns : frozenset of str
        Names that it tells to be a settlement's somewhere: "the village of …".
    places : dict
        What the gazetteer has of names, as far as they were looked up for it.
    """

    language: Language
    published: dt.date | None
    near: Counter[str] = field(default_factory=Counter)
    lower: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    learnt: Mapping[str, str] = field(default_factory=dict)
    towns: frozenset[str] = frozenset()
    places: dict[str, Place | None] = field(default_factory=dict)

    @cached_property
    def country(self) -> str | None:
        """Code of the country that the text speaks of most."""
        most = self.near.most_common(1)
        return most[0][0] if most and most[0][1] >= 2 else None


@dataclass(frozen=True)
class _Found:
    """Mentions of one label, from left to right, and the first that covers, or that begins at, each token."""

    all: list[Mention] = field(default_factory=list)
    at: dict[int, Mention] = field(default_factory=dict)
    starting: dict[int, Mention] = field(default_factory=dict)

    def add(self, mention: Mention) -> None:
        self.all.append(mention)
        self.starting.setdefault(mention.i, mention)
        for k in range(mention.i, mention.j):
            self.at.setdefault(k, mention)


@dataclass(frozen=True)
class Sentence:
    """A sentence: its tokens, and what it speaks of, from left to right, found when it is first asked for.

    Attributes
    ----------
    language : Language
        The language of the text that it is of.
    told : str
        Its text, which may have been mended.
    text, low : tuple of str
        Its tokens, as written and in small letters.
    find : callable
        Finds the mentions of a label in a sentence.
    before : str
        The sentence before it in its paragraph.
    offsets : tuple of int
        Where the text was mended, where each of its characters stood.
    """

    language: Language
    span: Span
    told: str
    text: tuple[str, ...]
    low: tuple[str, ...]
    find: Callable[["Sentence", str], Iterable[Mention]]
    before: str = ""
    offsets: tuple[int, ...] = ()
    _found: dict[str, _Found] = field(default_factory=dict)

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the tokens' text stand in the report."""
        if self.offsets:
            start, end = self.offsets[start], self.offsets[end - 1] + 1
        return self.span.start + start, self.span.start + end

    @cached_property
    def _starts(self) -> list[int]:
        """Where each token begins in its text."""
        starts, end = [], 0
        for word in self.text:
            start = self.told.index(word, end)
            starts.append(start)
            end = start + len(word)
        return starts

    @cached_property
    def figures(self) -> list[Figure]:
        """Figures in its text."""
        return figures(self.told, self.language)

    def has(self, k: int, name: str) -> bool:
        """Whether token ``k`` is there, and one of a list of words of the language."""
        return 0 <= k < len(self.low) and self.low[k] in self.language[name]

    def words(self, i: int, j: int) -> str:
        """The text from token ``i`` up to, not including, token ``j``."""
        start, end = self.characters(i, j)
        return self.told[start:end]

    def characters(self, i: int, j: int) -> tuple[int, int]:
        """Where the tokens from ``i`` up to ``j`` stand in the tokens' text."""
        return self._starts[i], self._starts[j - 1] + len(self.text[j - 1])

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """First token, and the one after the last, that some characters of the tokens' text touch."""
        starts = self._starts
        return max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end)

    def _look(self, label: str) -> _Found:
        """Find the mentions of a label, and of those that are found with it."""
        told: dict[str, _Found] = {name: _Found() for name in _TOGETHER.get(label, (label,))}
        for mention in sorted(self.find(self, label), key=lambda m: (m.i, -m.j, m.label)):
            told[mention.label].add(mention)
        self._found.update(told)
        return told[label]

    def of(self, *labels: str) -> list[Mention]:
        """Mentions of some labels, those of each from left to right."""
        return [m for label in labels for m in (self._found.get(label) or self._look(label)).all]

    def covered(self, *labels: str) -> dict[int, Mention]:
        """What `at` gives of each token, where it gives a mention."""
        found = [self._found.get(label) or self._look(label) for label in reversed(labels)]
        return {k: mention for told in found for k, mention in told.at.items()}

    def at(self, k: int, *labels: str) -> Mention | None:
        """The mention of some label that covers token ``k``."""
        for label in labels:
            if (mention := (self._found.get(label) or self._look(label)).at.get(k)) is not None:
                return mention
        return None

    def starting(self, k: int, *labels: str) -> Mention | None:
        """The mention of some label that begins at token ``k``."""
        for label in labels:
            if (mention := (self._found.get(label) or self._look(label)).starting.get(k)) is not None:
                return mention
        return None


def free(found: Iterable[Mention], i: int, j: int) -> bool:
    """Whether no mention holds a token from ``i`` up to ``j``."""
    return all(j <= m.i or i >= m.j for m in found)
