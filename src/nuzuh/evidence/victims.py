"""Who was killed or wounded beside whom: groups of people that are told in a row, or one as a part of another."""

from collections.abc import Iterator

from nuzuh.evidence.language import pattern
from nuzuh.evidence.mentions import Mention, Sentence

_FAR = 20  # words from people to those who are "of them"


def counted_beside(sentence: Sentence, people: Mention, after: int) -> Iterator[Mention]:
    """Find who is counted beside, or among, people whose fate is told up to token ``after``.

    "72 people, including nine children, were killed", "killed two women and their seven children", "killed 12 people,
    eight of them children", "58 people were killed in the town, including 11 children".
    """
    low, known, last = sentence.low, sentence.language, people
    for other in sentence.of("people"):
        apart = is_bracketed(sentence, other) and not _of_them(sentence, other)
        if other.i < last.j or other.figure is None or apart:
            continue
        fated = last.j < after <= other.i  # "12 were killed, including …", but not "12 were killed and 5 …"
        row = _in_a_row(sentence, after if fated else last.j, other, among=fated)
        if not row and not (_of_them(sentence, other) and other.i - last.j < _FAR):
            break
        if other.kind == "bare" and _of_them(sentence, other):
            other = other._replace(j=min(other.j + 3, len(low)), kind="people")
        apart = sentence.has(other.j, "counted_after")
        own = other.i >= after and not known.be.isdisjoint(low[other.j : other.j + 1])  # "and 5 were hurt"
        if apart or own or other.kind in ("bare", "families", "households"):
            break
        yield other
        last = other


def first_of_all(sentence: Sentence, people: Mention) -> Mention:
    """The first of several groups that are told in a row: "five civilians, including a child and a woman, (died)"."""
    first = people
    if people.kind == "bare":  # "eight died, in addition to 12 injured"
        return people
    for other in reversed(sentence.of("people")):
        if other.j > first.i or other.figure is None:
            continue
        if not _in_a_row(sentence, other.j, first) or sentence.low[other.i - 1] in sentence.language["harming"]:
            break
        first = other
    of_others = sentence.has(first.i - 1, "including")  # "12 died, including a child, and 5 were hurt"
    return people if of_others else first


def does_harm(sentence: Sentence, verb: int, i: int, j: int) -> bool:
    """Whether who stands before a verb kills or wounds people after it, and is no victim: "a guard killed two men".

    The verb begins at token ``verb``, and what tells the harm stands from token ``i`` up to ``j``.
    """
    known = sentence.language
    victims = sentence.starting(j, "people")
    return (
        victims is not None
        and victims.figure is not None
        and victims.kind != "bare"
        and known.be.isdisjoint(sentence.low[verb:i])
        and known["harmed"].isdisjoint(sentence.low[victims.j : victims.j + 2])
    )


def is_bracketed(sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention stands in brackets that close after it."""
    opened = next((w for w in reversed(sentence.low[: mention.i]) if w in ("(", ")")), "") == "("
    return opened and ")" in sentence.low[mention.j :]


def _in_a_row(sentence: Sentence, start: int, other: Mention, *, among: bool = False) -> bool:
    """Whether people are told right beside others, who are told up to a token: "19 fighters from X and four civilians".

    ``among`` is whether they must be told as a part of those others.
    """
    low, known, beside = sentence.low, sentence.language, pattern(sentence.language, "beside")
    between = low[start : other.i]
    if between[:1] == ("(",) and ")" in between:
        between = between[between.index(")") + 1 :]
    if not between and not among:  # "11 women nine children and a nurse"
        return other.kind != "bare" and known.auxiliaries.isdisjoint(low[other.j : other.j + 1])
    told = " ".join(between)
    verbs = known.be, known["harmed"], known["stops"]
    if len(between) < _FAR and all(words.isdisjoint(between) for words in verbs):
        if pattern(known, "among").fullmatch(told):
            return True
        if not among and not known["of_whom"].isdisjoint(between[:1]):
            joins = (k for k in range(len(between) - 1, 0, -1) if between[k] == "," or between[k] in known["and"])
            last = next(joins, 0)
            told = " ".join(between[last:])
    if _of_them(sentence, other):
        return told in ("", ",", "-", "–", "(") or beside.fullmatch(told) is not None
    if told == "," and sentence.has(other.j, "listing") and other.kind != "bare":  # "82 men, 15 women and 5 …"
        return not among and sentence.starting(other.j + 1, "people") is not None
    return not among and beside.fullmatch(told) is not None


def _of_them(sentence: Sentence, people: Mention) -> bool:
    """Whether people are told as a part of others: "three of them children"."""
    told = " ".join(sentence.low[people.i : people.j + 2])
    return any(f" {them}" in told for them in sentence.language["of_them"])


def victimised(sentence: Sentence, actor: Mention) -> bool:
    """Whether fighters are those killed: "killing 30 insurgents and …", "militants were wounded in …"."""
    low, known, counted = sentence.low, sentence.language, sentence.at(actor.i, "people")
    if actor.label != "actor":
        return False
    i, j = (counted.i, counted.j) if counted is not None and counted.figure is not None else (actor.i, actor.j)
    passive = not known.be.isdisjoint(low[j : j + 3]) and not known["fates"].isdisjoint(low[j : j + 4])
    return passive or (i < actor.i and low[i - 1] in known["harmed"])


def undergoes(sentence: Sentence, actor: Mention) -> bool:
    """Whether a side does not act: "the rebel stronghold", "(the army) surrounded the gunmen and …"."""
    low, known, k = sentence.low, sentence.language, actor.i - 1
    if actor.label != "actor":
        return False
    if not known["held"].isdisjoint(low[actor.j : actor.j + 1]):
        return True
    beside = sentence.starting(actor.j, "actor") or actor
    if not known["enduring"].isdisjoint(low[beside.j : beside.j + 2]):
        return True  # "the group also suffered losses in air raids"
    while k > 0 and (low[k] in known["some_of"] or low[k] in known.modifiers):
        k -= 1
    object_of = 0 < k < actor.i - 1 and low[k].endswith(known.endings["participle"]) and low[k] not in known.reporting
    return object_of and known.be.isdisjoint(low[k - 1 : k])
