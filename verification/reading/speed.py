"""How fast the reader is, next to a tokenizer that only cuts the same texts into words."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

import spacy

from nuzuh.evidence.documents import Document
from nuzuh.evidence.reader import Reader

#: Of the tokenizer's speed, at least.
TARGET = 1 / 3
#: Other texts that each is to read before, for what it loads on its first call.
FIRST = 5
_RUNS = 5


class Speeds(NamedTuple):
    """Seconds on one core that the reader takes, and that spaCy's blank English tokenizer takes."""

    reader: float
    tokenizer: float

    @property
    def ratio(self) -> float:
        """The reader's speed as a share of the tokenizer's."""
        return self.tokenizer / self.reader


def speeds(documents: Sequence[Document], before: Sequence[Document]) -> Speeds:
    """Time both on texts that are new to them; the median of runs in processes of their own.

    Both remember the words that they have cut: neither has seen any but those of ``before``.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as alone:
        runs = [alone.submit(_once, documents, before) for _ in range(_RUNS)]
        return sorted((run.result() for run in runs), key=lambda s: s.ratio)[_RUNS // 2]


def _once(documents: Sequence[Document], before: Sequence[Document]) -> Speeds:
    reader, tokenizer = Reader(), spacy.blank("en").tokenizer
    return Speeds(
        _seconds(reader.read, documents, before),
        _seconds(lambda document: tokenizer(document.text), documents, before),
    )


def _seconds(work: Callable[[Document], object], documents: Sequence[Document], before: Sequence[Document]) -> float:
    for document in before:
        work(document)
    began = time.process_time()
    for document in documents:
        work(document)
    return time.process_time() - began
