"""Whether a text is in a language that is read."""

import re
import unicodedata
from collections import Counter

from nuzuh.evidence.lexicon import words

_HEAD = 20_000  # characters that are looked at
_LATIN = "\u0250"  # the first letter after those that Latin alphabets use


def is_english(text: str) -> bool:
    """Whether a text looks English: by its script, and by its share of English function words.

    Only the first 20,000 characters are looked at. Of fewer than 40 words one function word is enough; fewer than 10
    are judged by their script alone.
    """
    letters = [c for c in text[:_HEAD] if c.isalpha()]
    latin = sum(c < _LATIN for c in letters)
    if latin * 2 < len(letters):
        return False
    found = re.findall(r"[^\W\d_]+", text[:_HEAD].lower())
    least = 0.1 * len(found) if len(found) >= 40 else 1 if len(found) >= 10 else 0
    return sum(w in words("function_words") for w in found) >= least


def script(text: str) -> str | None:
    """Name the script of most letters of a text, "Arabic" say; None for Latin, which tells no language."""
    names = Counter(unicodedata.name(c, "").split(" ")[0] for c in text[:_HEAD] if c.isalpha())
    name = max(names, key=names.__getitem__, default="LATIN")
    return None if name == "LATIN" else name if name == "CJK" else name.capitalize()
