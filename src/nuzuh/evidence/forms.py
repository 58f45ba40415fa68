"""Forms: regular expressions with slots, which are filled with lists of words and with other forms."""

import re
from collections.abc import Iterable, Mapping

Slots = Mapping[str, str | Iterable[str]]
"""A form, or a list of words, by name."""

_SLOT = re.compile(r"\{([a-z_]\w*)\}")  # no number of times, such as {0,3}


def filled(form: str, slots: Slots) -> str:
    """Fill the slots of a form: ``filled("{day}s?", {"day": ["Mon", "Monday"]}) == "(?:Monday|Mon)s?"``.

    Raises
    ------
    KeyError
        Where nothing has the name of a slot.
    """

    def one(slot: re.Match[str]) -> str:
        told = slots[slot[1]]
        return f"(?:{filled(told, slots)})" if isinstance(told, str) else either(told)

    return _SLOT.sub(one, form)


def either(words: Iterable[str]) -> str:
    """A form that any of some words matches, the longest that it can; no words match nothing."""
    return f"(?:{'|'.join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w)))) or '(?!)'})"
