"""Who says so: organisations by their names, people by their role."""

import re
from dataclasses import dataclass

from nuzuh.evidence.lexicon import lexicon
from nuzuh.evidence.mentions import Sentence

_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "one",
        "two",
        "some",
        "several",
        "many",
        "its",
        "his",
        "her",
        "their",
        "of",
        "to",
        "in",
        "from",
        "by",
        "with",
        "at",
        "for",
        "on",
        "and",
        "or",
        "both",
        "as",
        "that",
        "who",
    ]
)
_PERSON = frozenset(["mr", "mrs", "ms"])
_CARRIED = re.compile(r"^(?:this|these|the|that|those)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """Who says something, and how.

    Attributes
    ----------
    name : str
        An organisation's name, or a role ("Syrian army officer"); several are separated by ``;``.
    claiming : bool
        Whether it is a party to the conflict that speaks for itself, or is said to claim.
    first, last : int
        Tokens of the sentence that it vouches for, from ``first`` up to ``last``.
    whole : bool
        Whether it confirms what the sentence before said.
    """

    name: str
    claiming: bool
    first: int
    last: int
    whole: bool = False


def sources(sentence: Sentence, before: str | None) -> list[Source]:
    """Find who is named as saying something in a sentence.

    Parameters
    ----------
    sentence : Sentence
    before : str, optional
        The last source named, which "he added" means.
    """
    doc, words = sentence.doc, lexicon()
    found: list[Source] = []
    for token in doc:
        k, low = token.i, token.lower_
        if low == "according" and k + 1 < len(doc) and doc[k + 1].lower_ == "to":
            if name := _name(sentence, k + 2, min(len(doc), k + 14)):
                found.append(Source(name, False, 0, len(doc)))
        elif low in words.reporting and not _is_noun(sentence, k):
            if k + 1 < len(doc) and doc[k + 1].lower_ == "by":
                if name := _name(sentence, k + 2, min(len(doc), k + 22)):
                    found.append(Source(name, False, 0, len(doc), bool(_CARRIED.match(doc.text))))
                continue
            lo = (
                next(
                    (
                        c
                        for c in range(k - 1, -1, -1)
                        if doc[c].lower_ in (";", "while", "but", ":")
                        or (doc[c].lower_ in words.reporting and c < k - 1 and not _is_noun(sentence, c))
                    ),
                    -1,
                )
                + 1
            )
            name = _subject(sentence, lo, k, before)
            if name is None:
                continue
            claiming = low in words.claiming or bool(set(re.split(r"[^a-z]+", name.lower())) & words.parties)
            if _postposed(sentence, k):
                found.append(Source(name, claiming, 0, len(doc)))
            else:
                found.append(Source(name, claiming, k, len(doc)))
    return found


def _is_noun(sentence: Sentence, k: int) -> bool:
    """Whether "reports", "claims" and their like are nouns here."""
    doc = sentence.doc
    if doc[k].lower_ not in ("report", "reports", "claims", "claim", "estimates", "states", "warns"):
        return False
    if doc[k].lower_ == "states":
        return True
    return k == 0 or doc[k - 1].lower_ in (
        "the",
        "some",
        "media",
        "according",
        "to",
        "these",
        "of",
        "such",
        "verify",
        "other",
        "despite",
    )


def _postposed(sentence: Sentence, k: int) -> bool:
    """Whether what is said stands before "…, the mayor said"."""
    doc = sentence.doc
    rest = doc[k + 1 :].text.lstrip(' ”"')
    return (
        not rest
        or re.match(r"(?:[.,;”\"]|on \w+day|\w+day\b|in a |told|to |via |as |from |late |early |by )", rest) is not None
        or rest.count(" ") < 2
    )


def _subject(sentence: Sentence, lo: int, k: int, before: str | None) -> str | None:
    doc, words = sentence.doc, lexicon()
    if (k - 1 >= lo and doc[k - 1].lower_ in words.pronouns) or (
        k - 2 >= lo and doc[k - 2].lower_ in words.pronouns and doc[k - 1].lower_ in ("also", "has", "had")
    ):
        return before
    return _name(sentence, lo, k, nearest=True)


def _name(sentence: Sentence, lo: int, hi: int, *, nearest: bool = False) -> str | None:
    """Organisations and roles between two tokens; the nearest to ``hi``, or the first and what is joined to it."""
    doc = sentence.doc
    if not nearest:
        hi = next((c for c in range(lo, hi) if doc[c].text in (".", ";", ")", "”")), hi)
    organisations = [m for m in sentence.of("source") if lo <= m.i < hi]
    roles = [r for r in _roles(sentence, lo, hi) if not any(m.i <= r[0] < m.j for m in organisations)]
    told = sorted([*((m.i, m.j, str(m.name), True) for m in organisations), *((i, j, n, False) for i, j, n in roles)])
    if not told:
        return None
    if nearest:
        # from the verb leftwards: stop where what lies between is more than an apposition or a name
        joined = [told[-1]]
        for item in reversed(told[:-1]):
            gap = doc[item[1] : joined[0][0]].text.lower().strip()
            if gap in (
                "and",
                "and a",
                "and the",
                "and an",
                ",",
                "of the",
                "of",
                "at the",
                "for the",
                "'s",
                "’s",
                "of emergency coordination at the",
            ):
                joined.insert(0, item)
        return _combined(doc, joined)
    joined = [told[0]]
    for item in told[1:]:
        if doc[joined[-1][1] : item[0]].text.lower().strip() in (
            "and",
            "and a",
            "and the",
            "of the",
            "of",
            "at the",
            "’s",
            "'s",
            "",
            "agency",
            "news agency",
        ):
            joined.append(item)
    return _combined(doc, joined)


def _combined(doc: object, told: list[tuple[int, int, str, bool]]) -> str:
    """Organisations before roles within them; others side by side."""
    names: list[str] = []
    for at, (_, _, name, organisation) in enumerate(told):
        last = at + 1 == len(told)
        if not organisation and not last and told[at + 1][3] and told[at + 1][0] - told[at][1] <= 3:
            continue  # "head of the Observatory" is the Observatory
        if name == "United Nations" and len(told) > 1:
            continue  # "the UN's World Food Programme"
        names.append(name)
    return "; ".join(dict.fromkeys(names)) or told[-1][2]


def _roles(sentence: Sentence, lo: int, hi: int) -> list[tuple[int, int, str]]:
    doc, words = sentence.doc, lexicon()
    found: list[tuple[int, int, str]] = []
    k = lo
    while k < hi:
        j = next((k + n for n in (3, 2, 1) if k + n <= hi and doc[k : k + n].text.lower() in words.roles), None)
        if j is None:
            k += 1
            continue
        i = k
        while (
            i > lo
            and k - i < 3
            and not doc[i - 1].is_punct
            and doc[i - 1].lower_ not in _DETERMINERS
            and _modifies(sentence, i - 1)
        ):
            i -= 1
        name = doc[i:j].text
        if found and found[-1][1] == i:
            found[-1] = (found[-1][0], j, doc[found[-1][0] : j].text)
        else:
            found.append(
                (
                    i,
                    j,
                    name[0].lower() + name[1:] if name[:1].isupper() and not doc[i].text.isupper() and i == 0 else name,
                )
            )
        k = j
    return found


def _modifies(sentence: Sentence, k: int) -> bool:
    words = lexicon()
    token = sentence.doc[k]
    return (
        token.lower_ not in words.auxiliaries
        and token.lower_ not in words.reporting
        and not token.lower_.endswith("ing")
        and token.text not in ("’s", "'s", "-")
    )
