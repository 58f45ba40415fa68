"""Spellings of one name made equal: diacritics, articles and the usual transliterations from Arabic."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_ARTICLES = frozenset(re.findall("[a-z]+", "al el ar as at an ad ash az ed er es et en esh ech ez the"))
_MARKS = re.compile(r"['’‘`´ʻʼʽʾʿ′]")
_SOUNDS = {
    "ou": "u",
    "oo": "u",
    "ee": "i",
    "ei": "i",
    "ey": "i",
    "ay": "i",
    "ai": "i",
    "sch": "sh",
    "ch": "sh",
    "dj": "j",
}
_SOUND = re.compile("|".join(_SOUNDS))
_WORDS = re.compile("[a-z0-9]+")
_SINGLE = str.maketrans("qy", "ki")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1|ii+")
_ENDING = re.compile("(?<=[b-df-hj-np-tv-z])(?:(i+)(?:a|e|ah|eh)|ah|eh|e)$")


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """Reduce a name to what its spellings have in common.

    ``fold("Jousieh") == fold("Jusiyah")`` and ``fold("Al-Qusayr") == fold("El Quseir")``. Only names in Latin script
    are of use; other letters are dropped. ``fold(fold(x)) == fold(x)`` for every ``x``.

    Parameters
    ----------
    name : str
        A name as it is written somewhere.

    Returns
    -------
    str
        Lower-case letters a to z and digits, without spaces.
    """
    text = _MARKS.sub("", name).lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).lower()
        text = "".join(c for c in text if not unicodedata.combining(c))
    words = _WORDS.findall(text)
    kept = [w for w in words if w not in _ARTICLES] or words
    joined = "".join(kept)
    while (once := _respell(joined)) != joined:
        joined = once
    return joined


def _respell(text: str) -> str:
    text = _SOUND.sub(lambda m: _SOUNDS[m[0]], text).translate(_SINGLE)
    return _ENDING.sub(lambda m: "ia" if m[1] else "a", _DOUBLED.sub(lambda m: m[1] or "i", text))


def skeleton(name: str) -> str:
    """Consonants of a folded name: equal for spellings that differ in their vowels alone (Rustan, Rastan)."""
    folded = fold(name)
    return folded[:1] + re.sub("[aeiouwh]", "", folded[1:])
