"""Mending what copying out of pages and columns leaves in a text, while every character is still known by its place."""

import re
from functools import cache, lru_cache
from itertools import repeat

from nuzuh.evidence.countries import countries
from nuzuh.evidence.language import Language
from nuzuh.evidence.patterns import frames
from nuzuh.evidence.vocabulary import KEPT

_BROKEN = re.compile(
    r"(?P<mark>[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+)"  # soft hyphens, marks of direction and width
    r"|(?P<spaces>[ \t\u00a0]{2,})|(?P<apostrophe>Š—È)"  # bytes of ’ read in two wrong encodings
    r"|(?P<glued>(?=\d)(?<=[a-z]{3})(?=\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+ million)"  # "at least140,000"
    r"|(?<=,)(?<=[a-z],)(?=[A-Za-z\d])|(?<=\.)(?<=[a-z]\.)(?=[A-Z][a-z])"  # "of those,more"
    r"|(?=[dI])(?<=[a-z])(?=displace(?:d|ments?)\b|IDPs?)|(?<=d)(?<=\bdisplaced)(?=[a-z])|(?<=P)(?<=\bIDP)(?=[a-rt-z])"
    r"|(?=l)(?<=\bstill)(?=living))"
    r"|(?P<owner>\b(?=[^\Wa-z\d_])(?:"
    + "|".join(map(re.escape, sorted(countries().values(), key=len, reverse=True)))
    + r")(?=s\b)|\b(?:army|military|regime|Assad|ISIS|ISIL|Daesh|SDF|YPG|UN)(?=s\b))"
    r"|(?P<hyphen>(?<=[a-z])-(?=[a-z]))"  # kept unless the word without it is known: "inter-nally", "air-strikes"
)
# the last piece of a land, or a side, that lost its apostrophe, and the first of "around1.6 million"
_BEGUN = re.compile(
    rf"(?=[^\Wa-z\d_])(?:{'|'.join(sorted({re.escape(land.split()[-1]) for land in countries().values()}))})s\b"
    r"|\b(?:army|military|regime|Assad|ISIS|ISIL|Daesh|SDF|YPG|UN)s\b|[a-z]{3}\d+\.\d+$"
)
# all that can be broken of a piece that is nothing but letters
_RUN_TOGETHER = re.compile("displace|IDP|living|^[A-Z].*s$|^(?:army|military|regime)s$")
_MEANT = {"spaces": " ", "apostrophe": "’", "glued": " "}


@cache
def _unhyphenated(language: Language) -> frozenset[str]:
    """Words that may be broken by a hyphen: those of the patterns, and those that go with them."""
    steps = (step for frame in frames(language) for trigger in frame.triggers for step in trigger)
    return frozenset(w for step in steps for w in step.words) | language.modifiers | {*language.people, "internally"}


def mended(text: str, language: Language) -> tuple[str, tuple[int, ...]]:
    """Mend rows of spaces, invisible marks, words run together or apart, and apostrophes spoilt or lost after a land.

    Returns
    -------
    str
        The text as it was meant.
    tuple of int
        Where each of its characters stood; nothing where there is nothing to mend.
    """
    return _mended(text, language) if any(map(_broken, text.split(" "), repeat(language))) else (text, ())


@lru_cache(maxsize=KEPT)
def _broken(piece: str, language: Language) -> bool:
    """Whether what stands between two spaces, or those spaces, may have to be mended."""
    if piece.isascii() and piece.isalpha() and not _RUN_TOGETHER.search(piece):
        return False
    blank = piece == "" or piece != piece.strip("\t\u00a0")
    return blank or _BEGUN.search(piece) is not None or bool(_mended(piece, language)[1])


def _mended(text: str, language: Language) -> tuple[str, tuple[int, ...]]:
    told: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in _BROKEN.finditer(text):
        if match.lastgroup == "owner":  # "Syrias second city"
            told.append(text[done : match.end()] + "’")
            offsets += [*range(done, match.end()), match.end()]
            done = match.end()
            continue
        meant = _MEANT.get(str(match.lastgroup), "")
        if match.lastgroup == "hyphen":
            before, after = re.search(r"\w+$", text[: match.start()]), re.match(r"\w+", text[match.end() :])
            if not before or not after or (before[0] + after[0]).lower() not in _unhyphenated(language):
                continue
        told.append(text[done : match.start()] + meant)
        offsets += [*range(done, match.start()), *([match.start()] if meant else [])]
        done = match.end()
    return ("".join([*told, text[done:]]), (*offsets, *range(done, len(text)))) if done else (text, ())
