"""Tokens of English text, and the rows of them that are known."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Generic, TypeVar

import spacy
from spacy.tokenizer import Tokenizer

T = TypeVar("T")

_PLAIN = re.compile(r"([(\"“]?)([A-Za-z]+(?:-[A-Za-z]+)*)((?:['’]s)?)([,;:!?)”\"]?|,[”\"]|(?<=[a-z]{2})\.[”\"]?)")
_HYPHEN = re.compile("(-)")

#: Different words whose properties are kept in memory.
KEPT = 100_000


@cache
def _tokenizer() -> Tokenizer:
    """The tokenizer of the blank English pipeline, which needs no model."""
    english = spacy.blank("en")
    # properties of each new word, which take longer than cutting it off; the stubs lack the attribute
    english.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    return english.tokenizer


@cache
def _ruled() -> frozenset[str]:
    """What the tokenizer has special rules for."""
    return frozenset(_tokenizer().rules)


def cut(text: str) -> tuple[str, ...]:
    """Cut a text into tokens: ``cut("It's 5km.") == ("It", "'s", "5", "km", ".")``.

    What stands between two spaces is cut alike wherever it stands, so each such piece is cut once.
    """
    if "  " in text:
        return _piece.__wrapped__(text)
    return tuple(chain.from_iterable(map(_piece, text.split(" "))))


@lru_cache(maxsize=KEPT)
def _piece(text: str) -> tuple[str, ...]:
    if text.isascii() and text.isalpha() and text not in _ruled():
        return (text,)
    return _plain(text) or tuple(token.text for token in _tokenizer()(text))


def _plain(text: str) -> tuple[str, ...] | None:
    """Cut a word with nothing but hyphens, an owner's ending and marks around it, which asks for no special rule."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    before, word, owner, after = match.groups()
    if not _ruled().isdisjoint((text, word, word.lower(), word + owner, word + ".", after)):
        return None
    return (*before, *_HYPHEN.split(word), *filter(None, (owner,)), *after)


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
