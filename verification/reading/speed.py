"""How fast the reader is, next to a tokenizer that only cuts the same texts into words."""

import time
from collections.abc import Callable, Sequence

import spacy

from nuzuh.evidence.documents import Document
from nuzuh.evidence.reader import Reader

#: Of the tokenizer's speed, at least.
TARGET = 1 / 3
_FIRST = 5  # texts that each reads before, for what it loads on its first call


def speeds(documents: Sequence[Document]) -> tuple[float, float]:
    """Seconds on one core that the reader takes, and that spaCy's blank English tokenizer takes."""
    reader, tokenizer = Reader(), spacy.blank("en").tokenizer
    return (
        _seconds(lambda some: [reader.read(document) for document in some], documents),
        _seconds(lambda some: [tokenizer(document.text) for document in some], documents),
    )


def _seconds(work: Callable[[Sequence[Document]], object], documents: Sequence[Document]) -> float:
    work(documents[:_FIRST])
    began = time.process_time()
    work(documents)
    return time.process_time() - began
