"""Names of places in a sentence: looked up, told by their form ("the village of …"), or pointed at ("the city")."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from nuzuh.evidence.anchored import anchors, matches, positions
from nuzuh.evidence.countries import (
    abbreviations,
    by_first_word,
    codes,
    countries,
    demonyms,
    occurrences,
    small_demonyms,
)
from nuzuh.evidence.gazetteer import Gazetteer, Place
from nuzuh.evidence.lexicon import lexicon, words
from nuzuh.evidence.mentions import Context
from nuzuh.evidence.names import fold, skeleton
from nuzuh.evidence.sentences import Span
from nuzuh.evidence.vocabulary import KEPT

_KIN = re.compile(r" (?:tribe|clan)s?\b")  # after a name: people, and no place
_WORD = re.compile(r"[^\W\d_][\w'’‘`-]*|[A-Z]\d+\b")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST = 5  # words of a name
_ALIKE = 50  # per cent of letters that two spellings of one name have in common, at least
_GREAT = 1_000_000  # people; a town that is meant by a name unlike its first where its country is not spoken of
_LARGE = 15_000  # people; a town that a row of names may have beside others; those of the supplement have none told
_FOREIGN = 100_000  # people; a town of a country that is not spoken of must be as large as this
_BUILDINGS = frozenset(["Hotel", "Hospital", "School", "Club", "Mosque", "Church", "Street", "Road", "Square", "Park"])
_CAP = r"(?-i:[A-Z]\w+)"
_SIDE = r"(?:north|south|east|west)"
_REGION = re.compile(
    rf"\b(?P<direction>(?:(?:far|the) )?(?:{_SIDE}(?:-?(?:east|west))?(?:ern)?(?:-central)?|central|coastal))"
    rf"[ -](?={_CAP})(?=(?P<country>\w+))"
    rf"|\b(?:the )?(?:border|frontier) with(?: neighbou?ring)? (?P<neighbour>{_CAP})"
    rf"|\b(?P<coast>{_SIDE}(?:ern)? coast)\b"
    r"|\b(?P<plain>(?:mediterranean )?coast(?:line)?"
    r"|coastal (?:regions?|areas?|provinces?|cities|towns?|heartlands?|strip|residents?))\b(?! of (?-i:[A-Z]))"
    rf"|\bnear (?P<near>{_CAP})"
    rf"|\b(?P<adjective>{_CAP})(?:[-–](?P<other>{_CAP}))? (?:border|frontier)\b"
    r"(?! (?:crossing|guard|town|village|police))",
    re.IGNORECASE,
)
_DIRECTIONS = anchors("central coastal border frontier coast coastline near") | {
    side + second + ending
    for side in ("north", "south", "east", "west")
    for second in ("", "east", "west")
    for ending in ("", "ern")
}
_POINTED = anchors(
    "city town village camp capital province governorate enclave district suburb neighbourhood neighborhood bridge"
)
_THE = re.compile(
    r"\b(?:the|this|that)(?: (?:[a-z]+-held|same|besieged|embattled|divided|central|northern|southern|eastern|western"
    r"|whole|entire))? "
    rf"(?P<noun>{'|'.join(sorted(_POINTED))})\b"
    rf"(?! of\b| {_CAP}|,? {_CAP},)|\bits outskirts\b"
    r"|\bthere\b(?! (?:is|are|was|were|has|have|had|will|would|could|may)\b)",
    re.IGNORECASE,
)
_SPOTS = _POINTED | {"outskirts", "there"}
# "Bustan al-Qasr", "al-Tal", but of "al-Tal al-Furqan" the first alone
_NAME = rf"(?:(?:al|Al|el)- ?{_CAP}(?:[ -]{_CAP})?|{_CAP}(?:[ -](?:(?:al|ash|ez|as|ar|el)[- ])?{_CAP})?)"
_BEFORE = anchors("village town city cities district neighbourhood neighborhood suburb quarter camp")
_BEHIND = anchors(
    "village town neighbourhood neighborhood bridge dam crossing district territory province governorate municipality"
    " prefecture department region state county island area camp"
)
#: What tells a settlement, the words that tell it, and how many may stand before those.
_FORMS = (
    (rf"\b(?:{'|'.join(sorted(_BEFORE))})s? of (?P<first>{_NAME})(?: and (?P<second>{_NAME}))?", _BEFORE, 0),
    (rf"(?P<first>{_NAME})(?: and (?P<second>{_NAME}))? (?:{'|'.join(sorted(_BEHIND))})s?\b", _BEHIND, 12),
)
_TOLD_BY = [(re.compile(form), told | {f"{w}s" for w in told}, lead) for form, told, lead in _FORMS]
# "in X", "from X and Y", "captured X": where something is said to have been, whatever no gazetteer knows
_WHERE = anchors(
    "in from near around toward towards into outside captured recaptured retook retaken seized liberated overran"
)
_LOCATED = re.compile(
    rf"\b(?:{'|'.join(sorted(_WHERE))}) (?:the )?"
    rf"(?P<first>{_NAME})(?: and (?P<second>{_NAME}))?(?![\w’'-])"
)
# a name, and the one that follows it
_PAIR = re.compile(r"(?<![\w-])([A-Z][\w-]{3,})(?: [A-Z][\w-]+)?")
_BUILT = re.compile(
    rf"\b(?!The |A |An ){_CAP}(?:[ -]{_CAP}|['’.]){{0,3}} (?:Street|Road|Avenue|Highway|Motorway|Crescent|Close|Square"
    r"|Lane|Drive|Boulevard|Museum|Hospital|University|(?:International )?Airport|Castle|Park|Court|County|[Dd]istrict"
    r"|Province|Prefecture|Governorate|Islands?|Lake|River|Mountains?|Valley|Station|Bridge|Dam)\b"
    r"|\b(?:Highway|Route|Lake|Mount|River|Fort|Port|Camp) (?-i:[A-Z]\w+|\d+)\b"
)


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
def _told() -> dict[str, list[str]]:
    """Names and demonyms of countries, and short forms of regions, by first word."""
    return by_first_word([*codes(), *(short for short, (_, region) in abbreviations().items() if region)])


def spoken_of(text: str, gazetteer: Gazetteer) -> Counter[str]:
    """How often a text speaks of each country: by its name, its demonym, or a place that lies there alone."""
    near: Counter[str] = Counter()
    for start, name in occurrences(text, _told()):
        if name in codes():
            near[codes()[name]] += 1
        elif text.endswith(", ", 0, start):  # a region's short form stands behind a town: "Paris, Ky."
            near[abbreviations()[name][0]] += 1
    for pair in _PAIR.finditer(text):
        if country := gazetteer.country_of(pair[0]) or gazetteer.country_of(pair[1]):
            near[country] += 1
    return near


def toponyms(text: str, span: Span, about: Context, gazetteer: Gazetteer) -> list[Toponym]:
    """Find the names of places in a sentence; they do not overlap."""
    found: list[Toponym] = []
    known, formed = list(_known(text, span, about, gazetteer)), list(_by_form(text, gazetteer, about))
    whole = [f for f in formed if any(k.start >= f.start and k.end <= f.end and k[:2] != f[:2] for k in known)]
    for toponym in (*_regions(text), *whole, *known, *formed, *_pointed(text), *_located(text, about)):
        if all(toponym.end <= t.start or toponym.start >= t.end for t in found):
            found.append(toponym)
    return sorted(t for t in found if not _KIN.match(text, t.end))


def names(text: str, span: Span, about: Context, gazetteer: Gazetteer) -> list[Toponym]:
    """Find the bare names of places in a sentence: "Syria" where `toponyms` has "northern Syria"."""
    found: list[Toponym] = []
    known = list(_known(text, span, about, gazetteer))
    for toponym in (*_abbreviated(text, gazetteer), *_built(text, known), *known, *_by_form(text, gazetteer, about)):
        if all(toponym.end <= t.start or toponym.start >= t.end for t in found):
            found.append(toponym)
    return sorted(found)


def _built(text: str, known: list[Toponym]) -> Iterator[Toponym]:
    """Names that end with what they are the name of: a street, a hospital, a county."""
    for m in _BUILT.finditer(text):
        inside = next((t for t in known if m.start() <= t.start and t.end <= m.end()), None)
        whole = next((t for t in known if t.start <= m.start() and m.end() <= t.end), None)
        yield whole or Toponym(m.start(), m.end(), m[0], "site", inside.place if inside else None)


@cache
def _short_forms() -> dict[str, list[str]]:
    return by_first_word(abbreviations())


def _abbreviated(text: str, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Countries and regions by what news makes of their names: "U.S.", "Ont."."""
    for start, short in occurrences(text, _short_forms()):
        country, region = abbreviations()[short]
        if region and not text.endswith(", ", 0, start):
            continue
        name = region or countries()[country]
        options = gazetteer.options(name, Counter([country]))
        place = next((p for p in options if p.country == country and p.kind != "town"), None)
        yield Toponym(start, start + len(short), name, "region" if region else "country", place)


@cache
def _lands() -> dict[str, str]:
    """Codes of countries by name alone."""
    return {name: code for name, code in codes().items() if name not in demonyms()}


def _regions(text: str) -> Iterator[Toponym]:
    lands = _lands()
    for m in matches(_REGION, text, positions(text, _DIRECTIONS), 4):
        if m["direction"] and m["country"] in lands:
            direction = re.sub("^(?:far|the) ", "", m["direction"].lower())
            direction += "" if direction.endswith(("ern", "al")) else "ern"
            yield Toponym(m.start(), m.end("country"), f"{direction} {m['country']}", "region")
        elif m["neighbour"] and m["neighbour"] in codes():
            yield Toponym(m.start(), m.end(), f"border with {countries()[codes()[m['neighbour']]]}", "region")
        elif m["coast"] or m["plain"]:
            yield Toponym(m.start(), m.end(), m["coast"].lower() if m["coast"] else "coast", "region")
        elif m["near"] and m["near"] in lands:
            yield Toponym(m.start(), m.end(), f"near {m['near']}", "region")
        elif m["adjective"] and m["adjective"] in codes():
            both = [countries()[codes()[n]] for n in (m["adjective"], m["other"]) if n in codes()]
            name = f"border with {both[0]}" if len(both) == 1 else f"border between {both[0]} and {both[1]}"
            yield Toponym(m.start("adjective"), m.end(), name, "region")


class _Part(NamedTuple):
    """A word as names have them, whether it is written as one ("Homs", "al-Bab"), and whether one may begin with it."""

    told: str
    capital: bool
    begins: bool


@lru_cache(maxsize=KEPT)
def _parts(piece: str) -> tuple[tuple[_Part, ...], tuple[int, ...]]:
    """Words of what stands between two spaces, and where each stands there."""
    found = list(_WORD.finditer(piece))
    parts = []
    for word in (m[0] for m in found):
        capital = _capital(word)
        parts.append(_Part(word, capital, capital or word in ("al", "el", "ar")))
    return tuple(parts), tuple(m.start() for m in found)


class _Row:
    """The words of a sentence, and where each begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[_Part] = []
        self.starts: list[int] = []
        at = 0
        for piece in text.split(" "):
            parts, offsets = _parts(piece)
            self.parts += parts
            self.starts += [at + offset for offset in offsets]
            at += len(piece) + 1

    def beside(self, j: int) -> bool:
        """Whether nothing but a space stands before a word that is not the first."""
        start = self.starts[j]
        return start - self.starts[j - 1] - len(self.parts[j - 1].told) == 1 and self.text[start - 1] == " "


def _capital(word: str) -> bool:
    article, _, rest = word.partition("-")
    return word[0].isupper() or (article in words("connectors") and rest[:1].isupper())


def _known(text: str, span: Span, about: Context, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Names that the gazetteer has, the longest first at each word."""
    row, done = _Row(text), 0
    for i, part in enumerate(row.parts):
        if part.begins and i >= done:
            for j in _ends(row, i):
                if found := _look_up(row, i, j, span, about, gazetteer):
                    yield found
                    done = j
                    break


def _ends(row: _Row, i: int) -> list[int]:
    """Where a name that begins at a word may end, the farthest first: words stand side by side, as one name does."""
    parts = row.parts
    ends = [i + 1] if parts[i].capital else []
    for j in range(i + 1, min(i + _LONGEST, len(parts))):
        if not row.beside(j):
            break
        if parts[j].capital:
            ends.append(j + 1)
        elif parts[j].told.partition("-")[0] not in words("connectors"):
            break
    return ends[::-1]


def _look_up(row: _Row, i: int, j: int, span: Span, about: Context, gazetteer: Gazetteer) -> Toponym | None:
    parts = row.parts
    last = _unowned(parts[j - 1].told)
    start, end = row.starts[i], row.starts[j - 1] + len(last)
    name = row.text[start:end]
    if not _may_be_looked_up(name, last):
        return None
    place = _find(name, about, gazetteer)
    if place is None and " " in name and name not in codes():
        place = gazetteer.find_misspelt(name, about.near)
        if place is None:
            return None
    before = parts[i - 1].told if i and row.beside(i) else ""
    after = parts[j].told if j < len(parts) and row.beside(j) else ""
    if place is None and _asks_for_a_place(name, before, after):
        place = gazetteer.find_misspelt(name, about.near)
    if place is None and name in codes():
        place = gazetteer.find(countries()[codes()[name]])
    if place is None or not _is_meant(name, place, before, about):
        return None
    beside = not span.heading and place.kind != "country"
    if beside and (_unknown(before, gazetteer, about) or _unknown(after, gazetteer, about)):
        return None
    if after in _BUILDINGS and place.population < _GREAT and not span.heading:
        return None  # "Paris Hotel"
    told, kind = gazetteer.spelt(name, place), place.kind
    if kind == "town" and after.lower() in words("wide"):
        told, kind = f"{told} {after.lower()}", "region"
    return Toponym(start, end, told, kind, place)


def _find(name: str, about: Context, gazetteer: Gazetteer) -> Place | None:
    """Find a place in the gazetteer, once a text."""
    if name not in about.places:
        about.places[name] = gazetteer.find(name, about.near)
    return about.places[name]


@lru_cache(maxsize=KEPT)
def _unowned(word: str) -> str:
    """Take the possessive from a word."""
    return _POSSESSIVE.sub("", word)


@lru_cache(maxsize=KEPT)
def _may_be_looked_up(name: str, last: str) -> bool:
    """Whether a name, by itself, may be a place's; ``last`` is its last word."""
    low = name.lower()
    return not (
        len(last) < 2
        or name.startswith("The ")
        or last.lower() in words("connectors")
        or (name.endswith("s") and name[:-1] in codes())
        or low in words("no_places") | words("harmed")
        or low in small_demonyms()
        or low in lexicon().sources_low
    )


def _is_meant(name: str, place: Place, before: str, about: Context) -> bool:
    """Whether a text that has a place's name means that place, and no plain word, person or faraway namesake."""
    if before.lower() in words("titles"):
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
    return name not in about.persons or before.lower() in words("locatives")


def _asks_for_a_place(name: str, before: str, after: str) -> bool:
    """Whether the words around a name that is not known say that it is a place's."""
    if " " in name:
        return True
    return after.lower() in words("beside") or before.lower() in words("locatives") | {"to"}


def _unknown(word: str, gazetteer: Gazetteer, about: Context) -> bool:
    """Whether a word beside a name makes it part of another name, of a person, say."""
    if not word or not _capital(word):
        return False
    low = _unowned(word).lower()
    known = (
        low in words("no_places") | words("harmed")
        or low in words("beside")
        or low in small_demonyms()
        or low in about.lower
    )
    if known:
        return False
    place = _find(_unowned(word), about, gazetteer)
    # two names of towns in a row are one name, of a person or a quarter, but those of large ones near are a list
    large = place is not None and place.country == about.country and not 0 < place.population < _LARGE
    listed = large and skeleton(word) == skeleton(place.name) if place is not None else False
    return place is None or (place.kind == "town" and not listed)


def _by_form(text: str, gazetteer: Gazetteer, about: Context) -> Iterator[Toponym]:
    """Names that no gazetteer has, where the text says that they are a settlement's."""
    for m in (m for form, told, lead in _TOLD_BY for m in matches(form, text, positions(text, told), lead)):
        for which in ("first", "second"):
            if m[which] and _may_be_a_place(re.sub("^Sheikh ", "", m[which]), about):
                yield Toponym(m.start(which), m.end(which), m[which], "town", _find(m[which], about, gazetteer))


def _located(text: str, about: Context) -> Iterator[Toponym]:
    for m in matches(_LOCATED, text, positions(text, _WHERE)):
        for which in ("first", "second"):
            name = m[which] or ""
            first, _, last = name.rpartition(" ")
            name = first if first and last.lower() in words("times") else name  # "captured X Monday"
            if name and _may_be_a_place(name, about) and not name.isupper():
                yield Toponym(m.start(which), m.start(which) + len(name), name, "town")


def _may_be_a_place(name: str, about: Context) -> bool:
    """Whether nothing speaks against a name in capitals being a place's."""
    return not any(w in about.persons or w.lower() in about.lower or _no_part_of_a_name(w) for w in name.split())


@lru_cache(maxsize=KEPT)
def _no_part_of_a_name(word: str) -> bool:
    """Whether a word in capitals is a country, or a plain word that begins a sentence."""
    low = word.lower()
    return (
        word in codes()
        or low.removesuffix("s") in words("no_places")
        or low in words("no_places") | words("titles") | words("harmed") | lexicon().modifiers | lexicon().whole
    )


def _pointed(text: str) -> Iterator[Toponym]:
    for m in matches(_THE, text, positions(text, _SPOTS), 3):
        yield Toponym(m.start(), m.end(), (m["noun"] or m[0].removeprefix("its ")).lower(), "the")
