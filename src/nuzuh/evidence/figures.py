"""Figures as news writes them, in digits and in words, as ranges; how a language does is in its ``figures.toml``."""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from nuzuh.evidence.anchored import matches, words
from nuzuh.evidence.claims import Qualifier
from nuzuh.evidence.forms import filled
from nuzuh.evidence.language import Language

_LEAD = 5  # words of a figure before its number, at most: "a total of more than"
_HUNDRED, _DOZEN = 100, 12
_BY_GROUP: dict[str, Qualifier] = {"q0": "at least", "q1": "up to", "q2": "about"}


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


def figures(text: str, language: Language) -> list[Figure]:
    """Find the figures in a text, from left to right.

    Shares, sums of money, ages and distances are left out. "About N" has both bounds equal; "more than N" has the lower
    bound alone and "up to N" the upper; "thousands" is 1,000 to 9,999.
    """
    found = []
    known = _known(language)
    numerals = [k for k, word in enumerate(words(text)) if word in known.numerals or word.isdigit()]
    for match in matches(known.postposed, text, numerals, 2):
        reading = known.plural(match["many"] or known.singular[match["singular"].lower()])
        found.append(Figure(reading.low, reading.high, reading.qualifier, match.start(), match.end(), after=True))
    postposed = [(f.start, f.end) for f in found]
    for match in matches(known.figure, text, numerals, _LEAD):
        told = known.read(match)
        if told is not None and all(match.end() <= a or match.start() >= b for a, b in postposed):
            year = re.fullmatch(r"(?:19|20)\d\d", match[0]) is not None
            found.append(Figure(told.low, told.high, told.qualifier, match.start(), match.end(), year))
    return sorted(found, key=lambda f: f.start)


@dataclass(frozen=True)
class _Known:
    """How a language writes figures: numerals by value, and its forms."""

    values: dict[str, float]
    scales: dict[str, float]
    vague: dict[str, tuple[float, float]]
    singular: dict[str, str]
    passed: frozenset[str]  # words of a number that have no value
    articles: frozenset[str]
    numerals: frozenset[str]
    thousands: re.Pattern[str]
    decimal: str
    word: re.Pattern[str]
    scale: re.Pattern[str]
    plurals: re.Pattern[str]
    figure: re.Pattern[str]
    postposed: re.Pattern[str]

    def read(self, match: re.Match[str]) -> _Reading | None:
        """Read a figure."""
        told = next((q for group, q in _BY_GROUP.items() if match[group]), None)
        if match["vague"]:
            return self._vague(match, told)
        low, high = match["a"] or match["one"], match["b"] or match["most"]
        if low and high:
            least, most = self.number(low), self.number(high)
            scale = self.scale.search(high.lower())
            # "18 to 25 thousand", "60–80,000": the thousands belong to both
            if scale and re.fullmatch(r"[\d.]+", low) and least < most:
                least *= self.scales[scale[0]]
            elif least < 1_000 <= most and least * 200 < most:
                least *= 1_000
            return _Reading(least, most, "between") if least < most else None
        value = self.number(match["one"])
        if told == "at least" or match["plus"]:
            return _Reading(value, None, "at least")
        if told == "up to":
            return _Reading(None, value, told)
        return _Reading(value, value, told or "exact")

    def _vague(self, match: re.Match[str], told: Qualifier | None) -> _Reading:
        if match["few"]:
            scale = self.scales[match["scale"].lower()] * self.scales.get((match["scale2"] or "").lower(), 1)
            return _Reading(2 * scale, 9 * scale if scale == _DOZEN else 10 * scale - 1, "between")
        range_ = self.plural(match["vague"])
        return _Reading(range_.low, None, told) if told == "at least" else range_

    def plural(self, text: str) -> _Reading:
        """Read "hundreds", "tens of thousands"."""
        words = self.plurals.findall(text.lower())
        low, high = self.vague[words[0]]
        for word in words[1:]:
            low *= self.vague[word][0]
            high = (high + 1) * self.vague[word][0] - 1
        return _Reading(low, high, "between")

    def number(self, text: str) -> float:
        """Read one number."""
        total, group, seen = 0.0, 0.0, False
        words = self.word.findall(text.lower())
        for i, word in enumerate(words):
            if word[0].isdigit():
                group += float(self.thousands.sub("", word).replace(self.decimal, "."))
            elif word in self.values:
                group += self.values[word]
            elif word in self.articles:
                group += 1 if i + 1 < len(words) and words[i + 1] in self.scales and not group else 0
                continue
            elif word in self.scales:
                group = (group or 1) * self.scales[word]
                if self.scales[word] != _HUNDRED:
                    total, group = total + group, 0.0
            elif word not in self.passed:
                raise ValueError(f"'{text}' is no number")
            seen = True
        if not seen:
            raise ValueError(f"'{text}' is no number")
        return total + group


@cache
def _known(language: Language) -> _Known:
    told = language.table("figures")
    scales, thousands = told["scales"] | told["short"], re.escape(told["thousands"])
    digits = rf"\d{{1,3}}(?:[{thousands}]\d{{3}})+(?!\d)|\d+(?:{re.escape(told['decimal'])}\d+)?"
    qualified = "|".join(f"(?P<{group}>{told['qualifiers'][name]})" for group, name in _BY_GROUP.items())
    lists = {name: list(told[name]) for name in ("numerals", "scales", "short", "vague", "singular")}
    slots = {**lists, **told["forms"], "digits": digits, "qualified": qualified}

    def form(form: str) -> re.Pattern[str]:
        return re.compile(filled(form, slots).replace("\n", ""), re.IGNORECASE)

    return _Known(
        values=told["numerals"] | told["fractions"],
        scales=scales,
        vague={name: (low, high) for name, (low, high) in told["vague"].items()},
        singular=told["singular"],
        passed=frozenset(told["links"]),
        articles=frozenset(told["articles"]),
        numerals=frozenset([*told["numerals"], *told["scales"], *told["vague"], *told["fractions"]]),
        thousands=re.compile(f"[{thousands}]"),
        decimal=told["decimal"],
        word=form(rf"[\d{re.escape(told['decimal'])}{thousands}]*\d|{{numerals}}\b|[^\W\d_]+"),
        scale=form("{scales}$|{short}$"),
        plurals=form("{vague}"),
        figure=form("{figure}"),
        postposed=form("{postposed}"),
    )


def number(text: str, language: Language) -> float:
    """Read one number in digits or words: "1.5 million" of English is 1,500,000.

    Raises
    ------
    ValueError
        Where the text is no number.
    """
    return _known(language).number(text)
