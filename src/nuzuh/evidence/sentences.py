"""A text cut into sentences, in time linear in its length."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nuzuh.evidence.dates import dateline
from nuzuh.evidence.language import Language

_END = re.compile(r"[.!?][\"”’')\]]*(?=\s)|\n+|[.!?][\"”’')\]]*$")
_LABEL = 3  # words before a day that only say what it is: "Last updated at"
_HEAD = 400  # characters at the head of a text in which such a day may stand
_LONGEST = 1_500  # characters; what is longer is no sentence but a table or a list, and is cut at a space


class Span(NamedTuple):
    """A sentence: where it stands, and whether it is a heading (a line of its own without a full stop)."""

    start: int
    end: int
    heading: bool


def sentences(text: str, language: Language) -> Iterator[Span]:
    """Cut a text into sentences; spans do not overlap and hold everything but white space."""
    start, last = 0, len(text.rstrip())
    for to in (*_datelines(text, language), len(text)):
        for match in _END.finditer(text, start, to):
            if not match[0].startswith("\n") and _goes_on(text, start, match, language):
                continue
            yield from _pieces(text, start, match.end(), last)
            start = match.end()
        yield from _pieces(text, start, to, last)
        start = to


def title_end(text: str, spans: Sequence[Span]) -> int:
    """Where the title of a text ends: its first lines without a full stop, if a sentence comes after them."""
    first = next((s for s in spans if text[s.start : s.end].rstrip("\"”’')]")[-1:] in (*".!?",)), None)
    return first.start if first is not None and first.start <= _HEAD else 0


def _datelines(text: str, language: Language) -> Iterator[int]:
    """Where the days end that stand at the head of an article, and not in a sentence: "on 1 July 2016"."""
    for day in dateline(language).finditer(text, 0, _HEAD):
        before = text[: day.start()].split()
        label = 1 < len(before) <= _LABEL
        if not before or label or not (before[-1][0].islower() or before[-1].lower() in language["locatives"]):
            yield day.end()


def _goes_on(text: str, start: int, match: re.Match[str], language: Language) -> bool:
    """Whether a full stop ends no sentence: an abbreviation, an initial, or a small letter after it."""
    after = text[match.end() : match.end() + 3].lstrip(" ")
    if after[:1].islower():
        return True
    if match[0] != ".":
        return False
    word = re.search(r"[\w.]+$", text[max(start, match.start() - 12) : match.start()])
    return word is not None and (
        word[0].lower() in language["abbreviations"] or (len(word[0]) == 1 and word[0].isupper())
    )


def _pieces(text: str, start: int, end: int, last: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    heading = end - start < 160 and not re.search(r"[.!?:;,][\"”’')\]]*$", text[max(start, end - 4) : end])
    # a text of one line is no heading, of what should it be
    heading = heading and (start == 0 or "\n" in text[max(0, start - 3) : start]) and end < last
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = start + _LONGEST if cut <= start else cut
        yield Span(start, cut, False)
        start = cut + (cut < end and text[cut] == " ")
    if start < end:
        yield Span(start, end, heading)
