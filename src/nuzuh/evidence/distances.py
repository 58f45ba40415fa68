"""How far two places, or a place and the front, are from each other."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nuzuh.evidence.figures import number
from nuzuh.evidence.language import Language, pattern
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.subjects import subject_of


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
    language = sentence.language
    if pattern(language, "far").search(sentence.told) is None:  # far quicker than the patterns
        return
    named = [m for m in sentence.of("place") if m.kind not in ("the", "road")]
    for match in pattern(language, "distance").finditer(sentence.told):
        first = {m: sentence.characters(m.i, m.j)[0] for m in named}
        after = next((m for m in named if match.end() - 1 <= first[m] <= match.end() + 40), None)
        before = next((m for m in reversed(named) if _end(sentence, m) <= match.start() and m.kind == "town"), None)
        if after is not None and (km := _km(match, language)):
            who = subject_of(sentence, sentence.tokens(*match.span())[0]) if before is None else None
            yield Distance(km, before, after, match.start(), _end(sentence, after), who)
    for match in pattern(language, "further").finditer(sentence.told):
        towns = [m for m in named if m.kind == "town" and _end(sentence, m) <= match.start()]
        if len(towns) > 1 and _end(sentence, towns[-1]) == match.start() and (km := _km(match, language)):
            yield Distance(km, towns[-2], towns[-1], sentence.characters(towns[-1].i, towns[-1].j)[0], match.end())


def _end(sentence: Sentence, mention: Mention) -> int:
    return sentence.characters(mention.i, mention.j)[1]


def _km(match: re.Match[str], language: Language) -> float | None:
    km: float = language.table("figures")["kilometres"][match["unit"].lower()]
    try:
        return round(number(match["figure"], language) * km, 1)
    except ValueError:
        return None
