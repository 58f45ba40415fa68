"""Finding what a sentence speaks of: sides, sources, ways, people with their figures, dates, and places."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nuzuh.evidence.dates import periods
from nuzuh.evidence.figures import figures
from nuzuh.evidence.gazetteer import Gazetteer, countries, demonyms
from nuzuh.evidence.lexicon import lexicon, words
from nuzuh.evidence.mentions import Context, Mention, Sentence
from nuzuh.evidence.patterns import frames
from nuzuh.evidence.sentences import Span
from nuzuh.evidence.toponyms import codes, spoken_of, toponyms
from nuzuh.evidence.vocabulary import pipeline

Match = tuple[str, int, int]
_SIDE_GAP = 3  # words between a demonym and what makes it a side: "Russian fighter jets"
# "Jane Doe said", "Mr Doe", "Jane Doe, 42,"
_PERSON = re.compile(
    r"(?<![\w-])(?:(?:Mr|Mrs|Ms|Dr|Sir|Judge|Sgt\.?|Gov\.?|Sen\.?|Chief|Minister|President|Marshal) )"
    r"([A-Z][a-z]+)(?: [A-Z]\.)?(?: ([A-Z][a-z]+))?"
    r"|(?<![\w-])(?<!\bof )(?<!\bin )(?<!\bfrom )([A-Z][a-z]+) (?:[A-Z]\. )?([A-Z][a-z]+)(?=,? (?:\d\d,|said|says|told|who )|[\"”]? said)"
    r"|(?:said|says|added|told) ([A-Z][a-z]+) ([A-Z][a-z]+)"
    r"|(?:said|says|added) ([A-Z][a-z]+)(?=[.,])|(?<=[\n.”] )([A-Z][a-z]+)(?=,? (?:said|says|told|added|who)\b)"
)
#: What copying out of pages and columns leaves in a text, each with what was meant.
_BROKEN = re.compile(
    r"(?P<spaces>[ \t\u00a0]{2,})|(?P<apostrophe>Š—È)"  # bytes of ’ read in two wrong encodings
    r"|(?P<glued>(?<=[a-z]{3})(?=\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+ million)"  # "at least140,000"
    r"|(?<=[a-z],)(?=[A-Za-z\d])|(?<=[a-z]\.)(?=[A-Z][a-z])"  # "of those,more"
    r"|(?<=[a-z])(?=displace(?:d|ments?)\b|IDPs?)|(?<=\bdisplaced)(?=[a-z])|(?<=\bIDP)(?=[a-rt-z])"
    r"|(?<=\bstill)(?=living))"
    r"|(?P<hyphen>(?<=[a-z])-(?=[a-z]))"  # kept unless the word without it is known: "inter-nally", "air-strikes"
)
_MEANT = {"spaces": " ", "apostrophe": "’", "glued": " "}
_NOUN_GAP = 5  # words between a figure and what it counts: "3,500 mostly Congolese refugees"


def context(text: str, published: dt.date | None, gazetteer: Gazetteer) -> Context:
    """What a text as a whole speaks of."""
    small = frozenset(re.findall(r"(?<![\w'’-])[a-z]{3,}", text))
    persons = frozenset(name for m in _PERSON.finditer(text) for name in m.groups() if name)
    return Context(published, spoken_of(text, gazetteer), small, persons)


@cache
def _matchers() -> tuple[PhraseMatcher, PhraseMatcher]:
    """Matchers of names in any case, and of names in capitals."""
    nlp, known = pipeline(), lexicon()
    loose, exact = PhraseMatcher(nlp.vocab, attr="LOWER"), PhraseMatcher(nlp.vocab, attr="ORTH")
    loose.add("people", [nlp.make_doc(w) for w in (*known.people, *known.groups)])
    loose.add("way", [nlp.make_doc(w) for w in known.ways])
    for label, names in (("actor", known.actors), ("source", known.sources)):
        loose.add(label, [nlp.make_doc(n) for n in names if not _shouted(n)])
        exact.add(label, [nlp.make_doc(n) for n in names if _shouted(n)])
    return loose, exact


def _shouted(name: str) -> bool:
    return name.replace(".", "").isupper()


@cache
def _names(label: str) -> dict[str, str]:
    known = lexicon().actors if label == "actor" else lexicon().sources
    return {alias if _shouted(alias) else alias.lower(): name for alias, name in known.items()}


def analyse(text: str, span: Span, about: Context, gazetteer: Gazetteer, before: str = "") -> Sentence:
    """Find what a sentence of a text speaks of; ``before`` is the sentence before it in its paragraph."""
    told, offsets = _mended(text[span.start : span.end])
    doc = pipeline().make_doc(told)
    matches = [(doc.vocab.strings[key], i, j) for matcher in _matchers() for key, i, j in matcher(doc)]
    matches.sort(key=lambda m: (m[1] - m[2], m[1], m[0]))  # the longest go first
    found = list(_dates(doc, about.published))
    named = _named(doc, matches, about)
    found += named
    taken = [(doc[m.i].idx, doc[m.j - 1].idx + len(doc[m.j - 1])) for m in named if m.label != "way"]
    for start, end, name, kind, _ in toponyms(doc.text, span, about, gazetteer):
        tokens = doc.char_span(start, end, alignment_mode="expand")
        if tokens is not None and all(end <= a or start >= b for a, b in taken):
            found.append(Mention("place", tokens.start, tokens.end, name, kind))
    found += _people(doc, matches, found)
    return Sentence(span, doc, tuple(sorted(found, key=lambda m: (m.i, -m.j, m.label))), before, offsets)


@cache
def _unhyphenated() -> frozenset[str]:
    """Words that may be broken by a hyphen: those of the patterns, and those that go with them."""
    steps = (step for frame in frames() for trigger in frame.triggers for step in trigger)
    known = lexicon()
    return frozenset(w for step in steps for w in step.words) | known.modifiers | {*known.people, "internally"}


def _mended(text: str) -> tuple[str, tuple[int, ...]]:
    """Mend what columns of a page leave in a text: rows of spaces, words run together or apart, a spoilt apostrophe.

    Gives the text, and where each of its characters stood; nothing where there is nothing to mend.
    """
    told: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in _BROKEN.finditer(text):
        meant = _MEANT.get(str(match.lastgroup), "")
        if match.lastgroup == "hyphen":
            before, after = re.search(r"\w+$", text[: match.start()]), re.match(r"\w+", text[match.end() :])
            if not before or not after or (before[0] + after[0]).lower() not in _unhyphenated():
                continue
        told.append(text[done : match.start()] + meant)
        offsets += [*range(done, match.start()), *([match.start()] if meant else [])]
        done = match.end()
    return ("".join([*told, text[done:]]), (*offsets, *range(done, len(text)))) if done else (text, ())


def _dates(doc: Doc, published: dt.date | None) -> Iterator[Mention]:
    for period in periods(doc.text, published):
        tokens = doc.char_span(period.start, period.end, alignment_mode="expand")
        if tokens is not None:
            yield Mention("date", tokens.start, tokens.end, period=period)


def _free(found: list[Mention], i: int, j: int) -> bool:
    return all(j <= m.i or i >= m.j for m in found)


def _adjective(code: str | None) -> str:
    """The adjective of a country, for the name of its government."""
    return next((name for name, c in demonyms().items() if c == code), "")


def _named(doc: Doc, matches: list[Match], about: Context) -> list[Mention]:
    """Actors, sources and ways."""
    found: list[Mention] = []
    for label, i, j in matches:
        if label == "people" or not _free(found, i, j):
            continue
        told = doc[i:j].text
        if label == "way":
            found.append(Mention("way", i, j, lexicon().ways[told.lower()]))
            continue
        name = _names(label).get(told) or _names(label).get(told.lower(), told)
        if "{state}" in name:
            state = codes().get(doc[i - 1].text) if i else None
            name = name.replace("{state}", _adjective(state or about.country)).strip()
        found.append(Mention("actor" if label == "actor" else "source", i, j, name))
    return found + list(_states(doc, found, about))


def _states(doc: Doc, found: list[Mention], about: Context) -> Iterator[Mention]:
    """Countries as sides: "Russian warplanes", "Israel's army", "Turkish artillery"."""
    nouns = lexicon().side_nouns
    low = [t.lower_ for t in doc]
    for k, token in enumerate(doc):
        code = demonyms().get(token.text)
        if code is None and low[k + 1 : k + 2] in (["'s"], ["’s"]):
            code = codes().get(token.text)
        if code is None or not _free(found, k, k + 1):
            continue
        for j in range(k + 1, min(k + 1 + _SIDE_GAP, len(doc))):
            if not _free([m for m in found if m.label != "way"], j, j + 1) or (
                doc[j].is_punct and low[j] not in ("-", "’s")
            ):
                break
            if low[j] in nouns:
                name = f"{_adjective(code)} government" if code == about.country else countries()[code]
                yield Mention("actor", k, j + 1, name)
                break


def _people(doc: Doc, matches: list[Match], found: list[Mention]) -> Iterator[Mention]:
    """People, families and households with their figures; figures that stand where a noun would."""
    nouns = {i: j for label, i, j in reversed(matches) if label == "people"}
    low = [t.lower_ for t in doc]
    dates = [m for m in found if m.label == "date"]
    used: set[int] = set()
    for figure in figures(doc.text):
        tokens = doc.char_span(figure.start, figure.end, alignment_mode="expand")
        if tokens is None or not _free(dates, tokens.start, tokens.end):
            continue
        if _number_of(low, tokens.start):
            figure = figure._replace(after=True)
        if figure.after:
            i = next((n for n in sorted(nouns, reverse=True) if n < tokens.start and n not in used), None)
            if i is not None and words("stops").isdisjoint(low[i : tokens.start]):
                j = _end(low, nouns, i, used)
                unit, group = _unit(doc, i, j)
                yield Mention("people", i, j, group, unit, figure)
            continue
        end = tokens.end + (low[tokens.end : tokens.end + 1] in (["”"], ['"']))  # "“hundreds” of fighters"
        k = end
        if end < len(doc) and _nationals(doc, low, end):
            nouns[end] = end + 1
        while (
            k < len(doc)
            and k - end < _NOUN_GAP
            and k not in nouns
            and not (k > end and _nationals(doc, low, k))
            and (low[k] not in words("no_gap") or (k == end and low[k] == "of") or _and_more(low, k, end))
        ):
            k += 1
        if k < len(doc) and k > end and k not in nouns and _nationals(doc, low, k):
            nouns[k] = k + 1
        if k in nouns and k not in used:
            j = _end(low, nouns, k, used)
            unit, group = _unit(doc, end, j)
            yield Mention("people", tokens.start, j, group, unit, figure)
        elif not figure.bare and (end == len(doc) or low[end] in words("after_bare")):
            i = max((n for n in nouns if n < tokens.start), default=None)
            them = i is not None and low[end : end + 2] == ["of", "them"]  # "families, hundreds of them"
            unit, group = _unit(doc, i, nouns[i]) if them and i is not None else ("bare", None)
            yield Mention("people", tokens.start, end, group, unit, figure)
    for i in sorted(nouns):
        if i not in used and _free([m for m in found if m.label == "source"], i, nouns[i]):
            j = _end(low, nouns, i, used)
            if doc[i:j].text.lower() not in words("nobody") and _unit(doc, i, j)[0] != "houses":
                unit, group = _unit(doc, i, j)
                yield Mention("people", i, j, group, unit)


def _number_of(low: list[str], k: int) -> bool:
    """Whether a figure at token ``k`` tells the number of what stands before: "the number of returnees is now"."""
    back = k - 1
    while back > 0 and low[back] in words("before_totals"):
        back -= 1
    return back > 0 and low[back] in words("totals") and not {"number", "total"}.isdisjoint(low[:back])


def _and_more(low: list[str], k: int, end: int) -> bool:
    """Whether an "and" joins two adjectives: "4,000 new and repeated displacements"."""
    return low[k] == "and" and k > end and low[k + 1 : k + 2] != [] and low[k + 1].endswith(("ed", "al", "ing", "ous"))


def _nationals(doc: Doc, low: list[str], k: int) -> bool:
    """Whether a demonym stands for people: "280,000 Syrians have …"."""
    following = low[k + 1] if k + 1 < len(doc) else "."
    if re.search(r"(?:an|i|ese)s$", low[k]) and low[k][:-1].capitalize() in demonyms():
        return True
    return doc[k].text in demonyms() and following in lexicon().auxiliaries | words("no_gap") | words("after_bare")


def _end(low: list[str], nouns: dict[int, int], i: int, used: set[int]) -> int:
    """Where a row of nouns ends: "Rohingya people", "families' homes", "fighters and their family members"."""
    used.add(i)
    while (k := _joined(low, nouns, nouns[i])) is not None:
        used.add(i := k)
    return nouns[i]


def _joined(low: list[str], nouns: dict[int, int], j: int) -> int | None:
    """The noun that goes on a row of nouns that ends at token ``j``."""
    if j in nouns:
        return j
    if low[j : j + 1] in (["'"], ["’"]):
        return j + 1 if j + 1 in nouns else None
    k = j + 1 + (low[j + 1 : j + 2] == ["their"])
    with_them = low[j : j + 1] == ["and"] and k in nouns and " ".join(low[k : nouns[k]]) in words("families_of")
    return k if with_them else None


def _unit(doc: Doc, i: int, j: int) -> tuple[str, str | None]:
    known = lexicon()
    told = [doc[a:b].text.lower() for a in range(i, j) for b in range(a + 1, min(a + 4, j) + 1)]
    units = [known.people[w] for w in reversed(told) if w in known.people]
    mixed = "fighters" in units and units[0] != "fighters"  # "fighters and their families"
    return "people" if mixed or not units else units[0], next(
        (known.groups[w] for w in told if w in known.groups), None
    )
