"""How far two places, or a place and the front, are from each other."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nuzuh.evidence.figures import number
from nuzuh.evidence.language import Language
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.subjects import subject_of

_KM = {"km": 1.0, "kms": 1.0, "kilomet": 1.0, "mile": 1.609344, "mi": 1.609344}
_DISTANCE = re.compile(
    r"\b(?P<figure>\d+(?:[.,]\d+)?|(?:\w+-)?\w+) ?-?(?P<unit>kms?|kilomet(?:re|er)s?|miles?)\b(?: ?\([^)]*\))?"
    r"(?: (?:to the )?(?:north|south|east|west)(?:-?(?:north|south|east|west))?(?:east|west)?(?:ern)?)?"
    r" (?P<to>(?:of|from|away from|outside|short of)) ",
    re.IGNORECASE,
)
# "(from X) on to Y, another 30 km south"
_FURTHER = re.compile(
    r", (?:another|a further) (?P<figure>\d+(?:[.,]\d+)?|(?:\w+-)?\w+) ?-?(?P<unit>kms?|kilomet(?:re|er)s?|miles?)\b"
    r"(?: ?\([^)]*\))? (?:to the )?(?:north|south|east|west)",
    re.IGNORECASE,
)


class Distance(NamedTuple):
    """A distance: from ``place``, or from those who stand there, to ``place_to``, in km; and where it is told."""

    km: float
    place: Mention | None
    place_to: Mention
    start: int
    end: int
    actor: Mention | None = None


def distances(sentence: Sentence) -> Iterator[Distance]:
    """Find the distances that a sentence tells: "Hama, 46 km north of Homs", "5 km from the outskirts of Homs"."""
    told = sentence.told.lower()
    if not any(unit in told for unit in ("km", "kilomet", "mile")):  # far quicker than the patterns
        return
    named = [m for m in sentence.of("place") if m.kind not in ("the", "road")]
    for match in _DISTANCE.finditer(sentence.told):
        first = {m: sentence.characters(m.i, m.j)[0] for m in named}
        after = next((m for m in named if match.end() - 1 <= first[m] <= match.end() + 40), None)
        before = next((m for m in reversed(named) if _end(sentence, m) <= match.start() and m.kind == "town"), None)
        if after is not None and (km := _km(match, sentence.language)):
            who = subject_of(sentence, sentence.tokens(*match.span())[0]) if before is None else None
            yield Distance(km, before, after, match.start(), _end(sentence, after), who)
    for match in _FURTHER.finditer(sentence.told):
        towns = [m for m in named if m.kind == "town" and _end(sentence, m) <= match.start()]
        if len(towns) > 1 and _end(sentence, towns[-1]) == match.start() and (km := _km(match, sentence.language)):
            yield Distance(km, towns[-2], towns[-1], sentence.characters(towns[-1].i, towns[-1].j)[0], match.end())


def _end(sentence: Sentence, mention: Mention) -> int:
    return sentence.characters(mention.i, mention.j)[1]


def _km(match: re.Match[str], language: Language) -> float | None:
    try:
        unit = match["unit"].lower().rstrip("s").removesuffix("re").removesuffix("er")
        return round(number(match["figure"], language) * _KM[unit], 1)
    except (ValueError, KeyError):
        return None
