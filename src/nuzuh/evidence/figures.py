"""Figures as news writes them, in digits and in words, as ranges."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from nuzuh.evidence.anchored import matches, words
from nuzuh.evidence.claims import Qualifier

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ONES = {w: i for i, w in enumerate(f"{_UNITS} seventeen eighteen nineteen".split())}
_TENS = {
    w: i * 10
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_SHORT = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "mln": 1_000_000}
_FRACTIONS = {"half": 0.5, "quarter": 0.25}

# "hundreds" is 100 to 999: the range of numbers that one would say in hundreds
_VAGUE = {
    "dozens": (20, 99), "scores": (40, 99), "tens": (10, 99), "hundreds": (100, 999),
    "thousands": (1_000, 9_999), "millions": (1_000_000, 9_999_999),
}  # fmt: skip

_QUALIFIERS: dict[Qualifier, str] = {
    "at least": r"(?:slightly |well |far |significantly )?(?:more than|over|upwards? of|in excess of|above)|at least"
    r"|a minimum of|no (?:fewer|less) than|not (?:fewer|less) than|a total of (?:at least|more than|over)",
    "up to": r"up to|as many as|as much as|(?:fewer|less) than|under|at most|a maximum of|not more than|no more than",
    "about": r"(?:an? )?(?:total of )?(?:about|around|approximately|roughly|some|nearly|almost|close to|circa"
    r"|an estimated|estimated|just (?:over|under)|more or less)",
}  # fmt: skip
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_WORD = r"(?:" + "|".join([*_TENS, *_ONES]) + r")"
_SCALE = r"(?:hundred|thousand|million|billion|dozen)"
_PLURAL = r"(?:" + "|".join(_VAGUE) + r")"
_NUMBER = (
    rf"(?:(?:{_DIGITS})(?:[ -]{_SCALE}\b|(?:k|m|mn|mln)\b)?"
    rf"|{_WORD}(?:[ -](?:and )?(?:{_WORD}|{_SCALE}))*(?: and a half {_SCALE})?"
    rf"|(?:half|a quarter of)(?: an?)? {_SCALE}|an? (?:half|{_SCALE})(?: {_SCALE})?)"
)
_VAGUE_NUMBER = (
    rf"(?:(?:many |several |a few )?{_PLURAL}(?: of {_PLURAL})?"
    rf"|(?P<few>several|a few|a couple of|many) (?P<scale>{_SCALE})(?: (?P<scale2>{_SCALE}))?)"
)
_BY_GROUP = {f"q{i}": qualifier for i, qualifier in enumerate(_QUALIFIERS)}
_QUALIFIED = "|".join(f"(?P<{group}>{_QUALIFIERS[qualifier]})" for group, qualifier in _BY_GROUP.items())
_LEAD = 5  # words of a figure before its number, at most: "a total of more than"
_FIGURE = re.compile(
    rf"(?<![\w.,:$€£#/-])(?:between (?P<a>{_NUMBER}) and (?P<b>{_NUMBER})"
    rf"|(?:(?:{_QUALIFIED}) )?(?:(?P<one>{_NUMBER})(?P<plus>(?<=\d)\+)?"
    rf"(?:(?: to |(?<=\d) ?[-–] ?(?=\d))(?P<most>{_NUMBER}))?"
    rf"|(?P<vague>{_VAGUE_NUMBER})))"
    r"(?![\w%]|[.,:]\d| ?%| per ?cent| ?[ap]\.?m\b|[ -]years?[ -]olds?\b"
    r"| ?(?:km|kms|kilomet|miles?|metres?|meters?)\b)",
    re.IGNORECASE,
)
# "residents in their hundreds", "by the thousand": it counts what stands before it
_POSTPOSED = re.compile(
    rf"\b(?:in (?:their|the) (?P<many>{_PLURAL}(?: of {_PLURAL})?)"
    r"|by the (?P<one>dozen|hundred|thousand|million))\b(?! of\b| and\b)",
    re.IGNORECASE,
)
_NUMERALS = frozenset([*_TENS, *_ONES, *_SCALES, *_VAGUE, *_FRACTIONS])


class Figure(NamedTuple):
    """A figure in a text.

    Attributes
    ----------
    low, high : float or None
        Least and most that it can be; None where it sets no bound.
    qualifier : str
        How it is put.
    start, end : int
        Where it stands, in characters, with its qualifier.
    bare : bool
        Whether it is a plain number of four digits, which may be a year.
    after : bool
        Whether it counts what stands before it: "in their hundreds".
    """

    low: float | None
    high: float | None
    qualifier: Qualifier
    start: int
    end: int
    bare: bool = False
    after: bool = False


@dataclass(frozen=True)
class _Reading:
    low: float | None
    high: float | None
    qualifier: Qualifier


def figures(text: str) -> list[Figure]:
    """Find the figures in a text, from left to right.

    Shares, sums of money, ages and distances are left out. "About N" has both bounds equal; "more than N" has the lower
    bound alone and "up to N" the upper; "thousands" is 1,000 to 9,999.
    """
    found = []
    numerals = [k for k, word in enumerate(words(text)) if word in _NUMERALS or word.isdigit()]
    for match in matches(_POSTPOSED, text, numerals, 2):
        reading = _plural(match["many"] or f"{match['one']}s")
        found.append(Figure(reading.low, reading.high, reading.qualifier, match.start(), match.end(), after=True))
    postposed = [(f.start, f.end) for f in found]
    for match in matches(_FIGURE, text, numerals, _LEAD):
        told = _read(match)
        if told is not None and all(match.end() <= a or match.start() >= b for a, b in postposed):
            year = re.fullmatch(r"(?:19|20)\d\d", match[0]) is not None
            found.append(Figure(told.low, told.high, told.qualifier, match.start(), match.end(), year))
    return sorted(found, key=lambda f: f.start)


def _read(match: re.Match[str]) -> _Reading | None:
    told = next((q for group, q in _BY_GROUP.items() if match[group]), None)
    if match["vague"]:
        return _vague(match, told)
    low, high = match["a"] or match["one"], match["b"] or match["most"]
    if low and high:
        least, most = number(low), number(high)
        scale = re.search(rf"{_SCALE}$|(?:k|m)$", high.lower())
        # "18 to 25 thousand", "60–80,000": the thousands belong to both
        if scale and re.fullmatch(r"[\d.]+", low) and least < most:
            least *= _SCALES.get(scale[0]) or _SHORT[scale[0]]
        elif least < 1_000 <= most and least * 200 < most:
            least *= 1_000
        return _Reading(least, most, "between") if least < most else None
    value = number(match["one"])
    if told == "at least" or match["plus"]:
        return _Reading(value, None, "at least")
    if told == "up to":
        return _Reading(None, value, told)
    return _Reading(value, value, told or "exact")


def _vague(match: re.Match[str], told: Qualifier | None) -> _Reading:
    if match["few"]:
        scale = _SCALES[match["scale"].lower()] * _SCALES.get((match["scale2"] or "").lower(), 1)
        return _Reading(2 * scale, 9 * scale if scale == _SCALES["dozen"] else 10 * scale - 1, "between")
    range_ = _plural(match["vague"])
    return _Reading(range_.low, None, told) if told == "at least" else range_


def _plural(text: str) -> _Reading:
    """Read "hundreds", "tens of thousands"."""
    words = re.findall(_PLURAL, text.lower())
    low, high = _VAGUE[words[0]]
    for word in words[1:]:
        low *= _VAGUE[word][0]
        high = (high + 1) * _VAGUE[word][0] - 1
    return _Reading(low, high, "between")


def number(text: str) -> float:
    """Read one number in digits or words: ``number("1.5 million") == 1_500_000``.

    Raises
    ------
    ValueError
        Where the text is no number.
    """
    total, group, seen = 0.0, 0.0, False
    words = re.findall(r"[\d.,\u00a0\u202f]*\d|[a-z]+", text.lower())
    for i, word in enumerate(words):
        if word[0].isdigit():
            group += float(re.sub(r"[,\u00a0\u202f]", "", word))
        elif word in _ONES or word in _TENS:
            group += _ONES.get(word, 0) + _TENS.get(word, 0)
        elif word in _FRACTIONS:
            group += _FRACTIONS[word]
        elif word in ("a", "an"):
            group += 1 if i + 1 < len(words) and words[i + 1] in _SCALES and not group else 0
            continue
        elif word in _SHORT or word in _SCALES:
            group = (group or 1) * (_SHORT.get(word) or _SCALES[word])
            if word != "hundred":
                total, group = total + group, 0.0
        elif word not in ("and", "of"):
            raise ValueError(f"'{text}' is no number")
        seen = True
    if not seen:
        raise ValueError(f"'{text}' is no number")
    return total + group
