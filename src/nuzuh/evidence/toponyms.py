"""Names of places in a sentence: looked up, told by their form ("the village of …"), or pointed at ("the city")."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from nuzuh.evidence.anchored import matches, positions
from nuzuh.evidence.countries import (
    abbreviations,
    by_first_word,
    capitals,
    codes,
    countries,
    occurrences,
    small_demonyms,
)
from nuzuh.evidence.gazetteer import Gazetteer, Place
from nuzuh.evidence.language import Language, english
from nuzuh.evidence.mentions import Context
from nuzuh.evidence.names import fold, skeleton
from nuzuh.evidence.placenames import place_names
from nuzuh.evidence.sentences import Span
from nuzuh.evidence.vocabulary import KEPT

_LONGEST = 5  # words of a name
_ALIKE = 50  # per cent of letters that two spellings of one name have in common, at least
_GREAT = 1_000_000  # people; a town that is meant by a name unlike its first where its country is not spoken of
_LARGE = 15_000  # people; a town that a row of names may have beside others; those of the supplement have none told
_FOREIGN = 100_000  # people; a town of a country that is not spoken of must be as large as this
_LEAD = 12  # words of a name, and of one joined to it, before what tells that it is a settlement's
# a name, and the one that follows it
_PAIR = re.compile(r"(?<![\w-])([A-Z][\w-]{3,})(?: [A-Z][\w-]+)?")


class Toponym(NamedTuple):
    """A name of a place, from character ``start`` up to ``end``; ``kind`` "the" points at one named before.

    ``place`` is what the gazetteer has of it.
    """

    start: int
    end: int
    name: str
    kind: str
    place: Place | None = None


@cache
def _told(language: Language) -> dict[str, list[str]]:
    """Names and demonyms of countries, and short forms of regions, by first word."""
    regions = (short for short, (_, region) in abbreviations(language).items() if region)
    return by_first_word([*codes(language), *regions])


def spoken_of(text: str, language: Language, gazetteer: Gazetteer) -> Counter[str]:
    """How often a text speaks of each country: by its name, its demonym, or a place that lies there alone."""
    near: Counter[str] = Counter()
    lands = codes(language)
    for start, name in occurrences(text, _told(language)):
        if name in lands:
            near[lands[name]] += 1
        elif text.endswith(", ", 0, start):  # a region's short form stands behind a town: "Paris, Ky."
            near[abbreviations(language)[name][0]] += 1
    for pair in _PAIR.finditer(text):
        if country := gazetteer.country_of(pair[0]) or gazetteer.country_of(pair[1]):
            near[country] += 1
    return near


def toponyms(text: str, span: Span, about: Context, gazetteer: Gazetteer) -> list[Toponym]:
    """Find the names of places in a sentence; they do not overlap."""
    found: list[Toponym] = []
    language = about.language
    known, formed = list(_known(text, span, about, gazetteer)), list(by_form(text, gazetteer, about))
    whole = [f for f in formed if any(k.start >= f.start and k.end <= f.end and k[:2] != f[:2] for k in known)]
    for toponym in (
        *_regions(text, language), *_of_lands(text, language), *whole, *known, *formed, *_pointed(text, language),
        *_located(text, about), *_headed(text, about),
    ):  # fmt: skip
        if all(toponym.end <= t.start or toponym.start >= t.end for t in found):
            found.append(toponym)
    kin = place_names(language).forms["kin"]
    return sorted(t for t in found if not kin.match(text, t.end))


def names(text: str, span: Span, about: Context, gazetteer: Gazetteer) -> list[Toponym]:
    """Find the bare names of places in a sentence: "Syria" where `toponyms` has "northern Syria"."""
    found: list[Toponym] = []
    known = list(_known(text, span, about, gazetteer))
    built = (*_abbreviated(text, about.language, gazetteer), *_built(text, about.language, known))
    for toponym in (*built, *known, *by_form(text, gazetteer, about)):
        if all(toponym.end <= t.start or toponym.start >= t.end for t in found):
            found.append(toponym)
    return sorted(found)


def _built(text: str, language: Language, known: list[Toponym]) -> Iterator[Toponym]:
    """Names that end with what they are the name of: a street, a hospital, a county."""
    for m in place_names(language).forms["built"].finditer(text):
        inside = next((t for t in known if m.start() <= t.start and t.end <= m.end()), None)
        whole = next((t for t in known if t.start <= m.start() and m.end() <= t.end), None)
        yield whole or Toponym(m.start(), m.end(), m[0], "site", inside.place if inside else None)


@cache
def _short_forms(language: Language) -> dict[str, list[str]]:
    return by_first_word(abbreviations(language))


def _abbreviated(text: str, language: Language, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Countries and regions by what news makes of their names: "U.S.", "Ont."."""
    for start, short in occurrences(text, _short_forms(language)):
        country, region = abbreviations(language)[short]
        if region and not text.endswith(", ", 0, start):
            continue
        name = region or countries()[country]
        options = gazetteer.options(name, Counter([country]))
        place = next((p for p in options if p.country == country and p.kind != "town"), None)
        yield Toponym(start, start + len(short), name, "region" if region else "country", place)


def _in_english(land: str, language: Language) -> str:
    """The name of a country as claims have it; one that English has too stays as it is written."""
    return land if land in codes(english()) else countries()[codes(language)[land]]


def _regions(text: str, language: Language) -> Iterator[Toponym]:
    known, lands = place_names(language), codes(language)
    for m in matches(known.forms["region"], text, positions(text, known.lists["sides"]), 4):
        if m["direction"] and m["country"] in known.lands:
            direction = known.forms["far"].sub("", m["direction"].lower())
            direction = known.directions.get(direction, direction)
            yield Toponym(m.start(), m.end("country"), f"{direction} {_in_english(m['country'], language)}", "region")
        elif m["neighbour"] and m["neighbour"] in lands:
            yield Toponym(m.start(), m.end(), f"border with {countries()[lands[m['neighbour']]]}", "region")
        elif m["coast"] or m["plain"]:
            yield Toponym(m.start(), m.end(), m["coast"].lower() if m["coast"] else "coast", "region")
        elif m["near"] and m["near"] in known.lands:
            yield Toponym(m.start(), m.end(), f"near {_in_english(m['near'], language)}", "region")
        elif m["adjective"] and m["adjective"] in lands:
            both = [countries()[lands[n]] for n in (m["adjective"], m["other"]) if n in lands]
            name = f"border with {both[0]}" if len(both) == 1 else f"border between {both[0]} and {both[1]}"
            yield Toponym(m.start("adjective"), m.end(), name, "region")


class _Part(NamedTuple):
    """A word as names have them, whether it is written as one ("Homs", "al-Bab"), and whether one may begin with it."""

    told: str
    capital: bool
    begins: bool


Parts = tuple[tuple[_Part, ...], tuple[int, ...]]


@cache
def _cutter(language: Language) -> Callable[[str], Parts]:
    """What cuts what stands between two spaces into words, and tells where each stands there."""
    word = place_names(language).forms["word"]

    def part(told: str) -> _Part:
        capital = _capital(told, language)
        return _Part(told, capital, capital or told in ("al", "el", "ar"))

    @lru_cache(maxsize=KEPT)
    def parts(piece: str) -> Parts:
        found = list(word.finditer(piece))
        return tuple(part(m[0]) for m in found), tuple(m.start() for m in found)

    return parts


class _Row:
    """The words of a sentence, and where each begins."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.parts: list[_Part] = []
        self.starts: list[int] = []
        at, cut = 0, _cutter(language)
        for piece in text.split(" "):
            parts, offsets = cut(piece)
            self.parts += parts
            self.starts += [at + offset for offset in offsets]
            at += len(piece) + 1

    def beside(self, j: int) -> bool:
        """Whether nothing but a space stands before a word that is not the first."""
        start = self.starts[j]
        return start - self.starts[j - 1] - len(self.parts[j - 1].told) == 1 and self.text[start - 1] == " "


def _capital(word: str, language: Language) -> bool:
    article, _, rest = word.partition("-")
    return word[0].isupper() or (article in language["connectors"] and rest[:1].isupper())


def _known(text: str, span: Span, about: Context, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Names that the gazetteer has, the longest first at each word."""
    row, done = _Row(text, about.language), 0
    for i, part in enumerate(row.parts):
        if part.begins and i >= done:
            for j in _ends(row, i, about.language):
                if found := _look_up(row, i, j, span, about, gazetteer, listed=bool(done) and done == i):
                    yield found
                    done = j
                    break


def _ends(row: _Row, i: int, language: Language) -> list[int]:
    """Where a name that begins at a word may end, the farthest first: words stand side by side, as one name does."""
    parts = row.parts
    ends = [i + 1] if parts[i].capital else []
    for j in range(i + 1, min(i + _LONGEST, len(parts))):
        if not row.beside(j):
            break
        if parts[j].capital:
            ends.append(j + 1)
        elif parts[j].told.partition("-")[0] not in language["connectors"]:
            break
    return ends[::-1]


def _look_up(
    row: _Row, i: int, j: int, span: Span, about: Context, gazetteer: Gazetteer, *, listed: bool
) -> Toponym | None:
    """What the words from ``i`` up to ``j`` name; ``listed`` tells that another name ends right before."""
    parts, language = row.parts, about.language
    last = _unowned(parts[j - 1].told, language)
    start, end = row.starts[i], row.starts[j - 1] + len(last)
    name = row.text[start:end]
    if not _may_be_looked_up(name, last, language):
        return None
    name, lands = place_names(language).exonyms.get(name, name), codes(language)
    place = _find(name, about, gazetteer)
    if place is None and (owner := _owner(name, about, gazetteer)) is not None:
        name, place = name[:-1], owner
    if place is None and " " in name and name not in lands:
        place = gazetteer.find_misspelt(name, about.near)
        if place is None and name not in about.towns:
            return None
    before = parts[i - 1].told if i and row.beside(i) else ""
    after = parts[j].told if j < len(parts) and row.beside(j) else ""
    if place is None and _asks_for_a_place(name, before, after, language):
        place = gazetteer.find_misspelt(name, about.near)
    if place is None and name in lands:
        place = gazetteer.find(countries()[lands[name]])
    told = place is None and name in about.towns and not row.text.endswith("- ", 0, start)  # "al- Kosti"
    if not told and (place is None or not _is_meant(name, place, before, about)):
        return None
    beside = not span.heading and (place is None or place.kind != "country")
    owns = parts[j - 1].told != last  # "X's Y district"
    further = not owns and _unknown(after, gazetteer, about) and not _begins_another(row, j, about, gazetteer)
    if beside and (further or (not listed and _unknown(before, gazetteer, about))):
        return None
    if place is None:
        return Toponym(start, end, name, "town")
    if after in place_names(language).lists["buildings"] and place.population < _GREAT and not span.heading:
        return None  # "Paris Hotel"
    spelt, kind = gazetteer.spelt(name, place), place.kind
    if kind == "town" and after.lower() in language["wide"]:
        spelt, kind = f"{spelt} {after.lower()}", "region"
    return Toponym(start, end, spelt, kind, place)


def _begins_another(row: _Row, i: int, about: Context, gazetteer: Gazetteer) -> bool:
    """Whether words from ``i`` on name another place, as in a list that lost its commas: "X Khan Y and Z"."""
    for j in _ends(row, i, about.language):
        name = row.text[row.starts[i] : row.starts[j - 1] + len(_unowned(row.parts[j - 1].told, about.language))]
        place = _find(name, about, gazetteer) if j - i > 1 else None
        if place is not None:
            return place.country == about.country
    return False


def _find(name: str, about: Context, gazetteer: Gazetteer) -> Place | None:
    """Find a place in the gazetteer, once a text."""
    if name not in about.places:
        about.places[name] = gazetteer.find(name, about.near)
    return about.places[name]


def _owner(name: str, about: Context, gazetteer: Gazetteer) -> Place | None:
    """The place whose name lost its apostrophe: "in Gomas suburbs"; a large one of a country that is spoken of."""
    if not name.endswith("s") or name in about.language.actors:
        return None
    place = _find(name[:-1], about, gazetteer)
    large = place is not None and about.near[place.country] and not 0 < place.population < _LARGE
    return place if large else None


@lru_cache(maxsize=KEPT)
def _unowned(word: str, language: Language) -> str:
    """Take the possessive from a word."""
    return place_names(language).forms["owned"].sub("", word)


@lru_cache(maxsize=KEPT)
def _may_be_looked_up(name: str, last: str, language: Language) -> bool:
    """Whether a name, by itself, may be a place's; ``last`` is its last word."""
    low = name.lower()
    return not (
        len(last) < 2
        or (" " in name and low.split()[0] in place_names(language).lists["no_head"])
        or last.lower() in language["connectors"]
        or (name.endswith("s") and name[:-1] in codes(language))
        or low in language["no_places"]
        or low in language["harmed"]
        or low in small_demonyms(language)
        or low in language.sources_low
    )


def _is_meant(name: str, place: Place, before: str, about: Context) -> bool:
    """Whether a text that has a place's name means that place, and no plain word, person or faraway namesake."""
    if before.lower() in about.language["titles"]:
        return False
    if place.kind not in ("town", "county"):
        return True
    spoken = about.near[place.country]
    if place.population:
        common = " " not in name and (name.lower() in about.lower or len(name) < 4)
        foreign = about.near and not spoken and place.population < _FOREIGN
        strange = fuzz.ratio(fold(name), fold(place.name)) < _ALIKE and place.kind == "town"
        if common or foreign or (strange and not spoken and place.population < _GREAT):
            return False
    return name not in about.persons or before.lower() in about.language["locatives"]


def _asks_for_a_place(name: str, before: str, after: str, language: Language) -> bool:
    """Whether the words around a name that is not known say that it is a place's."""
    if " " in name:
        return True
    return after.lower() in language["beside"] or before.lower() in language["locatives"] | language["to"]


def _unknown(word: str, gazetteer: Gazetteer, about: Context) -> bool:
    """Whether a word beside a name makes it part of another name, of a person, say."""
    language = about.language
    if not word or not _capital(word, language):
        return False
    low = _unowned(word, language).lower()
    known = (
        low in language["no_places"]
        or low in language["harmed"]
        or low in language["beside"]
        or low in small_demonyms(language)
        or low in about.lower
    )
    if known:
        return False
    place = _find(_unowned(word, language), about, gazetteer)
    # two names of towns in a row are one name, of a person or a quarter, but those of large ones near are a list
    large = place is not None and place.country == about.country and not 0 < place.population < _LARGE
    listed = large and skeleton(word) == skeleton(place.name) if place is not None else False
    return place is None or (place.kind == "town" and not listed)


def by_form(text: str, gazetteer: Gazetteer, about: Context) -> Iterator[Toponym]:
    """Names that no gazetteer has, where the text says that they are a settlement's."""
    known = place_names(about.language)
    told = (
        (known.forms[f"told_{where}"], known.lists[where], lead) for where, lead in (("before", 0), ("behind", _LEAD))
    )
    for m in (m for form, words, lead in told for m in matches(form, text, positions(text, words), lead)):
        for which in m.re.groupindex:
            if m[which] and _may_be_a_place(known.forms["said_before"].sub("", m[which]), about):
                yield Toponym(m.start(which), m.end(which), m[which], "town", _find(m[which], about, gazetteer))


def _located(text: str, about: Context) -> Iterator[Toponym]:
    known = place_names(about.language)
    for m in matches(known.forms["located"], text, positions(text, known.lists["where"]), 1):
        for which in ("first", "second"):
            name = m[which] or ""
            first, _, last = name.rpartition(" ")
            name = first if first and last.lower() in about.language["times"] else name  # "captured X Monday"
            if name and _may_be_a_place(name, about) and not name.isupper():
                yield Toponym(m.start(which), m.start(which) + len(name), name, "town")


def _headed(text: str, about: Context) -> Iterator[Toponym]:
    """Names that begin as those of hills, villages and springs do: "Tal Hamis"."""
    known = place_names(about.language)
    for m in matches(known.forms["headed"], text, positions(text, known.lists["heads"]), 0):
        if not any(w in about.persons or w.lower() in about.language["no_places"] for w in m[0].split()):
            yield Toponym(m.start(), m.end(), m[0], "town")


def _may_be_a_place(name: str, about: Context) -> bool:
    """Whether nothing speaks against a name in capitals being a place's."""
    low, persons, language = about.lower, about.persons, about.language
    sided = not {name, name.removesuffix("s")}.isdisjoint(language.actors)
    if sided or name.lower().removeprefix("al-") in language["no_places"]:
        return False
    return not any(w in persons or w.lower() in low or _no_part_of_a_name(w, language) for w in name.split())


@lru_cache(maxsize=KEPT)
def _no_part_of_a_name(word: str, language: Language) -> bool:
    """Whether a word in capitals is a country, a side, or a plain word of a title or at the head of a sentence."""
    low = word.lower()
    return (
        not codes(language).keys().isdisjoint((word, word.removesuffix("s")))
        or low in language.people
        or low in language.groups
        or low in language.side_nouns
        or low in language.means
        or low.removesuffix("s") in language["no_places"]
        or low in language["no_places"] | language["titles"] | language["harmed"] | language.modifiers | language.whole
    )


def _of_lands(text: str, language: Language) -> Iterator[Toponym]:
    """Cities that are told by their country alone: its capital, or the one that was just named."""
    known, lands = place_names(language), codes(language)
    for m in matches(known.forms["of_land"], text, positions(text, frozenset(known.pointed)), 7):
        alone = known.pointed[m["noun"]] == "capital" and not m["rank"]
        capital = capitals().get(lands.get(m["land"], "")) if alone else None
        if capital or (m["land"] in known.lands and m["owned"]):
            yield Toponym(m.start(), m.end(), capital or "city", "town" if capital else "the")


def _pointed(text: str, language: Language) -> Iterator[Toponym]:
    known = place_names(language)
    spots = positions(text, frozenset(known.pointed))
    for m in matches(known.forms["pointing"], text, spots, 3):
        noun = next(group for group in m.groups() if group)
        yield Toponym(m.start(), m.end(), known.pointed[noun.lower()], "the")
