"""Finding what a sentence speaks of: sides, sources, ways, people with their figures, dates, and places."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from nuzuh.evidence.anchored import matches
from nuzuh.evidence.anchored import words as words_of
from nuzuh.evidence.countries import adjective, by_capital, codes, countries, demonyms
from nuzuh.evidence.dates import periods
from nuzuh.evidence.gazetteer import Gazetteer
from nuzuh.evidence.language import Language, pattern
from nuzuh.evidence.mending import mended
from nuzuh.evidence.mentions import Context, Mention, Sentence, free
from nuzuh.evidence.people import people
from nuzuh.evidence.sentences import Span
from nuzuh.evidence.sides import unnamed
from nuzuh.evidence.toponyms import by_form, spoken_of, toponyms
from nuzuh.evidence.vocabulary import Phrases, cut

Match = tuple[str, int, int]
_SIDE_GAP = 3  # words between a demonym and what makes it a side: "Russian fighter jets"


def context(text: str, language: Language, published: dt.date | None, gazetteer: Gazetteer) -> Context:
    """What a text as a whole speaks of."""
    at, person = language["person_beside"], pattern(language, "person")
    beside = [k for k, word in enumerate(words_of(text)) if word in at or (len(word) == 2 and word.isdigit())]
    named = (name for m in matches(person, text, beside, 3) for name in m.groups() if name)
    persons = frozenset(named) - by_capital().keys()  # "Khartoum said"
    near, small = spoken_of(text, language, gazetteer), frozenset(pattern(language, "small").findall(text))
    about = Context(language, published, near, small, persons, _learnt(text, language))
    return replace(about, towns=frozenset(town.name for town in by_form(text, gazetteer, about)))


def _learnt(text: str, language: Language) -> dict[str, str]:
    """Sides that a text introduces by name and initials, by either; those that are known keep their known name."""
    found: dict[str, str] = {}
    for match in pattern(language, "introduced").finditer(text):
        told, initials = match["name"].split(), match["initials"]
        for k in range(len(told)):
            name = " ".join(told[k:])
            known = _names(language, "actor").get(name.lower())
            armed = not language["armed_names"].isdisjoint(name.lower().split())
            if known or (armed and "".join(w[0] for w in told[k:] if w[0].isupper()) == initials):
                found |= {initials: known or name, **({} if known else {name: name})}
                break
    return found


def analyse(report: str, span: Span, about: Context, gazetteer: Gazetteer, before: str = "") -> Sentence:
    """Cut a sentence of a report into tokens; what it speaks of is found when it is asked for.

    ``before`` is the sentence before it in its paragraph.
    """

    def find(sentence: Sentence, label: str) -> Sequence[Mention]:
        if label == "date":  # but "the March 23 Movement" is no day
            sides = [(i, j) for name, i, j in known if name == "actor"]
            dates = _dates(sentence, about.published)
            return [d for d in dates if not any(i <= d.i and d.j <= j for i, j in sides)]
        if label == "place":
            return list(_places(sentence, about, gazetteer))
        if label == "people":
            return list(people(sentence, {i: j for name, i, j in reversed(known) if name == "people"}))
        named = label in ("actor", "source", "way")  # a frame may ask for another, which none has
        return _named(sentence, about, known) if named else []

    told, offsets = mended(report[span.start : span.end], about.language)
    text = cut(told, about.language)
    names = _like_verbs(about.language)
    low = tuple(word if word in names else word.lower() for word in text)
    known = _matches(about.language, text, low)
    return Sentence(about.language, span, told, text, low, find, before, offsets)


@cache
def _known(language: Language) -> tuple[Phrases[str], Phrases[str]]:
    """Labels of names in any case, and of names in capitals."""
    loose = [(w, "people") for w in {**language.people, **language.groups}] + [(w, "way") for w in language.ways]
    exact = []
    for label, names in (("actor", language.actors), ("source", language.sources)):
        for name in names:
            if _shouted(name):
                exact.append((name, label))
            else:
                loose.append((name.lower(), label))
    return Phrases(loose, language), Phrases(exact, language)


def _shouted(name: str) -> bool:
    return name.replace(".", "").isupper()


@cache
def _like_verbs(language: Language) -> frozenset[str]:
    """Names in capitals that would be auxiliaries in small letters: "IS"."""
    return frozenset(
        name
        for name in (*language.actors, *language.sources)
        if name.isupper() and name.lower() in language.auxiliaries
    )


@cache
def _names(language: Language, label: str) -> dict[str, str]:
    known = language.actors if label == "actor" else language.sources
    return {alias if _shouted(alias) else alias.lower(): name for alias, name in known.items()}


def _matches(language: Language, text: tuple[str, ...], low: tuple[str, ...]) -> list[Match]:
    """Names and nouns that are known, the longest first."""
    loose, exact = _known(language)
    return sorted(loose.find(low) + exact.find(text), key=lambda m: (m[1] - m[2], m[1], m[0]))


def _dates(sentence: Sentence, published: dt.date | None) -> Iterator[Mention]:
    for period in periods(sentence.told, published, sentence.language):
        yield Mention("date", *sentence.tokens(period.start, period.end), period=period)


def _places(sentence: Sentence, about: Context, gazetteer: Gazetteer) -> Iterator[Mention]:
    taken = sentence.of("actor", "source")
    for start, end, name, kind, _ in toponyms(sentence.told, sentence.span, about, gazetteer):
        i, j = sentence.tokens(start, end)
        if kind == "the" or free(taken, i, j):  # "the rebel-held town"
            yield Mention("place", i, j, name, kind)


def _named(sentence: Sentence, about: Context, told: Iterable[Match]) -> list[Mention]:
    """Actors, sources and ways."""
    found: list[Mention] = []
    known = sentence.language
    dates = sentence.of("date")
    for label, i, j in told:
        if label == "people" or not free(found, i, j) or not free(dates, i, j):
            continue
        written = sentence.words(i, j)
        if label == "way":
            found.append(Mention("way", i, j, known.ways[written.lower()]))
            continue
        names = _names(known, label)
        name = names.get(written) or names.get(written.lower(), written)
        if "{state}" in name:
            state = codes(known).get(sentence.text[i - 1]) if i else None
            name = name.replace("{state}", adjective(state or about.country)).strip()
        found.append(Mention("actor" if label == "actor" else "source", i, j, name))
    for name, actor in about.learnt.items():
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence.told):
            i, j = sentence.tokens(*match.span())
            if free(found, i, j):
                found.append(Mention("actor", i, j, actor))
    found = _fighting_afar(sentence, _called_further(sentence, found))
    return found + list(_states(sentence, found, about))


def _called_further(sentence: Sentence, found: list[Mention]) -> list[Mention]:
    """Take what a side is called after its name, or after brackets, as part of it: "the Army of X (AX) militants"."""
    for side in [m for m in found if m.label == "actor"]:
        k = side.j
        if sentence.low[k : k + 1] == ("(",):
            k = next((at + 1 for at in range(k, len(sentence.low)) if sentence.low[at] == ")"), k)
        further = next((m for m in found if m.i == k and m.label == "actor"), None)
        if further is not None and side in found and unnamed(further.name or ""):
            found = [m for m in found if not side.i <= m.i < further.j]
            found.append(side._replace(j=further.j))
    return found


def _fighting_afar(sentence: Sentence, found: list[Mention]) -> list[Mention]:
    """Take as part of a side what it is for: "the coalition fighting M23 in Congo" tells of no fighting there."""
    known = sentence.language
    lands = codes(known).keys() - demonyms(known).keys()
    for side in [m for m in found if m.label == "actor" and sentence.has(m.j, "waging")]:
        foe = next((m for m in found if m.label == "actor" and m.i in (side.j + 1, side.j + 2)), None)
        k = foe.j if foe is not None else len(sentence.low)
        while (
            k + 1 < len(sentence.low)
            and sentence.low[k] in known["in"] | known["and"]
            and sentence.text[k + 1] in lands
        ):
            k += 2
        if foe is not None and k > foe.j:
            found = [m for m in found if not side.i <= m.i < k]
            found.append(side._replace(j=k))
    return found


def _states(sentence: Sentence, found: list[Mention], about: Context) -> Iterator[Mention]:
    """Countries as sides: "Russian warplanes", "Israel's army", "Turkish artillery"."""
    known = sentence.language
    nouns, low, lands = known.side_nouns, sentence.low, codes(known)
    if nouns.isdisjoint(low):
        return
    sides = [m for m in found if m.label != "way"]
    for k, word in enumerate(sentence.text):
        if word not in lands:
            continue
        code = demonyms(known).get(word)
        if code is None and (_shouted(word) or sentence.has(k + 1, "owner")):  # "US warplanes", "Israel's army"
            code = lands[word]
        if code is None or not free(found, k, k + 1):
            continue
        name = f"{adjective(code)} government" if code == about.country else countries()[code]
        if sentence.has(k + 1, "and_or") and _side_from(sentence, k + 2, sides):
            yield Mention("actor", k, k + 1, name)  # "Turkish and rebel forces"
            continue
        if " ".join(low[max(0, k - 2) : k]) in known["to_be"] and low[k - 3] in known["thought"]:
            yield Mention("actor", k, k + 1, name)  # "jets believed to be Chadian"
            continue
        for j in range(k + 1, min(k + 1 + _SIDE_GAP, len(low))):
            if not free(sides, j, j + 1) or not (low[j][0].isalnum() or low[j] in ("-", *known["owner"])):
                break
            if (low[j] in known["fighters"] and code == about.country) or low[j] in known["led"]:
                break  # not the government's; "US-backed forces"
            if low[j] in nouns:
                yield Mention("actor", k, j + 1, name)
                break


def _side_from(sentence: Sentence, k: int, sides: list[Mention]) -> bool:
    """Whether the name of a side begins at a token."""
    known = sentence.language
    state = sentence.text[k : k + 1] and sentence.text[k] in demonyms(known)
    return any(m.i == k for m in sides) or bool(state and not known.side_nouns.isdisjoint(sentence.low[k + 1 : k + 3]))
