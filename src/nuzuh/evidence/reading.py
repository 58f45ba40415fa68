"""A report while it is read: its sentences, and who speaks in them, found when they are first asked for."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import partial

from nuzuh.evidence.attribution import Source, sources
from nuzuh.evidence.detect import analyse
from nuzuh.evidence.documents import Document
from nuzuh.evidence.gazetteer import Gazetteer
from nuzuh.evidence.mentions import Context, Sentence
from nuzuh.evidence.sentences import Span
from nuzuh.evidence.when import Story


@dataclass
class Reading:
    """A report while it is read, from its first sentence to its last."""

    document: Document
    gazetteer: Gazetteer
    text: str  # its own, with the digits of other scripts as 0 to 9
    about: Context
    story: Story
    spans: list[Span]
    left: set[str] = field(default_factory=set)  # places that people were told to leave, so far
    fought: dict[int, str] = field(default_factory=dict)  # the last place of fighting that a sentence tells of
    _sentences: dict[int, Sentence] = field(default_factory=dict)
    _said: dict[int, list[Source]] = field(default_factory=dict)
    _speakers: list[str | None] = field(default_factory=list)  # who spoke last, by the end of each sentence

    def sentence(self, number: int) -> Sentence:
        """A sentence, by its number."""
        if number not in self._sentences:
            span, text = self.spans[number], self.text
            last = self.spans[number - 1] if number else span
            before = text[last.start : last.end] if "\n" not in text[last.end : span.start] and number else ""
            self._sentences[number] = analyse(text, span, self.about, self.gazetteer, before)
        return self._sentences[number]

    def said(self, number: int) -> list[Source]:
        """Who is named in a sentence as saying something, found when it is first asked for."""
        if number not in self._said:
            before = partial(self._speaker, number)
            self._said[number] = sources(self.sentence(number), before)
        return self._said[number]

    def _speaker(self, number: int, person: str | None = None) -> str | None:
        """Who is named last before a sentence as saying something; found from the first sentence on, without depth.

        Of a person, who is so named in the sentence that names the person first.
        """
        for k in range(len(self._speakers), number):
            said = self.said(k)
            self._speakers.append(said[-1].name if said else self._speakers[-1] if k else None)
        if person is not None:
            first = bisect_right(self.spans, self.text.find(person), key=lambda span: span.start) - 1
            said = self.said(first) if first < number else []
            return said[-1].name if said else None
        return self._speakers[number - 1] if number else None

    def apart(self, a: int, b: int) -> bool:
        """Whether two neighbouring sentences are of different paragraphs."""
        first, second = sorted((self.spans[a], self.spans[b]))
        return "\n" in self.text[first.end : second.start]
