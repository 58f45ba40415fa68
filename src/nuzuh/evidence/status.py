"""Whether something is said to be so: denied, supposed, planned, foreseen, or long past."""

import datetime as dt
import re

from nuzuh.evidence.anchored import anchors
from nuzuh.evidence.mentions import Sentence

LONG_AGO = dt.timedelta(days=180)
"""What ended longer than this before publication is history, and no current event."""

_PLANNED = re.compile(
    r"\b(?:aim|plan|order|call(?:s|ed|ing)? for|fears? of|risk of|threat|possible|potential|imminent|impending"
    r"|ahead of|in case of|hopes?|objective|goal|prepar|attempt|effort|bid|prospect|accus|plot"
    r"|campaign|battle|fight(?!er)|offensive|operation)\w*\b[^,;]*$",
    re.IGNORECASE,
)
_FORESEEN = re.compile(
    r"\b(?:will|would|could|may|might|expect|likely|project|forecast|set to|potential|possibl[ey]|risk|warn|fear)",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"\b(?:may|might|could) (?:well )?(?:be|have been) (?:the|one of the|among the) (?:\w+est|most|first)\b"
)
_AHEAD = re.compile(r"\b(?:set|expected|scheduled|slated|planned) to\b")
_OLD = anchors(
    "historically decade decades century centuries year years anniversary history once past"
    " start beginning outset height"
)
_HISTORY = re.compile(
    r"\b(?:historically|decades?|centur(?:y|ies)|during the (?:\w+ ){0,4}years|over the years|anniversary|history of"
    r"|at the (?:start|beginning|outset|height) of (?:[\w’'-]+ ){0,2}(?:war|revolution|uprising|conflict|revolt)"
    r"|once known|years? ago|in the past\b(?! (?:\w+ )?(?:day|week|month|year|hour)))",
    re.IGNORECASE,
)


def negated(sentence: Sentence, i: int, j: int) -> bool:
    """Whether the trigger from token ``i`` up to ``j`` is denied; "no" in "no longer stands" denies nothing."""
    low = sentence.low
    near = (*low[max(0, i - 4) : i], *low[i + 1 : j])
    return not sentence.language["negations"].isdisjoint(near) or not sentence.language["denials"].isdisjoint(
        low[max(0, i - 8) : i]
    )


def supposed(sentence: Sentence, i: int, j: int, *, noun: bool = False) -> bool:
    """Whether the trigger from token ``i`` up to ``j`` is a supposition, a plan or a purpose, not a deed.

    ``noun`` tells that the trigger is a noun, of which the verb comes later.
    """
    low = sentence.low
    lo = (
        next((k for k in range(i - 1, -1, -1) if low[k] in sentence.language["edges"] or _says_that(sentence, k)), -1)
        + 1
    )
    before = set(_mood(sentence, lo, i))
    if not before.isdisjoint(sentence.language["modals"]) or (lo and low[lo - 1] in sentence.language["modals"]):
        return True
    if not before.isdisjoint(sentence.language["future"]):
        return True
    if _AHEAD.search(" ".join(low[lo:i])):
        return True
    gerund = low[i].endswith("ing")
    if gerund and i and low[i - 1] in sentence.language.reporting:  # "said targeting schools is …"
        return True
    if noun or (gerund and i <= lo + 1):  # "capturing the city would …", "a strike could …"
        hi = next((k for k in range(j, len(low)) if low[k] in sentence.language["edges"] or low[k] == ","), len(low))
        rest = " ".join(_mood(sentence, j, hi + 3))
        if not (sentence.language["modals"] | sentence.language["future"]).isdisjoint(
            rest.split()
        ) and not _RANKED.search(rest):
            return True
    k = i - 1
    while k >= 0 and (low[k] in sentence.language["adverbs"] or low[k].endswith("ly")):
        k -= 1
    if k >= 1 and low[k] == "to":
        return low[k - 1] not in sentence.language["happened"]
    return _PLANNED.search(" ".join(low[max(lo, i - 4) : i])) is not None and not _done(sentence, i)


def _mood(sentence: Sentence, i: int, j: int) -> list[str]:
    """Words that may tell the mood of a stretch: all but the month of May."""
    return [low for low, word in zip(sentence.low[i:j], sentence.text[i:j], strict=True) if word != "May"]


def _says_that(sentence: Sentence, k: int) -> bool:
    """Whether a clause begins after token ``k`` that tells what somebody says: "(adding) that"."""
    low = sentence.low
    return low[k] == "that" and k > 0 and (low[k - 1] in sentence.language.reporting or low[k - 1] == "adding")


def _done(sentence: Sentence, i: int) -> bool:
    """Whether a finite verb: "the offensive has displaced …"."""
    verb = sentence.low[i]
    return (
        verb.endswith("ed")
        or verb in sentence.language["participles"] | sentence.language["pasts"]
        or sentence.low[i - 1] in sentence.language.auxiliaries
    )


def foreseen(sentence: Sentence, i: int) -> bool:
    """Whether words of expectation stand near the trigger."""
    return _FORESEEN.search(" ".join(_mood(sentence, max(0, i - 8), i + 8))) is not None


def long_past(sentence: Sentence) -> bool:
    """Whether a sentence speaks of history without dating it."""
    return not _OLD.isdisjoint(sentence.low) and _HISTORY.search(sentence.told) is not None
