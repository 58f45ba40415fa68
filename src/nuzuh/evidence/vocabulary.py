"""Tokens of a text, and the rows of them that are known."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Generic, TypeVar

import spacy

from nuzuh.evidence.language import Language, pattern

T = TypeVar("T")

_HYPHEN = re.compile("(-)")

#: Different words whose properties are kept in memory.
KEPT = 100_000


def cut(text: str, language: Language) -> tuple[str, ...]:
    """Cut a text into tokens, "It's 5km." into "It", "'s", "5", "km" and ".".

    What stands between two spaces is cut alike wherever it stands, so each such piece is cut once.
    """
    piece = _cutter(language)
    if "  " in text:
        return piece(text)
    return tuple(chain.from_iterable(map(piece, text.split(" "))))


@cache
def _cutter(language: Language) -> Callable[[str], tuple[str, ...]]:
    """What cuts a text by the tokenizer of the blank pipeline of a language, which needs no model.

    A word with nothing but hyphens, an owner's ending and marks around it, which asks for no special rule of the
    tokenizer, is cut without it.
    """
    blank = spacy.blank(language.code)
    # properties of each new word, which take longer than cutting it off; the stubs lack the attribute
    blank.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    tokenizer, plain_word = blank.tokenizer, pattern(language, "plain_word")
    ruled = frozenset(tokenizer.rules)  # type: ignore[union-attr]

    def plain(text: str) -> tuple[str, ...] | None:
        match = plain_word.fullmatch(text)
        if match is None:
            return None
        before, word, owner, after = match.groups()
        if not ruled.isdisjoint((text, word, word.lower(), word + owner, word + ".", after)):
            return None
        return (*before, *_HYPHEN.split(word), *filter(None, (owner,)), *after)

    @lru_cache(maxsize=KEPT)
    def piece(text: str) -> tuple[str, ...]:
        if text.isascii() and text.isalpha() and text not in ruled:
            return (text,)
        return plain(text) or tuple(token.text for token in tokenizer(text))

    return piece


class Phrases(Generic[T]):
    """Rows of words, each with what it stands for.

    Parameters
    ----------
    told : iterable of (str, object)
        What is cut into a row, and what that stands for.
    language : Language
        The language of the words.
    """

    def __init__(self, told: Iterable[tuple[str, T]], language: Language) -> None:
        self._rows: dict[tuple[str, ...], list[T]] = {}
        lengths: dict[str, set[int]] = {}
        for phrase, meant in told:
            row = cut(phrase, language)
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
