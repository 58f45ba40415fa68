"""Whether something is said to be so: denied, supposed, planned, foreseen, or long past."""

import datetime as dt

from nuzuh.evidence.language import pattern
from nuzuh.evidence.mentions import Sentence

LONG_AGO = dt.timedelta(days=180)
"""What ended longer than this before publication is history, and no current event."""


def negated(sentence: Sentence, i: int, j: int) -> bool:
    """Whether the trigger from token ``i`` up to ``j`` is denied; "no" in "no longer stands" denies nothing."""
    low, known = sentence.low, sentence.language
    near = (*low[max(0, i - 4) : i], *low[i + 1 : j])
    return not known["negations"].isdisjoint(near) or not known["denials"].isdisjoint(low[max(0, i - 8) : i])


def supposed(sentence: Sentence, i: int, j: int, *, noun: bool = False, tried: bool = False) -> bool:
    """Whether the trigger from token ``i`` up to ``j`` is a supposition, a plan or a purpose, not a deed.

    ``noun`` tells that the trigger is a noun, of which the verb comes later; ``tried``, that to try is to do.
    """
    low, known = sentence.low, sentence.language
    lo = next((k for k in range(i - 1, -1, -1) if low[k] in known["edges"] or _says_that(sentence, k)), -1) + 1
    before = set(_mood(sentence, lo, i))
    if not before.isdisjoint(known["modals"]) or (lo and low[lo - 1] in known["modals"]):
        return True
    if not before.isdisjoint(known["future"]):
        return True
    if pattern(known, "ahead").search(" ".join(low[lo:i])):
        return True
    gerund = low[i].endswith(known.endings["gerund"])
    if gerund and i and low[i - 1] in known.reporting:  # "said targeting schools is …"
        return True
    if noun or (gerund and i <= lo + 1):  # "capturing the city would …", "a strike could …"
        hi = next((k for k in range(j, len(low)) if low[k] in known["edges"] or low[k] == ","), len(low))
        rest = " ".join(_mood(sentence, j, hi + (3 if low[hi : hi + 1] == (",",) else 0)))
        if not (known["modals"] | known["future"]).isdisjoint(rest.split()) and not pattern(known, "ranked").search(
            rest
        ):
            return True
    k = i - 1
    while k >= 0 and (low[k] in known["adverbs"] or low[k].endswith(known.endings["adverb"])):
        k -= 1
    if k >= 1 and low[k] in known["to_verb"]:
        return low[k - 1] not in known["happened"] and not (tried and low[k - 1] in known["tried"])
    return pattern(known, "planned").search(" ".join(low[max(lo, i - 4) : i])) is not None and not _done(sentence, i)


def _mood(sentence: Sentence, i: int, j: int) -> list[str]:
    """Words that may tell the mood of a stretch: all but the month of May."""
    known = sentence.language
    return [
        low for low, word in zip(sentence.low[i:j], sentence.text[i:j], strict=True) if word not in known["no_mood"]
    ]


def _says_that(sentence: Sentence, k: int) -> bool:
    """Whether a clause begins after token ``k`` that tells what somebody says: "(adding) that"."""
    low, known = sentence.low, sentence.language
    return low[k] in known["that"] and k > 0 and (low[k - 1] in known.reporting or low[k - 1] in known["adding"])


def _done(sentence: Sentence, i: int) -> bool:
    """Whether a finite verb: "the offensive has displaced …"."""
    known = sentence.language
    verb = sentence.low[i]
    return (
        verb.endswith(known.endings["participle"])
        or verb in known["participles"] | known["pasts"]
        or sentence.low[i - 1] in known.auxiliaries
    )


def foreseen(sentence: Sentence, i: int) -> bool:
    """Whether words of expectation stand near the trigger."""
    return pattern(sentence.language, "foreseen").search(" ".join(_mood(sentence, max(0, i - 8), i + 8))) is not None


def long_past(sentence: Sentence) -> bool:
    """Whether a sentence speaks of history without dating it."""
    known = sentence.language
    return not known["old"].isdisjoint(sentence.low) and pattern(known, "history").search(sentence.told) is not None
