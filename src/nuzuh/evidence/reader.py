"""From a report to its claims: offline, the same every time, each with the span that it rests on."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.matcher import Matcher

from nuzuh.evidence.attribution import Source, sources
from nuzuh.evidence.claims import Claim, Scope, Status
from nuzuh.evidence.documents import Document
from nuzuh.evidence.gazetteer import Gazetteer, Place, countries
from nuzuh.evidence.lexicon import lexicon
from nuzuh.evidence.mentions import Context, Mention, Sentence, analyse, context, vocabulary
from nuzuh.evidence.patterns import Frame, frames
from nuzuh.evidence.roles import Roles, fill, way_places
from nuzuh.evidence.sentences import Span, sentences
from nuzuh.evidence.status import foreseen, long_past, negated, status_of, supposed
from nuzuh.evidence.story import offensive_start, war_start

_SPEECH = 4  # tokens between a verb of saying and the date of the saying
_EDGES = frozenset(["after", "before", "as", "while", "which", "when", "because", "although", "though", "but", "since"])
_STORY = dt.timedelta(days=30)
_WAR = re.compile(r"\b(?:years?|decade) of (?:\w+ )?(?:war|conflict|fighting)|\b(?:onset|beginning|start|outbreak) of the (?:\w+ )?(?:war|conflict|uprising)|\bcivil war\b|\bthe war (?:has|had)\b", re.IGNORECASE)  # fmt: skip
_OFFENSIVE = re.compile(r"\bsince (?:the |last )?(?:\w+[ -]){0,4}(?:offensive|assault|advance|hostilities|escalation|fighting|clashes)\b", re.IGNORECASE)  # fmt: skip


def read(documents: Iterable[Document], *, places: Iterable[tuple[Place, Iterable[str]]] = ()) -> list[Claim]:
    """Read the claims of reports of one story.

    Parameters
    ----------
    documents : iterable of Document
        Reports. Where one counts "since the offensive began" without saying when that was, the day is taken from another
        that was published no later, and no more than 30 days before.
    places : iterable of (Place, aliases), optional
        Places that the gazetteer may lack, those of a scenario, say.

    Returns
    -------
    list of Claim
        In the order of the reports, and of their text.
    """
    reports = list(documents)
    reader = Reader(Gazetteer(places))
    told = [(d.published, offensive_start(d.text, d.published)) for d in reports]
    claims: list[Claim] = []
    for document, (published, began) in zip(reports, told, strict=True):
        if began is None and published is not None:
            others = Counter(s for p, s in told if p and s and dt.timedelta(0) <= published - p <= _STORY)
            began = min(others, key=lambda s: (-others[s], s)) if others else None
        claims += reader.read(document, began)
    return claims


@dataclass
class _Reading:
    """What is known of a report while it is read, from its first sentence to its last."""

    document: Document
    about: Context
    began: dt.date | None
    war: dt.date | None
    spans: list[Span]
    analysed: dict[int, Sentence] = field(default_factory=dict)
    speaker: str | None = None


class Reader:
    """Reads reports, one at a time.

    Parameters
    ----------
    gazetteer : Gazetteer, optional
        Where names of places are looked up.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or Gazetteer()
        self._hint, self._matcher = _triggers()

    def read(self, document: Document, began: dt.date | None = None) -> list[Claim]:
        """Read the claims of one report.

        Parameters
        ----------
        document : Document
        began : date, optional
            When the fighting that it speaks of began; where it says so itself, that goes first.

        Returns
        -------
        list of Claim
            In the order of the text; no two alike. ``text`` of each is the report's text from ``start`` to ``end``.
        """
        text = document.text
        about = context(text, document.published)
        own = offensive_start(text, document.published)
        reading = _Reading(document, about, own or began, war_start(text), list(sentences(text)))
        claims: list[Claim] = []
        last: list[Claim] = []
        for number, span in enumerate(reading.spans):
            sentence_text = text[span.start : span.end]
            hit = self._hint.search(sentence_text)
            if not hit and not _SAYS.search(sentence_text):
                last = []
                continue
            sentence = self._sentence(reading, number)
            said = sources(sentence, reading.speaker)
            found = self._claims(reading, number, sentence, said) if hit else []
            if said:
                reading.speaker = said[-1].name
            if not found and last and (whole := next((s for s in said if s.whole), None)):
                claims = [_credited(c, whole) if c in last else c for c in claims]
            claims += found
            last = found
        return _unlike(claims)

    def _sentence(self, reading: _Reading, number: int) -> Sentence:
        if number not in reading.analysed:
            span = reading.spans[number]
            reading.analysed[number] = analyse(reading.document.text, span, reading.about, self._gazetteer)
        return reading.analysed[number]

    def _claims(self, reading: _Reading, number: int, sentence: Sentence, said: Sequence[Source]) -> list[Claim]:
        claims: list[Claim] = []
        waiting: list[Roles] = []
        for frame, i, j in self._matches(sentence):
            roles = fill(sentence, frame, i, j)
            if roles is None:
                continue
            if frame.inherit:
                waiting.append(roles)
            elif sentence.span.heading and frame.voice in ("event", "noun", "inside"):
                continue
            else:
                claims += self._build(reading, number, sentence, roles, said)
        for roles in waiting:
            claims += self._inherit(reading, number, sentence, roles, said, claims)
        return claims

    def _matches(self, sentence: Sentence) -> Iterator[tuple[Frame, int, int]]:
        """Triggers from left to right, the longest of those that overlap within a frame."""
        found = [(frames()[int(vocabulary().vocab.strings[key])], i, j) for key, i, j in self._matcher(sentence.doc)]
        found.sort(key=lambda f: (f[1] - f[2], f[1]))
        kept: list[tuple[Frame, int, int]] = []
        for frame, i, j in found:
            if all(frame is not f or j <= a or i >= b for f, a, b in kept):
                kept.append((frame, i, j))
        return iter(sorted(kept, key=lambda f: (f[1], f[2])))

    def _build(
        self, reading: _Reading, number: int, sentence: Sentence, roles: Roles, said: Sequence[Source]
    ) -> Iterator[Claim]:
        frame = roles.frame
        places = roles.places
        if roles.way is not None and not places:
            places = way_places(sentence, roles.way) or [roles.way]
        names = [self._name(reading, number, sentence, m, frame, roles.part) for m in places]
        placed = [n for n in names if n is not None]
        to = [n for m in roles.to if (n := self._name(reading, number, sentence, m, frame, None)) is not None]
        if frame.kind == "displacement" and not placed and not to and roles.people is not None:
            placed = self._only_place(reading, number, sentence)
        if not _enough(roles, placed, to):
            return
        joined = frame.kind == "displacement" or roles.way is not None
        for place in (
            ["; ".join(dict.fromkeys(placed)) or None] if joined and not _listed(sentence, places) else placed or [None]
        ):
            yield self._claim(reading, sentence, roles, place, "; ".join(dict.fromkeys(to)) or None, said)

    def _inherit(
        self,
        reading: _Reading,
        number: int,
        sentence: Sentence,
        roles: Roles,
        said: Sequence[Source],
        claims: list[Claim],
    ) -> Iterator[Claim]:
        """A claim whose place is that of the flight that it is told with."""
        own = roles.places or (way_places(sentence, roles.way) if roles.way else [])
        names = [self._name(reading, number, sentence, m, roles.frame, None) for m in own]
        places = [n for n in names if n] or [c.place for c in claims if c.kind == "displacement" and c.place][:1]
        if not places:
            towns = [m for m in sentence.of("place") if m.kind in ("town", "the")]
            places = [n for m in towns[:1] if (n := self._name(reading, number, sentence, m, roles.frame, None))]
        if places:
            yield self._claim(reading, sentence, roles, places[0], None, said)

    def _claim(
        self,
        reading: _Reading,
        sentence: Sentence,
        roles: Roles,
        place: str | None,
        to: str | None,
        said: Sequence[Source],
    ) -> Claim:
        document, frame, doc = reading.document, roles.frame, sentence.doc
        first, last = roles.tokens
        figure = roles.people.figure if roles.people else None
        if frame.kind == "attack" and figure is None:
            figure = _strikes(sentence, roles)
        span_first, span_last, scope = self._when(reading, sentence, roles)
        status: Status = status_of(span_last if scope is None else None, document.published)
        if status == "reported" and scope is None and span_first is None and long_past(sentence):
            status = "historical"
        if supposed(sentence, roles.i, roles.j):
            figures_ahead = frame.kind == "displacement" and figure is not None and foreseen(sentence, roles.i)
            status = "projected" if figures_ahead else "hypothetical"
            scope = "projection" if figures_ahead else None
        source = _source(said, roles.i, roles.j)
        if status == "reported" and source is not None and source.claiming:
            status = "claimed"
        start = sentence.span.start + doc[first].idx
        end = sentence.span.start + doc[last - 1].idx + len(doc[last - 1])
        unit = frame.state or (None if figure is None else "strikes" if frame.kind == "attack" else _unit(roles.people))
        return Claim(
            report=document.name,
            kind=frame.kind,
            place=place,
            place_to=to,
            actor=_actor(roles, sentence),
            group=roles.people.name if roles.people else None,
            means=_means(sentence, roles) if frame.kind == "attack" else None,
            low=figure.low if figure else None,
            high=figure.high if figure else None,
            qualifier=figure.qualifier if figure else None,
            unit=unit or (_unit(roles.people) if roles.people else None),
            scope=scope,
            status=status,
            negated=negated(sentence, roles.i),
            valid_from=span_first,
            valid_to=span_last,
            known=document.published,
            attributed_to=source.name if source else None,
            start=start,
            end=end,
            text=document.text[start:end],
        )

    def _when(
        self, reading: _Reading, sentence: Sentence, roles: Roles
    ) -> tuple[dt.date | None, dt.date | None, Scope | None]:
        """First and last day, and the scope of a figure."""
        published = reading.about.published
        counted = roles.people is not None and roles.people.figure is not None
        text = sentence.doc.text
        if counted and _OFFENSIVE.search(text):
            return reading.began, published, "since offensive"
        date = _date(sentence, roles)
        period = date.period if date is not None else None
        if period is not None and period.since and period.first is not None:
            return period.first, published, _scope(period.first, published) if counted else None
        if counted and period is None and _WAR.search(text) and reading.war is not None:
            return reading.war, published, "since 2011" if reading.war.year == 2011 else None
        scope: Scope | None = "episode" if counted and (roles.places or roles.to) else None
        if period is None:
            return None, published, scope
        if counted and published and period.first == published - dt.timedelta(days=7) and period.last == published:
            scope = "past week"
        return period.first, period.last, scope

    def _name(
        self, reading: _Reading, number: int, sentence: Sentence, mention: Mention, frame: Frame, part: str | None
    ) -> str | None:
        """The name of a place as claims use it; None for a mention that names none."""
        if mention.label == "way":
            return self._before(reading, number, sentence, mention.i, "bridge")
        if mention.kind == "road":
            return None
        name = mention.name
        if mention.kind == "the":
            name = self._before(reading, number, sentence, mention.i, mention.name or "city")
            if name is not None and mention.name == "outskirts":
                name = f"outskirts of {name}"
        if frame.kind != "control" or name is None:
            return name
        if mention.kind == "country":
            return None
        facility = _facility(sentence, mention)
        if facility:
            return f"{name} {facility}"
        return f"{part} of {name}" if part in ("outskirts", "countryside", "parts", "most", "half", "areas") else name

    def _before(self, reading: _Reading, number: int, sentence: Sentence, i: int, noun: str) -> str | None:
        """What "the city", "the bridge" or "there" means: of the nearest sentence that names one, the most named."""
        if noun == "capital":
            return None
        wanted = (
            ("region", "town") if noun in ("province", "governorate", "region", "enclave", "district") else ("town",)
        )
        for back in range(number, max(-1, number - 7), -1):
            earlier = sentence if back == number else self._sentence(reading, back)
            if noun == "bridge" and back < number:
                for way in earlier.of("way"):
                    if way.name == "bridge" and (at := way_places(earlier, way)):
                        return at[0].name
                continue
            named = [m for m in earlier.of("place") if m.kind in wanted and (back < number or m.j <= i)]
            if named and noun != "bridge":
                text = reading.document.text
                return max(named, key=lambda m: (text.count(earlier.doc[m.i : m.j].text), -m.i)).name
        return None

    def _only_place(self, reading: _Reading, number: int, sentence: Sentence) -> list[str]:
        """The one place of a sentence; none where it names several."""
        named = {m.name for m in sentence.of("place") if m.name and m.kind not in ("the", "road")}
        return [n for n in named if n not in countries().values()] if len(named) == 1 else []


_SAYS = re.compile(r"\b(?:" + "|".join(sorted(lexicon().reporting)) + r")\b", re.IGNORECASE)


@cache
def _triggers() -> tuple[re.Pattern[str], Matcher]:
    """A quick look for any first word of a trigger, and the matcher of them all."""
    matcher = Matcher(vocabulary().vocab)
    firsts: set[str] = set()
    for number, frame in enumerate(frames()):
        patterns = []
        for trigger in frame.triggers:
            steps: list[dict[str, object]] = []
            leading = True
            for words, optional in trigger:
                if not words:
                    steps.append({"IS_PUNCT": False, "OP": "{1,4}"})
                    continue
                step: dict[str, object] = {"LOWER": {"IN": sorted(words)}}
                steps.append(step | {"OP": "?"} if optional else step)
                if leading:
                    firsts |= words
                    leading = optional
            patterns.append(steps)
        matcher.add(str(number), patterns)
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, firsts))) + r")\b", re.IGNORECASE), matcher


def _enough(roles: Roles, placed: list[str], to: list[str]) -> bool:
    """Whether a frame has what it needs."""
    people = roles.people
    have = {
        "people": people is not None,
        "figure": people is not None and people.figure is not None,
        "group": people is not None and people.name is not None,
        "place": bool(placed),
        "place_to": bool(to),
        "actor": roles.actor is not None,
        "way": roles.way is not None,
        "means": True,
        "home": roles.home,
        "exodus": False,
    }
    return all(any(have[one] for one in any_of) for any_of in roles.frame.require)


def _listed(sentence: Sentence, places: list[Mention]) -> bool:
    """Whether places are told one by one, after a colon."""
    return len(places) > 1 and any(t.text == ":" for t in sentence.doc[max(0, places[0].i - 2) : places[0].i])


def _facility(sentence: Sentence, place: Mention) -> str | None:
    """What of a place is meant, where that is less than the place: "central prison"."""
    doc, words = sentence.doc, lexicon()
    k = place.j
    while k < len(doc) and k - place.j < 3 and doc[k].lower_ in words.facility_prefixes:
        k += 1
    if k < len(doc) and doc[k].lower_ in words.facilities:
        return str(doc[place.j : k + 1].text.lower())
    return None


def _date(sentence: Sentence, roles: Roles) -> Mention | None:
    """The date that a trigger is told with: the nearest with no turn of the sentence between."""
    doc, words = sentence.doc, lexicon()
    options: list[tuple[int, Mention]] = []
    for date in sentence.of("date"):
        speech = any(
            doc[k].lower_ in words.reporting and date.i - k <= _SPEECH for k in range(max(0, date.i - _SPEECH), date.i)
        )
        if speech and not any(k in range(roles.i, roles.j) for k in range(max(0, date.i - _SPEECH), date.i)):
            continue
        between = doc[min(date.j, roles.j) : max(date.i, roles.i)]
        follows = date.j < len(doc) and doc[date.j].lower_ == "after"
        if (
            any(t.lower_ in _EDGES for t in between)
            and not (date.i == 0 and not follows)
            and not (follows and date.j < roles.i and roles.i - date.j < 6)
        ):
            continue
        options.append((len(between), date))
    return min(options, key=lambda o: (o[0], o[1].i))[1] if options else None


def _scope(first: dt.date, published: dt.date | None) -> Scope | None:
    if first.year == 2011:
        return "since 2011"
    return "since offensive" if published and published - first <= dt.timedelta(days=60) else None


def _unit(people: Mention | None) -> str | None:
    return None if people is None else "people" if people.kind in ("bare", "") else people.kind


def _actor(roles: Roles, sentence: Sentence) -> str | None:
    if roles.frame.kind not in ("control", "attack", "route") or roles.frame.subject == "loser":
        return None
    if roles.actor is not None:
        return roles.actor.name
    return None


def _strikes(sentence: Sentence, roles: Roles) -> object:
    return None


def _means(sentence: Sentence, roles: Roles) -> object:
    if roles.frame.means:
        return roles.frame.means
    first, last = roles.tokens
    doc = sentence.doc
    for told in (doc[first:last].text.lower(), doc.text.lower()):
        for word, means in lexicon().means.items():
            if re.search(rf"\b{word}\b", told):
                return means
    return None


def _source(said: Sequence[Source], i: int, j: int) -> Source | None:
    return next(
        (s for s in said if s.first <= i and j <= s.last and not s.whole), next((s for s in said if s.first <= i), None)
    )


def _credited(claim: Claim, source: Source) -> Claim:
    return claim if claim.attributed_to else claim.model_copy(update={"attributed_to": source.name})


def _unlike(claims: list[Claim]) -> list[Claim]:
    """Leave out what a claim near it in the same report says already."""
    kept: list[Claim] = []
    for claim in claims:
        same = [
            c for c in kept
            if c.kind == claim.kind and c.place == claim.place and c.start < claim.end and c.end > claim.start
            and c.status == claim.status and (c.low, c.high) == (claim.low, claim.high)
        ]  # fmt: skip
        if not same:
            kept.append(claim)
    return kept
