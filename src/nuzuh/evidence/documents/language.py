"""Which of the languages that are read a text is in."""

import re
import unicodedata
from collections import Counter

from nuzuh.evidence.language import ENGLISH, installed, language

_HEAD = 20_000  # characters that are looked at
_LATIN = "\u0250"  # the first letter after those that Latin alphabets use


def language_of(text: str) -> str | None:
    """Code of the language that a text looks to be in, by its script, and by its share of function words.

    Only the first 20,000 characters are looked at. A tenth of the words must be function words of the language; for
    English one is enough of fewer than 40 words, and none of fewer than 10. None where no language fits.
    """
    letters = [c for c in text[:_HEAD] if c.isalpha()]
    latin = sum(c < _LATIN for c in letters)
    if latin * 2 < len(letters):
        return None
    found = re.findall(r"[^\W\d_]+", text[:_HEAD].lower())
    told = {code: sum(word in language(code)["function_words"] for word in found) for code in installed()}
    best = max(told, key=lambda code: (told[code], code == ENGLISH))
    few = best == ENGLISH and len(found) < 40
    least = (len(found) >= 10) if few else 0.1 * len(found)
    return best if told[best] >= least else None


def script(text: str) -> str | None:
    """Name the script of most letters of a text, "Arabic" say; None for Latin, which tells no language."""
    names = Counter(unicodedata.name(c, "").split(" ")[0] for c in text[:_HEAD] if c.isalpha())
    name = max(names, key=names.__getitem__, default="LATIN")
    return None if name == "LATIN" else name if name == "CJK" else name.capitalize()
