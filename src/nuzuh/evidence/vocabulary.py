"""Tokens of English text, and the rows of them that are known."""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Generic, TypeVar

import spacy
from spacy.tokenizer import Tokenizer

T = TypeVar("T")

#: Different words whose properties are kept in memory.
KEPT = 100_000


@cache
def _tokenizer() -> Tokenizer:
    """The tokenizer of the blank English pipeline, which needs no model."""
    english = spacy.blank("en")
    # properties of each new word, which take longer than cutting it off; the stubs lack the attribute
    english.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    return english.tokenizer


def cut(text: str) -> tuple[str, ...]:
    """Cut a text into tokens: ``cut("It's 5km.") == ("It", "'s", "5", "km", ".")``.

    What stands between two spaces is cut alike wherever it stands, so each such piece is cut once.
    """
    if "  " in text:
        return _piece.__wrapped__(text)
    return tuple(chain.from_iterable(map(_piece, text.split(" "))))


@lru_cache(maxsize=KEPT)
def _piece(text: str) -> tuple[str, ...]:
    tokenizer = _tokenizer()
    if text.isascii() and text not in tokenizer.rules:  # most words, and those before a comma, need no rule
        if text.isalpha():
            return (text,)
        if text[:-1].isalpha() and text[-1] == "," and text[:-1] not in tokenizer.rules:
            return text[:-1], ","
    return tuple(token.text for token in tokenizer(text))


class Phrases(Generic[T]):
    """Rows of words, each with what it stands for.

    Parameters
    ----------
    told : iterable of (str, object)
        What is cut into a row, and what that stands for.
    """

    def __init__(self, told: Iterable[tuple[str, T]]) -> None:
        self._rows: dict[tuple[str, ...], list[T]] = {}
        lengths: dict[str, set[int]] = {}
        for phrase, meant in told:
            row = cut(phrase)
            self._rows.setdefault(row, []).append(meant)
            lengths.setdefault(row[0], set()).add(len(row))
        self._lengths = {first: sorted(known) for first, known in lengths.items()}

    def find(self, words: tuple[str, ...]) -> list[tuple[T, int, int]]:
        """Find what rows of words stand for, each with its first token and the one after its last.

        They come in the order of their first tokens, the shorter first.
        """
        rows, lengths = self._rows, self._lengths
        return [
            (meant, i, i + length)
            for i, word in enumerate(words)
            if word in lengths
            for length in lengths[word]
            if i + length <= len(words)
            for meant in rows.get(words[i : i + length], ())
        ]
