"""Finding people, families and households with their figures in a sentence."""

from collections.abc import Iterator

from nuzuh.evidence.countries import demonyms
from nuzuh.evidence.figures import Figure
from nuzuh.evidence.mentions import Mention, Sentence, free

_NOUN_GAP = 5  # words between a figure and what it counts: "3,500 mostly Congolese refugees"


def people(sentence: Sentence, nouns: dict[int, int]) -> Iterator[Mention]:
    """Find who is spoken of, and figures that stand where a noun would.

    Parameters
    ----------
    sentence : Sentence
        What its dates and sources hold counts nobody.
    nouns : dict of int to int
        First token of each noun that means people, and the token after its last.
    """
    low, known, nouns, used = sentence.low, sentence.language, dict(nouns), set[int]()
    for figure in sentence.figures:
        start, end = sentence.tokens(figure.start, figure.end)
        if not free(sentence.of("date"), start, end):
            continue
        if figure.after or _number_of(sentence, start):
            noun = next((n for n in sorted(nouns, reverse=True) if n < start and n not in used), None)
            if noun is not None and low[noun] in known["toll"] and end in nouns:
                noun = None  # "the number of victims has reached 40 people"
            if noun is not None and known["stops"].isdisjoint(low[noun:start]):
                j = _end(sentence, nouns, noun, used)
                yield Mention("people", noun, j, *_unit(sentence, noun, j), figure._replace(after=True))
            if noun is not None or figure.after:  # but "the number of dead has reached 40 people"
                continue
        end += low[end : end + 1] in (("”",), ('"',))  # "“hundreds” of fighters"
        k = _noun(sentence, nouns, end)
        if k in nouns and k not in used:
            j = _end(sentence, nouns, k, used)
            group, unit = _unit(sentence, end, j)
            if unit == "bodies" and sentence.has(j, "of") and j + 1 in nouns:
                j = _end(sentence, nouns, j + 1, used)  # "65 bodies of civilians"
            yield Mention("people", start, j, group, unit, figure)
        elif not figure.bare and _stands_alone(sentence, start, end):
            before = max((n for n in nouns if n < start), default=None)
            them = " ".join(low[end : end + 2]) in known["of_them"]  # "families, hundreds of them"
            group, unit = _unit(sentence, before, nouns[before]) if them and before is not None else (None, "bare")
            end += sentence.has(end, "more") and not sentence.has(end + 1, "than")  # "hundreds more were hurt"
            yield Mention("people", _and_another(sentence, start), end, group, unit, figure)
    for i in sorted(nouns):
        if known.people.get(low[i]) == "one":
            article = _a(sentence, i) if low[i + 1 : i + 2] != ("-",) else None  # "a rebel-held town"
            if article is not None and i not in used:
                start, end = sentence.characters(article, article + 1)
                yield Mention("people", article, i + 1, None, "one", Figure(1, 1, "exact", start, end))
        elif i not in used and free(sentence.of("source"), i, nouns[i]):
            j = _end(sentence, nouns, i, used)
            group, unit = _unit(sentence, i, j)
            first = _several(sentence, i)
            if unit != "houses" and (first is not None or sentence.words(i, j).lower() not in known["nobody"]):
                yield Mention("people", i if first is None else first, j, group, unit, several=first is not None)
    for i in range(len(low) - 1):
        if (
            low[i] in known["quantities"]
            and (j := i + 1 + (low[i + 1] in known["more"])) < len(low)
            and low[j] in known["fates"]
        ):
            yield Mention("people", i, j, None, "bare", several=True)
        elif low[i] in known["number"] and " ".join(low[i + 1 : i + 3]) in known["of_them"]:
            yield Mention("people", i, i + 3, None, "people", several=True)


def _several(sentence: Sentence, i: int) -> int | None:
    """The token of what says that the noun at token ``i`` means several: "many others", "a number of residents"."""
    low, known = sentence.low, sentence.language
    for k in range(i - 1, max(-1, i - 3), -1):
        if low[k] in known["quantities"]:
            return k
        if low[k] in known["of"] and sentence.has(k - 1, "number") and not sentence.has(k - 2, "the"):
            return k - 1
        if low[k] in known["no_gap"]:
            break
    return i if low[i] in known["others"] and i and low[i - 1] in known["harming"] else None


def _a(sentence: Sentence, i: int) -> int | None:
    """The token of the article of a single person at token ``i``: "a Syrian soldier", "another child"."""
    low, known = sentence.low, sentence.language
    aged = not known["ages"].isdisjoint(low[max(0, i - 5) : i])  # "a 12-year-old boy"
    between = 7 if aged else 3
    for k in range(i - 1, -1, -1):
        if low[k] in known["a"]:
            return k
        between -= low[k] != "-" and low[k + 1] != "-"  # "a state-run agency's reporter"
        if low[k] in known["no_gap"] or between < 0:
            break
    return None


def _noun(sentence: Sentence, nouns: dict[int, int], end: int) -> int:
    """The token of the noun that a figure before token ``end`` counts, or where the way to it ends."""
    low, known, k = sentence.low, sentence.language, end
    if not known["ages"].isdisjoint(low[end : end + 2]):  # "a 45-year-old woman"
        return end
    at = sentence.characters(end - 1, end)[1]
    other = min((sentence.tokens(f.start, f.end)[0] for f in sentence.figures if f.start >= at), default=len(low))
    if end < len(low) and _nationals(sentence, end):
        nouns[end] = end + 1
    while (
        (k < other or sentence.has(end, "of"))  # not "two villages killed 15 civilians"
        and k - end < _NOUN_GAP
        and k not in nouns
        and not (k > end and _nationals(sentence, k))
        and (
            low[k] not in known["no_gap"]
            or (k == end and low[k] in known["of"])
            or sentence.text[k].isupper()  # "35 IS fighters"
            or _and_more(sentence, k, end)
            or (low[k] == "(" and low[k + 2 : k + 3] == (")",))  # "20 Army of the Lake (AL) fighters"
        )
    ):
        k += 3 if low[k] == "(" else 1
    if end < k < len(low) and k not in nouns and _nationals(sentence, k):
        nouns[k] = k + 1
    return k


def _number_of(sentence: Sentence, k: int) -> bool:
    """Whether a figure at token ``k`` tells the number of what stands before: "the number of returnees is now"."""
    low, known = sentence.low, sentence.language
    back = k - 1
    while back > 0 and low[back] in known["before_totals"]:
        back -= 1
    return back > 0 and low[back] in known["totals"] and not known["number_or_total"].isdisjoint(low[:back])


def _stands_alone(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a figure counts people without a noun: "forced 300 to flee", "killed 19 and wounded 22 on Monday"."""
    low, known = sentence.low, sentence.language
    if end == len(low) or low[end] in known["after_bare"]:
        return True
    if (
        sentence.has(start, "single")
        and end == start + 1
        and low[end] in known["was"]
        and sentence.has(end + 1, "fates")
    ):
        return True
    if low[end] in known["and"] and not known["harmed"].isdisjoint(low[end + 1 : end + 2]):
        return True
    begin = _and_another(sentence, start)
    counted = {low[max(0, begin - 1)], " ".join(low[max(0, begin - 2) : begin])}
    if begin < start and low[end] in known["was"]:  # "another one was hurt"
        return True
    may_follow = low[end].isdigit() or low[end] in known["no_gap"] | known["determiners"] | known["harming"]
    return may_follow and not counted.isdisjoint(known["harming"])


def _and_another(sentence: Sentence, start: int) -> int:
    """Where "another" stands before a figure at token ``start``, or else that token."""
    return start - sentence.has(start - 1, "another")


def _and_more(sentence: Sentence, k: int, end: int) -> bool:
    """Whether an "and" joins two adjectives: "4,000 new and repeated displacements", "70 regime and rebel fighters"."""
    low, known = sentence.low, sentence.language
    if low[k] not in known["and"] or k == end:
        return False
    following = next(iter(low[k + 1 : k + 2]), "")
    sides = [sentence.at(at, "actor") is not None or sentence.text[at] in demonyms(known) for at in (k - 1, k + 1)]
    more = following.endswith(known.endings["adjective"]) and following not in known["harmed"]
    return more or (all(sides) and known.people.get(following) in (None, "one"))


def _nationals(sentence: Sentence, k: int) -> bool:
    """Whether a demonym stands for people: "280,000 Syrians have …"."""
    known = sentence.language
    word = sentence.low[k]
    if word.endswith(known.endings["nation"]) and word[:-1].capitalize() in demonyms(known):
        return True
    if sentence.text[k] not in demonyms(known):
        return False
    following = next(iter(sentence.low[k + 1 : k + 2]), ".")
    return following in known.auxiliaries | known["no_gap"] | known["after_bare"]


def _end(sentence: Sentence, nouns: dict[int, int], i: int, used: set[int]) -> int:
    """Where a row of nouns ends: "Rohingya people", "families' homes", "fighters and their family members"."""
    used.add(i)
    while (k := _joined(sentence, nouns, nouns[i])) is not None:
        used.add(i := k)
    return nouns[i]


def _joined(sentence: Sentence, nouns: dict[int, int], j: int) -> int | None:
    """The noun that goes on a row of nouns that ends at token ``j``."""
    low, known = sentence.low, sentence.language
    if j in nouns:
        return j
    if low[j : j + 1] in (("'",), ("’",)):
        return j + 1 if j + 1 in nouns else None
    k = j + 1 + sentence.has(j + 1, "their")
    with_them = sentence.has(j, "and") and k in nouns and " ".join(low[k : nouns[k]]) in known["families_of"]
    return k if with_them else None


def _unit(sentence: Sentence, i: int, j: int) -> tuple[str | None, str]:
    """Group and unit that nouns from token ``i`` up to ``j`` tell."""
    known = sentence.language
    told = [" ".join(sentence.low[a:b]) for a in range(i, j) for b in range(a + 1, min(a + 4, j) + 1)]
    units = [known.people[w] for w in reversed(told) if w in known.people]
    mixed = "fighters" in units and len({*units}) > 1  # "fighters and their families"
    group = next((known.groups[w] for w in told if w in known.groups), None)
    return group, "people" if mixed or not units else units[0]
