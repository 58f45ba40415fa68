"""Who says so: organisations by their names, people by their role."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from nuzuh.evidence.countries import by_capital, demonyms
from nuzuh.evidence.language import Language, pattern
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.vocabulary import Phrases

_NEAR = 8  # words between a source and its verb, with nothing nearer that may be one
_DESCRIBED = 4  # words that may stand before a monitor that was named before
_TITLED = 4  # words of a name, and of its verb, after a role: "the president Haddad also said"
_INITIALS = 3  # letters at least of a body that goes by its initials
_REACH = 22  # words after "according to" or "confirmed by" in which a source is looked for
_QUOTES = ('"', "“", "”", "«", "»")
Before = Callable[..., str | None]
_Named = tuple[int, int, str, bool]  # first token, the one after the last, name, whether it is an organisation


@dataclass(frozen=True)
class Source:
    """Who says something, and how.

    Attributes
    ----------
    name : str
        An organisation's name, or a role ("Syrian army officer"); several are separated by ``;``.
    claiming : bool
        Whether it is a party to the conflict that speaks for itself, or is said to claim.
    first : int
        The token of the sentence from which on it vouches for what is told.
    whole : bool
        Whether it confirms what the sentence before said.
    """

    name: str
    claiming: bool = False
    first: int = 0
    whole: bool = False


def sources(sentence: Sentence, before: Before) -> list[Source]:
    """Find who is named as saying something in a sentence.

    Parameters
    ----------
    sentence : Sentence
        With its mentions.
    before : callable
        Gives the last source named before it, which "he added" means; of a person's name, the one that was named with
        that person first.
    """
    low, known = sentence.low, sentence.language
    found: list[Source] = []
    if (known.reporting | known["tolling"]).isdisjoint(low) and _according(known).isdisjoint(low):
        return [Source(name)] if _told_on(sentence) and (name := before()) else found
    for k, word in enumerate(low):
        if word in _according(known) and (j := _end(sentence, k, "according")):
            if name := _watcher(sentence, j - 1, before) or _named_after(sentence, j):
                found.append(Source(name))
        elif (word in known.reporting and not _noun(sentence, k)) or _counts(sentence, k):
            if sentence.has(k + 1, "by"):
                if name := _named_after(sentence, k + 2):
                    found.append(Source(name, whole=pattern(known, "carried").match(sentence.told) is not None))
            elif _inverted(sentence, k) and (name := _named_after(sentence, k + 1) or _watcher(sentence, k, before)):
                found.append(Source(name))  # "…, says the mayor"
            elif (not k or low[k - 1] not in known.be) and (name := _speaker(sentence, k, before)):
                parties = known.parties & set(re.findall(r"[^\W\d_]+", name.lower()))
                found.append(Source(name, word in known.claiming or bool(parties), 0 if _follows(sentence, k) else k))
    return found


def _told_on(sentence: Sentence) -> bool:
    """Whether a sentence is told by whoever told the one before: it is but a quote, or goes on about a toll."""
    told, known = sentence.told.strip(), sentence.language
    quoted = told[0] in _QUOTES and told[-1] in _QUOTES
    tally = not known["tallies"].isdisjoint(sentence.low[1:2])
    return (quoted or tally) and not known.reporting.isdisjoint(re.findall("[a-z]+", sentence.before.lower()))


def _counts(sentence: Sentence, k: int) -> bool:
    """Whether a verb tells a toll: "put the death toll at 40", "updated to 18 its toll"."""
    known = sentence.language
    return sentence.low[k] in known["tolling"] and not known["toll"].isdisjoint(sentence.low[k + 1 : k + 6])


def _noun(sentence: Sentence, k: int) -> bool:
    """Whether "reports", "claims" and their like are nouns here."""
    low, known = sentence.low, sentence.language
    if low[k] in known["no_verbs"]:
        return True
    return low[k] in known["noun_like"] and (k == 0 or low[k - 1] in known["noun_lead"])


def _postposed(sentence: Sentence, k: int) -> bool:
    """Whether what is said stands before "…, the mayor said"."""
    rest = sentence.words(k, len(sentence.low)).removeprefix(sentence.text[k]).lstrip(' ”"')
    quoted = next((w for w in reversed(sentence.low[:k]) if w in ("“", "”", '"')), None) in ("”", '"')
    alone = rest.count(" ") < 2 or (quoted and not {"“", '"'} & {*sentence.low[k:]})
    return alone or pattern(sentence.language, "after_saying").match(rest) is not None


def _before_speaker(sentence: Sentence, k: int) -> str:
    """The word before the source that is the subject of the verb at token ``k``; empty where none is."""
    named = _all_named(sentence, max(0, k - _NEAR), k)
    i = named[-1][0] if named and named[-1][1] >= k - _TITLED else 0
    while i and (sentence.low[i - 1] in sentence.language["articles"] or "-" in sentence.low[i - 1]):
        i -= 1
    return sentence.low[i - 1] if i else ""


def _follows(sentence: Sentence, k: int) -> bool:
    """Whether what is said stands before its source: "Five died a monitor said in a report on the town"."""
    known = sentence.language
    before = _before_speaker(sentence, k)
    if before in known["subordinating"]:
        return False  # "… a day after the president announced it"
    return _postposed(sentence, k) or ((before[:1].isalnum() or before == ",") and before not in known["conjoining"])


def _inverted(sentence: Sentence, k: int) -> bool:
    """Whether the source follows its verb: "…, says a monitor"."""
    low, known = sentence.low, sentence.language
    started, verb = sentence.has(k + 1, "articles"), k
    while sentence.has(verb - 1, "before_inverted"):  # "…, a déclaré le maire"
        verb -= 1
    if not verb or low[k] in known["telling"]:
        return False
    apart = low[verb - 1] in (",", "”", '"', "»")
    capital = sentence.text[k + 1 : k + 2] and sentence.text[k + 1][:1].isupper()
    if apart and (started or (capital and low[verb - 1] != ",") or sentence.starting(k + 1, "source") is not None):
        return True
    # "… on Monday said the Red Cross", "… were hurt said activist Haddad": what stands before is no source
    alone = apart or sentence.text[k - 1][:1].islower() or sentence.at(k - 1, "date") is not None
    place = sentence.at(k - 1, "place")  # "… in the suburbs of Goma said the Red Cross"
    alone = alone or (place is not None and started and sentence.has(place.i - 1, "blocking"))
    if low[k] not in known["inverting"] or not alone or low[k - 1] in known.auxiliaries:
        return False
    if low[k - 1] in known.pronouns or _all_named(sentence, max(0, k - 2), k):
        return False
    following = _all_named(sentence, k + 1, min(k + 1 + _NEAR, len(low)))
    between = range(k + 2, following[0][0]) if following else range(0)
    return bool(following) and all(
        sentence.text[c][:1].isupper() or low[c] in sentence.language["heading"] for c in between
    )  # "said Haddad, head of …"


def _speaker(sentence: Sentence, k: int, before: Before) -> str | None:
    """The subject of the verb of saying at token ``k``."""
    low, known = sentence.low, sentence.language
    back = k - 1
    while back > 0 and low[back] in known["before_saying"]:
        back -= 1
    if back >= 0 and low[back] in known.pronouns:
        told = _all_named(sentence, 0, back)
        meant = [name for name in told if name[3] == (low[back] in known["it"])]
        return _combined(meant[:1]) if meant else before()
    others = (
        c
        for c in range(k - 1, -1, -1)
        if low[c] in known["apart"] or (c < k - 1 and low[c] in known.reporting and not _noun(sentence, c))
    )
    named = _all_named(sentence, next(others, -1) + 1, k)
    if not named or named[-1][1] < k - _NEAR:
        name = _named_right_before(sentence, k) or _person(sentence, k, before)
        if name or not named:
            return name or (before() if _goes_on(sentence, k) else None)
    joined = [named[-1]]
    for item in reversed(named[:-1]):
        between = {*low[item[1] : joined[0][0]]}
        beside = between <= known["of_a_state"] and not joined[0][3]  # "the Red Cross official"
        if item[3] and (beside or _apposed(sentence, item, joined[0])):
            joined = [item]
            break
        if " ".join(low[item[1] : joined[0][0]]) in known["joins"] or (
            item[3] is False and _head_of(sentence, item, joined[0])
        ):
            joined.insert(0, item)
    if (
        len(joined) == 1
        and joined[0][2].split()[-1] in known["watchers"]
        and not joined[0][2][:1].isupper()
        and not known["the"].isdisjoint(low[max(0, joined[0][0] - _DESCRIBED) : joined[0][0]])
        and (last := before()) is not None
    ):
        return last  # "the monitor said", "the Britain-based monitor said"
    agency = sentence.at(k + 1, "source") if low[k] in known["told"] else None
    if agency is not None and any(item[2].endswith(tuple(known["source_nouns"])) for item in named):
        return f"{_combined(joined)}; {agency.name}"  # "a source at the ministry told the agency"
    return _combined(joined)


def _person(sentence: Sentence, k: int, before: Before) -> str | None:
    """Who a person speaks for whose name, and no more, stands before a verb of saying: "Haddad said"."""
    while k and sentence.low[k - 1] in sentence.language.auxiliaries:
        k -= 1
    name = sentence.text[k - 1] if k else ""
    other = sentence.at(k - 1, "place", "actor", "source", "date") if k else None
    return before(name) if name[:1].isupper() and name.isalpha() and len(name) >= _INITIALS and not other else None


def _goes_on(sentence: Sentence, k: int) -> bool:
    """Whether who spoke last goes on: "Haddad added", "the statement said", "the Geneva-based group said"."""
    low, known = sentence.low, sentence.language
    meant = any(sentence.has(k - 1, name) for name in ("statement", "watchers", "bodies"))
    again = meant and not known["the"].isdisjoint(low[max(0, k - 1 - _DESCRIBED) : k - 1])
    return again or (low[k] in known["added"] and k > 0 and sentence.text[k - 1][:1].isupper())


def _watcher(sentence: Sentence, k: int, before: Before) -> str | None:
    """The source named last, where it is meant after a verb of saying: "said the Britain-based group"."""
    told = " ".join(sentence.low[k + 1 : k + 2 + _DESCRIBED])
    meant = sentence.has(k + 1, "the") and any(f" {watcher}" in told for watcher in sentence.language["watchers"])
    return before() if meant else None


def _named_right_before(sentence: Sentence, k: int) -> str | None:
    """A side, or a name in capitals that is told to be a channel or an agency, right before a verb of saying."""
    low, known, text = sentence.low, sentence.language, sentence.text
    end = k
    while end and (
        low[end - 1] in known.auxiliaries or sentence.at(end - 1, "date") or low[end - 1] in known["on_a_day"]
    ):
        end -= 1
    end -= 2 * (sentence.has(end - 1, "statement") and sentence.has(end - 2, "owners"))  # "M23's statement said"
    if end and low[end - 1] == ")" and "(" in low[:end]:  # "the Red Front (mostly students) said"
        end = max(c for c in range(end) if low[c] == "(")
    side = sentence.at(end - 1, "actor") if end else None
    if side is not None and side.j == end:
        return str(side.name) if str(side.name)[:1].isupper() else sentence.words(side.i, side.j)
    if (land := speaking(sentence, end)) is not None:
        return "; ".join(re.split(rf" (?:{'|'.join(known['and'])}) ", sentence.words(land.i, land.j)))
    end -= " ".join(low[max(0, end - 2) : end]) in known["news_agency"] and 2
    i = end
    while i and (text[i - 1][:1].isupper() or low[i - 1] == "-"):
        i -= 1
    outlet = {*low[max(0, i - 2) : i], *low[i:k]} & known["outlets"]
    if end and len(text[end - 1]) >= _INITIALS and text[end - 1].isalpha() and text[end - 1].isupper():
        return text[end - 1]
    return sentence.words(i, end) if i < end and outlet else None


def speaking(sentence: Sentence, end: int) -> Mention | None:
    """The country or capital that stands for its government right before the verb of saying at token ``end``."""
    land = sentence.at(end - 1, "place") if end else None
    if land is None or land.j != end or land.name not in by_capital():
        return None
    k = land.i - 1 - sentence.has(land.i - 1, "the")
    if sentence.has(k, "and") and (first := speaking(sentence, k)) is not None:
        return first._replace(j=land.j)  # "Washington and Paris said"
    if k < 0 or sentence.low[k] in (",", "“", '"') or sentence.has(k, "stops") or sentence.at(k, "date") is not None:
        return land
    return None


def _apposed(sentence: Sentence, organisation: _Named, role: _Named) -> bool:
    """Whether a role only says what an organisation is: "the Observatory, a monitoring group"."""
    known = sentence.language
    gap = sentence.low[organisation[1] : role[0]]
    return (
        not role[3]
        and 2 <= len(gap) <= 7
        and gap[0] in (",", "(")
        and gap[1:].count(",") == 0
        and (known["and"] | known["said"]).isdisjoint(gap)
    )


def _head_of(sentence: Sentence, role: _Named, organisation: _Named) -> bool:
    """Whether a role is one in an organisation: "head of emergency coordination at the World Food Programme"."""
    gap = sentence.low[role[1] : organisation[0]]
    return organisation[3] and 0 < len(gap) <= 7 and gap[0] in sentence.language["head_of"] and "," not in gap


def _named_after(sentence: Sentence, k: int) -> str | None:
    """The source that begins at or soon after token ``k``, with those joined to it."""
    low = sentence.low
    hi = min(len(low), k + _REACH)
    hi = next((c for c in range(k, hi) if low[c] in (".", ";", ")", "”")), hi)
    named = _all_named(sentence, k, hi)
    if not named or named[0][0] > k + 8:
        return None
    joined = [named[0]]
    for item in named[1:]:
        if " ".join(low[joined[-1][1] : item[0]]) in sentence.language["joins"] or _head_of(sentence, joined[-1], item):
            joined.append(item)
    return _combined(joined)


def _combined(named: list[_Named]) -> str:
    """Organisations rather than the roles in them; several side by side."""
    names: list[str] = []
    for at, (_, end, name, organisation) in enumerate(named):
        following = named[at + 1] if at + 1 < len(named) else None
        within = following is not None and following[3] and following[0] - end <= 7
        if within and (name == "United Nations" or not organisation):
            continue  # "the UN's World Food Programme"; "the head of the Observatory"
        if at and not organisation and named[at - 1][3] and named[at - 1][1] == named[at][0]:
            continue  # "Red Cross sources"
        names.append(name)
    return "; ".join(dict.fromkeys(names))


def _all_named(sentence: Sentence, lo: int, hi: int) -> list[_Named]:
    """Organisations and roles between two tokens, from left to right."""
    organisations = [(m.i, m.j, str(m.name), True) for m in sentence.of("source") if lo <= m.i < hi]
    for body in _bodies(sentence, lo, hi):
        if all(body[1] <= a or body[0] >= b for a, b, *_ in organisations):
            organisations.append(body)
    roles = [
        (i, j, name, False)
        for i, j, name in _roles(sentence, lo, hi)
        if all(j <= a or i >= b for a, b, _, _ in organisations)
    ]
    return sorted([*organisations, *roles])


def _bodies(sentence: Sentence, lo: int, hi: int) -> list[_Named]:
    """Bodies told by what they are alone: "Hasakah Health Directorate", "Centre for Policy Studies"."""
    low, known, found = sentence.low, sentence.language, list[_Named]()
    if known["bodies"].isdisjoint(low[lo:hi]):
        return found

    def capital(k: int) -> bool:
        named = lo <= k < hi and sentence.text[k][:1].isupper() and low[k] not in known["determiners"]
        return named and sentence.at(k, "date") is None

    for k in range(lo, hi):
        if low[k] in known["bodies"] and capital(k) and (not found or k >= found[-1][1]):
            i, j = k, k + 1
            while capital(i - 1) or (low[i - 1] == "-" and capital(i - 2)):
                i -= 1
            while capital(j) or (sentence.has(j, "of_for") and capital(j + 1)):
                j += 1
            if j - i > 1:
                found.append((i, j, sentence.words(i, j), True))
    return found


@cache
def _according(language: Language) -> frozenset[str]:
    """First words of what says who says so: "according (to)"."""
    return frozenset(told.split()[0] for told in language["according"])


def _end(sentence: Sentence, k: int, name: str) -> int | None:
    """Where the longest row of words of a list ends that begins at token ``k``."""
    rows = (n for n in (3, 2, 1) if " ".join(sentence.low[k : k + n]) in sentence.language[name])
    return next((k + n for n in rows), None)


@cache
def _known_roles(language: Language) -> Phrases[str]:
    return Phrases(((role, role) for role in language.roles), language)


def _roles(sentence: Sentence, lo: int, hi: int) -> list[tuple[int, int, str]]:
    known = sentence.language
    found: list[tuple[int, int, str]] = []
    done, other = lo, -1
    longest = {lo + i: lo + j for _, i, j in _known_roles(known).find(sentence.low[lo:hi])}
    for k, j in longest.items():
        if k < done:
            continue
        i, done = k, j
        while i > lo and k - i < 3 and _modifies(sentence, i - 1):
            i -= 1
        if i - 1 > lo and sentence.low[i - 1] == "-" and sentence.low[i - 2].isalpha():
            i -= 2  # "state-run agency"
        if " ".join(sentence.low[max(0, i - 2) : i]) in known["networks"] or (
            i == other + 1 and sentence.has(i - 1, "and")
        ):
            other = j  # "a network of activists and doctors"
            continue
        if found and found[-1][1] >= i:
            i = found.pop()[0]
        name = sentence.words(i, j)
        proper = sentence.text[i] in demonyms(known) or sentence.text[i].isupper()
        found.append((i, j, name if proper or i else name[0].lower() + name[1:]))
    return found


def _modifies(sentence: Sentence, k: int) -> bool:
    """Whether a word may stand before a role: "Syrian army officer", "local aid worker"."""
    word, known = sentence.low[k], sentence.language
    if not word[0].isalpha() or word.endswith(known.endings["gerund"]):
        return False
    if (
        word in known["determiners"]
        or word in known["led"]
        or word in known.people
        or word in known["harmed"]
        or word in known.whole
        or word in known["edges"]
    ):
        return False
    return (
        word not in known.auxiliaries
        and word not in known.reporting
        and sentence.at(k, "source", "date", "place") is None
    )
