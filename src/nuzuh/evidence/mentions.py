"""What a sentence speaks of: places, people with figures, actors, ways, dates, sources."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nuzuh.evidence.dates import Period, periods
from nuzuh.evidence.figures import Figure, figures
from nuzuh.evidence.gazetteer import Gazetteer, countries, demonyms
from nuzuh.evidence.lexicon import lexicon
from nuzuh.evidence.sentences import Span

Label = Literal["place", "people", "actor", "way", "source", "date"]


@dataclass(frozen=True)
class Mention:
    """Something that a sentence speaks of, from token ``i`` up to, not including, token ``j``.

    ``name`` is that of the place, actor or source, the kind of way, or the group of people; ``kind`` that of the place
    ("town", "region", …; "the" for "the city", whose name is still to be found) or the unit of people.
    """

    label: Label
    i: int
    j: int
    name: str | None = None
    kind: str = ""
    figure: Figure | None = None
    period: Period | None = None


@dataclass
class Context:
    """What the text as a whole speaks of."""

    published: dt.date | None
    near: Counter[str] = field(default_factory=Counter)
    lower: frozenset[str] = frozenset()

    @property
    def country(self) -> str | None:
        """Code of the country that the text speaks of most, where it does so clearly."""
        most = self.near.most_common(2)
        clear = most and most[0][1] >= 2 and (len(most) == 1 or most[0][1] >= 1.5 * most[1][1])
        return most[0][0] if clear else None


@dataclass(frozen=True)
class Sentence:
    """A sentence with its tokens and mentions."""

    span: Span
    doc: Doc
    mentions: tuple[Mention, ...]

    def of(self, *labels: str) -> list[Mention]:
        """Mentions of some labels, from left to right."""
        return [m for m in self.mentions if m.label in labels]

    def at(self, i: int, *labels: str) -> Mention | None:
        """The mention of some label that covers a token."""
        return next((m for m in self.mentions if m.i <= i < m.j and m.label in labels), None)


@cache
def _demonym_pattern() -> re.Pattern[str]:
    names = [*demonyms(), *countries().values(), "DRC", "Congo", "Palestine", "Palestinian"]
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")\b")


@cache
def _codes() -> dict[str, str]:
    return (
        {name: code for code, name in countries().items()}
        | demonyms()
        | {"DRC": "CD", "Congo": "CD", "Palestine": "PS"}
    )


def context(text: str, published: dt.date | None) -> Context:
    """Count the countries that a text speaks of, and note its words in small letters."""
    near = Counter(_codes()[m[0]] for m in _demonym_pattern().finditer(text) if m[0] in _codes())
    return Context(published, near, frozenset(re.findall(r"(?<![\w'’-])[a-z]{3,}", text)))


@cache
def _tools() -> tuple[Any, tuple[PhraseMatcher, PhraseMatcher]]:
    nlp = spacy.blank("en")
    words = lexicon()
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    exact = PhraseMatcher(nlp.vocab, attr="ORTH")
    phrases: dict[str, list[str]] = {"people": [*words.people, *words.groups], "way": [*words.ways]}
    phrases["actor"] = [a for a in words.actors if not a.isupper()]
    phrases["source"] = [a for a in words.sources if not a.replace(".", "").isupper()]
    for label, ps in phrases.items():
        matcher.add(label, [nlp.make_doc(p) for p in ps])
    exact.add("actor", [nlp.make_doc(a) for a in words.actors if a.isupper()])
    exact.add("source", [nlp.make_doc(a) for a in words.sources if a.replace(".", "").isupper()])
    return nlp, (matcher, exact)


def vocabulary() -> Any:
    """The blank English pipeline: tokenizer and vocabulary."""
    return _tools()[0]


def analyse(text: str, span: Span, about: Context, gazetteer: Gazetteer) -> Sentence:
    """Find what a sentence speaks of."""
    nlp, matchers = _tools()
    doc = nlp.make_doc(text[span.start : span.end])
    found: list[Mention] = []
    for period in periods(doc.text, about.published):
        if tokens := doc.char_span(period.start, period.end, alignment_mode="expand"):
            found.append(Mention("date", tokens.start, tokens.end, period=period))
    matches = [(nlp.vocab.strings[key], i, j) for matcher in matchers for key, i, j in matcher(doc)]
    matches.sort(key=lambda m: (m[1] - m[2], m[1]))  # the longest go first
    named = _named(doc, matches, about)
    found += named
    found += _places(doc, span, about, gazetteer, named)
    found += _people(doc, matches, found)
    return Sentence(span, doc, tuple(sorted(found, key=lambda m: (m.i, -m.j))))


def _free(found: list[Mention], i: int, j: int) -> bool:
    return all(j <= m.i or i >= m.j for m in found)


@cache
def _alias(kind: Literal["actor", "source"]) -> dict[str, str]:
    words = lexicon()
    return {a if a.isupper() else a.lower(): n for a, n in (words.actors if kind == "actor" else words.sources).items()}


def state_name(code: str | None) -> str:
    """The adjective of a country, for the names of its government."""
    return next((name for name, c in demonyms().items() if c == code), "")


def _named(doc: Doc, matches: list[tuple[str, int, int]], about: Context) -> list[Mention]:
    found: list[Mention] = []
    for label, i, j in matches:
        told = doc[i:j].text
        if label == "way" and _free(found, i, j):
            found.append(Mention("way", i, j, lexicon().ways[told.lower()]))
        elif label in ("actor", "source") and _free(found, i, j):
            alias = _alias("actor" if label == "actor" else "source")
            name = alias.get(told) or alias.get(told.lower(), told)
            if "{state}" in name:
                name = name.replace("{state}", state_name(_code_before(doc, i) or about.country)).strip()
            found.append(Mention("actor" if label == "actor" else "source", i, j, name))
    found += _states(doc, found, about)
    return found


def _code_before(doc: Doc, i: int) -> str | None:
    return _codes().get(doc[i - 1].text) if i else None


def _states(doc: Doc, found: list[Mention], about: Context) -> Iterator[Mention]:
    """Countries as sides: "Russian warplanes", "Israel's army", "Turkish artillery"."""
    nouns = lexicon().side_nouns
    for token in doc:
        code = demonyms().get(token.text)
        if (
            code is None
            and token.text in _codes()
            and token.i + 1 < len(doc)
            and doc[token.i + 1].lower_ in ("'s", "’s")
        ):
            code = _codes()[token.text]
        if code is None or not _free(found, token.i, token.i + 1):
            continue
        for j in range(token.i + 1, min(token.i + 4, len(doc))):
            if doc[j].lower_ in nouns:
                name = f"{state_name(code)} government" if code == about.country else countries()[code]
                yield Mention("actor", token.i, j + 1, name)
                break
            if doc[j].is_punct and doc[j].text not in ("-", "’s"):
                break


_WORD = re.compile(r"[^\W\d_][\w'’‘`-]*|[A-Z]\d+\b")
_CONNECTORS = frozenset(
    [
        "al",
        "el",
        "ar",
        "as",
        "at",
        "an",
        "ad",
        "ash",
        "az",
        "ed",
        "ez",
        "es",
        "de",
        "du",
        "del",
        "la",
        "le",
        "of",
        "the",
        "ul",
        "abu",
        "bin",
        "ibn",
        "y",
        "da",
        "do",
        "san",
    ]
)
_CALENDAR = "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december"  # fmt: skip
_NO_PLACES = frozenset(
    f"{_CALENDAR} mr mrs president minister general colonel the a an in on at of and or but he she it they we our his her their "
    "this that these those there as if when while after before since for from by with to no not all most many some two "
    "islam islamic arab arabs state army union front party media islamist islamists sunni shiite alawite god sir lady "
    "government forces rebel rebels military council security human rights news agency observatory network air force "
    "war islamists civil date city town province village region mid late early last new old both one central northern "
    "southern eastern western north south east west bank street avenue base mission allah sham nusra assad".split()
)
_TITLES = frozenset(["mr", "mrs", "ms", "president", "minister", "general", "gen", "colonel", "col", "brigadier", "captain", "lieutenant", "king", "sheikh", "pope", "sultan", "emir", "prince", "secretary", "ambassador", "spokesman", "commander", "leader", "envoy", "chief"])  # fmt: skip
_BESIDE = frozenset(["city", "town", "village", "province", "governorate", "region", "district", "airport", "airbase", "bridge", "camp", "countryside", "dam", "crossing", "central", "state", "county", "oblast", "highway", "suburb", "international", "military", "square", "hospital", "university", "refinery", "border"])  # fmt: skip
_DIRECTION = r"(?:(?:far|the) )?(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)?|central|northern|southern|coastal"  # fmt: skip
_REGION = re.compile(
    rf"\b(?P<direction>{_DIRECTION}|mid-west|west-central)[ -](?=(?P<country>[A-Z]\w+))"
    r"|\b(?:the )?(?P<border>border (?:with|between))(?= (?:\w+ )?[A-Z])"
    r"|\b(?:the )?(?:(?P<coast>(?:north|south|east|west)(?:ern)? coast)|(?P<plain>(?:mediterranean )?coast(?:line)?|coastal (?:regions?|areas?|provinces?|cities|city|towns?|heartlands?|strip)))\b"
    r"|\b(?P<near>near)(?: the)?(?= (?P<of>[A-Z]\w+))"
    r"|\b(?:the )?(?P<adjective>[A-Z]\w+)(?:-(?P<other>[A-Z]\w+))? border(?! (?:crossing|guard|town|village))",
    re.IGNORECASE,
)
_THE = re.compile(r"\b(?:the|this|that)(?: same| besieged| embattled| central| northern| southern| eastern| western)? (?P<noun>city|town|village|camp|province|governorate|region|enclave|district|neighbou?rhood|bridge|capital)\b(?! of\b| [A-Z]|,? [A-Z]\w+,)|\bits outskirts\b", re.IGNORECASE)  # fmt: skip


def _places(doc: Doc, span: Span, about: Context, gazetteer: Gazetteer, named: list[Mention]) -> Iterator[Mention]:
    """Names of places, parts of countries and "the city", from left to right."""
    text = doc.text
    taken = [(doc[m.i].idx, doc[m.j - 1].idx + len(doc[m.j - 1])) for m in named if m.label in ("source", "actor")]
    for start, end, name, kind in [*_regions(text), *_gazetteered(text, span, about, gazetteer)]:
        if any(start < b and end > a for a, b in taken):
            continue
        if tokens := doc.char_span(start, end, alignment_mode="expand"):
            taken.append((start, end))
            yield Mention("place", tokens.start, tokens.end, name, kind)
    for match in _THE.finditer(text):
        if not any(match.start() < b and match.end() > a for a, b in taken):
            tokens = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            yield Mention("place", tokens.start, tokens.end, (match["noun"] or "outskirts").lower(), "the")


def _regions(text: str) -> Iterator[tuple[int, int, str, str]]:
    for m in _REGION.finditer(text):
        if m["direction"] and m["country"] in _codes() and m["country"] not in demonyms():
            direction = re.sub("^(?:far|the) ", "", m["direction"].lower())
            direction += "" if direction.endswith(("ern", "al")) else "ern"
            yield m.start(), m.end("country"), f"{direction} {m['country']}", "region"
        elif m["border"] and m["border"].lower() == "border with":
            other = re.match(r" (?:neighbou?ring )?([A-Z]\w+)", text[m.end() :])
            if other and other[1] in _codes():
                yield m.start(), m.end() + other.end(), f"border with {countries()[_codes()[other[1]]]}", "region"
        elif m["coast"]:
            yield m.start(), m.end(), m["coast"].lower(), "region"
        elif m["plain"]:
            yield m.start(), m.end(), "coast", "region"
        elif m["near"] and m["of"] in _codes() and m["of"] not in demonyms():
            yield m.start(), m.end("of"), f"near {m['of']}", "region"
        elif m["adjective"] and m["adjective"] in _codes():
            both = [countries()[_codes()[n]] for n in (m["adjective"], m["other"]) if n in _codes()]
            name = f"border with {both[0]}" if len(both) == 1 else f"border between {' and '.join(both)}"
            yield m.start("adjective"), m.end(), name, "region"


def _gazetteered(text: str, span: Span, about: Context, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str, str]]:
    words = list(_WORD.finditer(text))
    i = 0
    while i < len(words):
        if not words[i][0][0].isupper() and words[i][0].lower() not in ("al", "ar", "el"):
            i += 1
            continue
        for j in range(min(i + 5, len(words)), i, -1):
            if _is_name(text, words[i:j]) and (found := _look_up(text, words, i, j, span, about, gazetteer)):
                yield words[i].start(), words[j - 1].start() + found[0], found[1], found[2]
                i = j
                break
        else:
            i += 1


def _is_name(text: str, words: list[re.Match[str]]) -> bool:
    """Whether words stand side by side and are written as one name is."""
    if not words[-1][0][0].isupper() or any(
        text[a.end() : b.start()] != " " for a, b in zip(words, words[1:], strict=False)
    ):
        return False
    return all(w[0][0].isupper() or w[0].lower().split("-")[0] in _CONNECTORS for w in words)


def _look_up(
    text: str, words: list[re.Match[str]], i: int, j: int, span: Span, about: Context, gazetteer: Gazetteer
) -> tuple[int, str, str] | None:
    last = re.sub(r"['’]s?$", "", words[j - 1][0])
    name = text[words[i].start() : words[j - 1].start() + len(last)]
    low = name.lower()
    if low in _NO_PLACES or low in _demonyms_lower() or len(name) < 2:
        return None
    before = words[i - 1] if i and text[words[i - 1].end() : words[i].start()] == " " else None
    after = words[j] if j < len(words) and text[words[j - 1].end() : words[j].start()] == " " else None
    if before is not None and before[0].lower() in _TITLES:
        return None
    place = gazetteer.find(name, about.near)
    if place is None and "-" in name and name.count("-") == 1 and "," not in name:
        return None
    if place is None:
        where = before is not None and before[0].lower() in ("of", "in", "the", "near", "from", "to", "and")
        beside = after is not None and after[0].lower() in _BESIDE
        if not (where and (beside or (before is not None and before[0].lower() != "the"))) or " " in name:
            return None
        place = gazetteer.find_misspelt(name, about.near)
    if place is None:
        return None
    if place.kind == "town" and place.population and " " not in name and (low in about.lower or len(name) < 4):
        return None
    if not span.heading and place.kind != "country" and _part_of_a_name(words, before, after, gazetteer, about):
        return None
    return len(last), place.name, place.kind


def _part_of_a_name(
    words: list[re.Match[str]],
    before: re.Match[str] | None,
    after: re.Match[str] | None,
    gazetteer: Gazetteer,
    about: Context,
) -> bool:
    """Whether a name stands beside another word with a capital that makes it the name of a person, say."""
    for other in (before, after):
        if other is None or not other[0][0].isupper() or other is words[0]:
            continue
        low = re.sub(r"['’]s?$", "", other[0]).lower()
        known = low in _NO_PLACES or low in _BESIDE or low in _demonyms_lower() or low in about.lower
        if not known and gazetteer.find(other[0], about.near) is None:
            return True
    return False


@cache
def _demonyms_lower() -> frozenset[str]:
    return frozenset(d.lower() for d in demonyms())


_NO_GAP = frozenset(["of", "in", "on", "at", "from", "to", "for", "by", "with", "and", "or", "but", "as", "who", "which", "that", "is", "are", "was", "were", "have", "has", "had", "been", "be", "said", "say", "not", "than", "more", ".", ",", ";", ":", "(", ")", '"', "“", "”"]) - {"of", "more"}  # fmt: skip
_VAGUE = re.compile(
    r"(?:an? )?(?:\w+ )?(?:number|majority|wave|group|flood|stream|influx|handful|members?)s? of$|(?:many|most|more|some|the|of|several|all|other|desperate|local|terrified)$",
    re.IGNORECASE,
)


def _people(doc: Doc, matches: list[tuple[str, int, int]], found: list[Mention]) -> Iterator[Mention]:
    """People, families and households with their figures; figures that stand alone where a noun would."""
    nouns = {i: (i, j) for label, i, j in reversed(matches) if label == "people"}
    dates = [m for m in found if m.label == "date"]
    used: set[int] = set()
    for figure in figures(doc.text):
        tokens = doc.char_span(figure.start, figure.end, alignment_mode="expand")
        if tokens is None or not _free(dates, tokens.start, tokens.end):
            continue
        k = tokens.end
        while k < len(doc) and k - tokens.end < 5 and k not in nouns and doc[k].lower_ not in _NO_GAP:
            k += 1
        if k in nouns and k not in used:
            i, j = nouns[k]
            while j in nouns:  # "Rohingya people", "Alawite families"
                used.add(i)
                i, j = nouns[j]
            used.add(i)
            unit, group = _unit(doc, tokens.end, j)
            yield Mention("people", tokens.start, j, group, unit, figure)
        elif not figure.bare and (k == tokens.end or doc[tokens.end].lower_ in ("more", "of")):
            yield Mention("people", tokens.start, tokens.end, None, "bare", figure)
    for i, j in nouns.values():
        if i in used or not _free([m for m in found if m.label == "source"], i, j):
            continue
        while j in nouns:
            j = nouns[j][1]
            used.add(j)
        if doc[i:j].text.lower() in ("others", "displaced", "men", "workers", "nationals"):
            continue
        unit, group = _unit(doc, i, j)
        yield Mention("people", i, j, group, unit)


def _unit(doc: Doc, i: int, j: int) -> tuple[str, str | None]:
    words = lexicon()
    told = [doc[a:b].text.lower() for a in range(i, j) for b in range(a + 1, min(a + 4, j) + 1)]
    unit = next((words.people[w] for w in reversed(told) if w in words.people), "people")
    return unit, next((words.groups[w] for w in told if w in words.groups), None)
