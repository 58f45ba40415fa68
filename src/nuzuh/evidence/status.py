"""Whether something is said to be so: denied, supposed, planned, foreseen, or long past."""

import datetime as dt
import re

from nuzuh.evidence.claims import Status
from nuzuh.evidence.lexicon import lexicon
from nuzuh.evidence.mentions import Sentence

_NEGATIONS = frozenset(
    [
        "not",
        "n't",
        "n’t",
        "never",
        "no",
        "without",
        "denied",
        "denies",
        "denying",
        "failed",
        "fails",
        "failing",
        "unable",
        "prevented",
        "deny",
        "neither",
        "nor",
        "refused",
    ]
)
_MODALS = frozenset(["would", "could", "may", "might", "should", "can", "if", "unless", "whether"])
_PLANS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|tr(?:y|ies|ied|ying)|attempt(?:s|ed|ing)?|seek(?:s|ing)?|sought|want(?:s|ed)?|hop(?:e|es|ed|ing)"
    r"|prepar(?:e|es|ed|ing)|vow(?:s|ed)?|pledg(?:e|es|ed)|promis(?:e|es|ed)|urg(?:e|es|ed|ing)|call(?:s|ed|ing)?|intend(?:s|ed)?|threaten(?:s|ed|ing)?"
    r"|risk(?:s|ing|ed)?|fear(?:s|ed|ing)?|bid|order|able|effort(?:s)?|ready|poised|about|goal|objective|potential(?:ly)?|possib(?:le|ly)|aimed|ordered|order(?:s|ing)?|told|asked|wish|battle|fight|fighting|campaign|operation|push|offensive|drive|ways?|chance)\b",
    re.IGNORECASE,
)
_HAPPENED = frozenset(
    [
        "began",
        "begun",
        "begin",
        "started",
        "start",
        "starting",
        "continue",
        "continued",
        "continues",
        "continuing",
        "forced",
        "managed",
        "able",
        "had",
        "going",
        "compelled",
        "made",
        "driven",
        "able",
    ]
)
_FORESEEN = re.compile(
    r"\b(?:will|would|could|may|might|expected to|likely to|projected|project(?:s|ion)?|forecast|estimated to|set to|potential|possibly|up to|risk|warn(?:s|ed)?)\b",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?:historically|decades?|centur(?:y|ies)|during the (?:\w+ ){0,4}years|over the years|in the past\b(?! (?:\w+ )?(?:day|week|month|year|hour))|years? ago|anniversary|once known|history of)\b",
    re.IGNORECASE,
)
LONG_AGO = dt.timedelta(days=180)
_ADVERBS = frozenset(
    [
        "already",
        "also",
        "recently",
        "just",
        "then",
        "now",
        "still",
        "further",
        "fully",
        "completely",
        "finally",
        "again",
        "once",
    ]
)
_EDGES = frozenset(
    [
        ";",
        "—",
        "while",
        "when",
        "because",
        "although",
        "though",
        "but",
        "after",
        "before",
        "who",
        "which",
        "as",
        "and",
        "where",
    ]
)


def negated(sentence: Sentence, i: int) -> bool:
    """Whether the trigger at token ``i`` is denied."""
    return any(t.lower_ in _NEGATIONS for t in sentence.doc[max(0, i - 4) : i] if not t.is_punct)


def supposed(sentence: Sentence, i: int, j: int) -> bool:
    """Whether the trigger from token ``i`` up to ``j`` is a supposition, a plan or a purpose, not a deed."""
    doc = sentence.doc
    lo = next((k for k in range(i - 1, -1, -1) if doc[k].lower_ in _EDGES), -1) + 1
    if any(t.lower_ in _MODALS for t in doc[lo:i]) or (lo and doc[lo - 1].lower_ in ("if", "unless")):
        return True
    gerund = doc[i].lower_.endswith("ing")
    hi = next((k for k in range(j, len(doc)) if doc[k].lower_ in _EDGES - {"and"} or doc[k].text in (",",)), len(doc))
    if gerund and i <= lo + 1 and any(t.lower_ in _MODALS or t.lower_ == "will" for t in doc[j : hi + 3]):
        return True
    if (
        not gerund
        and doc[i].lower_ not in lexicon().auxiliaries
        and any(t.lower_ in ("will", "shall") for t in doc[lo:i])
    ):
        return True
    k = i - 1
    while k >= 0 and (doc[k].lower_ in _ADVERBS or doc[k].lower_.endswith("ly")):
        k -= 1
    if k >= 1 and doc[k].lower_ == "to":
        return doc[k - 1].lower_ not in _HAPPENED
    window = doc[max(lo, i - 4) : i].text
    return bool(
        re.search(
            r"\b(?:aim\w*|plan\w*|call\w* for|fears? of|risk of|threat\w* of|possible|potential|imminent|impending|ahead of|in case of|without|hopes? of|order\w*)\b",
            window,
            re.IGNORECASE,
        )
    )


def foreseen(sentence: Sentence, i: int) -> bool:
    """Whether words of expectation stand near the trigger."""
    return _FORESEEN.search(sentence.doc[max(0, i - 8) : i + 8].text) is not None


def long_past(sentence: Sentence) -> bool:
    """Whether a sentence speaks of history without dating it."""
    return _HISTORY.search(sentence.doc.text) is not None


def status_of(last: dt.date | None, published: dt.date | None) -> Status:
    """``historical`` for what ended long before publication."""
    return "historical" if last and published and published - last > LONG_AGO else "reported"
